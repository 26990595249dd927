"""One search: a question and a snapshot in, an answer out; nothing is read or kept."""

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from resourcemap.model.fact import Fact
from resourcemap.model.listing import Listing
from resourcemap.model.schedule import Occurrence, is_open_at
from resourcemap.model.vocabulary import vocabulary
from resourcemap.model.words import Sentence
from resourcemap.search.answers import stated_facts
from resourcemap.search.evaluation import Evaluation, attendance_of
from resourcemap.search.facets import facet_counts
from resourcemap.search.filters import is_only_from_home
from resourcemap.search.query import SearchQuery
from resourcemap.search.rank import Ranking
from resourcemap.search.reasons import Gaps, Seen, gaps_of, reasons, unknowns
from resourcemap.search.relax import relaxations
from resourcemap.search.result import Match, OtherTime, SearchResult
from resourcemap.search.snapshot import Snapshot
from resourcemap.search.text import Question
from resourcemap.search.times import next_fitting
from resourcemap.search.together import shared_by


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

    def best(self, rows: NDArray[np.int64], limit: int, *, is_from_home: bool) -> tuple[Match, ...]:
        """Choose the best rows and say why they are here."""
        groups = self._evaluation.snapshot.groups if self._evaluation.query.together else None
        chosen = self._ranking.best(rows, max(0, limit), self._wait_minutes, groups)
        if groups is None:
            return tuple(self._match(row, is_from_home) for row in chosen)
        members: dict[int, list[int]] = {number: [] for number in groups[chosen].tolist()}
        for row, number in zip(rows.tolist(), groups[rows].tolist(), strict=True):
            if number in members:
                members[number].append(row)
        return tuple(self._together(each, is_from_home) for each in members.values())

    def _together(self, rows: list[int], is_from_home: bool) -> Match:
        """Make one match of a group: the soonest leads, after it all others."""
        first, *others = sorted(rows, key=self._turn) if len(rows) > 1 else rows
        return self._match(first, is_from_home, others)

    def _turn(self, row: int) -> tuple[int, float, int]:
        wait = self._wait_minutes(row)
        return int(self._ranking.tiers[row]), math.inf if wait is None else wait, row

    def _other(self, seen: Seen, gaps: Gaps) -> OtherTime:
        return OtherTime(
            listing=seen.listing,
            next_time=seen.next.start if seen.next else None,
            next_end=seen.next.end if seen.next else None,
            is_open=self._is_open(seen.listing),
            reasons=self._reasons(seen),
            unknown=unknowns(gaps),
        )

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

    def _match(self, row: int, is_from_home: bool, others: Sequence[int] = ()) -> Match:
        own = self._seen(row, is_from_home)
        rest = [self._seen(each, is_from_home) for each in others]
        gaps = [gaps_of(each, self._evaluation.query) for each in (own, *rest)]
        listing, shared, seen = own.listing, None, own
        if rest:
            shared = shared_by([listing, *(each.listing for each in rest)])
            seen = replace(own, listing=shared, facts=_facts_of(shared))
        return Match(
            listing=listing,
            distance_m=own.distance_m,
            reasons=self._reasons(seen),
            unknown=unknowns(gaps[0]),
            next_time=own.next.start if own.next else None,
            next_end=own.next.end if own.next else None,
            is_open=self._is_open(listing),
            to_ask=unknowns(*gaps),
            also=tuple(map(self._other, rest, gaps[1:])),
            shared=shared,
            is_from_home=is_from_home,
        )

    def _seen(self, row: int, is_from_home: bool) -> Seen:
        listing = self._evaluation.snapshot.listings[row]
        distance = float(self._evaluation.reach.distances_m[row])
        return Seen(
            listing=listing,
            facts=_facts_of(listing),
            distance_m=None if np.isnan(distance) else distance,
            is_from_home=is_from_home,
            next=self._next_of(row),
            unknown=frozenset(name for name, mask in self._unknown.items() if mask[row]),
            said=self.question,
        )

    def _reasons(self, seen: Seen) -> tuple[Sentence, ...]:
        evaluation = self._evaluation
        return reasons(seen, evaluation.query, now=self._now, freshness=evaluation.snapshot.freshness)

    def _is_open(self, listing: Listing) -> bool | None:
        return is_open_at(listing.schedules, self._now, zone=self._evaluation.snapshot.zone)


def _facts_of(listing: Listing) -> dict[str, dict[str, Fact]]:
    facts: dict[str, dict[str, Fact]] = {}
    for facet, term, fact in stated_facts(listing, vocabulary()):
        facts.setdefault(facet, {})[term] = fact
    return facts


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
        `matches` holds at most `query.limit`, `unplaced` and `remote` at most `query.limit_aside`
        each; every count is before that limit.
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
    aside = query.limit if query.limit_aside is None else query.limit_aside
    return SearchResult(
        version=snapshot.version,
        total=total,
        total_in_person=len(in_person_rows),
        total_unplaced=len(unplaced_rows),
        groups_in_person=_groups(evaluation, in_person_rows),
        groups_unplaced=_groups(evaluation, unplaced_rows),
        groups_from_home=_groups(evaluation, remote_rows),
        matches=found.best(in_person_rows, query.limit, is_from_home=False),
        unplaced=found.best(unplaced_rows, aside, is_from_home=False),
        remote=found.best(remote_rows, aside, is_from_home=True),
        facets=facet_counts(evaluation),
        left_out=evaluation.left_out(),
        unknown_out=evaluation.unknown_out(),
        relax=relaxations(evaluation, in_person=wants_travel) if is_empty else (),
        corrections=found.question.corrections,
    )


def _groups(evaluation: Evaluation, rows: NDArray[np.int64]) -> int | None:
    if not evaluation.query.together:
        return None
    return len(np.unique(evaluation.snapshot.groups[rows]))
