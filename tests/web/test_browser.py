"""What the policies let through, and what leaves no trace, in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.conftest import HTTP, ServedApp

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.journey


def test_components_and_the_map_work_and_nothing_is_asked_elsewhere(
    new_page: Callable[..., Page], served_probe: ServedApp
) -> None:
    page = new_page()
    complaints: list[str] = []
    elsewhere: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "request",
        lambda request: (
            elsewhere.append(request.url)
            if not request.url.startswith((served_probe.url, "blob:", "data:"))
            else None
        ),
    )
    page.goto(served_probe.url)
    page.frame_locator("iframe").locator("path.leaflet-interactive").wait_for()
    page.get_by_role("button", name="Press").click()
    page.get_by_text("pressed: yes").wait_for()
    assert complaints == []
    assert elsewhere == []


def test_the_maps_frame_cannot_reach_the_page(new_page: Callable[..., Page], served_probe: ServedApp) -> None:
    page = new_page()
    page.goto(served_probe.url)
    page.frame_locator("iframe").locator(".leaflet-container").wait_for()
    frame = next(frame for frame in page.frames if "/component/" in frame.url)
    assert frame.title() == "Map"
    assert frame.evaluate("() => origin") == "null"
    assert frame.evaluate("() => { try { return parent.document.title } catch { return 'refused' } }") == (
        "refused"
    )
    reading = "() => { try { return String(localStorage.length) } catch { return 'refused' } }"
    assert frame.evaluate(reading) == "refused"
    names = frame.evaluate("() => fetch('/assets/basemap/states.json').then((answer) => answer.status)")
    assert names == 200
    private = "() => fetch('/_stcore/host-config').then((a) => a.status, () => 'refused')"
    assert frame.evaluate(private) == "refused"


def test_an_inline_script_in_the_page_does_not_run(
    new_page: Callable[..., Page], served_probe: ServedApp
) -> None:
    page = new_page()
    page.goto(served_probe.url)
    page.get_by_role("heading", name="First").wait_for()
    page.evaluate(
        """() => {
          const script = document.createElement("script");
          script.textContent = "window.ran = 'yes'";
          document.body.append(script);
          const image = document.createElement("img");
          image.setAttribute("onerror", "window.ran = 'yes'");
          image.src = "/healthz";
          document.body.append(image);
        }"""
    )
    page.wait_for_timeout(300)
    assert page.evaluate("() => window.ran ?? 'no'") == "no"


def test_the_log_names_no_visit(new_page: Callable[..., Page], served_probe: ServedApp) -> None:
    page = new_page()
    page.goto(f"{served_probe.url}/?near=canary-place")
    page.get_by_label("Near").fill("canary-place")
    page.get_by_label("Near").press("Enter")
    page.wait_for_timeout(500)
    HTTP.get(f"{served_probe.url}/nowhere/canary-place?what=canary-place")
    log = served_probe.log.read_text()
    assert "canary" not in log
    assert "WebSocket" not in log
    assert "GET /" not in log.replace("GET /fails failed", "")


def test_the_page_is_in_the_theme_and_reads_at_18_pixels(
    new_page: Callable[..., Page], served_probe: ServedApp
) -> None:
    for scheme, ground in (("light", "rgb(251, 248, 243)"), ("dark", "rgb(20, 25, 27)")):
        page = new_page(color_scheme=scheme)
        page.goto(served_probe.url)
        page.get_by_role("heading", name="First").wait_for()
        style = "() => { const s = getComputedStyle(document.querySelector('.stApp')); return %s }"
        assert page.evaluate(style % "s.backgroundColor") == ground
        assert page.evaluate("() => getComputedStyle(document.documentElement).fontSize") == "18px"
        fonts = page.evaluate("() => [...document.fonts].filter((f) => f.status === 'loaded').length")
        loaded = page.evaluate(
            "() => performance.getEntriesByType('resource').map((r) => r.name).filter((n) => /woff|ttf/.test(n))"
        )
        assert [name for name in loaded if not name.startswith(served_probe.url)] == [], fonts
