"""Quick exit, in a real browser."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ServedApp

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.journey, pytest.mark.alone]

# Says, from within the page that goes away, when the white sheet came and what was left behind.
WATCH = """
() => {
  let pressed;
  const start = () => { pressed ??= performance.now(); };
  addEventListener("pointerdown", start, true);
  addEventListener("keydown", start, true);
  new MutationObserver(() => {
    if (!document.getElementById("leave-cover")) return;
    const state = { ms: performance.now() - pressed, title: document.title,
                    local: Object.keys(localStorage), session: Object.keys(sessionStorage) };
    console.log("covered " + JSON.stringify(state));
  }).observe(document.documentElement, { childList: true });
}
"""


def _open(new_page: Callable[..., Page], app: ServedApp, **options: object) -> Page:
    page = new_page(**options)
    page.goto(app.url)
    page.get_by_role("heading", name="First").wait_for()
    return page


def _by_button(page: Page) -> None:
    page.get_by_role("button", name="Leave now").click(no_wait_after=True)


def _by_shift(page: Page) -> None:
    for _ in range(3):
        page.keyboard.press("Shift")


def _by_shift_while_typing(page: Page) -> None:
    page.get_by_label("Near").fill("212")
    _by_shift(page)


def _by_shift_in_the_map(page: Page) -> None:
    page.frame_locator("iframe").locator(".leaflet-container").click()
    _by_shift(page)


@pytest.mark.parametrize("leave", [_by_button, _by_shift, _by_shift_while_typing, _by_shift_in_the_map])
def test_leaving_covers_at_once_and_back_shows_nothing(
    new_page: Callable[..., Page], served_probe: ServedApp, leave: Callable[[Page], None]
) -> None:
    page = _open(new_page, served_probe)
    page.frame_locator("iframe").locator("path.leaflet-interactive").wait_for()
    referers: list[str | None] = []
    page.on("request", lambda request: referers.append(request.headers.get("referer")))
    leave(page)
    page.wait_for_url(served_probe.leave_url)
    assert page.get_by_role("heading", name="Sunny today").is_visible()
    assert set(referers) == {None}

    page.go_back()
    page.wait_for_timeout(300)
    assert served_probe.url not in page.url
    assert "First" not in page.inner_text("html")


def test_the_cover_comes_within_300_ms_and_what_was_kept_is_gone(
    new_page: Callable[..., Page], served_probe: ServedApp
) -> None:
    for leave in (_by_button, _by_shift):
        page = _open(new_page, served_probe)
        page.evaluate("() => { localStorage.setItem('kept', '1'); sessionStorage.setItem('kept', '1'); }")
        page.evaluate(WATCH)
        with page.expect_console_message(lambda message: message.text.startswith("covered ")) as covered:
            leave(page)
        state = json.loads(covered.value.text.removeprefix("covered "))
        assert state["ms"] < 300
        assert state["title"].strip("\u200b") == ""
        assert state["local"] == []
        assert state["session"] == ["left"]


def test_earlier_pages_of_the_visit_stay_covered_and_lead_away_again(
    new_page: Callable[..., Page], served_probe: ServedApp
) -> None:
    page = _open(new_page, served_probe)
    page.goto(f"{served_probe.url}/second")
    page.get_by_role("heading", name="Second").wait_for()
    _by_shift(page)
    page.wait_for_url(served_probe.leave_url)

    seen: list[str] = []
    page.on("framenavigated", lambda frame: seen.append(frame.url))
    page.evaluate("() => history.back()")
    page.wait_for_url(served_probe.leave_url)
    page.wait_for_timeout(500)
    assert page.url == served_probe.leave_url
    assert page.get_by_role("heading", name="First").count() == 0
    assert any(url.startswith(served_probe.url) for url in seen), "Back did reach the earlier page"


def test_coming_again_on_purpose_shows_the_page(
    new_page: Callable[..., Page], served_probe: ServedApp
) -> None:
    page = _open(new_page, served_probe)
    _by_shift(page)
    page.wait_for_url(served_probe.leave_url)
    page.goto(served_probe.url)
    page.get_by_role("heading", name="First").wait_for()
    assert page.locator("#leave-cover").count() == 0


def test_writing_capital_letters_does_not_leave(
    new_page: Callable[..., Page], served_probe: ServedApp
) -> None:
    page = _open(new_page, served_probe)
    near = page.get_by_label("Near")
    near.focus()
    for letter in "ABCD":
        page.keyboard.press(f"Shift+{letter}")
    page.keyboard.down("Shift")
    for _ in range(5):
        page.keyboard.down("Shift")  # a held key repeats
    page.keyboard.up("Shift")
    page.wait_for_timeout(200)
    assert near.input_value() == "ABCD"
    assert page.locator("#leave-cover").count() == 0


def test_it_is_the_first_stop_of_the_tab_key_and_works_from_there(
    new_page: Callable[..., Page], served_probe: ServedApp
) -> None:
    page = _open(new_page, served_probe)
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.id") == "leave-now"
    page.keyboard.press("Enter")
    page.wait_for_url(served_probe.leave_url)


@pytest.mark.parametrize("width", [320, 375, 1280])
def test_the_button_is_in_sight_large_enough_and_covers_nothing_to_press(
    new_page: Callable[..., Page], served_probe: ServedApp, width: int
) -> None:
    page = _open(new_page, served_probe, viewport={"width": width, "height": 640})
    box = page.locator("#leave-now").bounding_box()
    assert box is not None
    assert box["width"] >= 44
    assert box["height"] >= 44
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    middle = [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2]
    assert page.evaluate("([x, y]) => document.elementFromPoint(x, y).closest('button').id", middle) == (
        "leave-now"
    )
    covered = page.evaluate(
        """() => {
          const leave = document.getElementById("leave-now").getBoundingClientRect();
          return [...document.querySelectorAll("button, a, input")]
            .filter((element) => element.id !== "leave-now" && element.checkVisibility())
            .map((element) => [element.outerHTML.slice(0, 120), element.getBoundingClientRect()])
            .filter(([, box]) => box.width && box.left < leave.right && box.right > leave.left
                                 && box.top < leave.bottom && box.bottom > leave.top)
            .map(([text]) => text);
        }"""
    )
    assert covered == []
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width
