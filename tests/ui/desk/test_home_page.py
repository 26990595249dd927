"""The desk's home in Streamlit's own test runner: each thing on it opens in one press at the very thing."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest
from streamlit.testing.v1 import AppTest

from resourcemap import actions
from resourcemap.actions.today import TaskKind
from resourcemap.errors import UnreadableFileError
from resourcemap.model.change import OPERATOR
from resourcemap.model.source import SourcePolicy
from tests.conftest import make_account
from tests.ui.desk.conftest import open_for_pages

NOW = datetime.now(UTC)
HEAD = "id,name,address,city,state,zip,latitude,longitude,day,opens_at,closes_at,category\n"
ROW = "{id},{name},{id} Main St,Baltimore,MD,21201,39.29{id},-76.62,{day},19:00,20:00,{category}\n"
AGES = {
    "Tuesday circle": 530,
    "Garden evening": 600,
    "Harbor supper": 400,
    "Porch tea": 200,
    "Quiet hour": 350,
    "Bird walk": 160,
}


def draw(account: str):
    """Draw the page of the desk that this visit is on, as an administrator sees it."""
    from streamlit import session_state as state

    from resourcemap.model.change import Actor
    from resourcemap.ui.desk.pages import PAGES

    by = Actor("ana", frozenset({"administrator"}), account_id=account)
    page = next(each for each in PAGES if each.path == state.get("go", "desk"))
    page.draw(by)


def bring(directory, text, source, at=NOW):
    plan = actions.plan_import(
        directory, text.encode(), by=OPERATOR, file_name=f"{source}.csv", source_name=source
    )
    return actions.apply_import(directory, plan, by=OPERATOR, now=at)


def propose_edit(directory, listing_id):
    cora = make_account(directory, "contributor", now=NOW).actor
    draft = actions.open_draft(directory, listing_id, by=cora, now=NOW)
    actions.save_draft(directory, draft.id, {"wait": "A week"}, by=cora, now=NOW)
    actions.save_edit(directory, draft.id, by=cora, now=NOW)


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """One thing of every kind that the home knows."""
    with open_for_pages(tmp_path_factory.mktemp("home")) as opened:
        days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
        kinds = ("hobbies", "hobbies", "community-garden", *[""] * 3)
        rows = [
            ROW.format(id=at, name=name, day=days[at], category=kinds[at]) for at, name in enumerate(AGES)
        ]
        bring(opened, HEAD + "".join(rows), "county", NOW - timedelta(days=300))
        ids = {each.name: each.id for each in opened.snapshot().listings}
        for name, age in AGES.items():
            bundle = opened.store.bundle(ids[name])
            checked = replace(bundle.service, assured_date=NOW.date() - timedelta(days=age))
            opened.store.write([checked], by="ana", at=NOW)
        # The same source a second time, and then not for long.
        bring(
            opened,
            HEAD + ROW.format(id=7, name="Chess", day="Friday", category=""),
            "county",
            NOW - timedelta(days=200),
        )
        twice = (
            HEAD + ROW.format(id=0, name="The Tuesday circle", day="Monday", category="") + "9,,,,,,,,,,,\n"
        )
        bring(opened, twice, "state")
        with suppress(UnreadableFileError):
            actions.stage_file(opened, b"%PDF-1.4", file_name="town.csv", by=OPERATOR, now=NOW)
        for kind in ("unsafe", "closed", "wrong"):
            actions.report(opened, ids["Porch tea"], kind, text=f"It is {kind}", now=NOW)
        actions.propose_place(opened, {"name": "Quilt hall", "city": "Baltimore", "zip": "21201"}, now=NOW)
        propose_edit(opened, ids["Porch tea"])
        number = opened.store.backups.begin(by="server", at=NOW)
        opened.store.backups.fail(number, at=NOW, fault="The folder is full. Make room.")
        yield opened, make_account(opened, "administrator", now=NOW).id


OPENS = {
    "report-unsafe": ("Porch tea", "“It is unsafe”"),
    "report-closed": ("Porch tea", "“It is closed”"),
    "report-other": ("Porch tea", "“It is wrong”"),
    "hidden-soon": ("Tuesday circle", "Nothing changed"),
    "hidden": ("Garden evening", "Nothing changed"),
    "overdue": ("Harbor supper", "Nothing changed"),
    "last-soon": ("Quiet hour", "Nothing changed"),
    "warned-soon": ("Bird walk", "Nothing changed"),
    "due": ("Porch tea", "Nothing changed"),
    "place": ("Quilt hall", "New place"),
    "edit": ("Look at Porch tea, from", "A week"),
    "duplicates": ("History of the one that stays", "Why they are the same, or not"),
    "source-failed": ("town", "could not be read"),
    "source-late": ("county", "One is due every 90 days"),
    "import": ("Import: state.csv", "1 left out"),
    "backup": ("The folder is full. Make room.",),
}


def test_every_kind_of_task_is_tried_here():
    assert set(OPENS) == set(get_args(TaskKind))


def said(page) -> str:
    parts = (*page.title, *page.header, *page.markdown, *page.success, *page.info, *page.warning)
    labels = [each.label for each in (*page.button, *page.text_input)]
    return " ".join([*(each.value for each in parts), *labels]).replace("\\", "")


@pytest.mark.parametrize("kind", list(OPENS))
def test_a_thing_on_the_home_opens_in_one_press_at_the_very_thing(desk, kind):
    page = AppTest.from_function(draw, args=(desk[1],), default_timeout=60).run()
    assert not page.exception
    (button,) = [each for each in page.button if each.key == f"desk_one_{kind}_0"]
    button.click().run()
    # The page is another one from the next run on.
    page.run()
    assert not page.exception
    missing = [words for words in OPENS[kind] if words not in said(page)]
    assert missing == [], said(page)


def test_the_group_of_backups_opens_their_list_and_leads_back(desk):
    page = AppTest.from_function(draw, args=(desk[1],), default_timeout=60).run()
    page.button(key="desk_open_backup").click().run()
    page.run()
    assert "The folder is full" in said(page)
    page.button(key="history_all").click().run()
    assert "Import: state.csv" in said(page)
    page.button(key="history_backups_open").click().run()
    assert "The folder is full" in said(page)


def counts(page):
    """Read each table of counts under its caption, as it is drawn."""
    found: dict[str, list[tuple[str, int]]] = {}
    for each in page.get("html"):
        body = each.proto.body
        for caption in re.findall(r"<caption>(.*?)</caption>", body):
            rows = re.findall(r'<th scope="row">(.*?)</th><td>(\d+)</td>', body)
            found.setdefault(caption, []).extend((name, int(count)) for name, count in rows)
    return found


def test_places_are_counted_by_kind_and_by_area(desk):
    page = AppTest.from_function(draw, args=(desk[1],), default_timeout=60).run()
    assert counts(page)["Places by kind"] == [("Hobby group", 2), ("Community garden", 1)]
    assert counts(page)["Places by area"] == [("Baltimore, MD", 8)]


def test_more_counts_than_fit_are_one_press_away():
    def draw_counts(rows):
        from resourcemap.ui.desk.home import _counts

        _counts("Places by kind", rows)

    rows = [(f"Kind {at}", 40 - at) for at in range(15)]
    page = AppTest.from_function(draw_counts, args=(rows,)).run()
    assert not page.exception
    assert [each.label for each in page.expander] == ["And 3 more"]
    assert counts(page)["Places by kind"] == rows


def test_an_import_that_left_rows_out_leads_to_its_source(desk):
    page = AppTest.from_function(draw, args=(desk[1],), default_timeout=60).run()
    page.button(key="desk_one_import_0").click().run()
    page.run()
    (again,) = [each for each in page.button if each.label.startswith("Bring in a file from")]
    again.click().run()
    page.run()
    assert page.text_input(key="import_source").value == "state"


def test_how_often_a_source_comes_is_set_on_the_page_of_policies(desk):
    directory, account = desk
    page = AppTest.from_function(draw, args=(account,), default_timeout=60)
    page.session_state["go"] = "desk-policies"
    page.run()
    assert not page.exception
    (own,) = [each for each in page.number_input if each.label.replace("\\", "") == "Days for county"]
    assert own.value is None
    own.set_value(0)
    page.button(key="policy_source_save").click().run()
    assert not page.exception
    assert directory.store.policies.value("sources")["own"] == {"county": 0}
    late = [each for each in actions.sources(directory, by=OPERATOR, now=NOW) if each.trouble == "late"]
    assert late == []


def test_days_of_a_source_are_never_saved_for_another_nor_over_what_somebody_set_meanwhile(tmp_path):
    def days(page, source):
        (box,) = [each for each in page.number_input if each.label.replace("\\", "") == f"Days for {source}"]
        return box

    with open_for_pages(tmp_path) as directory:
        for source in ("county", "state"):
            bring(directory, HEAD + ROW.format(id=1, name="Chess", day="Friday", category=""), source)
        page = AppTest.from_function(draw, args=(make_account(directory, "editor", now=NOW).id,))
        page.session_state["go"] = "desk-policies"
        page.default_timeout = 60
        page.run()
        days(page, "state").set_value(30)
        # One that sorts before it came, and somebody else set days of their own.
        bring(directory, HEAD + ROW.format(id=1, name="Chess", day="Friday", category=""), "parish")
        policy = SourcePolicy(rhythm_days=60, own={"county": 14})
        actions.set_source_policy(directory, policy, by=OPERATOR, now=NOW)
        page.button(key="policy_source_save").click().run()
        assert not page.exception
        kept = actions.source_policy(directory, by=OPERATOR)
        assert (dict(kept.own), kept.rhythm_days) == ({"county": 14, "state": 30}, 60)
        assert [days(page, each).value for each in ("county", "parish", "state")] == [14, None, 30]
        days(page, "county").set_value(None)
        page.button(key="policy_source_save").click().run()
        assert dict(actions.source_policy(directory, by=OPERATOR).own) == {"state": 30}
