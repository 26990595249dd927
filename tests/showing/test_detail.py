"""One place in full."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from resourcemap.model.at_home import shared_line
from resourcemap.model.words import say
from resourcemap.search.find import find
from resourcemap.search.snapshot import Snapshot
from resourcemap.showing.detail import detail_data
from resourcemap.showing.links import directions_link, safe_link
from tests.showing.places_made_up import online_group, recovery_circle, safe_house


@pytest.fixture
def detail(zone, now, asked, screen):
    def show(listing):
        result = find(Snapshot.build([listing], version=1, zone=zone), asked.query(now), now=now)
        match = (*result.matches, *result.remote)[0]
        return detail_data(match.listing, match, asked, screen, zone=zone, number=1)

    return show


def section(data, title):
    return json.dumps(next(each for each in data["sections"] if each["title"] == title), ensure_ascii=False)


def test_everything_the_record_says_is_there(detail):
    data = detail(recovery_circle())
    said = json.dumps(data, ensure_ascii=False)
    for text in (
        "Someone greets you at the door",
        "you may just listen.",
        "8 to 12 people",
        "Side door on Sample Lane",
        "Text Ana",
        "12 Sample Street",
        "Bus stop at the corner",
        "Ages 18 and up",
        "checked by staff, Apr 2026",
        "in part",
        "Two steps at the side door.",
        "You do not have to have it together",
        "extension 3",
        "circle@example.org",
    ):
        assert text in said, text
    assert "Tonight 7:00 pm" in section(data, "When")
    assert data["ask"] == ["Step-free entrance"]
    assert data["checked"] == "Checked 3 weeks ago"


def test_a_private_place_gives_its_phone_and_no_directions(detail):
    data = detail(safe_house())
    assert "The address is kept private" in section(data, "Where")
    assert [action["href"] for action in data["actions"]] == ["tel:4105550199"]


def test_an_online_place_says_how_to_join(detail):
    data = detail(online_group())
    assert "https://meet.example.org/sober" in section(data, "How to join")
    assert "Camera optional" in section(data, "How to join")
    assert not [each for each in data["sections"] if each["title"] == "Where"]


def test_directions_hold_the_place_and_nothing_of_the_person(detail):
    data = detail(recovery_circle())
    link = next(each["href"] for each in data["actions"] if "openstreetmap" in (each["href"] or ""))
    assert link == directions_link(39.3001, -76.6160)
    assert "39.2951" not in link


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "https://",
        "http://[::1",
        'https://example.org/"><script>',
        "file:///etc/passwd",
        "",
        None,
    ],
)
def test_a_link_that_could_run_or_read_files_is_no_link(url):
    assert safe_link(url) is None


@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_a_first_visit_ends_with_what_many_people_go_through(language, zone, asked, screen):
    place, seen = recovery_circle(), replace(screen, language=language)
    first, *_ = detail_data(place, None, asked, seen, zone=zone, number=None)["sections"]
    assert first["items"][-1] == {"kind": "p", "text": say(shared_line(place.id), language)}


def test_a_first_visit_names_the_person_to_ask_for_where_no_greeter_is_known(detail):
    place = replace(recovery_circle(), first_visit=None)
    first = section(detail(place), say("first_visit.title"))
    assert '"Ask for Ana."' in first
    assert "Who greets you" not in first


def test_a_place_that_left_the_list_can_still_be_read(zone, asked, screen):
    data = detail_data(recovery_circle(), None, asked, screen, zone=zone, number=None)
    assert data["why"] == []
    assert data["name"] == "Tuesday Night Recovery Circle"
