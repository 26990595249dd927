"""Twenty journeys: what is looked for is in no address, no title and no Referer."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.journey

PATIENCE_MS = 60_000
# Where a word is typed on a light page, and which pages somebody opens after it.
LIGHT = [
    (field, pages)
    for field in ("near", "words")
    for pages in (
        (),
        ("/lite/plan",),
        ("/lite/place",),
        ("/lite/place", "/lite/help"),
        ("/lite/home", "/lite/find"),
        ("/lite/plan", "/lite/print"),
        ("/lite/plan", "/lite/text", "/lite/plan"),
    )
]
DASHBOARD = ["near", "what", "note", "plan", "home", "kept"]


@contextmanager
def watched(page: Page) -> Iterator[list[str]]:
    """Collect everything others may read of a journey: addresses, Referers, titles."""
    seen: list[str] = []
    page.on("request", lambda each: seen.extend([each.url, each.headers.get("referer", "")]))
    page.on("framenavigated", lambda frame: seen.append(frame.url))
    yield seen
    seen += [page.url, page.title(), page.evaluate("document.referrer")]


def test_there_are_twenty_journeys() -> None:
    assert len(LIGHT) + len(DASHBOARD) == 20


def test_no_light_journey_shows_what_was_typed(chromium, served_app) -> None:
    context = chromium.new_context(java_script_enabled=True)
    try:
        page = context.new_page()
        for field, pages in LIGHT:
            word = f"kanari{secrets.token_hex(6)}"
            with watched(page) as seen:
                page.goto(f"{served_app.url}/lite")
                page.locator(f"input[name={field}]").fill(word)
                page.locator("button.go").click()
                page.wait_for_url("**/lite/find")
                assert word in page.content(), "the page did read the word"
                for path in pages:
                    seen.append(page.title())
                    button = page.locator(f"button[formaction^='{path}']:visible").first
                    if button.count() == 0:  # Nothing was found, so there is no place to open: its address.
                        page.evaluate(
                            "path => { document.forms[0].action = path; document.forms[0].submit() }", path
                        )
                    else:
                        button.click()
                    page.wait_for_url(f"**{path}*")
            assert [each for each in seen if word in each or "?" in each] == [], (field, pages)
    finally:
        context.close()


def test_no_journey_on_the_dashboard_shows_what_was_typed(chromium, served_app) -> None:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    try:
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.goto(served_app.url)
        page.locator("ol.cards > li.card").first.wait_for(timeout=PATIENCE_MS)
        page.locator("ol.cards > li.card button.main").first.click()
        page.locator(".st-key-nav_plan a", has_text="(1)").wait_for()
        for journey in DASHBOARD:
            word = f"kanari{secrets.token_hex(6)}"
            with watched(page) as seen:
                _type(page, journey, word)
            assert [each for each in seen if word in each] == [], journey
    finally:
        context.close()


def _type(page: Page, journey: str, word: str) -> None:
    """Type a word where a journey does, and wait until the server has read it."""

    def to(name: str) -> None:
        page.locator(f".st-key-nav_{name} a:visible, .st-key-foot a:visible").first.click()

    if journey == "note":
        to("plan")
        note = page.locator("textarea").first
        note.fill(word)
        note.blur()
        page.get_by_text("Print my notes too", exact=True).click()
        page.get_by_role("button", name="Print one page").click()
        page.frame_locator("iframe").get_by_text(word).first.wait_for()
        return
    page.locator(".st-key-brand a").click()
    near = page.get_by_role("textbox", name="Near", exact=True)
    near.wait_for()
    if journey == "near":
        near.fill(word)
        near.press("Enter")
        page.get_by_text(word).first.wait_for()
    else:
        what = page.get_by_role("combobox", name="What")
        what.click()
        what.fill(word)
        what.press("Enter")
        page.get_by_role("button", name=f"Remove “{word}”").wait_for()
    said = {"plan": "Four parts of a good life", "home": "One pot of soup", "kept": "What we do not keep"}
    if journey in said:
        to(journey)
        page.get_by_text(said[journey]).first.wait_for()
