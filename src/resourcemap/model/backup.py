"""Backups: what a file of one holds, and what became of the making of one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """
    One backup file, as its own manifest tells it.

    `version` is the data version it holds, `schema` the database's migration, `rows` how many rows
    of each table. `file_hash` is the SHA-256 of the whole file.
    """

    path: Path
    made_at: datetime
    version: int
    schema: str
    program: str
    rows: Mapping[str, int] = field(hash=False)
    size_bytes: int
    file_hash: str

    @property
    def row_count(self) -> int:
        """How many rows it holds, of all tables."""
        return sum(self.rows.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupRun:
    """
    One time that a backup was begun.

    `finished_at` None means that it is still going on, or was cut off. `fault` None means all well.
    """

    number: int
    started_at: datetime
    by: str
    finished_at: datetime | None = None
    file_name: str | None = None
    file_hash: str | None = None
    size_bytes: int | None = None
    version: int | None = None
    fault: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """
    What a restore did, or would do while `is_done` is False.

    `rows_before` is what the database held, None when it could not be read. `kept_as` is where its
    former content is; `problems` what the check of the restored data found.
    """

    backup: Backup
    is_done: bool
    rows_before: int | None
    version_before: int
    version: int
    kept_as: Path | None = None
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedBackup:
    """One backup file that was read to its end and compared with its hashes; `fault` None is whole."""

    path: Path
    backup: Backup | None
    fault: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a look for damage found: in the database and in the backups."""

    records_checked: int
    rows_checked: int
    problems: tuple[str, ...]
    backups: tuple[CheckedBackup, ...]

    @property
    def is_whole(self) -> bool:
        """Whether nothing wrong was found."""
        return not self.problems and all(each.fault is None for each in self.backups)
