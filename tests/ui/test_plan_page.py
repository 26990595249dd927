"""The plan, at-home and privacy pages in Streamlit's own test runner."""

from __future__ import annotations

from dataclasses import replace

import pytest

from resourcemap.model.plan import Plan, PlanItem


def opened(page, name: str):
    """Open another page the way its link does."""
    page.session_state["go"] = name
    page.run()
    assert not page.exception
    return page


def buttons(page) -> dict[str, object]:
    return {button.key: button for button in page.button}


@pytest.fixture
def first_ids(page):
    """Some groups with times that are known."""
    from resourcemap import actions
    from resourcemap.search.query import SearchQuery
    from resourcemap.ui.shared import directory, now

    found = actions.find(
        directory(), SearchQuery(include={"category": frozenset({"support-group"})}, limit=5), now=now()
    )
    return [match.listing.id for match in found.matches]


@pytest.fixture
def planned(page, first_ids):
    """The plan's page with three places and one thing to do at home."""
    items = (*(PlanItem("listing", each) for each in first_ids[:3]), PlanItem("at-home", "kind-minute"))
    page.session_state["plan"] = Plan(items)
    return opened(page, "plan")


def test_an_empty_plan_says_so_and_has_nothing_to_hand_over(page):
    opened(page, "plan")
    assert page.title[0].value == "My plan"
    assert any("Your plan is empty" in each.value for each in page.markdown)
    assert not any(key and key.startswith("hand_") for key in buttons(page))


def test_a_plan_offers_every_way_to_take_it_along_with_one_press(planned):
    assert {"hand_print", "hand_text", "hand_email", "hand_code"} <= set(buttons(planned))
    assert {each.key for each in planned.get("download_button")} == {"hand_pdf", "hand_calendar"}


def test_the_switch_for_neutral_names_stays_when_another_page_was_open(planned):
    planned.checkbox(key="discreet_box").check().run()
    opened(planned, "home")
    opened(planned, "plan")
    assert planned.checkbox(key="discreet_box").value is True


def test_pressing_print_again_prints_again(planned):
    buttons(planned)["hand_print"].click().run()
    first = planned.session_state["hand_press"]
    buttons(planned)["hand_print"].click().run()
    assert planned.session_state["hand_press"] == first + 1


def test_what_is_taken_along_opens_and_closes_in_place(planned):
    buttons(planned)["hand_code"].click().run()
    assert not planned.exception
    assert "hand_close" in buttons(planned)
    buttons(planned)["hand_close"].click().run()
    assert "hand_close" not in buttons(planned)


def test_clearing_asks_once_and_then_forgets_plan_place_and_filters(planned):
    asked = planned.session_state["asked"]
    planned.session_state["asked"] = replace(asked, what="home", remote_first=True)
    planned.session_state["near_typed"] = "21201"
    buttons(planned)["clear_ask"].click().run()
    assert len(planned.session_state["plan"].items) == 4
    buttons(planned)["clear_yes"].click().run()
    assert not planned.exception
    assert planned.title[0].value == "Find people and places"
    assert any("All cleared" in each.value for each in planned.success)
    for name in ("plan", "near_typed", "discreet"):
        assert name not in planned.session_state
    assert planned.session_state["asked"].what == "anything"
    assert not planned.session_state["asked"].remote_first
    assert planned.text_input(key="near").value == ""


def test_clearing_can_be_called_off(planned):
    buttons(planned)["clear_ask"].click().run()
    buttons(planned)["clear_no"].click().run()
    assert len(planned.session_state["plan"].items) == 4
    assert "clear_ask" in buttons(planned)


def test_what_was_typed_on_the_find_page_is_there_again_after_another_page(page):
    page.text_input(key="near").set_value("21201").run()
    page.selectbox(key="what").select("home").run()
    opened(page, "kept")
    opened(page, "find")
    assert page.text_input(key="near").value == "21201"
    assert page.selectbox(key="what").value == "home"
    assert page.session_state["asked"].origin.label == "21201 Baltimore, MD"


def test_who_cannot_go_out_gets_what_can_be_joined_from_home_first(page):
    page.checkbox(key="home_first").check().run()
    assert not page.exception
    assert page.session_state["asked"].remote_first
    opened(page, "plan")
    assert any("join from home" in each.value for each in page.info)


def test_the_page_of_what_is_kept_tells_the_limits_of_leaving(page):
    opened(page, "kept")
    text = " ".join(each.value for each in page.markdown)
    assert page.title[0].value == "What is kept, and what is not"
    for words in ("browser's history", "spyware", "We do not ask for a name", "internet provider"):
        assert words in text


def test_things_to_do_at_home_can_be_printed(page):
    opened(page, "home")
    assert page.title[0].value == "At home tonight"
    buttons(page)["home_print_all"].click().run()
    assert not page.exception
    assert len(page.session_state["home_print"]) == 15
    buttons(page)["home_close"].click().run()
    assert page.session_state["home_print"] == ()


def test_nothing_of_a_plan_is_in_the_address(planned):
    assert dict(planned.query_params) == {}


def test_a_place_that_is_open_leads_to_help_and_to_an_anonymous_report(page, first_ids):
    page.session_state["open"] = first_ids[0]
    page.run()
    assert not page.exception
    assert page.expander[0].label in ("If you are turned away", "Tell us about this place")
    page.radio(key="report_kind").set_value("closed")
    page.text_area(key="report_text").set_value("The door was shut for a week.")
    next(each for each in page.button if each.label == "Send").click().run()
    assert not page.exception
    assert any("Thank you" in each.value for each in page.success)
    assert page.session_state["report_text"] == ""
