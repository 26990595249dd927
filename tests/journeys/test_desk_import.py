"""Bringing in a file and answering doubles at the desk, in a real browser, wide and narrow, by keyboard."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from resourcemap import actions
from resourcemap.model.change import OPERATOR
from tests.conftest import ServedApp
from tests.journeys.finding import settle, violations

pytestmark = pytest.mark.journey

SIZES = pytest.mark.parametrize(
    "size", [{"width": 1280, "height": 900}, {"width": 375, "height": 812}], ids=["wide", "phone"]
)

COUNTY = """id,name,organization,address,city,state,latitude,longitude,day,opens_at,closes_at,phone
1,Cedar circle {size},Cedar hall,{size} Cedar St,Elko,NV,40.8{last},-115.76,Tuesday,19:00,20:00,410-555-0101
2,,Cedar hall,5 Pier Rd,Elko,NV,40.83,-115.76,Friday,18:00,20:00,410-555-0102
"""
STATE = """Bezeichnung,Street and number,City,St,Lat,Lon,Day,Opens,Closes,Tel
The Cedar Circle {size},{size} Cedar Street,Elko,NV,40.8{last},-115.76,Tuesday,19:00,20:30,410-555-0199
"""


@pytest.fixture
def desk(served_directory: actions.Directory) -> Iterator[actions.Directory]:
    """The served directory; what a test brought in is taken back for the tests after it."""
    before = {each.id for each in actions.imports(served_directory, by=OPERATOR)}
    yield served_directory
    for run in actions.imports(served_directory, by=OPERATOR):
        if run.id not in before and run.undone_at is None:
            actions.undo_import(served_directory, run.id, by=OPERATOR, now=datetime.now(UTC))


def lists(size: dict[str, int]) -> tuple[str, str]:
    """Write two lists with one group in both."""
    values = {"size": size["width"], "last": 3 if size["width"] > 1000 else 4}
    return COUNTY.format(**values), STATE.format(**values)


def bring(directory: actions.Directory, text: str, source: str) -> None:
    """Bring in a list without the page."""
    plan = actions.plan_import(
        directory, text.encode(), by=OPERATOR, file_name=f"{source}.csv", source_name=source
    )
    actions.apply_import(directory, plan, by=OPERATOR, now=datetime.now(UTC))


def check(page: Page) -> None:
    """Hold the page to the accessibility checker and to its own width."""
    # A good habit, no rule of WCAG, that Streamlit's own box to drop a file into does not keep.
    assert [each for each in violations(page) if "stFileUploaderDropzone" not in each] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def open_page(page: Page, url: str, heading: str) -> None:
    page.set_default_timeout(60_000)
    expect.set_options(timeout=40_000)
    page.goto(url)
    expect(page.get_by_role("heading", name=heading)).to_be_visible()
    settle(page)


def look_at(page: Page, path: Path, source: str) -> None:
    """Choose a file, name its publisher, and have it looked at."""
    page.locator("input[type=file]").set_input_files(path)
    settle(page)
    page.get_by_role("textbox", name="Who publishes it").fill(source)
    page.keyboard.press("Tab")
    settle(page)
    page.get_by_role("button", name="Look at the file").press("Enter")


def call_off(page: Page, directory: actions.Directory, folder: Path) -> None:
    """Have a long file looked at, and call it off; nothing of it is kept."""
    head, row = COUNTY.splitlines()[:2]
    rows = (row.format(size=at, last=at % 9).replace("1,", f"{at},", 1) for at in range(10_000))
    path = folder / "long.csv"
    path.write_text("\n".join([head, *rows]), encoding="utf-8")
    version, waiting = directory.store.version(), actions.staged_files(directory, by=OPERATOR)
    look_at(page, path, "Long list")
    expect(page.get_by_role("progressbar")).to_be_visible()
    page.get_by_role("button", name="Cancel").press("Enter")
    expect(page.get_by_text("Cancelled. Nothing was kept.")).to_be_visible()
    assert directory.store.version() == version
    assert actions.staged_files(directory, by=OPERATOR) == waiting


def drop(page: Page, path: Path, source: str) -> None:
    """Choose a file, name its publisher, and wait for the plan."""
    look_at(page, path, source)
    expect(page.get_by_role("heading", name=re.compile("^What .* would do$"))).to_be_visible()
    settle(page)


def section(page: Page, name: str) -> None:
    """Open a section of the plan."""
    page.get_by_role("radio", name=re.compile(f"^{name}")).click()
    settle(page)


@SIZES
def test_a_file_is_looked_at_and_comes_in_with_one_press(
    served_app: ServedApp,
    desk: actions.Directory,
    signed_in_page: Callable[..., Page],
    tmp_path: Path,
    size: dict[str, int],
) -> None:
    path = tmp_path / "county.csv"
    turned = "3,Lamp circle,Cedar hall,7 Pier Rd,Elko,NV,40.5,116.2,Sunday,18:00,20:00,410-555-0103\n"
    path.write_text(lists(size)[0] + turned, encoding="utf-8")
    page = signed_in_page("editor", viewport=size)
    open_page(page, f"{served_app.url}/desk-import", "Bring in a file")
    check(page)
    call_off(page, desk, tmp_path)
    drop(page, path, f"County {size['width']}")
    expect(page.get_by_text("3 rows · 2 new · 0 changed")).to_be_visible()
    section(page, "Problems")
    check(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download 1 row to fix").click()
    (row,) = csv.DictReader(download.value.path().read_text(encoding="utf-8-sig").splitlines())
    assert "there is no name" in row["what_to_fix"]
    section(page, "Map")
    expect(page.locator(".st-key-import_map_box iframe")).to_be_visible()
    frame = page.frame_locator(".st-key-import_map_box iframe")
    expect(frame.get_by_role("button", name="1. Proposed: Lamp circle")).to_be_visible()
    expect(page.locator(".st-key-import_doubt_1")).to_contain_text("Lamp circle")
    page.get_by_role("button", name="Show number 1 on the map").press("Enter")
    # Both ends of the line are in sight, each with a shape of its own.
    expect(frame.get_by_role("button", name="1. In the file: Lamp circle")).to_be_visible()
    expect(frame.get_by_role("button", name="1. Proposed: Lamp circle")).to_be_visible()
    shapes = (
        frame.locator(".spot", has_text="1")
        .locator("path")
        .evaluate_all("nodes => new Set(nodes.map(node => node.getAttribute('d'))).size")
    )
    assert shapes >= 2
    expect(frame.locator(".leaflet-rings-pane path")).to_have_count(2)
    settle(page)
    check(page)
    page.get_by_role("button", name="Bring in 2 rows").press("Enter")
    expect(page.get_by_text(re.compile("was brought in"))).to_be_visible()
    names = {each.service.name for each in desk.store.bundles()}
    assert f"Cedar circle {size['width']}" in names
    if size["width"] > 640:
        page.get_by_role("button", name="Undo").press("Enter")
        expect(page.get_by_text(re.compile("was undone"))).to_be_visible()
    else:
        # Also later, by whoever finds it in the history.
        open_page(page, f"{served_app.url}/desk-history", "What was changed")
        page.get_by_role("button", name=re.compile("^Take back: .*county")).first.press("Enter")
        page.get_by_role("button", name="Yes, take it back").press("Enter")
        expect(page.get_by_text(re.compile("^Taken back. Fields"))).to_be_visible()
    assert f"Cedar circle {size['width']}" not in {each.service.name for each in desk.store.bundles()}


@SIZES
def test_a_table_nobody_knows_is_read_as_proposed_and_remembered(
    served_app: ServedApp,
    desk: actions.Directory,
    signed_in_page: Callable[..., Page],
    tmp_path: Path,
    size: dict[str, int],
) -> None:
    county, state = lists(size)
    bring(desk, county, f"Known county {size['width']}")
    path = tmp_path / "state.csv"
    path.write_text(state, encoding="utf-8")
    page = signed_in_page("editor", viewport=size)
    open_page(page, f"{served_app.url}/desk-import", "Bring in a file")
    drop(page, path, f"State {size['width']}")
    expect(page.get_by_text("1 left out")).to_be_visible()
    check(page)
    page.get_by_role("button", name="Read it this way").press("Enter")
    expect(page.get_by_text("1 possible double")).to_be_visible()
    section(page, "Doubles")
    expect(page.get_by_text("They are on at the same time.")).to_be_visible()
    check(page)
    assert desk.store.staging.mapping(f"State {size['width']}").columns["Bezeichnung"] == "name"
    page.get_by_role("button", name="Drop it").click()
    expect(page.get_by_text(re.compile("was dropped"))).to_be_visible()


@SIZES
def test_a_pair_becomes_one_comes_back_and_is_kept_apart_by_keyboard(
    served_app: ServedApp,
    desk: actions.Directory,
    signed_in_page: Callable[..., Page],
    size: dict[str, int],
) -> None:
    county, state = lists(size)
    bring(desk, county, f"One county {size['width']}")
    named = "name,address,city,state,latitude,longitude,day,opens_at,closes_at,phone"
    bring(desk, state.replace(state.partition("\n")[0], named), f"One state {size['width']}")
    name = f"Cedar circle {size['width']}"
    pair = next(each for each in actions.duplicates(desk, by=OPERATOR) if name in each.names)
    page = signed_in_page("editor", viewport=size)
    open_page(page, f"{served_app.url}/desk-duplicates", "Possible doubles")
    article = page.locator(".pair article")
    expect(article).to_be_visible()
    check(page)

    def turn_to_it() -> None:
        for _ in range(30):
            if article.get_by_role("heading", name=name, exact=True).count():
                return
            article.get_by_role("button", name="Next pair").press("Enter")
            settle(page)
        raise AssertionError("the pair is not among those asked about")

    turn_to_it()
    hours = article.get_by_role("group", name="When").get_by_role("radio")
    hours.first.focus()
    page.keyboard.press("ArrowRight")
    expect(hours.last).to_be_checked()
    page.keyboard.press("m")
    expect(page.get_by_text(re.compile(f"“{name}” is one listing now"))).to_be_visible()
    kept = [each for each in desk.store.bundles() if each.service.name == name]
    assert [each.service.schedules[0].closes_at for each in kept] == ["20:30"]
    page.get_by_role("button", name="Undo").press("Enter")
    expect(page.get_by_text("Undone. Both listings are back.")).to_be_visible()
    settle(page)
    turn_to_it()
    article.get_by_role("button", name="Not the same").press("Enter")
    expect(page.get_by_text(re.compile("^Kept apart. You will not"))).to_be_visible()
    assert tuple(sorted((pair.one_id, pair.other_id))) in desk.store.merges.distinct_pairs()
    settle(page)
    page.locator(".st-key-pair_kept_apart summary").press("Enter")
    again = page.locator(".st-key-pair_kept_apart").get_by_role("button", name="Look at this pair again")
    expect(again.first).to_be_visible()
    settle(page)
    check(page)
    again.first.press("Enter")
    expect(page.get_by_text("Here is the pair. Look at it again.")).to_be_visible()
    expect(article.get_by_role("heading", name=name, exact=True)).to_be_visible()
