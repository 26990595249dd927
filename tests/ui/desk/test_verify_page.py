"""The page for checking places in Streamlit's own test runner: how somebody checked is never made up."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from streamlit.testing.v1 import AppTest

from resourcemap import actions
from resourcemap.model.change import Actor
from resourcemap.model.hsds import Organization, Phone
from tests.conftest import make_account

ADMIN = Actor("op", frozenset({"administrator"}))


def draw():
    """Draw the page as a verifier sees it, or says that a right ended."""
    import streamlit as st

    from resourcemap.model.change import Actor
    from resourcemap.ui.desk.session import was_refused
    from resourcemap.ui.desk.verify import verify_page

    if was_refused():
        st.error("refused")
        return
    roles = frozenset({"verifier"})
    verify_page(
        Actor("ben", roles, still=lambda: roles if st.session_state.get("held", True) else frozenset())
    )


def add(directory, **answers):
    now = datetime.now(UTC)
    actions.propose_place(directory, {"name": "Quilt hall", "zip": "21201", **answers}, now=now)
    (view,) = actions.place_proposals(directory, by=ADMIN, now=now)
    return actions.accept_place(directory, view, by=ADMIN, now=now)


def opened(directory, **answers):
    page = AppTest.from_function(draw, default_timeout=60)
    page.session_state["desk_listing"] = add(directory, **answers)
    return run(page)


def run(what):
    page = what.run()
    assert not page.exception
    return page


def drawn(page):
    return " ".join(each.proto.body for each in page.get("html"))


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


def test_a_number_on_the_list_and_on_the_sheet_dials(directory):
    listing = add(directory, phone="(410) 555-0101")
    add(directory, name="Reed hall", phone="<b>ask Bo</b>")
    page = run(AppTest.from_function(draw, default_timeout=60))
    link = '<a href="tel:4105550101">Phone: (410) 555-0101</a>'
    assert link in drawn(page)
    # What is no number is read and not dialled, and never HTML.
    assert '<p class="desk-phone">Phone: &lt;b&gt;ask Bo&lt;/b&gt;</p>' in drawn(page)
    run(page.button(key=f"verify_pick_{listing}").click())
    assert link in drawn(page)
    assert run(page.button(key="verify_history").click()).session_state["go"] == "desk-history"


def test_a_place_whose_organization_has_the_phone_is_called_there(directory):
    listing = add(directory)
    place = directory.store.bundle(listing).service_at_location
    runner = Organization(id="o", name="Open Door", phones=(Phone(number="410-555-0102"),))
    service = replace(directory.store.bundle(listing).service, organization_id="o")
    directory.store.write([runner, service, place], by="ana", at=datetime.now(UTC))
    page = run(AppTest.from_function(draw, default_timeout=60))
    assert "tel:4105550102" in drawn(page)
    run(page.button(key=f"verify_pick_{listing}").click())
    assert "tel:4105550102" in drawn(page)
    assert page.radio(key="verify_say_how").value == "call"


def test_the_list_is_narrowed_by_area_and_kind_and_stays_so_after_a_place(directory):
    add(directory, name="Quilt hall", city="Baltimore", state="MD", category="hobbies")
    reed = add(directory, name="Reed hall", city="Towson", state="MD", category="hobbies")
    add(directory, name="Pine hall", city="Towson", state="MD", category="support-group")
    page = run(AppTest.from_function(draw, default_timeout=60))
    assert page.selectbox(key="verify_area").options == ["All areas", "Baltimore, MD", "Towson, MD"]

    def listed():
        return {
            each.label.removeprefix("Check ") for each in page.button if each.key.startswith("verify_pick_")
        }

    run(page.selectbox(key="verify_area").select("Towson, MD"))
    assert listed() == {"Reed hall", "Pine hall"}
    run(page.selectbox(key="verify_kind").select("hobbies"))
    assert listed() == {"Reed hall"}
    assert any(each.value == "1 place to check" for each in page.markdown)
    run(page.button(key=f"verify_pick_{reed}").click())
    run(page.button(key="verify_back").click())
    assert listed() == {"Reed hall"}
    run(page.selectbox(key="verify_area").select("Baltimore, MD"))
    assert listed() == {"Quilt hall"}
    run(page.selectbox(key="verify_kind").select("support-group"))
    assert listed() == set()
    assert any("No place to check is both" in each.value for each in page.markdown)


def test_who_changed_the_same_is_named_with_what_and_what_was_typed_stays(directory):
    page = opened(directory, phone="410-555-0101")
    listing = page.session_state["verify_open"]
    now = datetime.now(UTC)
    ana = make_account(directory, "editor", now=now, name="Ana Lopez").actor
    draft = actions.open_draft(directory, listing, by=ana, now=now)
    actions.save_draft(directory, draft.id, {"website": "https://example.org"}, by=ana, now=now)
    actions.save_edit(directory, draft.id, by=ana, now=now)
    page.text_input(key="verify_say_name").input("Quilt house").run()
    run(page.button(key="verify_save").click())
    (said,) = [each.value for each in page.warning]
    assert said.startswith("Ana Lopez changed the same meanwhile. Nothing of yours was written.")
    assert "https://example.org" in drawn(page)
    assert actions.checks_of(directory, listing, by=ADMIN) == ()
    assert page.text_input(key="verify_say_website").value == "https://example.org"
    assert page.text_input(key="verify_say_name").value == "Quilt house"
    run(page.button(key="verify_save").click())
    service = directory.store.bundle(listing).service
    assert (service.name, service.url) == ("Quilt house", "https://example.org")


def test_a_right_that_ended_is_told_as_such(directory):
    page = opened(directory, phone="410-555-0101")
    page.session_state["held"] = False
    run(page.button(key="verify_same").click())
    assert [each.value for each in page.error] == ["refused"]


@pytest.mark.parametrize(
    ("result", "status", "is_public"),
    [("not-reached", None, True), ("paused", "temporarily closed", True), ("closed", "defunct", False)],
)
def test_each_answer_but_yes_is_kept_with_what_it_means(directory, result, status, is_public):
    page = opened(directory, phone="410-555-0101")
    listing = page.session_state["verify_open"]
    before = directory.store.bundle(listing).service.status
    run(page.button(key=f"verify_result_{result}").click())
    if result == "closed":
        assert actions.checks_of(directory, listing, by=ADMIN) == (), "it asks once more first"
        run(page.button(key="verify_sure_yes").click())
    (kept,) = actions.checks_of(directory, listing, by=ADMIN)
    assert (kept.how, kept.result, kept.by) == ("call", result, "ben")
    assert directory.store.bundle(listing).service.status == (status or before)
    assert (listing in {each.id for each in directory.snapshot().listings}) == is_public
