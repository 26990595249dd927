"""The page of possible doubles in Streamlit's own test runner: the pairs kept apart, and asking again."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from streamlit.testing.v1 import AppTest

from resourcemap import actions
from resourcemap.model.change import OPERATOR
from tests.ui.desk.conftest import open_for_pages

NOW = datetime(2026, 5, 12, 21, 30, tzinfo=UTC)
HEAD = "id,name,address,city,state,latitude,longitude,day,opens_at,closes_at,phone\n"
ROW = "{id},{name} circle,1 Example St,Baltimore,MD,39.29,-76.61,{day},19:00,20:00,410-555-01{id}\n"
DAYS = ("Monday", "Tuesday", "Wednesday")


def draw(role: str):
    """Draw the page as somebody sees it; with `press`, after that was pressed in the pair."""
    from types import SimpleNamespace

    import streamlit as st

    from resourcemap.model.change import Actor
    from resourcemap.ui.desk.duplicates import _on_act, duplicates_page

    if pressed := st.session_state.pop("press", None):
        st.session_state.pair = SimpleNamespace(act=pressed)
        _on_act(Actor("ana", frozenset({role})))
        del st.session_state["pair"]
    duplicates_page(Actor("ana", frozenset({role})))


@pytest.fixture(scope="module")
def directory(tmp_path_factory):
    """Three groups, each in two lists."""
    with open_for_pages(tmp_path_factory.mktemp("doubles")) as opened:
        for source, first in (("county", 10), ("state", 20)):
            rows = [ROW.format(id=first + at, name=day, day=day) for at, day in enumerate(DAYS)]
            data = (HEAD + "".join(rows)).encode()
            plan = actions.plan_import(
                opened, data, by=OPERATOR, file_name=f"{source}.csv", source_name=source
            )
            actions.apply_import(opened, plan, by=OPERATOR, now=NOW)
        yield opened


def opened(role, **state):
    page = AppTest.from_function(draw, args=(role,), default_timeout=60)
    for name, value in state.items():
        page.session_state[name] = value
    page.run()
    assert not page.exception
    return page


def said(page) -> str:
    texts = (*page.markdown, *page.success, *page.info, *page.warning)
    return " ".join(each.value for each in texts).replace("\\", "")


def test_a_pair_kept_apart_says_who_when_and_why_and_is_asked_about_again(directory):
    pairs = actions.duplicates(directory, by=OPERATOR)
    assert len(pairs) == 3
    last = pairs[-1]
    actions.not_the_same(directory, last.one_id, last.other_id, why="two [floors]", by=OPERATOR, now=NOW)
    page = opened("auditor")
    assert "Kept apart by operator on May 12, 2026. Why: two [floors]" in said(page)
    assert not [each for each in page.button if each.label == "Look at this pair again"]
    page = opened("verifier")
    (again,) = [each for each in page.button if each.label == "Look at this pair again"]
    again.click().run()
    assert not page.exception
    assert "Here is the pair" in said(page)
    shown = page.session_state["pair_shown"]
    ids = {shown.kept.service_at_location.id, shown.gone.service_at_location.id}
    assert ids == {last.one_id, last.other_id}
    assert actions.kept_apart(directory, by=OPERATOR) == ()


def test_the_pair_that_another_page_names_is_the_one_that_opens(directory):
    wanted = actions.duplicates(directory, by=OPERATOR)[1]
    page = opened("editor", desk_pair=wanted.key)
    shown = page.session_state["pair_shown"]
    ids = {shown.kept.service_at_location.id, shown.gone.service_at_location.id}
    assert ids == {wanted.one_id, wanted.other_id}
    assert "Somebody just answered this pair" in said(opened("editor", desk_pair="gone"))


def press(page, do, **more):
    """Press something in the pair that is shown, as its script tells the page."""
    both = page.session_state["pair_shown"]
    ids = [both.kept.service_at_location.id, both.gone.service_at_location.id]
    page.session_state["press"] = {"do": do, "pair": ids, **more}
    page.run()
    assert not page.exception
    return ids


def test_a_reason_stays_with_its_pair_and_a_merge_has_one_too(directory):
    page = opened("editor")
    page.text_input[0].input("two floors").run()
    press(page, "next")
    assert page.text_input[0].value == ""
    apart = press(page, "distinct")
    assert [each.why for each in actions.kept_apart(directory, by=OPERATOR)] == [None]
    page.session_state["pair_at"] = 0
    page.run()
    page.text_input[0].input("one door").run()
    kept, gone = press(page, "merge", take=[])
    entries = actions.listing_history(directory, gone, by=OPERATOR)
    assert entries[0].why == "one door"
    assert set(apart).isdisjoint({kept, gone})
    shown = page.session_state["pair_shown"]
    page.button(key="pair_history_gone").click().run()
    assert page.session_state["desk_listing"] == shown.gone.service_at_location.id
