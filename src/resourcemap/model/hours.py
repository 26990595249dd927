"""
Hours in free text, read whole or not at all.

"9:00 am - 5:00 pm, Monday - Friday; 10 - 2 p.m., 2nd & 4th Saturday" becomes schedules. A word that
is not understood ("(office)", "except holidays", "by appointment") may change the meaning of the
rest, so then nothing is read and people see the text itself.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from resourcemap.model.hours_words import (
    ALL_DAY,
    DAY_GROUPS,
    DAY_WORDS,
    NUMBERS,
    Day,
    Item,
    UnreadError,
    fold,
    read_items,
)
from resourcemap.model.hsds import Schedule
from resourcemap.model.recurrence import WEEKDAYS

_LONGEST_TEXT = 1000
_DAY = "|".join(sorted(DAY_WORDS, key=len, reverse=True))
_NUMBER = "|".join(NUMBERS)
_NAMED = re.compile(
    rf"(?P<every>every\s+)?\b(?P<numbers>(?:{_NUMBER})(?:(?:\s*(?:,|&|/|and\b)){{1,2}}\s*(?:{_NUMBER}))*)"
    rf"\s+(?P<day>{_DAY})\b(?P<month>\.?\s*(?:of\s+)?(?:the|each|every)\s+month)?",
)


def parse_hours(text: str) -> tuple[Schedule, ...] | None:
    """
    Read weekly and monthly hours from free text, or None when any part is not understood.

    Also None where the words are plain but doubtful: no days, hours of one day that overlap, "9 - 5"
    without am or pm, "9:00 pm - 5:00 pm" (20 hours), "9 am - 12 am" (noon or midnight?).

    Examples
    --------
    >>> [(each.byday, each.opens_at, each.closes_at) for each in parse_hours("Tue., noon – 1 p.m.") or ()]
    [('TU', '12:00', '13:00')]
    >>> parse_hours("9:00 am - 5:00 pm, Monday - Friday (Office)") is None
    True
    """
    if len(text) > _LONGEST_TEXT:
        return None
    try:
        openings = list(_openings(_chunks(read_items(fold(text)))))
    except UnreadError:
        return None
    if not openings or _contradict(openings):
        return None
    return tuple(_schedules(openings))


def recurrence_in_name(text: str) -> str | None:
    """
    Find the weeks of the month in a name, as HSDS `byday`: for feeds that call such a group weekly.

    "Every second Tuesday" may mean every other one, so it is not read.

    Examples
    --------
    >>> recurrence_in_name("Step Study (2nd and 4th Thursdays)"), recurrence_in_name("Second Chance Friday")
    ('2TH,4TH', None)
    """
    days: list[Day] = []
    for match in _NAMED.finditer(fold(text[:_LONGEST_TEXT])):
        numbers = [NUMBERS[word] for word in re.findall(_NUMBER, match["numbers"])]
        if match["every"] and len(numbers) == 1 and numbers[0] > 1 and not match["month"]:
            continue
        days += [(number, DAY_WORDS[match["day"]]) for number in numbers]
    return _byday(days) if days else None


def _chunks(items: Iterable[Item | None]) -> list[list[Item]]:
    chunks: list[list[Item]] = [[]]
    for item in items:
        if item is None:
            chunks.append([])
        else:
            chunks[-1].append(item)
    return [chunk for chunk in chunks if chunk]


@dataclass(frozen=True, slots=True)
class _Opening:
    hours: tuple[int, int | None] | None
    days: tuple[Day, ...]
    is_alternate: bool


def _openings(chunks: list[list[Item]]) -> Iterator[_Opening]:
    if chunks == [[ALL_DAY]]:
        yield _Opening((0, 1440), DAY_GROUPS["every_day"], False)
        return
    for chunk in chunks:
        for group in _groups(chunk):
            hours = [item.hours for item in group if item.hours is not None]
            days = [item for item in group if item.hours is None]
            is_alternate = any(item.is_alternate for item in days)
            # "1st and 3rd Monday, Wednesday": is that every Wednesday?
            numbered = [any(number for number, _ in item.days) for item in days]
            if numbered != sorted(numbered) or (is_alternate and len(days) > 1):
                raise UnreadError
            if len(hours) > 1 and any(not each or each[1] is None for each in hours):
                raise UnreadError
            for each in hours:
                found = tuple(day for item in days for day in item.days)
                yield _Opening(each or None, found, is_alternate)


def _groups(chunk: list[Item]) -> Iterator[list[Item]]:
    """Split one sentence into hours with their days, written in one order throughout."""
    kinds = "".join(item.kind for item in chunk)
    if not re.fullmatch(r"(?:T+D+)+|(?:D+T+)+", kinds):
        raise UnreadError
    group: list[Item] = []
    for item in chunk:
        if group and item.kind == chunk[0].kind and group[-1].kind != item.kind:
            if item.kind == "T" and not item.follows_separator:
                raise UnreadError  # "9-5 Monday, Tuesday 10-4 Wednesday" can be read two ways.
            yield group
            group = []
        if item.kind == "T" and group and group[-1].kind == "T" and not item.follows_separator:
            raise UnreadError  # "10:00 am 4:00 pm" has lost its dash.
        group.append(item)
    yield group


def _contradict(openings: list[_Opening]) -> bool:
    """Whether two hours of one weekday overlap: an exception, or the hours of something else."""
    taken: set[int] = set()
    closed = {day for opening in openings if opening.hours is None for _, day in opening.days}
    for opening in openings:
        if opening.hours is None:
            continue
        start, end = opening.hours
        for day in sorted({day for _, day in opening.days}):
            minutes = {(day * 1440 + minute) % 10080 for minute in range(start, (end or start + 1), 5)}
            if day in closed or minutes & taken:
                return True
            taken |= minutes
    return all(opening.hours is None for opening in openings)


def _schedules(openings: list[_Opening]) -> Iterator[Schedule]:
    found: dict[tuple[int, int | None, str, bool], list[Day]] = {}
    for opening in openings:
        if opening.hours is None:
            continue
        for day in opening.days:
            freq = "MONTHLY" if day[0] else "WEEKLY"
            found.setdefault((*opening.hours, freq, opening.is_alternate), []).append(day)
    for (start, end, freq, is_alternate), days in found.items():
        yield Schedule(
            freq=freq,
            interval=2 if is_alternate else None,
            byday=_byday(days),
            opens_at=_clock(start),
            closes_at=None if end is None else _clock(end),
        )


def _byday(days: Iterable[Day]) -> str:
    ordered = sorted(set(days), key=lambda day: (day[1], day[0] < 0, day[0]))
    return ",".join(f"{number or ''}{WEEKDAYS[day]}" for number, day in ordered)


def _clock(minute: int) -> str:
    return f"{minute // 60 % 24:02}:{minute % 60:02}"
