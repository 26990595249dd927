"""Keeping the data safe: backups, putting one back, and looking for damage."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from resourcemap import __version__
from resourcemap.actions.directory import Directory
from resourcemap.actions.roles import check_role
from resourcemap.errors import DamagedError, ResourceMapError, StorageError, UnreadableFileError
from resourcemap.model.backup import Backup, BackupRun, Checked, CheckedBackup, Restored
from resourcemap.model.change import Actor
from resourcemap.storage.backup_file import check_backup
from resourcemap.storage.restore import make_anew
from resourcemap.storage.store import Store

Progress = Callable[[int, int], None]

SUFFIX = ".zip"
NAME, SCHEDULED, FORMER = "resourcemap", "scheduled", "before-restore"
SCHEDULE = Actor("schedule", frozenset({"administrator"}))
"""The server itself, when it makes a backup because it is time."""


def backup(
    directory: Directory,
    target: Path,
    *,
    by: Actor,
    now: datetime,
    kind: str = NAME,
    progress: Progress | None = None,
) -> Backup:
    """
    Write all data of one moment to a new file, and read it back to be sure.

    Parameters
    ----------
    target
        The file, or a folder in which it gets a name with the moment in it.
    progress
        Told rows done and rows in all; what it raises stops the work and leaves nothing.

    Raises
    ------
    ResourceMapError
        When the file cannot be written or read back.
    """
    check_role("backup", by)
    runs = directory.store.backups
    number = None
    with suppress(StorageError):
        # A database on a full disk can still be backed up to another one.
        number = runs.begin(by=by.name, at=now)
    return _write(directory.store, number, target, now=now, kind=kind, progress=progress)


def scheduled_backup(
    directory: Directory,
    folder: Path,
    *,
    every: timedelta,
    kept: int,
    now: datetime,
    progress: Progress | None = None,
) -> Backup | None:
    """
    Make a backup when the newest is `every` old, and remove the oldest of the scheduled ones.

    Of several servers that share a database one does it. While the data is found to be damaged no
    older backup is removed: one of them may be the last that is whole.

    Returns
    -------
    Backup or None
        None when it is not time, or another server is at it.
    """
    check_role("backup", SCHEDULE)
    runs = directory.store.backups
    number = runs.begin(by=SCHEDULE.name, at=now, every=every)
    if number is None:
        return None
    made = _write(directory.store, number, folder, now=now, kind=SCHEDULED, progress=progress)
    problems = directory.store.check(progress).problems
    if problems:
        fault = f"The data is damaged: {len(problems)} findings. Run `resourcemap check` to see them."
        runs.finish(number, made, at=now, fault=fault)
        return made
    for old in sorted(folder.glob(f"{SCHEDULED}-*{SUFFIX}"))[: -max(kept, 1)]:
        with suppress(OSError):
            old.unlink()
    return made


def last_backup(directory: Directory) -> BackupRun | None:
    """Read when the newest backup was made, for the desk and for whatever watches the server."""
    return directory.store.backups.last()


def backup_runs(directory: Directory, *, by: Actor) -> tuple[BackupRun, ...]:
    """List the newest backups that were begun, newest first, failed ones too."""
    check_role("backup_runs", by)
    return directory.store.backups.runs()


def backup_files(folder: Path) -> tuple[Path, ...]:
    """List the backups in a folder, newest first."""
    found = [path for path in folder.glob(f"*{SUFFIX}") if path.is_file()]
    return tuple(sorted(found, key=lambda path: path.stat().st_mtime, reverse=True))


def newest_backup(path: Path) -> Path:
    """
    Give a backup file as it is, and for a folder its newest; what a restore took away does not count.

    Raises
    ------
    ResourceMapError
        When there is none.
    """
    if not path.is_dir():
        return path
    found = [each for each in backup_files(path) if not each.name.startswith(FORMER)]
    if not found:
        raise ResourceMapError(f"{path}: there is no backup in this folder. Name a file or another folder.")
    return found[0]


def restore(
    database_url: str,
    path: Path,
    *,
    by: Actor,
    now: datetime,
    keep_in: Path,
    apply: bool = False,
    progress: Progress | None = None,
) -> Restored:
    """
    Put a backup in the place of what the database holds, after reading all of it once.

    An empty database is filled at once. Over data it takes `apply`, and the former data is first
    kept as a backup in `keep_in`. A file that cannot be read any more is kept beside the new one;
    then no server may run. Sign-ins end: everyone signs in again.

    Raises
    ------
    ResourceMapError
        When the backup is damaged, or the former data could not be kept. Nothing is changed then.
    """
    check_role("restore", by)
    found = check_backup(path, progress)
    try:
        store = Store.open(database_url)
    except DamagedError:
        return _made_anew(database_url, found, by=by, now=now, apply=apply, progress=progress)
    with store:
        try:
            rows, version = store.backups.rows()
            if rows and not apply:
                return Restored(
                    backup=found, is_done=False, rows_before=rows, version_before=version, version=version
                )
            kept_as = None
            if rows:
                kept_as = _free(keep_in, FORMER, now)
                store.backups.write(kept_as, program=__version__, made_at=now, progress=progress)
        except (DamagedError, ValueError):
            # It opens, but what it holds cannot be read to the end.
            pass
        else:
            version_now, problems = store.backups.put_back(found, by=by.name, at=now, progress=progress)
            return Restored(
                backup=found,
                is_done=True,
                rows_before=rows,
                version_before=version,
                version=version_now,
                kept_as=kept_as,
                problems=problems,
            )
    return _made_anew(database_url, found, by=by, now=now, apply=apply, progress=progress)


def check(
    database_url: str, *, by: Actor, folder: Path | None = None, progress: Progress | None = None
) -> Checked:
    """
    Look for damage: in the database, row by row, and in every backup of a folder.

    A database that does not open is a finding and no error, so that the backups are still looked at.
    """
    check_role("check", by)
    runs: tuple[BackupRun, ...] = ()
    try:
        with Store.open(database_url) as store:
            found = store.check(progress)
            records, rows, problems = found.records_checked, found.rows_checked, found.problems
            with suppress(StorageError, ValueError):
                runs = store.backups.runs(limit=1000)
    except StorageError as error:
        records, rows, problems = 0, 0, (str(error),)
    hashes = {run.file_name: run.file_hash for run in runs if run.file_hash}
    backups = () if folder is None else tuple(_checked(path, hashes) for path in backup_files(folder))
    return Checked(records_checked=records, rows_checked=rows, problems=problems, backups=backups)


def _checked(path: Path, hashes: dict[str | None, str]) -> CheckedBackup:
    try:
        found = check_backup(path)
    except UnreadableFileError as error:
        return CheckedBackup(path=path, backup=None, fault=str(error))
    noted = hashes.get(path.name)
    fault = (
        f"{path}: its hash is not the one noted when it was made. Use another backup."
        if noted not in (None, found.file_hash)
        else None
    )
    return CheckedBackup(path=path, backup=found, fault=fault)


def _write(
    store: Store, number: int | None, target: Path, *, now: datetime, kind: str, progress: Progress | None
) -> Backup:
    path = _free(target, kind, now) if target.is_dir() or target.suffix != SUFFIX else target
    try:
        made = store.backups.write(path, program=__version__, made_at=now, progress=progress)
        # What was written is not what counts, but what can be read.
        made = check_backup(made.path, progress)
    except BaseException as error:
        if number is not None:
            fault = str(error) if isinstance(error, ResourceMapError) else "It was stopped."
            with suppress(StorageError):
                store.backups.fail(number, at=now, fault=fault)
        raise
    if number is not None:
        with suppress(StorageError):
            store.backups.finish(number, made, at=now)
    return made


def _free(folder: Path, kind: str, now: datetime) -> Path:
    stem = f"{kind}-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    path, number = folder / f"{stem}{SUFFIX}", 1
    while path.exists():
        number += 1
        path = folder / f"{stem}-{number}{SUFFIX}"
    return path


def _made_anew(
    database_url: str, found: Backup, *, by: Actor, now: datetime, apply: bool, progress: Progress | None
) -> Restored:
    if not apply:
        return Restored(backup=found, is_done=False, rows_before=None, version_before=0, version=0)
    kept, version, problems = make_anew(database_url, found, by=by.name, at=now, progress=progress)
    return Restored(
        backup=found,
        is_done=True,
        rows_before=None,
        version_before=0,
        version=version,
        kept_as=kept,
        problems=problems,
    )
