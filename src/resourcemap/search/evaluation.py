"""A query held against every listing, ready to set single filters aside."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from resourcemap.search.bits import Mask
from resourcemap.search.filters import (
    Filter,
    Outcome,
    Reach,
    active_filters,
    is_home_welcome,
    passes_unknown,
)
from resourcemap.search.query import SearchQuery
from resourcemap.search.snapshot import Snapshot


@dataclass(frozen=True, slots=True, eq=False)
class Evaluation:
    """
    What every filter said of every listing.

    `lets_through` is one mask for each of `filters`; `fails` counts, for each listing, the filters
    that keep it out. `is_shown` is False for what the public does not see at all.
    """

    snapshot: Snapshot
    query: SearchQuery
    reach: Reach
    filters: tuple[Filter, ...]
    outcomes: tuple[Outcome, ...]
    lets_through: tuple[Mask, ...]
    fails: NDArray[np.uint8]
    is_shown: Mask

    @classmethod
    def of(cls, snapshot: Snapshot, query: SearchQuery, *, now: datetime) -> "Evaluation":
        """Run every filter once over all listings."""
        reach = Reach.measure(snapshot, query)
        filters = active_filters(query)
        from_home = is_home_welcome(attendance_of(query))
        outcomes = tuple(
            reach.outcome(snapshot, from_home=from_home) if each.name == "radius" else each.test(snapshot)
            for each in filters
        )
        return cls._joined(snapshot, query, reach, filters, outcomes, _shown(snapshot, now))

    def changed(self, query: SearchQuery) -> "Evaluation":
        """Hold a query with the same tests, but fewer of them or another radius, to the listings."""
        reach = self.reach
        if query.radius_m != self.query.radius_m:
            reach = Reach.measure(self.snapshot, query)
        filters = active_filters(query)
        known = {each.name: outcome for each, outcome in zip(self.filters, self.outcomes, strict=True)}
        from_home = is_home_welcome(attendance_of(query))
        outcomes = tuple(
            reach.outcome(self.snapshot, from_home=from_home) if each.name == "radius" else known[each.name]
            for each in filters
        )
        return self._joined(self.snapshot, query, reach, filters, outcomes, self.is_shown)

    @classmethod
    def _joined(
        cls,
        snapshot: Snapshot,
        query: SearchQuery,
        reach: Reach,
        filters: tuple[Filter, ...],
        outcomes: tuple[Outcome, ...],
        is_shown: Mask,
    ) -> "Evaluation":
        lets_through = tuple(
            outcome.passes | outcome.unknown if passes_unknown(query, each.name) else outcome.passes
            for each, outcome in zip(filters, outcomes, strict=True)
        )
        fails = np.zeros(len(snapshot), dtype=np.uint8)
        for mask in lets_through:
            fails += ~mask
        return cls(snapshot, query, reach, filters, outcomes, lets_through, fails, is_shown)

    @property
    def kept(self) -> Mask:
        """Which listings are found."""
        kept: Mask = self.is_shown & (self.fails == 0)
        return kept

    @property
    def from_home(self) -> Mask:
        """Which listings, found or not, belong in the strip that needs no travel."""
        attendance = attendance_of(self.query)
        if self.query.remote_first and is_home_welcome(attendance):
            return self.snapshot.is_remote_only | self.snapshot.has_remote
        return self.reach.is_from_home(self.snapshot, attendance)

    @property
    def unplaced(self) -> Mask:
        """Which listings, found or not, a radius cannot judge: those whose place is not published."""
        unplaced: Mask = self.reach.is_unplaced & ~self.from_home
        return unplaced

    @property
    def in_person(self) -> Mask:
        """Which listings found are places to go to, as near as was asked."""
        in_person: Mask = self.kept & ~self.from_home & ~self.unplaced
        return in_person

    def without(self, names: Iterable[str]) -> Mask:
        """Which listings would be found if the named filters were not set."""
        aside = frozenset(names)
        fails = self.fails.copy()
        for each, mask in zip(self.filters, self.lets_through, strict=True):
            if each.name in aside:
                fails -= ~mask
            elif each.name == "radius" and "attendance" in aside:
                # Who did not ask to come in person also takes what is far but can be joined from home.
                fails -= ~mask
                fails += ~self.reach.outcome(self.snapshot, from_home=True).passes
        kept: Mask = self.is_shown & (fails == 0)
        return kept

    def outcome_of(self, name: str) -> Outcome | None:
        """Give what one filter said, None when it is not set."""
        for each, outcome in zip(self.filters, self.outcomes, strict=True):
            if each.name == name:
                return outcome
        return None

    def left_out(self) -> dict[str, int]:
        """Count for each filter how many more there would be without it."""
        found = int(self.kept.sum())
        return {each.name: int(self.without((each.name,)).sum()) - found for each in self.filters}

    def unknown_out(self) -> dict[str, int]:
        """Count for each filter how many more there would be if it let through what is not known."""
        counts = {}
        for each, mask, outcome in zip(self.filters, self.lets_through, self.outcomes, strict=True):
            more = self.is_shown & (self.fails == 1) & ~mask & outcome.unknown
            if (number := int(more.sum())) > 0:
                counts[each.name] = number
        return counts


def attendance_of(query: SearchQuery) -> frozenset[str]:
    """Give the asked ways to take part."""
    return query.include.get("attendance", frozenset())


def _shown(snapshot: Snapshot, now: datetime) -> Mask:
    return snapshot.is_shown_on(now.astimezone(snapshot.zone).toordinal())
