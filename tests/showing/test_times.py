"""Times as people say them."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest

from resourcemap.showing.times import checked_words, joined_words, moment_words, next_words, start_words


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (0, "Today 5:30 pm"),
        (1.5, "Tonight 7:00 pm"),
        (18.5, "Tomorrow noon"),
        (48, "Thu 5:30 pm"),
        (24 * 9, "Thu, May 21, 5:30 pm"),
    ],
)
def test_a_moment_is_said_as_seen_from_now(now, hours, words):
    assert moment_words(now + timedelta(hours=hours), now) == words


def test_what_is_going_on_says_until_when(now):
    start, end = now - timedelta(minutes=30), now + timedelta(hours=1)
    assert next_words(start, end, now, is_open=True) == "On now, until 6:30 pm"
    assert next_words(now - timedelta(hours=8), end, now, is_open=True) == "Open now, until 6:30 pm"
    assert next_words(now, now + timedelta(days=1), now, is_open=True) == "Open now, day and night"
    assert next_words(None, None, now, is_open=None) == "Times not known, ask"


def test_what_is_open_now_and_was_asked_for_later_says_the_later_time(now):
    later = now + timedelta(hours=18.5)
    assert next_words(later, later + timedelta(hours=5), now, is_open=True) == "Tomorrow noon"


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "Checked today"),
        (1, "Checked 1 day ago"),
        (21, "Checked 3 weeks ago"),
        (180, "Checked 6 months ago"),
        (181, "Checked 6 months ago. Call first."),
        (400, "Last checked over a year ago. Call first."),
    ],
)
def test_when_a_place_was_checked_is_said_in_words(days, words):
    today = date(2026, 5, 12)
    assert checked_words(today - timedelta(days=days), today) == words


def test_what_is_joined_from_elsewhere_is_told_by_the_readers_clock_and_the_places(now):
    pacific = ZoneInfo("America/Los_Angeles")
    start, end = now + timedelta(hours=1.5), now + timedelta(hours=2.5)
    told = partial(joined_words, now=now, is_open=False)
    assert told(start, end, reader=None) == "Tonight 7:00 pm, Eastern Time"
    assert told(start, end, reader=now.tzinfo) == "Tonight 7:00 pm"
    assert told(start, end, reader=pacific) == "Today 4:00 pm your time (7:00 pm Eastern Time)"
    on_now = joined_words(now - timedelta(minutes=5), end, now, is_open=True, reader=pacific)
    assert on_now == "On now, until 5:00 pm your time (8:00 pm Eastern Time)"
    assert told(None, None, reader=pacific) == next_words(None, None, now, is_open=None)
    line = (now - timedelta(days=1), now + timedelta(days=1))
    assert "Time" not in joined_words(*line, now, is_open=True, reader=None)
    assert start_words(start, now, "en", pacific) == "Today 4:00 pm (7:00 pm Eastern Time)"
