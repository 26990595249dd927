"""The page of what the public told, in Streamlit's own test runner: a place to add and its point."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from resourcemap import actions

NOW = datetime.now(UTC)


def draw():
    """Draw the page as a verifier sees it."""
    from resourcemap.model.change import Actor
    from resourcemap.ui.desk.reports import reports_page

    reports_page(Actor("ben", frozenset({"verifier"})))


@pytest.fixture
def directory(tmp_path, monkeypatch):
    st.cache_resource.clear()
    url = f"sqlite:///{tmp_path / 'r.sqlite'}"
    monkeypatch.setenv("RESOURCEMAP_DATA", str(tmp_path))
    monkeypatch.setenv("RESOURCEMAP_DATABASE", url)
    with actions.open_directory(url) as opened:
        yield opened
    st.cache_resource.clear()


def opened(directory, **answers):
    code = actions.propose_place(directory, {"name": "Quilt hall", **answers}, now=NOW)
    page = AppTest.from_function(draw, default_timeout=60)
    page.session_state["desk_report"] = code
    page.run()
    assert not page.exception
    return page


def test_the_point_is_offered_with_how_coarse_it_is_before_a_place_is_accepted(directory):
    page = opened(directory, zip="21201")
    near = page.radio(key="told_where")
    assert near.value == "near"
    assert "only near" in near.options[0]
    assert " mi off" in near.options[0].replace("\\", "")
    page.button(key="told_accept").click().run()
    (listing,) = directory.snapshot().listings
    assert listing.point_is_approximate


def test_a_pin_that_nobody_set_yet_is_not_accepted(directory):
    page = opened(directory, city="Qwertz")
    where = page.radio(key="told_where")
    assert where.value == "pin"
    assert page.button(key="told_accept").disabled
    where.set_value("none").run()
    assert not page.button(key="told_accept").disabled
