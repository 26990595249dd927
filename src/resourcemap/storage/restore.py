"""Putting a backup in the place of what a database holds: all of it in one transaction, or nothing."""

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from resourcemap.errors import StorageError, UnreadableFileError
from resourcemap.model.backup import Backup
from resourcemap.storage.backup_file import Progress, backup_rows, flush_folder
from resourcemap.storage.check import check_data
from resourcemap.storage.engine import open_engine, read_url, writing
from resourcemap.storage.faults import place_of
from resourcemap.storage.journal import Journal, newest_change
from resourcemap.storage.migrate import NEWEST, migrate, upgrade
from resourcemap.storage.row_text import ROWS_AT_ONCE, Values, count_rows, kept_tables, write_rows
from resourcemap.storage.tables import metadata

_SIDE_FILES = ("", "-wal", "-shm")


def put_backup(
    engine: Engine, backup: Backup, *, by: str, at: datetime, progress: Progress | None = None
) -> tuple[int, tuple[str, ...]]:
    """
    Replace everything by what a checked backup holds.

    The data version goes on from the higher of the two, and one row of history says what happened,
    so that running servers and open plans notice.

    Returns
    -------
    tuple
        The data version now, and what the check of the restored data found.

    Raises
    ------
    UnreadableFileError
        When the backup does not hold what it says, or a newer program made it. Nothing is changed.
    """
    if backup.schema > NEWEST:
        raise UnreadableFileError(
            f"{backup.path}: version {backup.program} of the program made it, which is newer than this one. "
            "Update the program."
        )
    with writing(engine) as connection:
        before = newest_change(connection)
        if backup.schema == NEWEST:
            for table in reversed(metadata.sorted_tables):
                if table.name != "backup_run":
                    connection.execute(table.delete())
        else:
            _remake(connection, backup.schema)
        _insert(connection, backup, progress)
        if backup.schema != NEWEST:
            upgrade(connection, "head")
        found = count_rows(connection, [table for table in kept_tables() if table.name in backup.rows])
        if found != dict(backup.rows):
            raise UnreadableFileError(f"{backup.path}: it does not hold what it says. Use another backup.")
        journal = Journal(
            connection,
            by=by,
            at=at,
            why=f"restored from {backup.path.name}",
            number=max(before, newest_change(connection)),
        )
        journal.note_restored(backup.path.name)
        version = journal.flush()
        problems = check_data(connection).problems
    return version, problems


def make_anew(
    address: str, backup: Backup, *, by: str, at: datetime, progress: Progress | None = None
) -> tuple[Path, int, tuple[str, ...]]:
    """
    Make an SQLite file anew from a backup beside one that cannot be read, and take its place.

    The damaged file is kept. No server may run meanwhile: it would go on with the old file.

    Returns
    -------
    tuple
        Where the damaged file is, the data version now, and what the check found.
    """
    url = read_url(address)
    if url.get_backend_name() != "sqlite":
        raise StorageError(f"{place_of(url)}: only a file can be made anew. Restore into another database.")
    path = Path(str(url.database))
    made = path.with_name(f".{path.name}.restoring")
    kept = path.with_name(f"{path.name}.damaged-{at:%Y%m%dT%H%M%SZ}")
    try:
        _remove(made)
        engine = open_engine(url.set(database=str(made)))
        try:
            migrate(engine)
            version, problems = put_backup(engine, backup, by=by, at=at, progress=progress)
            with engine.connect() as connection:
                connection.exec_driver_sql("COMMIT")
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            engine.dispose()
        for end in _SIDE_FILES:
            if (source := Path(f"{path}{end}")).exists():
                _link(source, Path(f"{kept}{end}"))
        # A log left beside the new file would be played into it.
        for end in _SIDE_FILES[1:]:
            Path(f"{path}{end}").unlink(missing_ok=True)
        made.replace(path)
        flush_folder(path.parent)
    except OSError as error:
        raise StorageError(
            f"{place_of(url)}: it cannot be set aside ({error.strerror}). The damaged file is still there. "
            "Check that its folder may be written to and has space."
        ) from None
    finally:
        _remove(made)
    return kept, version, problems


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:
        # Not every file system has links.
        shutil.copy2(source, target)


def _remove(path: Path) -> None:
    with suppress(OSError):
        for end in _SIDE_FILES:
            Path(f"{path}{end}").unlink(missing_ok=True)


def _remake(connection: Connection, schema: str) -> None:
    """Make the tables as the program that wrote the backup knew them; its rows are brought up to date after."""
    there = set(inspect(connection).get_table_names())
    for table in reversed(metadata.sorted_tables):
        if table.name in there:
            connection.execute(text(f'DROP TABLE "{table.name}"'))
    connection.execute(text("DROP TABLE alembic_version"))
    upgrade(connection, schema)


def _insert(connection: Connection, backup: Backup, progress: Progress | None) -> None:
    known = {table.name: table for table in kept_tables()}
    done = 0
    for name, columns, rows in backup_rows(backup.path):
        table = known.get(name)
        if table is None or not set(columns) <= set(table.columns.keys()):
            raise UnreadableFileError(
                f"{backup.path}: it has a table or column that this program does not know ({name}). "
                "Update the program."
            )
        try:
            for some in _batches(rows):
                write_rows(connection, table, columns, some)
                done += len(some)
                if progress is not None:
                    progress(done, backup.row_count)
        except (ValueError, TypeError):
            raise UnreadableFileError(
                f"{backup.path}: a row of its {name} cannot be read. Nothing was changed. Use another backup."
            ) from None


def _batches(rows: Iterator[Values]) -> Iterator[list[Values]]:
    while some := list(islice(rows, ROWS_AT_ONCE)):
        yield some
