"""Times as people say them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest

from resourcemap.search.find import find
from resourcemap.search.snapshot import Snapshot
from resourcemap.showing.cards import results_data
from resourcemap.showing.choices import choice_card
from resourcemap.showing.detail import detail_data
from resourcemap.showing.times import checked_words, joined_words, moment_words, next_words, start_words
from tests.showing.places_made_up import BALTIMORE, recovery_circle, yes


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


def in_both_ways(**changes):
    """Give a group to go to or to join online."""
    circle = recovery_circle()
    return replace(circle, facts={**circle.facts, "attendance": yes("in-person", "online-live")}, **changes)


@pytest.mark.parametrize("is_far", [False, True])
def test_in_the_online_strip_a_place_one_can_also_go_to_is_told_by_the_readers_clock(
    zone, now, asked, screen, is_far
):
    there = replace(screen, reader=ZoneInfo("America/Los_Angeles"))
    # Far away it is shown for being joined from home alone, without being asked for.
    place = in_both_ways(
        point=replace(BALTIMORE, latitude=BALTIMORE.latitude + 0.15) if is_far else BALTIMORE
    )
    second = replace(place, id="sal-fr", schedules=(replace(place.schedules[0], byday="FR"),))
    asked = replace(asked, remote_first=not is_far)
    result = find(Snapshot.build([place, second], version=1, zone=zone), asked.query(now), now=now)
    data = results_data(result, asked, there)
    assert data["cards"] == []
    (card,) = data["remote"]["cards"]
    assert card["when"] == "Today 4:00 pm your time (7:00 pm Eastern Time)"
    assert card["also"] == "Also Fri 4:00 pm"
    number, match = result.match_of(second.id)
    detail = detail_data(match.listing, match, asked, there, zone=zone, number=number)
    assert detail["when"] == "Fri 4:00 pm your time (7:00 pm Eastern Time)"
    when = next(each for each in detail["sections"] if each["title"] == "When")["items"]
    assert {"kind": "p", "text": "These times are Eastern Time."} in when
    led = detail_data(place, result.remote[0], asked, there, zone=zone, number=None)["why"]
    assert led
    assert not [each for each in led if "7:00 pm" in each]
    assert when[-1]["lines"][0] == "Fri 4:00 pm (7:00 pm Eastern Time)"
    unnamed = results_data(result, asked, screen)["remote"]["cards"][0]
    assert unnamed["when"] == "Tonight 7:00 pm, Eastern Time"
    assert choice_card(result.remote[0], "community", asked, there)["where"] is None


@pytest.mark.parametrize(
    ("key", "named"), [("America/Los_Angeles", ", Eastern Time"), ("America/Toronto", "")]
)
def test_in_the_list_a_place_keeps_its_own_clock_and_names_it_where_one_may_join_from_another(
    zone, now, asked, screen, key, named
):
    there = replace(screen, reader=ZoneInfo(key))
    group = replace(recovery_circle(), id="sal-only", name="One only goes there")
    snapshot = Snapshot.build([in_both_ways(), group], version=1, zone=zone)
    result = find(snapshot, asked.query(now), now=now)
    said = {each["id"]: each["when"] for each in results_data(result, asked, there)["cards"]}
    assert said == {"sal-circle": f"Tonight 7:00 pm{named}", "sal-only": "Tonight 7:00 pm"}
    for listing_id, is_named in (("sal-circle", bool(named)), ("sal-only", False)):
        number, match = result.match_of(listing_id)
        detail = detail_data(match.listing, match, asked, there, zone=zone, number=number)
        when = next(each for each in detail["sections"] if each["title"] == "When")["items"]
        assert ({"kind": "p", "text": "These times are Eastern Time."} in when) is is_named
        assert when[-1]["lines"][0] == "Tonight 7:00 pm"
