"""Bringing in a file and answering doubles at the desk, in a real browser, wide and narrow, by keyboard."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from resourcemap import actions
from resourcemap.model.change import OPERATOR
from tests.conftest import ServedApp
from tests.journeys.finding import settle

pytestmark = pytest.mark.journey

SIZES = [{"width": 1280, "height": 900}, {"width": 375, "height": 812}]

COUNTY = """id,name,organization,address,city,state,latitude,longitude,day,opens_at,closes_at,phone
1,Cedar circle {size},Cedar hall,{size} Cedar St,Baltimore,MD,39.2{last},-76.61,Tuesday,19:00,20:00,410-555-0101
2,,Cedar hall,5 Pier Rd,Baltimore,MD,39.28,-76.60,Friday,18:00,20:00,410-555-0102
"""
STATE = """Bezeichnung,Street and number,City,St,Lat,Lon,Day,Opens,Closes,Tel
The Cedar Circle {size},{size} Cedar Street,Baltimore,MD,39.2{last},-76.61,Tuesday,19:00,20:30,410-555-0199
"""


def axe(page: Page) -> list[str]:
    """List what breaks WCAG 2.2 AA."""
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]})
    return [f"{each['id']}: {each['nodes'][0]['html'][:160]}" for each in found.response["violations"]]


def fits(page: Page) -> bool:
    """Tell whether nothing sticks out of the screen's side."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def drop(page: Page, path: Path, source: str) -> None:
    """Choose a file, name its publisher, and wait for the plan."""
    page.locator("input[type=file]").set_input_files(path)
    settle(page)
    page.get_by_role("textbox", name="Who publishes it").fill(source)
    page.keyboard.press("Tab")
    settle(page)
    page.get_by_role("button", name="Look at the file").click()
    expect(page.get_by_role("heading", name=re.compile("^What .* would do$"))).to_be_visible(timeout=60_000)
    settle(page)


def section(page: Page, name: str) -> None:
    """Open a section of the plan."""
    page.get_by_role("radio", name=re.compile(f"^{name}")).click()
    settle(page)
    assert axe(page) == [], name
    assert fits(page), name


@pytest.mark.parametrize("size", SIZES, ids=["wide", "phone"])
def test_two_files_come_in_and_their_double_becomes_one(
    served_app: ServedApp,
    served_directory: actions.Directory,
    signed_in_page: Callable[..., Page],
    tmp_path: Path,
    size: dict[str, int],
) -> None:
    width = size["width"]
    values = {"size": width, "last": 9 if width > 1000 else 8}
    county, state = tmp_path / "county.csv", tmp_path / "state.csv"
    county.write_text(COUNTY.format(**values), encoding="utf-8")
    state.write_text(STATE.format(**values), encoding="utf-8")
    page = signed_in_page("editor", viewport=size)
    page.set_default_timeout(60_000)
    page.goto(f"{served_app.url}/desk-import")
    expect(page.get_by_role("heading", name="Bring in a file")).to_be_visible(timeout=60_000)
    assert axe(page) == []

    drop(page, county, f"County {width}")
    expect(page.get_by_text("2 rows · 1 new · 0 changed")).to_be_visible()
    section(page, "Problems")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download 1 row to fix").click()
    (row,) = csv.DictReader(download.value.path().read_text(encoding="utf-8-sig").splitlines())
    assert "there is no name" in row["what_to_fix"]
    section(page, "Map")
    expect(page.locator(".st-key-import_map_box iframe")).to_be_visible()
    section(page, "New")
    page.get_by_role("button", name="Bring in 1 row").press("Enter")
    expect(page.get_by_text(re.compile("was brought in"))).to_be_visible()

    # A table nobody knows: the proposal is read as it stands, and remembered.
    drop(page, state, f"State {width}")
    expect(page.get_by_text("1 left out")).to_be_visible()
    page.get_by_role("button", name="Read it this way").click()
    expect(page.get_by_text("1 possible double")).to_be_visible()
    section(page, "Doubles")
    expect(page.get_by_text("They are on at the same time.")).to_be_visible()
    page.get_by_role("button", name="Bring in 1 row").click()
    expect(page.get_by_text(re.compile("was brought in"))).to_be_visible()
    assert served_directory.store.staging.mapping(f"State {width}").columns["Bezeichnung"] == "name"

    page.goto(f"{served_app.url}/desk-duplicates")
    article = page.locator(".pair article")
    expect(article).to_be_visible(timeout=60_000)
    settle(page)
    assert axe(page) == []
    assert fits(page)
    for _ in range(40):
        if article.get_by_role("heading", name=f"The Cedar Circle {width}").count():
            break
        article.get_by_role("button", name="Next pair").press("Enter")
        settle(page)
    # By keyboard alone: choose the longer hours, then make them one.
    article.get_by_role("group", name="When").get_by_role("radio").first.focus()
    page.keyboard.press("ArrowRight")
    expect(article.get_by_role("group", name="When").get_by_role("radio").last).to_be_checked()
    page.keyboard.press("m")
    expect(page.get_by_text(re.compile(f"“Cedar circle {width}” is one listing now"))).to_be_visible()
    kept = [each for each in served_directory.store.bundles() if each.service.name == f"Cedar circle {width}"]
    assert [each.service.schedules[0].closes_at for each in kept] == ["20:30"]
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone. Both listings are back.")).to_be_visible()
    pair = next(
        each
        for each in actions.duplicates(served_directory, by=OPERATOR)
        if f"Cedar circle {width}" in each.names
    )
    for _ in range(40):
        if article.get_by_role("heading", name=f"The Cedar Circle {width}").count():
            break
        article.get_by_role("button", name="Next pair").press("Enter")
        settle(page)
    article.get_by_role("button", name="Not the same").press("Enter")
    expect(page.get_by_text(re.compile("Kept apart"))).to_be_visible()
    assert tuple(sorted((pair.one_id, pair.other_id))) in served_directory.store.merges.distinct_pairs()
