"""Processes that are killed while they write, and processes that write at once."""

from __future__ import annotations

import random
import sqlite3
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from resourcemap.storage.backup_file import check_backup
from resourcemap.storage.store import Store
from tests.faults.conftest import Writers, entries, kill, wait_for_end, wait_for_entry
from tests.faults.kept import assert_all_kept
from tests.faults.writers import tell

KILLS = 200
# Of this many kills one falls on the process that makes the backups.
BACKUP_EVERY = 5
ROUNDS_PER_DATABASE = 8


@pytest.mark.timeout(600)
def test_nothing_acknowledged_is_lost_in_two_hundred_kills_of_processes_that_write(
    listings: Callable[[str], None], writers: Writers, seed: int, tmp_path: Path
) -> None:
    chance = random.Random(seed)
    killed, rounds, seen = 0, 0, 0
    folder, url = tmp_path / "backups", ""
    while killed < KILLS:
        if rounds % ROUNDS_PER_DATABASE == 0:
            # A new one now and then: planning an import reads all listings.
            url = f"sqlite:///{tmp_path / f'{rounds}.sqlite'}"
            listings(url)
            seen = len(writers.acks())
        rounds += 1
        size, before = writers.size(), entries(folder)
        # In turn three that do everything, and one that imports beside others.
        kinds = ("all", "all", "all") if rounds % 2 else ("imports", "reports", "all")
        running = [
            writers.start(url, f"w{rounds}{kind}{place}", kind, seed=chance.random())
            for place, kind in enumerate(kinds)
        ]
        if rounds % BACKUP_EVERY == 0:
            running.append(
                writers.start(url, f"w{rounds}b", "backups", seed=chance.random(), folder=str(folder))
            )
        # Some die while they open the database, most while they write.
        if rounds % 7 and kinds[0] == "imports":
            writers.wait_for_more(size, chance.randrange(1, 3), b'"import"')
        elif rounds % 7:
            writers.wait_for_more(size, chance.randrange(1, 9))
        if rounds % BACKUP_EVERY == 0:
            wait_for_entry(folder, before)
        time.sleep(chance.uniform(0.0, 0.1))
        chance.shuffle(running)
        for process in running:
            kill(process)
            killed += 1
            time.sleep(chance.choice((0.0, 0.0, 0.02)))
        connection = sqlite3.connect(url.removeprefix("sqlite:///"))
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        connection.close()
        if rounds % ROUNDS_PER_DATABASE == 0 or killed >= KILLS:
            with Store.open(url) as store:
                assert_all_kept(store, writers.acks()[seen:])
                assert store.check().problems == ()
    assert writers.errors() == ""
    count = Counter(what for _, what, *_ in writers.acks())
    tell(f"{killed} kills in {rounds} rounds, all kept: {dict(count)}")
    # What was waited for makes sure of these on a slow machine too.
    assert count["edit"] + count["import"] + count["report"] > KILLS / 2
    assert count["edit"] >= 50
    assert count["import"] >= 20
    assert count["report"]
    assert any(folder.iterdir()), "backups were begun"
    # A backup has its name only when it is whole.
    for path in folder.glob("*.zip"):
        check_backup(path)


@pytest.mark.postgres
def test_nothing_acknowledged_is_lost_in_kills_of_processes_that_write_to_postgresql(
    postgres_url: str, listings, writers: Writers, seed: int
) -> None:
    listings(postgres_url)
    chance = random.Random(seed)
    for number in range(10):
        running = [writers.start(postgres_url, f"w{number}{letter}", seed=chance.random()) for letter in "ab"]
        writers.wait_for_more(writers.size())
        time.sleep(chance.uniform(0.0, 0.2))
        for process in running:
            kill(process)
    with Store.open(postgres_url) as store:
        acks = writers.acks()
        assert len(acks) > 20
        assert_all_kept(store, acks)
        assert store.check().problems == ()
    assert writers.errors() == ""


@pytest.mark.alone
def test_four_processes_of_sixty_edits_are_never_refused_and_wait_under_two_seconds(
    url: str, writers: Writers
) -> None:
    running = [writers.start(url, f"w{number}", "edits", edits=60, seed=number) for number in range(4)]
    for process in running:
        wait_for_end(process, 100)
    assert writers.errors() == ""
    waits = [facts[-1] for _, what, *facts in writers.acks() if what == "edit"]
    assert len(waits) == 240
    tell(f"worst wait {max(waits):.2f} s")
    assert max(waits) < 2.0
    with Store.open(url) as store:
        assert_all_kept(store, writers.acks())
