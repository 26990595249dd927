"""Hours in free text: read whole and rightly, or not at all."""

import csv
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resourcemap.model.hours import parse_hours, recurrence_in_name
from resourcemap.model.hsds import Schedule
from resourcemap.model.recurrence import WEEKDAYS
from resourcemap.model.schedule import describe, describe_all, weekly_windows

WEEK = "MO,TU,WE,TH,FR"
EVERY_DAY = "MO,TU,WE,TH,FR,SA,SU"


def read(text: str) -> list[tuple[str | None, ...]] | None:
    schedules = parse_hours(text)
    if schedules is None:
        return None
    assert all(each.interval in (None, 2) for each in schedules)
    return [(each.byday, each.opens_at, each.closes_at) for each in schedules]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9:00 am - 5:30 pm, Monday - Friday", [(WEEK, "09:00", "17:30")]),
        ("Tue., noon – 1 p.m.", [("TU", "12:00", "13:00")]),
        ("24 hours a day, 7 days a week", [(EVERY_DAY, "00:00", "00:00")]),
        ("Open 24 hours", [(EVERY_DAY, "00:00", "00:00")]),
        ("24/7", [(EVERY_DAY, "00:00", "00:00")]),
        ("Mon. – Fri., 8 a .m. – 5 p .m.", [(WEEK, "08:00", "17:00")]),
        ("Mon., – Fri., 11 a.m. – noon", [(WEEK, "11:00", "12:00")]),
        ("M-Su : 7:00P-7:00A", [(EVERY_DAY, "19:00", "07:00")]),
        ("Wed., Thurs., 5-6 p.m.", [("WE,TH", "17:00", "18:00")]),
        ("Mon., 10 – 5 p.m.", [("MO", "10:00", "17:00")]),
        ("Mon.-Sat., 9 – 11:45 a.m.", [(WEEK + ",SA", "09:00", "11:45")]),
        ("Fri 9:30 - Noon", [("FR", "09:30", "12:00")]),
        ("7 p.m. – 12 a.m. daily", [(EVERY_DAY, "19:00", "00:00")]),
        ("9 am - midnight, weekends", [("SA,SU", "09:00", "00:00")]),
        ("9:00 am - 12:00 noon, 6:00pm - 9:00 pm, weekdays", [(WEEK, "09:00", "12:00"), (WEEK, "18:00", "21:00")]),
        ("4:30 pm - 7:30 pm, 2nd & 4th Tuesday of each month", [("2TU,4TU", "16:30", "19:30")]),
        ("Last Sun. each month, 2 p.m.", [("-1SU", "14:00", None)]),
        ("Tue., First and Third Sat., 10 a.m. – 2 p.m.", [("TU", "10:00", "14:00"), ("1SA,3SA", "10:00", "14:00")]),
        ("Sunday: Closed Monday: 9:00-12:00 , 13:00-17:00", [("MO", "09:00", "12:00"), ("MO", "13:00", "17:00")]),
        ("Mon-Fri 08:30-12:00", [(WEEK, "08:30", "12:00")]),
        ("every other Tuesday 7 pm - 8 pm", [("TU", "19:00", "20:00")]),
        ("Hours: Mon 9 am - 5 pm.", [("MO", "09:00", "17:00")]),
    ],
)  # fmt: skip
def test_plain_hours_are_read(text, expected):
    assert read(text) == expected


def test_every_other_week_and_weeks_of_the_month_keep_their_rule():
    assert [(each.freq, each.interval) for each in parse_hours("every other Tuesday 7 pm - 8 pm") or ()] == [
        ("WEEKLY", 2)
    ]
    assert [each.freq for each in parse_hours("1st Tuesday 7 pm - 8 pm") or ()] == ["MONTHLY"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Call for hours",
        "Open 7 days a week",
        "Mondays",
        "8:30 am - 5:00 pm",  # which days?
        "9:00 am - 5:00 pm, Monday - Friday (Office)",
        "Office: 9:00 am - 5:00 pm, Monday - Friday",
        "9:00 am - 5:00 pm, Monday - Friday, except on public holidays",
        "9:00 am - 5:00 pm, Monday - Friday; until 8:00 pm, Wednesday",
        "9:00 am - 5:00 pm, Monday - Friday; 9:00 am - 4:00 pm, Wednesday",  # overlap
        "10:00 am 4:00 pm, Monday - Friday",  # lost its dash
        "8:00 am and 1:00 pm, Monday - Friday",
        "9:00 pm - 5:00 pm, Monday - Friday",  # 20 hours
        "3:00 am - 8:00 pm, Monday - Friday",
        "8:00 am - 12:00 am, Monday - Friday",  # noon or midnight?
        "12:00 am - 1:00 pm, Monday",
        "9 - 5, Monday - Friday",
        "Mon 9:00-5:00, Tue 9:00-17:00",
        "Friday: 3:00-18:00",
        "Mon 9 am - 5",
        "10 - 2 am, Friday",
        "13 pm - 3 pm, Monday",
        "9:75 am - 3 pm, Monday",
        "25:00-26:00 Monday",
        "9-5 pm Monday, Tuesday 10-4 pm Wednesday",
        "Monday 9-5 pm, 6-8 pm Tuesday",
        "Every second Tuesday, 7 pm - 8 pm",
        "1st and 3rd Monday, Wednesday, 7 pm - 8 pm",
        "1st Monday - Friday, 7 pm - 8 pm",
        "2nd though 5th Friday 9 am - 10 am",
        "T 9 am - 5 pm",
        "Monday - Monday 9 am - 5 pm",
        "Mon-Fri 9 am - 5 pm; closed Wednesday",
        "Closed Sunday",
        "Monthly on Monday 9 am - 10 am",
        "24 hour foster care",
        "9:00 am - 5:00 pm, Monday - Friday; 24 hours",
        "Monday " * 500 + "9 am - 5 pm",
    ],
)
def test_what_is_doubtful_is_not_read(text):
    assert parse_hours(text) is None


times = st.integers(0, 47).map(lambda half: f"{half // 2:02}:{half % 2 * 30:02}")
plain = st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=7, unique=True).map(
    lambda days: Schedule(freq="WEEKLY", byday=",".join(days))
)
numbered = st.lists(
    st.tuples(st.sampled_from([1, 2, 3, 4, 5, -1]), st.sampled_from(WEEKDAYS)), min_size=1, max_size=2
).map(lambda days: Schedule(freq="MONTHLY", byday=",".join(f"{number}{day}" for number, day in days)))


@given(plain | numbered, times, times)
def test_our_own_words_are_read_back_as_they_were_or_not_at_all(days, opens_at, closes_at):
    schedule = Schedule(freq=days.freq, byday=days.byday, opens_at=opens_at, closes_at=closes_at)
    again = parse_hours(describe(schedule))
    (start, end) = next((each.start_minute, each.end_minute) for each in weekly_windows(schedule))
    is_plain_day = 300 <= start < end <= 1380 and end - start <= 720
    if again is None:
        numbers = {part[:-2] for part in (days.byday or "").split(",")}
        assert not is_plain_day or (days.freq == "MONTHLY" and len(numbers) > 1)
    else:
        assert sorted(window for each in again for window in weekly_windows(each)) == list(
            weekly_windows(schedule)
        )
        assert set(",".join(each.byday or "" for each in again).split(",")) == set(
            (days.byday or "").split(",")
        )


@given(st.text(alphabet="0123456789:-,;&. apmondyfritueswhn24lc/", max_size=60))
def test_any_text_is_read_or_refused_and_what_is_read_is_a_week(text):
    for schedule in parse_hours(text) or ():
        assert weekly_windows(schedule)


# Everything a reader may have understood; whatever is left over was passed over in silence.
KNOWN_WORDS = re.compile(
    r"1st|2nd|3rd|4th|\d{1,2}([:.]\d\d)?|[ap]\s?\.?\s?m\b\.?|(?<=\d)[ap]\b|noon|midnight|weekdays?|weekends?|open|closed|24|hours?|days?|week|daily|nightly|every|and"
    r"|mon\w*|tue\w*|wed\w*|thu\w*|fri\w*|sat\w*|sun\w*|\bm\b|\bsu\b|\bf\b|\bth\b|\bw\b"
    r"|first|second|third|fourth|fifth|last|\bof\b|\bthe\b|each|month|\bto\b|through|\ba\b|[-–;:,.&/\s]"
)


@pytest.mark.parametrize(
    ("file", "column", "at_least"),
    [
        ("dc-maps/human-service-locations.geojson", "BUSINESS_HOURS", 0.75),
        ("dc-maps/cooling-centers.geojson", "HOURS", 0.65),
        ("emerald-city-guide/export.csv", "schedule", 0.40),
        ("hsds-transformer/ilao/input/locations.csv", "Hours of operation", 0.80),
    ],
)
def test_most_hours_of_real_files_are_read_and_no_word_of_them_is_passed_over(
    realdata, file, column, at_least
):
    text = (realdata / file).read_text(encoding="utf-8", errors="replace")
    if file.endswith(".csv"):
        rows = list(csv.DictReader(text.splitlines(keepends=True)))
    else:
        rows = [feature["properties"] for feature in json.loads(text)["features"]]
    cells = [row[column] for row in rows if (row[column] or "").strip()]
    understood = [cell for cell in cells if parse_hours(cell) is not None]
    assert len(understood) / len(cells) >= at_least
    for cell in set(understood):
        assert KNOWN_WORDS.sub("", cell.lower()) == "", cell
        assert describe_all(parse_hours(cell) or ())


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Step Study (2nd and 4th Thursdays)", "2TH,4TH"),
        ("First Friday Speakers", "1FR"),
        ("1st, 2nd & 4th Thurs. Big Book", "1TH,2TH,4TH"),
        ("Open meeting 1st/3rd Sat", "1SA,3SA"),
        ("1st Mon & last Wed", "1MO,-1WE"),
        ("Every 2nd Tuesday of the month", "2TU"),
        ("Every second and fourth Monday", "2MO,4MO"),
        ("Every 2nd Tuesday", None),
        ("Every other Monday", None),
        ("Second Chance Saturday", None),
        ("Third Tradition Tuesday", None),
        ("Monday Night Men", None),
        ("2nd Street Sunday", None),
        ("4th Sundance", None),
        ("", None),
    ],
)
def test_weeks_of_the_month_are_found_in_a_name(name, expected):
    assert recurrence_in_name(name) == expected


def test_long_names_are_searched_quickly():
    assert recurrence_in_name("1st" + ", " * 5000 + "x") is None
    assert recurrence_in_name("every " * 3000) is None
