"""
What a search reads: every listing as columns, one version of the data, never changed.

The columns are plain arrays scanned from end to end, which is as fast as any index up to about
50,000 listings. Facet answers are packed 64 listings to a word. Nothing outside this package knows
the layout: rows sorted along a space-filling curve with a circle for each 64 of them can take its
place when there are a million, behind the same `Snapshot.build`, `Snapshot.updated` and `find`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from resourcemap.geo.point import GeoPoint
from resourcemap.model.fact import Answer
from resourcemap.model.freshness import USUAL, FreshnessPolicy
from resourcemap.model.listing import REMOTE_ATTENDANCE, Listing
from resourcemap.model.vocabulary import vocabulary
from resourcemap.model.zone_words import DEFAULT_ZONE
from resourcemap.search.answers import FacetColumns, answer_columns
from resourcemap.search.bits import Mask
from resourcemap.search.text import PhraseTable, TextIndex
from resourcemap.search.times import TimeColumns
from resourcemap.search.together import Groups, group_numbers

NEVER_CHECKED = -1

Degrees = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """
    All public listings of one data version, in the order of their ids.

    Arrays have shape (size,). `latitudes` and `longitudes` are the public points and
    `area_latitudes`, `area_longitudes`, `area_radii_m` the middles of published areas, NaN where
    there is none: a place has one or the other. `checked_days` are proleptic ordinals, -1 where
    nobody checked. `is_remote_only` needs no travel; `has_remote` can also be joined from home.
    `is_waiting` marks full and temporarily closed places. `groups` numbers what is one group at one
    place, listed once for each of its times (see together.py). `freshness` says after how many days without a
    check a listing comes last or is hidden.
    """

    version: int
    zone: ZoneInfo
    listings: tuple[Listing, ...]
    row_of: Mapping[str, int]
    latitudes: Degrees
    longitudes: Degrees
    area_latitudes: Degrees
    area_longitudes: Degrees
    area_radii_m: NDArray[np.float64]
    minimum_ages: NDArray[np.float64]
    maximum_ages: NDArray[np.float64]
    checked_days: NDArray[np.int64]
    is_remote_only: Mask
    has_remote: Mask
    is_waiting: Mask
    groups: Groups
    answers: Mapping[str, FacetColumns]
    times: TimeColumns
    text: TextIndex
    freshness: FreshnessPolicy = USUAL

    @classmethod
    def build(cls, listings: Sequence[Listing], *, version: int, zone: ZoneInfo = DEFAULT_ZONE) -> "Snapshot":
        """
        Read listings into columns.

        Parameters
        ----------
        listings
            Made by `publishable`, so nothing private is among them. Of two with one id the last counts.
        version
            The data version they are of.
        zone
            For schedules that name no zone.
        """
        by_id = {listing.id: listing for listing in listings}
        kept = tuple(by_id[each] for each in sorted(by_id))
        points = _coordinates([listing.point for listing in kept])
        areas = _coordinates(
            [listing.area.point if listing.area and listing.point is None else None for listing in kept]
        )
        words = vocabulary()
        waiting = [is_waiting(listing) for listing in kept]
        return cls(
            version=version,
            zone=zone,
            listings=kept,
            row_of={listing.id: row for row, listing in enumerate(kept)},
            latitudes=points[:, 0],
            longitudes=points[:, 1],
            area_latitudes=areas[:, 0],
            area_longitudes=areas[:, 1],
            area_radii_m=np.array(
                [listing.area.radius_m if listing.area else 0.0 for listing in kept], dtype=np.float64
            ),
            minimum_ages=_numbers([listing.minimum_age for listing in kept]),
            maximum_ages=_numbers([listing.maximum_age for listing in kept]),
            checked_days=np.array(
                [
                    listing.assured_date.toordinal() if listing.assured_date else NEVER_CHECKED
                    for listing in kept
                ],
                dtype=np.int64,
            ),
            is_remote_only=np.array([listing.is_remote_only for listing in kept], dtype=np.bool_),
            has_remote=np.array([has_remote_way(listing) for listing in kept], dtype=np.bool_),
            is_waiting=np.array(waiting, dtype=np.bool_),
            groups=group_numbers(kept, is_waiting=waiting),
            answers=answer_columns(kept, words),
            times=TimeColumns.build(kept, zone),
            text=TextIndex.build(kept, _phrases()),
        )

    def updated(self, changed: Iterable[Listing], removed: Iterable[str], *, version: int) -> "Snapshot":
        """Make the next version: `changed` listings are new or replaced, `removed` are ids."""
        gone = frozenset(removed)
        kept = [listing for listing in self.listings if listing.id not in gone]
        return Snapshot.build([*kept, *changed], version=version, zone=self.zone)

    def __len__(self) -> int:
        """Count the listings, also those too long unchecked to be shown."""
        return len(self.listings)

    def is_shown_on(self, day: int) -> Mask:
        """Say which listings the public sees on a day (ordinal): not those unchecked for too long."""
        age_days = day - self.checked_days
        shown: Mask = (self.checked_days == NEVER_CHECKED) | (age_days <= self.freshness.hidden_days)
        return shown


def has_remote_way(listing: Listing) -> bool:
    """Whether it can be joined from home, also when it can be visited."""
    return any(
        fact.answer in (Answer.YES, Answer.LIMITED) and term in REMOTE_ATTENDANCE
        for term, fact in listing.facts.get("attendance", {}).items()
    )


def is_waiting(listing: Listing) -> bool:
    """Whether nobody can come just now: full, or closed for a time."""
    return bool(listing.is_full) or is_closed_for_now(listing)


def is_closed_for_now(listing: Listing) -> bool:
    """Whether it says that it is closed for a time."""
    return (listing.status or "").lower() == "temporarily closed"


@lru_cache(maxsize=1)
def _phrases() -> PhraseTable:
    return PhraseTable(vocabulary())


def _coordinates(points: Sequence[GeoPoint | None]) -> Degrees:
    nowhere = (np.nan, np.nan)
    return np.array(
        [nowhere if point is None else (point.latitude, point.longitude) for point in points],
        dtype=np.float64,
    ).reshape(-1, 2)


def _numbers(values: Sequence[float | None]) -> NDArray[np.float64]:
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)
