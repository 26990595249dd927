"""Applied imports: what each file brought, and what was seen in it."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import Connection, Row, func, insert, select

from resourcemap.errors import NotFoundError, StalePlanError
from resourcemap.model.words import Sentence
from resourcemap.model.writes import (
    Deletion,
    ImportFile,
    ImportRun,
    KnownSource,
    SourceKey,
    SourceRow,
    Suggestion,
)
from resourcemap.storage.documents import Prepared, clean, clean_raw
from resourcemap.storage.journal import Journal, chunks, newest_change
from resourcemap.storage.redirects import read_redirects
from resourcemap.storage.tables import import_run, service_at_location, source_record, suggestion

_SUGGESTIONS = UUID("7f6a1a86-3a0e-5d3a-8a5e-6d1c1f0e2b44")


def write_import(
    connection: Connection,
    file: ImportFile,
    records: Sequence[Prepared],
    *,
    sources: Sequence[SourceRow],
    suggestions: Sequence[Suggestion],
    deletions: Sequence[Deletion] = (),
    expected_version: int | None,
    by: str,
    at: datetime,
    why: str | None = None,
) -> ImportRun:
    """
    Write all of a planned import.

    Raises
    ------
    StalePlanError
        When the data is not at `expected_version` any more; None leaves that to the caller.
    """
    version = newest_change(connection)
    if expected_version is not None and version != expected_version:
        raise StalePlanError(
            f"{file.file_name}: the data changed since this import was planned (version "
            f"{expected_version} then, {version} now). Plan it again, look at it, and apply."
        )
    number = int(connection.execute(select(func.max(import_run.c.number))).scalar() or 0) + 1
    run_id = str(number)
    journal = Journal(connection, by=by, at=at, why=why or file.file_name, import_id=run_id, number=version)
    journal.put_all(records)
    for each in deletions:
        journal.delete(each.resource_type, each.resource_id)
    row = {
        "id": run_id,
        "number": number,
        "first_change": version + 1,
        "last_change": journal.number,
        "file_name": file.file_name,
        "format": file.format,
        "authority": file.authority,
        "source_name": file.source_name,
        "file_hash": file.file_hash,
        "at": at,
        "by": by,
        "counts": dict(file.counts),
    }
    connection.execute(insert(import_run), [row])
    journal.flush()
    if sources:
        connection.execute(insert(source_record), [_source_row(each, run_id, at) for each in sources])
    _write_suggestions(connection, suggestions, run_id, at)
    return read_import(connection, run_id)


def read_imports(connection: Connection, *, without: Collection[str] = ()) -> tuple[ImportRun, ...]:
    """Read all imports, newest first, those of some formats left out."""
    query = select(import_run).where(import_run.c.format.not_in(without)).order_by(import_run.c.number.desc())
    return tuple(_as_run(row) for row in connection.execute(query))


def read_imports_of(connection: Connection, ids: Iterable[str]) -> dict[str, ImportRun]:
    """Read some imports, by id; ids that there are none of are left out."""
    found: dict[str, ImportRun] = {}
    for some in chunks(ids):
        rows = connection.execute(select(import_run).where(import_run.c.id.in_(some)))
        found |= {row.id: _as_run(row) for row in rows}
    return found


def read_import(connection: Connection, import_id: str) -> ImportRun:
    """
    Read one import.

    Raises
    ------
    NotFoundError
        When there is none of this id.
    """
    row = connection.execute(select(import_run).where(import_run.c.id == import_id)).one_or_none()
    if row is None:
        raise NotFoundError(
            f"Import {import_id!r}: there is none of this number. List them to see the numbers there are."
        )
    return _as_run(row)


def read_sources(connection: Connection, authority: str | None) -> dict[SourceKey, KnownSource]:
    """
    Read what each source last said, of listings still in use and imports not undone.

    What a merged listing came from speaks of the one that was kept.
    """
    merged = read_redirects(connection)
    query = (
        select(
            source_record.c.authority,
            source_record.c.identifier,
            source_record.c.listing_id,
            source_record.c.content_hash,
            service_at_location.c.deleted_at,
        )
        .join(import_run, import_run.c.id == source_record.c.import_id)
        .join(service_at_location, service_at_location.c.id == source_record.c.listing_id)
        .where(import_run.c.undone_at.is_(None))
        .order_by(import_run.c.number)
    )
    if authority is not None:
        query = query.where(source_record.c.authority == authority)
    # The newest import comes last and wins.
    return {
        (row.authority, row.identifier): KnownSource(
            merged.get(row.listing_id, row.listing_id), row.content_hash, is_merged=row.listing_id in merged
        )
        for row in connection.execute(query)
        if row.deleted_at is None or row.listing_id in merged
    }


def read_suggestions(connection: Connection, status: str) -> tuple[Suggestion, ...]:
    """Read the questions for staff of one status, oldest first."""
    query = (
        select(suggestion)
        .where(suggestion.c.status == status)
        .order_by(suggestion.c.created_at, suggestion.c.id)
    )
    return tuple(
        Suggestion(
            kind=row.kind,
            listing_id=row.listing_id,
            other_id=row.other_id,
            reasons=tuple(Sentence(each["key"], each["values"]) for each in row.reasons),
            import_id=row.import_id,
            status=row.status,
        )
        for row in connection.execute(query)
    )


def _write_suggestions(
    connection: Connection, suggestions: Sequence[Suggestion], import_id: str, at: datetime
) -> None:
    rows = {
        row["id"]: row
        for each in suggestions
        for row in [
            {
                "id": str(
                    uuid5(_SUGGESTIONS, "\x1f".join((import_id, each.kind, each.listing_id, each.other_id)))
                ),
                "kind": each.kind,
                "listing_id": each.listing_id,
                "other_id": each.other_id,
                "reasons": [
                    {"key": reason.key, "values": clean(dict(reason.values))} for reason in each.reasons
                ],
                "import_id": import_id,
                "created_at": at,
                "status": each.status,
            }
        ]
    }
    if rows:
        connection.execute(insert(suggestion), list(rows.values()))


def _source_row(source: SourceRow, import_id: str, at: datetime) -> dict[str, Any]:
    return {
        "authority": source.authority,
        "identifier": source.identifier,
        "import_id": import_id,
        "listing_id": source.listing_id,
        "content_hash": source.content_hash,
        "raw": clean_raw(source.raw),
        "seen_at": at,
    }


def _as_run(row: Row[Any]) -> ImportRun:
    return ImportRun(
        id=row.id,
        file=ImportFile(
            file_name=row.file_name,
            format=row.format,
            authority=row.authority,
            file_hash=row.file_hash,
            source_name=row.source_name,
            counts=row.counts,
        ),
        at=row.at,
        by=row.by,
        version=row.last_change,
        change_count=row.last_change - row.first_change + 1,
        undone_at=row.undone_at,
        undone_by=row.undone_by,
    )
