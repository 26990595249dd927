"""A slow, plain reading of schedules: walks days and reads RFC 5545 by hand, without dateutil."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from resourcemap.model.hsds import Schedule

NAMES = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


def matches(schedule: Schedule, day: date) -> bool:
    """Whether the rule's parts hold on a day at or after its first, counts and exceptions aside."""
    start = schedule.dtstart
    interval = schedule.interval or 1
    days = [part.strip() for part in (schedule.byday or "").split(",") if part.strip()]
    monthdays = [int(part) for part in (schedule.bymonthday or "").split(",") if part.strip()]
    if schedule.freq == "WEEKLY" and not days:
        days = [NAMES[start.weekday()]]
    if schedule.freq == "MONTHLY" and not days and not monthdays:
        monthdays = [start.day]
    if interval > 1:
        if schedule.freq == "DAILY":
            period = (day - start).days
        elif schedule.freq == "WEEKLY":
            first = NAMES.index(schedule.wkst or "MO")
            period = (_week_start(day, first) - _week_start(start, first)).days // 7
        else:
            period = (day.year - start.year) * 12 + day.month - start.month
        if period % interval:
            return False
    length = monthrange(day.year, day.month)[1]
    if monthdays and not any(day.day == (n if n > 0 else length + 1 + n) for n in monthdays):
        return False
    return not days or any(_is_day(part, day, length) for part in days)


def _week_start(day: date, first: int) -> date:
    return day - timedelta(days=(day.weekday() - first) % 7)


def _is_day(part: str, day: date, length: int) -> bool:
    if part[-2:] != NAMES[day.weekday()]:
        return False
    number = int(part[:-2] or 0)
    from_start, from_end = (day.day - 1) // 7 + 1, (length - day.day) // 7 + 1
    return number in (0, from_start, -from_end)


def dates(schedule: Schedule, first: date, last: date) -> list[date]:
    """Every sure date from first to last."""
    start = schedule.dtstart
    found: set[date] = set()
    day = start if start is not None else first
    counted = 0
    while day <= last:
        if matches(schedule, day):
            counted += 1
            if schedule.count is not None and counted > schedule.count:
                break
            if schedule.until is None or day <= schedule.until:
                found.add(day)
        day += timedelta(days=1)
    found |= set(schedule.rdates)
    found -= set(schedule.exdates)
    return sorted(
        day
        for day in found
        if first <= day <= last
        and (schedule.valid_from is None or day >= schedule.valid_from)
        and (schedule.valid_to is None or day <= schedule.valid_to)
    )


def instant(day: date, clock: str, zone: ZoneInfo) -> datetime:
    """The moment a wall clock shows a time: the first if twice, by the old offset if never."""
    hour, minute = int(clock[:2]), int(clock[3:5])
    wall = datetime.combine(day, time()) + timedelta(hours=hour, minutes=minute)
    around = [datetime.combine(day, time(), UTC) + timedelta(hours=h) for h in range(-36, 61, 12)]
    offsets = sorted({moment.astimezone(zone).utcoffset() for moment in around})
    shown = [
        moment
        for offset in offsets
        if (moment := (wall - offset).replace(tzinfo=UTC)).astimezone(zone).replace(tzinfo=None) == wall
    ]
    if shown:
        return min(shown)
    before = (wall - timedelta(hours=30)).replace(tzinfo=UTC).astimezone(zone).utcoffset()
    return (wall - before).replace(tzinfo=UTC)


def spans(schedule: Schedule, first: date, last: date, zone: ZoneInfo) -> list[tuple[datetime, datetime]]:
    """Every sure opening that starts from first to last, in UTC."""
    opens, closes = schedule.opens_at, schedule.closes_at
    if closes is None:
        length = 60
    else:
        length = (int(closes[:2]) - int(opens[:2])) * 60 + int(closes[3:5]) - int(opens[3:5])
    if length <= 0:
        length += 24 * 60
    found = []
    for day in dates(schedule, first, last):
        start = instant(day, opens, zone)
        ends = int(opens[:2]) * 60 + int(opens[3:5]) + length
        end = instant(day + timedelta(days=ends // 1440), f"{ends % 1440 // 60:02}:{ends % 60:02}", zone)
        found.append((start, end if end > start else start + timedelta(minutes=length)))
    return found
