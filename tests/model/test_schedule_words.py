"""Schedules in plain words."""

from datetime import date

import pytest

from resourcemap.model.hsds import Schedule
from resourcemap.model.locale_words import clock, long_day
from resourcemap.model.schedule import describe, describe_all

EVENING = {"opens_at": "19:00", "closes_at": "20:30"}
JANUARY_6 = date(2026, 1, 6)


@pytest.mark.parametrize(
    ("words", "schedule"),
    [
        ("Every Tuesday, 7:00 pm to 8:30 pm", Schedule(freq="WEEKLY", byday="TU", **EVENING)),
        ("Tuesday and Thursday, 7:00 pm to 8:30 pm", Schedule(freq="WEEKLY", byday="TH,TU", **EVENING)),
        ("Every Tuesday, 7:00 pm to 8:30 pm", Schedule(freq="WEEKLY", dtstart=JANUARY_6, **EVENING)),
        (
            "Every second Tuesday, 7:00 pm to 8:30 pm",
            Schedule(freq="WEEKLY", byday="TU", interval=2, dtstart=JANUARY_6, **EVENING),
        ),
        (
            "Every second Tuesday, 7:00 pm to 8:30 pm, ask which weeks",
            Schedule(freq="WEEKLY", byday="TU", interval=2, **EVENING),
        ),
        (
            "Every third week on Tuesday and Thursday, 7:00 pm to 8:30 pm",
            Schedule(freq="WEEKLY", byday="TU,TH", interval=3, dtstart=JANUARY_6, **EVENING),
        ),
        (
            "Every 4 weeks on Tuesday, 7:00 pm to 8:30 pm",
            Schedule(freq="WEEKLY", byday="TU", interval=4, dtstart=JANUARY_6, **EVENING),
        ),
        (
            "Some weeks on Tuesday, 7:00 pm to 8:30 pm, ask which weeks",
            Schedule(freq="WEEKLY", byday="2TU", **EVENING),
        ),
        (
            "Second and fourth Tuesday of the month, 7:00 pm to 8:30 pm",
            Schedule(freq="MONTHLY", byday="2TU,4TU", **EVENING),
        ),
        (
            "Second Tuesday and last Friday of the month, 7:00 pm to 8:30 pm",
            Schedule(freq="MONTHLY", byday="2TU,-1FR", **EVENING),
        ),
        (
            "First Tuesday of the month, every second month, 7:00 pm to 8:30 pm",
            Schedule(freq="MONTHLY", byday="1TU", interval=2, dtstart=JANUARY_6, **EVENING),
        ),
        (
            "Day 1 and 15 and the last day of the month, 7:00 pm to 8:30 pm",
            Schedule(freq="MONTHLY", bymonthday="15,1,-1", **EVENING),
        ),
        ("Every day, 7:00 pm to 8:30 pm", Schedule(freq="DAILY", **EVENING)),
        (
            "Every second day, 7:00 pm to 8:30 pm",
            Schedule(freq="DAILY", interval=2, dtstart=JANUARY_6, **EVENING),
        ),
        (
            "Monday to Friday, 9:00 am to 5:00 pm",
            Schedule(freq="WEEKLY", byday="MO,TU,WE,TH,FR", opens_at="09:00", closes_at="17:00"),
        ),
        (
            "Always open",
            Schedule(freq="WEEKLY", byday="MO,TU,WE,TH,FR,SA,SU", opens_at="00:00", closes_at="24:00"),
        ),
        (
            "Saturday and Sunday, all day",
            Schedule(freq="WEEKLY", byday="SA,SU", opens_at="00:00", closes_at="00:00"),
        ),
        (
            "Every Friday, 10:00 pm to 2:00 am",
            Schedule(freq="WEEKLY", byday="FR", opens_at="22:00", closes_at="02:00"),
        ),
        (
            "Every Friday, noon to midnight",
            Schedule(freq="WEEKLY", byday="FR", opens_at="12:00", closes_at="00:00"),
        ),
        ("Every Tuesday, 7:00 pm", Schedule(freq="WEEKLY", byday="TU", opens_at="19:00")),
        ("Every Tuesday, time not known: ask", Schedule(freq="WEEKLY", byday="TU", opens_at="evening")),
        ("9:00 am to noon, days not known: ask", Schedule(opens_at="09:00", closes_at="12:00")),
        ("Times not known: ask", Schedule()),
        ("Call us first", Schedule(description=" Call us first ")),
        (
            "Every Tuesday, 7:00 pm to 8:30 pm, until 31 May 2027, not on 25 December 2026",
            Schedule(
                freq="WEEKLY",
                byday="TU",
                until=date(2027, 5, 31),
                exdates=(date(2026, 12, 25),),
                **EVENING,
            ),
        ),
        (
            "Every Tuesday, 7:00 pm to 8:30 pm, not on "
            "1 December 2026, 2 December 2026, 3 December 2026 and 2 more dates",
            Schedule(
                freq="WEEKLY",
                byday="TU",
                exdates=tuple(date(2026, 12, day) for day in range(1, 6)),
                **EVENING,
            ),
        ),
        (
            "Every Tuesday, 7:00 pm to 8:30 pm, 6 times, from 6 January 2026",
            Schedule(freq="WEEKLY", dtstart=JANUARY_6, count=6, **EVENING),
        ),
        ("6 January 2026, 7:00 pm to 8:30 pm", Schedule(dtstart=JANUARY_6, **EVENING)),
        (
            "6 January 2026 and 7 February 2026, 7:00 pm to 8:30 pm",
            Schedule(rdates=(date(2026, 2, 7), JANUARY_6), **EVENING),
        ),
    ],
)
def test_a_schedule_reads_as_people_say_it(words, schedule):
    assert describe(schedule) == words


def test_what_has_passed_is_left_out_and_a_first_date_to_come_is_said():
    schedule = Schedule(
        freq="WEEKLY",
        byday="TU",
        dtstart=date(2026, 6, 2),
        exdates=(date(2025, 12, 23), date(2026, 7, 7)),
        **EVENING,
    )
    assert describe(schedule, today=date(2026, 5, 12)) == (
        "Every Tuesday, 7:00 pm to 8:30 pm, from 2 June 2026, not on 7 July 2026"
    )
    assert describe(schedule, today=date(2026, 8, 1)) == "Every Tuesday, 7:00 pm to 8:30 pm"


def test_schedules_of_the_same_hours_share_a_line_from_monday_on():
    days = ["SU", "MO", "TU", "WE", "TH", "FR"]
    schedules = [
        Schedule(id=f"row {day}", freq="WEEKLY", byday=day, opens_at=opens_at, closes_at=closes_at)
        for day in days
        for opens_at, closes_at in (
            [("10:00", "12:00")] if day == "SU" else [("13:00", "17:00"), ("09:00", "12:00")]
        )
    ]
    assert describe_all(schedules) == (
        "Monday to Friday, 9:00 am to noon and 1:00 pm to 5:00 pm",
        "Every Sunday, 10:00 am to noon",
    )


def test_schedules_with_another_season_keep_their_own_line():
    winter = Schedule(freq="WEEKLY", byday="MO", valid_to=date(2026, 3, 31), **EVENING)
    summer = Schedule(freq="WEEKLY", byday="TU", valid_from=date(2026, 4, 1), **EVENING)
    other = Schedule(description="Call for winter hours")
    assert describe_all([other, winter, summer]) == (
        "Every Monday, 7:00 pm to 8:30 pm, until 31 March 2026",
        "Every Tuesday, 7:00 pm to 8:30 pm, from 1 April 2026",
        "Call for winter hours",
    )
    assert describe_all([]) == ()


def test_clocks_and_dates_read_plainly():
    assert [clock(minute) for minute in (0, 5, 720, 725, 1439, 1440)] == [
        "midnight",
        "12:05 am",
        "noon",
        "12:05 pm",
        "11:59 pm",
        "midnight",
    ]
    assert long_day(date(2026, 12, 25)) == "25 December 2026"
