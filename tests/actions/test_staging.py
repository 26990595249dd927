"""A dropped file: planned, looked at, corrected, applied in one go or dropped without a trace."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from resourcemap import actions
from resourcemap.curation.choosing import kept_key
from resourcemap.errors import NotFoundError, StalePlanError, UnreadableFileError
from resourcemap.model.change import Actor
from resourcemap.model.source import SourcePolicy
from resourcemap.model.table import TableMapping

NOW = datetime(2026, 5, 12, 21, 30, tzinfo=UTC)
EDITOR = Actor("ana", frozenset({"editor"}))

COUNTY = """id,name,address,city,state,latitude,longitude,phone
1,Open Door,1 Example St,Baltimore,MD,39.29,-76.61,410-555-0101
2,,5 Pier Rd,Baltimore,MD,39.28,-76.60,410-555-0102
"""


@pytest.fixture
def directory(tmp_path):
    with actions.open_directory(f"sqlite:///{tmp_path / 'r.sqlite'}") as opened:
        yield opened


def stage(directory, text=COUNTY, source="county", **options):
    return actions.stage_file(
        directory, text.encode(), file_name="county.csv", source_name=source, by=EDITOR, now=NOW, **options
    )


def apply(directory, staged, **options):
    return actions.apply_staged(directory, staged, by=EDITOR, now=NOW, **options)


def test_a_file_waits_with_its_plan_and_is_gone_once_applied(directory):
    staged = stage(directory)
    assert staged.plan.counts["new"] == 1
    assert [(each.id, is_old) for each, is_old in actions.staged_files(directory, by=EDITOR)] == [
        (staged.file.id, False)
    ]
    assert directory.store.version() == 0
    apply(directory, staged)
    assert actions.staged_files(directory, by=EDITOR) == ()
    assert len(directory.store.bundles()) == 1
    with pytest.raises(NotFoundError, match="not waiting any more"):
        actions.restage(directory, staged.file.id, by=EDITOR)


def test_a_plan_that_the_data_has_outrun_says_so_and_is_made_again(directory):
    staged = stage(directory)
    apply(directory, stage(directory, COUNTY.replace("Open Door", "Harbour"), "state"))
    ((_, is_old),) = actions.staged_files(directory, by=EDITOR)
    assert is_old
    with pytest.raises(StalePlanError):
        apply(directory, staged)
    again = actions.restage(directory, staged.file.id, by=EDITOR)
    assert again.file.id == staged.file.id
    apply(directory, again)
    assert len(directory.store.bundles()) == 2


def test_what_is_stopped_half_way_or_dropped_leaves_nothing(directory):
    class Stop(Exception):
        """Somebody pressed Cancel."""

    def stop(done, total):
        raise Stop

    with pytest.raises(Stop):
        stage(directory, progress=stop)
    assert actions.staged_files(directory, by=EDITOR) == ()
    actions.drop_staged(directory, stage(directory).file.id, by=EDITOR)
    assert actions.staged_files(directory, by=EDITOR) == ()
    assert directory.store.version() == 0


def test_refused_rows_come_back_with_what_to_fix(directory):
    text = actions.corrected_rows(stage(directory), by=EDITOR).decode("utf-8-sig")
    assert text.startswith("what_to_fix,id,name")
    assert "there is no name" in text


def test_a_hand_made_value_is_shown_and_taken_only_when_chosen(directory):
    apply(directory, stage(directory))
    listing = directory.store.bundles()[0]
    from dataclasses import replace

    directory.store.write([replace(listing.service, name="Open Door of Baltimore")], by="ben", at=NOW)
    news = COUNTY.replace("Open Door", "The Open Door")
    staged = stage(directory, news)
    (kept,) = staged.plan.rows[0].kept
    assert (kept.change.previous_value, kept.change.replacement_value) == (
        "Open Door of Baltimore",
        "The Open Door",
    )
    apply(directory, staged)
    assert directory.store.bundles()[0].service.name == "Open Door of Baltimore"
    again = stage(directory, news.replace("The Open", "That Open"))
    apply(directory, again, chosen={kept_key(again.plan.rows[0].kept[0])})
    assert directory.store.bundles()[0].service.name == "That Open Door"


def test_how_a_source_is_read_is_remembered_for_the_next_file(directory):
    table = "Bezeichnung,Art,Tel\nOpen Door,Zelt,410-555-0101\n"
    staged = stage(directory, table, "town")
    guesses, words = actions.propose_mapping(staged.read.tables[0], staged.mapping)
    by_column = {each.column: each.field for each in guesses}
    assert by_column["Bezeichnung"] == "name"
    assert words == {}
    mapping = TableMapping(
        columns={"Bezeichnung": "name", "Art": "category", "Tel": "phone"},
        values={"Art": {"zelt": "shelter"}},
    )
    actions.remember_mapping(directory, "town", mapping, by=EDITOR, now=NOW)
    again = actions.restage(directory, staged.file.id, by=EDITOR)
    assert again.mapping == mapping
    assert again.plan.counts["new"] == 1
    (said,) = again.plan.rows[0].bundle.service.attributes
    assert said.taxonomy_term.code
    # What is left out stays out in the next proposal, and a word that was answered keeps its answer.
    guesses, words = actions.propose_mapping(again.read.tables[0], TableMapping({"Art": ""}, {}))
    assert {each.column: each.field for each in guesses}["Art"] is None
    _, words = actions.propose_mapping(again.read.tables[0], mapping)
    assert words["Art"]["zelt"] == "shelter"
    # Another source is read as before.
    assert stage(directory, table, "city").mapping == TableMapping()
    actions.remember_mapping(directory, "town", TableMapping(), by=EDITOR, now=NOW)
    assert stage(directory, table, "town").mapping == TableMapping()


def test_a_new_row_stands_beside_the_listing_it_may_be(directory):
    apply(directory, stage(directory))
    staged = stage(directory, COUNTY.replace("1,Open Door", "9,Open Door"), "state")
    (row,) = staged.plan.rows_of("possible-duplicate")
    other, fields = actions.planned_pair(
        directory, staged.plan, row, row.duplicate_of[0].listing_id, by=EDITOR
    )
    assert other.service.name == "Open Door"
    assert all(not each.differs for each in fields)
    assert actions.planned_pair(directory, staged.plan, row, "gone", by=EDITOR) == (None, ())


def test_a_source_fails_when_its_file_is_unreadable_or_its_plan_is_left_half_way(directory):
    with pytest.raises(UnreadableFileError):
        actions.stage_file(
            directory,
            b"PK\x03\x04 no archive",
            file_name="county.xlsx",
            source_name="county",
            by=EDITOR,
            now=NOW,
        )
    (state,) = actions.sources(directory, by=EDITOR, now=NOW)
    assert (state.authority, state.trouble, state.by) == ("county", "unreadable", "ana")
    actions.let_source_be(directory, "county", by=EDITOR)
    assert actions.sources(directory, by=EDITOR, now=NOW) == ()
    staged = stage(directory)
    later = NOW + timedelta(days=8)
    # Looking at a plan does not make it younger, nor another person's.
    ben = Actor("ben", frozenset({"editor"}))
    actions.restage(directory, staged.file.id, by=ben)
    (state,) = actions.sources(directory, by=EDITOR, now=later)
    assert (state.trouble, state.by, state.at) == ("waiting", "ana", NOW)
    apply(directory, staged)
    assert [each.trouble for each in actions.sources(directory, by=EDITOR, now=later)] == [None]
    operator = Actor("operator", frozenset({"administrator"}))
    policy = SourcePolicy(own={"county": 7})
    actions.set_source_policy(directory, policy, by=operator, now=NOW)
    assert [each.trouble for each in actions.sources(directory, by=EDITOR, now=later)] == ["late"]
    # The same file again changes nothing, and yet it came.
    actions.stage_file(
        directory, COUNTY.encode(), file_name="county.csv", source_name="county", by=EDITOR, now=later
    )
    assert [each.trouble for each in actions.sources(directory, by=EDITOR, now=later)] == [None]
