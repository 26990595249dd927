"""Reads when a meeting happens and when its entry was edited."""

import re
from collections.abc import Mapping
from typing import Any

from resourcemap.interchange.meeting_place import line_of
from resourcemap.interchange.report import RowReport
from resourcemap.interchange.row_times import is_zone
from resourcemap.interchange.times import (
    WEEKDAYS,
    one_hour_later,
    read_moment,
    read_time,
    read_weekday,
)
from resourcemap.interchange.values import is_not_said, one_line, read_number
from resourcemap.model.hsds import Schedule


def read_meeting_zone(meeting: Mapping[str, Any], report: RowReport) -> str | None:
    """Read the time zone; None when it is not said or not known."""
    name = line_of(meeting, "timezone")
    if name is None:
        return None
    if is_zone(name):
        return name
    report.warn("bad-timezone", "timezone", seen=name)
    return None


def read_meeting_schedules(
    meeting: Mapping[str, Any], report: RowReport, tzid: str | None
) -> tuple[tuple[Schedule, ...], str | None]:
    """Read the weekly rule, or the words where there is none."""
    days = _days(meeting.get("day"), report)
    written = line_of(meeting, "time")
    start = read_time(written) if written else None
    if written and start is None:
        report.warn("bad-time", "time", seen=written)
    if not days or start is None:
        # No day and no time means by appointment; what was written stays to be read.
        text = " ".join(part for part in (*(day for day in days), written) if part)
        return (), text or None
    written_end = line_of(meeting, "end_time")
    end = read_time(written_end) if written_end else None
    if written_end and end is None:
        report.warn("bad-time", "end_time", seen=written_end)
    if end is not None and end != start and end < start and _is_long(start, end):
        # Past midnight is fine; most of a day and night is a slip of the keys.
        report.warn("end-before-start", "end_time", seen=f"{start} - {end}")
    schedule = Schedule(
        freq="WEEKLY",
        byday=",".join(days),
        opens_at=start,
        closes_at=end if end is not None and end != start else one_hour_later(start),
        tzid=tzid,
    )
    return (schedule,), None


def _is_long(start: str, end: str) -> bool:
    minutes = (int(end[:2]) * 60 + int(end[3:]) - int(start[:2]) * 60 - int(start[3:])) % 1440
    return minutes > 8 * 60


def _days(value: Any, report: RowReport) -> tuple[str, ...]:
    items = value if isinstance(value, list) else re.split(r"[,;]", str(value)) if value is not None else []
    days: list[str] = []
    for item in items:
        text = one_line(item)
        if is_not_said(text) or isinstance(item, bool):
            continue
        number = read_number(text)
        if number is not None and number in range(7):
            days.append(WEEKDAYS[int(number)])
        elif named := read_weekday(text):
            days.append(named)
        else:
            report.warn("bad-day", "day", seen=text)
    return tuple(dict.fromkeys(days))


def read_meeting_updated(meeting: Mapping[str, Any]) -> str | None:
    """Read when the entry was last edited."""
    moment = read_moment(meeting.get("updated"))
    # The feed's times are UTC and do not say so.
    return (
        f"{moment}Z"
        if moment and "T" in moment and not re.search(r"[Z+]|-\d\d:?\d\d$", moment[11:])
        else moment
    )
