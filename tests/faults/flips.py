"""
Flips single bits of an SQLite file and looks whether the check notices: run as a program.

Arguments: the file, how many flips that do damage, and a seed. Prints one JSON list.
"""

from __future__ import annotations

import json
import random
import re
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

from resourcemap.errors import ResourceMapError
from resourcemap.storage.store import Store
from tests.faults.writers import tell


def main() -> None:
    """Flip bits until so many did damage; tell how many were noticed, which were not, how many did none."""
    path, wanted, seed = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    chance = random.Random(seed)
    url = f"sqlite:///{path}"
    whole = path.read_bytes()
    content = _content(path)
    # Long runs of zeros are room that SQLite has not used yet: a flip there does nothing.
    empty = {place for run in re.finditer(rb"\x00{64,}", whole) for place in range(*run.span())}
    places = [place for place in range(len(whole)) if place not in empty]
    noticed, missed, harmless = 0, [], 0
    while noticed + len(missed) < wanted:
        place, bit = chance.choice(places), chance.randrange(8)
        damaged = bytearray(whole)
        damaged[place] ^= 1 << bit
        for side in ("-wal", "-shm"):
            Path(f"{path}{side}").unlink(missing_ok=True)
        path.write_bytes(damaged)
        if _is_noticed(url):
            noticed += 1
        elif _content(path) == content:
            # In space that nothing uses.
            harmless += 1
        else:
            missed.append((place, bit))
    tell(json.dumps([noticed, missed, harmless]))


def _is_noticed(url: str) -> bool:
    try:
        with Store.open(url) as store:
            return not store.check().is_whole
    except ResourceMapError:
        return True


def _content(path: Path) -> Any:
    """Read all that the file says, by SQLite alone: every row, and what it takes each table for."""
    with closing(sqlite3.connect(path)) as connection:
        connection.text_factory = bytes
        try:
            names = [
                name.decode()
                for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
            ]
            return {
                name: (
                    connection.execute(f'SELECT * FROM "{name}" ORDER BY 1, 2').fetchall()
                    if name != "alembic_version"
                    else connection.execute("SELECT * FROM alembic_version").fetchall(),
                    [
                        connection.execute(f'PRAGMA {what}("{name}")').fetchall()
                        for what in ("table_xinfo", "foreign_key_list", "index_list")
                    ],
                )
                for name in names
            }
        except sqlite3.Error as error:
            return repr(error)


if __name__ == "__main__":
    main()
