"""
Count the presses and seconds that people need, in a real Chromium against a running server.

    python benchmarks/journeys.py http://127.0.0.1:8501 [--pictures docs/pictures]

Typing a word and Enter is one, and so is choosing from a box. Seconds are the
machine's: a person adds the time to read. Prints one line a journey, with what is aimed at.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from chromium import find_chromium
from playwright.sync_api import Browser, Page, expect, sync_playwright

SLOW_MS = 30_000
ADD = re.compile("^Add .*to my plan|^Add to my plan")


@dataclass
class Count:
    """Presses and words typed since the start of a journey."""

    page: Page
    presses: int = 0
    typed: int = 0
    started: float = field(default_factory=time.monotonic)

    def press(self, target) -> None:
        target.click()
        self.presses += 1

    def type(self, target, text: str) -> None:
        target.fill(text)
        self.page.keyboard.press("Enter")
        self.typed += 1

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.started


@dataclass
class Line:
    who: str
    task: str
    aim: str
    found: str
    holds: bool


LINES: list[Line] = []


@contextmanager
def journey(page: Page, who: str, task: str, *, most_presses: int, most_seconds: float) -> Iterator[Count]:
    count = Count(page)
    yield count
    seconds = count.seconds
    presses = count.presses + count.typed
    LINES.append(
        Line(
            who,
            task,
            f"{most_presses} / {most_seconds:g} s",
            f"{presses} / {seconds:.1f} s",
            presses <= most_presses and seconds <= most_seconds,
        )
    )


def find(page: Page, url: str) -> None:
    page.set_default_timeout(SLOW_MS)
    expect.set_options(timeout=SLOW_MS)
    page.goto(url)
    expect(cards(page).first).to_be_visible(timeout=60_000)


def cards(page: Page):
    return page.locator("ol.cards > li.card")


def near(count: Count) -> None:
    page = count.page
    count.type(page.get_by_role("textbox", name="Near", exact=True), "21201")
    expect(page.locator(".place [role=status]")).to_contain_text("Measuring from")


def choose(count: Count, label: str, option: str) -> None:
    box = count.page.get_by_role("combobox", name=label)
    box.click()
    box.fill(option)
    count.press(count.page.get_by_role("option", name=option, exact=True))
    expect(count.page.locator("[data-testid=stApp][data-test-script-state=notRunning]")).to_be_attached()


def counted(page: Page, number: int) -> None:
    expect(page.locator(".st-key-nav_plan a")).to_have_text(f"My plan ({number})")


def provider(browser: Browser, url: str, picture: Callable[[Page, str], None]) -> None:
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    find(page, url)
    with journey(page, "Provider", "first useful list", most_presses=3, most_seconds=20) as count:
        near(count)
        choose(count, "What", "People who share my experience")
        expect(page.locator(".why").first).to_be_visible()
    picture(page, "find")

    with journey(page, "Provider", "reasons and unknowns are on the card", most_presses=0, most_seconds=1):
        expect(cards(page).first).to_contain_text("Why it is here:")

    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    find(page, url)
    with journey(
        page, "Provider", "five items, four parts of life", most_presses=8, most_seconds=90
    ) as count:
        near(count)
        # Each card shows by its mark which part of life it serves: one of each, and others up to four.
        marks = page.locator("ol.cards > li.card .mark .hidden").all_inner_texts()
        firsts = [marks.index(mark) for mark in dict.fromkeys(marks)]
        others = [place for place in range(len(marks)) if place not in firsts]
        number = 0
        for place in sorted([*firsts, *others][:4]):
            count.press(cards(page).nth(place).get_by_role("button", name=ADD))
            number += 1
            counted(page, number)
        count.press(page.locator(".st-key-nav_plan a"))
        expect(page.locator(".part").first).to_be_visible()
        while page.locator(".part .choice").count():
            count.press(page.locator(".part .choice button.main").first)
            number += 1
            counted(page, number)
            expect(page.locator("li.item")).to_have_count(number)
        expect(page.locator(".part.filled")).to_have_count(4)
        if number < 5:
            count.press(page.locator(".st-key-nav_home a"))
            count.press(page.get_by_role("button", name=ADD).first)
            counted(page, 5)
    page.locator(".st-key-nav_plan a").click()
    expect(page.locator("li.item").nth(4)).to_be_visible()
    picture(page, "plan")

    page.locator(".st-key-nav_find a").first.click()
    expect(cards(page).first).to_be_visible()
    with journey(page, "Provider", "hand it over on paper", most_presses=2, most_seconds=10) as count:
        count.press(page.locator(".st-key-nav_plan a"))
        count.press(page.get_by_role("button", name="Print one page"))
        expect(page.locator(".print[data-printed]")).to_be_attached()
    picture(page, "hand-over")
    for name, task in (
        ("Text message", "hand it over as a text"),
        ("Code for a phone", "hand it over as a code"),
    ):
        page.locator(".st-key-nav_find a").first.click()
        expect(cards(page).first).to_be_visible()
        with journey(page, "Provider", task, most_presses=2, most_seconds=10) as count:
            count.press(page.locator(".st-key-nav_plan a"))
            count.press(page.get_by_role("button", name=name))
            expect(page.locator(".copy textarea, img.picture").first).to_be_visible()
    with (
        journey(page, "Provider", "hand it over as a calendar", most_presses=2, most_seconds=10) as count,
        page.expect_download(),
    ):
        count.press(page.get_by_role("button", name="Calendar (.ics)"))


def client(browser: Browser, url: str, picture: Callable[[Page, str], None]) -> None:
    page = browser.new_context(
        viewport={"width": 375, "height": 812}, has_touch=True, is_mobile=True
    ).new_page()
    find(page, url)
    with journey(page, "Client", "something tonight, alone", most_presses=3, most_seconds=15) as count:
        near(count)
        choose(count, "When", "Tonight")
        expect(cards(page).first).to_be_visible()
    picture(page, "phone")
    with journey(page, "Client", "does it feel safe to go", most_presses=1, most_seconds=5) as count:
        count.press(cards(page).first.get_by_role("button", name=re.compile("^Details")))
        expect(page.locator("article.detail section").first).to_contain_text("The first time")
    picture(page, "first-visit")
    with journey(
        page, "Client", "leave fast: the page is covered", most_presses=1, most_seconds=0.3
    ) as count:
        covered_ms = page.evaluate(
            """() => {
                const start = performance.now();
                document.getElementById('leave-now').click();
                return document.getElementById('leave-cover') ? performance.now() - start : 1e6;
            }"""
        )
        count.presses += 1
        count.started = time.monotonic() - covered_ms / 1000


def main() -> int:
    reader = argparse.ArgumentParser(description=__doc__.strip().splitlines()[0])
    reader.add_argument("url")
    reader.add_argument("--pictures", type=Path, help="a folder to put pictures of the pages into")
    given = reader.parse_args()

    def picture(page: Page, name: str) -> None:
        if given.pictures is not None:
            given.pictures.mkdir(parents=True, exist_ok=True)
            page.wait_for_timeout(1500)
            page.screenshot(path=given.pictures / f"{name}.png")

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        provider(browser, given.url, picture)
        client(browser, given.url, picture)
        browser.close()
    print(f"{'Who':<9} {'Task':<38} {'aim (presses / s)':<18} {'found':<14}")
    for line in LINES:
        print(
            f"{line.who:<9} {line.task:<38} {line.aim:<18} {line.found:<14} {'' if line.holds else 'NOT YET'}"
        )
    return 0 if all(line.holds for line in LINES) else 1


if __name__ == "__main__":
    sys.exit(main())
