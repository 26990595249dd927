"""
Writes as the application does, and records every write and flush that SQLite makes: run as a program.

Arguments: the database's address, FULL or NORMAL, how many writes, and the file for the record.
"""

from __future__ import annotations

import pickle
import random
import sys
from pathlib import Path
from typing import Any

from sqlalchemy import event

from resourcemap import actions
from tests.faults.file_layer import NoFileLayerError, install
from tests.faults.writers import Writer


class Recorder(Writer):
    """A writer whose acknowledgements stand in the record between the writes to disk."""

    def acknowledge(self, *facts: Any) -> None:
        record.append(("ack", [self.name, *facts]))


record: list[tuple[Any, ...]] = []


def main() -> None:
    """Record some writes."""
    url, synchronous, count, target = sys.argv[1], sys.argv[2], int(sys.argv[3]), Path(sys.argv[4])
    try:
        install(record.append)
    except NoFileLayerError as error:
        sys.exit(f"no file layer: {error}")
    chance = random.Random(1)
    with actions.open_directory(url) as directory:

        def prepare(connection: Any, *_: object) -> None:
            # The log goes into the database after 100 pages instead of 1,000: more cuts fall on that.
            connection.execute("PRAGMA wal_autocheckpoint = 100")
            if synchronous != "FULL":
                # What the application refuses to do, to show that the test would notice.
                connection.execute(f"PRAGMA synchronous = {synchronous}")

        event.listen(directory.store._engine, "checkout", prepare)
        writer = Recorder(directory, {"name": "w", "acks": "/dev/null", "seed": 1})
        for number in range(count):
            what = chance.random()
            (writer.edit if what < 0.85 else writer.bring_in if what < 0.92 else writer.report)(number)
    target.write_bytes(pickle.dumps(record))


if __name__ == "__main__":
    main()
