"""
Schedules in plain words: "Every second Tuesday, 7:00 pm to 8:30 pm".

Sentences come from the catalogs; days, dates, clocks and lists are as each language writes them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from resourcemap.model.hsds import Schedule
from resourcemap.model.locale_words import clock, listed, long_day, weekday
from resourcemap.model.recurrence import WEEKDAYS, Parts, Recurrence
from resourcemap.model.rule import DAY_MINUTES, Rule, read_rule
from resourcemap.model.words import Value, say

_LONGEST_LIST = 3


def describe(schedule: Schedule, language: str = "en", *, today: date | None = None) -> str:
    """
    Say when a schedule happens, and what of it is not known.

    A rule that cannot be read gives the schedule's own `description` where it has one. With
    `today`, starts and exceptions that have passed are left out, and a first date to come is said.

    Examples
    --------
    >>> describe(Schedule(freq="MONTHLY", byday="2TU,4TU", opens_at="19:00", closes_at="20:30"))
    'Second and fourth Tuesday of the month, 7:00 pm to 8:30 pm'
    """
    rule = read_rule(schedule)
    if rule.recurrence.weekdays is None and schedule.description:
        return schedule.description.strip()
    return _sentence(schedule, rule, _times([rule], language), language, today)


def describe_all(
    schedules: Sequence[Schedule], language: str = "en", *, today: date | None = None
) -> tuple[str, ...]:
    """
    Say several schedules in as few lines as they need, from Monday on.

    Weekly days of the same hours share a line, and so do several hours of the same days.

    Examples
    --------
    >>> describe_all([Schedule(freq="WEEKLY", byday=day, opens_at="09:00", closes_at="12:00") for day in ("WE", "MO")])
    ('Monday and Wednesday, 9:00 am to noon',)
    """
    lines: dict[Schedule, list[Rule]] = {}
    unread = []
    for schedule in _merge_days(schedules):
        rule = read_rule(schedule)
        if rule.recurrence.weekdays is None and schedule.description:
            unread.append(schedule.description.strip())
            continue
        lines.setdefault(replace(schedule, opens_at=None, closes_at=None), []).append(rule)
    ordered = sorted(lines.items(), key=lambda line: _first(line[1]))
    said = [_sentence(days, rules[0], _times(rules, language), language, today) for days, rules in ordered]
    return tuple(dict.fromkeys(said + unread))


def _sentence(schedule: Schedule, rule: Rule, times: str | None, language: str, today: date | None) -> str:
    days = _days(schedule, rule.recurrence, language)
    if days is None:
        text = _say("days_unknown", language, times=times) if times else _say("unknown", language)
    elif rule.hours == (0, DAY_MINUTES) and days == _say("every_day", language):
        text = _say("always", language)
    else:
        times = times or _say("time_unknown", language)
        text = _say("with_times", language, days=days, times=times)
    for more in _limits(schedule, rule.recurrence, language, today):
        text = _say("with_more", language, text=text, more=more)
    return text[:1].upper() + text[1:]


def _times(rules: Iterable[Rule], language: str) -> str | None:
    spans = []
    for hours, has_end in sorted({(rule.hours, rule.has_end) for rule in rules if rule.hours is not None}):
        if hours == (0, DAY_MINUTES):
            spans.append(_say("all_day", language))
        elif has_end:
            start, end = (clock(minute, language) for minute in hours)
            spans.append(_say("span", language, start=start, end=end))
        else:
            spans.append(clock(hours[0], language))
    return listed(spans, language) if spans else None


def _days(schedule: Schedule, recurrence: Recurrence, language: str) -> str | None:
    parts = recurrence.parts
    if parts is None:
        if recurrence.counted:
            return long_day(date.fromordinal(recurrence.counted[0]), language)
        if recurrence.weekdays is None:
            return None
        return _dates(schedule.rdates, language)
    if parts.freq == "MONTHLY":
        if parts.monthdays or any(number for number, _ in parts.days):
            return _monthly(parts, language)
        if parts.interval > 1:
            return _every("monthly", parts.interval, _weekdays(parts, language), language)
    if parts.freq == "DAILY" and not parts.days:
        return _every("daily", parts.interval, "", language)
    if parts.freq != "MONTHLY" and any(number for number, _ in parts.days):
        return _say("weekly.some", language, days=_weekdays(parts, language))
    if parts.interval == 1 or parts.freq == "DAILY":
        days = {day for _, day in parts.days}
        if len(days) == 7:
            return _say("every_day", language)
        words = _weekdays(parts, language)
        return _say("weekly.days", language, days=words) if len(days) == 1 else words
    words = _weekdays(parts, language)
    return _every("weekly", parts.interval, words, language, has_one_day=len(parts.days) == 1)


def _every(kind: str, interval: int, days: str, language: str, *, has_one_day: bool = False) -> str:
    if kind == "daily" and interval == 1:
        return _say("every_day", language)
    name = {2: "second", 3: "third"}.get(interval, "many")
    if kind == "weekly" and (name == "many" or not has_one_day):
        name += "_on"
    return _say(f"{kind}.{name}", language, days=days, interval=interval)


def _weekdays(parts: Parts, language: str) -> str:
    """Name weekdays: "Monday to Friday" where three or more follow each other."""
    days = sorted({day for _, day in parts.days}) or list(range(7))
    names = [weekday(day, language) for day in days]
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return _say("weekly.range", language, first=names[0], last=names[-1])
    return listed(names, language)


def _monthly(parts: Parts, language: str) -> str:
    phrases = []
    for day in dict.fromkeys(day for _, day in parts.days):
        numbers = [
            _say(f"number.{number}", language) for number, each in parts.days if each == day and number
        ]
        name = weekday(day, language)
        if numbers:
            name = _say("monthly.numbered", language, number=listed(numbers, language), day=name)
        phrases.append(name)
    days = listed(phrases, language)
    dates = _monthdays(parts.monthdays, language)
    if days and dates:
        days = _say("monthly.both", language, days=days, dates=dates)
    days = _say("monthly.days", language, days=days or dates)
    return days if parts.interval == 1 else _every("monthly", parts.interval, days, language)


def _monthdays(monthdays: tuple[int, ...], language: str) -> str:
    phrases = [str(day) for day in sorted(monthdays) if day > 0]
    if phrases:
        phrases = [_say("monthly.dates", language, dates=listed(phrases, language))]
    for day in sorted((day for day in monthdays if day < 0), reverse=True):
        key = "monthly.last_date" if day == -1 else "monthly.count_back"
        phrases.append(_say(key, language, number=-day - 1))
    return listed(phrases, language)


def _limits(schedule: Schedule, recurrence: Recurrence, language: str, today: date | None) -> Iterable[str]:
    parts = recurrence.parts
    if parts is not None and not recurrence.is_certain:
        yield _say("ask_which", language)
    if parts is not None and schedule.count is not None:
        yield _say("times", language, count=schedule.count)
    starts = schedule.valid_from
    if parts is not None and schedule.dtstart and (schedule.count or (today and schedule.dtstart > today)):
        starts = max(schedule.dtstart, starts or schedule.dtstart)
    ends = min((day for day in (schedule.until, schedule.valid_to) if day), default=None)
    if starts and not (today and starts <= today):
        yield _say("from", language, date=long_day(starts, language))
    if ends:
        yield _say("until", language, date=long_day(ends, language))
    left_out = [day for day in schedule.exdates if not today or day >= today]
    if left_out:
        yield _say("not_on", language, dates=_dates(left_out, language))
    extra = [day for day in schedule.rdates if not today or day >= today]
    if extra and (parts is not None or recurrence.counted):
        yield _say("also_on", language, dates=_dates(extra, language))


def _merge_days(schedules: Sequence[Schedule]) -> list[Schedule]:
    """Join plain weekly schedules that differ only in their days; drop what makes no difference here."""
    merged: dict[Schedule, set[int]] = {}
    others: list[Schedule] = []
    for schedule in schedules:
        recurrence = read_rule(schedule).recurrence
        bare = replace(
            schedule, id=None, notes=None, attending_type=None, schedule_link=None, wkst=None, extra={}
        )
        parts = recurrence.parts
        if (
            parts is not None
            and parts.freq == "WEEKLY"
            and parts.interval == 1
            and recurrence.is_certain
            and schedule.dtstart is None
        ):
            key = replace(bare, freq="WEEKLY", interval=None, byday=None, description=None)
            merged.setdefault(key, set()).update(day for _, day in parts.days)
        else:
            others.append(bare)
    joined = [
        replace(key, byday=",".join(WEEKDAYS[day] for day in sorted(days))) for key, days in merged.items()
    ]
    return joined + others


def _first(rules: list[Rule]) -> tuple[int, int]:
    """Sort by the first weekday, then the first minute."""
    weekdays = rules[0].recurrence.weekdays or frozenset({7})
    return min(weekdays), min((rule.hours[0] for rule in rules if rule.hours), default=DAY_MINUTES)


def _dates(dates: Iterable[date], language: str) -> str:
    ordered = sorted(set(dates))
    words = [long_day(day, language) for day in ordered[:_LONGEST_LIST]]
    rest = len(ordered) - len(words)
    if rest:
        return _say("more_dates", language, dates=listed(words, language, word=""), count=rest)
    return listed(words, language)


def _say(key: str, language: str, **values: Value) -> str:
    return say(f"schedule.{key}", language, **values)
