"""Several processes write at once, or die while they write."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from resourcemap.storage.store import Store

EDITS = 40

EDITOR = """
import sys
from dataclasses import replace
from datetime import UTC, datetime
from resourcemap.storage.store import Store
url, who, edits, ids = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4:]
with Store.open(url) as store:
    print("ready", flush=True)
    sys.stdin.readline()
    for number in range(edits):
        listing = store.bundle(ids[number % len(ids)])
        edited = replace(listing.service, **{who: f"{who} {number}"})
        version = store.write([edited], by=who, at=datetime.now(UTC))
        print(version, flush=True)
"""

IMPORTER = """
import sys
from datetime import UTC, datetime
from resourcemap.model.hsds import Organization
from resourcemap.model.writes import ImportFile
from resourcemap.storage.store import Store
url, start = sys.argv[1], int(sys.argv[2])
with Store.open(url) as store:
    for run in range(start, start + 1000):
        records = [Organization(id=f"{run}-{number}", name=f"Name {number}") for number in range(300)]
        file = ImportFile(file_name=f"{run}.csv", format="csv", authority="a", file_hash="0")
        store.apply_import(
            file, records, expected_version=store.version(), by="ana", at=datetime.now(UTC)
        )
        print(run, flush=True)
"""


def start(script: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", script, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_two_processes_edit_at_once_and_no_edit_is_refused_or_lost(store, url, make_bundle, at):
    bundles = [make_bundle(str(number)) for number in range(3)]
    store.write([record for bundle in bundles for _, record in bundle.records()], by="ana", at=at)
    before = store.version()
    ids = [bundle.service_at_location.id for bundle in bundles]
    # Each edits a field of its own; a whole record written over another's edit would show.
    editors = [start(EDITOR, url, who, str(EDITS), *([ids[place]])) for place, who in enumerate(
        ("application_process", "wait_time")
    )]  # fmt: skip
    for editor in editors:
        assert editor.stdout is not None
        assert editor.stdout.readline() == "ready\n"
    versions = []
    for editor in editors:
        assert editor.stdin is not None
        editor.stdin.write("go\n")
        editor.stdin.flush()
    for editor in editors:
        said, errors = editor.communicate(timeout=100)
        assert editor.returncode == 0, errors
        versions.extend(int(line) for line in said.split())
    assert sorted(versions) == list(range(before + 1, before + 1 + 2 * EDITS))
    history = store.history(*(bundle.service.id for bundle in bundles))
    edits = [change for change in history if change.action == "update"]
    assert len(edits) == 2 * EDITS
    assert store.check().is_whole


@pytest.mark.parametrize("attempt", range(2))
def test_an_import_that_is_killed_leaves_all_of_itself_or_nothing(url, attempt):
    chance = random.Random(attempt)
    acknowledged: list[int] = []
    for round_number in range(2):
        importer = start(IMPORTER, url, str(round_number * 1000))
        assert importer.stdout is not None
        acknowledged.append(int(importer.stdout.readline()))
        time.sleep(chance.uniform(0.0, 0.4))
        os.kill(importer.pid, signal.SIGKILL)
        said, _ = importer.communicate(timeout=30)
        acknowledged.extend(int(line) for line in said.split())
    with Store.open(url) as store:
        runs = store.imports()
        names = {int(Path(run.file.file_name).stem) for run in runs}
        assert set(acknowledged) <= names
        assert len(store.organizations()) == 300 * len(runs)
        assert all(run.change_count == 300 for run in runs)
        assert store.check().is_whole
