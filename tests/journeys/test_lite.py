"""The light pages in a real Chromium: without scripts, by keyboard, small and slow, and leaving."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.finding import violations
from tests.journeys.test_hostile import PAYLOADS, hostile

__all__ = ["hostile"]  # A fixture of the other file: the same records on these pages.

pytestmark = pytest.mark.journey

PHONE = {"viewport": {"width": 375, "height": 812}, "has_touch": True, "is_mobile": True}
WITHOUT_SCRIPTS = {**PHONE, "java_script_enabled": False}
CANARY = "zebrafinch"


def start(page: Page, url: str, near: str = "21201") -> None:
    page.goto(f"{url}/lite")
    page.get_by_label("Near", exact=True).fill(near)
    page.get_by_role("button", name="Find", exact=True).first.click()


def name_of_first(page: Page) -> str:
    # Its part of life follows in brackets, for those who do not see the mark.
    return re.split(r"\s+\(", page.locator("ol.cards h3").first.inner_text())[0]


def open_plan(page: Page) -> None:
    page.locator("nav button").nth(1).click()


def test_the_whole_journey_works_without_scripts(new_page, served_app):
    page = new_page(**WITHOUT_SCRIPTS)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    start(page, served_app.url)
    expect(page.locator("ol.cards > li")).to_have_count(20)
    name = name_of_first(page)
    page.get_by_role("button", name=re.compile("Add .* to my plan")).first.click()
    expect(page.locator("nav")).to_contain_text("My plan (1)")
    page.locator("button[name=open]").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    open_plan(page)
    expect(page.locator("ol.cards > li")).to_have_count(1)
    page.locator("ul.parts button[name=add]").first.click()
    expect(page.locator("ol.cards > li")).to_have_count(2)
    page.get_by_label("Use neutral names").check()
    page.get_by_role("button", name="Page to print").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My week")
    expect(page.locator("svg[role=img]").first).to_be_visible()
    expect(page.get_by_text(name)).to_have_count(0)
    page.get_by_role("button", name="Back to my plan").click()
    expect(page.get_by_label("Use neutral names")).to_be_checked()
    with page.expect_download() as saved:
        page.get_by_role("button", name="One file that works offline").click()
    assert saved.value.suggested_filename == "my-week.html"
    assert {re.sub(r"^(https?://[^/]+).*", r"\1", url) for url in asked} == {served_app.url}


def test_one_file_opens_without_a_network_and_asks_for_nothing(new_page, served_app, tmp_path):
    page = new_page(**WITHOUT_SCRIPTS)
    start(page, served_app.url)
    page.locator("button[name=add]").first.click()
    open_plan(page)
    with page.expect_download() as saved:
        page.get_by_role("button", name="One file that works offline").click()
    saved.value.save_as(tmp_path / "my-week.html")
    copy = new_page(**PHONE, offline=True)
    asked: list[str] = []
    copy.on("request", lambda request: asked.append(request.url))
    copy.goto((tmp_path / "my-week.html").as_uri())
    expect(copy.locator("li.card")).to_have_count(1)
    expect(copy.get_by_role("link", name="Leave now")).to_have_attribute("href", served_app.leave_url)
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert violations(copy) == []


def test_what_is_looked_for_is_never_in_an_address_a_title_or_a_log(new_page, served_app):
    page = new_page(**WITHOUT_SCRIPTS)
    seen: list[str] = []
    page.on("framenavigated", lambda frame: seen.append(frame.url))
    page.on("request", lambda request: seen.extend([request.url, request.headers.get("referer", "")]))
    start(page, served_app.url, near=f"{CANARY}ville")
    page.get_by_label("Or your own words").fill(CANARY)
    page.get_by_role("button", name="Find", exact=True).first.click()
    seen.append(page.title())
    open_plan(page)
    page.locator("ul.parts button[name=open]").first.click()
    page.get_by_role("button", name="Back to the list").click()
    seen.append(page.title())
    expect(page.get_by_label("Near", exact=True)).to_have_value(f"{CANARY}ville")
    assert [text for text in seen if CANARY in text or "?" in text] == []
    kept = [served_app.log, *served_app.data.glob("*.sqlite*")]
    assert [path.name for path in kept if CANARY.encode() in path.read_bytes()] == []


# Contrast is measured at one width in each.
@pytest.mark.parametrize(("language", "coloured"), [("en", 1280), ("es", 320), ("ar", 1280)])
def test_every_page_is_free_of_accessibility_faults_and_never_scrolls_sideways(
    new_page, served_app, language, coloured
):
    page = new_page(locale=language)
    found = {}

    def check(name: str) -> None:
        expect(page.locator(f"html[lang={language}]")).to_be_attached()
        for summary in page.locator("details:not([open]) > summary").all():
            if summary.is_visible():
                summary.click()
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            found[name, width] = violations(page, colours=width == coloured)
            wide = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            assert wide <= 0, (name, width)

    def begin(near: str) -> None:
        page.goto(f"{served_app.url}/lite")
        page.locator("input[name=near]").fill(near)
        page.locator("button.main[value=find]").first.click()

    page.goto(f"{served_app.url}/lite")
    check("start")
    begin("21201")
    check("results")
    page.locator("button[name=add]").first.click()
    # Each round tells of another place: a place takes a few reports an hour.
    page.locator("button[name=open]").nth(["en", "es", "ar"].index(language)).click()
    check("place")
    page.locator("button[formaction='/lite/help']").click()
    page.locator("input[value='turned-away']").check()
    page.locator("button[value=report]").click()
    expect(page.locator("[role=status]").first).to_be_visible()
    check("help")
    page.goto(f"{served_app.url}/lite/home")
    check("at home")
    page.locator("button[formaction='/lite/home/print'][value=all]").click()
    check("at home to print")
    begin("21201")
    page.locator("button[name=add]").first.click()
    open_plan(page)
    check("plan")
    page.locator("button[formaction='/lite/text']").click()
    check("text")
    page.locator("button[formaction='/lite/plan']:visible").last.click()
    page.locator("button[formaction='/lite/print']").click()
    check("print")
    begin("Baltimor")
    check("unknown place")
    page.goto(f"{served_app.url}/lite/offline/")
    check("offline")
    page.goto(f"{served_app.url}/lite/nowhere")
    check("nowhere")
    assert len(found) == 24
    assert {name: each for name, each in found.items() if each} == {}


def test_dark_pages_are_readable_too(new_page, served_app):
    page = new_page(**PHONE, color_scheme="dark")
    start(page, served_app.url)
    assert violations(page) == []
    page.locator("button[name=add]").first.click()
    open_plan(page)
    assert violations(page) == []


def test_targets_are_large_enough_for_a_thumb(new_page, served_app):
    page = new_page(**PHONE)
    start(page, served_app.url)
    page.locator("details.box > summary").first.click()
    small = page.evaluate(
        """[...document.querySelectorAll('button:not(.off), select, summary, label, #leave-now, input:not([type=checkbox])')]
        .filter(node => node.checkVisibility() && !node.hidden && node.type !== 'hidden')
        .map(node => [node.textContent.slice(0, 30), node.getBoundingClientRect().height])
        .filter(([, height]) => height > 0 && height < 44)"""
    )
    assert small == []
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "18px"


def test_the_keyboard_alone_reaches_a_plan(new_page, served_app):
    page = new_page(viewport={"width": 1280, "height": 900}, java_script_enabled=False)
    page.goto(f"{served_app.url}/lite")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Leave now")).to_be_focused()
    tab_to(page, page.get_by_label("Near", exact=True))
    page.keyboard.type("21201")
    page.keyboard.press("Enter")
    expect(page.locator("ol.cards > li")).to_have_count(20)
    tab_to(page, page.locator("button[name=add]").first)
    page.keyboard.press("Enter")
    expect(page.locator("nav")).to_contain_text("My plan (1)")
    tab_to(page, page.locator("nav button").nth(1))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("My plan")


def tab_to(page: Page, target) -> None:
    for _ in range(200):
        page.keyboard.press("Tab")
        if target.evaluate("node => node === document.activeElement"):
            return
    raise AssertionError("the keyboard does not reach it")


@pytest.mark.parametrize("scripts", [False, True])
def test_leaving_opens_the_other_site_and_tells_it_nothing(new_page, served_app, scripts):
    page = new_page(**PHONE, java_script_enabled=scripts)
    start(page, served_app.url)
    sent: list[str | None] = []
    page.on("request", lambda request: sent.append(request.headers.get("referer")))
    page.get_by_role("link", name="Leave now").click()
    page.wait_for_url(served_app.leave_url)
    assert not any(sent)
    if scripts:
        page.go_back()
        page.wait_for_timeout(700)
        assert "21201" not in page.locator("body").inner_text()


def test_shift_three_times_leaves(new_page, served_app):
    page = new_page(viewport={"width": 1280, "height": 900})
    start(page, served_app.url)
    page.wait_for_load_state()
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url(served_app.leave_url)


def test_a_plan_kept_on_the_phone_opens_offline_and_can_be_deleted(new_page, served_app):
    page = new_page(**PHONE)
    start(page, served_app.url)
    page.locator("button[name=add]").first.click()
    name = name_of_first(page)
    open_plan(page)
    page.get_by_role("button", name="Keep on this phone").click()
    expect(page.get_by_role("link", name="Open the kept plan")).to_be_visible(timeout=20_000)
    page.context.set_offline(True)
    page.goto(f"{served_app.url}/lite/offline/")
    expect(page.locator("li.card")).to_contain_text(name)
    assert violations(page) == []
    page.get_by_role("button", name="Delete this copy").click()
    expect(page.get_by_role("status")).to_have_text("Deleted. Nothing of it is left on this phone.")
    expect(page.locator("li.card")).to_have_count(0)
    assert page.evaluate("caches.keys()") == []
    page.context.set_offline(False)
    page.goto(f"{served_app.url}/lite/offline/")
    expect(page.get_by_text("No plan is kept on this phone.")).to_be_visible()


def test_nothing_is_kept_on_the_phone_unless_somebody_asks(new_page, served_app):
    page = new_page(**PHONE)
    start(page, served_app.url)
    page.locator("button[name=add]").first.click()
    open_plan(page)
    kept = page.evaluate(
        "Promise.all([caches.keys(), navigator.serviceWorker.getRegistrations()])"
        ".then(([shelves, workers]) => shelves.length + workers.length + localStorage.length + sessionStorage.length)"
    )
    assert kept == 0
    assert page.context.cookies() == []


def test_nothing_that_a_stranger_wrote_runs_on_a_light_page(new_page, hostile):
    hostile, _ = hostile
    page = new_page(**PHONE)
    talks: list[str] = []
    page.on("dialog", lambda dialog: (talks.append(dialog.message), dialog.dismiss()))

    def check() -> None:
        assert page.evaluate("window.HIT") is None
        assert talks == []
        links = page.locator("a").evaluate_all("nodes => nodes.map(node => node.protocol)")
        assert set(links) <= {"https:", "http:", "tel:", "mailto:"}

    start(page, hostile.url)
    expect(page.locator("ol.cards > li")).to_have_count(len(PAYLOADS))
    assert "<script>window.HIT=1</script>" in " ".join(page.locator("ol.cards h3").all_inner_texts())
    check()
    for number in range(len(PAYLOADS)):
        page.locator("ol.cards button[name=open]").nth(number).click()
        expect(page.locator("article.detail")).to_be_visible()
        check()
        page.locator("button[name=add]").click()
        page.get_by_role("button", name="Back to the list").click()
    open_plan(page)
    expect(page.locator("ol.cards > li")).to_have_count(len(PAYLOADS))
    check()
    for button in ("Text to copy", "Page to print"):
        page.get_by_role("button", name=button).click()
        check()
        page.get_by_role("button", name="Back to my plan").click()
    for payload in PAYLOADS:
        start(page, hostile.url, near=payload)
        check()
