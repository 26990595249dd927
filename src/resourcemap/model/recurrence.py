"""
On which dates a schedule happens: RFC 5545 recurrence on naive local dates.

Dates are counted as proleptic Gregorian ordinals (`date.toordinal`), which makes a weekday one
remainder and a season one comparison. Days are tested one by one, which always ends: dateutil's
rrule looks for "the second Monday, on the 1st" until the year 9999.
"""

import re
from bisect import bisect_left
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from heapq import merge
from itertools import islice
from typing import Any

from resourcemap.model.hsds import Schedule

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
EVERY_WEEKDAY = frozenset(range(7))

FIRST_ORDINAL, LAST_ORDINAL = date.min.toordinal(), date.max.toordinal()

_FREQUENCIES = frozenset({"DAILY", "WEEKLY", "MONTHLY"})
_BYDAY = re.compile(r"([+-]?[0-9]{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_LONGEST_INTERVAL = 1000
_LONGEST_COUNT = 2000  # A longer series has no end that anybody plans for.
_COUNTED_DAYS = 40 * 366


@dataclass(frozen=True, slots=True)
class Parts:
    """
    A rule's own parts, for saying it: `freq` is DAILY, WEEKLY or MONTHLY.

    `days` are (number, weekday): (0, 1) is each Tuesday, (2, 1) the second, (-1, 1) the last.
    """

    freq: str
    interval: int
    days: tuple[tuple[int, int], ...]
    monthdays: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurrence:
    """
    The dates of a schedule, as far as its rule tells them.

    `weekdays` are those it can fall on (0 is Monday), None when the rule does not say.
    `is_plain` says that every one of them from `first` to `last` counts, the quick and common case;
    otherwise `parts` decide, counted from `anchor`. `is_certain` is False where the weekdays are
    known and the weeks are not: every second Tuesday without a first date, a count without a start,
    "2TU" said to be weekly. Such a rule yields no dates, it only may happen.
    """

    weekdays: frozenset[int] | None
    is_certain: bool = True
    first: int = FIRST_ORDINAL
    last: int = LAST_ORDINAL
    parts: Parts | None = None
    is_plain: bool = True
    wkst: int = 0
    anchor: date | None = None
    counted: tuple[int, ...] | None = None
    extra: tuple[int, ...] = ()
    skipped: frozenset[int] = frozenset()
    expires: int = LAST_ORDINAL

    def dates(self, first: int, last: int) -> Iterator[int]:
        """List the ordinals of the certain dates from `first` to `last`, both included, in order."""
        found: Iterable[int] = ()
        low, high = max(first, self.first), min(last, self.last)
        if self.is_certain and self.weekdays is not None and low <= high:
            found = self._by_rule(low, high)
        if self.extra:
            found = _distinct(merge(found, (day for day in self.extra if first <= day <= last)))
        return (day for day in found if day not in self.skipped)

    def happens_on(self, day: int) -> bool | None:
        """Say whether it happens on one date; None where the rule does not tell."""
        if day in self.skipped:
            return False
        if day in self.extra:
            return True
        if not self.first <= day <= self.last:
            return False
        if self.weekdays is None:
            return None
        if (day - 1) % 7 not in self.weekdays:
            return False
        if not self.is_certain:
            return None
        if self.counted is not None:
            return day in self.counted
        parts = None if self.is_plain else self.parts
        return parts is None or _is_in_rule(parts, self.wkst, self.anchor, day)

    def _by_rule(self, low: int, high: int) -> Iterator[int]:
        if self.counted is not None:
            start = bisect_left(self.counted, low)
            return (day for day in self.counted[start:] if day <= high)
        weekdays = self.weekdays or frozenset()
        days = (day for day in range(low, high + 1) if (day - 1) % 7 in weekdays)
        parts = None if self.is_plain else self.parts
        if parts is None:
            return days
        return (day for day in days if _is_in_rule(parts, self.wkst, self.anchor, day))


def read_recurrence(schedule: Schedule) -> Recurrence:
    """
    Read the dates of a schedule from its HSDS fields.

    Weekly without `byday` takes the weekday of `dtstart`, monthly without days its day of the
    month. Without `freq`, `byday` alone reads as weekly (numbered: monthly), `dtstart` alone as
    one date, `rdates` alone as just those. A rule that cannot be read whole is not read at all.
    `until`, `valid_from` and `valid_to` are included; `exdates` win over everything.
    """
    starts = _ordinal(schedule.dtstart, FIRST_ORDINAL)
    valid_from = _ordinal(schedule.valid_from, FIRST_ORDINAL)
    expires = _ordinal(schedule.valid_to, LAST_ORDINAL)
    bounds = {
        "first": max(starts, valid_from),
        "last": min(_ordinal(schedule.until, LAST_ORDINAL), expires),
        "extra": tuple(
            sorted({day.toordinal() for day in schedule.rdates if valid_from <= day.toordinal() <= expires})
        ),
        "skipped": frozenset(day.toordinal() for day in schedule.exdates),
        "expires": expires,
    }
    return Recurrence(**{**bounds, **_read_rule(schedule)})


def _read_rule(schedule: Schedule) -> dict[str, Any]:
    days = _read_byday(schedule.byday)
    monthdays = _read_monthdays(schedule.bymonthday)
    interval = 1 if schedule.interval is None else schedule.interval
    unread: dict[str, Any] = {"weekdays": None, "is_certain": False}
    if days is None or monthdays is None or not 1 <= interval <= _LONGEST_INTERVAL:
        return unread
    start = schedule.dtstart
    numbered = any(number for number, _ in days)
    name = (schedule.freq or "").strip().upper()
    if not name:
        if days:
            name = "MONTHLY" if numbered else "WEEKLY"
        elif monthdays:
            name = "MONTHLY"
        elif start is not None and schedule.until in (None, start) and schedule.count in (None, 1):
            return {"weekdays": frozenset({start.weekday()}), "counted": (start.toordinal(),)}
        elif schedule.rdates and start is None:
            return {"weekdays": frozenset()}
    if name not in _FREQUENCIES:
        return unread
    if name == "WEEKLY" and not days:
        if start is None:
            return unread
        days = ((0, start.weekday()),)
    if name == "MONTHLY" and not days and not monthdays:
        if start is None:
            return unread
        monthdays = (start.day,)
    weekdays = frozenset(day for _, day in days) or EVERY_WEEKDAY
    read: dict[str, Any] = {"weekdays": weekdays, "parts": Parts(name, interval, days, monthdays)}
    if name != "MONTHLY" and numbered:
        return {**read, "is_certain": False}
    if start is None and (interval > 1 or schedule.count is not None):
        return {**read, "is_certain": False}
    if name != "MONTHLY" and interval == 1 and not monthdays and schedule.count is None:
        return read
    named = (schedule.wkst or "").strip().upper()
    wkst = WEEKDAYS.index(named) if named in WEEKDAYS else 0
    parts = Parts(name, interval, days, monthdays)
    if schedule.count is not None and start is not None and schedule.count <= _LONGEST_COUNT:
        return {**read, "counted": _count(parts, wkst, start, schedule.count)}
    return {**read, "is_plain": False, "wkst": wkst, "anchor": start}


def _read_byday(text: str | None) -> tuple[tuple[int, int], ...] | None:
    """Read "2TU,-1FR" as ((2, 1), (-1, 4)), empty when there is none; None when it cannot be read."""
    days = []
    for part in re.split(r"[,;\s]+", (text or "").strip().upper()):
        if not part:
            continue
        match = _BYDAY.fullmatch(part)
        if match is None or (match[1] is not None and not 1 <= abs(int(match[1])) <= 5):
            return None
        days.append((int(match[1] or 0), WEEKDAYS.index(match[2])))
    return tuple(dict.fromkeys(days))


def _read_monthdays(text: str | None) -> tuple[int, ...] | None:
    days = []
    for part in re.split(r"[,;\s]+", (text or "").strip()):
        if not part:
            continue
        if not re.fullmatch(r"[+-]?[0-9]{1,2}", part) or not 1 <= abs(int(part)) <= 31:
            return None
        days.append(int(part))
    return tuple(dict.fromkeys(days))


def _is_in_rule(parts: Parts, wkst: int, anchor: date | None, day: int) -> bool:
    if parts.days and not any(weekday == (day - 1) % 7 for _, weekday in parts.days):
        return False
    if parts.freq == "MONTHLY" or parts.monthdays:
        when = date.fromordinal(day)
        length = monthrange(when.year, when.month)[1]
        from_end = when.day - length - 1
        if parts.monthdays and when.day not in parts.monthdays and from_end not in parts.monthdays:
            return False
        numbers = {number for number, weekday in parts.days if weekday == (day - 1) % 7}
        if parts.days and not numbers & {0, (when.day + 6) // 7, from_end // 7}:
            return False
    return anchor is None or _is_in_phase(parts, wkst, anchor, day)


def _is_in_phase(parts: Parts, wkst: int, anchor: date, day: int) -> bool:
    """Whether a day is whole intervals after the first: days, weeks that begin on `wkst`, or months."""
    if parts.interval == 1:
        return True
    if parts.freq == "MONTHLY":
        when = date.fromordinal(day)
        passed = (when.year - anchor.year) * 12 + when.month - anchor.month
    elif parts.freq == "WEEKLY":
        passed = (day - 1 - wkst) // 7 - (anchor.toordinal() - 1 - wkst) // 7
    else:
        passed = day - anchor.toordinal()
    return passed % parts.interval == 0


def _count(parts: Parts, wkst: int, start: date, count: int) -> tuple[int, ...]:
    first = start.toordinal()
    days = range(first, min(first + _COUNTED_DAYS, LAST_ORDINAL))
    return tuple(islice((day for day in days if _is_in_rule(parts, wkst, start, day)), count))


def _ordinal(day: date | None, otherwise: int) -> int:
    return otherwise if day is None else day.toordinal()


def _distinct(days: Iterable[int]) -> Iterator[int]:
    previous = 0
    for day in days:
        if day != previous:
            yield day
        previous = day
