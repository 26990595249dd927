"""What the plan's board says, as data."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from resourcemap import actions
from resourcemap.geo.point import GeoPoint
from resourcemap.model.at_home import HOME_CARDS, KINDS, home_card
from resourcemap.model.change import OPERATOR
from resourcemap.model.plan import PLAN_DIMENSIONS, Plan, PlanItem
from resourcemap.search.query import Origin, SearchQuery
from resourcemap.showing.ask import Asked
from resourcemap.showing.cards import Screen
from resourcemap.ui.at_home import home_board
from resourcemap.ui.board import acts_of, texts_of
from resourcemap.ui.plan_cards import note_values, plan_board
from resourcemap.ui.plan_handover import origin_of

NOW = datetime(2026, 5, 12, 16, tzinfo=UTC)
DOWNTOWN = Origin(GeoPoint(39.2904, -76.6122), "a spot on the map")


@pytest.fixture(scope="module")
def directory(tmp_path_factory):
    with actions.open_directory(f"sqlite:///{tmp_path_factory.mktemp('board') / 'r.sqlite'}") as opened:
        actions.load_sample(opened, by=OPERATOR, now=NOW)
        yield opened


@pytest.fixture(scope="module")
def ids(directory):
    return [match.listing.id for match in actions.find(directory, SearchQuery(limit=30), now=NOW).matches]


def board(directory, plan: Plan, language: str = "en"):
    screen = Screen(NOW.astimezone(directory.zone), language=language)
    asked = Asked(origin=DOWNTOWN, radius=5)
    view = actions.plan_view(
        directory, plan, origin=DOWNTOWN, language=language, asked=asked.query(screen.now), now=screen.now
    )
    return plan_board(view, asked, screen), view


def plan_of(*ids: str) -> Plan:
    return Plan(tuple(PlanItem("listing", each) for each in ids))


def test_an_empty_plan_offers_three_explained_places_for_each_part_of_life(directory):
    nodes, _ = board(directory, Plan())
    parts = nodes[0]["children"][2]["children"]
    assert len(parts) == len(PLAN_DIMENSIONS)
    for part in parts:
        choices = [each for each in part["children"] if each.get("kind") == "choice"]
        assert len(choices) == 3
        for choice in choices:
            assert [act["do"] for act in acts_of(choice)] == ["add", "open"]
            assert any(text.startswith("Why it is here") for text in texts_of(choice))


def test_a_part_with_something_in_it_offers_nothing_more(directory, ids):
    nodes, view = board(directory, plan_of(ids[0]))
    parts = dict(zip(PLAN_DIMENSIONS, nodes[0]["children"][2]["children"], strict=True))
    for name in PLAN_DIMENSIONS:
        has_choices = any(act["do"] == "add" for act in acts_of(parts[name]))
        assert has_choices == (name not in view.covered)


def test_no_part_of_life_is_counted_or_scored(directory, ids):
    for plan in (Plan(), plan_of(ids[0])):
        nodes, _ = board(directory, plan)
        lead = " ".join(texts_of(nodes[0])[:2])
        assert not any(mark in lead for mark in ("%", "/4", "of 4", "score", "complete"))


def test_every_button_of_an_item_tells_its_name_to_who_does_not_see_it(directory, ids):
    nodes, view = board(directory, plan_of(*ids[:3]))
    items = nodes[1]["children"][2]["children"]
    for item, words in zip(items, view.words, strict=True):
        named = [each for each in _flat(item) if each["tag"] in ("button", "textarea")]
        assert all(words.title in each["label"] for each in named)
    assert [act["do"] for act in acts_of(items[0])] == ["note", "open", "down", "out"]
    assert [act["do"] for act in acts_of(items[2])] == ["note", "open", "up", "out"]


def test_a_note_is_in_its_field_and_nowhere_else(directory, ids):
    plan = plan_of(ids[0]).write_note("listing", ids[0], "Ask for Canary")
    nodes, view = board(directory, plan)
    assert list(note_values(view).values()) == ["Ask for Canary"]
    assert not any("Canary" in text for each in nodes for text in texts_of(each))


def test_a_place_not_listed_any_more_can_still_be_taken_out(directory):
    nodes, _ = board(directory, plan_of("gone"))
    item = nodes[1]["children"][2]["children"][0]
    assert "not listed any more" in " ".join(texts_of(item))
    assert {"do": "out", "kind": "listing", "id": "gone"} in acts_of(item)


def test_the_week_shows_seven_days_and_where_nothing_is_set(directory, ids):
    nodes, view = board(directory, plan_of(ids[0]))
    days = next(each for each in nodes[2]["children"] if each.get("kind") == "days")
    assert len(days["children"]) == 7
    for day, shown in zip(view.week.days, days["children"], strict=True):
        assert ("Nothing set" in texts_of(shown)) == (not day.entries)


@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_the_board_speaks_every_language_there_is(directory, ids, language):
    plan = Plan((*plan_of(*ids[:2]).items, PlanItem("at-home", "one-pot-soup")))
    nodes, _ = board(directory, plan, language)
    assert len(nodes) == 4
    if language != "en":
        assert "What is in it" not in [text for each in nodes for text in texts_of(each)]


def test_each_card_for_home_can_be_added_printed_and_leads_outward(directory):
    nodes = home_board(Plan(), Screen(NOW))
    found = [act for each in nodes for act in acts_of(each)]
    assert {act["id"] for act in found if act["do"] == "add"} == {card.id for card in HOME_CARDS}
    assert {act["id"] for act in found if act["do"] == "print"} == {card.id for card in HOME_CARDS}
    assert {act["id"] for act in found if act["do"] == "find"} == {
        category for card in HOME_CARDS for category in card.outward
    }


def test_a_card_in_the_plan_can_be_taken_out_where_it_stands():
    nodes = home_board(Plan((PlanItem("at-home", "kind-minute"),)), Screen(NOW))
    outs = [act for each in nodes for act in acts_of(each) if act["do"] == "out"]
    assert outs == [{"do": "out", "kind": "at-home", "id": "kind-minute"}]


def test_only_the_scheme_and_host_of_an_address_go_into_the_code():
    assert origin_of("https://map.example.org:8443/plan?near=home#x") == "https://map.example.org:8443"
    assert origin_of("javascript:alert(1)") is None
    assert origin_of(None) is None


def _flat(tree):
    if isinstance(tree, str):
        return []
    own = [tree] if "tag" in tree else []
    return [*own, *(each for child in tree.get("children", []) for each in _flat(child))]


def test_something_for_tonight_is_offered_and_what_is_held_is_not_offered_again(directory):
    nodes, _ = board(directory, Plan())
    offered = [act["id"] for act in acts_of(nodes[-1]) if act["do"] == "add"]
    assert [home_card(each).kind for each in offered] == list(KINDS)
    taken = Plan(tuple(PlanItem("at-home", each) for each in offered))
    nodes, view = board(directory, taken)
    again = [act["id"] for act in acts_of(nodes[-1]) if act["do"] == "add"]
    assert len(again) == len(KINDS)
    assert not set(again) & set(offered)
    made = actions.handout(directory, taken, language="en", now=NOW)
    for text in (made.page(), made.sms().text, made.email().body):
        assert all(entry.title in text for entry in view.words)
