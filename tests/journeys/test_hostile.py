"""A stranger's text in every field of every record: it is shown as text, and nothing of it runs."""

from __future__ import annotations

import csv
import dataclasses
import io
import sys
import typing
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from resourcemap import actions
from resourcemap.model import hsds
from resourcemap.model.change import OPERATOR
from resourcemap.model.fact import FACETS, Answer, Fact, write_fact
from resourcemap.model.report import PROPOSABLE
from tests.conftest import ServedApp, app_environ, free_port, make_account, serve
from tests.journeys.finding import DESK, SLOW_MS, cards, map_frame, open_find, settle

pytestmark = pytest.mark.journey

PAYLOADS = (
    "<img src=x onerror=window.top.HIT=1>",
    "<script>window.HIT=1</script>",
    "<svg/onload=HIT=1>",
    "${window.HIT=1}",
    "`+(window.HIT=1)+`",
    "'+(window.HIT=1)+'",
    '"+(window.HIT=1)+"',
    "</script><script>window.HIT=1</script>",
    "{{ 'window.HIT=1' }}",
    "{{constructor.constructor('window.HIT=1')()}}",
    "javascript:window.HIT=1",
    "\u2028window.HIT=1//",
    "[x](javascript:window.HIT=1)",
    ':material/home: $\\href{javascript:window.HIT=1}{x}$ <b onmouseover="HIT=1">b</b>',
)


def poisoned(kind: type, payload: str, **given: object) -> typing.Any:
    """Make a record with the payload in each of its text fields and those of its children."""
    hints = typing.get_type_hints(kind)
    values: dict[str, object] = {}
    for each in dataclasses.fields(kind):
        hint = hints[each.name]
        options = typing.get_args(hint) or (hint,)
        if each.name in given or each.name == "extra":
            continue
        if str in options:
            values[each.name] = payload
        elif typing.get_origin(hint) is tuple and dataclasses.is_dataclass(options[0]):
            values[each.name] = () if options[0] is hsds.Attribute else (poisoned(options[0], payload),)
        else:
            child = next((option for option in options if dataclasses.is_dataclass(option)), None)
            if child is not None:
                values[each.name] = poisoned(child, payload)
    return kind(**values, **given)


def records(number: int, payload: str) -> list[typing.Any]:
    """Make one listing of which every word is the payload."""
    facts = tuple(write_fact(facet, payload, Fact(Answer.YES, payload, payload)) for facet in FACETS)
    known = (
        write_fact("attendance", "in-person", Fact(Answer.YES)),
        write_fact("category", "12-step", Fact(Answer.YES)),
    )
    return [
        poisoned(hsds.Organization, payload, id=f"o{number}"),
        poisoned(
            hsds.Service,
            payload,
            id=f"s{number}",
            organization_id=f"o{number}",
            status="active",
            # One is due to be checked.
            assured_date=datetime.now(UTC).date() if number else None,
            attributes=(*facts, *known),
        ),
        poisoned(
            hsds.Location,
            payload,
            id=f"l{number}",
            location_type="physical",
            address_visibility="full",
            latitude=39.29 + number / 1000,
            longitude=-76.61,
        ),
        poisoned(
            hsds.ServiceAtLocation,
            payload,
            id=f"sal{number}",
            service_id=f"s{number}",
            location_id=f"l{number}",
        ),
    ]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory, neutral_page):
    data = tmp_path_factory.mktemp("hostile")
    environ = app_environ(data, RESOURCEMAP_EXIT_URL=neutral_page)
    with actions.open_directory(environ["RESOURCEMAP_DATABASE"]) as directory:
        everything = [
            record for number, payload in enumerate(PAYLOADS) for record in records(number, payload)
        ]
        now = datetime.now(UTC)
        directory.store.write(everything, by="stranger", at=now)
        for number, payload in enumerate(PAYLOADS[:3]):
            actions.report(directory, f"sal{number}", "wrong", payload, contact=payload, now=now)
        answers = dict.fromkeys(PROPOSABLE, PAYLOADS[0]) | {"phone": "410-555-0100", "category": "12-step"}
        actions.propose_place(directory, answers, contact=PAYLOADS[0], now=now)
        rows = io.StringIO()
        writer = csv.writer(rows)
        writer.writerow(("name", "organization", "address", "city", "description", "lat", "lng", PAYLOADS[0]))
        for number, payload in enumerate(PAYLOADS):
            # The last one lies in the sea: the map draws its doubt.
            point = (39.3 + number / 1000, -76.6) if number < len(PAYLOADS) - 1 else (0, 0)
            writer.writerow((payload, payload, payload, payload, payload, *point, payload))
        actions.stage_file(
            directory,
            rows.getvalue().encode(),
            file_name=f"{PAYLOADS[2].replace('/', '')}.csv",
            source_name=PAYLOADS[0],
            by=OPERATOR,
            now=now,
        )
        boss = make_account(directory, "administrator", now=now, name="boss")
    url = f"http://127.0.0.1:{free_port()}"
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", url.rsplit(":", 1)[1]]
    with serve(command, url=url, health="/healthz", log=data / "log", environ=environ):
        yield (
            ServedApp(url=url, log=data / "log", database=data / "r", data=data, leave_url=neutral_page),
            boss,
        )


def test_nothing_that_a_stranger_wrote_runs_on_the_page_or_in_the_map(new_page, hostile):
    hostile, _ = hostile
    page = new_page(**DESK)
    talks: list[str] = []
    page.on("dialog", lambda dialog: (talks.append(dialog.message), dialog.dismiss()))
    open_find(page, hostile.url)
    page.get_by_role("textbox", name="Near", exact=True).fill("21201")
    page.keyboard.press("Enter")
    settle(page, 1500)
    frame = map_frame(page)
    expect(cards(page)).to_have_count(len(PAYLOADS))
    assert frame.evaluate("resourcemap.ids().length") == len(PAYLOADS)

    def check() -> None:
        assert page.evaluate("window.HIT") is None
        assert frame.evaluate("window.HIT") is None
        assert talks == []

    check()
    page.get_by_role("button", name="More filters").click()
    settle(page)
    check()
    page.keyboard.press("Escape")
    for number in range(len(PAYLOADS)):
        # Opens its popup on the map too.
        cards(page).nth(number).locator("button[data-key^='open/']").click()
        expect(page.locator("article.detail")).to_be_visible()
        settle(page)
        check()
        links = page.locator("article.detail a").evaluate_all("nodes => nodes.map(node => node.protocol)")
        assert set(links) <= {"https:", "http:", "tel:", "mailto:"}
        page.locator("article.detail button.back").click()
        expect(cards(page).first).to_be_visible()
        settle(page)
    shown = " ".join(cards(page).locator("h3").all_inner_texts())
    assert "<script>window.HIT=1</script>" in shown


# What the payloads would be, were they no text: looked for inside of components too.
MADE = """() => {
  const found = [];
  const walk = (node) => {
    for (const each of node.querySelectorAll("*")) {
      if (each.shadowRoot) walk(each.shadowRoot);
      if (each.matches("img[src='x'], svg[onload], [onmouseover], [onerror], a[href^='javascript']") ||
          (each.localName === "script" && each.textContent.includes("HIT"))) found.push(each.outerHTML);
    }
  };
  walk(document);
  return found;
}"""


def test_nothing_that_a_stranger_wrote_runs_at_the_desk(new_page, hostile):
    hostile, boss = hostile
    page = new_page(**DESK)
    page.set_default_timeout(SLOW_MS)
    cookies = boss.cookies.items()
    page.context.add_cookies([{"name": name, "value": value, "url": hostile.url} for name, value in cookies])
    talks: list[str] = []
    page.on("dialog", lambda dialog: (talks.append(dialog.message), dialog.dismiss()))

    def check(where: str) -> None:
        settle(page)
        for frame in page.frames:
            if frame.url.startswith(hostile.url):
                assert frame.evaluate("window.HIT") is None, where
                assert frame.evaluate(MADE) == [], where
        assert talks == [], where

    def go(path: str, shows: str) -> None:
        page.goto(f"{hostile.url}/{path}")
        page.locator(shows).first.wait_for()
        check(path)

    def press(key: str, shows: str) -> None:
        page.locator(f"[class*='st-key-{key}'] button").first.click()
        page.locator(shows).first.wait_for()
        check(key)

    go("desk", ".desk-bars")
    go("desk-reports", "[class*='st-key-told_row_']")
    press("told_pick_", ".st-key-told_changes")
    press("told_back", "[class*='st-key-told_place_']")
    page.locator("[class*='st-key-told_place_'] button").first.click()
    page.locator(".st-key-told_where_box").wait_for()
    check("a place to add")
    go("desk-verify", "[class*='st-key-verify_row_']")
    press("verify_pick_", ".st-key-verify_results")
    go("desk-import", "[class*='st-key-import_waits_']")
    press("import_open_", ".st-key-import_do")
    maps = 0
    for section in page.locator(".st-key-import_section button").all():
        section.click()
        settle(page, 1000)
        maps += page.locator(".st-key-import_map_box iframe").count()
        check("a part of a plan")
    assert maps, "the map of an import was drawn"
    go("desk-duplicates", ".st-key-pair, .stAlert")
    go("desk-edit", ".st-key-edit_find")
    find = page.locator(".st-key-edit_find input")
    find.fill("HIT")
    find.press("Enter")
    page.locator("[class*='st-key-edit_found_']").first.wait_for()
    check("places found")
    press("edit_found_", ".st-key-edit_preview")
    go("desk-history", "[class*='st-key-history_']")
    go("desk-accounts", ".st-key-account_events")
