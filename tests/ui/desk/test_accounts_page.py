"""The page of accounts in Streamlit's own test runner: an invitation gives what was chosen for it alone."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest


def draw():
    """Draw the page as an administrator sees it."""
    from resourcemap.model.change import Actor
    from resourcemap.ui.desk.accounts import accounts_page

    accounts_page(Actor("ben", frozenset({"administrator"})))


@pytest.fixture
def page(directory):
    return AppTest.from_function(draw, default_timeout=60).run()


def choose(page, *roles):
    page.button_group(key="account_new_roles").set_value(list(roles)).run()


def test_each_invitation_begins_with_no_role_and_says_what_it_gives(page):
    choose(page, "editor")
    page.button(key="account_invite").click().run()
    assert not page.exception
    assert "Who opens it may work as: Editor." in [each.value for each in page.markdown]
    assert page.button_group(key="account_new_roles").value == []
    choose(page, "auditor")
    page.button(key="account_invite").click().run()
    assert "Who opens it may work as: Auditor." in [each.value for each in page.markdown]


def test_who_only_reads_is_not_given_writing_too(page):
    choose(page, "auditor", "editor")
    assert page.button(key="account_invite").disabled
    assert any("An auditor changes nothing" in each.value for each in page.warning)
    choose(page, "auditor")
    assert not page.button(key="account_invite").disabled
