"""People on the Find page, in a real browser, with the sample data."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.finding import (
    DESK,
    MOVING,
    PHONE,
    cards,
    choose,
    map_frame,
    marker_labels,
    near,
    open_find,
    settle,
    violations,
)

pytestmark = pytest.mark.journey


@pytest.fixture
def phone(new_page, served_app):
    page = new_page(**PHONE, **MOVING)
    open_find(page, served_app.url)
    return page


@pytest.fixture
def desk(new_page, served_app):
    page = new_page(**DESK, **MOVING)
    open_find(page, served_app.url)
    return page


def test_a_client_on_a_phone_finds_a_peer_group_near_a_zip_and_reads_what_happens_there(phone):
    near(phone, "21201")
    choose(phone, "What", "People who share my experience")
    settle(phone)
    first = cards(phone).first
    expect(first).to_contain_text("Why it is here:")
    first.get_by_role("button", name=re.compile("^Details")).click()
    expect(phone.locator("article.detail h2")).to_be_focused()
    expect(phone.locator("article.detail")).to_contain_text("When")
    expect(phone.locator("article.detail a[href^='tel:']").first).to_be_visible()
    phone.get_by_role("button", name="Back to the list").first.click()
    expect(cards(phone).first.get_by_role("button", name=re.compile("^Details"))).to_be_focused()


def test_little_jumps_while_the_first_list_builds_itself_on_a_phone(new_page, served_app):
    page = new_page(**PHONE, **MOVING)
    page.add_init_script(
        "window.shifted = 0; new PerformanceObserver((list) => list.getEntries().forEach((each) => {"
        "if (!each.hadRecentInput) window.shifted += each.value; })).observe({ type: 'layout-shift', buffered: true });"
    )
    open_find(page, served_app.url)
    settle(page, 1000)
    assert page.evaluate("window.shifted") < 0.1


@pytest.mark.parametrize("width", [320, 375])
def test_nothing_is_cut_off_or_scrolls_sideways_on_a_small_phone(new_page, served_app, width):
    page = new_page(viewport={"width": width, "height": 700}, has_touch=True, is_mobile=True)
    open_find(page, served_app.url)
    near(page, "21201")
    settle(page)
    wide = "() => [document.documentElement.scrollWidth, document.querySelector('main, .stMain').scrollWidth]"
    assert max(page.evaluate(wide)) <= width
    reasons = page.locator("li.card .why")
    assert reasons.count()
    cut = "(all) => all.filter((each) => each.scrollHeight > each.clientHeight + 1).map((each) => each.innerText)"
    assert reasons.evaluate_all(cut) == []
    cards(page).first.get_by_role("button", name=re.compile("^Details")).click()
    expect(page.locator("article.detail")).to_be_visible()
    assert max(page.evaluate(wide)) <= width


def test_the_map_is_one_tap_away_on_a_phone_and_one_back(phone):
    near(phone, "21201")
    settle(phone)
    expect(phone.locator(".st-key-find_map iframe")).to_be_hidden()
    phone.get_by_role("button", name="Map", exact=True).tap()
    expect(phone.locator(".st-key-find_map iframe")).to_be_visible()
    expect(cards(phone).first).to_be_hidden()
    settle(phone)
    assert marker_labels(phone)
    phone.get_by_role("button", name="List", exact=True).tap()
    expect(cards(phone).first).to_be_visible()


def test_a_provider_narrows_by_population_language_and_evening_and_opens_a_detail(desk):
    near(desk, "Baltimore, MD")
    choose(desk, "When", "Evenings")
    desk.get_by_role("button", name="More filters").click()
    desk.get_by_label("Find a filter").fill("spanish")
    desk.get_by_role("checkbox", name=re.compile("^Spanish")).check()
    desk.get_by_label("Find a filter").fill("women")
    desk.get_by_role("checkbox", name=re.compile("^Women")).first.check()
    settle(desk)
    shown = desk.locator("dialog footer .main").inner_text()
    count = int(re.search(r"\d+", shown).group())
    assert count > 0
    desk.locator("dialog footer .main").click()
    expect(desk.get_by_role("button", name="More filters, 2 set")).to_be_focused()
    expect(desk.get_by_role("button", name="Remove Spanish")).to_be_visible()
    said = " ".join(desk.locator(".results .summary").inner_text().split())
    assert sum(int(number) for number in re.findall(r"(\d+) (?:place|online)", said)) == count
    expect(cards(desk).first).to_contain_text("Spanish")
    cards(desk).first.get_by_role("button", name=re.compile("^Details")).click()
    expect(desk.locator("article.detail")).to_contain_text("Who it is for")
    desk.get_by_role("button", name="Back to the list").first.click()
    desk.get_by_role("button", name="Remove Spanish").click()
    expect(desk.get_by_role("button", name="Remove Spanish")).to_have_count(0)
    desk.get_by_role("button", name="Clear all").click()
    expect(desk.get_by_role("button", name="More filters", exact=True)).to_be_visible()


def test_what_a_person_types_is_searched_when_it_is_no_choice(desk):
    box = desk.get_by_role("combobox", name="What")
    box.click()
    box.fill("AA")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("button", name="Remove “AA”")).to_be_visible()
    expect(cards(desk).first).to_contain_text(re.compile("12-step", re.I))


def test_a_term_can_be_left_out(desk):
    near(desk, "21201")
    before = desk.locator(".results .summary strong").inner_text()
    desk.get_by_role("button", name="More filters").click()
    desk.get_by_label("Find a filter").fill("free")
    desk.get_by_role("button", name="Leave out: Free", exact=True).click()
    settle(desk)
    desk.keyboard.press("Escape")
    expect(desk.get_by_role("button", name="Remove not Free")).to_be_visible()
    assert desk.locator(".results .summary strong").inner_text() != before


def test_a_place_nobody_knows_says_so_and_offers_spellings(desk):
    desk.get_by_role("textbox", name="Near", exact=True).fill("Baltimroe")
    desk.keyboard.press("Enter")
    status = desk.locator(".place [role=status]")
    expect(status).to_contain_text("We do not know a place called “Baltimroe”")
    desk.get_by_role("button", name="Baltimore, MD").click()
    expect(status).to_contain_text("Measuring from the middle of Baltimore, MD")


def test_a_name_of_several_places_offers_the_others(desk):
    near(desk, "Columbia")
    expect(desk.locator(".place")).to_contain_text("Did you mean another one?")
    desk.locator(".place .offer").first.click()
    settle(desk)
    expect(desk.locator(".place [role=status]")).to_contain_text("Columbia")


def test_nothing_found_offers_what_to_loosen_and_does_it(desk):
    near(desk, "59001")
    choose(desk, "What", "Work")
    empty = desk.locator("section.empty")
    expect(empty).to_contain_text("Nothing listed within 5 mi fits all of this.")
    offer = empty.get_by_role("button").first
    assert re.search(r"\d", offer.inner_text())
    offer.click()
    expect(cards(desk).first).to_be_visible()


def test_where_a_person_is_comes_from_the_browser_only_on_a_press(new_page, served_app):
    page = new_page(
        **DESK, geolocation={"latitude": 39.2904, "longitude": -76.6122}, permissions=["geolocation"]
    )
    page.add_init_script(
        "window.asked = 0; const real = navigator.geolocation.getCurrentPosition.bind(navigator.geolocation);"
        "navigator.geolocation.getCurrentPosition = (...all) => { window.asked += 1; return real(...all); };"
    )
    open_find(page, served_app.url)
    assert page.evaluate("window.asked") == 0
    page.get_by_role("button", name="Use my location").click()
    expect(page.locator(".place [role=status]")).to_have_text("Measuring from where you are.")
    expect(cards(page).filter(has_text="min walk").first).to_be_visible()
    assert page.evaluate("window.asked") == 1
    assert "39.2" not in page.url


def test_list_and_map_hold_the_same_places_in_the_same_order_and_follow_each_other(desk):
    near(desk, "21201")
    settle(desk, 1500)
    frame = map_frame(desk)
    listed = desk.locator("ol.cards > li.card").evaluate_all("nodes => nodes.map(n => n.dataset.id)")
    on_map = desk.locator("ol.cards > li.card").filter(
        has=desk.get_by_role("button", name=re.compile("^Show on map"))
    )
    placed = on_map.evaluate_all("nodes => nodes.map(n => n.dataset.id)")
    drawn = frame.evaluate("resourcemap.ids()")
    assert drawn == placed
    assert set(drawn) <= set(listed)

    on_map.nth(2).get_by_role("button", name=re.compile("^Show on map")).click()
    expect(frame.locator(".pin.chosen")).to_have_count(1)
    name = on_map.nth(2).locator("h3").inner_text()
    expect(frame.locator(".leaflet-popup-content strong")).to_contain_text(name)

    frame.locator(".leaflet-popup-content").get_by_role("button", name=re.compile("^Details")).click()
    expect(desk.locator("article.detail h2")).to_have_text(name)


def test_a_press_on_the_empty_map_can_become_the_starting_point(desk):
    near(desk, "21201")
    settle(desk, 1500)
    frame = map_frame(desk)
    box = desk.locator(".st-key-find_map iframe").bounding_box()
    desk.mouse.click(box["x"] + box["width"] - 40, box["y"] + box["height"] / 2)
    frame.get_by_role("button", name="Search from here").click()
    expect(desk.locator(".place [role=status]")).to_have_text("Measuring from a spot on the map.")


def test_a_change_of_filters_keeps_the_maps_frame(desk):
    near(desk, "21201")
    settle(desk, 1500)
    map_frame(desk).evaluate("window.kept = true")
    choose(desk, "When", "Evenings")
    settle(desk, 1500)
    assert map_frame(desk).evaluate("window.kept") is True


def test_without_the_map_the_list_stands_and_says_so(new_page, served_app):
    page = new_page(**DESK)
    page.route("**/leaflet.js", lambda route: route.abort())
    open_find(page, served_app.url)
    expect(page.locator(".results")).to_contain_text(
        "The map could not load. The list has every place.", timeout=30_000
    )
    expect(page.locator(".st-key-find_map iframe")).to_be_hidden()
    near(page, "21201")
    expect(cards(page).first).to_be_visible()


def test_everything_can_be_done_with_the_keyboard_alone(desk):
    desk.get_by_role("textbox", name="Near", exact=True).focus()
    desk.keyboard.type("21201")
    desk.keyboard.press("Enter")
    expect(desk.locator(".place [role=status]")).to_contain_text("Measuring from")
    seen = []
    active = (
        "() => { let node = document.activeElement; while (node && node.shadowRoot) node = node.shadowRoot.activeElement;"
        "return node ? (node.getAttribute('aria-label') || node.textContent || node.tagName).trim() : ''; }"
    )
    for _ in range(12):
        desk.keyboard.press("Tab")
        seen.append(desk.evaluate(active))
        if seen[-1].startswith("Details: "):
            break
    assert [part for part in seen if part in ("More filters", "Use my location")] == [
        "More filters",
        "Use my location",
    ]
    assert seen[-1].startswith("Details: ")
    desk.keyboard.press("Enter")
    expect(desk.locator("article.detail h2")).to_be_focused()
    desk.keyboard.press("Shift+Tab")
    desk.keyboard.press("Enter")
    expect(cards(desk).first.get_by_role("button", name=re.compile("^Details"))).to_be_focused()

    desk.get_by_role("button", name="More filters").focus()
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("dialog")).to_be_visible()
    desk.keyboard.press("Tab")
    desk.get_by_role("checkbox", name=re.compile("^Women")).first.focus()
    desk.keyboard.press("Space")
    settle(desk)
    expect(desk.get_by_role("checkbox", name=re.compile("^Women")).first).to_be_focused()
    desk.keyboard.press("Escape")
    expect(desk.get_by_role("dialog")).to_be_hidden()
    expect(desk.get_by_role("button", name="More filters, 1 set")).to_be_focused()

    # The map lets go of the keyboard: on from its last button, the page goes on.
    map_frame(desk).locator(".spot").last.focus()
    for _ in range(4):
        desk.keyboard.press("Tab")
    assert desk.evaluate("document.activeElement.tagName") != "IFRAME"


def test_the_accessibility_checker_finds_nothing_on_dark_pages(new_page, served_app):
    page = new_page(**DESK, color_scheme="dark")
    open_find(page, served_app.url)
    near(page, "21201")
    settle(page, 1500)
    assert violations(page) == []
    page.get_by_role("button", name="More filters").click()
    assert violations(page) == []
    page.keyboard.press("Escape")
    cards(page).first.get_by_role("button", name=re.compile("^Details")).click()
    expect(page.locator("article.detail")).to_be_visible()
    assert violations(page) == []
    settle(page)
    frame = map_frame(page)
    assert violations(frame) == []
    assert page.locator(".st-key-find_map iframe").get_attribute("title") == "Map of the places in the list"


def test_counts_are_announced_to_screen_readers(desk):
    status = desk.locator(".results [role=status]").first
    before = status.inner_text()
    near(desk, "21201")
    settle(desk)
    assert status.inner_text() != before
    assert re.match(
        r"\d+ places within 5 mi, (\d+ to ask where (it is|they are), )?\d+ online or by phone\.",
        " ".join(status.inner_text().split()),
    )


def test_no_request_leaves_for_another_host_and_no_address_holds_what_was_asked(new_page, served_app):
    page = new_page(**DESK)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    open_find(page, served_app.url)
    near(page, "21201")
    choose(page, "What", "A place to live")
    settle(page)
    cards(page).first.get_by_role("button", name=re.compile("^Details")).click()
    settle(page, 2000)
    map_frame(page)
    outside = [url for url in asked if not url.startswith((served_app.url, "data:", "blob:"))]
    assert outside == []
    assert not [url for url in [*asked, page.url] if "21201" in url or "home" in url]
    log = served_app.log.read_text(errors="replace")
    assert "21201" not in log


def test_leaving_works_from_inside_the_filter_panel(desk, served_app):
    desk.get_by_role("button", name="More filters").click()
    desk.get_by_role("dialog").get_by_role("button", name=re.compile("Leave now")).click()
    desk.wait_for_url(served_app.leave_url)
