"""The page for checking places in Streamlit's own test runner: how somebody checked is never made up."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from streamlit.testing.v1 import AppTest

from resourcemap import actions
from resourcemap.model.change import Actor

ADMIN = Actor("op", frozenset({"administrator"}))


def draw():
    """Draw the page as a verifier sees it."""
    from resourcemap.model.change import Actor
    from resourcemap.ui.desk.verify import verify_page

    verify_page(Actor("ben", frozenset({"verifier"})))


def opened(directory, **answers):
    now = datetime.now(UTC)
    actions.propose_place(directory, {"name": "Quilt hall", "zip": "21201", **answers}, now=now)
    (view,) = actions.place_proposals(directory, by=ADMIN, now=now)
    page = AppTest.from_function(draw, default_timeout=60)
    page.session_state["desk_listing"] = actions.accept_place(directory, view, by=ADMIN, now=now)
    page.run()
    assert not page.exception
    return page


@pytest.mark.parametrize(
    ("answers", "how"),
    [({"phone": "410-555-0101"}, "call"), ({"website": "https://example.org"}, "website"), ({}, None)],
)
def test_a_way_to_check_is_preselected_only_where_the_place_has_it(directory, answers, how):
    assert opened(directory, **answers).radio(key="verify_say_how").value == how


def test_without_a_way_nothing_is_kept_until_one_is_chosen(directory):
    page = opened(directory)
    listing = page.session_state["verify_open"]
    page.button(key="verify_same").click().run()
    assert any("Choose how you check first" in each.value for each in page.warning)
    assert actions.checks_of(directory, listing, by=ADMIN) == ()
    page.radio(key="verify_say_how").set_value("visit").run()
    page.button(key="verify_same").click().run()
    assert [each.how for each in actions.checks_of(directory, listing, by=ADMIN)] == ["visit"]
