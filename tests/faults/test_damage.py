"""Single bits that flip on the disk are noticed."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from resourcemap import actions
from resourcemap.actions.directory import Directory
from resourcemap.errors import ResourceMapError
from resourcemap.storage.engine import reading
from resourcemap.storage.row_text import read_rows
from resourcemap.storage.store import Store
from resourcemap.storage.tables import metadata
from tests.faults.writers import Writer, tell

FLIPS = 400


@pytest.mark.timeout(600)
def test_of_four_hundred_damaging_bit_flips_ninety_nine_in_a_hundred_are_noticed(
    url: str, seed: int, tmp_path: Path
) -> None:
    path = Path(url.removeprefix("sqlite:///"))
    with actions.open_directory(url) as directory:
        _use(directory)
    whole = path.read_bytes()
    content = _content(url)
    chance = random.Random(seed)
    harmless, missed, noticed = 0, [], 0
    while noticed + len(missed) < FLIPS:
        place, bit = chance.randrange(len(whole)), chance.randrange(8)
        damaged = bytearray(whole)
        damaged[place] ^= 1 << bit
        for side in ("-wal", "-shm"):
            Path(f"{path}{side}").unlink(missing_ok=True)
        path.write_bytes(damaged)
        if _is_noticed(url):
            noticed += 1
        elif _content(url) == content:
            # In space that nothing uses.
            harmless += 1
        else:
            missed.append((place, bit))
    tell(f"{noticed} noticed, {len(missed)} missed, {harmless} of no effect; {len(whole)} bytes")
    assert len(missed) <= FLIPS // 100, missed
    assert harmless < 10 * FLIPS


def _use(directory: Directory) -> None:
    writer = Writer(directory, {"name": "w", "acks": "/dev/null", "seed": 1})
    for number in range(60):
        writer.edit(number)
    for number in range(25):
        writer.bring_in(number)
    for number in range(5):
        writer.report(number)


def _is_noticed(url: str) -> bool:
    try:
        with Store.open(url) as store:
            return not store.check().is_whole
    except ResourceMapError:
        return True


def _content(url: str) -> Any:
    try:
        with Store.open(url) as store, reading(store._engine) as connection:
            return (
                [list(read_rows(connection, table)) for table in metadata.sorted_tables],
                connection.execute(text("SELECT type, name, tbl_name, sql FROM sqlite_schema")).all(),
            )
    except (ResourceMapError, ValueError) as error:
        return repr(error)
