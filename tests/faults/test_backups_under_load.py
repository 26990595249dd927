"""Backups that are made while people write, and how long it takes to have everything back."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from resourcemap import actions
from resourcemap.model.change import OPERATOR
from resourcemap.storage.backup_file import backup_rows, check_backup
from resourcemap.storage.store import Store
from tests.faults.conftest import Writers, kill
from tests.faults.kept import assert_all_kept
from tests.faults.writers import tell

BACKUPS = 30
RESTORED_EVERY = 10


@pytest.mark.timeout(400)
def test_thirty_backups_made_while_two_write_hold_every_edit_acknowledged_before(
    url: str, writers: Writers, tmp_path: Path
) -> None:
    _hold(url, BACKUPS, writers, tmp_path, lambda name: f"sqlite:///{tmp_path / name}")


@pytest.mark.postgres
@pytest.mark.timeout(400)
def test_backups_of_postgresql_hold_every_edit_acknowledged_before(
    postgres_url: str,
    listings: Callable[[str], None],
    new_postgres_url: Callable[[], str],
    writers: Writers,
    tmp_path: Path,
) -> None:
    listings(postgres_url)
    # Restored in turn into the other kind of database and its own.
    _hold(postgres_url, 4, writers, tmp_path, lambda name: f"sqlite:///{tmp_path / name}", every=4)
    with Store.open(new_postgres_url()) as empty:
        newest = actions.newest_backup(tmp_path / "backups")
        empty.backups.put_back(check_backup(newest), by="ana", at=datetime.now(UTC))
        assert empty.check().problems == ()


def _hold(
    url: str,
    count: int,
    writers: Writers,
    folder: Path,
    new_url: Callable[[str], str],
    *,
    every: int = RESTORED_EVERY,
) -> None:
    running = [writers.start(url, name, seed=number) for number, name in enumerate(("a", "b"))]
    # One directory for all of them, as in a server.
    with actions.open_directory(url) as directory:
        for number in range(1, count + 1):
            writers.wait_for_more(writers.size())
            acks = writers.acks()
            made = actions.backup(directory, folder / "backups", by=OPERATOR, now=datetime.now(UTC))
            written_meanwhile = len(writers.acks()) - len(acks)
            tables = {name: (columns, list(rows)) for name, columns, rows in backup_rows(made.path)}
            columns, rows = tables["change"]
            number_at, value_at = columns.index("number"), columns.index("replacement_value")
            changes = {row[number_at]: row[value_at] for row in rows}
            assert sorted(changes) == list(range(1, made.version + 1))
            codes = {row[0] for row in tables["report"][1]}
            imports = {row[0] for row in tables["import_run"][1]}
            for _, what, *facts in acks:
                if what == "edit":
                    assert json.loads(changes[facts[0]]) == facts[1]
                elif what == "report":
                    assert facts[0] in codes
                elif what == "import":
                    assert facts[0] in imports
            if number % every == 0:
                with Store.open(new_url(f"restored-{number}.sqlite")) as empty:
                    version, problems = empty.backups.put_back(made, by="ana", at=datetime.now(UTC))
                    assert problems == ()
                    assert version == made.version + 1
                    assert_all_kept(empty, acks)
    for process in running:
        kill(process)
    assert writers.errors() == ""
    assert written_meanwhile >= 0


def test_everything_is_back_within_a_minute_of_losing_the_database(tmp_path: Path, now: Any) -> None:
    url = f"sqlite:///{tmp_path / 'directory.sqlite'}"
    with actions.open_directory(url) as directory:
        actions.load_sample(directory, by=OPERATOR, now=now)
        listings = directory.store.bundles()
        actions.backup(directory, tmp_path / "backups", by=OPERATOR, now=now)
    for path in tmp_path.glob("directory.sqlite*"):
        path.write_bytes(b"\x00" * 5_000)
    began = time.monotonic()
    restored = actions.restore(
        url,
        actions.newest_backup(tmp_path / "backups"),
        by=OPERATOR,
        now=now,
        keep_in=tmp_path / "backups",
        apply=True,
    )
    with actions.open_directory(url) as directory:
        assert directory.store.bundles() == listings
        assert directory.snapshot().version == restored.version
    took = time.monotonic() - began
    tell(f"{restored.backup.row_count} rows restored, checked and searchable in {took:.1f} s")
    assert took < 60
