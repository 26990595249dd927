"""
How long a change of filter takes to show, in Chromium, and where the time goes.

    python benchmarks/filter_change.py http://127.0.0.1:8501 [--server PID] [--changes 16]

Needs the served dashboard. Every time is the page's own clock, from the press on a choice on: what
the browser driver spends before it does not count. Prints a line for each part, median and worst:

    sent       the press, until the page asks the server
    waiting    until the server's first answer: its queue and the start of the script
    script     from there to the last answer, over the line
    drawn      from the last answer to the painted list (below 0: painted before it was all there)
    list       all of it: from the press to the painted list
    map        from the press to the map drawn anew

With `--server` it adds what the server's processor spent for a change: on a busy machine that is the
figure to compare.
"""

import argparse
import os
from pathlib import Path
from statistics import median

from chromium import find_chromium
from playwright.sync_api import sync_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]
OPTIONS = ("Tonight", "Any time")
LONGEST_MS = 15_000
PARTS = ("sent", "waiting", "script", "drawn", "list", "map")
WATCH = """
window.seen = { sent: [], got: [], bytes: 0, map: [] };
const Real = window.WebSocket;
window.WebSocket = class extends Real {
  constructor(...given) {
    super(...given);
    this.addEventListener("message", (event) => {
      window.seen.got.push(performance.now());
      window.seen.bytes += event.data.byteLength ?? event.data.size ?? event.data.length;
    });
  }
  send(data) { window.seen.sent.push(performance.now()); super.send(data); }
};
addEventListener("message", (event) => {
  if (event.data?.resourcemap?.do === "ready") window.seen.map.push(performance.now());
});
"""
MEASURE = """
async ([node, longest]) => {
  const find = () => {
    for (const each of document.querySelectorAll("*")) {
      const found = (each.shadowRoot || each).querySelector(".results .summary");
      if (found) return found;
    }
  };
  const summary = find();
  const before = summary.textContent;
  const seen = window.seen;
  seen.sent = []; seen.got = []; seen.map = []; seen.bytes = 0;
  const start = performance.now();
  node.click();
  const frame = () => new Promise(requestAnimationFrame);
  while (summary.textContent === before && performance.now() - start < longest) await frame();
  await frame();
  const painted = performance.now();
  if (summary.textContent === before) return null;
  while (!seen.map.some((at) => at > painted - 2000) && performance.now() - painted < 3000) await frame();
  await new Promise((done) => setTimeout(done, 400));
  const [sent, first, last] = [seen.sent[0], seen.got[0], seen.got.at(-1)];
  return {
    sent: sent - start, waiting: first - sent, script: last - first, drawn: painted - last,
    list: painted - start, map: (seen.map[0] ?? NaN) - start, bytes: seen.bytes,
  };
}
"""


def cpu_ms(pid: int | None) -> float:
    """Read what a process has spent of the processor so far, in milliseconds."""
    if pid is None:
        return 0.0
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return 1000 * (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Change one filter back and forth and print the table."""
    reader = argparse.ArgumentParser(description=__doc__.strip().splitlines()[0])
    reader.add_argument("url")
    reader.add_argument("--server", type=int, metavar="PID", help="the server's process")
    reader.add_argument("--changes", type=int, default=16)
    reader.add_argument("--near", default="21201", help="where to measure from")
    given = reader.parse_args()
    found: list[dict[str, float]] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.add_init_script(WATCH)
        page.goto(given.url)
        near = page.get_by_role("textbox", name="Near", exact=True)
        near.wait_for(timeout=60_000)
        near.fill(given.near)
        near.press("Enter")
        page.wait_for_timeout(5000)
        for number in range(given.changes):
            option = OPTIONS[number % len(OPTIONS)]
            box = page.get_by_role("combobox", name="When")
            box.click()
            box.fill(option)
            choice = page.get_by_role("option", name=option, exact=True).element_handle()
            spent = cpu_ms(given.server)
            parts = page.evaluate(MEASURE, [choice, LONGEST_MS])
            if parts is None:
                raise SystemExit(f"{option}: nothing changed within {LONGEST_MS / 1000:.0f} s.")
            parts["cpu"] = cpu_ms(given.server) - spent
            found.append(parts)
            page.wait_for_timeout(300)
        total = page.locator(".results .summary").inner_text()
        browser.close()
    print(f"{' '.join(total.split())}  {given.changes} changes, load {os.getloadavg()[0]:.1f}")
    print(f"{'ms':<9}{'median':>8}{'worst':>8}")
    for part in PARTS:
        values = [each[part] for each in found]
        print(f"{part:<9}{median(values):>8.0f}{max(values):>8.0f}")
    if given.server is not None:
        print(
            f"{'cpu':<9}{median(each['cpu'] for each in found):>8.0f}{max(each['cpu'] for each in found):>8.0f}"
        )
    print(f"{'kB':<9}{median(each['bytes'] for each in found) / 1000:>8.0f}")


if __name__ == "__main__":
    main()
