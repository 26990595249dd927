"""Times of day as people type them: "9", "9:30 am", "noon", and which half of the day is meant."""

import re
from dataclasses import dataclass
from typing import Literal, Self

NOON, MIDNIGHT = 720, 1440

_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?")
_LONGEST_NIGHT = 14 * 60
_EARLIEST_LONG_DAY = 5 * 60


@dataclass(frozen=True, slots=True)
class ClockTime:
    """A time as written; `half` is None when neither am nor pm is said."""

    hour: int
    minute: int
    half: Literal["am", "pm", "noon", "midnight"] | None = None

    @classmethod
    def read(cls, text: str) -> Self | None:
        """Read one folded time, or None when there is no such time."""
        if text == "noon":
            return cls(12, 0, "noon")
        if text == "midnight":
            return cls(12, 0, "midnight")
        match = _CLOCK.fullmatch(text)
        if match is None:
            return None
        hour, minute = int(match[1]), int(match[2] or 0)
        half: Literal["am", "pm"] | None = "am" if match[3] == "am" else "pm" if match[3] else None
        if minute > 59 or hour > 24 or (hour == 24 and minute) or (half and not 1 <= hour <= 12):
            return None
        return cls(hour, minute, half)

    def minute_of_day(self, *, uses_24_hours: bool = False) -> int | None:
        """Count minutes from midnight, 1440 for midnight as an end; None when the half is not said."""
        if self.half == "noon":
            return NOON
        if self.half == "midnight":
            return MIDNIGHT
        if self.half is None:
            return self.hour * 60 + self.minute if uses_24_hours else None
        return self.hour % 12 * 60 + self.minute + (NOON if self.half == "pm" else 0)


def read_range(start: ClockTime, end: ClockTime, *, uses_24_hours: bool) -> tuple[int, int] | None:
    """
    Read "from - to" as minutes of the day, past 1440 for the next day; None when it is doubtful.

    A start without am or pm shares the end's ("2 - 7 pm"), or is in the morning when that cannot
    be ("9 - 5 pm"). An end without either is not guessed.

    Examples
    --------
    >>> read_range(ClockTime(2, 0), ClockTime(7, 0, "pm"), uses_24_hours=False)
    (840, 1140)
    >>> read_range(ClockTime(9, 0), ClockTime(5, 0, "pm"), uses_24_hours=False)
    (540, 1020)
    >>> read_range(ClockTime(9, 0, "am"), ClockTime(12, 0, "am"), uses_24_hours=False) is None
    True
    """
    closes = end.minute_of_day(uses_24_hours=uses_24_hours)
    if closes is None or (end == ClockTime(12, 0, "am") and start.half != "pm"):
        return None
    if start.half is None and not uses_24_hours:
        opens = _share(start, end, closes)
    else:
        opens = start.minute_of_day(uses_24_hours=uses_24_hours)
    if opens is None or (start.hour, start.half) == (12, "am"):
        return None
    opens %= MIDNIGHT
    if closes <= opens:
        closes += MIDNIGHT
        # "9:00 pm - 5:00 pm" is a slip of the pen; so is "9:00-5:00" among 24-hour times.
        if closes - opens > _LONGEST_NIGHT or (uses_24_hours and opens < NOON):
            return None
    if 0 < opens < _EARLIEST_LONG_DAY and (uses_24_hours or closes - opens > NOON):
        return None
    return opens, closes


def _share(start: ClockTime, end: ClockTime, closes: int) -> int | None:
    if not 1 <= start.hour <= 12:
        return None
    morning = start.hour % 12 * 60 + start.minute
    if end.half in ("pm", "noon"):
        afternoon = morning + NOON
        if afternoon < closes:
            return afternoon
        return morning if start.hour != 12 else None
    if end.half == "am" and start.hour != 12 and morning < closes:
        return morning
    return None
