"""The next days of a plan: what is when, what clashes, and what to call about first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import combinations, pairwise
from math import ceil
from typing import Literal

from resourcemap.geo.distance import distance_m
from resourcemap.handout.entry import HandoutEntry, handout_entries
from resourcemap.handout.options import HandoutOptions, PlannedItem, PlannedListing
from resourcemap.handout.times import (
    clock_words,
    distance_words,
    is_always_open,
    is_opening,
    next_times,
    own_zone,
    with_zone,
)
from resourcemap.model.locale_words import short_day
from resourcemap.model.schedule import Occurrence, occurrences
from resourcemap.model.words import Distance, Sentence, Value, say

ClashKind = Literal["overlap", "too-tight"]

# Both err to the quick side, so that a warning is worth reading: a brisk, direct walk, and a bus
# or car door to door with its wait, in a straight line.
_WALK_M_PER_MINUTE = 4800 / 60 / 1.15
_RIDE_M_PER_MINUTE = 20_000 / 60 / 1.3
_RIDE_WAIT_MINUTES = 10
_SAME_PLACE_M = 150.0


@dataclass(frozen=True, slots=True)
class WeekEntry:
    """
    One date of one item.

    `is_opening` says that a person may come at any time from `start` to `end`; otherwise it is a
    meeting that begins at `start`.
    """

    item_id: str
    title: str
    start: datetime
    end: datetime
    is_opening: bool
    clock: str
    distance: str | None = None


@dataclass(frozen=True, slots=True)
class WeekDay:
    """A day with what is on it, in order of time; empty days are there too."""

    day: date
    label: str
    entries: tuple[WeekEntry, ...]


@dataclass(frozen=True, slots=True)
class Clash:
    """Two meetings that one person can hardly go to both."""

    kind: ClashKind
    first: WeekEntry
    second: WeekEntry
    sentence: Sentence

    def words(self, language: str = "en") -> str:
        """Say it."""
        return say(self.sentence, language)


@dataclass(frozen=True, slots=True)
class Week:
    """
    The next days of a plan.

    `anytime` is what has no hours to keep (open day and night, or at home). `call_first` is what
    has no date that is known for sure in these days: its times are not known, or it is on later.
    """

    days: tuple[WeekDay, ...]
    clashes: tuple[Clash, ...]
    anytime: tuple[HandoutEntry, ...]
    call_first: tuple[HandoutEntry, ...]
    later: tuple[HandoutEntry, ...]

    @property
    def entries(self) -> tuple[WeekEntry, ...]:
        """Every date, in order of time."""
        return tuple(entry for day in self.days for entry in day.entries)


def week_view(items: Sequence[PlannedItem], options: HandoutOptions, *, days: Literal[7, 14] = 7) -> Week:
    """
    Lay a plan out over the next 7 or 14 days, today the first.

    Each date is told by the wall clock of its place; what is joined from elsewhere by the
    reader's, where that is known.
    Clashes are told for meetings only: opening hours leave room to come earlier or later.
    """
    first_day = options.now.astimezone(options.zone).date()
    last = datetime.combine(first_day + timedelta(days=days), datetime.min.time(), options.zone)
    dated: list[tuple[WeekEntry, PlannedListing]] = []
    anytime: list[HandoutEntry] = []
    call_first: list[HandoutEntry] = []
    later: list[HandoutEntry] = []
    for item, entry in zip(items, handout_entries(items, options), strict=True):
        if not isinstance(item, PlannedListing):
            anytime.append(entry)
            continue
        if is_always_open(next_times(item.listing, options, count=3, days=10)):
            anytime.append(entry)
            continue
        found = _dates(item, last, options)
        dated.extend((_week_entry(each, item, entry, options), item) for each in found)
        if not found:
            (later if entry.times else call_first).append(entry)
    dated.sort(key=lambda each: (each[0].start.astimezone(UTC), each[0].end.astimezone(UTC)))
    return Week(
        days=tuple(
            WeekDay(
                day,
                short_day(day, options.language),
                tuple(entry for entry, _ in dated if max(entry.start.date(), first_day) == day),
            )
            for day in (first_day + timedelta(days=number) for number in range(days))
        ),
        clashes=_clashes(dated, options),
        anytime=tuple(anytime),
        call_first=tuple(call_first),
        later=tuple(later),
    )


def _dates(item: PlannedListing, last: datetime, options: HandoutOptions) -> list[Occurrence]:
    listing = item.listing
    return [
        own_zone(listing, occurrence, options)
        for occurrence in dict.fromkeys(
            each
            for schedule in listing.schedules
            for each in occurrences(schedule, options.now, last, zone=options.zone)
        )
    ]


def _week_entry(
    occurrence: Occurrence, item: PlannedListing, entry: HandoutEntry, options: HandoutOptions
) -> WeekEntry:
    language = options.language
    clock = say(
        "handout.week.span",
        language,
        start=clock_words(occurrence.start, language),
        end=clock_words(occurrence.end, language),
    )
    return WeekEntry(
        item_id=entry.id,
        title=entry.title,
        start=occurrence.start,
        end=occurrence.end,
        is_opening=is_opening(occurrence),
        clock=with_zone(clock, occurrence.start, item.listing, options),
        distance=distance_words(item, options),
    )


def _clashes(dated: Sequence[tuple[WeekEntry, PlannedListing]], options: HandoutOptions) -> tuple[Clash, ...]:
    meetings = [pair for pair in dated if not pair[0].is_opening]
    overlaps = [
        _clash("overlap", "overlap", first, second, options)
        for (first, _), (second, _) in combinations(meetings, 2)
        if first.item_id != second.item_id and second.start.astimezone(UTC) < first.end.astimezone(UTC)
    ]
    tight = []
    for (first, one), (second, other) in pairwise(meetings):
        here, there = one.listing.point, other.listing.point
        gap = second.start.astimezone(UTC) - first.end.astimezone(UTC)
        if here is None or there is None or gap < timedelta(0):
            continue
        apart_m = distance_m(here, there)
        if apart_m > _SAME_PLACE_M and gap < timedelta(minutes=least_minutes(apart_m)):
            minutes = int(gap.total_seconds() // 60)
            key = "tight" if minutes else "next_to"
            apart = Distance(apart_m, options.unit)
            tight.append(_clash("too-tight", key, first, second, options, minutes=minutes, distance=apart))
    return tuple(sorted((*overlaps, *tight), key=lambda clash: clash.first.start.astimezone(UTC)))


def least_minutes(apart_m: float) -> int:
    """
    Give the fewest minutes a person may need for a straight line, on foot or by bus or car.

    >>> least_minutes(400), least_minutes(8000)
    (6, 42)
    """
    on_foot = apart_m / _WALK_M_PER_MINUTE
    by_ride = _RIDE_WAIT_MINUTES + apart_m / _RIDE_M_PER_MINUTE
    return ceil(min(on_foot, by_ride))


def _clash(
    kind: ClashKind,
    key: str,
    first: WeekEntry,
    second: WeekEntry,
    options: HandoutOptions,
    **values: Value,
) -> Clash:
    named: dict[str, Value] = {"first": first.title, "second": second.title, "day": second.start.date()}
    return Clash(kind, first, second, Sentence(f"handout.clash.{key}", {**named, **values}))
