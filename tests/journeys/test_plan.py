"""A plan from the first search to the paper in hand, in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.finding import DESK, cards, choose, map_frame, near, open_find, settle

pytestmark = pytest.mark.journey

ADD = re.compile("^Add to my plan")


def go(page, name: str) -> None:
    """Follow a link at the top."""
    page.locator(f".st-key-nav_{name} a").click()
    settle(page)


def counted(page, count: int) -> None:
    expect(page.locator(".st-key-nav_plan a")).to_have_text(f"My plan ({count})")


def fill_plan(page) -> None:
    """Add one place, one for each part of life still empty, and things to do at home up to five."""
    cards(page).first.get_by_role("button", name=ADD).click()
    counted(page, 1)
    go(page, "plan")
    count = 1
    expect(page.locator(".part").first).to_be_visible()
    while page.locator(".part .choice").count():
        page.locator(".part .choice button.main").first.click()
        count += 1
        counted(page, count)
        settle(page)
    if count < 5:
        go(page, "home")
    while count < 5:
        page.get_by_role("button", name=re.compile("^Add .* to my plan$")).first.click()
        count += 1
        counted(page, count)
        settle(page)
    go(page, "plan")
    expect(page.locator("li.item")).to_have_count(5)


@pytest.fixture
def desk(new_page, served_app):
    page = new_page(**DESK)
    open_find(page, served_app.url)
    near(page, "21201")
    return page


def test_a_provider_fills_a_plan_and_takes_it_along_in_every_form(desk):
    fill_plan(desk)
    expect(desk.locator(".part.filled")).to_have_count(4)
    note = desk.get_by_role("textbox", name=re.compile("^Your note on")).first
    note.fill("Canary note")
    note.blur()
    settle(desk)
    desk.get_by_role("button", name="Print one page").click()
    frame = desk.frame_locator(".print iframe")
    expect(frame.get_by_role("heading", name="My week")).to_be_visible()
    expect(frame.get_by_text("Canary note")).to_have_count(0)
    desk.get_by_text("Print my notes too", exact=True).click()
    expect(frame.get_by_text("Canary note")).to_be_visible()
    expect(desk.locator(".print[data-printed='1']")).to_be_attached()
    desk.get_by_role("button", name="Print again").click()
    expect(desk.locator(".print[data-printed='2']")).to_be_attached()
    desk.get_by_role("button", name="Text message").click()
    expect(desk.locator(".copy")).to_contain_text(re.compile("Takes? |Fits in"))
    assert "Canary" not in desk.locator(".copy textarea").input_value()
    desk.get_by_role("button", name="E-mail text").click()
    expect(desk.locator(".copy")).to_contain_text("Subject:")
    desk.get_by_role("button", name="Code for a phone").click()
    expect(desk.locator("img.picture")).to_be_visible()
    for name, ending in (("PDF", ".pdf"), ("Calendar (.ics)", ".ics")):
        with desk.expect_download() as download:
            desk.get_by_role("button", name=name).click()
        assert download.value.suggested_filename == f"my-week{ending}"
        data = download.value.path().read_bytes()
        assert data.startswith(b"%PDF" if ending == ".pdf" else b"BEGIN:VCALENDAR")
        assert b"Canary" not in data
    assert re.fullmatch(r"https?://[^/]+/plan", desk.url)


def test_neutral_names_hold_for_paper_and_text_alike(desk):
    cards(desk).first.get_by_role("button", name=ADD).click()
    name = cards(desk).first.locator("h3").inner_text()
    counted(desk, 1)
    go(desk, "plan")
    desk.get_by_text("Neutral names", exact=True).click()
    settle(desk)
    desk.get_by_role("button", name="Print one page").click()
    frame = desk.frame_locator(".print iframe")
    expect(frame.get_by_role("heading", name="My week")).to_be_visible()
    expect(frame.get_by_text(name)).to_have_count(0)
    desk.get_by_role("button", name="Text message").click()
    expect(desk.locator(".copy textarea")).to_be_visible()
    assert name not in desk.locator(".copy textarea").input_value()


def test_a_place_can_be_added_from_the_map_and_from_its_own_page(desk):
    frame = map_frame(desk)
    cards(desk).first.get_by_role("button", name=re.compile("^Show on map")).click()
    button = frame.get_by_role("button", name=ADD)
    expect(button).to_be_visible()
    button.click()
    counted(desk, 1)
    expect(frame.get_by_role("button", name=re.compile("^Take out"))).to_be_visible()
    expect(cards(desk).first).to_contain_text("In your plan")
    cards(desk).nth(1).get_by_role("button", name=re.compile("^Details")).click()
    desk.locator("article.detail").get_by_role("button", name=ADD).click()
    counted(desk, 2)
    expect(desk.locator("article.detail")).to_contain_text("In your plan")
    desk.locator("article.detail").get_by_role("button", name=re.compile("^Take out")).click()
    counted(desk, 1)


def test_moving_and_taking_out_keep_the_keyboard_where_it_was(desk):
    for number in (0, 1):
        cards(desk).nth(number).get_by_role("button", name=ADD).click()
        counted(desk, number + 1)
    go(desk, "plan")
    names = desk.locator("li.item h3").all_inner_texts()
    down = desk.get_by_role("button", name=f"Move {names[0]} down")
    down.focus()
    desk.keyboard.press("Enter")
    expect(desk.locator("li.item h3").first).to_have_text(names[1])
    expect(
        desk.get_by_role("button", name=re.compile(f"{re.escape(names[0])}")).and_(desk.locator(":focus"))
    ).to_have_count(1)
    desk.get_by_role("button", name=f"Take {names[0]} out of my plan").press("Enter")
    expect(desk.locator("li.item")).to_have_count(1)
    counted(desk, 1)


def test_a_new_client_finds_nothing_of_the_one_before(desk):
    cards(desk).first.get_by_role("button", name=ADD).click()
    counted(desk, 1)
    go(desk, "plan")
    desk.get_by_role("button", name="New client: clear all").click()
    desk.get_by_role("button", name="Yes, clear all").click()
    expect(desk.get_by_text("All cleared.")).to_be_visible()
    expect(desk.locator(".st-key-nav_plan a")).to_have_text("My plan")
    assert desk.get_by_role("textbox", name="Near", exact=True).input_value() == ""
    assert "21201" not in desk.locator("body").inner_text()
    go(desk, "plan")
    expect(desk.get_by_text("Your plan is empty.")).to_be_visible()


def test_leaving_takes_the_plan_along_and_back_shows_nothing(desk, served_app):
    cards(desk).first.get_by_role("button", name=ADD).click()
    name = cards(desk).first.locator("h3").inner_text()
    counted(desk, 1)
    go(desk, "plan")
    expect(desk.get_by_role("heading", name=name)).to_be_visible()
    desk.locator("#leave-now").click()
    desk.wait_for_url(served_app.leave_url)
    desk.go_back()
    desk.wait_for_timeout(1500)
    assert name not in desk.locator("body").inner_text()
    desk.goto(f"{served_app.url}/plan")
    expect(desk.get_by_text("Your plan is empty.")).to_be_visible(timeout=40_000)


def test_who_cannot_go_out_sees_first_what_can_be_joined_from_home(desk):
    desk.get_by_text("Not safe, or cannot travel", exact=True).click()
    settle(desk)
    expect(desk.locator(".note.home")).to_contain_text("comes first, as you asked")
    order = desk.locator(".results .body").evaluate(
        "body => [...body.children].map(each => each.className).filter(name => ['remote', 'cards'].includes(name))"
    )
    assert order == ["remote", "cards"]
    # Every one of them can be reached, and the list of places to go to stays as it is.
    count = re.search(r"(\d+) online or by phone", desk.locator(".results [role=status]").first.inner_text())
    assert count is not None and int(count[1]) > 40
    there, strip = cards(desk).count(), desk.locator("section.remote")
    lengths = [*range(20, int(count[1]), 20), int(count[1])]
    for shown in lengths:
        strip.get_by_role("button", name=re.compile(r"^Show \d+ more$")).press("Enter")
        expect(strip.locator(".card")).to_have_count(shown)
    expect(strip.get_by_role("button", name=re.compile(r"^Show \d+ more$"))).to_have_count(0)
    expect(
        strip.locator(".card").nth(lengths[-2]).get_by_role("button", name=re.compile("^Details"))
    ).to_be_focused()
    assert cards(desk).count() == there


def test_a_card_for_home_leads_out_to_places_near_by(desk):
    go(desk, "home")
    desk.get_by_role("button", name=re.compile("^Find this near you: community garden")).first.click()
    expect(desk.locator(".chips")).to_contain_text("Community garden")
    assert re.fullmatch(r"https?://[^/]+/", desk.url)


def test_the_first_visit_is_one_press_away_and_stands_above_all_else(desk):
    cards(desk).first.get_by_role("button", name=re.compile("^Details")).click()
    expect(desk.locator("article.detail section").first).to_contain_text("The first time")


def test_who_was_turned_away_finds_help_and_can_tell_it_without_a_name(desk):
    box = desk.get_by_role("combobox", name="What")
    box.click()
    box.fill("shelter")
    box.press("Enter")
    settle(desk)
    cards(desk).first.get_by_role("button", name=re.compile("^Details")).click()
    desk.get_by_text("If you are turned away").click()
    expect(desk.get_by_role("heading", name="National phone lines")).to_be_visible()
    desk.get_by_label("In a few words, if you like").fill("They said no.")
    desk.get_by_role("button", name="Send").click()
    expect(desk.get_by_text("Your code is")).to_be_visible()


def test_a_meeting_takes_a_report_and_offers_no_help_against_landlords(desk):
    choose(desk, "What", "People who share my experience")
    cards(desk).first.get_by_role("button", name=re.compile("^Details")).click()
    desk.get_by_text("Tell us about this place").click()
    expect(desk.get_by_label("In a few words, if you like")).to_be_visible()
    expect(desk.get_by_role("heading", name="National phone lines")).to_have_count(0)


def test_the_language_changes_in_place_and_keeps_the_plan(desk):
    cards(desk).first.get_by_role("button", name=ADD).click()
    counted(desk, 1)
    desk.locator(".language select").select_option("ar")
    expect(desk.locator("html[lang=ar][dir=rtl]")).to_be_attached()
    expect(desk.locator(".st-key-nav_plan a")).to_contain_text("1")
    expect(desk.locator(".st-key-nav_plan a")).not_to_contain_text("My plan")
