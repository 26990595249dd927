"""
A plan as a calendar file (RFC 5545).

A schedule becomes a rule that repeats, in its place's own zone. Where the rule's plain reading and
the schedule differ, the dates are written out: the nights on which clocks change, extra dates, and
rules that calendar programs read in different ways. Extra dates are events of their own, because
common programs pass over RDATE.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from icalendar import Calendar, Event, vRecur

from resourcemap.handout.entry import HandoutEntry, handout_entries
from resourcemap.handout.options import HandoutOptions, PlannedItem, PlannedListing
from resourcemap.handout.times import is_all_day, is_always_open, is_opening, next_times
from resourcemap.model.hsds import Schedule
from resourcemap.model.recurrence import FIRST_ORDINAL, LAST_ORDINAL, WEEKDAYS, Parts
from resourcemap.model.rule import read_rule
from resourcemap.model.schedule import Occurrence, occurrences
from resourcemap.model.words import say

# How far ahead the rule is compared with the schedule, date by date, and exceptions are written.
_COMPARED_DAYS = 3 * 366
# A rule that no program reads alike is written out this far.
_WRITTEN_DAYS = 366
_MOST_WRITTEN = 400
_ZONES_UNTIL = date(2038, 1, 1)


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """
    A calendar to download. `left_out` are the entries without a date that is known for sure.

    The name of the file says nothing of what is in it.
    """

    name: str
    data: bytes
    left_out: tuple[HandoutEntry, ...]


def calendar_file(items: Sequence[PlannedItem], options: HandoutOptions) -> CalendarFile:
    """
    Write the dates of a plan as a calendar.

    What is open day and night, or done at home, has no date to write. Events are private, show no
    alarm on a locked screen, and carry no note.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//week//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", say("handout.title", options.language))
    left_out: list[HandoutEntry] = []
    for item, entry in zip(items, handout_entries(items, options), strict=True):
        events = list(_events(item, entry, options)) if isinstance(item, PlannedListing) else []
        for event in events:
            calendar.add_component(event)
        if not events:
            left_out.append(entry)
    first = options.now.date() - timedelta(days=400)
    calendar.add_missing_timezones(first_date=first, last_date=_ZONES_UNTIL)
    name = say("handout.file", options.language)
    return CalendarFile(f"{name}.ics", calendar.to_ical(), tuple(left_out))


def _events(item: PlannedListing, entry: HandoutEntry, options: HandoutOptions) -> Iterator[Event]:
    if is_always_open(next_times(item.listing, options, count=3, days=10)):
        return
    for number, schedule in enumerate(item.listing.schedules, 1):
        for event in _series(schedule, options):
            event.add("uid", f"{entry.id}-{number}-{event.pop('x-part')}@week")
            event.add("dtstamp", options.now.astimezone(UTC))
            event.add("summary", _line(entry.title))
            event.add("class", "PRIVATE")
            place = entry.where
            if place:
                event.add("location", _line(place))
            event.add("description", "\n".join(_description(entry)))
            yield event


def _series(schedule: Schedule, options: HandoutOptions) -> list[Event]:
    """Write one schedule: a rule with its exceptions, and the dates the rule does not give."""
    zone = read_rule(schedule).zone or options.zone
    plain = replace(schedule, rdates=(), exdates=())
    found = list(_occurrences(schedule, options.now, _COMPARED_DAYS, zone))
    if not found:
        return []
    # A first night on which clocks change would lend its odd length to every later one.
    ruled = list(_occurrences(plain, options.now, _COMPARED_DAYS, zone))
    while len(ruled) > 1 and not _is_usual(ruled[0]):
        ruled.pop(0)
    recur = _rule(plain, zone)
    if recur is None or not ruled or not _reads_alike(recur, ruled):
        return [_event(each, part=f"{each.start:%Y%m%d}") for each in _written(found, options.now)]
    first = ruled[0]
    kept, on_rule = {each.start.date() for each in found}, {each.start.date() for each in ruled}
    master = _event(first, part="rule")
    master.add("rrule", recur)
    for each in ruled:
        if each.start.date() not in kept:
            master.add("exdate", each.start.date() if is_all_day(first) else _start(each, first))
    events = [master]
    for each in found:
        if each.start.date() not in on_rule:
            events.append(_event(each, part=f"{each.start:%Y%m%d}"))
        elif not _is_as_ruled(each, first):
            changed = _event(each, part="rule")
            changed.add("recurrence-id", _start(each, first))
            events.append(changed)
    return events


def _occurrences(schedule: Schedule, now: datetime, days: int, zone: ZoneInfo) -> Iterator[Occurrence]:
    return occurrences(schedule, now, now + timedelta(days=days), zone=zone)


def _written(found: list[Occurrence], now: datetime) -> list[Occurrence]:
    last = now + timedelta(days=_WRITTEN_DAYS)
    return [each for each in found if each.start < last][:_MOST_WRITTEN] or found[:1]


def _event(occurrence: Occurrence, *, part: str) -> Event:
    event = Event()
    event["x-part"] = part
    if is_all_day(occurrence):
        event.add("dtstart", occurrence.start.date())
        event.add("dtend", occurrence.end.date())
    else:
        event.add("dtstart", occurrence.start)
        event.add("dtend", occurrence.end)
    # Opening hours must not make a day look busy.
    event.add("transp", "TRANSPARENT" if is_opening(occurrence) else "OPAQUE")
    return event


def _rule(schedule: Schedule, zone: ZoneInfo) -> vRecur | None:
    recurrence = read_rule(schedule).recurrence
    parts = recurrence.parts
    if parts is None or not recurrence.is_certain:
        return None
    recur: dict[str, object] = {"FREQ": parts.freq}
    if parts.interval > 1:
        recur["INTERVAL"] = parts.interval
    if parts.days:
        recur["BYDAY"] = [_byday(number, day, parts) for number, day in parts.days]
    if parts.monthdays:
        if parts.freq == "WEEKLY":
            # RFC 5545 knows no days of the month in a weekly rule, but it does in a daily one.
            if parts.interval > 1:
                return None
            recur["FREQ"] = "DAILY"
        recur["BYMONTHDAY"] = list(parts.monthdays)
    wkst = (schedule.wkst or "").strip().upper()
    if wkst in WEEKDAYS and parts.freq == "WEEKLY" and parts.interval > 1:
        recur["WKST"] = wkst
    last = recurrence.last
    if recurrence.counted is not None:
        last = min(last, max(recurrence.counted, default=FIRST_ORDINAL))
    if last < LAST_ORDINAL:
        end = datetime.combine(date.fromordinal(last), time(23, 59, 59), zone).astimezone(UTC)
        hours = read_rule(schedule).hours
        is_whole_day = hours is not None and hours[1] - hours[0] == 1440 and hours[0] == 0
        recur["UNTIL"] = date.fromordinal(last) if is_whole_day else end
    return vRecur(recur)


def _byday(number: int, day: int, parts: Parts) -> str:
    return f"{number}{WEEKDAYS[day]}" if number and parts.freq == "MONTHLY" else WEEKDAYS[day]


def _reads_alike(recur: vRecur, ruled: list[Occurrence]) -> bool:
    """Whether the rule, read from its first date on, gives the dates of the schedule."""
    plain = {name: values for name, values in recur.items() if name != "UNTIL"}
    first = datetime.combine(ruled[0].start.date(), time())
    last = datetime.combine(ruled[-1].start.date(), time())
    text: bytes = vRecur(plain).to_ical()  # type: ignore[no-untyped-call]  # icalendar leaves it untyped.
    rule = rrulestr(text.decode(), dtstart=first)
    return [each.date() for each in rule.between(first, last, inc=True)] == [
        each.start.date() for each in ruled
    ]


def _start(occurrence: Occurrence, first: Occurrence) -> datetime:
    """Give the moment at which the rule itself puts a date: the first one's wall clock."""
    return datetime.combine(occurrence.start.date(), first.start.time(), first.start.tzinfo)


def _is_usual(occurrence: Occurrence) -> bool:
    """Whether it lasts as long as its wall clock says, so that no change of clocks falls in it."""
    start, end = occurrence.start, occurrence.end
    return end.astimezone(UTC) - start.astimezone(UTC) == end - start  # One zone: by the wall clock.


def _is_as_ruled(occurrence: Occurrence, first: Occurrence) -> bool:
    """
    Whether every program gets these hours from the rule.

    On a night when clocks change some add the exact length to the start, some the wall clock's.
    """
    if is_all_day(first):
        return is_all_day(occurrence)
    return _is_usual(occurrence) and (occurrence.start.time(), occurrence.end - occurrence.start) == (
        first.start.time(),
        first.end - first.start,
    )


def _description(entry: HandoutEntry) -> Iterator[str]:
    texts = (
        entry.notice,
        *entry.directions,
        *entry.expect,
        entry.ask_for,
        entry.phone,
        entry.contact,
        *entry.join,
        entry.cost,
        *entry.papers,
        entry.checked,
    )
    for text in texts:
        if text:
            yield _line(text)


def _line(text: str) -> str:
    # A control character has no place in a calendar, and some programs stop reading at one.
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())
