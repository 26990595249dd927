"""Making backups of a database and putting them back, and when each was made and by whom."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Row, func, insert, select, update

from resourcemap.model.backup import Backup, BackupRun
from resourcemap.storage.backup_file import Progress, write_backup
from resourcemap.storage.engine import empty_log, reading, writing
from resourcemap.storage.journal import newest_change
from resourcemap.storage.migrate import NEWEST
from resourcemap.storage.restore import put_backup
from resourcemap.storage.row_text import count_rows, kept_tables, rows_of
from resourcemap.storage.tables import backup_run

CUT_OFF_AFTER = timedelta(hours=1)
"""A backup that takes longer was cut off, and the next server may begin."""

_KEPT = 400


class Backups:
    """The backups of one open database. Making one leaves the data version as it is."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    # --- Files -----------------------------------------------------------------------------------

    def write(
        self, path: Path, *, program: str, made_at: datetime, progress: Progress | None = None
    ) -> Backup:
        """
        Write all data of one moment to a new file; people go on reading and writing meanwhile.

        Raises
        ------
        ResourceMapError
            When the file cannot be written. Nothing is left of it then.
        """
        with reading(self._engine) as connection:
            made = write_backup(
                connection, path, schema=NEWEST, program=program, made_at=made_at, progress=progress
            )
        empty_log(self._engine)
        return made

    def put_back(
        self, backup: Backup, *, by: str, at: datetime, progress: Progress | None = None
    ) -> tuple[int, tuple[str, ...]]:
        """Replace all data by what a checked backup holds; see `put_backup`."""
        return put_backup(self._engine, backup, by=by, at=at, progress=progress)

    def rows(self) -> tuple[int, int]:
        """Count the rows that a restore would replace, and read the data version."""
        with reading(self._engine) as connection:
            return rows_of(count_rows(connection, kept_tables())), newest_change(connection)

    # --- Runs ------------------------------------------------------------------------------------

    def begin(self, *, by: str, at: datetime, every: timedelta | None = None) -> int | None:
        """
        Note that a backup begins, and give its number.

        With `every`, only when the newest good one is at least that old and nobody else is at it;
        None otherwise. One transaction asks and notes, so of several servers one begins.
        """
        with writing(self._engine) as connection:
            if every is not None and not _is_due(connection, at, every):
                return None
            number = int(connection.execute(select(func.max(backup_run.c.number))).scalar() or 0) + 1
            connection.execute(insert(backup_run), {"number": number, "started_at": at, "by": by})
            connection.execute(backup_run.delete().where(backup_run.c.number <= number - _KEPT))
            return number

    def finish(self, number: int, backup: Backup, *, at: datetime, fault: str | None = None) -> None:
        """Note that a backup is whole on disk; `fault` says what is wrong with the data in it."""
        self._end(
            number,
            finished_at=at,
            file_name=backup.path.name,
            file_hash=backup.file_hash,
            size_bytes=backup.size_bytes,
            version=backup.version,
            fault=fault,
        )

    def fail(self, number: int, *, at: datetime, fault: str) -> None:
        """Note that no backup came of it."""
        self._end(number, finished_at=at, fault=fault)

    def runs(self, limit: int = 50) -> tuple[BackupRun, ...]:
        """Read the newest runs, newest first, failed ones too."""
        with reading(self._engine) as connection:
            query = select(backup_run).order_by(backup_run.c.number.desc()).limit(limit)
            return _read(connection.execute(query).all())

    def last(self) -> BackupRun | None:
        """Read the newest run that left a backup."""
        with reading(self._engine) as connection:
            return _last(connection)

    def _end(self, number: int, **values: Any) -> None:
        with writing(self._engine) as connection:
            connection.execute(update(backup_run).where(backup_run.c.number == number).values(**values))


def _is_due(connection: Connection, at: datetime, every: timedelta) -> bool:
    newest = _last(connection)
    if newest is not None and newest.finished_at is not None and at - newest.finished_at < every:
        return False
    under_way = connection.execute(
        select(func.count())
        .select_from(backup_run)
        .where(backup_run.c.finished_at.is_(None), backup_run.c.started_at > at - CUT_OFF_AFTER)
    ).scalar_one()
    return under_way == 0


def _last(connection: Connection) -> BackupRun | None:
    query = (
        select(backup_run)
        .where(backup_run.c.file_name.is_not(None))
        .order_by(backup_run.c.number.desc())
        .limit(1)
    )
    found = _read(connection.execute(query).all())
    return found[0] if found else None


def _read(rows: Sequence[Row[Any]]) -> tuple[BackupRun, ...]:
    return tuple(BackupRun(**row._mapping) for row in rows)
