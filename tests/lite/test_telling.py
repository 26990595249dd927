"""Without scripts and without an account: a place to add, a correction, a code, and the policies."""

import re
from datetime import UTC, datetime

import pytest

from resourcemap import actions
from resourcemap.model.change import OPERATOR

NOW = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)


def code_in(text: str) -> str:
    return re.search(r"Your code is ([A-Z0-9]{8})", text)[1]


def go(browser, path: str):
    return browser.press(next(each for each in browser.page.buttons if each.get("formaction") == path))


def test_a_place_is_proposed_and_its_code_tells_what_came_of_it(browser, sample) -> None:
    go(browser, "/lite/tell")
    browser.press(browser.page.button("do", "add"), add_name="Porch <b>chess</b>", add_city="Baltimore")
    code = code_in(browser.text)
    browser.press(browser.page.button("do", "ask"), asked_code=code.lower())
    assert "It waits for staff." in browser.text
    view = next(
        each for each in actions.place_proposals(sample, by=OPERATOR, now=NOW) if each.proposal.code == code
    )
    assert view.proposal.document["answers"] == {"name": "Porch <b>chess</b>", "city": "Baltimore"}
    actions.decline_place(sample, code, reason="It is <i>listed</i>.", by=OPERATOR, now=NOW)
    browser.press(browser.page.button("do", "ask"), asked_code=code)
    assert "did not change the list" in browser.text
    assert "It is &lt;i&gt;listed&lt;/i&gt;." in browser.text
    assert code not in str(browser.page.fields)


def test_too_little_is_said_so_and_what_was_typed_stays(browser) -> None:
    go(browser, "/lite/tell")
    browser.press(browser.page.button("do", "add"), add_name="Porch chess")
    assert "It needs a name, and an address" in browser.text
    assert ("add_name", "Porch chess") in browser.page.fields


def test_a_correction_and_a_contact_travel_with_a_report(browser, sample) -> None:
    browser.press(browser.page.button("do", "find"))
    first = browser.page.ids()[0]
    browser.press(browser.page.button("open", first))
    help_button = next(each for each in browser.page.buttons if each.get("formaction") == "/lite/help")
    browser.press(help_button)
    browser.press(
        browser.page.button("do", "report"),
        kind="wrong",
        fix_phone="410-555-0177",
        fix_contact="me@example.org",
    )
    code = code_in(browser.text)
    kept = sample.store.inbox.report(code)
    assert (kept.changes, kept.contact) == ({"phone": "410-555-0177"}, "me@example.org")
    sample.store.inbox.close(code)


@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_the_policies_are_read_in_each_language(client, language) -> None:
    answer = client.get("/lite/policies", headers={"accept-language": language})
    assert answer.status_code == 200
    assert "180" in answer.text
    assert "548" in answer.text
    assert f'lang="{language}"' in answer.text
