"""
How heavy and how slow the light pages are on a weak phone and a poor line.

    python benchmarks/light_pages.py --url http://localhost:8501 [--repeats 3]

Walks from the search to the printed plan in Chromium at 400 kbit/s, 150 ms there and back, with a
processor slowed four times, nothing kept between walks. Prints for each page what came over the line
and the middle time until it was drawn and its scripts had run. The bar is 50 kB and 3 s.
"""

import argparse
import statistics
from collections.abc import Callable

from chromium import find_chromium
from playwright.sync_api import CDPSession, Page, sync_playwright

KILOBITS_PER_S = 400
ROUND_TRIP_MS = 150
SLOWER = 4
MOST_BYTES, MOST_S = 50_000, 3.0

Step = tuple[str, Callable[[Page], object]]


def steps(url: str) -> list[Step]:
    """List what a person does, each step leading to one page."""

    def search(page: Page) -> None:
        page.locator("input[name=near]").fill("21201")
        page.locator("button.go").click()

    return [
        ("start", lambda page: page.goto(f"{url}/lite")),
        ("results", search),
        ("added", lambda page: page.locator("button[name=add]").first.click()),
        ("place", lambda page: page.locator("button[name=open]").first.click()),
        ("plan", lambda page: page.locator("nav button").nth(1).click()),
        ("print", lambda page: page.locator("button[formaction='/lite/print']").click()),
    ]


def walk(page: Page, wire: CDPSession, url: str) -> dict[str, tuple[int, float]]:
    """Take every step; bytes over the line and seconds of each."""
    received = 0

    def count(event: dict[str, float]) -> None:
        nonlocal received
        received += int(event["encodedDataLength"])

    wire.on("Network.loadingFinished", count)
    found = {}
    for name, act in steps(url):
        received = 0
        act(page)
        page.wait_for_load_state("load")
        timing = page.evaluate(
            "() => { const t = performance.getEntriesByType('navigation')[0]; return t.loadEventEnd || t.duration }"
        )
        page.wait_for_timeout(150)
        found[name] = (received, timing / 1000)
    return found


def main() -> None:
    """Walk a few times and print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--url", default="http://localhost:8501")
    options.add_argument("--repeats", type=int, default=3)
    chosen = options.parse_args()
    walks = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        for _ in range(chosen.repeats):
            context = browser.new_context(viewport={"width": 375, "height": 812}, is_mobile=True)
            page = context.new_page()
            wire = context.new_cdp_session(page)
            wire.send("Network.enable")
            wire.send(
                "Network.emulateNetworkConditions",
                {
                    "offline": False,
                    "latency": ROUND_TRIP_MS,
                    "downloadThroughput": KILOBITS_PER_S * 1000 / 8,
                    "uploadThroughput": KILOBITS_PER_S * 1000 / 8,
                },
            )
            wire.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
            walks.append(walk(page, wire, chosen.url))
            context.close()
        browser.close()
    print(f"{'page':<10}{'kB':>8}{'s':>8}")
    for name in walks[0]:
        size = max(each[name][0] for each in walks)
        seconds = statistics.median(each[name][1] for each in walks)
        over = " over the bar" if size > MOST_BYTES or seconds > MOST_S else ""
        print(f"{name:<10}{size / 1000:>8.1f}{seconds:>8.2f}{over}")


if __name__ == "__main__":
    main()
