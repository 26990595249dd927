"""Every page of the desk in Spanish and Arabic, on small and large screens: no barriers, nothing sideways."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from resourcemap import actions
from resourcemap.model.words import say
from resourcemap.ui.desk.pages import PAGES
from tests.conftest import ServedApp
from tests.journeys.finding import settle, violations

pytestmark = pytest.mark.journey

WIDTHS = (1280, 320)
# English is looked at on each page's own journey.
# Contrast is measured at one width in each.
LANGUAGES = {"es": 1280, "ar": 320}


def barriers(page: Page, width: int, *, colours: bool) -> list[str]:
    """List what a checker finds, and what stands wider than the screen."""
    page.set_viewport_size({"width": width, "height": 900})
    settle(page)
    # Streamlit's own box to drop a file into breaks a good habit that is no rule of WCAG.
    found = [each for each in violations(page, colours=colours) if "stFileUploaderDropzone" not in each]
    wide = page.evaluate("document.documentElement.scrollWidth")
    return found if wide <= width else [*found, f"{wide} px wide"]


@pytest.mark.parametrize(("language", "coloured"), LANGUAGES.items())
def test_the_desk_has_no_barriers_and_never_scrolls_sideways(
    served_app: ServedApp,
    served_directory: actions.Directory,
    signed_in_page: Callable[..., Page],
    language: str,
    coloured: int,
) -> None:
    now = datetime.now(UTC)
    listing = actions.public_listings(served_directory, now=now)[5]
    actions.report(served_directory, listing.id, "closed", text="Nobody was there", now=now)
    page = signed_in_page("administrator", locale=language)
    page.set_default_timeout(60_000)
    seen = {}
    page.goto(f"{served_app.url}/{PAGES[0].path}")
    expect(page.locator(f"html[lang={language}]")).to_be_attached(timeout=60_000)
    for each in PAGES:
        page.locator(f".st-key-nav_{each.path} a").click()
        page.wait_for_url(f"**/{each.path}")
        expect(page.locator("h1")).to_be_visible(timeout=60_000)
        settle(page)
        for width in WIDTHS:
            seen[each.path, width] = barriers(page, width, colours=width == coloured)
    assert page.locator("h1").inner_text().strip() == say("account.page.accounts", language)
    assert {name: found for name, found in seen.items() if found} == {}
