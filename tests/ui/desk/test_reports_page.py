"""The page of what the public told, in Streamlit's own test runner: a place to add and its point."""

from __future__ import annotations

from datetime import UTC, datetime

from streamlit.testing.v1 import AppTest

from resourcemap import actions
from resourcemap.model.change import Actor
from tests.conftest import make_account

NOW = datetime.now(UTC)
ADMIN = Actor("op", frozenset({"administrator"}))


def draw(role="verifier"):
    """Draw the page as somebody of a role sees it, or says that a right ended, or which page is next."""
    import streamlit as st

    from resourcemap.model.change import Actor
    from resourcemap.ui.desk.reports import reports_page
    from resourcemap.ui.desk.session import was_refused

    if was_refused() or "go" in st.session_state:
        st.error(st.session_state.pop("go", "refused"))
        return
    roles = frozenset({role})
    reports_page(
        Actor("ben", roles, still=lambda: roles if st.session_state.get("held", True) else frozenset())
    )


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


def press_accept(code, seen, moved):
    """Press "accept" beside a pin that was drawn at one place, as its last move comes with the press."""
    from datetime import UTC, datetime
    from types import SimpleNamespace

    import streamlit as st

    from resourcemap import actions
    from resourcemap.actions import Spot
    from resourcemap.geo.point import GeoPoint
    from resourcemap.model.change import Actor
    from resourcemap.ui.desk.reports import _accept_place
    from resourcemap.ui.shared import directory

    by = Actor("ben", frozenset({"verifier"}))
    (view,) = actions.place_proposals(directory(), by=by, now=datetime.now(UTC))
    message = {"key": f"{code}/en", "latitude": str(moved[0]), "longitude": str(moved[1])}
    st.session_state.update(told_pin=GeoPoint(*seen), told_pin_map=SimpleNamespace(moved=message))
    _accept_place(view, Spot(GeoPoint(*seen), is_near=False), by)


def test_a_place_is_not_accepted_at_a_point_that_its_pin_left(directory):
    code = actions.propose_place(directory, {"name": "Quilt hall", "zip": "21201"}, now=NOW)
    seen, moved = (39.29, -76.61), (39.3, -76.62)
    page = AppTest.from_function(press_accept, args=(code, seen, moved), default_timeout=60).run()
    assert not page.exception
    assert directory.snapshot().listings == ()
    assert "The pin moved just then" in page.session_state["told_wrong"]
    page = AppTest.from_function(press_accept, args=(code, moved, moved), default_timeout=60).run()
    assert not page.exception
    (listing,) = directory.snapshot().listings
    assert (listing.point.latitude, listing.point.longitude) == moved


def told(directory, words, role="editor", **changes):
    """Open a report on a listed place."""
    actions.propose_place(directory, {"name": "Quilt hall", "zip": "21201"}, now=NOW)
    (view,) = actions.place_proposals(directory, by=ADMIN, now=NOW)
    listing = actions.accept_place(directory, view, by=ADMIN, now=NOW)
    code = actions.report(directory, listing, "wrong", words, changes=changes, now=NOW)
    page = AppTest.from_function(draw, args=(role,), default_timeout=60)
    page.session_state["desk_report"] = code
    page.run()
    assert not page.exception
    return page, listing, code


def edit(directory, listing, ana, **typed):
    """Let an editor change a listing."""
    draft = actions.open_draft(directory, listing, by=ana, now=NOW)
    actions.save_draft(directory, draft.id, typed, by=ana, now=NOW)
    actions.save_edit(directory, draft.id, by=ana, now=NOW)


def test_a_report_in_words_leads_to_the_place_and_is_closed_as_mended(directory):
    page, listing, code = told(directory, "The door is round the back")
    ana = make_account(directory, "editor", now=NOW, name="Ana Lopez").actor
    assert page.radio(key="told_fix").value == "noted"
    for way, opens in (("edit", "desk-edit"), ("check", "desk-verify")):
        page.button(key=f"told_{way}_place").click().run()
        assert [each.value for each in page.error] == [opens]
        assert page.session_state["desk_listing"] == listing
        edit(directory, listing, ana, alert=f"Round the back, {way}")
        page.run()
        # The report is still open, and mending it is what was just done.
        assert page.radio(key="told_fix").value == "mended"
    page.text_input(key="told_answer").input("Thank you, it says so now.")
    page.button(key="told_accept").click().run()
    assert not page.exception
    assert actions.report_views(directory, by=ADMIN) == ()
    kept = actions.outcome(directory, code, now=NOW)
    assert (kept.status, kept.words) == ("accepted", "Thank you, it says so now.")
    assert directory.store.bundle(listing).service.alert == "Round the back, check"


def test_whoever_may_not_write_is_not_led_to_the_form(directory):
    page, _, _ = told(directory, "Shut at noon", role="verifier")
    keys = {each.key for each in page.button}
    assert "told_check_place" in keys
    assert "told_edit_place" not in keys


def test_who_changed_the_same_meanwhile_is_named_with_what_they_changed(directory):
    page, listing, _ = told(directory, "", website="https://a.example.org")
    ana = make_account(directory, "editor", now=NOW, name="Ana Lopez").actor
    edit(directory, listing, ana, website="https://b.example.org")
    page.button(key="told_accept").click().run()
    assert not page.exception
    assert page.warning[0].value.startswith("Ana Lopez changed the same meanwhile.")
    assert "https://b.example.org" in " ".join(each.proto.body for each in page.get("html"))
    assert directory.store.bundle(listing).service.url == "https://b.example.org"


def test_a_right_that_ended_is_not_told_as_somebody_elses_decision(directory):
    page, _, _ = told(directory, "Shut at noon")
    for press in ("told_accept", "told_decline"):
        page.session_state["held"] = True
        page.run()
        page.text_input(key="told_answer").input("No")
        page.session_state["held"] = False
        page.button(key=press).click().run()
        assert [each.value for each in page.error] == ["refused"]
    assert len(actions.report_views(directory, by=ADMIN)) == 1
