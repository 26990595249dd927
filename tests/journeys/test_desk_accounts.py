"""Signing in, inviting and shutting out, as people do it in a browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from playwright.sync_api import Page, expect

from resourcemap import actions
from tests.conftest import ServedApp, TestAccount
from tests.journeys.finding import violations

pytestmark = pytest.mark.journey

SIZES = [{"width": 1280, "height": 900}, {"width": 375, "height": 800}]
PASSWORD = "seven grey boats at noon"


# Three people, three checks of whole pages: a slow machine needs a while.
@pytest.mark.timeout(300)
@pytest.mark.parametrize("size", SIZES, ids=["wide", "phone"])
def test_somebody_is_invited_makes_an_account_signs_in_and_is_shut_out(
    served_app: ServedApp,
    served_directory: actions.Directory,
    signed_in_page: Callable[..., Page],
    new_page: Callable[..., Page],
    size: dict[str, int],
) -> None:
    admin = signed_in_page("administrator", viewport=size)
    admin.goto(f"{served_app.url}/desk-accounts")
    expect(admin.get_by_role("heading", name="Accounts")).to_be_visible(timeout=60_000)
    assert violations(admin) == []
    admin.get_by_text("Invite somebody").click()
    admin.get_by_role("button", name=re.compile("^Verifier:")).first.click()
    admin.get_by_role("button", name="Make a link").click()
    link = admin.locator(".st-key-account_link_box code").inner_text()
    assert link.startswith(f"{served_app.url}/desk/invite/")
    admin.get_by_role("button", name="I have copied it").click()
    expect(admin.locator(".st-key-account_link_box")).to_have_count(0)

    # The invited person needs no script, and no mouse.
    guest = new_page(viewport=size, java_script_enabled=False)
    guest.goto(link)
    assert guest.get_by_role("heading", name="Make your account").is_visible()
    secret = guest.locator("input[name=secret]").input_value()
    name = f"Guest {size['width']}"
    guest.get_by_label("Name").fill(name)
    guest.get_by_label("New password").fill(PASSWORD)
    guest.get_by_label("The same password again").fill(PASSWORD)
    code = guest.get_by_label("Six numbers from your app")
    code.fill("000000")
    code.press("Enter")
    assert "does not fit" in guest.get_by_role("alert").inner_text()
    guest.get_by_label("New password").fill(PASSWORD)
    guest.get_by_label("The same password again").fill(PASSWORD)
    code.fill(pyotp.TOTP(secret).now())
    code.press("Enter")
    guest.wait_for_url(f"{served_app.url}/desk")
    assert guest.goto(link).status == 404  # type: ignore[union-attr]  # a page that was asked for answers

    # The code of this half minute is spent; the next one is taken too.
    worker = new_page(viewport=size)
    worker.goto(f"{served_app.url}/desk")
    worker.get_by_role("link", name="Sign in").click(timeout=60_000)
    assert violations(worker) == []
    worker.get_by_label("Name").fill(name.upper())
    worker.get_by_label("Password").fill(PASSWORD)
    worker.get_by_label("Six numbers").fill(pyotp.TOTP(secret).at(datetime.now(UTC) + timedelta(seconds=30)))
    worker.get_by_role("button", name="Sign in").click()
    expect(worker.get_by_text(f"Signed in: {name}")).to_be_visible(timeout=60_000)
    assert len(worker.context.pages) == 1
    cookie = next(each for each in worker.context.cookies() if each["name"] == "resourcemap_session")
    assert cookie["httpOnly"]
    assert cookie["sameSite"] == "Strict"
    assert violations(worker) == []

    # A page that needs another role says so.
    worker.goto(f"{served_app.url}/desk-accounts")
    expect(worker.get_by_text("Your account does not open this page")).to_be_visible(timeout=60_000)

    # Shut out while the page is open: the next click shows nothing of the desk any more.
    admin.reload()
    admin.get_by_text(name).first.click(timeout=60_000)
    admin.get_by_role("button", name="Shut out").locator("visible=true").click()
    expect(admin.get_by_text("Done")).to_be_visible()
    worker.get_by_role("link", name="Desk", exact=True).click()
    expect(worker.get_by_role("link", name="Sign in")).to_be_visible()
    expect(worker.get_by_text("Signed in:")).to_have_count(0)


def test_signing_out_ends_the_same_sign_in_in_every_tab(
    served_app: ServedApp, signed_in_page: Callable[..., Page]
) -> None:
    first = signed_in_page("editor")
    first.goto(f"{served_app.url}/desk")
    second = first.context.new_page()
    second.goto(f"{served_app.url}/desk")
    expect(second.get_by_text("Signed in:")).to_be_visible(timeout=60_000)
    first.get_by_role("button", name="Sign out").click(timeout=60_000)
    expect(first.get_by_role("link", name="Sign in")).to_be_visible()
    second.get_by_role("link", name="Desk", exact=True).click()
    expect(second.get_by_role("link", name="Sign in")).to_be_visible()


def test_the_door_without_scripts_has_no_violation_and_closes(
    served_app: ServedApp, account: Callable[..., TestAccount], new_page: Callable[..., Page]
) -> None:
    who = account("contributor")
    page = new_page(viewport=SIZES[1])
    page.goto(f"{served_app.url}/desk/sign-in")
    page.get_by_label("Name").fill(who.name)
    page.get_by_label("Password").fill("not the password")
    page.get_by_role("button", name="Sign in").click()
    assert "do not fit together" in page.get_by_role("alert").inner_text()
    assert violations(page) == []
    page.get_by_label("Password").fill(who.password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{served_app.url}/desk")
    page.goto(f"{served_app.url}/desk/sign-out")
    assert violations(page) == []
    page.get_by_role("button", name="Sign out").click()
    assert page.get_by_role("heading", name="You are signed out").is_visible()
    assert violations(page) == []
    assert not [each for each in page.context.cookies() if each["name"] == "resourcemap_session"]
