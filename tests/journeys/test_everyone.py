"""Every view, in every language and on small and large screens, for people who read and steer differently."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.finding import DESK, cards, map_frame, open_find, settle, violations

pytestmark = pytest.mark.journey

# Each is begun at one width and looked at in both: what is drawn small must stand large, and the other way.
LANGUAGES = {"en": 320, "es": 1280, "ar": 320}
WIDTHS = (320, 1280)
WIDE = "() => Math.max(document.documentElement.scrollWidth, document.querySelector('.stMain').scrollWidth)"
NOWHERE = "Xqwzlub"
# Sentences in Latin letters whose last sign does not stand right of the letter before it; fails with none at all.
STOPS_AT_WRONG_END = """(root) => {
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const wrong = [], seen = [];
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
        const text = node.data.trimEnd();
        if (!/^[A-Z][a-z].*[a-z][.!?]$/.test(text)) continue;
        const at = (index) => {
            const range = document.createRange();
            range.setStart(node, index);
            range.setEnd(node, index + 1);
            return range.getBoundingClientRect();
        };
        seen.push(text);
        if (at(text.length - 1).left < at(text.length - 2).right - 1) wrong.push(text);
    }
    return seen.length ? wrong : ["no sentence of a place's own"];
}"""


def start_near(page: Page, text: str) -> None:
    """Type where, in whatever language the page speaks."""
    page.locator(".st-key-near input").fill(text)
    page.keyboard.press("Enter")
    expect(page.locator(".place [role=status]")).to_contain_text(text)
    settle(page)


def go(page: Page, name: str) -> None:
    """Follow a link at the top, or at the foot where the top has no room for it."""
    at_top = page.locator(f".st-key-nav_{name} a")
    (at_top if at_top.is_visible() else page.locator(".st-key-foot a").first).click()
    settle(page, 600)


def write_what(page: Page, text: str) -> None:
    """Type words that are none of the choices into What."""
    box = page.locator(".st-key-what input")
    box.click()
    box.fill(text)
    page.keyboard.press("Enter")
    settle(page, 600)


@pytest.mark.parametrize(("language", "start"), LANGUAGES.items())
def test_twelve_views_have_no_barriers_and_never_scroll_sideways(new_page, served_app, language, start):
    page = new_page(viewport={"width": start, "height": 900}, locale=language)
    seen: dict[tuple[str, int], list[str]] = {}

    def turn(width: int) -> None:
        page.set_viewport_size({"width": width, "height": 900})
        settle(page)

    def view(name: str) -> None:
        for width in sorted(WIDTHS, key=start.__ne__):
            turn(width)
            seen[name, width] = violations(page, colours=width == start)
            assert page.evaluate(WIDE) <= width, (name, width)
        turn(start)

    open_find(page, served_app.url)
    expect(
        page.locator(f"html[lang={language}][dir={'rtl' if language == 'ar' else 'ltr'}]")
    ).to_be_attached()
    view("first view")
    start_near(page, "21201")
    view("near a place")
    page.locator(".filters button.open").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    view("all filters")
    page.keyboard.press("Escape")
    turn(320)
    page.locator(".bridge button").first.click()
    expect(page.locator(".st-key-find_map iframe")).to_be_visible()
    settle(page)
    seen["map", 320] = violations(map_frame(page))
    page.locator(".bridge button").first.click()
    turn(1280)
    seen["map", 1280] = violations(map_frame(page))
    turn(start)
    cards(page).first.locator("button[data-key^=open]").click()
    expect(page.locator("article.detail")).to_be_visible()
    settle(page)
    if language == "ar":
        assert page.locator("article.detail").evaluate(STOPS_AT_WRONG_END) == []
    page.locator(".st-key-turned_away summary").first.click()
    settle(page)
    view("one place, and a report")
    page.locator("article.detail button.main").click()
    settle(page)
    page.locator("button[data-key=back]").click()
    write_what(page, NOWHERE)
    expect(page.locator(".empty")).to_be_visible()
    view("nothing found")
    go(page, "plan")
    view("plan")
    page.locator(".st-key-hand_print button").click()
    settle(page, 800)
    view("page to print")
    page.locator(".st-key-hand_text button").click()
    settle(page, 600)
    view("text to send")
    go(page, "home")
    view("at home")
    go(page, "kept")
    view("what is kept")
    go(page, "plan")
    page.locator(".st-key-clear_ask button").click()
    settle(page)
    page.locator(".st-key-clear_yes button").click()
    settle(page, 800)
    go(page, "plan")
    view("empty plan")
    assert len(seen) == 2 * 12
    assert {name: each for name, each in seen.items() if each} == {}


def forced_colours(page: Page) -> None:
    """Marks keep their shape and colour, and every button its edge."""
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    badge = cards(page).first.locator(".badge")
    assert badge.evaluate("node => getComputedStyle(node).forcedColorAdjust") == "none"
    edge = cards(page).first.locator("button.main").evaluate("node => getComputedStyle(node).borderTopWidth")
    assert float(edge.removesuffix("px")) >= 1


def still(page: Page) -> None:
    """Nothing moves for longer than a blink."""
    assert page.evaluate("matchMedia('(prefers-reduced-motion: reduce)').matches")
    moving = page.evaluate(
        """() => document.getAnimations().filter(each => each.playState === "running"
            && each.effect.target.closest(".results, .board, .place, .filters, .bridge, #leave-now")
            && each.effect.getComputedTiming().activeDuration > 100).length"""
    )
    assert moving == 0


def large_text(page: Page) -> None:
    """Nothing is cut off at twice the size."""
    assert page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") == 36
    assert page.evaluate(WIDE) <= page.viewport_size["width"]
    cut = page.evaluate(
        """() => {
            const roots = [document, ...[...document.querySelectorAll("*")].map(each => each.shadowRoot)];
            return roots.filter(Boolean).flatMap(root => [...root.querySelectorAll("button, h1, h2, h3, a, .fact")])
                .filter(each => each.checkVisibility() && each.clientWidth > 2 && getComputedStyle(each).overflowX !== "visible"
                    && !each.closest("[href='#stMain']") && each.scrollWidth > each.clientWidth + 1)
                .map(each => each.textContent.slice(0, 60));
        }"""
    )
    assert cut == []


def no_map(page: Page) -> None:
    """The list says that the map is missing, and stands."""
    expect(page.locator(".st-key-find_map iframe")).to_be_hidden(timeout=30_000)


WAYS: dict[str, tuple[dict[str, object], Callable[[Page], None]]] = {
    "map blocked": ({}, no_map),
    "text at 200%": ({}, large_text),
    "reduced motion": ({"reduced_motion": "reduce"}, still),
    "forced colours": ({"forced_colors": "active"}, forced_colours),
}


@pytest.mark.parametrize("way", WAYS)
def test_the_way_from_a_search_to_a_plan_in_hand_is_open_to_everyone(new_page, served_app, way):
    options, holds = WAYS[way]
    page = new_page(**DESK, **options)
    if way == "map blocked":
        page.route("**/leaflet.js", lambda route: route.abort())
    open_find(page, served_app.url)
    if way == "text at 200%":
        # What a browser's own setting does where a page's sizes hang on the root's.
        page.add_style_tag(content="html { font-size: 36px !important; }")
    start_near(page, "21201")
    holds(page)
    cards(page).first.locator("button[data-key^=open]").click()
    expect(page.locator("article.detail")).to_be_visible()
    settle(page)
    if way != "map blocked":
        holds_in_detail = {"text at 200%": large_text, "reduced motion": still}.get(way)
        if holds_in_detail is not None:
            holds_in_detail(page)
    page.locator("article.detail button.main").click()
    settle(page)
    go(page, "plan")
    expect(page.locator("li.item")).to_have_count(1)
    page.locator(".part .choice button.main").first.click()
    expect(page.locator("li.item")).to_have_count(2)
    page.locator(".st-key-hand_text button").click()
    settle(page, 600)
    text = page.locator(".copy textarea").input_value()
    assert len(text.splitlines()) >= 2
    assert violations(page) == []
    if way in ("text at 200%", "reduced motion"):
        holds(page)
