"""Telling staff and reading the policies, in Streamlit's own runner: nothing typed is lost or left behind."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from streamlit.testing.v1 import AppTest

from resourcemap import actions
from resourcemap.model.change import OPERATOR


def open_page(page: AppTest, name: str) -> AppTest:
    page.session_state["go"] = name
    return page.run()


def press(page: AppTest, label: str) -> None:
    next(each for each in page.button if each.label == label).click().run()


def shown(page: AppTest) -> str:
    return " ".join(each.value for each in (*page.markdown, *page.success, *page.warning))


def test_a_place_is_sent_and_its_words_leave_the_screen(page, sample_environ) -> None:
    open_page(page, "tell")
    page.text_input(key="tell_name").set_value("Porch chess")
    press(page, "Send to staff")
    assert "It needs a name, and an address" in shown(page)
    assert page.text_input(key="tell_name").value == "Porch chess"
    page.text_input(key="tell_city").set_value("Baltimore")
    press(page, "Send to staff")
    code = re.search(r"Your code is ([A-Z0-9]{8})", shown(page))[1]
    assert page.text_input(key="tell_name").value == ""
    page.text_input(key="tell_code").set_value(code)
    press(page, "Look")
    assert "It waits for staff" in shown(page)
    with actions.open_directory(sample_environ["RESOURCEMAP_DATABASE"]) as directory:
        actions.decline_place(directory, code, reason="[We](x) know it.", by=OPERATOR, now=datetime.now(UTC))
    page.text_input(key="tell_code").set_value(code)
    press(page, "Look")
    assert r"\[We\]\(x\) know it" in shown(page), "a text of people stays text"


@pytest.mark.parametrize("name", ["desk", "desk-verify", "desk-reports", "desk-policies"])
def test_the_desk_shows_nothing_to_a_stranger(page, name) -> None:
    open_page(page, name)
    assert [each.value for each in page.title] == ["The desk"]
    assert not page.text_input
    assert not page.number_input


def test_the_policies_say_how_often_places_are_checked(page) -> None:
    open_page(page, "policies")
    assert "checked within 180 days" in shown(page)
