"""
Take every picture that the pages of docs/ and the README show, anew.

    make pictures                               all of them
    .venv/bin/python docs/pictures/make.py plan find    only these

Serves the sample data from a folder of its own, with a few invented lists, reports and checks, and
drives Chromium as the journeys do. The pictures show the present day: the pages have no other clock.
Look at each picture before it is kept.
"""

from __future__ import annotations

import argparse
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pyotp
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from resourcemap import actions
from resourcemap.model.change import OPERATOR

sys.path.append(str(Path(__file__).resolve().parents[2] / "benchmarks"))
from chromium import find_chromium

HERE = Path(__file__).parent
PROJECT = HERE.parents[1]
SLOW_MS = 60_000
DESK = {"viewport": {"width": 1280, "height": 900}}
PHONE = {"viewport": {"width": 375, "height": 812}, "has_touch": True, "is_mobile": True}

COUNTY = """id,name,organization,address,city,state,zip,latitude,longitude,day,opens_at,closes_at,phone
1,Lamp circle,Lamp house,12 Sample St,Baltimore,MD,21201,39.2951,-76.6218,Tuesday,19:00,20:00,410-555-0101
2,Garden evening,Lamp house,40 Sample St,Baltimore,MD,21202,39.2961,-76.6118,Friday,18:00,20:00,410-555-0102
"""
COUNTY_LATER = """id,name,organization,address,city,state,zip,latitude,longitude,day,opens_at,closes_at,phone
1,Lamp circle,Lamp house,12 Sample St,Baltimore,MD,21201,39.2951,-76.6218,Tuesday,19:30,20:30,410-555-0188
2,Garden evening,Lamp house,40 Sample St,Baltimore,MD,21202,39.2961,-76.6118,Friday,18:00,20:00,410-555-0102
3,Sunday soup,Lamp house,7 Sample St,Baltimore,MD,21202,39.2941,-76.6128,Sunday,noon-ish,,410-555-0103
4,Porch talks,Lamp house,9 Sample St,Baltimore,MD,21202,39.2931,-76.6138,Monday,17:00,18:00,410-555-0104
"""
STATE = """name,address,city,state,zip,latitude,longitude,day,opens_at,closes_at,phone
The Lamp Circle,12 Sample Street,Baltimore,MD,21201,39.2951,-76.6219,Tuesday,19:00,20:30,410-555-0199
"""
STRANGE = """Gathering,Street,City,St,Zip,Lat,Lon,Weekday,Opens,Closes,Tel
Chess in the park,1 Sample Sq,Baltimore,MD,21201,39.2971,-76.6158,Saturday,14:00,16:00,410-555-0140
Soup and songs,3 Sample Sq,Baltimore,MD,21201,39.2975,-76.6151,Sunday,12:00,14:00,410-555-0141
"""


class Studio:
    """A served dashboard, a browser and the pages that pictures are taken of."""

    def __init__(self, browser: Browser, url: str, directory: actions.Directory, folder: Path) -> None:
        self.browser, self.url, self.directory, self.folder = browser, url, directory, folder
        self._token = ""

    def page(self, **options: object) -> Page:
        """Open a page of a visitor."""
        page = self.browser.new_context(**options).new_page()  # type: ignore[arg-type]  # as Playwright takes them
        page.set_default_timeout(SLOW_MS)
        return page

    def find(self, **options: object) -> Page:
        """Open the Find page near the middle of Baltimore."""
        page = self.page(**options)
        page.goto(self.url)
        expect(page.locator("ol.cards > li.card").first).to_be_visible()
        still(page)
        page.get_by_role("textbox", name="Near", exact=True).fill("21201")
        page.keyboard.press("Enter")
        expect(page.locator(".place [role=status]")).to_contain_text("Measuring from")
        still(page)
        return page

    def desk(self, path: str, heading: str) -> Page:
        """Open a page of the desk with an administrator signed in."""
        page = self.page(**DESK)
        page.context.add_cookies(
            [{"name": "resourcemap_session", "value": self._signed_in(), "url": self.url}]
        )
        page.goto(f"{self.url}/{path}")
        expect(page.get_by_role("heading", name=heading, level=1)).to_be_visible()
        still(page)
        return page

    def _signed_in(self) -> str:
        if not self._token:
            now = datetime.now(UTC)
            link = actions.invite(self.directory, ("administrator",), by=OPERATOR, now=now)
            secret = actions.new_secret()
            self._token = actions.use_link(
                self.directory,
                link.token,
                name="Ana",
                password="four odd words here",  # noqa: S106 - an account of the pictures' own folder
                secret=secret,
                code=pyotp.TOTP(secret).at(now),
                now=now,
            ).token
        return self._token

    def bring(self, text: str, source: str) -> None:
        """Bring in an invented list."""
        plan = actions.plan_import(
            self.directory, text.encode(), by=OPERATOR, file_name=f"{source}.csv", source_name=source
        )
        actions.apply_import(self.directory, plan, by=OPERATOR, now=datetime.now(UTC))

    def take(self, page: Page, name: str, top: Locator | None = None) -> None:
        """Take the picture, with `top` at its upper edge."""
        still(page)
        page.evaluate("document.activeElement?.blur()")
        if top is None:
            page.evaluate("document.querySelector('.stMain')?.scrollTo(0, 0)")
        else:
            # A little lower than the edge: the button that leaves and what sticks there stay clear.
            top.first.evaluate("node => node.scrollIntoView({ block: 'start' })")
            page.evaluate("document.querySelector('.stMain')?.scrollBy(0, -130)")
        page.mouse.move(0, 0)
        page.wait_for_timeout(500)
        path = HERE / f"{name}.png"
        page.screenshot(path=path)
        # Few colours are enough for a page, at a third of the size.
        Image.open(path).convert("RGB").quantize(128, dither=Image.Dither.NONE).save(path, optimize=True)
        sys.stdout.write(f"{name}.png\n")


def still(page: Page) -> None:
    """Wait until nothing runs and nothing moves."""
    page.wait_for_timeout(700)
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(timeout=SLOW_MS)
    page.wait_for_timeout(700)


def choose(page: Page, label: str, option: str) -> None:
    """Choose from one of the boxes of the Find page."""
    box = page.get_by_role("combobox", name=label)
    box.click()
    box.fill(option)
    page.get_by_role("option", name=option, exact=True).click()
    still(page)


# --- What people see ---------------------------------------------------------------------------------


def find(studio: Studio) -> None:
    page = studio.find(**DESK)
    choose(page, "What", "People who share my experience")
    page.frame_locator(".st-key-find_map iframe").locator(".pin").first.wait_for()
    studio.take(page, "find")


def phone(studio: Studio) -> None:
    page = studio.find(**PHONE)
    choose(page, "What", "People who share my experience")
    studio.take(page, "phone")


def first_visit(studio: Studio) -> None:
    page = studio.find(**PHONE)
    choose(page, "What", "People who share my experience")
    card = page.locator("ol.cards > li.card").filter(has_text="You can just listen").first
    card.get_by_role("button", name=re.compile("^Details")).click()
    expect(page.locator("article.detail section.first")).to_be_visible()
    studio.take(page, "first-visit", page.locator("article.detail"))


def planned(studio: Studio) -> Page:
    """Fill a plan with one thing for each part of life."""
    page = studio.find(**DESK)
    page.locator("ol.cards > li.card").first.get_by_role("button", name=re.compile("^Add")).click()
    expect(page.locator(".st-key-nav_plan a")).to_have_text("My plan (1)")
    page.locator(".st-key-nav_plan a").click()
    expect(page.locator(".part").first).to_be_visible()
    count = 1
    while page.locator(".part .choice").count():
        page.locator(".part .choice button.main").first.click()
        count += 1
        expect(page.locator(".st-key-nav_plan a")).to_have_text(f"My plan ({count})")
        still(page)
    return page


def plan(studio: Studio) -> None:
    studio.take(planned(studio), "plan")


def hand_over(studio: Studio) -> None:
    page = planned(studio)
    page.get_by_role("button", name="Print one page").click()
    expect(page.locator(".print[data-printed]")).to_be_attached()
    studio.take(page, "hand-over", page.get_by_role("heading", name="Hand it over"))


# --- What staff see ----------------------------------------------------------------------------------


def desk_home(studio: Studio) -> None:
    studio.take(studio.desk("desk", "Today at the desk"), "desk")


def edit(studio: Studio) -> None:
    page = studio.desk("desk-edit", "Edit places")
    form = page.locator(".form")
    page.get_by_role("button", name="Add a place").click()
    form.get_by_label("Name", exact=True).first.fill("Porch tea")
    expect(form.locator(".status")).to_contain_text("Draft kept")
    page.get_by_role("button", name="Add: Times").click()
    page.get_by_role("combobox", name="How often").select_option("nth")
    for day in ("Tue", "second", "fourth"):
        form.get_by_label(day, exact=True).first.check()
    form.get_by_label("Starts", exact=True).first.fill("19:00")
    form.get_by_label("Ends", exact=True).first.fill("20:30")
    expect(form.locator(".said")).to_contain_text("Second and fourth Tuesday of the month, 7:00 pm")
    studio.take(page, "edit", form.get_by_text("Times", exact=True).last)
    page.get_by_role("button", name="Save and publish").click()
    expect(page.get_by_text("Saved: Porch tea")).to_be_visible()


def verify(studio: Studio) -> None:
    page = studio.desk("desk-verify", "Check places")
    studio.take(page, "verify")


def history(studio: Studio) -> None:
    studio.take(studio.desk("desk-history", "What was changed"), "history")


def reports(studio: Studio) -> None:
    studio.take(studio.desk("desk-reports", "From the public"), "reports")


def doubles(studio: Studio) -> None:
    page = studio.desk("desk-duplicates", "Possible doubles")
    article = page.locator(".pair article")
    expect(article).to_be_visible()
    for _ in range(20):
        if article.get_by_role("heading", name=re.compile("Lamp circle", re.I)).count():
            break
        article.get_by_role("button", name="Next pair").press("Enter")
        still(page)
    studio.take(page, "possible-doubles")


def _dropped(studio: Studio, text: str, file_name: str, source: str) -> Page:
    path = studio.folder / file_name
    path.write_text(text, encoding="utf-8")
    page = studio.desk("desk-import", "Bring in a file")
    page.locator("input[type=file]").set_input_files(path)
    still(page)
    page.get_by_role("textbox", name="Who publishes it").fill(source)
    page.keyboard.press("Tab")
    still(page)
    page.get_by_role("button", name="Look at the file").press("Enter")
    expect(page.get_by_role("heading", name=re.compile("^What .* would do$"))).to_be_visible()
    still(page)
    return page


def bring_in(studio: Studio) -> None:
    page = _dropped(studio, COUNTY_LATER, "lamp-house.csv", "Lamp house")
    page.get_by_role("radio", name=re.compile("^Changes")).click()
    studio.take(page, "bring-in")
    page.get_by_role("button", name="Drop it").click()
    still(page)


def columns(studio: Studio) -> None:
    page = _dropped(studio, STRANGE, "park-club.csv", "Park club")
    page.get_by_role("radio", name=re.compile("^Columns")).click()
    studio.take(page, "columns", page.get_by_role("radiogroup").first)
    page.get_by_role("button", name="Drop it").click()
    still(page)


# The desk's history needs something to show: it comes after what is done at the desk.
PICTURES: dict[str, Callable[[Studio], None]] = {
    "find": find,
    "phone": phone,
    "first-visit": first_visit,
    "plan": plan,
    "hand-over": hand_over,
    "desk": desk_home,
    "verify": verify,
    "reports": reports,
    "possible-doubles": doubles,
    "bring-in": bring_in,
    "columns": columns,
    "edit": edit,
    "history": history,
}


def prepare(studio: Studio) -> None:
    """Bring in the invented lists and reports."""
    now = datetime.now(UTC)
    studio.bring(COUNTY, "Lamp house")
    studio.bring(STATE, "State list")
    places = [each for each in actions.public_listings(studio.directory, now=now) if each.phones]
    told = (
        ("unsafe", "Nobody answered at the door, and the stairs were dark."),
        ("closed", "The sign says closed until spring."),
        ("turned-away", "They asked for papers that the page says are not needed."),
    )
    for listing, (kind, text) in zip(places[3::40], told, strict=False):
        actions.report(studio.directory, listing.id, kind, text, now=now)
    wrong = next(each for each in places if each.name == "Garden evening")
    actions.report(studio.directory, wrong.id, "wrong", changes={"phone": "410-555-0177"}, now=now)


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, str]]:
    """Serve the sample data from a folder until the block ends."""
    database = f"sqlite:///{folder / 'pictures.sqlite'}"
    environ = {name: value for name, value in os.environ.items() if not name.startswith("RESOURCEMAP_")}
    environ |= {"RESOURCEMAP_DATA": str(folder), "RESOURCEMAP_DATABASE": database}
    subprocess.run(
        [sys.executable, "-m", "resourcemap.cli", "load-sample"],
        cwd=PROJECT,
        env=environ,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    url = f"http://127.0.0.1:{port}"
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(  # noqa: S603 - our own server
            [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", port],
            cwd=PROJECT,
            env=environ,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        deadline = time.monotonic() + 90
        while time.monotonic() < deadline:
            try:
                with urlopen(f"{url}/healthz", timeout=2):  # noqa: S310 - our own server
                    break
            except (URLError, TimeoutError):
                time.sleep(0.3)
        else:
            raise SystemExit(f"The server did not start: {(folder / 'server.log').read_text()}")
        yield url, database
    finally:
        server.terminate()
        server.wait(timeout=30)


def main() -> None:
    """Take the pictures that are asked for."""
    reader = argparse.ArgumentParser(description=__doc__.strip().splitlines()[0])
    reader.add_argument("names", nargs="*", metavar="NAME", help=f"all, or of: {', '.join(PICTURES)}")
    names = reader.parse_args().names or list(PICTURES)
    if unknown := [name for name in names if name not in PICTURES]:
        raise SystemExit(f"{', '.join(unknown)}: not a picture. There are: {', '.join(PICTURES)}.")
    with (
        tempfile.TemporaryDirectory() as folder,
        served(Path(folder)) as (url, database),
        actions.open_directory(database) as directory,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=find_chromium(),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        expect.set_options(timeout=SLOW_MS)
        studio = Studio(browser, url, directory, Path(folder))
        prepare(studio)
        for name in names:
            PICTURES[name](studio)
        browser.close()


if __name__ == "__main__":
    main()
