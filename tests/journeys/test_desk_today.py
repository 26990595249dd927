"""The desk's day in a browser: what is urgent, checking by phone, what the public told, policies."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from resourcemap import actions
from resourcemap.model.change import OPERATOR
from resourcemap.model.freshness import FreshnessPolicy
from resourcemap.model.verification import Verification
from tests.conftest import ServedApp, TestAccount
from tests.journeys.finding import hit, settle, violations

pytestmark = [pytest.mark.journey, pytest.mark.timeout(300)]

SIZES = [{"width": 1280, "height": 900}, {"width": 375, "height": 800}]
SLOW_MS = 60_000


def go(page: Page, served_app: ServedApp, path: str, heading: str) -> None:
    page.goto(f"{served_app.url}/{path}")
    expect(page.get_by_role("heading", name=heading, level=1)).to_be_visible(timeout=SLOW_MS)
    settle(page)


def by_a_visit(page: Page, size: dict[str, int]) -> None:
    """Choose that way of checking."""
    way = page.get_by_role("radio", name="By a visit")
    expect(way).to_be_attached(timeout=SLOW_MS)
    if size["width"] > 640:
        page.get_by_text("By a visit", exact=True).click()
    else:
        way.press("Space")
    settle(page)
    expect(way).to_be_checked()


@pytest.mark.parametrize("size", SIZES, ids=["wide", "phone"])
def test_an_unchanged_place_is_checked_in_three_clicks_from_the_desk(
    served_app: ServedApp,
    served_directory: actions.Directory,
    signed_in_page: Callable[..., Page],
    size: dict[str, int],
) -> None:
    page = signed_in_page("verifier", viewport=size)
    go(page, served_app, "desk", "Today at the desk")
    expect(page.locator(".desk-bars:visible")).to_have_count(4)
    assert violations(page) == []
    first = page.locator(".st-key-desk_items_hidden button").first
    name = first.inner_text().strip()
    hit(first, size)  # 1
    expect(page.get_by_role("heading", name=name)).to_be_visible(timeout=SLOW_MS)
    settle(page)
    assert violations(page) == []
    by_a_visit(page, size)  # 2
    hit(page.get_by_role("button", name="Nothing changed"), size)  # 3
    expect(page.get_by_text(f"Kept: {name} was checked today.")).to_be_visible(timeout=SLOW_MS)
    today = datetime.now(UTC).astimezone(served_directory.zone).date()
    checked = [
        each
        for each in served_directory.snapshot().listings
        if each.name == name and each.assured_date == today
    ]
    (kept, *_) = served_directory.store.checks.of(checked[0].id)
    assert (kept.how, kept.result) == ("visit", "unchanged")
    assert kept.by.startswith("verifier")


@pytest.mark.parametrize("size", SIZES, ids=["wide", "phone"])
def test_an_answer_is_shown_as_a_difference_before_it_is_kept_and_each_other_one_does_what_it_says(
    served_app: ServedApp,
    served_directory: actions.Directory,
    signed_in_page: Callable[..., Page],
    size: dict[str, int],
) -> None:
    page = signed_in_page("verifier", "editor", viewport=size)
    number = f"410-556-{size['width']:04}"
    go(page, served_app, "desk-verify", "Check places")
    hit(page.locator(".st-key-verify_row_0 button").first, size)
    phone = page.get_by_label("Phone", exact=True)
    phone.wait_for(timeout=SLOW_MS)
    # One without a phone or a website has no way chosen yet.
    by_a_visit(page, size)
    phone.fill(number)
    phone.press("Tab")
    expect(page.locator(".st-key-verify_changes")).to_contain_text(number, timeout=SLOW_MS)
    settle(page)
    assert violations(page) == []
    hit(page.get_by_role("button", name="Save what changed"), size)
    expect(page.get_by_text(re.compile("was checked today"))).to_be_visible(timeout=SLOW_MS)

    def answer(button: str) -> tuple[str, datetime]:
        """Give another answer of the next place; give its name, and when that was."""
        hit(page.locator(".st-key-verify_row_0 button").first, size)
        by_a_visit(page, size)
        name = page.locator("h2").first.inner_text()
        began = datetime.now(UTC)
        hit(page.get_by_role("button", name=button), size)
        return name, began

    def checked(name: str, began: datetime) -> tuple[str, Verification]:
        """Find the one of that name that was checked since, and its check."""
        (found,) = (
            (bundle.service_at_location.id, check)
            for bundle in served_directory.store.bundles()
            if bundle.service.name == name
            for check in served_directory.store.checks.of(bundle.service_at_location.id)
            if check.at >= began
        )
        return found

    def listed() -> set[str]:
        return {each.id for each in served_directory.snapshot().listings}

    name, began = answer("Nobody answered")
    expect(page.get_by_text(f"Kept: nobody answered at {name}. It stays on the list.")).to_be_visible()
    listing_id, kept = checked(name, began)
    assert (kept.how, kept.result) == ("visit", "not-reached")
    assert listing_id in listed()
    for button, status in (("Closed for now", "temporarily closed"), ("Closed for good", "defunct")):
        name, began = answer(button)
        if status == "defunct":
            expect(page.get_by_text(f"{name} leaves the public list.")).to_be_visible()
            settle(page)
            assert violations(page) == []
            hit(page.get_by_role("button", name="Yes, take it out"), size)
        expect(page.get_by_text(f"Kept: {name} was checked today.")).to_be_visible()
        listing_id, _ = checked(name, began)
        assert served_directory.store.bundle(listing_id).service.status == status
    assert listing_id not in listed()
    go(page, served_app, "desk-history", "What was changed")
    hit(page.get_by_role("button", name=re.compile(f"^Take back: {re.escape(name)}")).first, size)
    hit(page.get_by_role("button", name="Yes, take it back"), size)
    expect(page.get_by_text(re.compile("^Taken back. Fields"))).to_be_visible()
    assert listing_id in listed()


@pytest.mark.parametrize("size", SIZES, ids=["wide", "phone"])
def test_a_correction_from_the_public_is_accepted_in_four_clicks_and_its_code_tells(
    served_app: ServedApp,
    served_directory: actions.Directory,
    signed_in_page: Callable[..., Page],
    new_page: Callable[..., Page],
    size: dict[str, int],
) -> None:
    now = datetime.now(UTC)
    listing = next(
        each for each in actions.public_listings(served_directory, now=now) if each.phones and each.point
    )
    number = f"410-555-{size['width']:04}"
    code = actions.report(served_directory, listing.id, "wrong", changes={"phone": number}, now=now)
    page = signed_in_page("editor", viewport=size)
    go(page, served_app, "desk", "Today at the desk")
    hit(page.locator(".st-key-desk_open_report-other button"), size)  # 1
    pick = page.locator(f".st-key-told_pick_{code} button")
    expect(pick).to_be_visible(timeout=SLOW_MS)
    hit(pick, size)  # 2
    expect(page.locator(".st-key-told_changes")).to_contain_text(number, timeout=SLOW_MS)
    settle(page)
    assert violations(page) == []
    hit(page.get_by_role("button", name="Accept"), size)  # 3
    expect(page.get_by_text("Done. The history page can take it back.")).to_be_visible(timeout=SLOW_MS)
    assert served_directory.store.bundle(listing.id).service.phones[0].number == number or any(
        each.number == number for each in actions.listing(served_directory, listing.id, now=now).phones
    )
    visitor = new_page(viewport=size)
    go(visitor, served_app, "tell", "Tell us")
    assert violations(visitor) == []
    visitor.get_by_label("Your code").fill(code)
    hit(visitor.get_by_role("button", name="Look", exact=True), size)
    expect(visitor.get_by_text("Staff looked at it and acted.")).to_be_visible(timeout=SLOW_MS)
    assert code not in visitor.url


@pytest.mark.parametrize("size", SIZES, ids=["wide", "phone"])
def test_a_place_to_add_an_edit_and_a_failed_backup_open_from_the_home_by_keyboard(
    served_app: ServedApp,
    served_directory: actions.Directory,
    account: Callable[..., TestAccount],
    signed_in_page: Callable[..., Page],
    size: dict[str, int],
) -> None:
    now = datetime.now(UTC)
    name = f"Quilt hall {size['width']}"
    actions.propose_place(served_directory, {"name": name, "zip": "21201"}, now=now)
    by = account("contributor").actor
    listing = actions.public_listings(served_directory, now=now)[size["width"] % 7]
    draft = actions.open_draft(served_directory, listing.id, by=by, now=now)
    actions.save_draft(served_directory, draft.id, {"wait": f"{size['width']} days"}, by=by, now=now)
    actions.save_edit(served_directory, draft.id, by=by, now=now)

    page = signed_in_page("administrator", viewport=size)
    go(page, served_app, "desk", "Today at the desk")
    page.locator(".st-key-desk_items_place").get_by_role("button", name=name).press("Enter")
    expect(page.get_by_role("heading", name=name)).to_be_visible(timeout=SLOW_MS)
    expect(page.get_by_role("radio", name="The middle of 21201 Baltimore, MD")).to_be_checked()
    page.get_by_role("radio", name="The middle of 21201 Baltimore, MD").press("ArrowDown")
    expect(page.get_by_role("button", name="Accept")).to_be_disabled(timeout=SLOW_MS)
    page.get_by_role("button", name="Pin of this place").press("ArrowUp", timeout=SLOW_MS)
    expect(page.get_by_role("button", name="Accept")).to_be_enabled(timeout=SLOW_MS)
    settle(page)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Accept").press("Enter")
    expect(page.get_by_text("Done. The history page can take it back.")).to_be_visible(timeout=SLOW_MS)
    (listed,) = [each for each in served_directory.snapshot().listings if each.name == name]
    assert not listed.point_is_approximate

    go(page, served_app, "desk", "Today at the desk")
    page.locator(".st-key-desk_items_edit").get_by_role("button", name=listing.name).last.press("Enter")
    expect(page.get_by_text(f"{size['width']} days")).to_be_visible(timeout=SLOW_MS)
    settle(page)
    assert violations(page) == []
    page.get_by_role("button", name="Accept").press("Enter")
    expect(page.get_by_text("Accepted. It is in the list now.")).to_be_visible(timeout=SLOW_MS)

    # The server's own first backup would take a fault from before it off the desk again.
    deadline = time.monotonic() + 60
    while actions.last_backup(served_directory) is None:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    backups, later = served_directory.store.backups, datetime.now(UTC)
    backups.fail(backups.begin(by="server", at=later), at=later, fault="The folder is full.")
    go(page, served_app, "desk", "Today at the desk")
    page.locator(".st-key-desk_items_backup button").first.press("Enter")
    expect(page.get_by_text("The folder is full.").first).to_be_visible(timeout=SLOW_MS)
    settle(page)
    assert violations(page) == []
    for run in actions.imports(served_directory, by=OPERATOR)[:2]:
        actions.undo_import(served_directory, run.id, by=OPERATOR, now=now)


def test_the_most_urgent_group_opens_by_keyboard_and_shortcuts_can_be_switched_off(
    served_app: ServedApp, served_directory: actions.Directory, signed_in_page: Callable[..., Page]
) -> None:
    now = datetime.now(UTC)
    listing = actions.public_listings(served_directory, now=now)[3]
    actions.report(served_directory, listing.id, "unsafe", now=now)
    page = signed_in_page("verifier", viewport=SIZES[0])
    go(page, served_app, "desk", "Today at the desk")
    page.get_by_text("Keyboard shortcuts", exact=True).click()
    expect(page.get_by_text("Press Alt and a number")).to_have_count(0)
    settle(page)
    page.keyboard.press("Alt+1")
    settle(page)
    expect(page.get_by_role("heading", name="Today at the desk")).to_be_visible()
    page.get_by_text("Keyboard shortcuts", exact=True).click()
    expect(page.get_by_text("Press Alt and a number")).to_be_visible(timeout=SLOW_MS)
    settle(page)
    page.keyboard.press("Alt+1")
    expect(page.get_by_role("heading", name="From the public")).to_be_visible(timeout=SLOW_MS)


@pytest.mark.parametrize("size", SIZES, ids=["wide", "phone"])
def test_policies_are_set_at_the_desk_and_read_by_everyone(
    served_app: ServedApp,
    served_directory: actions.Directory,
    signed_in_page: Callable[..., Page],
    new_page: Callable[..., Page],
    size: dict[str, int],
) -> None:
    page = signed_in_page("administrator", viewport=size)
    go(page, served_app, "desk-policies", "Policies")
    assert violations(page) == []
    days = 170 + size["width"] % 7
    box = page.get_by_label("Up to date for (days)")
    box.fill(str(days))
    box.press("Tab")
    hit(page.get_by_role("button", name="Save the days"), size)
    expect(page.get_by_text("Saved. It holds now.")).to_be_visible(timeout=SLOW_MS)
    reader = new_page(viewport=size)
    go(reader, served_app, "policies", "What we list, and what to know")
    expect(reader.get_by_text(f"within {days} days")).to_be_visible()
    assert violations(reader) == []
    text = f"We list what helps people of {size['width']} streets."
    page.get_by_role("textbox", name="What we list").fill(text)
    hit(page.get_by_role("button", name="Publish: What we list"), size)
    expect(page.get_by_text("Saved. It holds now.")).to_be_visible(timeout=SLOW_MS)
    reader.reload()
    expect(reader.get_by_text(text)).to_be_visible(timeout=SLOW_MS)
    page.get_by_label("Name", exact=True).fill("Golden Beds")
    page.get_by_label("Why", exact=True).fill("Takes money in secret")
    page.get_by_role("button", name="Put on the list").press("Enter")
    expect(page.get_by_text("Golden Beds: Takes money in secret")).to_be_visible(timeout=SLOW_MS)
    settle(page)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Take off: Golden Beds").press("Enter")
    expect(page.get_by_text("Golden Beds: Takes money in secret")).to_have_count(0, timeout=SLOW_MS)
    assert actions.do_not_list(served_directory, by=OPERATOR) == ()
    actions.set_policy_text(
        served_directory, "inclusion", "", language="en", by=OPERATOR, now=datetime.now(UTC)
    )
    actions.set_freshness(served_directory, FreshnessPolicy(), by=OPERATOR, now=datetime.now(UTC))
