"""How each source stands: unreadable, left half-way, late, or well."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from resourcemap.errors import ResourceMapError
from resourcemap.model.source import SavedFile, SourceFile, SourcePolicy, source_states
from resourcemap.model.writes import ImportFile, ImportRun

NOW = datetime(2026, 5, 12, 21, 30, tzinfo=UTC)


def run(authority: str, days: int, *, file_format: str = "csv", undone: bool = False) -> ImportRun:
    return ImportRun(
        id=f"{authority}{days}",
        file=ImportFile(file_name=f"{authority}.csv", format=file_format, authority=authority, file_hash="0"),
        at=NOW - timedelta(days=days),
        by="ana",
        version=1,
        change_count=1,
        undone_at=NOW if undone else None,
    )


def came(authority: str, days: int, *, is_readable: bool = True) -> SourceFile:
    at = NOW - timedelta(days=days)
    return SourceFile(authority=authority, file_name="new.csv", at=at, by="ben", is_readable=is_readable)


def left(authority: str, days: int) -> SavedFile:
    at = NOW - timedelta(days=days)
    return SavedFile(
        id="1", file_name="left.csv", format="csv", authority=authority, version=1, at=at, by="cora"
    )


def states(runs=(), files=(), waiting=(), policy=SourcePolicy()):  # noqa: B008  # frozen
    found = source_states(runs, files, waiting, policy, NOW)
    return [(each.authority, each.trouble) for each in found]


def test_a_single_upload_is_not_waited_for_and_one_that_came_twice_is():
    assert states([run("once", 400)]) == [("once", None)]
    assert states([run("feed", 200), run("feed", 91)]) == [("feed", "late")]
    assert states([run("feed", 200), run("feed", 89)]) == [("feed", None)]
    assert states([run("feed", 91), run("feed", 200, undone=True)]) == [("feed", None)]


def test_a_source_has_a_rhythm_of_its_own_where_somebody_set_one():
    policy = SourcePolicy(own={"feed": 0, "once": 30})
    runs = [run("feed", 900), run("feed", 800), run("once", 31)]
    assert states(runs, policy=policy) == [("once", "late"), ("feed", None)]


def test_a_file_that_changed_nothing_came_all_the_same():
    assert states([run("feed", 300), run("feed", 200)], [came("feed", 3)]) == [("feed", None)]


def test_a_file_that_could_not_be_read_is_told_until_one_can():
    assert states([run("feed", 3)], [came("feed", 1, is_readable=False)]) == [("feed", "unreadable")]
    (state,) = source_states([], [came("feed", 1, is_readable=False)], [], SourcePolicy(), NOW)
    assert (state.file_name, state.by, state.times) == ("new.csv", "ben", 0)


def test_a_plan_that_nobody_applied_for_a_week_is_left_half_way():
    assert states(waiting=[left("feed", 6)]) == []
    assert states(waiting=[left("feed", 8)]) == [("feed", "waiting")]


def test_edits_and_the_sample_are_no_source_and_the_longest_trouble_comes_first():
    runs = [run("desk", 300, file_format="edit"), run("sample", 300, file_format="sample"), run("well", 1)]
    files = [came("b", 2, is_readable=False), came("a", 5, is_readable=False)]
    assert states(runs, files) == [("a", "unreadable"), ("b", "unreadable"), ("well", None)]


@pytest.mark.parametrize("wrong", [{"rhythm_days": 0}, {"own": {"x": -1}}, {"waiting_days": "7"}])
def test_a_policy_is_whole_days(wrong):
    with pytest.raises(ResourceMapError, match="Write a whole number"):
        SourcePolicy.read(wrong)
