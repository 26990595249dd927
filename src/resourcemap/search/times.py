"""
When listings meet or are open, as columns.

Listings that share a rule ("Tuesday 19:00 to 20:30") share its row here, so a question about time
is asked once for each different rule and not once for each listing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from resourcemap.model.hsds import Schedule
from resourcemap.model.listing import Listing
from resourcemap.model.rule import Rule, WeekWindow, read_rule
from resourcemap.model.schedule import Occurrence, is_open_at, next_occurrence, occurrences
from resourcemap.search.bits import Mask
from resourcemap.search.query import When

DAY_MINUTES = 1440
WEEK_MINUTES = 7 * DAY_MINUTES
# Daylight saving moves a wall clock by two hours at most; one more is to spare.
CLOCK_SLACK_MINUTES = 180
_LOOK_AHEAD = timedelta(days=62)

Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class TimeColumns:
    """
    Different rules, their weekly windows, and which listings follow which rule.

    `zones` are the different zones and `rule_zone` (rules,) says which each rule is in. `entry_row`
    and `entry_rule` (entries,) join listings and rules, in the order of rows. `window_rule`, `window_day`,
    `window_start` and `window_end` (windows,) are the rules' windows, minutes from the day's
    midnight; `has_windows` and `untimed` (rules,) say whether there are any, and as seven bits on
    which weekdays it may be open at hours nobody wrote down.
    """

    size: int
    zone: ZoneInfo
    rules: tuple[Schedule, ...]
    zones: tuple[ZoneInfo, ...]
    rule_zone: Integers
    entry_row: Integers
    entry_rule: Integers
    window_rule: Integers
    window_day: Integers
    window_start: Integers
    window_end: Integers
    has_windows: Mask
    untimed: Integers

    @classmethod
    def build(cls, listings: Sequence[Listing], zone: ZoneInfo) -> "TimeColumns":
        """Read the schedules of listings; `zone` is for those that name none."""
        numbers: dict[int, int] = {}
        kept: list[tuple[Schedule, Rule]] = []
        entries: list[tuple[int, int]] = []
        for row, listing in enumerate(listings):
            for schedule in listing.schedules:
                rule = read_rule(schedule)
                number = numbers.setdefault(id(rule), len(kept))
                if number == len(kept):
                    kept.append((schedule, rule))  # Keeps the rule alive, so its id stays its own.
                entries.append((row, number))
        windows = [
            (number, window.day, window.start_minute, window.end_minute)
            for number, (_, rule) in enumerate(kept)
            for window in rule.windows
        ]
        zones = [rule.zone or zone for _, rule in kept]
        places = {each: number for number, each in enumerate(dict.fromkeys(zones))}
        entry = np.array(entries, dtype=np.int64).reshape(-1, 2)
        window_columns = np.array(windows, dtype=np.int64).reshape(-1, 4)
        return cls(
            size=len(listings),
            zone=zone,
            rules=tuple(schedule for schedule, _ in kept),
            zones=tuple(places),
            rule_zone=np.array([places[each] for each in zones], dtype=np.int64),
            entry_row=entry[:, 0],
            entry_rule=entry[:, 1],
            window_rule=window_columns[:, 0],
            window_day=window_columns[:, 1],
            window_start=window_columns[:, 2],
            window_end=window_columns[:, 3],
            has_windows=np.array([bool(rule.windows) for _, rule in kept], dtype=np.bool_),
            untimed=np.array([_day_bits(rule.untimed_days) for _, rule in kept], dtype=np.int64),
        )

    def fits(self, when: When) -> tuple[Mask, Mask]:
        """
        Say which listings fit days and hours, and for which it is not known (`schedule.fits`).

        With dates, only what surely happens on one of them fits. Listings whose schedules all ended
        before the last of them are not known.
        """
        low, high = span_minutes(when.start, when.end)
        window_fits = np.zeros(len(self.window_rule), dtype=np.bool_)
        for day in when.days:
            shift = (self.window_day - day) * DAY_MINUTES
            for week in (-WEEK_MINUTES, 0, WEEK_MINUTES):
                window_fits |= (self.window_start + shift + week < high) & (
                    low < self.window_end + shift + week
                )
        rule_fits = np.zeros(len(self.rules), dtype=np.bool_)
        rule_fits[self.window_rule[window_fits]] = True
        may_fit = (self.untimed & _day_bits(when.days)) != 0
        if when.dates is not None:
            return self._fits_dates(when, rule_fits | may_fit)
        passes = self._to_rows(rule_fits)
        may_be = self._to_rows(may_fit)
        return passes, ~passes & (may_be | ~self._has_times())

    def _fits_dates(self, when: When, ask: Mask) -> tuple[Mask, Mask]:
        """Ask the calendar of each rule whose week allows it."""
        days = [day.toordinal() for day in sorted(when.dates or ()) if day.weekday() in when.days]
        fits, may_fit = (np.zeros(len(self.rules), dtype=np.bool_) for _ in range(2))
        for number in np.flatnonzero(ask).tolist():
            answer = _happens(read_rule(self.rules[number]), days, when)
            fits[number] = answer is True
            may_fit[number] = answer is None
        last = days[-1] if days else 0
        lasts = np.array(
            [each.valid_to is None or each.valid_to.toordinal() >= last for each in self.rules],
            dtype=np.bool_,
        )
        passes = self._to_rows(fits)
        return passes, ~passes & (self._to_rows(may_fit) | ~self._to_rows(lasts))

    def open_at(self, moment: datetime) -> tuple[Mask, Mask]:
        """Say which listings are open at a moment, and for which it is not known (`is_open_at`)."""
        now_minutes = self._week_minutes(moment)[self.window_rule]
        slack = self._slack_minutes(moment)
        start = self.window_day * DAY_MINUTES + self.window_start - slack
        length = self.window_end - self.window_start + 2 * slack
        covers = (now_minutes - start) % WEEK_MINUTES < length
        # Outside its windows a rule is surely closed, unless it has ended: then nothing is known.
        ask = ~self.has_windows | np.array(
            [schedule.valid_to is not None for schedule in self.rules], dtype=np.bool_
        )
        ask[self.window_rule[covers]] = True
        is_open, is_closed, may_be = (np.zeros(len(self.rules), dtype=np.bool_) for _ in range(3))
        is_closed[~ask] = True
        for number in np.flatnonzero(ask).tolist():
            answer = is_open_at((self.rules[number],), moment, zone=self.zone)
            is_open[number] = answer is True
            is_closed[number] = answer is False
            may_be[number] = answer is None and not self._is_over(number, moment)
        passes = self._to_rows(is_open)
        fails = ~passes & self._to_rows(is_closed) & ~self._to_rows(may_be)
        return passes, ~passes & ~fails

    def shortest_waits(self, now: datetime) -> NDArray[np.float64]:
        """
        Bound from below the minutes until each listing's next time, shape (size,); NaN without times.

        Exact for weekly rules, but for a slack about the days when clocks change; other rules may
        come later than that.
        """
        now_minutes = self._week_minutes(now)[self.window_rule]
        start = self.window_day * DAY_MINUTES + self.window_start
        since = (now_minutes - start) % WEEK_MINUTES
        slack = self._slack_minutes(now)
        length = self.window_end - self.window_start + slack
        # The seconds of a minute that has begun count as well.
        wait = np.where(since < length, 0, np.maximum(0, WEEK_MINUTES - since - slack - 1))
        by_rule = _least(wait.astype(np.float64), self.window_rule, len(self.rules))
        by_row = _least(by_rule[self.entry_rule], self.entry_row, self.size)
        by_row[np.isinf(by_row)] = np.nan
        return by_row

    def _week_minutes(self, moment: datetime) -> Integers:
        """Give for each rule the minutes since Monday midnight, by its place's clock."""
        local = [moment.astimezone(zone) for zone in self.zones]
        minutes = [each.weekday() * DAY_MINUTES + each.hour * 60 + each.minute for each in local]
        return np.array(minutes, dtype=np.int64)[self.rule_zone]

    def _slack_minutes(self, moment: datetime) -> int:
        """Give what clocks may be off by: nothing, unless one of them changes within the week."""
        days = range(-2, 10)
        try:
            steady = all(
                len({(moment + timedelta(day)).astimezone(zone).utcoffset() for day in days}) == 1
                for zone in self.zones
            )
        except OverflowError:  # The first or the last days a calendar has.
            steady = False
        return 0 if steady else CLOCK_SLACK_MINUTES

    def _is_over(self, number: int, moment: datetime) -> bool:
        valid_to = self.rules[number].valid_to
        return (
            valid_to is not None and moment.astimezone(self.zones[self.rule_zone[number]]).date() > valid_to
        )

    def _has_times(self) -> Mask:
        return self._to_rows(np.ones(len(self.rules), dtype=np.bool_))

    def _to_rows(self, by_rule: Mask) -> Mask:
        rows = np.zeros(self.size, dtype=np.bool_)
        rows[self.entry_row[by_rule[self.entry_rule]]] = True
        return rows


def span_minutes(start: time, end: time) -> tuple[int, int]:
    """
    Give a span of the day in minutes from midnight; an end at or before the start is the next day.

    >>> span_minutes(time(22), time(2))
    (1320, 1560)
    """
    low, high = start.hour * 60 + start.minute, end.hour * 60 + end.minute
    return low, high if high > low else high + DAY_MINUTES


def next_fitting(
    schedules: Sequence[Schedule], after: datetime, *, zone: ZoneInfo, when: When | None
) -> Occurrence | None:
    """
    Find the next time, or with `when` the next within two months that fits its days and hours.

    An opening that begins before the asked hours and is not yet going on is given from those hours
    on. Where none fits that soon it is the plain next time: a time that is known is never kept back.
    """
    best: Occurrence | None = None
    for schedule in schedules if when is not None else ():
        if when is None or not any(overlaps(window, when) for window in read_rule(schedule).windows):
            continue
        for occurrence in occurrences(schedule, after, after + _LOOK_AHEAD, zone=zone):
            start = _first_fit(occurrence, when, after)
            if start is not None:
                if occurrence.start <= after or start < occurrence.start:
                    start = occurrence.start
                found = replace(occurrence, start=start)
                if best is None or _instants(found) < _instants(best):
                    best = found
                break
    return best or next_occurrence(schedules, after, zone=zone)


def overlaps(window: WeekWindow, when: When) -> bool:
    """
    Say whether a weekly window overlaps the asked days and hours, also past midnight.

    >>> overlaps(WeekWindow(1, 19 * 60, 20 * 60), When(frozenset({1}), time(17), time(22)))
    True
    """
    low, high = span_minutes(when.start, when.end)
    shifts = [
        (window.day - day) * DAY_MINUTES + week
        for day in when.days
        for week in (-WEEK_MINUTES, 0, WEEK_MINUTES)
    ]
    return any(window.start_minute + shift < high and low < window.end_minute + shift for shift in shifts)


def is_within(occurrence: Occurrence, when: When) -> bool:
    """Say whether a time overlaps the asked days and hours on the place's clock."""
    return any(True for _ in _asked_spans(occurrence, when))


def _first_fit(occurrence: Occurrence, when: When, after: datetime) -> datetime | None:
    """Give the start of the first asked span that a time overlaps and that is not yet over."""
    return next((start for start, end in _asked_spans(occurrence, when) if end > after), None)


def _asked_spans(occurrence: Occurrence, when: When) -> Iterator[tuple[datetime, datetime]]:
    # Plain sums on the wall clock: both ends carry the place's zone.
    # Where clocks change the end may show an hour before the start; the opening still counts.
    end = max(occurrence.end, occurrence.start + timedelta(minutes=1))
    midnight = occurrence.start.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    for days in range(-1, (end.date() - midnight.date()).days + 1):
        day = midnight + timedelta(days=days)
        is_asked = day.weekday() in when.days and (when.dates is None or day.date() in when.dates)
        low, high = (timedelta(minutes=each) for each in span_minutes(when.start_on(day.date()), when.end))
        if is_asked and day + low < end and occurrence.start < day + high:
            yield day + low, day + high


def _happens(rule: Rule, days: Sequence[int], when: When) -> bool | None:
    """Say whether a rule surely falls on one of the days at the asked hours; None where it only may."""
    may_be = False
    for day in days:
        low, high = span_minutes(when.start_on(date.fromordinal(day)), when.end)
        if rule.hours is None:
            may_be |= rule.recurrence.happens_on(day) is not False
            continue
        # Openings past midnight reach in from the day before, asked hours past midnight to the next.
        for shift in (-1, 0, 1):
            start, end = (minute + shift * DAY_MINUTES for minute in rule.hours)
            if start < high and low < end:
                happens = rule.recurrence.happens_on(day + shift)
                if happens:
                    return True
                may_be |= happens is None
    return None if may_be else False


def _instants(occurrence: Occurrence) -> tuple[datetime, datetime]:
    return occurrence.start.astimezone(UTC), occurrence.end.astimezone(UTC)


def _least(values: NDArray[np.float64], groups: Integers, size: int) -> NDArray[np.float64]:
    """Give the least value of each group, inf for an empty one; `groups` ascend."""
    least = np.full(size, np.inf)
    if len(groups):
        starts = np.flatnonzero(np.diff(groups, prepend=-1))
        least[groups[starts]] = np.minimum.reduceat(values, starts)
    return least


def _day_bits(days: frozenset[int]) -> int:
    return sum(1 << day for day in days)
