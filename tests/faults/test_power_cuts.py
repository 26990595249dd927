"""The power goes at any moment: what was acknowledged is there afterwards."""

from __future__ import annotations

import pickle
import random
import sqlite3
import subprocess
from pathlib import Path
from typing import Any

import pytest

from resourcemap.errors import StorageError
from resourcemap.storage.store import Store
from tests.faults.conftest import fill, program
from tests.faults.kept import assert_all_kept
from tests.faults.writers import tell

CUTS = 300
WRITES = 150
# Comparing every row takes longer than SQLite's own check; that one follows each cut.
WHOLE_CHECK_EVERY = 10
SECTOR = 512


class Disk:
    """What is on the disk for certain, and what was written since each file was last flushed."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.safe: dict[str, bytearray] = {name: bytearray(data) for name, data in files.items()}
        self.waiting: dict[str, list[tuple[Any, ...]]] = {}

    def do(self, operation: tuple[Any, ...]) -> None:
        """Take one operation as the program did it."""
        what, name = operation[0], operation[1]
        if what == "sync":
            for each in self.waiting.pop(name, []):
                _apply(self.safe, each)
        else:
            self.waiting.setdefault(name, []).append(operation)
            if what == "delete" and operation[2]:
                self.do(("sync", name))

    def after_cut(self, chance: random.Random) -> dict[str, bytearray]:
        """
        Lose power: each write that was not flushed is there, lost, or there in some of its sectors.

        In which way is drawn for each file: disks may write in any order.
        """
        files = {name: bytearray(data) for name, data in self.safe.items()}
        for operations in self.waiting.values():
            share = chance.choice((0.0, 0.0, 0.5, 0.9, 1.0))
            for operation in operations:
                if chance.random() >= share:
                    continue
                if operation[0] == "write" and chance.random() < 0.2:
                    for torn in _sectors(operation, chance):
                        _apply(files, torn)
                else:
                    _apply(files, operation)
        return files


def _sectors(operation: tuple[Any, ...], chance: random.Random) -> list[tuple[Any, ...]]:
    _, name, offset, data = operation
    return [
        ("write", name, offset + start, data[start : start + SECTOR])
        for start in range(0, len(data), SECTOR)
        if chance.random() < 0.5
    ]


def _apply(files: dict[str, bytearray], operation: tuple[Any, ...]) -> None:
    what, name = operation[0], operation[1]
    if what == "delete":
        files.pop(name, None)
        return
    data = files.setdefault(name, bytearray())
    if what == "truncate":
        size = operation[2]
        del data[size:]
        data.extend(bytes(size - len(data)))
    else:
        _, _, offset, written = operation
        data.extend(bytes(max(0, offset - len(data))))
        data[offset : offset + len(written)] = written


def record(folder: Path, synchronous: str) -> tuple[list[tuple[Any, ...]], dict[str, bytes], Path]:
    """Let the application write, and return what reached the disk, and the files from before."""
    folder.mkdir()
    path = folder / "directory.sqlite"
    fill(f"sqlite:///{path}")
    before = {str(path): path.read_bytes()}
    target = folder / "record"
    done = subprocess.run(
        program("recorder", f"sqlite:///{path}", synchronous, str(WRITES), str(target)),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    if "no file layer" in done.stderr:
        pytest.skip(f"{done.stderr.strip()}: no power cut can be simulated")
    assert done.returncode == 0, done.stderr
    return pickle.loads(target.read_bytes()), before, path


def cut_at_random(folder: Path, synchronous: str, seed: int, *, stop_at_first: bool) -> tuple[int, list[str]]:
    """Cut the power at random moments; return how often, and what was wrong afterwards."""
    operations, files, original = record(folder / "recorded", synchronous)
    chance = random.Random(seed)
    moments = sorted(chance.randrange(1, len(operations)) for _ in range(CUTS))
    disk, acks, done, faults = Disk(files), [], 0, []
    path = folder / "after" / original.name
    path.parent.mkdir()
    for count, moment in enumerate(moments, start=1):
        for operation in operations[done:moment]:
            if operation[0] == "ack":
                acks.append(operation[1])
            else:
                disk.do(operation)
        done = moment
        for old in path.parent.iterdir():
            old.unlink()
        for name, data in disk.after_cut(chance).items():
            (path.parent / Path(name).name).write_bytes(data)
        try:
            connection = sqlite3.connect(path)
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            connection.close()
            with Store.open(f"sqlite:///{path}") as store:
                assert_all_kept(store, acks)
                if count % WHOLE_CHECK_EVERY == 0:
                    assert store.check().problems == ()
        except (AssertionError, StorageError, KeyError, sqlite3.Error) as error:
            faults.append(f"cut {count}: {error}"[:300])
            if stop_at_first:
                break
    assert len(acks) > WRITES // 2 or faults
    return count, faults


@pytest.mark.timeout(600)
def test_nothing_acknowledged_is_lost_in_three_hundred_power_cuts(tmp_path: Path, seed: int) -> None:
    cuts, faults = cut_at_random(tmp_path, "FULL", seed, stop_at_first=True)
    assert faults == []
    assert cuts == CUTS


@pytest.mark.timeout(600)
def test_the_same_cuts_lose_edits_when_sqlite_does_not_flush_each_commit(tmp_path: Path, seed: int) -> None:
    cuts, faults = cut_at_random(tmp_path, "NORMAL", seed, stop_at_first=True)
    assert faults
    assert "acknowledged and is gone" in faults[0]
    tell(f"NORMAL lost an edit at cut {cuts}")
