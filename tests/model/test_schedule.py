"""Open now, next time and the week of a schedule, against a calendar read by hand."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday
from hypothesis import given, settings
from hypothesis import strategies as st

from resourcemap.errors import ResourceMapError
from resourcemap.model.hsds import Schedule
from resourcemap.model.recurrence import WEEKDAYS, read_recurrence
from resourcemap.model.schedule import (
    Occurrence,
    WeekWindow,
    fits,
    is_open_at,
    next_occurrence,
    occurrences,
    untimed_days,
    weekly_windows,
)
from tests.model import calendar_by_hand

NEW_YORK = ZoneInfo("America/New_York")
ZONES = [
    NEW_YORK,
    ZoneInfo("Europe/London"),
    ZoneInfo("Australia/Lord_Howe"),  # changes by half an hour
    ZoneInfo("America/Santiago"),  # changes at midnight
    ZoneInfo("Africa/Casablanca"),  # changes around Ramadan
    ZoneInfo("Pacific/Chatham"),  # 12:45 ahead
]


def at(text: str, zone: ZoneInfo = NEW_YORK) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def weekly(byday: str, opens_at: str | None = None, closes_at: str | None = None, **rest: object) -> Schedule:
    return Schedule(freq="WEEKLY", byday=byday, opens_at=opens_at, closes_at=closes_at, **rest)


days = st.dates(date(2025, 9, 1), date(2027, 3, 1))
clocks = st.builds(
    "{:02}:{:02}".format, st.integers(0, 23) | st.sampled_from([0, 1, 2, 3]), st.sampled_from([0, 15, 30])
)
plain_days = st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=4, unique=True).map(",".join)
numbered_days = st.lists(
    st.builds("{}{}".format, st.sampled_from([1, 2, 3, 4, 5, -1, -2]), st.sampled_from(WEEKDAYS)),
    min_size=1,
    max_size=3,
    unique=True,
).map(",".join)
some_dates = st.lists(days, max_size=4, unique=True).map(tuple)


@st.composite
def sure_schedules(draw: st.DrawFn) -> Schedule:
    freq = draw(st.sampled_from(["WEEKLY", "WEEKLY", "MONTHLY", "MONTHLY", "DAILY"]))
    dtstart = draw(st.none() | days)
    parts: dict[str, object] = {"freq": freq, "dtstart": dtstart}
    if freq == "MONTHLY":
        parts["byday"] = draw(numbered_days | plain_days | st.none())
        if parts["byday"] is None or draw(st.booleans()):
            parts["bymonthday"] = draw(st.sampled_from(["1", "15", "31", "-1", "1,15,-2"]))
        if dtstart is not None and draw(st.booleans()):
            parts["byday"] = parts["bymonthday"] = None
    elif freq == "WEEKLY":
        parts["byday"] = draw(plain_days if dtstart is None else plain_days | st.none())
    elif draw(st.booleans()):
        parts["byday"] = draw(plain_days)
    if dtstart is not None:
        parts["interval"] = draw(st.sampled_from([None, 1, 2, 3]))
        parts["wkst"] = draw(st.sampled_from([None, "MO", "SU", "WE"]))
        parts["count"] = draw(st.none() | st.integers(1, 20))
    parts["until"] = draw(st.none() | days)
    parts["valid_from"] = draw(st.none() | st.none() | days)
    parts["valid_to"] = draw(st.none() | st.none() | days)
    parts["exdates"], parts["rdates"] = draw(some_dates), draw(some_dates)
    parts["opens_at"] = draw(clocks)
    parts["closes_at"] = draw(st.none() | clocks)
    return Schedule(**parts)


moments = st.integers(0, 365 * 1440).map(
    lambda minutes: datetime(2025, 12, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


@settings(max_examples=250, deadline=None)
@given(sure_schedules(), st.sampled_from(ZONES), moments)
def test_occurrences_and_the_next_one_equal_those_counted_by_hand(schedule, zone, after):
    before = after + timedelta(days=70)
    by_hand = [
        (start, end)
        for start, end in calendar_by_hand.spans(
            schedule, after.date() - timedelta(days=4), before.date() + timedelta(days=3), zone
        )
        if end > after and start < before
    ]
    found = list(occurrences(schedule, after, before, zone=zone))
    assert [(each.start.astimezone(UTC), each.end.astimezone(UTC)) for each in found] == by_hand
    assert all(each.start.tzinfo is zone for each in found)
    following = next_occurrence([schedule], after, zone=zone, horizon_days=60)
    if by_hand and by_hand[0][0] < after + timedelta(days=59):
        assert following == found[0]
    elif not by_hand:
        assert following is None


@settings(max_examples=80, deadline=None)
@given(st.lists(sure_schedules(), min_size=1, max_size=3), st.sampled_from(ZONES), moments, st.data())
def test_open_at_a_moment_means_inside_an_occurrence(schedules, zone, moment, data):
    first, last = moment.date() - timedelta(days=4), moment.date() + timedelta(days=12)
    by_hand = [span for each in schedules for span in calendar_by_hand.spans(each, first, last, zone)]
    edges = [edge for span in by_hand for edge in span if edge > moment]
    if edges:  # Edges are where mistakes live.
        moment = data.draw(st.sampled_from(edges))
        moment += timedelta(seconds=data.draw(st.sampled_from([-1, 0, 1])))
    answer = is_open_at(schedules, moment.astimezone(zone), zone=zone)
    assert (answer is True) == any(start <= moment < end for start, end in by_hand)
    if not answer:
        today = moment.astimezone(zone).date()
        are_over = [each.valid_to is not None and each.valid_to < today for each in schedules]
        assert answer is (None if all(are_over) else False)


@settings(max_examples=80, deadline=None)
@given(sure_schedules(), st.sampled_from(ZONES), moments)
def test_every_occurrence_of_ten_weeks_is_in_a_weekly_window(schedule, zone, after):
    windows = {(each.day, each.start_minute): each for each in weekly_windows(schedule)}
    opens = int(schedule.opens_at[:2]) * 60 + int(schedule.opens_at[3:5])
    for day in read_recurrence(schedule).dates(after.toordinal(), after.toordinal() + 70):
        window = windows[(day - 1) % 7, opens]
        assert opens < window.end_minute <= opens + 1440
        at_noon = [schedule], frozenset({(day - 1) % 7})
        assert fits(*at_noon, time(opens // 60, opens % 60), time.max) is True


@given(plain_days, clocks, clocks, moments)
def test_every_weekly_window_of_a_plain_rule_happens_each_week(byday, opens_at, closes_at, after):
    schedule = weekly(byday, opens_at, closes_at)
    after = after.replace(hour=12)
    found = {
        (each.start.weekday(), each.start.hour * 60 + each.start.minute)
        for each in occurrences(schedule, after, after + timedelta(days=8), zone=ZoneInfo("UTC"))
    }
    assert {(window.day, window.start_minute) for window in weekly_windows(schedule)} == found
    assert len(weekly_windows(schedule)) == len(byday.split(","))


@given(plain_days, st.none() | days, st.none() | days, days)
def test_the_quick_weekly_way_gives_the_dates_of_the_general_one(byday, dtstart, until, first):
    schedule = weekly(byday, dtstart=dtstart, until=until)
    last = first + timedelta(days=100)
    general = rrule(
        WEEKLY,
        dtstart=datetime.combine(dtstart or first - timedelta(days=10), time()),
        until=datetime.combine(min(last, until or last), time()),
        byweekday=[WEEKDAYS.index(part) for part in byday.split(",")],
    )
    recurrence = read_recurrence(schedule)
    assert recurrence.is_plain
    assert [date.fromordinal(day) for day in recurrence.dates(first.toordinal(), last.toordinal())] == [
        moment.date() for moment in general if moment.date() >= first
    ]


@pytest.mark.parametrize("number", [-5, -4, -3, -2, -1, 1, 2, 3, 4, 5])
@pytest.mark.parametrize("interval", [1, 2, 5])
def test_every_number_of_a_month_gives_the_dates_dateutil_gives(number, interval):
    start, last = date(2023, 1, 31), date(2026, 12, 31)
    bounds = {"dtstart": datetime.combine(start, time()), "until": datetime.combine(last, time())}
    for day in range(7):
        schedule = Schedule(
            freq="MONTHLY", byday=f"{number}{WEEKDAYS[day]}", interval=interval, dtstart=start
        )
        general = rrule(MONTHLY, interval=interval, byweekday=weekday(day, number), **bounds)
        assert _dates(schedule, start, last) == [moment.date() for moment in general]
    for monthday in range(abs(number) * 6 - 5, abs(number) * 6 + 2):
        monthday = min(monthday, 31) * (1 if number > 0 else -1)
        schedule = Schedule(freq="MONTHLY", bymonthday=str(monthday), interval=interval, dtstart=start)
        general = rrule(MONTHLY, interval=interval, bymonthday=monthday, **bounds)
        assert _dates(schedule, start, last) == [moment.date() for moment in general]


def _dates(schedule: Schedule, first: date, last: date) -> list[date]:
    days = read_recurrence(schedule).dates(first.toordinal(), last.toordinal())
    return [date.fromordinal(day) for day in days]


@settings(max_examples=60, deadline=None)
@given(st.lists(sure_schedules(), max_size=3), st.sets(st.integers(0, 6)), clocks, clocks)
def test_fitting_a_time_of_the_week_means_being_open_in_one_of_its_minutes(schedules, wanted, start, end):
    low, high = (int(clock[:2]) * 60 + int(clock[3:]) for clock in (start, end))
    asked = {
        (day * 1440 + minute) % 10080
        for day in wanted
        for minute in range(low, high if high > low else high + 1440)
    }
    opened = {
        (window.day * 1440 + minute) % 10080
        for schedule in schedules
        for window in weekly_windows(schedule)
        for minute in range(window.start_minute, window.end_minute)
    }
    answer = fits(schedules, wanted, time.fromisoformat(start), time.fromisoformat(end))
    assert answer is (bool(asked & opened) if schedules else None)


OPEN_NOW_SHAPES = {
    "overnight": weekly("MO,WE,FR,SU", "22:00", "02:00"),
    "over the gap": weekly("SA,SU", "00:15", "02:45"),
    "inside the gap or fold": weekly("SU", "02:00", "02:30"),
    "all day, second Sunday and the last Saturday": Schedule(
        freq="MONTHLY", byday="2SU,-1SA", opens_at="00:00", closes_at="24:00"
    ),
}


@pytest.mark.parametrize("shape", OPEN_NOW_SHAPES)
@pytest.mark.parametrize("zone", ZONES, ids=str)
def test_open_now_is_right_in_every_half_hour_of_a_year(zone, shape):
    schedule = OPEN_NOW_SHAPES[shape]
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    spans = calendar_by_hand.spans(schedule, date(2025, 12, 28), date(2027, 1, 4), zone)
    wrong = []
    position = 0
    for _ in range(17_520):
        while position < len(spans) and spans[position][1] <= moment:
            position += 1
        expected = position < len(spans) and spans[position][0] <= moment
        if is_open_at((schedule,), moment, zone=zone) is not expected:
            wrong.append(moment)
        moment += timedelta(minutes=30)
    assert wrong == []


def test_a_start_in_the_skipped_hour_moves_forward():
    schedule = weekly("SU", "02:30", "04:00")
    found = next_occurrence([schedule], at("2026-03-08T00:00"), zone=NEW_YORK)
    assert found == Occurrence(at("2026-03-08T03:30"), at("2026-03-08T04:00"))


def test_an_opening_wholly_in_the_skipped_hour_keeps_its_length():
    found = next_occurrence([weekly("SU", "02:00", "02:45")], at("2026-03-08T00:00"), zone=NEW_YORK)
    assert found == Occurrence(at("2026-03-08T03:00"), at("2026-03-08T03:45"))
    # The start moves to 03:30, past the written end.
    found = next_occurrence([weekly("SU", "02:30", "03:15")], at("2026-03-08T00:00"), zone=NEW_YORK)
    assert found == Occurrence(at("2026-03-08T03:30"), at("2026-03-08T04:15"))


def test_a_repeated_time_is_its_first_and_a_night_shift_ends_by_the_clock():
    meeting = weekly("SU", "01:00", "01:30")
    first = at("2026-11-01T01:10")
    assert is_open_at([meeting], first, zone=NEW_YORK) is True
    assert is_open_at([meeting], first.replace(fold=1), zone=NEW_YORK) is False
    (night,) = occurrences(
        weekly("SA", "22:00", "06:00"), at("2026-10-31T12:00"), at("2026-11-01T12:00"), zone=NEW_YORK
    )
    assert night.end.astimezone(UTC) - night.start.astimezone(UTC) == timedelta(hours=9)


def test_sunday_night_is_still_open_on_monday():
    schedule = weekly("SU", "22:00", "02:00")
    assert is_open_at([schedule], at("2026-05-11T01:59"), zone=NEW_YORK) is True
    assert is_open_at([schedule], at("2026-05-11T02:00"), zone=NEW_YORK) is False
    assert fits([schedule], {0}, time(1), time(3)) is True
    assert fits([schedule], {0}, time(2), time(3)) is False


@pytest.mark.parametrize(
    ("opens_at", "closes_at"), [("00:00", "00:00"), ("00:00", "24:00"), ("0:00", "23:59")]
)
def test_all_day_leaves_no_minute_out(opens_at, closes_at):
    schedule = weekly(",".join(WEEKDAYS), opens_at, closes_at)
    assert weekly_windows(schedule)[0] == WeekWindow(0, 0, 1440)
    assert is_open_at([schedule], at("2026-05-12T23:59:30"), zone=NEW_YORK) is True


def test_a_time_without_an_end_lasts_an_hour():
    found = next_occurrence([weekly("TU", "19:00")], at("2026-05-12T19:30"), zone=NEW_YORK)
    assert found == Occurrence(at("2026-05-12T19:00"), at("2026-05-12T20:00"))


@pytest.mark.parametrize(
    ("opens_at", "tzid", "expected"),
    [
        ("19:00", "America/New_York", 1140),
        ("19:00:00", "America/New_York", 1140),
        ("19:00-05:00", "America/New_York", 1140),
        ("19:00-0400", "America/New_York", 1140),
        ("19:00Z", "Europe/London", 1140),
        ("19:00:00.000Z", None, 1140),
        ("19:00Z", "America/New_York", None),
        ("19:00+02:00", "America/New_York", None),
        ("7:00 PM", None, None),
        ("25:00", None, None),
        ("24:00", None, None),
        ("19:60", None, None),
        ("", None, None),
        ("noon", None, None),
    ],
)
def test_only_a_plain_clock_is_a_time(opens_at, tzid, expected):
    schedule = weekly("TU", opens_at, tzid=tzid)
    assert [window.start_minute for window in weekly_windows(schedule)] == ([expected] if expected else [])
    assert untimed_days(schedule) == (frozenset() if expected else {1})


def test_a_time_that_contradicts_the_numeric_zone_is_not_a_time():
    assert untimed_days(weekly("TU", "19:00Z", timezone=-5.0)) == {1}
    assert untimed_days(weekly("TU", "19:00-05:00", timezone=-5.0)) == frozenset()


def test_the_zone_of_the_schedule_wins_and_an_unknown_one_falls_back():
    noon_utc = datetime(2026, 5, 12, 11, 30, tzinfo=UTC)
    assert is_open_at([weekly("TU", "12:00", tzid="Europe/London")], noon_utc, zone=NEW_YORK) is True
    for name in ("Mars/Olympus", "../../etc/passwd", "America", "", "\0"):
        schedule = weekly("TU", "07:00", tzid=name)
        assert is_open_at([schedule], noon_utc, zone=NEW_YORK) is True


EVERY_SECOND = weekly("TU", "19:00", "20:30", interval=2)


@pytest.mark.parametrize(
    "schedule",
    [
        EVERY_SECOND,
        weekly("TU", "19:00", "20:30", count=5),
        weekly("2TU", "19:00", "20:30"),
    ],
    ids=["no first date", "count without a start", "numbered and weekly"],
)
def test_a_week_nobody_knows_is_never_claimed(schedule):
    assert is_open_at([schedule], at("2026-05-12T19:30"), zone=NEW_YORK) is None
    assert is_open_at([schedule], at("2026-05-12T21:00"), zone=NEW_YORK) is False
    assert is_open_at([schedule], at("2026-05-13T19:30"), zone=NEW_YORK) is False
    assert next_occurrence([schedule], at("2026-05-12T17:00"), zone=NEW_YORK) is None
    assert fits([schedule], {1}, time(18), time(22)) is True
    assert fits([schedule], {2}, time(18), time(22)) is False


@pytest.mark.parametrize(
    "schedule",
    [
        Schedule(opens_at="09:00", closes_at="17:00"),
        Schedule(freq="WEEKLY", opens_at="09:00"),
        Schedule(freq="MONTHLY", opens_at="09:00"),
        Schedule(freq="BIWEEKLY", byday="TU", opens_at="09:00"),
        Schedule(freq="YEARLY", byday="TU", opens_at="09:00"),
        weekly("TUE", "09:00"),
        weekly("6TU", "09:00"),
        weekly("TU", "09:00", interval=0),
        weekly("TU", "09:00", interval=-2),
        Schedule(freq="MONTHLY", bymonthday="32", opens_at="09:00"),
        Schedule(description="Call us"),
    ],
)
def test_a_rule_that_cannot_be_read_is_unknown_on_every_day(schedule):
    assert is_open_at([schedule], at("2026-05-12T09:30"), zone=NEW_YORK) is None
    assert next_occurrence([schedule], at("2026-05-12T08:30"), zone=NEW_YORK) is None
    assert weekly_windows(schedule) == ()
    assert fits([schedule], {3}, time(0), time(0)) is None


def test_a_day_without_its_hours_is_unknown_on_that_day_only():
    schedule = weekly("TU")
    assert is_open_at([schedule], at("2026-05-12T09:30"), zone=NEW_YORK) is None
    assert is_open_at([schedule], at("2026-05-13T09:30"), zone=NEW_YORK) is False
    assert fits([schedule], {1}, time(9), time(10)) is None
    assert fits([schedule], {2}, time(9), time(10)) is False


def test_one_known_time_makes_open_whatever_else_is_unknown():
    schedules = [Schedule(), weekly("TU", "09:00", "10:00")]
    assert is_open_at(schedules, at("2026-05-12T09:30"), zone=NEW_YORK) is True
    assert is_open_at(schedules, at("2026-05-12T10:30"), zone=NEW_YORK) is None


def test_nothing_known_is_not_no():
    assert is_open_at([], at("2026-05-12T09:30"), zone=NEW_YORK) is None
    assert fits([], {1}, time(9), time(10)) is None
    assert next_occurrence([], at("2026-05-12T09:30"), zone=NEW_YORK) is None


def test_a_schedule_past_its_valid_days_says_nothing_and_an_ended_series_says_no():
    noon = at("2026-05-12T12:00")
    old = weekly("TU", "09:00", "17:00", valid_to=date(2025, 12, 31))
    summer = weekly("TU", "09:00", "17:00", valid_from=date(2026, 6, 1))
    assert is_open_at([old], noon, zone=NEW_YORK) is None
    assert is_open_at([old, summer], noon, zone=NEW_YORK) is False
    assert (
        is_open_at([weekly("TU", "09:00", "17:00", until=date(2025, 12, 31))], noon, zone=NEW_YORK) is False
    )
    assert next_occurrence([old, summer], noon, zone=NEW_YORK) == Occurrence(
        at("2026-06-02T09:00"), at("2026-06-02T17:00")
    )


def test_dates_left_out_and_extra_dates_count():
    schedule = weekly("TU", "19:00", exdates=(date(2026, 5, 12),), rdates=(date(2026, 5, 14),))
    found = next_occurrence([schedule], at("2026-05-12T09:00"), zone=NEW_YORK)
    assert found is not None and found.start == at("2026-05-14T19:00")
    assert fits([schedule], {3}, time(19), time(20)) is True


def test_one_date_is_a_schedule_too():
    schedule = Schedule(dtstart=date(2026, 5, 16), opens_at="10:00", closes_at="12:00")
    found = next_occurrence([schedule], at("2026-05-12T09:00"), zone=NEW_YORK)
    assert found is not None and found.start == at("2026-05-16T10:00")
    assert next_occurrence([schedule], at("2026-05-17T09:00"), zone=NEW_YORK) is None
    assert weekly_windows(schedule) == (WeekWindow(5, 600, 720),)


@pytest.mark.parametrize(
    "schedule",
    [
        Schedule(freq="MONTHLY", byday="2MO", bymonthday="1", opens_at="09:00"),
        Schedule(
            freq="MONTHLY", byday="2MO", bymonthday="1", dtstart=date(1, 1, 1), count=9, opens_at="09:00"
        ),
        Schedule(
            freq="DAILY", byday="MO", interval=7, dtstart=date(1900, 1, 2), count=9000, opens_at="09:00"
        ),
        weekly("MO", "09:00", interval=1000, dtstart=date(9999, 12, 31)),
        weekly("MO", "09:00", "08:00", dtstart=date(9999, 12, 20)),
    ],
)
def test_odd_rules_end_quickly(schedule):
    assert next_occurrence([schedule], at("2026-05-12T09:30"), zone=NEW_YORK) is None
    end_of_time = datetime(9999, 12, 28, tzinfo=UTC)
    list(occurrences(schedule, end_of_time, end_of_time + timedelta(days=2), zone=NEW_YORK))


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ResourceMapError, match="no time zone"):
        is_open_at([weekly("TU", "09:00")], at("2026-05-12T09:30").replace(tzinfo=None), zone=NEW_YORK)
