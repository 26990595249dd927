"""A week shows what is when, warns of what one person can hardly do, and leaves nothing out."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from resourcemap.geo.point import GeoPoint
from resourcemap.handout.entry import handout_entry
from resourcemap.handout.options import HandoutOptions, PlannedHome, PlannedListing
from resourcemap.handout.week import week_view
from resourcemap.model.fact import Answer, Fact
from resourcemap.model.hsds import Address, Schedule
from resourcemap.model.listing import Listing

ZONE = ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 24, 15, 0, tzinfo=ZONE)
OPTIONS = HandoutOptions(now=NOW, zone=ZONE)
HERE, NEXT_DOOR, ACROSS_TOWN = GeoPoint(39.29, -76.61), GeoPoint(39.2901, -76.61), GeoPoint(39.36, -76.61)


def _weekly(name: str, day: str, opens: str, closes: str, **changes: Any) -> PlannedListing:
    schedule = Schedule(freq="WEEKLY", byday=day, opens_at=opens, closes_at=closes)
    return PlannedListing(Listing(id=name, service_id=name, name=name, schedules=(schedule,), **changes))


def test_every_date_stands_on_its_day_in_order_and_empty_days_stay() -> None:
    week = week_view(
        [_weekly("Late", "TU", "20:00", "21:00"), _weekly("Early", "TU,TH", "18:00", "19:00")], OPTIONS
    )
    assert [day.day for day in week.days] == [date(2026, 11, 24 + n) for n in range(7)]
    assert [[entry.title for entry in day.entries] for day in week.days[:3]] == [
        ["Early", "Late"],
        [],
        ["Early"],
    ]
    assert week.days[0].label == "Tue, Nov 24"
    assert week.days[0].entries[0].clock == "6:00 pm to 7:00 pm"


def test_fourteen_days_hold_what_seven_do_not() -> None:
    item = PlannedListing(
        Listing(
            id="a",
            service_id="a",
            name="Second Tuesday",
            schedules=(Schedule(freq="MONTHLY", byday="2TU", opens_at="19:00", closes_at="20:00"),),
        )
    )
    assert [entry.id for entry in week_view([item], OPTIONS).later] == ["a"]
    near = HandoutOptions(now=datetime(2026, 12, 1, 9, tzinfo=ZONE), zone=ZONE)
    assert not week_view([item], near).entries
    assert [entry.start.day for entry in week_view([item], near, days=14).entries] == [8]


def test_two_meetings_at_one_time_are_said_in_words() -> None:
    week = week_view(
        [_weekly("Choir", "TU", "19:00", "20:30"), _weekly("Garden", "TU", "20:00", "21:00")], OPTIONS
    )
    assert [clash.kind for clash in week.clashes] == ["overlap"]
    assert week.clashes[0].words("en") == "Choir and Garden are on at the same time on Tue, Nov 24."


def test_too_little_time_to_get_there_is_said_with_minutes_and_distance() -> None:
    week = week_view(
        [
            _weekly("Choir", "TU", "18:00", "19:00", point=HERE),
            _weekly("Garden", "TU", "19:10", "20:00", point=ACROSS_TOWN),
        ],
        OPTIONS,
    )
    assert [clash.kind for clash in week.clashes] == ["too-tight"]
    assert (
        week.clashes[0].words("en")
        == "10 min between Choir and Garden on Tue, Nov 24. They are 4.8 mi apart."
    )


def test_the_same_house_an_unknown_place_and_opening_hours_are_no_clash() -> None:
    first = _weekly("Choir", "TU", "18:00", "19:00", point=HERE)
    for second in (
        _weekly("Same house", "TU", "19:00", "20:00", point=NEXT_DOOR),
        _weekly("Private", "TU", "19:05", "20:00"),
        _weekly("Open house", "TU", "09:00", "21:00", point=ACROSS_TOWN),
    ):
        assert week_view([first, second], OPTIONS).clashes == ()


def test_what_has_no_sure_time_is_listed_to_call_and_what_is_always_open_for_any_time() -> None:
    always = Schedule(freq="DAILY", opens_at="00:00", closes_at="24:00")
    week = week_view(
        [
            PlannedListing(Listing(id="ask", service_id="s", name="Ask")),
            PlannedListing(Listing(id="line", service_id="s", name="Line", schedules=(always,))),
            PlannedHome("soup", "Cook one thing", "Tell one person the story of it."),
            _weekly("Choir", "TU", "18:00", "19:00"),
        ],
        OPTIONS,
    )
    assert [entry.id for entry in week.call_first] == ["ask"]
    assert [entry.id for entry in week.anytime] == ["line", "soup"]
    assert {entry.item_id for entry in week.entries} == {"Choir"}


def test_what_is_joined_from_home_is_told_in_the_readers_zone() -> None:
    online = _weekly(
        "Circle", "TU", "19:00", "20:00", facts={"attendance": {"online-live": Fact(Answer.YES)}}
    )
    there = HandoutOptions(now=NOW, zone=ZONE, reader=ZoneInfo("America/Los_Angeles"))
    schedule = Schedule(
        freq="WEEKLY", byday="TU", opens_at="19:00", closes_at="20:00", tzid="America/New_York"
    )
    named = PlannedListing(
        Listing(id="x", service_id="x", name="x", schedules=(schedule,), facts=online.listing.facts)
    )
    assert week_view([named], there).entries[0].clock == "4:00 pm to 5:00 pm (7:00 pm Eastern Time)"
    assert week_view([named], OPTIONS).entries[0].clock == "7:00 pm to 8:00 pm, Eastern Time"


def test_what_one_may_go_to_or_join_names_both_clocks() -> None:
    both = {"attendance": {"in-person": Fact(Answer.YES), "online-live": Fact(Answer.YES)}}
    circle = _weekly("Circle", "TU", "19:00", "20:00", facts=both)
    early = _weekly("Early", "WE", "01:00", "02:00", facts=both)
    there = HandoutOptions(now=NOW, zone=ZONE, reader=ZoneInfo("America/Los_Angeles"))
    assert [each.clock for each in week_view([circle, early], there).entries][:2] == [
        "7:00 pm to 8:00 pm, Eastern Time (4:00 pm your time)",
        "1:00 am to 2:00 am, Eastern Time (Tue 10:00 pm your time)",
    ]
    at_home = HandoutOptions(now=NOW, zone=ZONE, reader=ZONE)
    assert week_view([circle], at_home).entries[0].clock == "7:00 pm to 8:00 pm"
    entry = handout_entry(circle, there)
    assert entry.when[0].endswith("7:00 pm, Eastern Time (4:00 pm your time)")
    assert all(line.endswith("Eastern Time") for line in entry.rhythm)


def test_a_discreet_week_and_its_clashes_name_nothing() -> None:
    items = [
        _weekly(
            "Sober Choir",
            "TU",
            "19:00",
            "20:30",
            address=Address(address_1="12 Oak Street", city="Baltimore"),
        ),
        _weekly("Grief Garden", "TU", "20:00", "21:00"),
    ]
    week = week_view(items, HandoutOptions(now=NOW, zone=ZONE, discreet=True))
    assert (
        week.clashes[0].words()
        == "Tuesday group, Oak St and Tuesday group are on at the same time on Tue, Nov 24."
    )


def test_a_meeting_going_on_over_midnight_stands_on_today() -> None:
    late = HandoutOptions(now=datetime(2026, 11, 25, 0, 30, tzinfo=ZONE), zone=ZONE)
    week = week_view([_weekly("Night", "TU", "22:00", "02:00")], late)
    assert [entry.title for entry in week.days[0].entries] == ["Night"]
