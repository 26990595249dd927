"""One search: a question and a snapshot in, an answer out; nothing is read or kept."""

from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from resourcemap.model.fact import Fact
from resourcemap.model.schedule import Occurrence, is_open_at
from resourcemap.model.vocabulary import vocabulary
from resourcemap.search.answers import stated_facts
from resourcemap.search.evaluation import Evaluation, attendance_of
from resourcemap.search.facets import facet_counts
from resourcemap.search.filters import is_only_from_home
from resourcemap.search.query import SearchQuery
from resourcemap.search.rank import Ranking
from resourcemap.search.reasons import Seen, reasons, unknowns
from resourcemap.search.relax import relaxations
from resourcemap.search.result import Match, SearchResult
from resourcemap.search.snapshot import Snapshot
from resourcemap.search.text import Question
from resourcemap.search.times import next_fitting


class _Found:
    """Makes matches of rows; works out each listing's next time at most once."""

    def __init__(self, evaluation: Evaluation, ranking: Ranking, now: datetime) -> None:
        self._evaluation = evaluation
        self._ranking = ranking
        self._now = now
        query = evaluation.query
        self._after = now if query.open_at is None else max(now, query.open_at)
        self._next: dict[int, Occurrence | None] = {}
        self._unknown = {
            each.name: outcome.unknown
            for each, outcome in zip(evaluation.filters, evaluation.outcomes, strict=True)
        }
        self.question = evaluation.snapshot.text.read(query.text) if query.text.strip() else Question(())

    def best(self, rows: NDArray[np.int64], *, is_from_home: bool) -> tuple[Match, ...]:
        """Choose the best rows and say why they are here."""
        chosen = self._ranking.best(rows, max(0, self._evaluation.query.limit), self._wait_minutes)
        return tuple(self._match(row, is_from_home) for row in chosen)

    def _next_of(self, row: int) -> Occurrence | None:
        if row not in self._next:
            snapshot = self._evaluation.snapshot
            self._next[row] = next_fitting(
                snapshot.listings[row].schedules,
                self._after,
                zone=snapshot.zone,
                when=self._evaluation.query.when,
            )
        return self._next[row]

    def _wait_minutes(self, row: int) -> float | None:
        occurrence = self._next_of(row)
        if occurrence is None:
            return None
        return (occurrence.start.astimezone(UTC) - self._after.astimezone(UTC)).total_seconds() / 60

    def _match(self, row: int, is_from_home: bool) -> Match:
        evaluation, query = self._evaluation, self._evaluation.query
        snapshot = evaluation.snapshot
        listing = snapshot.listings[row]
        distance = float(evaluation.reach.distances_m[row])
        occurrence = self._next_of(row)
        facts: dict[str, dict[str, Fact]] = {}
        for facet, term, fact in stated_facts(listing, vocabulary()):
            facts.setdefault(facet, {})[term] = fact
        seen = Seen(
            listing=listing,
            facts=facts,
            distance_m=None if np.isnan(distance) else distance,
            is_from_home=is_from_home,
            next=occurrence,
            unknown=frozenset(name for name, mask in self._unknown.items() if mask[row]),
            said=self.question,
        )
        return Match(
            listing=listing,
            distance_m=seen.distance_m,
            reasons=reasons(seen, query, now=self._now, freshness=evaluation.snapshot.freshness),
            unknown=unknowns(seen, query),
            next_time=occurrence.start if occurrence else None,
            next_end=occurrence.end if occurrence else None,
            is_open=is_open_at(listing.schedules, self._now, zone=snapshot.zone),
        )


def find(snapshot: Snapshot, query: SearchQuery, *, now: datetime) -> SearchResult:
    """
    Search one version of the data.

    Pure: the same snapshot, query and moment give the same result, in the same order.

    Parameters
    ----------
    snapshot
        The listings as columns.
    query
        What is asked. A radius without an origin is left aside.
    now
        The moment the search is made, with a zone.

    Returns
    -------
    SearchResult
        `matches`, `unplaced` and `remote` hold at most `query.limit` each; every count is before that limit.
    """
    evaluation = Evaluation.of(snapshot, query, now=now)
    kept = evaluation.kept
    in_person_rows = np.flatnonzero(evaluation.in_person)
    unplaced_rows = np.flatnonzero(kept & evaluation.unplaced)
    remote_rows = np.flatnonzero(kept & evaluation.from_home)
    total = len(in_person_rows) + len(unplaced_rows) + len(remote_rows)
    found = _Found(evaluation, Ranking.of(evaluation, now=now), now)
    wants_travel = not (query.remote_first or is_only_from_home(attendance_of(query)))
    is_empty = len(in_person_rows) == 0 if wants_travel else total == 0
    return SearchResult(
        version=snapshot.version,
        total=total,
        total_in_person=len(in_person_rows),
        total_unplaced=len(unplaced_rows),
        matches=found.best(in_person_rows, is_from_home=False),
        unplaced=found.best(unplaced_rows, is_from_home=False),
        remote=found.best(remote_rows, is_from_home=True),
        facets=facet_counts(evaluation),
        left_out=evaluation.left_out(),
        unknown_out=evaluation.unknown_out(),
        relax=relaxations(evaluation, in_person=wants_travel) if is_empty else (),
        corrections=found.question.corrections,
    )
