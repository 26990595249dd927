"""A schedule read for answering: its dates, its minutes of the day, its zone."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from resourcemap.model.hsds import Schedule
from resourcemap.model.recurrence import EVERY_WEEKDAY, Recurrence, read_recurrence

DEFAULT_MINUTES = 60
DAY_MINUTES = 1440

_CLOCK = re.compile(
    r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\.[0-9]+)?)?\s*(Z|[+-][0-9]{2}:?[0-9]{2})?", re.I
)


@dataclass(frozen=True, slots=True, order=True)
class WeekWindow:
    """A weekly opening: `day` 0 is Monday, minutes from that day's midnight, `end_minute` up to 2880."""

    day: int
    start_minute: int
    end_minute: int


@dataclass(frozen=True, slots=True)
class Rule:
    """
    One schedule, read.

    `hours` are the minutes from midnight at which it opens and closes (after 1440: the next day),
    None when not known; where no end is written (`has_end` is False) it is one hour on. `zone` is None when the schedule names none, or one that nobody knows.
    """

    recurrence: Recurrence
    hours: tuple[int, int] | None
    has_end: bool
    zone: ZoneInfo | None
    windows: tuple[WeekWindow, ...]
    untimed_days: frozenset[int]


def read_rule(schedule: Schedule) -> Rule:
    """Read a schedule once; equal rules share the work, whatever their ids and notes."""
    return _read_rule(
        schedule.valid_from,
        schedule.valid_to,
        schedule.dtstart,
        schedule.until,
        schedule.count,
        schedule.wkst,
        schedule.freq,
        schedule.interval,
        schedule.byday,
        schedule.bymonthday,
        schedule.opens_at,
        schedule.closes_at,
        schedule.timezone,
        schedule.tzid,
        schedule.exdates,
        schedule.rdates,
    )


@lru_cache(maxsize=1 << 16)
def _read_rule(
    valid_from: date | None,
    valid_to: date | None,
    dtstart: date | None,
    until: date | None,
    count: int | None,
    wkst: str | None,
    freq: str | None,
    interval: int | None,
    byday: str | None,
    bymonthday: str | None,
    opens_at: str | None,
    closes_at: str | None,
    timezone: float | None,
    tzid: str | None,
    exdates: tuple[date, ...],
    rdates: tuple[date, ...],
) -> Rule:
    recurrence = read_recurrence(
        Schedule(
            valid_from=valid_from,
            valid_to=valid_to,
            dtstart=dtstart,
            until=until,
            count=count,
            wkst=wkst,
            freq=freq,
            interval=interval,
            byday=byday,
            bymonthday=bymonthday,
            exdates=exdates,
            rdates=rdates,
        )
    )
    zone = _zone(tzid) if tzid else None
    hours = _hours(opens_at, closes_at, timezone, zone)
    weekdays = recurrence.weekdays
    if weekdays is not None:
        weekdays |= {(day - 1) % 7 for day in recurrence.extra}
    windows: tuple[WeekWindow, ...] = ()
    if hours is not None and weekdays is not None:
        windows = tuple(WeekWindow(day, *hours) for day in sorted(weekdays))
    untimed = frozenset[int]() if windows else EVERY_WEEKDAY if weekdays is None else weekdays
    has_end = _minute(closes_at, timezone, zone) is not None
    return Rule(recurrence, hours, has_end, zone, windows, untimed)


@lru_cache(maxsize=1024)
def _zone(tzid: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(tzid)
    except (KeyError, ValueError, OSError):
        return None


def _hours(
    opens_at: str | None, closes_at: str | None, timezone: float | None, zone: ZoneInfo | None
) -> tuple[int, int] | None:
    start = _minute(opens_at, timezone, zone)
    if start is None or start == DAY_MINUTES:
        return None
    end = _minute(closes_at, timezone, zone)
    if end is None:
        return start, start + DEFAULT_MINUTES
    if start == 0 and end == DAY_MINUTES - 1:
        end = DAY_MINUTES  # "to 23:59" is how forms that know no 24:00 say all day.
    return start, end if end > start else end + DAY_MINUTES


def _minute(text: str | None, timezone: float | None, zone: ZoneInfo | None) -> int | None:
    match = _CLOCK.fullmatch((text or "").strip())
    if match is None:
        return None
    hour, minute, second = int(match[1]), int(match[2]), int(match[3] or 0)
    if minute > 59 or second > 59 or hour * 60 + minute > DAY_MINUTES:
        return None
    if match[4] is not None and not _is_own_offset(match[4], timezone, zone):
        return None
    return hour * 60 + minute


def _is_own_offset(written: str, timezone: float | None, zone: ZoneInfo | None) -> bool:
    digits = re.sub(r"\D", "", written) or "0000"
    minutes = (int(digits[:2]) * 60 + int(digits[2:])) * (-1 if written[0] == "-" else 1)
    if zone is not None:
        year = (datetime(2026, month, 15, tzinfo=zone).utcoffset() for month in range(1, 13))
        return timedelta(minutes=minutes) in set(year)
    return timezone is None or minutes == round(timezone * 60)
