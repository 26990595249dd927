"""Dates, times and distances in the words of a language."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from resourcemap.geo.units import METRES_PER_UNIT, walk_minutes
from resourcemap.handout.options import HandoutOptions, PlannedListing
from resourcemap.model.checked_words import with_first_step
from resourcemap.model.freshness import USUAL, FreshnessPolicy
from resourcemap.model.listing import Listing, WayToAsk
from resourcemap.model.locale_words import clock, day_and_year, short_day
from resourcemap.model.place_words import band_sentence
from resourcemap.model.rule import read_rule
from resourcemap.model.schedule import Occurrence, occurrences
from resourcemap.model.words import Distance, say
from resourcemap.model.zone_words import both_clocks, can_join, is_joined, zone_words

# More than this is opening hours, when a person may come at any time; less is a meeting.
MEETING_LONGEST = timedelta(hours=4)
DAY = timedelta(days=1)
_WALK_LONGEST_MINUTES = 90


def clock_words(moment: datetime, language: str) -> str:
    """
    Say a time of day.

    >>> clock_words(datetime(2026, 5, 12, 19, 5), "en"), clock_words(datetime(2026, 5, 12, 12), "en")
    ('7:05 pm', 'noon')
    """
    return clock(moment.hour * 60 + moment.minute, language)


def occurrence_words(occurrence: Occurrence, language: str) -> str:
    """Say a meeting by its start, opening hours by their start and end, a whole day by its date."""
    day = short_day(occurrence.start.date(), language)
    if is_all_day(occurrence):
        return say("handout.time.all_day", language, day=day)
    start = clock_words(occurrence.start, language)
    if not is_opening(occurrence):
        return say("handout.time.at", language, day=day, clock=start)
    end = clock_words(occurrence.end, language)
    return say("handout.time.between", language, day=day, start=start, end=end)


def is_opening(occurrence: Occurrence) -> bool:
    """Whether a person may come at any time in it."""
    return occurrence.end - occurrence.start > MEETING_LONGEST


def is_all_day(occurrence: Occurrence) -> bool:
    """Whether it lasts from midnight to midnight by the wall clock, an hour more or less when clocks change."""
    start, end = occurrence.start, occurrence.end
    return (start.hour, start.minute, end.hour, end.minute) == (0, 0, 0, 0) and end.date() == (
        start.date() + DAY
    )


def next_times(
    listing: Listing, options: HandoutOptions, *, count: int, days: int = 400
) -> tuple[Occurrence, ...]:
    """
    List the next times of a listing, the one going on now included.

    What is joined from elsewhere is told in the reader's zone where that is known, all else in the
    place's own.
    """
    found: list[Occurrence] = []
    before = options.now + timedelta(days=days)
    for schedule in listing.schedules:
        dates = occurrences(schedule, options.now, before, zone=options.zone)
        found.extend(occurrence for _, occurrence in zip(range(count), dates, strict=False))
    ordered = sorted(dict.fromkeys(found), key=lambda each: (each.start.timestamp(), each.end.timestamp()))
    return tuple(own_zone(listing, occurrence, options) for occurrence in ordered[:count])


def own_zone(listing: Listing, occurrence: Occurrence, options: HandoutOptions) -> Occurrence:
    """Turn a time into the reader's zone where that is known and no travel is needed."""
    if options.reader is None or not is_joined(listing):
        return occurrence
    return Occurrence(occurrence.start.astimezone(options.reader), occurrence.end.astimezone(options.reader))


def with_zone(text: str, start: datetime, listing: Listing, options: HandoutOptions) -> str:
    """
    Say beside a time whose clock it is of, where people join from elsewhere and that may matter.

    A plan does not know whether somebody means to go there or to join: then both clocks are told.
    """
    if not can_join(listing):
        return text
    there = start.astimezone(place_zone(listing, options))
    if not is_joined(listing):
        return both_clocks(text, there, options.reader, options.language)
    return zone_words(text, there, options.reader, options.language, is_short=True)


def place_zone(listing: Listing, options: HandoutOptions) -> ZoneInfo:
    """Give the zone of a place's clock."""
    zones = (read_rule(schedule).zone for schedule in listing.schedules)
    return next((zone for zone in zones if zone is not None), options.zone)


def is_always_open(times: Sequence[Occurrence]) -> bool:
    """Whether it is open day and night: whole days, one after the other."""
    days = [each.start.date() for each in times[:3]]
    return (
        len(days) == 3
        and all(is_all_day(each) for each in times[:3])
        and days[2] - days[0] == timedelta(days=2)
    )


def distance_words(item: PlannedListing, options: HandoutOptions, *, is_short: bool = False) -> str | None:
    """
    Say how far it is, with the walk where that is sensible; None where that is not known.

    The short form says the walk alone where there is one.
    """
    if item.distance_m is None or item.listing.point is None:
        return None
    unit, language = options.unit, options.language
    if item.distance_is_rough and item.start_uncertainty_m:
        # As in the list: from the middle of a ZIP nobody knows it finer.
        return say(band_sentence(item.distance_m, item.start_uncertainty_m, unit), language)
    near_m = 0.1 * METRES_PER_UNIT[unit]
    key = "handout.distance.near" if item.distance_m < near_m else "handout.distance.about"
    distance = say(key, language, distance=Distance(max(item.distance_m, near_m), unit))
    low, high = walk_minutes(item.distance_m)
    if item.distance_is_rough or high > _WALK_LONGEST_MINUTES:
        return distance
    key = "handout.distance.walk_short" if is_short else "handout.distance.walk"
    return say(key, language, distance=distance, low=low, high=high)


def checked_words(
    assured: date | None,
    today: date,
    language: str,
    policy: FreshnessPolicy = USUAL,
    *,
    way: WayToAsk | Literal["list"] = "phone",
) -> str:
    """Say when a listing was last checked, and to ask first when that is long ago."""
    if assured is None:
        text = say("find.checked.never", language)
    else:
        text = say("handout.checked.on", language, date=day_and_year(assured, language))
    return with_first_step(text, assured, today, way, language=language, policy=policy)
