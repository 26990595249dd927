"""
How far things jump while the first page builds itself, on a slow phone.

    python benchmarks/first_paint.py http://127.0.0.1:8501 [--kbit 400] [--slower 4] [--moves]

Opens the page cold in a Chromium as wide as a phone (375 px), behind a slow line and a slow
processor, and adds up what the browser calls layout shift (a share of the screen, 0 is best; up to
0.1 counts as good). "whole" is all of it until the list stands still, "worst" the most within one
window of five seconds, as web vitals count it. `--moves` names what moved.
"""

import argparse

from chromium import find_chromium
from playwright.sync_api import sync_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]
STILL_MS = 6000
WATCH = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const each of list.getEntries()) {
    if (each.hadRecentInput) continue;
    const named = (node) => {
      if (!node) return "?";
      if (node.nodeType === 3) return "text " + node.textContent.slice(0, 30);
      const keyed = node.closest?.('[class*="st-key-"]');
      const key = keyed && /st-key-\\S+/.exec(keyed.className);
      return `${node.tagName.toLowerCase()}.${String(node.className || "").slice(0, 40)} in ${key ? key[0] : "-"}`;
    };
    const from = (each.sources || []).map((one) =>
      `${named(one.node)} y ${Math.round(one.previousRect.y)}→${Math.round(one.currentRect.y)} h ${Math.round(one.previousRect.height)}→${Math.round(one.currentRect.height)}`);
    window.shifts.push({ at: each.startTime, value: each.value, from });
  }
}).observe({ type: "layout-shift", buffered: true });
"""


def worst_window(shifts: list[tuple[float, float]]) -> float:
    """
    Give the most within one window: gaps under a second, five seconds at most.

    >>> worst_window([(0, 0.1), (500, 0.1), (3000, 0.15)])
    0.2
    """
    best = total = 0.0
    first = last = -1e9
    for at, value in shifts:
        if at - last > 1000 or at - first > 5000:
            first, total = at, 0.0
        last = at
        total += value
        best = max(best, total)
    return best


def main() -> None:
    """Open the page once and print what moved."""
    reader = argparse.ArgumentParser(description=__doc__.strip().splitlines()[0])
    reader.add_argument("url")
    reader.add_argument("--kbit", type=float, default=400, help="the line, in kbit/s")
    reader.add_argument("--slower", type=float, default=4, help="how many times slower the processor is")
    reader.add_argument("--moves", action="store_true", help="say what moved and when")
    given = reader.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        page = browser.new_context(
            viewport={"width": 375, "height": 812}, has_touch=True, is_mobile=True
        ).new_page()
        wire = page.context.new_cdp_session(page)
        wire.send("Network.enable")
        bytes_s = given.kbit * 1000 / 8
        wire.send(
            "Network.emulateNetworkConditions",
            {"offline": False, "latency": 150, "downloadThroughput": bytes_s, "uploadThroughput": bytes_s},
        )
        wire.send("Emulation.setCPUThrottlingRate", {"rate": given.slower})
        page.add_init_script(WATCH)
        page.goto(given.url, wait_until="commit", timeout=180_000)
        page.locator("ol.cards > li.card").first.wait_for(timeout=300_000)
        listed_ms = page.evaluate("performance.now()")
        page.wait_for_timeout(STILL_MS)
        shifts = page.evaluate("window.shifts")
        browser.close()
    pairs = [(each["at"], each["value"]) for each in shifts]
    print(
        f"layout shift: whole {sum(value for _, value in pairs):.3f}, worst {worst_window(pairs):.3f} "
        f"in {len(pairs)} moves; first list after {listed_ms / 1000:.1f} s"
    )
    if given.moves:
        for each in shifts:
            print(f"  {each['at'] / 1000:6.1f} s  {each['value']:.3f}  {'; '.join(each['from'][:3])}")


if __name__ == "__main__":
    main()
