"""Doubles from the first question to the last: asked about, joined or kept apart, and never again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from resourcemap import actions
from resourcemap.errors import NotAllowedError, NotFoundError
from resourcemap.model.change import Actor
from resourcemap.model.plan import Plan, PlanItem

NOW = datetime(2026, 5, 12, 21, 30, tzinfo=UTC)
EDITOR = Actor("ana", frozenset({"editor"}))

COUNTY = """id,name,organization,address,city,state,latitude,longitude,day,opens_at,closes_at,phone
1,Tuesday circle,Open Door,1 Example St,Baltimore,MD,39.29,-76.61,Tuesday,19:00,20:00,410-555-0101
2,Harbour supper,Open Door,5 Pier Rd,Baltimore,MD,39.28,-76.60,Friday,18:00,20:00,410-555-0102
"""
STATE = """id,name,address,city,state,latitude,longitude,day,opens_at,closes_at,phone,description
A,The Tuesday Circle,1 Example Street,Baltimore,MD,39.2901,-76.6101,Tuesday,19:00,20:00,410-555-0199,Tea and talk
"""


@pytest.fixture
def directory(tmp_path):
    with actions.open_directory(f"sqlite:///{tmp_path / 'r.sqlite'}") as opened:
        bring(opened, COUNTY, "county")
        bring(opened, STATE, "state")
        yield opened


def bring(directory, text, source):
    plan = actions.plan_import(
        directory, text.encode(), by=EDITOR, file_name=f"{source}.csv", source_name=source
    )
    if plan.changes_anything:
        actions.apply_import(directory, plan, by=EDITOR, now=NOW)
    return plan


def only_pair(directory):
    (pair,) = actions.duplicates(directory, by=EDITOR)
    return pair


def test_two_lists_of_one_group_are_asked_about_with_the_older_one_first(directory):
    pair = only_pair(directory)
    assert pair.names == ("Tuesday circle", "The Tuesday Circle")
    assert [each.key.rpartition(".")[2] for each in pair.reasons] == [
        "same_name",
        "same_address",
        "same_time",
    ]


def test_a_merge_answers_the_question_and_leads_the_old_id_on(directory):
    pair = only_pair(directory)
    both = actions.compare(directory, pair.one_id, pair.other_id, by=EDITOR)
    assert "service/description" in both.take
    run = actions.merge(directory, both, both.take, by=EDITOR, now=NOW)
    assert actions.duplicates(directory, by=EDITOR) == ()
    kept = actions.listing(directory, pair.other_id, now=NOW)
    assert (kept.id, kept.description) == (pair.one_id, "Tea and talk")
    assert [each.number for each in kept.phones] == ["410-555-0101", "410-555-0199"]
    view = actions.plan_view(directory, Plan((PlanItem("listing", pair.other_id),)), now=NOW)
    assert view.entries[0].listing.id == pair.one_id
    assert view.gone == ()
    # Both files again change nothing, and bring the other one back by no way.
    for text, source in ((COUNTY, "county"), (STATE, "state")):
        assert bring(directory, text, source).counts["unchanged"] == text.count("\n") - 1
    actions.undo_import(directory, run.id, by=EDITOR, now=NOW)
    assert actions.listing(directory, pair.other_id, now=NOW).name == "The Tuesday Circle"
    assert only_pair(directory) == pair


def test_the_other_source_adds_to_the_kept_listing_and_overwrites_nothing(directory):
    pair = only_pair(directory)
    actions.merge(
        directory,
        actions.compare(directory, pair.one_id, pair.other_id, by=EDITOR),
        set(),
        by=EDITOR,
        now=NOW,
    )
    news = STATE.replace("The Tuesday Circle", "Circle of hope").replace("Tea and talk", "Soup")
    plan = bring(directory, news, "state")
    assert plan.counts["changed"] == 1
    kept = actions.listing(directory, pair.one_id, now=NOW)
    assert (kept.name, kept.description) == ("Tuesday circle", "Soup")
    assert any(value.change.field_name == "name" for value in plan.rows[0].kept)
    assert kept.source.authority == "county"


def test_not_the_same_is_never_asked_again(directory):
    pair = only_pair(directory)
    actions.not_the_same(directory, pair.other_id, pair.one_id, by=EDITOR, now=NOW)
    assert actions.duplicates(directory, by=EDITOR) == ()
    for change in ("410-555-0198", "410-555-0197"):
        bring(directory, STATE.replace("410-555-0199", change), "state")
        assert actions.duplicates(directory, by=EDITOR) == ()
    # Taken out and brought in again, it is the same listing still.
    run = actions.imports(directory, by=EDITOR)[-2]
    for each in actions.imports(directory, by=EDITOR)[:-1]:
        actions.undo_import(directory, each.id, by=EDITOR, now=NOW)
    assert run.file.file_name == "state.csv"
    assert bring(directory, STATE, "state").counts["possible_duplicates"] == 0
    assert actions.duplicates(directory, by=EDITOR) == ()


def test_reading_needs_a_role_and_joining_needs_another(directory):
    auditor, contributor = (Actor("x", frozenset({role})) for role in ("auditor", "contributor"))
    pair = actions.duplicates(directory, by=auditor)[0]
    both = actions.compare(directory, pair.one_id, pair.other_id, by=auditor)
    for refused in (
        lambda: actions.duplicates(directory, by=contributor),
        lambda: actions.merge(directory, both, set(), by=auditor, now=NOW),
        lambda: actions.not_the_same(directory, pair.one_id, pair.other_id, by=auditor, now=NOW),
    ):
        with pytest.raises(NotAllowedError):
            refused()


def test_a_pair_kept_apart_is_listed_with_who_when_and_why_and_asked_about_again(directory):
    pair = only_pair(directory)
    actions.not_the_same(directory, pair.one_id, pair.other_id, why=" two\n floors ", by=EDITOR, now=NOW)
    assert actions.duplicates(directory, by=EDITOR) == ()
    (kept,) = actions.kept_apart(directory, by=Actor("aud", frozenset({"auditor"})))
    assert (set(kept.names), kept.by, kept.at, kept.why) == (set(pair.names), "ana", NOW, "two floors")
    with pytest.raises(NotAllowedError):
        actions.look_again(
            directory, kept.one_id, kept.other_id, by=Actor("aud", frozenset({"auditor"})), now=NOW
        )
    actions.look_again(directory, kept.one_id, kept.other_id, by=EDITOR, now=NOW)
    assert [each.key for each in actions.duplicates(directory, by=EDITOR)] == [kept.key]
    assert actions.kept_apart(directory, by=EDITOR) == ()


def doubles_at_home(directory):
    tasks = actions.desk_tasks(directory, by=EDITOR, now=NOW)
    return next((each.count for each in tasks if each.kind == "duplicates"), 0)


def test_the_desks_first_page_counts_pairs_as_the_listings_are_now(directory):
    pair = only_pair(directory)
    assert doubles_at_home(directory) == 1
    # Brought in after the comparison: the import asked about it, so it counts at once.
    harbour = STATE.replace("A,The Tuesday Circle,1 Example Street", "B,Harbour Supper,5 Pier Road")
    harbour = harbour.replace("39.2901,-76.6101,Tuesday,19:00", "39.2801,-76.6001,Friday,18:00")
    bring(directory, harbour, "city")
    assert doubles_at_home(directory) == 2
    actions.hide_listing(directory, pair.other_id, why="", by=EDITOR, now=NOW)
    assert doubles_at_home(directory) == 1
    (left,) = actions.duplicates(directory, by=EDITOR)
    assert set(left.names) == {"Harbour supper", "Harbour Supper"}


def test_a_hidden_listing_comes_back_with_what_it_shared_and_a_merged_one_only_by_its_merge(directory):
    pair = only_pair(directory)
    both = actions.compare(directory, pair.one_id, pair.other_id, by=EDITOR)
    hidden = replace(both.gone.service_at_location, id="second-day", source=None)
    directory.store.write([hidden], by="ana", at=NOW)
    actions.hide_listing(directory, "second-day", why="", by=EDITOR, now=NOW)
    both = actions.compare(directory, pair.one_id, pair.other_id, by=EDITOR)
    actions.merge(directory, both, set(), by=EDITOR, now=NOW)
    assert [each.id for each in actions.hidden_listings(directory, by=EDITOR)] == ["second-day"]
    with pytest.raises(NotFoundError):
        actions.show_listing(directory, pair.other_id, by=EDITOR, now=NOW)
    # Its service left with the listing that was merged.
    actions.show_listing(directory, "second-day", by=EDITOR, now=NOW)
    assert directory.store.bundle("second-day").service.name == "The Tuesday Circle"
    assert directory.kept_id(pair.other_id) == pair.one_id
    assert actions.hidden_listings(directory, by=EDITOR) == ()
