"""
When a place is open or a group meets: open now, next time, on Tuesday evening.

A schedule's clock is the wall clock of its place. Dates recur without a zone (RFC 5545), then the
zone is attached:

- A start inside the hour that spring skips moves forward by the skipped hour. A time that autumn
  repeats is its first.
- An opening that spans the change ends when the wall clock shows `closes_at`, so it is an hour
  shorter or longer than usual. Where that would leave nothing, it keeps its length.
- `closes_at` at or before `opens_at` is on the next day; 00:00 to 00:00, 24:00 or 23:59 is all day.
- Without `closes_at` a time lasts one hour, as meeting lists do it.
- An offset behind a time ("09:00-05:00") repeats the zone and the time stays as written. An offset
  that the zone never has leaves the time unknown.
"""

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from resourcemap.errors import ResourceMapError
from resourcemap.model.hours import parse_hours, recurrence_in_name
from resourcemap.model.hsds import Schedule
from resourcemap.model.recurrence import FIRST_ORDINAL, LAST_ORDINAL
from resourcemap.model.rule import DAY_MINUTES, Rule, WeekWindow, read_rule
from resourcemap.model.schedule_words import describe, describe_all

__all__ = [
    "Occurrence",
    "WeekWindow",
    "describe",
    "describe_all",
    "fits",
    "is_open_at",
    "next_occurrence",
    "occurrences",
    "parse_hours",
    "recurrence_in_name",
    "untimed_days",
    "weekly_windows",
]

_WEEK_MINUTES = 7 * DAY_MINUTES


@dataclass(frozen=True, slots=True, order=True)
class Occurrence:
    """
    One opening, from `start` up to but not including `end`.

    Both carry the place's zone. Python compares two times of one zone by the wall clock; turn them
    to UTC before comparing across the hour that autumn repeats.
    """

    start: datetime
    end: datetime


def occurrences(
    schedule: Schedule, after: datetime, before: datetime, *, zone: ZoneInfo
) -> Iterator[Occurrence]:
    """
    List the openings that overlap [after, before), in order.

    Only those the schedule is sure of: none where the dates or the time are not known.

    Parameters
    ----------
    schedule
        The rule.
    after, before
        Moments with a zone.
    zone
        The place's zone, for a schedule that names none or one that nobody knows.

    Raises
    ------
    ResourceMapError
        When a moment has no zone.
    """
    rule = read_rule(schedule)
    zone = rule.zone or zone
    after_utc, before_utc = _utc(after), _utc(before)
    first, last = _local_day(after_utc, zone) - 2, _local_day(before_utc, zone)
    for start, end in _spans(rule, first, last, zone):
        if end > after_utc and start < before_utc:
            yield Occurrence(start.astimezone(zone), end.astimezone(zone))


def is_open_at(schedules: Iterable[Schedule], moment: datetime, *, zone: ZoneInfo) -> bool | None:
    """
    Say whether any of the schedules is open at a moment; None when that is not known.

    Not known: no schedules, a day without its hours, a day that only may be one ("every second
    Tuesday" without a first date), or nothing but schedules past their `valid_to`.

    Raises
    ------
    ResourceMapError
        When the moment has no zone.
    """
    may_be = has_answer = False
    moment_utc = _utc(moment)
    for schedule in schedules:
        rule = read_rule(schedule)
        today = _local_day(moment_utc, rule.zone or zone)
        answer = _is_open(rule, moment_utc, today, rule.zone or zone)
        if answer:
            return True
        if answer is None:
            may_be = True
        elif today <= rule.recurrence.expires:
            has_answer = True
    return False if has_answer and not may_be else None


def next_occurrence(
    schedules: Iterable[Schedule], after: datetime, *, zone: ZoneInfo, horizon_days: int = 400
) -> Occurrence | None:
    """
    Find the next sure opening, or the one going on now (its start is then past).

    None when there is none within `horizon_days` days, or none that is sure.

    Raises
    ------
    ResourceMapError
        When the moment has no zone.
    """
    best: tuple[datetime, datetime, ZoneInfo] | None = None
    after_utc = _utc(after)
    for schedule in schedules:
        rule = read_rule(schedule)
        own_zone = rule.zone or zone
        today = _local_day(after_utc, own_zone)
        for start, end in _spans(rule, today - 2, today + horizon_days, own_zone):
            if end > after_utc:
                if best is None or (start, end) < best[:2]:
                    best = (start, end, own_zone)
                break
    return best and Occurrence(best[0].astimezone(best[2]), best[1].astimezone(best[2]))


def weekly_windows(schedule: Schedule) -> tuple[WeekWindow, ...]:
    """
    List the parts of the week a schedule can fall in, whatever the season, sorted.

    A monthly rule counts with its weekday. Empty when days or times are not known; `untimed_days`
    tells which.
    """
    return read_rule(schedule).windows


def untimed_days(schedule: Schedule) -> frozenset[int]:
    """List the weekdays (0 is Monday) on which it may be open at hours that are not known."""
    return read_rule(schedule).untimed_days


def fits(schedules: Sequence[Schedule], days: Set[int], start: time, end: time) -> bool | None:
    """
    Say whether any weekly time overlaps [start, end) on any of the days (0 is Monday).

    An `end` at or before `start` runs past midnight, so 00:00 to 00:00 is the whole day. None when
    no time fits and some are not known. Seasons and exceptions are not looked at.
    """
    low, high = start.hour * 60 + start.minute, end.hour * 60 + end.minute
    if high <= low:
        high += DAY_MINUTES
    for schedule in schedules:
        for window in read_rule(schedule).windows:
            for day in days:
                # Both may run past midnight, also from Sunday into Monday.
                shift = (window.day - day) * DAY_MINUTES
                for week in (-_WEEK_MINUTES, 0, _WEEK_MINUTES):
                    if window.start_minute + shift + week < high and low < window.end_minute + shift + week:
                        return True
    if not schedules or any(read_rule(schedule).untimed_days & days for schedule in schedules):
        return None
    return False


def _spans(rule: Rule, first: int, last: int, zone: ZoneInfo) -> Iterator[tuple[datetime, datetime]]:
    if rule.hours is not None:
        for day in rule.recurrence.dates(max(first, FIRST_ORDINAL + 2), min(last, LAST_ORDINAL - 3)):
            yield _span(day, rule.hours, zone)


@lru_cache(maxsize=1 << 15)  # Many places share their hours, and a search asks all of them.
def _span(day: int, hours: tuple[int, int], zone: ZoneInfo) -> tuple[datetime, datetime]:
    start, end = _instant(day, hours[0], zone), _instant(day, hours[1], zone)
    # Both inside the skipped hour, or only the start moved over the end: keep the length.
    return start, end if end > start else start + timedelta(minutes=hours[1] - hours[0])


def _instant(day: int, minute: int, zone: ZoneInfo) -> datetime:
    # fold=0 reads a skipped time by the offset before the gap, as RFC 5545 (3.3.5) asks.
    days, minute = divmod(minute, DAY_MINUTES)
    naive = datetime.fromordinal(day + days)
    return naive.replace(hour=minute // 60, minute=minute % 60, tzinfo=zone).astimezone(UTC)


def _is_open(rule: Rule, moment_utc: datetime, today: int, zone: ZoneInfo) -> bool | None:
    if rule.hours is None:
        return None if rule.recurrence.happens_on(today) is not False else False
    answer: bool | None = False
    # A day back for openings past midnight, one more for zones that once skipped a whole day.
    for day in (today, today - 1, today - 2):
        happens = rule.recurrence.happens_on(day)
        if happens is not False:
            start, end = _span(day, rule.hours, zone)
            if start <= moment_utc < end:
                if happens:
                    return True
                answer = None
    return answer


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ResourceMapError(f"schedule: {moment.isoformat()} has no time zone. Pass a moment with one.")
    return moment.astimezone(UTC)


def _local_day(moment: datetime, zone: ZoneInfo) -> int:
    return moment.astimezone(zone).toordinal()
