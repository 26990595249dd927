"""A newcomer brings in real files and finds tomorrow's meeting in the browser."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from math import asin, cos, radians, sin, sqrt

import pytest
from playwright.sync_api import expect

from tests.conftest import PROJECT, app_environ, free_port, serve
from tests.journeys.finding import DESK, cards, choose, near, open_find

pytestmark = pytest.mark.journey

ZIP = "19104"  # West Philadelphia


def nearest_tuesday_evenings(meetings):
    """Name the Tuesday-evening meetings by distance from the ZIP's middle, read from the raw file by hand."""
    with (PROJECT / "data" / "places" / "zips.csv").open(encoding="utf-8") as table:
        middle = next(row for row in csv.DictReader(table) if row["zip"] == ZIP)
    start = (radians(float(middle["latitude"])), radians(float(middle["longitude"])))
    found = []
    for meeting in meetings:
        if meeting["day"] != 2 or not "17:00" <= meeting["time"] < "24:00" or not meeting.get("latitude"):
            continue
        if (
            meeting.get("conference_url")
            or meeting.get("conference_phone")
            or "TC" in meeting.get("types", [])
        ):
            continue
        latitude, longitude = radians(float(meeting["latitude"])), radians(float(meeting["longitude"]))
        half = (
            sin((latitude - start[0]) / 2) ** 2
            + cos(latitude) * cos(start[0]) * sin((longitude - start[1]) / 2) ** 2
        )
        found.append((12_742_000 * asin(sqrt(half)), meeting["name"]))
    return sorted(found)


def test_real_files_lead_to_the_nearest_tuesday_evening_meeting(realdata, tmp_path, new_page):
    services = realdata / "dc-maps" / "human-service-locations.geojson"
    meetings = realdata / "tsml-ui" / "aasepia.json"
    if not (services.exists() and meetings.exists()):
        pytest.skip("the two real files of this journey are not here")
    environ = app_environ(tmp_path)
    done = subprocess.run(
        [sys.executable, "-m", "resourcemap.cli", "import", str(services), str(meetings), "--apply"],
        env=environ,
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
        timeout=110,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("Applied.") == 2
    expected = nearest_tuesday_evenings(json.loads(meetings.read_text(encoding="utf-8")))
    url = f"http://127.0.0.1:{free_port()}"
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", url.rsplit(":", 1)[1]]
    with serve(command, url=url, health="/healthz", log=tmp_path / "log", environ=environ):
        page = new_page(**DESK)
        open_find(page, url)
        near(page, ZIP)
        choose(page, "When", "Tuesday evening")
        shown = cards(page)
        expect(shown.first).to_contain_text(re.compile("Tue|Tonight|Tomorrow"))
        names = shown.locator("h3").all_inner_texts()
        assert expected[0][1] in names, f"{expected[0]} is not among {names}"
        card = shown.filter(has_text=expected[0][1]).first
        card.get_by_role("button", name=re.compile("^Details")).click()
        expect(page.locator("article.detail")).to_contain_text("Tuesday")

        # A group that meets on many days is one card and one marker; its page has each time.
        page.get_by_role("button", name="Back to the list").first.click()
        choose(page, "When", "Any time")
        group = shown.filter(has=page.locator(".also")).first
        expect(group).to_contain_text("Also ")
        listed = shown.evaluate_all("nodes => nodes.map(node => node.querySelector('h3').textContent)")
        assert len(listed) == 20
        said = " ".join(page.locator(".results .summary").inner_text().split())
        places, each_time = re.search(r"^(\d+) places .* (\d+) counting each time of a group", said).groups()
        assert int(places) < int(each_time)
        group.get_by_role("button", name=re.compile("^Details")).click()
        times = page.locator("article.detail .times li")
        expect(times.nth(1)).to_be_visible()
        times.nth(1).get_by_role("button", name=re.compile("^Add to my plan: .+, Every ")).click()
        expect(times.nth(1)).to_contain_text("In your plan")
        expect(times.nth(0)).not_to_contain_text("In your plan")
        page.get_by_role("button", name="Back to the list").first.click()
        expect(group).to_contain_text("One of these is in your plan")
