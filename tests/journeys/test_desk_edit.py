"""Editing at the desk in a real browser: one place, two editors, many places, and taking it back."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.finding import DESK, PHONE, SLOW_MS, hit, settle, violations

pytestmark = pytest.mark.journey

WIDE = "() => [document.documentElement.scrollWidth, window.innerWidth]"


def open_desk(page: Page, url: str, path: str, heading: str) -> None:
    page.set_default_timeout(SLOW_MS)
    expect.set_options(timeout=SLOW_MS)
    page.goto(f"{url}/{path}")
    expect(page.get_by_role("heading", name=heading, level=1)).to_be_visible(timeout=40_000)
    settle(page)


def open_edit(page: Page, url: str) -> None:
    open_desk(page, url, "desk-edit", "Edit places")


def press(page: Page, name: str | re.Pattern[str]) -> None:
    hit(page.get_by_role("button", name=name).first, page.viewport_size)


def add_place(page: Page, name: str) -> None:
    press(page, "Add a place")
    field(page, "Name").fill(name)
    expect(page.locator(".form .status")).to_contain_text("Draft kept")
    expect(page.locator(".st-key-edit_preview h3").first).to_have_text(name)


def field(page: Page, label: str):
    return page.locator(".form").get_by_label(label, exact=True).first


def build_times(page: Page, said: Locator) -> None:
    """Make rules of every kind; each is read back in a sentence with its next five dates."""
    start = datetime.now(ZoneInfo("America/New_York")).date() + timedelta(days=8)
    tuesday = start + timedelta(days=(1 - start.weekday()) % 7)
    days = [tuesday + timedelta(days=7 * at) for at in range(5)]
    words = [f"{day:%a, %b} {day.day}," for day in days]
    extra = tuesday + timedelta(days=1)
    how = page.get_by_role("combobox", name="How often")

    def reads(rule: str, *, on: tuple[int, ...], off: tuple[int, ...] = ()) -> None:
        expect(said).to_contain_text(rule)
        for at in on:
            expect(said).to_contain_text(words[at])
        for at in off:
            expect(said).not_to_contain_text(words[at])
        assert said.inner_text().count("7:00 pm") == 6, said.inner_text()

    how.select_option("weekly")
    reads("Every Tuesday, 7:00 pm", on=(0, 1))
    field(page, "Not on these dates").fill(days[1].isoformat())
    reads("Every Tuesday", on=(0, 2), off=(1,))
    field(page, "Also on these dates").fill(extra.isoformat())
    expect(said).to_contain_text(f"{extra:%a, %b} {extra.day},")
    reads("Every Tuesday", on=(0,), off=(1,))
    field(page, "Also on these dates").fill("")
    field(page, "Not on these dates").fill("")
    field(page, "Season from").fill(days[2].isoformat())
    field(page, "Season to").fill((days[2] + timedelta(days=200)).isoformat())
    reads("Every Tuesday", on=(2, 3), off=(0, 1))
    field(page, "Season from").fill("")
    field(page, "Season to").fill("")
    how.select_option("fortnightly")
    expect(said).to_contain_text("Every second week needs a first date.")
    field(page, "First date").fill(days[0].isoformat())
    reads("Every second Tuesday, 7:00 pm", on=(0, 2, 4), off=(1, 3))


def move_pin(page: Page, pin: Locator) -> None:
    """Move the pin as people do with a mouse: drag it, and press on the map."""
    number = [field(page, name) for name in ("Latitude", "Longitude")]
    pin.scroll_into_view_if_needed()
    for move in ("drag", "press"):
        before = [float(each.input_value()) for each in number]
        box = pin.bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        if move == "drag":
            page.mouse.move(x, y)
            page.mouse.down()
            page.mouse.move(x + 30, y + 20, steps=5)
            page.mouse.up()
        else:
            page.mouse.click(x + 60, y + 40)
        expect(number[0]).not_to_have_value(f"{before[0]:.10g}")
        after = [float(each.input_value()) for each in number]
        # Down is south, and to the right is east.
        assert -0.05 < after[0] - before[0] < 0 < after[1] - before[1] < 0.05, (move, before, after)


def save(page: Page, name: str) -> None:
    press(page, "Save and publish")
    expect(page.get_by_text(f"Saved: {name}")).to_be_visible()


def open_place(page: Page, name: str) -> None:
    page.get_by_role("textbox", name=re.compile("^Type a part of its name")).fill(name)
    page.keyboard.press("Enter")
    hit(page.get_by_role("button", name=f"Edit {name}", exact=True), page.viewport_size)
    expect(field(page, "Name")).to_have_value(name)
    # The form begins in sight, from wherever it was opened.
    expect(page.locator(".form h2").first).to_be_in_viewport()


def take_back(page: Page, url: str, title: str) -> None:
    open_desk(page, url, "desk-history", "What was changed")
    press(page, re.compile(f"^Take back: {title}"))
    press(page, "Yes, take it back")
    expect(page.get_by_text(re.compile("^Taken back. Fields"))).to_be_visible()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["1280", "375"])
def test_a_place_is_added_with_everything_said_before_it_is_public(served_app, signed_in_page, size):
    page = signed_in_page("editor", **size)
    open_edit(page, served_app.url)
    assert violations(page) == []
    name = f"Porch tea {size['viewport']['width']}"
    add_place(page, name)
    field(page, "About it").fill("A shelter for drug addicts.")
    expect(page.get_by_text(re.compile("may hurt"))).to_be_visible()
    field(page, "About it").fill("Tea and company on the porch.")
    press(page, "Add: Times")
    page.get_by_role("combobox", name="How often").select_option("nth")
    for each in ("Tue", "second", "fourth"):
        hit(field(page, each), page.viewport_size, "Space")
        expect(field(page, each)).to_be_checked()
    field(page, "Starts").fill("19:00")
    said = page.locator(".form .said")
    expect(said).to_contain_text("Second and fourth Tuesday of the month, 7:00 pm")
    assert said.inner_text().count("7:00 pm") == 6  # The rule and its next five dates.
    build_times(page, said)
    field(page, "Street and number").fill("1 Example St")
    field(page, "City").fill("Baltimore")
    field(page, "State or region").fill("MD")
    field(page, "ZIP").fill("21201")
    press(page, "Put the pin in the middle of the ZIP")
    pin = page.get_by_role("button", name="Pin of this place")
    expect(pin).to_be_visible()
    near = field(page, "Is the point only near?")
    expect(near).to_have_value("yes")
    expect(page.locator(".publishes")).to_contain_text("The point is only near")
    expect(page.locator(".st-key-edit_preview")).to_contain_text("The point is only near")
    before = float(field(page, "Latitude").input_value())
    pin.focus()
    page.keyboard.press("ArrowUp")
    assert 0 < float(field(page, "Latitude").input_value()) - before < 0.001
    expect(near).to_have_value("no")
    expect(page.locator(".publishes")).not_to_contain_text("The point is only near")
    move_pin(page, pin)
    field(page, "Latitude").fill("76.6")
    field(page, "Longitude").fill("39.2")
    expect(page.get_by_role("button", name="Use the point that is proposed")).to_be_visible()
    press(page, "Put the pin in the middle of the ZIP")
    expect(page.locator(".publishes")).to_contain_text("are public: 1 Example St, Baltimore")
    field(page, "What the public may see").select_option("hidden")
    field(page, "Area to publish").fill("Baltimore, MD")
    expect(page.locator(".publishes")).to_contain_text("Only the area is public: Baltimore, MD")
    expect(page.locator(".publishes")).to_contain_text("No phone is public")
    hit(page.locator(".form summary", has_text="How you are treated"), page.viewport_size)
    field(page, "All-gender restroom").select_option("yes")
    field(page, "Who says so: All-gender restroom").select_option("document")
    field(page, "On which date: All-gender restroom").fill("2026-10-01")
    expect(page.locator(".st-key-edit_preview")).to_contain_text("seen in a document, Oct 2026")
    settle(page)
    assert violations(page) == []
    assert page.evaluate(WIDE)[0] <= size["viewport"]["width"]
    field(page, "Youngest age").fill("young")
    press(page, "Save and publish")
    expect(page.get_by_text("Before you save, look at these: Youngest age.")).to_be_visible()
    expect(page.get_by_text("“young” is not a number.")).to_be_visible()
    field(page, "Youngest age").fill("18")
    save(page, name)
    open_desk(page, served_app.url, "desk-history", "What was changed")
    assert violations(page) == []
    assert page.evaluate(WIDE)[0] <= size["viewport"]["width"]
    take_back(page, served_app.url, f"{name}")
    open_edit(page, served_app.url)
    page.get_by_role("textbox", name=re.compile("^Type a part of its name")).fill(name)
    page.keyboard.press("Enter")
    expect(page.get_by_text("No place has these words")).to_be_visible()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["1280", "375"])
def test_the_second_of_two_editors_sees_both_values_and_chooses(served_app, signed_in_page, size):
    ana, ben = signed_in_page("editor", **DESK), signed_in_page("editor", **size)
    name = f"Lamp-lit reading {size['viewport']['width']}"
    open_edit(ana, served_app.url)
    add_place(ana, name)
    save(ana, name)
    open_place(ana, name)
    open_edit(ben, served_app.url)
    open_place(ben, name)
    field(ana, "Notice to all").fill("Ana: closed on Friday")
    field(ben, "Notice to all").fill("Ben: closed on Monday")
    field(ben, "One line of welcome").fill("Come and read.")
    save(ana, name)
    press(ben, "Save and publish")
    expect(ben.get_by_role("heading", name="Somebody else changed the same")).to_be_visible()
    expect(ben.get_by_text("Ana: closed on Friday")).to_be_visible()
    expect(ben.get_by_text("Ben: closed on Monday")).to_be_visible()
    who = ana.locator(".st-key-desk_who").inner_text().partition(": ")[2].strip()
    expect(ben.get_by_text(f"While you typed, {who} saved these.")).to_be_visible()
    expect(ben.get_by_text(re.compile(r"^Saved \w+, .*[ap]m$"))).to_be_visible()
    assert violations(ben) == []
    assert ben.evaluate(WIDE)[0] <= size["viewport"]["width"]
    press(ben, "Save my choices")
    expect(ben.get_by_text("Choose for each one first.")).to_be_visible()
    ben.get_by_text("Ben: closed on Monday").click()
    settle(ben)
    press(ben, "Save my choices")
    expect(ben.get_by_text(f"Saved: {name}")).to_be_visible()
    open_place(ben, name)
    expect(field(ben, "Notice to all")).to_have_value("Ben: closed on Monday")
    expect(field(ben, "One line of welcome")).to_have_value("Come and read.")
    press(ben, "Hide this place")
    expect(ben.get_by_text(f"Hidden: {name}.")).to_be_visible()
    settle(ben)
    hit(ben.locator("summary", has_text="Hidden and closed places"), size["viewport"])
    hit(ben.get_by_role("button", name=f"Bring back {name}", exact=True), size["viewport"])
    expect(ben.get_by_text("It is back in the list.")).to_be_visible()
    open_place(ben, name)


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["1280", "375"])
def test_many_places_are_changed_after_the_difference_was_shown(served_app, signed_in_page, size):
    page = signed_in_page("editor", **size)
    open_edit(page, served_app.url)
    page.get_by_text("Many places", exact=True).click()
    words = page.get_by_role("textbox", name=re.compile("^Only places with these words"))
    words.fill("garden")
    page.keyboard.press("Enter")
    settle(page)
    # The second row's name: past the column of ticks, below the head.
    page.locator("[data-testid=stDataFrame]").click(position={"x": 130, "y": 88})
    page.keyboard.press("Enter")
    page.locator(".gdg-input").fill("Moss circle")
    page.keyboard.press("Enter")
    settle(page)
    press(page, re.compile("^Tick all that fit"))
    settle(page)
    box = page.get_by_role("combobox", name=re.compile("Change$"))
    box.click()
    box.fill("Notice to all")
    page.get_by_role("option", name="Notice to all", exact=True).click()
    settle(page)
    page.get_by_role("textbox", name=re.compile("^To")).fill("Closed on the holiday")
    page.keyboard.press("Enter")
    settle(page)
    assert violations(page) == []
    press(page, "Show what would change")
    expect(page.get_by_role("heading", name=re.compile(r"What would change: \d+ places"))).to_be_visible()
    expect(page.get_by_text("Notice to all: not said → Closed on the holiday").first).to_be_visible()
    expect(page.get_by_text(re.compile(r"Name: .* → Moss circle"))).to_be_visible()
    assert violations(page) == []
    assert page.evaluate(WIDE)[0] <= size["viewport"]["width"]
    press(page, "Write these changes")
    expect(page.get_by_text(re.compile(r"^Written: \d+ places"))).to_be_visible()
    take_back(page, served_app.url, "")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["1280", "375"])
def test_what_somebody_proposes_is_declined_with_a_reason_that_their_code_tells(
    served_app, served_directory, signed_in_page, new_page, size
):
    name = f"Proposed porch {size['viewport']['width']}"
    helper = signed_in_page("contributor", **size)
    open_edit(helper, served_app.url)
    add_place(helper, name)
    assert violations(helper) == []
    assert helper.get_by_role("button", name="Save and publish").count() == 0
    helper.get_by_role("button", name="Send to staff").press("Enter")
    told = helper.get_by_text(re.compile("^Sent to staff. Your code is"))
    expect(told).to_be_visible()
    code = re.search(r"code is (\S+)\.", told.inner_text())[1]

    version = served_directory.store.version()
    editor = signed_in_page("editor", **size)
    open_edit(editor, served_app.url)
    hit(editor.locator("summary", has_text=f"Look at {name}"), size["viewport"])
    editor.get_by_label("What to tell them").first.fill("It is listed already")
    editor.keyboard.press("Tab")
    settle(editor)
    assert violations(editor) == []
    low, wide = editor.evaluate(WIDE)
    assert low <= wide
    editor.get_by_role("button", name="Decline", exact=True).press("Enter")
    expect(editor.get_by_text("Declined. Nothing changed.")).to_be_visible()
    assert served_directory.store.version() == version

    visitor = new_page(**size)
    open_desk(visitor, served_app.url, "tell", "Tell us")
    visitor.get_by_label("Your code").fill(code)
    visitor.get_by_role("button", name="Look", exact=True).press("Enter")
    expect(visitor.get_by_text("It is listed already")).to_be_visible()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["1280", "375"])
def test_an_auditor_reads_all_of_the_history_and_takes_it_along(served_app, signed_in_page, size):
    page = signed_in_page("auditor", **size)
    open_desk(page, served_app.url, "desk-history", "What was changed")
    assert violations(page) == []
    low, wide = page.evaluate(WIDE)
    assert low <= wide
    assert page.get_by_role("button", name=re.compile("^Take back")).count() == 0
    page.get_by_role("button", name="Make a file of the whole history").press("Enter")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the file (CSV)").press("Enter")
    lines = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("number,at,by,why")
    assert len(lines) > 500
