"""
The order of what is found.

Places that cannot take anyone now (full, closed for a time) come after all others, and just before
them those whose check is overdue (over a year ago, unless staff set it otherwise). Otherwise a sum of
four parts between 0 and 1 decides:

nearness
    h / (h + distance), where h is half the radius (or half of 10 km) plus how coarse the origin
    is: from a ZIP code a kilometre more or less means nothing. 0 without a place.
fit
    The mean over the facets asked for (1 for a focus on the asked group or when led in the asked
    language, 0.8 for yes, 0.5 for limited or with an interpreter, 0 for not known) and the text.
freshness
    How long ago it was checked.
soonness
    1 for now, falling to 0 in a week; 0 when no time is known.

Equal sums are ordered by id. The sum orders listings; it is never shown and says nothing of a person.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from resourcemap.model.fact import ALL_OF_FACETS
from resourcemap.search.answers import FacetColumns
from resourcemap.search.evaluation import Evaluation
from resourcemap.search.snapshot import NEVER_CHECKED

Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What the order is made of; the first four add up to 1."""

    nearness: float = 0.4
    fit: float = 0.3
    soonness: float = 0.2
    freshness: float = 0.1
    usual_reach_m: float = 10_000.0
    soon_minutes: float = 7 * 1440.0
    strong: float = 1.0
    plain: float = 0.8
    weak: float = 0.5
    current: float = 1.0
    check_first: float = 0.6
    never_checked: float = 0.4
    overdue: float = 0.2


WEIGHTS = Weights()

# The last of the order.
NORMAL, OVERDUE, WAITING = 0, 1, 2


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """
    Every listing's tier and score, shape (size,).

    `bounds` are scores with the soonest each could meet; the true score is at most that.
    """

    tiers: NDArray[np.int8]
    bounds: Scores
    without_soonness: Scores

    @classmethod
    def of(cls, evaluation: Evaluation, *, now: datetime) -> "Ranking":
        """Score all listings."""
        snapshot, query = evaluation.snapshot, evaluation.query
        policy = snapshot.freshness
        age_days = now.astimezone(snapshot.zone).toordinal() - snapshot.checked_days
        never = snapshot.checked_days == NEVER_CHECKED
        freshness = np.select(
            [never, age_days <= policy.current_days, age_days <= policy.check_first_days],
            [WEIGHTS.never_checked, WEIGHTS.current, WEIGHTS.check_first],
            WEIGHTS.overdue,
        )
        base = (
            WEIGHTS.nearness * _nearness(evaluation)
            + WEIGHTS.fit * _fit(evaluation)
            + WEIGHTS.freshness * freshness
        )
        tiers = np.where(~never & (age_days > policy.check_first_days), OVERDUE, NORMAL)
        tiers = np.where(snapshot.is_waiting, WAITING, tiers).astype(np.int8)
        waits = snapshot.times.shortest_waits(max(now, query.open_at) if query.open_at else now)
        return cls(tiers, base + WEIGHTS.soonness * _soonness(waits), base)

    def best(
        self,
        rows: NDArray[np.int64],
        limit: int,
        wait_minutes: Callable[[int], float | None],
        groups: NDArray[np.int64] | None = None,
    ) -> list[int]:
        """
        Choose the best of some rows, best first.

        Only as many rows are asked for their true wait as are needed to be sure: the rows come in
        order of what they could score at most, and it stops when none left can still win.

        Parameters
        ----------
        rows
            Row numbers, ascending.
        limit
            How many at most.
        wait_minutes
            The true minutes until a row's next time, None when there is none.
        groups
            The number of each row's group, shape (size,): of each group only its best row is chosen.
        """
        order = rows[np.lexsort((rows, -self.bounds[rows], self.tiers[rows]))]
        best_of: dict[int, tuple[int, float, int]] = {}
        group_of = None if groups is None else groups.tolist()
        for position, row in enumerate(order.tolist()):
            if len(best_of) >= limit and position % max(1, limit) == 0:
                scored = sorted(best_of.values())
                if limit == 0 or scored[limit - 1] < (int(self.tiers[row]), -float(self.bounds[row]), -1):
                    break
            wait = wait_minutes(row)
            soon = 0.0 if wait is None else max(0.0, 1 - max(0.0, wait) / WEIGHTS.soon_minutes)
            score = float(self.without_soonness[row]) + WEIGHTS.soonness * soon
            rank = (int(self.tiers[row]), -score, row)
            group = row if group_of is None else group_of[row]
            best_of[group] = min(best_of.get(group, rank), rank)
        return [row for _, _, row in sorted(best_of.values())[:limit]]


def _nearness(evaluation: Evaluation) -> Scores:
    query, distances = evaluation.query, evaluation.reach.rank_distances_m
    reach = query.radius_m if query.radius_m is not None else WEIGHTS.usual_reach_m
    half = max(1.0, reach / 2) + (query.origin.uncertainty_m if query.origin else 0.0)
    return np.nan_to_num(half / (half + distances), nan=0.0)


def _soonness(waits: Scores) -> Scores:
    return np.nan_to_num(np.clip(1 - waits / WEIGHTS.soon_minutes, 0, 1), nan=0.0)


def _fit(evaluation: Evaluation) -> Scores:
    snapshot, query = evaluation.snapshot, evaluation.query
    parts: list[Scores] = [
        _facet_fit(snapshot.answers[facet], terms, takes_all=facet in ALL_OF_FACETS)
        for facet, terms in sorted(query.include.items())
        if terms and facet in snapshot.answers
    ]
    if query.text.strip():
        _, relevance = snapshot.text.find(snapshot.text.read(query.text), snapshot.answers)
        parts.append(relevance.astype(np.float64))
    total = np.zeros(len(snapshot))
    for part in parts:
        total += part
    return total / max(1, len(parts))


def _facet_fit(columns: FacetColumns, terms: frozenset[str], *, takes_all: bool) -> Scores:
    fits = []
    for term in sorted(terms):
        value = np.where(columns.any_of(columns.holds, (term,)), WEIGHTS.plain, 0.0)
        value[columns.any_of(columns.weak, (term,))] = WEIGHTS.weak
        value[columns.any_of(columns.strong, (term,))] = WEIGHTS.strong
        fits.append(value)
    best: Scores = np.mean(fits, axis=0) if takes_all else np.max(fits, axis=0)
    return best
