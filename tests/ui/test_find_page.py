"""The Find page's widgets and what they set."""

from __future__ import annotations

import json

from resourcemap.showing.ask import WHEN


def asked(page):
    return page.session_state["asked"]


def test_the_page_comes_up_with_three_questions_and_says_that_its_places_are_invented(page):
    assert not page.exception
    assert page.title[0].value == "Find people and places"
    assert [widget.label for widget in (*page.text_input, *page.selectbox)] == [
        "Near",
        "Within",
        "What",
        "When",
    ]
    assert any("Places marked “Sample” are invented" in each.value for each in page.markdown)


def test_a_zip_becomes_the_starting_point_with_a_radius_that_most_can_reach(page):
    page.text_input(key="near").set_value("21201").run()
    assert not page.exception
    assert asked(page).origin.label == "21201 Baltimore, MD"
    assert asked(page).radius == 5
    assert page.selectbox(key="radius").value == 5


def test_a_place_nobody_knows_is_no_starting_point(page):
    page.text_input(key="near").set_value("Nowhereville zz").run()
    assert not page.exception
    assert asked(page).origin is None


def test_a_chosen_radius_stays_when_the_place_changes(page):
    page.text_input(key="near").set_value("21201").run()
    page.selectbox(key="radius").select(10.0).run()
    page.text_input(key="near").set_value("Towson, MD").run()
    assert asked(page).radius == 10


def test_any_distance_can_be_chosen(page):
    page.text_input(key="near").set_value("21201").run()
    page.selectbox(key="radius").select(0.0).run()
    assert asked(page).radius is None


def test_what_and_when_are_taken_over(page):
    page.selectbox(key="what").select("home").run()
    page.selectbox(key="when").select("tuesday-evening").run()
    assert not page.exception
    assert (asked(page).what, asked(page).when) == ("home", "tuesday-evening")


def test_every_choice_of_when_has_words(page):
    options = page.selectbox(key="when").options
    assert len(options) == len(WHEN)
    assert "Tuesday evening" in options


def test_nothing_of_what_is_asked_is_in_the_address(page):
    page.text_input(key="near").set_value("21201").run()
    page.selectbox(key="what").select("home").run()
    assert dict(page.query_params) == {}


def test_the_strip_of_what_is_joined_from_home_is_as_long_as_was_asked_for(page):
    page.checkbox(key="home_first").check().run()
    shown = []
    for strips in ({}, {"remote": 40}):
        page.session_state["strips"] = strips
        page.run()
        assert not page.exception
        proto = next(each.proto for each in page.get("bidi_component") if each.proto.id.endswith("-results"))
        data = json.loads(proto.mixed.json if proto.HasField("mixed") else proto.json)["all"]
        shown.append((len(data["remote"]["cards"]), bool(data["remote"]["more"]), len(data["cards"])))
    assert shown == [(3, True, 20), (40, True, 20)]
