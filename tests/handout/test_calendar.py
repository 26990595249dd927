"""The calendar file, read back by a reader that is not ours and compared with the schedule itself."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from resourcemap.handout.calendar import calendar_file
from resourcemap.handout.options import HandoutOptions, PlannedHome, PlannedListing
from resourcemap.model.hsds import Address, Schedule
from resourcemap.model.listing import Listing
from resourcemap.model.schedule import occurrences

BALTIMORE = ZoneInfo("America/New_York")
# Two weeks before the clocks of the United States go back.
AUTUMN = datetime(2026, 10, 18, 9, 0, tzinfo=BALTIMORE)

SCHEDULES = {
    "weekly": Schedule(freq="WEEKLY", byday="TU", opens_at="19:00", closes_at="20:30"),
    "fortnightly": Schedule(
        freq="WEEKLY",
        interval=2,
        byday="TU,TH",
        dtstart=date(2026, 1, 6),
        opens_at="18:00",
        closes_at="19:00",
    ),
    "fortnightly from Sunday": Schedule(
        freq="WEEKLY",
        interval=2,
        byday="SU,MO",
        wkst="SU",
        dtstart=date(2026, 1, 4),
        opens_at="10:00",
        closes_at="11:00",
    ),
    "second Tuesday": Schedule(freq="MONTHLY", byday="2TU", opens_at="19:00", closes_at="20:00"),
    "last Friday": Schedule(freq="MONTHLY", byday="-1FR", opens_at="19:00", closes_at="20:00"),
    "day of the month": Schedule(freq="MONTHLY", bymonthday="1,15,-1", opens_at="12:00", closes_at="13:00"),
    "Friday the 13th": Schedule(
        freq="MONTHLY", byday="FR", bymonthday="13", opens_at="12:00", closes_at="13:00"
    ),
    "every second month": Schedule(
        freq="MONTHLY", interval=2, byday="1MO", dtstart=date(2025, 1, 6), opens_at="12:00", closes_at="13:00"
    ),
    "every third day": Schedule(
        freq="DAILY", interval=3, dtstart=date(2025, 1, 6), opens_at="12:00", closes_at="13:00"
    ),
    "exceptions": Schedule(
        freq="WEEKLY",
        byday="TH",
        opens_at="17:30",
        closes_at="19:00",
        exdates=(date(2026, 11, 26), date(2026, 12, 24), date(2026, 10, 22)),
        rdates=(date(2026, 11, 25), date(2026, 10, 19)),
    ),
    "until": Schedule(
        freq="WEEKLY", byday="WE", until=date(2026, 12, 2), opens_at="19:00", closes_at="20:00"
    ),
    "valid for a season": Schedule(
        freq="WEEKLY",
        byday="WE",
        valid_from=date(2026, 11, 1),
        valid_to=date(2027, 2, 28),
        opens_at="19:00",
        closes_at="20:00",
    ),
    "eight times": Schedule(
        freq="WEEKLY", byday="MO", dtstart=date(2026, 10, 5), count=8, opens_at="19:00", closes_at="20:00"
    ),
    "past midnight": Schedule(freq="WEEKLY", byday="FR,SA", opens_at="22:00", closes_at="02:00"),
    "over the night clocks change": Schedule(freq="DAILY", opens_at="23:00", closes_at="07:00"),
    "in the hour spring skips": Schedule(freq="DAILY", opens_at="02:30", closes_at="03:30"),
    "opening hours": Schedule(freq="WEEKLY", byday="MO,TU,WE,TH,FR", opens_at="09:00", closes_at="17:00"),
    "all day": Schedule(freq="WEEKLY", byday="SA,SU", opens_at="00:00", closes_at="24:00"),
    "one date": Schedule(dtstart=date(2026, 12, 5), opens_at="10:00", closes_at="15:00"),
    "extra dates alone": Schedule(
        rdates=(date(2026, 12, 5), date(2027, 3, 14)), opens_at="01:00", closes_at="04:00"
    ),
    "days of the month, weekly": Schedule(
        freq="WEEKLY", byday="MO", bymonthday="1,2,3,4,5,6,7", opens_at="10:00", closes_at="11:00"
    ),
    "in another zone": Schedule(
        freq="WEEKLY", byday="TU", opens_at="19:00", closes_at="20:30", tzid="America/Phoenix"
    ),
    "across the sea": Schedule(
        freq="WEEKLY", byday="SU", opens_at="01:30", closes_at="02:30", tzid="Europe/London"
    ),
}


def _listing(*schedules: Schedule, **changes: object) -> Listing:
    return Listing(id="l1", service_id="s1", name="Tuesday circle", schedules=schedules, **changes)  # type: ignore[arg-type]


def _options(now: datetime = AUTUMN, **changes: object) -> HandoutOptions:
    return HandoutOptions(now=now, zone=BALTIMORE, **changes)  # type: ignore[arg-type]


def _read(
    data: bytes, after: datetime, *, days: int, count: int = 20, by_the_wall: bool = False
) -> list[tuple[datetime, datetime]]:
    """
    Read a calendar as another program would: dateutil repeats the rules, none of our code is used.

    Programs differ in how they add an event's length on a night when clocks change: some add exact
    hours to the start, some (`by_the_wall`) move the hands.
    """
    before = after + timedelta(days=days)
    events = Calendar.from_ical(data).walk("VEVENT")
    moved = {(str(each["UID"]), each["RECURRENCE-ID"].dt) for each in events if "RECURRENCE-ID" in each}
    spans = []
    for event in events:
        start, end = event["DTSTART"].dt, event["DTEND"].dt
        starts = [start]
        if "RRULE" in event:
            until = before.date() if not isinstance(start, datetime) else before
            starts = _repeated(event, start, until)
            starts = [each for each in starts if (str(event["UID"]), each) not in moved]
        for each in starts:
            if not isinstance(each, datetime):  # A whole day: midnight to midnight, wherever it is read.
                midnights = (each, each + (end - start))
                spans.append(tuple(datetime.combine(m, time(), BALTIMORE).astimezone(UTC) for m in midnights))
            elif by_the_wall:
                spans.append((each.astimezone(UTC), (each + (end - start)).astimezone(UTC)))
            else:
                length = end.astimezone(UTC) - start.astimezone(UTC)
                spans.append((each.astimezone(UTC), each.astimezone(UTC) + length))
    low, high = after.astimezone(UTC), before.astimezone(UTC)
    return sorted(span for span in spans if span[1] > low and span[0] < high)[:count]


def _repeated(event: Any, start: Any, until: Any) -> list[Any]:
    text = event["RRULE"].to_ical().decode()
    if not isinstance(start, datetime):
        naive = datetime.combine(start, time())
        dates = [
            each.date()
            for each in rrulestr(text, dtstart=naive).between(
                naive, datetime.combine(until, time()), inc=True
            )
        ]
    else:
        dates = rrulestr(text, dtstart=start).between(start, until, inc=True)
    skipped = event.get("EXDATE", [])
    skipped = {
        each.dt for dates_of in (skipped if isinstance(skipped, list) else [skipped]) for each in dates_of.dts
    }
    return [each for each in dates if each not in skipped]


def _expected(
    schedule: Schedule, after: datetime, *, days: int, count: int = 20
) -> list[tuple[datetime, datetime]]:
    dates = occurrences(schedule, after, after + timedelta(days=days), zone=BALTIMORE)
    return [(each.start.astimezone(UTC), each.end.astimezone(UTC)) for each in islice(dates, count)]


@pytest.mark.parametrize("name", SCHEDULES)
@pytest.mark.parametrize(
    "now", [AUTUMN, datetime(2027, 3, 1, 23, 30, tzinfo=BALTIMORE)], ids=["autumn", "spring"]
)
def test_another_reader_finds_the_same_next_twenty_dates(name: str, now: datetime) -> None:
    schedule = SCHEDULES[name]
    expected = _expected(schedule, now, days=900)
    data = calendar_file([PlannedListing(_listing(schedule))], _options(now)).data
    assert _read(data, now, days=900) == expected
    assert _read(data, now, days=900, by_the_wall=True) == expected
    if now is AUTUMN:
        assert expected


@settings(max_examples=40, deadline=None)
@given(
    freq=st.sampled_from(["DAILY", "WEEKLY", "MONTHLY"]),
    interval=st.integers(1, 4),
    days=st.lists(st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"]), max_size=3, unique=True),
    number=st.sampled_from(["", "1", "2", "-1"]),
    monthdays=st.lists(st.sampled_from(["1", "13", "28", "-1"]), max_size=2, unique=True),
    wkst=st.sampled_from([None, "SU", "MO"]),
    start=st.dates(date(2025, 6, 1), date(2026, 12, 1)),
    until=st.none() | st.dates(date(2026, 11, 1), date(2028, 1, 1)),
    opens=st.integers(0, 23),
    length=st.integers(1, 10),
    skip=st.lists(st.dates(date(2026, 10, 18), date(2027, 6, 1)), max_size=3),
    extra=st.lists(st.dates(date(2026, 10, 18), date(2027, 6, 1)), max_size=3),
)
def test_any_schedule_reads_back_as_it_is(
    freq, interval, days, number, monthdays, wkst, start, until, opens, length, skip, extra
) -> None:
    schedule = Schedule(
        freq=freq,
        interval=interval,
        byday=",".join((number if freq == "MONTHLY" else "") + day for day in days) or None,
        bymonthday=",".join(monthdays) or None,
        wkst=wkst,
        dtstart=start,
        until=until,
        opens_at=f"{opens:02d}:30",
        closes_at=f"{(opens + length) % 24:02d}:30",
        exdates=tuple(skip),
        rdates=tuple(extra),
    )
    data = calendar_file([PlannedListing(_listing(schedule))], _options()).data
    expected = _expected(schedule, AUTUMN, days=360)
    assert _read(data, AUTUMN, days=360) == expected
    assert _read(data, AUTUMN, days=360, by_the_wall=True) == expected


def test_what_has_no_date_is_left_out_and_said() -> None:
    items = [
        PlannedListing(_listing()),
        PlannedListing(_listing(Schedule(freq="DAILY", opens_at="00:00", closes_at="24:00"))),
        PlannedListing(_listing(Schedule(freq="WEEKLY", interval=2, byday="TU", opens_at="19:00"))),
        PlannedHome("soup", "Cook one thing", "Tell one person the story of it."),
    ]
    made = calendar_file(items, _options())
    assert len(made.left_out) == 4
    assert not Calendar.from_ical(made.data).walk("VEVENT")


def test_opening_hours_do_not_make_a_day_look_busy_and_no_event_rings() -> None:
    items = [
        PlannedListing(_listing(SCHEDULES["opening hours"])),
        PlannedListing(_listing(SCHEDULES["weekly"])),
    ]
    events = Calendar.from_ical(calendar_file(items, _options()).data).walk("VEVENT")
    assert {str(event["TRANSP"]) for event in events} == {"TRANSPARENT", "OPAQUE"}
    assert {str(event["CLASS"]) for event in events} == {"PRIVATE"}
    assert not [part for event in events for part in event.subcomponents]


HOSTILE = (
    "A;B,C:\\n\r\nBEGIN:VEVENT\r\nSUMMARY:evil\r\nEND:VEVENT\x00\x1b <script>alert(1)</script> "
    + "ümläut " * 30
)


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=1, max_size=200) | st.just(HOSTILE))
def test_no_name_breaks_out_of_its_line(name: str) -> None:
    listing = Listing(
        id="l1",
        service_id="s1",
        name=name,
        address=Address(address_1=name, city=name),
        fees_description=name,
        schedules=(SCHEDULES["weekly"],),
    )
    data = calendar_file([PlannedListing(listing)], _options()).data
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    calendar = Calendar.from_ical(data)
    events = calendar.walk("VEVENT")
    assert len(events) == 1
    shown = "".join(char if char.isprintable() else " " for char in name)
    assert str(events[0]["SUMMARY"]).split() == shown.split()
