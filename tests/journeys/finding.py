"""What the journeys on the Find page share: opening it, and reading it as a person or a checker does."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import Frame, Locator, Page, ViewportSize, expect

PHONE = {"viewport": {"width": 375, "height": 812}, "has_touch": True, "is_mobile": True}
DESK = {"viewport": {"width": 1280, "height": 900}}
# As most people have it set; elsewhere nothing moves.
MOVING = {"reduced_motion": "no-preference"}
SLOW_MS = 20_000


def open_find(page: Page, url: str) -> None:
    """Open the page and wait for its first list."""
    page.set_default_timeout(SLOW_MS)
    expect.set_options(timeout=SLOW_MS)
    page.goto(url)
    expect(cards(page).first).to_be_visible(timeout=40_000)
    settle(page)


def cards(page: Page):
    """Give the cards of what needs travel."""
    return page.locator("ol.cards > li.card")


def near(page: Page, text: str) -> None:
    """Type where, and wait until the page measures from there."""
    page.get_by_role("textbox", name="Near", exact=True).fill(text)
    page.keyboard.press("Enter")
    expect(page.locator(".place [role=status]")).to_contain_text("Measuring from", timeout=SLOW_MS)
    settle(page)


def choose(page: Page, label: str, option: str) -> None:
    """Choose from one of the boxes as a person types and picks."""
    box = page.get_by_role("combobox", name=label)
    box.click()
    box.fill(option)
    page.get_by_role("option", name=option, exact=True).click()
    settle(page)


def map_frame(page: Page) -> Frame:
    """Give the map's frame once it has drawn."""
    page.locator(".st-key-find_map iframe").wait_for(state="attached")
    for _ in range(100):
        frame = next((each for each in page.frames if "streamlit_folium" in each.url), None)
        if frame is not None and frame.evaluate("Boolean(window.map && window.resourcemap)"):
            return frame
        page.wait_for_timeout(100)
    raise AssertionError("the map did not draw")


def marker_labels(page: Page) -> list[str]:
    """List what the marks on the map are called."""
    return (
        map_frame(page).locator(".spot").evaluate_all("nodes => nodes.map(n => n.getAttribute('aria-label'))")
    )


@cache
def _axe() -> str:
    folder = Path(axe_playwright_python.__file__).parent
    return next(folder.rglob("axe*.js")).read_text(encoding="utf-8")


def violations(place: Page | Frame, *, colours: bool = True) -> list[str]:
    """
    Run axe-core on a page or in a frame; each violation as one readable line.

    Parameters
    ----------
    colours
        Whether contrast is measured too, which takes most of the time: once will do for a page that
        is looked at again at another width.
    """
    # Evaluated by the browser's own debugger: the page's policy lets in no script of ours.
    if not place.evaluate("Boolean(window.axe)"):
        place.evaluate(_axe())
    # Every rule runs; only of what passes no list is made.
    found: list[dict[str, Any]] = place.evaluate(
        "colours => axe.run(document, {iframes: false, resultTypes: ['violations'],"
        " rules: {'color-contrast': {enabled: colours}}}).then(answer => answer.violations)",
        colours,
    )
    return [f"{each['id']}: {each['nodes'][0]['target']} {each['nodes'][0]['html'][:160]}" for each in found]


def hit(place: Locator, size: ViewportSize, key: str = "Enter") -> None:
    """Press what a person presses: with the mouse on a wide screen, with a key on a phone's."""
    if size["width"] > 640:
        place.click()
    else:
        place.press(key)


def settle(page: Page, ms: int = 300) -> None:
    """Let a change arrive: the message out, the answer in, the drawing done."""
    page.wait_for_timeout(ms)
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(timeout=SLOW_MS)
    page.wait_for_timeout(200)
