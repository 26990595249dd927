"""The backups a server makes by itself."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from resourcemap import actions
from resourcemap.actions import Directory
from resourcemap.model.change import OPERATOR
from resourcemap.settings import Settings
from resourcemap.storage.backup_file import check_backup
from resourcemap.web.backups import scheduled_backups
from tests.coroutines import run_apart


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """The settings of a server with a folder of its own."""
    return Settings.from_env({"RESOURCEMAP_DATA": str(tmp_path)})


@pytest.fixture
def directory(settings: Settings):
    """An open directory with the sample places."""
    with actions.open_directory(settings.database_url) as opened:
        actions.load_sample(opened, by=OPERATOR, now=datetime.now(UTC))
        yield opened


def run(settings: Settings, *directories: Directory, until: Callable[[], bool], more_s: float = 0.0) -> None:
    """Let a server look after its backups until something is so, and for a while more."""

    async def serve() -> None:
        async with asyncio.timeout(60):
            contexts = [
                scheduled_backups(settings, lambda each=each: each, first_look_s=0, look_every_s=0.05)
                for each in directories
            ]
            for context in contexts:
                await context.__aenter__()
            while not until():
                await asyncio.sleep(0.02)
            await asyncio.sleep(more_s)
            for context in contexts:
                await context.__aexit__(None, None, None)

    run_apart(serve())


def test_a_server_makes_one_backup_when_the_newest_is_old_and_two_servers_make_no_second(
    settings: Settings, directory: Directory
) -> None:
    with actions.open_directory(settings.database_url) as other:
        # Twenty looks of each of the two, once the first backup is whole.
        run(settings, directory, other, until=lambda: actions.last_backup(directory) is not None, more_s=1)
    (made,) = settings.backups_folder.iterdir()
    assert check_backup(made).row_count > 500
    last = actions.last_backup(directory)
    assert last is not None
    assert (last.file_name, last.fault, last.by) == (made.name, None, "schedule")


def test_zero_hours_makes_none(settings: Settings, directory: Directory) -> None:
    run(replace(settings, backup_hours=0), directory, until=lambda: True, more_s=0.5)
    assert not settings.backups_folder.exists()
    assert actions.last_backup(directory) is None


def test_a_server_that_ends_leaves_no_part_of_a_backup(settings: Settings, directory: Directory) -> None:
    run(settings, directory, until=lambda: True)
    assert [path.name for path in settings.backups_folder.glob("*")] == []


def test_a_folder_that_cannot_be_written_is_said_in_the_log_and_the_server_goes_on(
    settings: Settings, directory: Directory, caplog: pytest.LogCaptureFixture
) -> None:
    settings.backups_folder.write_text("in the way")
    with caplog.at_level(logging.WARNING):
        run(settings, directory, until=lambda: bool(caplog.text))
    assert "the backup cannot be written" in caplog.text
    assert directory.store.version() > 0
    newest = actions.backup_runs(directory, by=OPERATOR)[-1]
    assert newest.fault is not None


def test_the_oldest_go_and_those_of_damaged_data_stay(settings: Settings, directory: Directory) -> None:
    folder, now = settings.backups_folder, datetime(2026, 5, 12, 12, tzinfo=UTC)

    def make(day: int) -> None:
        assert actions.scheduled_backup(
            directory, folder, every=timedelta(hours=24), kept=3, now=now + timedelta(days=day)
        )

    actions.backup(directory, folder, by=OPERATOR, now=now)
    for day in range(2, 8):
        make(day)
    names = sorted(path.name for path in folder.iterdir())
    assert [name.split("-")[0] for name in names] == ["resourcemap", *["scheduled"] * 3]
    with directory.store._engine.begin() as connection:
        connection.exec_driver_sql("UPDATE service SET row_hash = 'x'")
    make(9)
    assert len(list(folder.iterdir())) == 5
    last = actions.last_backup(directory)
    assert last is not None
    assert "damaged" in str(last.fault)
