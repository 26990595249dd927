"""Reads when a row says a place is open or a group meets."""

import re
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from resourcemap.geo.state_zones import zone_of_state
from resourcemap.interchange.cells import Cells
from resourcemap.interchange.facts import read_ages
from resourcemap.interchange.own_cells import read_records
from resourcemap.interchange.times import one_hour_later, read_date, read_moment, read_time, read_weekdays
from resourcemap.interchange.values import read_number
from resourcemap.model.hours import parse_hours
from resourcemap.model.hsds import (
    Schedule,
)


def read_row_schedules(cells: Cells, state: str | None) -> tuple[tuple[Schedule, ...], str | None]:
    """Read when it is open or meets, as rules where possible, and the words as written."""
    tzid = _zone(cells) or zone_of_state(state)
    text = cells.text("schedule")
    if cells.text("listing_id"):
        # In our own export the rules tell all; its words were not enough to read rules from.
        return read_records(Schedule, cells.text("schedule_rules")), text
    if text and read_number(text) is not None:
        # A bare number is how many hours a week, not which.
        cells.report.note("hours-are-a-number", cells.column("schedule"), seen=text)
        text = None
    rules = cells.text("schedule_rules")
    if rules:
        return read_records(Schedule, rules), text
    opens = cells.line("opens_at")
    day = cells.line("day")
    if day and opens:
        days, start = read_weekdays(day), read_time(opens)
        closes = cells.line("closes_at")
        end = read_time(closes) if closes else None
        if days is None:
            cells.report.warn("bad-day", cells.column("day"), seen=day)
        elif start is None:
            cells.report.warn("bad-time", cells.column("opens_at"), seen=opens)
        else:
            if closes and end is None:
                cells.report.warn("bad-time", cells.column("closes_at"), seen=closes)
            schedule = Schedule(
                freq="WEEKLY",
                byday=",".join(days),
                opens_at=start,
                closes_at=end or one_hour_later(start),
                tzid=tzid,
            )
            return (schedule,), text
        return (), text or " ".join(part for part in (day, opens, closes) if part)
    if text is None:
        return (), None
    parsed = parse_hours(text)
    if parsed is None:
        return (), text
    return tuple(replace(schedule, tzid=schedule.tzid or tzid) for schedule in parsed), text


def _zone(cells: Cells) -> str | None:
    name = cells.line("timezone")
    if name is None:
        return None
    if is_zone(name):
        return name
    cells.report.warn("bad-timezone", cells.column("timezone"), seen=name)
    return None


def is_zone(name: str) -> bool:
    """
    Tell whether a text names an IANA time zone.

    Examples
    --------
    >>> is_zone("America/New_York"), is_zone("EST5EDT; drop"), is_zone("../etc/passwd")
    (True, False, False)
    """
    if not re.fullmatch(r"[A-Za-z]+(?:/[A-Za-z0-9_+-]+){1,2}|UTC", name):
        return False
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def read_row_ages(cells: Cells) -> tuple[float | None, float | None]:
    """Read the youngest and oldest age, from their columns or from the eligibility text."""
    low, high = read_number(cells.value("minimum_age")), read_number(cells.value("maximum_age"))
    if low is None and high is None and not cells.text("listing_id"):
        low, high = read_ages(cells.text("eligibility") or "")
    # 0 and 99 or more only fill a required field.
    if not cells.text("listing_id"):
        low = low if low is not None and 0 < low <= 120 else None
        high = high if high is not None and 0 < high < 99 else None
    if low is not None and high is not None and low > high:
        cells.report.warn("ages-turned", cells.column("minimum_age"), seen=f"{low:g} - {high:g}")
        return None, None
    return low, high


def read_row_wait_time(cells: Cells) -> str | None:
    """Read how long people wait."""
    text = cells.text("wait_time")
    days = read_number(text) if text and not cells.text("listing_id") else None
    return f"{days:g} days" if days is not None else text


def read_row_assured(cells: Cells) -> date | None:
    """Read when the row was last checked."""
    text = cells.line("assured_date")
    day = read_date(text) if text else None
    if text and day is None and not re.fullmatch(r"[0\-/ :]+", text):
        cells.report.warn("bad-date", cells.column("assured_date"), seen=text)
    return day


def read_row_modified(cells: Cells) -> str | None:
    """Read when the row was last edited."""
    text = cells.line("last_modified")
    if text is None:
        return None
    return text if cells.text("listing_id") else read_moment(text)
