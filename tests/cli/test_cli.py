"""The command line, as typed."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, time
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest

from resourcemap import actions
from resourcemap.cli import main
from resourcemap.model.change import OPERATOR


class Printed(NamedTuple):
    """What a command printed."""

    stdout: str
    stderr: str


GROUPS = """name,id,address,city,state,zip,latitude,longitude
Tuesday circle,1,1 Main St,Baltimore,MD,21201,39.2946,-76.6252
,2,2 Main St,Baltimore,MD,21201,39.2950,-76.6260
"""


@pytest.fixture
def run(tmp_path, capsys, monkeypatch):
    for name in [name for name in os.environ if name.startswith("RESOURCEMAP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("RESOURCEMAP_DATA", str(tmp_path / "data"))

    def command(*arguments, expect=0):
        capsys.readouterr()
        code = main([str(each) for each in arguments])
        printed = capsys.readouterr()
        assert code == expect, printed.out + printed.err
        return Printed(printed.out, printed.err)

    return command


@pytest.fixture
def groups(tmp_path):
    path = tmp_path / "groups.csv"
    path.write_text(GROUPS, encoding="utf-8")
    return path


def test_a_file_is_planned_then_applied_then_undone(run, groups):
    planned = json.loads(run("import", groups, "--json").stdout)
    assert {key: planned[key] for key in ("rows", "new", "rejected")} == {"rows": 2, "new": 1, "rejected": 1}
    reject = planned["problems"][0]
    assert (reject["row"], reject["column"]) == (2, "name")
    assert reject["message"].startswith("Row 2, name")
    assert json.loads(run("search", "--json").stdout)["total"] == 0

    applied = run("import", groups, "--apply").stdout
    assert "resourcemap undo 1" in applied
    assert json.loads(run("import", groups, "--apply", "--json").stdout)["unchanged"] == 1
    assert json.loads(run("search", "--near", "21201", "--radius", "5km", "--json").stdout)["total"] == 1

    run("undo", "1")
    assert json.loads(run("search", "--json").stdout)["total"] == 0
    assert "taken back" in run("imports").stdout
    assert "1" in run("undo", "1", expect=1).stderr


def test_a_run_that_counted_no_rows_is_listed_with_what_it_was(run, tmp_path):
    run("load-sample")
    now = datetime.now(UTC)
    with actions.open_directory(f"sqlite:///{tmp_path / 'data' / 'resourcemap.sqlite'}") as directory:
        due = actions.call_list(directory, by=OPERATOR, now=now)[0]
        sheet = actions.check_sheet(directory, due.listing_id, by=OPERATOR)
        actions.record_check(directory, sheet, how="visit", result="unchanged", by=OPERATOR, now=now)
    newest = run("imports").stdout.splitlines()[0]
    assert newest.endswith(f"{due.name} (edit)")


def test_search_prints_the_documented_json_and_no_more_unless_asked(run):
    run("load-sample", "--if-empty")
    asked = ("search", "--near", "21201", "--radius", "5km", "--category", "peer-support", "--limit", "5")
    printed = json.loads(run(*asked, "--json").stdout)
    documented = {"version", "total", "facets", "left_out", "matches"}
    assert printed.keys() == documented
    assert 0 < len(printed["matches"]) <= 5
    keys = (
        "id name organization categories distance_m latitude longitude attendance reasons unknown next_time"
    )
    for match in printed["matches"]:
        assert match.keys() == set(keys.split())
        assert match["distance_m"] is None or match["distance_m"] <= 5000
        assert "peer-support" in match["categories"]
        assert match["reasons"]
    assert printed["facets"]["category"]["peer-support"] >= printed["total"]
    nowhere = json.loads(run(*asked, "--age", "9", "--on", "monday", "--json", "--explain").stdout)
    assert nowhere.keys() == documented | {"unknown_out", "relax"}
    assert all(each.keys() == {"filter", "count"} for each in nowhere["relax"])


def test_export_writes_what_search_finds(run, tmp_path):
    run("load-sample")
    run("export", "geojson", tmp_path / "out.geojson")
    total = json.loads(run("search", "--json").stdout)["total"]
    assert len(json.loads((tmp_path / "out.geojson").read_text(encoding="utf-8"))["features"]) == total
    assert "Removed" in run("clear-sample").stdout
    assert json.loads(run("search", "--json").stdout)["total"] == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["search", "--near", "Baltimroe"], "Baltimore"),
        (["search", "--radius", "5km"], "--near"),
        (["search", "--near", "21201", "--radius", "far"], "far"),
        (["search", "--category", "zebra"], "peer-support"),
        (["search", "--on", "someday"], "tuesday"),
        (["search", "--between", "5-9"], "17:00-22:00"),
        (["search", "--open-at", "soon"], "2026-11-24T19:30"),
        (["import", "nowhere.csv"], "nowhere.csv"),
        (["undo", "77"], "77"),
    ],
)
def test_a_request_that_cannot_be_met_says_what_to_write(run, arguments, said):
    done = run(*arguments, expect=1)
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_wrong_setting_is_named(run, monkeypatch):
    monkeypatch.setenv("RESOURCEMAP_UNITS", "furlongs")
    assert "RESOURCEMAP_UNITS" in run("search", expect=1).stderr


def test_times_that_name_no_zone_go_by_the_clock_that_is_set(run, tmp_path, monkeypatch):
    monkeypatch.setenv("RESOURCEMAP_TIME_ZONE", "America/Chicago")
    path = tmp_path / "tennessee.csv"
    # A state of two clocks tells none.
    path.write_text(
        "id,name,address,city,state,latitude,longitude,day,opens_at,closes_at\n"
        "1,Pier walk,2 Main St,Nashville,TN,36.16,-86.78,Tuesday,19:00,20:00\n",
        encoding="utf-8",
    )
    run("import", path, "--apply")
    (match,) = json.loads(run("search", "--json").stdout)["matches"]
    start = datetime.fromisoformat(match["next_time"])
    assert start.time() == time(19)
    assert start.utcoffset() == start.replace(tzinfo=ZoneInfo("America/Chicago")).utcoffset()


def test_the_module_runs_as_the_command(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "resourcemap.cli", "undo", "77"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "RESOURCEMAP_DATA": str(tmp_path)},
    )
    assert done.returncode == 1
    assert "77" in done.stderr
    assert "Traceback" not in done.stderr


def test_words_for_terms_are_understood(run):
    run("load-sample")
    by_code = json.loads(run("search", "--category", "12-step", "--json").stdout)["total"]
    by_word = json.loads(run("search", "--category", "AA", "--json").stdout)["total"]
    assert by_code == by_word > 0
