"""
How long a change of filter takes to show, in Chromium, beside the driver's own press.

    python benchmarks/filter_change.py http://127.0.0.1:8501

Needs the served dashboard with the sample data. "shown" counts from the press to the new count line;
"driver" is the part the browser driver spends pressing, which a person does not wait for.
"""

import shutil
import sys
import time
from statistics import median

from playwright.sync_api import sync_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]
CHANGES = ("Tonight", "Any time") * 8
LONGEST_S = 10


def main(url: str) -> None:
    """Change one filter back and forth and print the medians in milliseconds."""
    driver: list[float] = []
    shown: list[float] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(url)
        near = page.get_by_role("textbox", name="Near", exact=True)
        near.wait_for(timeout=60_000)
        near.fill("21201")
        near.press("Enter")
        page.wait_for_timeout(4000)
        summary = page.locator(".results .summary")
        for option in CHANGES:
            box = page.get_by_role("combobox", name="When")
            box.click()
            box.fill(option)
            before = summary.inner_text()
            start = time.perf_counter()
            page.get_by_role("option", name=option, exact=True).click()
            pressed = time.perf_counter()
            while summary.inner_text() == before:
                if time.perf_counter() - start > LONGEST_S:
                    sys.exit(f"{option}: nothing changed within {LONGEST_S} s.")
            driver.append(1000 * (pressed - start))
            shown.append(1000 * (time.perf_counter() - start))
            page.wait_for_timeout(500)
        browser.close()
    rest = [whole - part for whole, part in zip(shown, driver, strict=True)]
    print(f"median of {len(CHANGES)}: shown {median(shown):.0f} ms, driver {median(driver):.0f} ms, ", end="")
    print(f"without the driver {median(rest):.0f} ms")


if __name__ == "__main__":
    main(sys.argv[1])
