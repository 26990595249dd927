"""The backup file: a zip of one JSON Lines file for each table and a manifest with their SHA-256 hashes."""

import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Connection

from resourcemap.errors import ResourceMapError, UnreadableFileError
from resourcemap.model.backup import Backup
from resourcemap.storage.documents import write_json
from resourcemap.storage.journal import newest_change
from resourcemap.storage.row_text import Values, count_rows, kept_tables, read_rows, rows_of

Progress = Callable[[int, int], None]
"""Told how many rows are done, of how many. What it raises stops the work, and nothing is left."""

FORMAT = "resourcemap-backup-1"
MANIFEST = "manifest.json"
PARTIAL = ".partial"
_EVERY = 500
_ADVICE = "Use another backup."
# A manifest lists tables and hashes; a larger one is none of ours.
_LONGEST_MANIFEST = 1_000_000


def write_backup(
    connection: Connection,
    path: Path,
    *,
    schema: str,
    program: str,
    made_at: datetime,
    progress: Progress | None = None,
) -> Backup:
    """
    Write what one reading transaction sees; the file appears under its name when it is whole on disk.

    Raises
    ------
    ResourceMapError
        When the file cannot be written. Nothing is left of it then.
    """
    tables = kept_tables()
    counts = count_rows(connection, tables)
    total, done = rows_of(counts), 0
    manifest: dict[str, Any] = {
        "format": FORMAT,
        "made_at": made_at.isoformat(),
        "program": program,
        "schema": schema,
        "version": newest_change(connection),
        "tables": {},
    }
    with (
        _new_file(path) as sink,
        zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive,
    ):
        for table in tables:
            digest, count = hashlib.sha256(), 0
            with archive.open(_member(table.name), "w", force_zip64=True) as member:
                for values in read_rows(connection, table):
                    line = (write_json(values) + "\n").encode()
                    digest.update(line)
                    member.write(line)
                    count, done = count + 1, done + 1
                    if progress is not None and done % _EVERY == 0:
                        progress(done, total)
            manifest["tables"][table.name] = {
                "columns": [column.name for column in table.columns],
                "rows": count,
                "sha256": digest.hexdigest(),
            }
        archive.writestr(MANIFEST, write_json(manifest | {"sha256": _hash_of_manifest(manifest)}))
    if progress is not None:
        progress(total, total)
    return read_backup(path)


def read_backup(path: Path) -> Backup:
    """
    Read what a backup says of itself. Its rows are not looked at.

    Raises
    ------
    UnreadableFileError
        When it is no backup, or damaged.
    """
    with _opened(path) as archive:
        manifest = _manifest(path, archive)
    with path.open("rb") as file:
        file_hash = hashlib.file_digest(file, "sha256").hexdigest()
    return Backup(
        path=path,
        made_at=datetime.fromisoformat(manifest["made_at"]),
        version=manifest["version"],
        schema=manifest["schema"],
        program=manifest["program"],
        rows={name: facts["rows"] for name, facts in manifest["tables"].items()},
        size_bytes=path.stat().st_size,
        file_hash=file_hash,
    )


def check_backup(path: Path, progress: Progress | None = None) -> Backup:
    """
    Read a backup to its end and compare every table with its hash.

    Raises
    ------
    UnreadableFileError
        When anything is not as it was written; the text says what.
    """
    backup = read_backup(path)
    done = 0
    with _opened(path) as archive:
        for name, facts in _manifest(path, archive)["tables"].items():
            digest, count = hashlib.sha256(), 0
            with _member_of(path, archive, name) as member:
                for line in member:
                    digest.update(line)
                    count, done = count + 1, done + 1
                    if progress is not None and done % _EVERY == 0:
                        progress(done, backup.row_count)
            if digest.hexdigest() != facts["sha256"] or count != facts["rows"]:
                raise UnreadableFileError(f"{path}: its {name} is not what was written. {_ADVICE}")
    if progress is not None:
        progress(backup.row_count, backup.row_count)
    return backup


def backup_rows(path: Path) -> Iterator[tuple[str, tuple[str, ...], Iterator[Values]]]:
    """
    Read the tables of a backup that was checked: name, columns and rows of each.

    Raises
    ------
    UnreadableFileError
        When it is no backup, or damaged.
    """
    with _opened(path) as archive:
        for name, facts in _manifest(path, archive)["tables"].items():
            with _member_of(path, archive, name) as member:
                yield name, tuple(facts["columns"]), (json.loads(line) for line in member)


@contextmanager
def _new_file(path: Path) -> Iterator[IO[bytes]]:
    partial = path.with_name(f".{path.name}{PARTIAL}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if path.exists():
            raise ResourceMapError(f"{path}: there is such a file already. Name another.")
        # Addresses of hidden places and accounts are inside: for nobody else on this machine.
        handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            with os.fdopen(handle, "wb") as sink:
                yield sink
                sink.flush()
                os.fsync(sink.fileno())
            partial.replace(path)
            flush_folder(path.parent)
        finally:
            with suppress(FileNotFoundError):
                partial.unlink()
    except OSError as error:
        raise ResourceMapError(
            f"{path}: the backup cannot be written ({error.strerror or 'the disk did not answer'}). Nothing is "
            "left of it. Free some space, or name another place."
        ) from None


def flush_folder(folder: Path) -> None:
    """Make a new name in a folder outlive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except OSError as error:
        raise UnreadableFileError(
            f"{path}: it cannot be read ({error.strerror or 'the disk did not answer'}). Check the name."
        ) from None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError):
        raise UnreadableFileError(f"{path}: it is no backup, or damaged. {_ADVICE}") from None


def _manifest(path: Path, archive: zipfile.ZipFile) -> dict[str, Any]:
    try:
        if archive.getinfo(MANIFEST).file_size > _LONGEST_MANIFEST:
            raise ValueError
        manifest: dict[str, Any] = json.loads(archive.read(MANIFEST))
        said = manifest.pop("sha256")
        if said != _hash_of_manifest(manifest):
            raise ValueError
        if manifest["format"] != FORMAT:
            raise UnreadableFileError(
                f"{path}: it was made by a newer version of the program. Update the program."
            )
    except (KeyError, ValueError, AttributeError, TypeError, RuntimeError):
        raise UnreadableFileError(
            f"{path}: it is no backup of this program, or its list of contents is damaged. {_ADVICE}"
        ) from None
    return manifest


@contextmanager
def _member_of(path: Path, archive: zipfile.ZipFile, name: str) -> Iterator[IO[bytes]]:
    try:
        member = archive.open(_member(name))
    except (KeyError, RuntimeError):
        # RuntimeError: a damaged flag says that it is encrypted.
        raise UnreadableFileError(f"{path}: its {name} is missing. {_ADVICE}") from None
    with member:
        yield member


def _member(table_name: str) -> str:
    return f"{table_name}.jsonl"


def _hash_of_manifest(manifest: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(manifest, sort_keys=True).encode()).hexdigest()
