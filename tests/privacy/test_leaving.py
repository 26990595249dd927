"""Leaving in a hurry, from every page a plan lives on: at once, telling nothing, with nothing behind Back."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import cycle, islice
from statistics import median
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest

from tests.conftest import ServedApp

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

pytestmark = pytest.mark.journey

TIMES = 20
LONGEST_MS = 500
PATIENCE_MS = 60_000
# What stands on the page and must not be seen again.
DASHBOARD = {"/plan": "Four parts of a good life", "/home": "One pot of soup", "/kept": "What we do not keep"}
LIGHT = {
    "/lite": "Find people and places",
    "/lite/home": "One pot of soup",
    "/lite/find": "Change what you look for",
    "/lite/place": "Back to the list",
    "/lite/plan": "Four parts of a good life",
    "/lite/help": "Tell us about this place",
}

# Written to a cookie, which is there at once: the page itself, and what it says, is gone by then.
WATCH = """
() => {
  const told = {};
  const start = () => { told.pressed ??= performance.timeOrigin + performance.now(); };
  addEventListener("pointerdown", start, true);
  addEventListener("keydown", start, true);
  new MutationObserver(() => {
    if (told.covered || !document.getElementById("leave-cover")) return;
    told.covered = performance.timeOrigin + performance.now();
    told.session = Object.keys(sessionStorage);
    document.cookie = "told=" + encodeURIComponent(JSON.stringify(told));
  }).observe(document.documentElement, { childList: true });
}
"""


def _by_button(page: Page) -> None:
    page.locator("#leave-now").click(no_wait_after=True)


def _by_key(page: Page) -> None:
    page.locator("#leave-now").focus()
    page.keyboard.press("Enter")


def _by_shift(page: Page) -> None:
    for _ in range(3):
        page.keyboard.press("Shift")


def _told(context: BrowserContext) -> dict[str, Any]:
    """Read what the page that was left said of itself."""
    said = next(cookie["value"] for cookie in context.cookies() if cookie["name"] == "told")
    context.clear_cookies()
    told: dict[str, Any] = json.loads(unquote(said))
    return told


def _send(page: Page, path: str, **more: str) -> None:
    """Go on to a light page as its button does, with all that is set."""
    page.evaluate(
        """([path, more]) => {
            const form = document.forms[0];
            for (const [name, value] of Object.entries(more)) {
              const field = document.createElement("input");
              field.type = "hidden"; field.name = name; field.value = value; form.append(field);
            }
            form.action = path; form.submit();
        }""",
        [path, more],
    )


def _open(page: Page, app: ServedApp, path: str, listing_id: str) -> str:
    """Open a page the way people reach it; give what stands on it."""
    if path in DASHBOARD:
        page.goto(app.url + path, wait_until="commit")
        said = DASHBOARD[path]
    else:
        page.goto(app.url + (path if path in ("/lite", "/lite/home") else "/lite"))
        said = LIGHT[path]
        if path not in ("/lite", "/lite/home"):
            page.get_by_text(LIGHT["/lite"]).first.wait_for()
            _send(page, path, near="21201", what="peers", open=listing_id, add=listing_id)
            page.wait_for_url(app.url + path)
    page.get_by_text(said).first.wait_for(timeout=PATIENCE_MS)
    page.locator("#leave-now").wait_for()
    return said


@pytest.fixture(scope="module")
def listing_id(served_app: ServedApp) -> str:
    """A meeting in the data."""
    from tests.conftest import HTTP
    from tests.lite.conftest import Form

    answer = HTTP.post(f"{served_app.url}/lite/find", data={"near": "21201", "what": "peers"})
    return Form(answer.text).ids()[0]


@pytest.mark.parametrize("pages", ["dashboard", "light"])
@pytest.mark.parametrize("leave", [_by_button, _by_key, _by_shift])
def test_twenty_times_the_page_is_covered_at_once_tells_nothing_and_stays_away(
    chromium, served_app: ServedApp, listing_id: str, leave: Callable[[Page], None], pages: str
) -> None:
    context: BrowserContext = chromium.new_context(viewport={"width": 1280, "height": 900})
    waits: list[float] = []
    try:
        # Pages that draw themselves take seconds to come: the light ones make up the twenty.
        light = islice(cycle(LIGHT), TIMES - len(DASHBOARD))
        for path in DASHBOARD if pages == "dashboard" else light:
            page = context.new_page()
            said = _open(page, served_app, path, listing_id)
            page.evaluate(WATCH)
            page.wait_for_timeout(50)
            referers: list[str | None] = []
            page.on("request", lambda request, sent=referers: sent.append(request.headers.get("referer")))
            leave(page)
            page.wait_for_url(served_app.leave_url)
            told = _told(context)
            assert told["covered"] - told["pressed"] < LONGEST_MS, path
            assert told["session"] == ["left"]
            waits.append(page.evaluate("performance.timeOrigin") - told["pressed"])
            assert page.evaluate("document.referrer") == ""
            assert not any(referers), path

            page.evaluate("() => { setTimeout(() => history.back(), 0); }")
            page.wait_for_timeout(150)
            is_away = f"""() => location.href.startsWith({json.dumps(served_app.leave_url)})
                || location.href === "about:blank" || Boolean(document.getElementById("leave-cover"))"""
            page.wait_for_function(is_away)
            if page.locator("#leave-cover").count() == 0:
                assert said not in page.inner_text("html"), path
            page.close()
        assert median(waits) < LONGEST_MS
    finally:
        context.close()
