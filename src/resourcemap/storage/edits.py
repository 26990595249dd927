"""Writing by hand: only over what the writer has seen, and as a run that can be undone."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, Engine, select

from resourcemap.errors import ConflictError, NotFoundError
from resourcemap.model.edit import DESK_AUTHORITY, EDIT, FieldConflict, RecordKey
from resourcemap.model.hsds import Bundle
from resourcemap.model.writes import Deletion, ImportFile, ImportRun, Write
from resourcemap.storage.documents import Prepared, prepare
from resourcemap.storage.engine import reading, writing
from resourcemap.storage.imports import write_import
from resourcemap.storage.journal import StoredRow, newest_change, stored_rows
from resourcemap.storage.reading import read_bundles
from resourcemap.storage.tables import change


class Edits:
    """What people change by hand. Each saved edit is a run that `Store.undo` takes back."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def state(self, ids: Iterable[str]) -> tuple[int, tuple[Bundle, ...], dict[RecordKey, int]]:
        """
        Read some listings to edit, all of one moment.

        Returns
        -------
        tuple
            The data version, the listings in use by id, and the newest change number of each of
            their records: what `write_expecting` expects.
        """
        with reading(self._engine) as connection:
            bundles = read_bundles(connection, ids)
            keys = {(name, record.id) for bundle in bundles for name, record in bundle.records()}
            versions = {key: row.version for key, row in stored_rows(connection, keys).items()}
            return newest_change(connection), bundles, versions

    def write_expecting(
        self,
        writes: Sequence[Write],
        *,
        expected: Mapping[RecordKey, int],
        title: str,
        by: str,
        at: datetime,
        why: str | None = None,
        kind: str = EDIT,
        counts: Mapping[str, int] = MappingProxyType({}),
    ) -> ImportRun | None:
        """
        Write whole records and deletions in one transaction, only over what the writer has seen.

        Parameters
        ----------
        expected
            The newest change number seen of each record, as `state` gives them; a record that is
            not named counts as not there yet.
        title
            What the run is called in the history.
        kind
            "edit", "bulk-edit" or "merge".

        Returns
        -------
        ImportRun or None
            None when nothing differs from what is there.

        Raises
        ------
        ConflictError
            When a value the writer has not seen would be overwritten; it holds each field with the
            value before, theirs and yours. Nothing is written.
        NotFoundError
            When a record was hidden meanwhile.
        """
        with writing(self._engine) as connection:
            return write_over_seen(
                connection,
                writes,
                expected=expected,
                title=title,
                by=by,
                at=at,
                why=why,
                kind=kind,
                counts=counts,
            )


def write_over_seen(
    connection: Connection,
    writes: Sequence[Write],
    *,
    expected: Mapping[RecordKey, int],
    title: str,
    by: str,
    at: datetime,
    why: str | None = None,
    kind: str = EDIT,
    counts: Mapping[str, int] = MappingProxyType({}),
) -> ImportRun | None:
    """Write in the caller's transaction, together with whatever belongs to it; see `Edits.write_expecting`."""
    records = {record.key: record for record in (prepare(w) for w in writes if not isinstance(w, Deletion))}
    gone = [(each.resource_type, each.resource_id) for each in writes if isinstance(each, Deletion)]
    stored = stored_rows(connection, {*records, *gone})
    conflicts: list[FieldConflict] = []
    for key in (*records, *gone):
        row, seen = stored.get(key), expected.get(key, 0)
        if row is None and key in records:
            continue
        if row is None or (row.is_deleted and (row.version > seen or key in gone)):
            raise NotFoundError(
                f"{key[0]} {key[1]}: somebody hid it meanwhile. Bring it back first; nothing was changed."
            )
        if row.version > seen:
            mine = records[key].document if key in records else {}
            conflicts.extend(_conflicts(connection, key, mine, row, seen))
    if conflicts:
        raise ConflictError(
            f"{title}: somebody else changed the same fields meanwhile ({len(conflicts)}). "
            "Look at both values and choose; nothing was changed.",
            tuple(conflicts),
        )
    news = [record for key, record in records.items() if _is_new(record, stored.get(key))]
    if not news and not gone:
        return None
    return write_import(
        connection,
        _file(kind, title, news, counts, at),
        news,
        sources=(),
        suggestions=(),
        deletions=[Deletion(*key) for key in dict.fromkeys(gone)],
        expected_version=None,
        by=by,
        at=at,
        why=why,
    )


def _file(
    kind: str, title: str, news: Sequence[Prepared], counts: Mapping[str, int], at: datetime
) -> ImportFile:
    text = "\x1f".join((kind, title, at.isoformat(), *(record.row_hash for record in news)))
    return ImportFile(
        file_name=title,
        format=kind,
        authority=DESK_AUTHORITY,
        file_hash=hashlib.sha256(text.encode()).hexdigest(),
        counts=counts,
    )


def _is_new(record: Prepared, row: StoredRow | None) -> bool:
    return row is None or row.is_deleted or row.row_hash != record.row_hash


def _conflicts(
    connection: Connection, key: RecordKey, mine: Mapping[str, Any], row: StoredRow, seen: int
) -> list[FieldConflict]:
    """Name the fields changed since `seen` whose value now would be overwritten by another."""
    rows = connection.execute(
        select(change)
        .where(change.c.resource_type == key[0], change.c.resource_id == key[1], change.c.number > seen)
        .order_by(change.c.number)
    ).all()
    before: dict[str, Any] = {}
    for each in rows:
        if each.field_name is not None:
            # The first change since then holds what was seen.
            before.setdefault(each.field_name, each.previous_value)
        else:
            for name in each.replacement_value or {}:
                before.setdefault(name, (each.previous_value or {}).get(name))
    return [
        FieldConflict(*key, name, base, row.document.get(name), mine.get(name))
        for name, base in before.items()
        if row.document.get(name) != mine.get(name)
    ]
