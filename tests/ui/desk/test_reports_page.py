"""The page of what the public told, in Streamlit's own test runner: a place to add and its point."""

from __future__ import annotations

from datetime import UTC, datetime

from streamlit.testing.v1 import AppTest

from resourcemap import actions
from resourcemap.model.change import Actor

NOW = datetime.now(UTC)


def draw(role="verifier"):
    """Draw the page as somebody of a role sees it."""
    from resourcemap.model.change import Actor
    from resourcemap.ui.desk.reports import reports_page

    reports_page(Actor("ben", frozenset({role})))


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


def test_an_auditor_reads_what_was_told_and_can_neither_decide_nor_reach_the_writer(directory):
    actions.propose_place(directory, {"name": "Quilt hall", "zip": "21201"}, now=NOW)
    admin = Actor("op", frozenset({"administrator"}))
    (view,) = actions.place_proposals(directory, by=admin, now=NOW)
    listing = actions.accept_place(directory, view, by=admin, now=NOW)
    told = actions.report(directory, listing, "wrong", "Shut at noon", contact="x@y.z", now=NOW)
    place = actions.propose_place(directory, {"name": "Reed hall", "zip": "21201"}, contact="x@y.z", now=NOW)
    for code, words in ((told, "Shut at noon"), (place, "Reed hall")):
        page = AppTest.from_function(draw, args=("auditor",), default_timeout=60)
        page.session_state["desk_report"] = code
        page.run()
        assert not page.exception
        said = " ".join(each.value for kind in ("markdown", "header", "info") for each in getattr(page, kind))
        assert words in said
        assert "It may not decide" in said
        assert "x@y" not in said.replace("\\", "")
        assert [each.key for each in page.button] == ["told_back"]
    auditor = Actor("aud", frozenset({"auditor"}))
    assert [each.report.contact for each in actions.report_views(directory, by=auditor)] == [None]
    assert [each.report.contact for each in actions.report_views(directory, by=admin)] == ["x@y.z"]
