"""Taking back an import, field by field, and leaving what people did since."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, select, update

from resourcemap.errors import ResourceMapError
from resourcemap.model.edit import RecordKey
from resourcemap.model.writes import KeptEdit, UndoneImport
from resourcemap.storage.desk_tables import merge
from resourcemap.storage.documents import hash_of, prepare_document
from resourcemap.storage.imports import read_import
from resourcemap.storage.journal import Journal, StoredRow, chunks, stored_rows
from resourcemap.storage.tables import (
    RECORD_TABLES,
    change,
    import_run,
    service,
    service_at_location,
    suggestion,
)

_OWN_RECORDS = {"service": "service_id", "location": "location_id"}
"""The records that belong to one listing, and the field of service_at_location that names them."""


def undo_import(connection: Connection, import_id: str, *, by: str, at: datetime) -> UndoneImport:
    """
    Take back one import.

    A field goes back where it still has the import's value. A record the import made is taken
    out of use, unless it or its listing was edited since, or something else needs it. A record it
    took out comes back.

    Raises
    ------
    NotFoundError
        When there is no such import.
    ResourceMapError
        When it was undone before.
    """
    run = read_import(connection, import_id)
    if run.undone_at is not None:
        raise ResourceMapError(
            f"Import {import_id} was already undone on {run.undone_at:%Y-%m-%d} by {run.undone_by}. "
            "Nothing was changed."
        )
    journal = Journal(connection, by=by, at=at, why=f"undo of import {import_id}", import_id=import_id)
    first, last = run.version - run.change_count + 1, run.version
    rows = connection.execute(
        select(change).where(change.c.number.between(first, last)).order_by(change.c.number)
    ).all()
    stored = stored_rows(connection, {(row.resource_type, row.resource_id) for row in rows})
    undo = _Undo(connection, journal, stored)
    undo.put_fields_back([row for row in rows if row.action == "update"])
    undo.bring_back([row for row in rows if row.action == "delete"])
    undo.put_records_back([row for row in rows if row.action in ("create", "restore")])
    version = journal.flush()
    connection.execute(
        update(import_run).where(import_run.c.id == import_id).values(undone_at=at, undone_by=by)
    )
    connection.execute(
        update(suggestion)
        .where(suggestion.c.import_id == import_id, suggestion.c.status == "open")
        .values(status="withdrawn")
    )
    connection.execute(
        update(merge).where(merge.c.import_id == import_id, merge.c.undone_at.is_(None)).values(undone_at=at)
    )
    return UndoneImport(
        import_id=import_id,
        version=version,
        fields_restored=undo.fields_restored,
        records_removed=undo.records_removed,
        records_restored=undo.records_restored,
        kept=tuple(undo.kept),
    )


def in_use(
    connection: Connection, resource_type: str, ids: Iterable[str], without: Iterable[str]
) -> set[str]:
    """
    Find which services, locations or organizations something in use points to.

    `without` are ids of records that point to them but are about to leave.
    """
    column: ColumnElement[Any]
    if resource_type == "organization":
        table, column = service, service.c.organization_id
    else:
        table, column = service_at_location, service_at_location.c[_OWN_RECORDS[resource_type]]
    leaving = set(without)
    used: set[str] = set()
    for some in chunks(ids):
        query = select(table.c.id, column.label("used")).where(column.in_(some), table.c.deleted_at.is_(None))
        used.update(row.used for row in connection.execute(query) if row.id not in leaving)
    return used


@dataclass
class _Undo:
    connection: Connection
    journal: Journal
    stored: dict[RecordKey, StoredRow]
    fields_restored: int = 0
    records_removed: int = 0
    records_restored: int = 0
    kept: list[KeptEdit] = field(default_factory=list)

    def put_fields_back(self, rows: list[Row[Any]]) -> None:
        by_record: dict[RecordKey, list[Row[Any]]] = {}
        for row in rows:
            by_record.setdefault((row.resource_type, row.resource_id), []).append(row)
        for key, changes in by_record.items():
            stored = self.stored[key]
            document = dict(stored.document)
            for row in changes:
                if document.get(row.field_name) != row.replacement_value:
                    self.kept.append(KeptEdit(*key, row.field_name, "edited-later"))
                    continue
                self.fields_restored += 1
                if row.previous_value is None:
                    document.pop(row.field_name, None)
                else:
                    document[row.field_name] = row.previous_value
            record = prepare_document(key[0], document)
            if not stored.is_deleted:
                self.journal.put(record, stored)
            elif document != stored.document:
                # It may come back one day, and then with the values it had before this run.
                self.journal.amend(record, stored)

    def bring_back(self, rows: list[Row[Any]]) -> None:
        newest = self._newest_deletions(rows)
        for row in rows:
            key = (row.resource_type, row.resource_id)
            stored = self.stored[key]
            # Another number means that somebody brought it back and hid it again since.
            if stored.is_deleted and newest[key] == row.number:
                self.records_restored += 1
                self.journal.put(prepare_document(key[0], stored.document), stored)

    def _newest_deletions(self, rows: list[Row[Any]]) -> dict[RecordKey, int]:
        newest: dict[RecordKey, int] = {}
        for some in chunks(row.resource_id for row in rows):
            query = (
                select(
                    change.c.resource_type, change.c.resource_id, func.max(change.c.number).label("number")
                )
                .where(change.c.resource_id.in_(some), change.c.action == "delete")
                .group_by(change.c.resource_type, change.c.resource_id)
            )
            for each in self.connection.execute(query):
                newest[each.resource_type, each.resource_id] = each.number
        return newest

    def put_records_back(self, rows: list[Row[Any]]) -> None:
        made = {(row.resource_type, row.resource_id): row for row in rows}
        alive = {key for key in made if not self.stored[key].is_deleted}
        edited = {key for key in alive if self.stored[key].row_hash != hash_of(made[key].replacement_value)}
        leaving: dict[str, set[str]] = {}
        # Those that point to others go first, so that what they point to is free.
        for resource_type, pointing in (
            ("service_at_location", None),
            ("service", "service_at_location"),
            ("location", "service_at_location"),
            ("organization", "service"),
        ):
            ids = {resource_id for kind, resource_id in alive if kind == resource_type}
            used = (
                in_use(self.connection, resource_type, ids, leaving.get(pointing, ())) if pointing else set()
            )
            for resource_id in sorted(ids):
                key = (resource_type, resource_id)
                if self._is_edited(key, edited):
                    self.kept.append(KeptEdit(*key, None, "edited-later"))
                elif resource_id in used:
                    self.kept.append(KeptEdit(*key, None, "in-use"))
                else:
                    leaving.setdefault(resource_type, set()).add(resource_id)
                    self.records_removed += 1
                    self.journal.delete(*key)

    def _is_edited(self, key: RecordKey, edited: set[RecordKey]) -> bool:
        if key in edited:
            return True
        if key[0] != "service_at_location":
            return False
        # An edit of its service or its place is an edit of the listing.
        document = self.stored[key].document
        return any((kind, document.get(name)) in edited for kind, name in _OWN_RECORDS.items())


def leave_unused(connection: Connection, journal: Journal, listing_ids: set[str]) -> int:
    """Take listings out of use, and with them the records that nothing else points to."""
    sal = service_at_location
    removed = 0
    pointed: dict[str, set[str]] = {"service": set(), "location": set()}
    for some in chunks(listing_ids):
        for row in connection.execute(
            select(sal.c.id, sal.c.service_id, sal.c.location_id).where(
                sal.c.id.in_(some), sal.c.deleted_at.is_(None)
            )
        ):
            journal.delete("service_at_location", row.id)
            removed += 1
            pointed["service"].add(row.service_id)
            if row.location_id:
                pointed["location"].add(row.location_id)
    free = {kind: ids - in_use(connection, kind, ids, listing_ids) for kind, ids in pointed.items()}
    organizations: set[str] = set()
    for some in chunks(free["service"]):
        query = select(service.c.organization_id).where(
            service.c.id.in_(some), service.c.organization_id.is_not(None)
        )
        organizations.update(connection.execute(query).scalars())
    free["organization"] = organizations - in_use(connection, "organization", organizations, free["service"])
    for kind, ids in free.items():
        table = RECORD_TABLES[kind]
        for some in chunks(sorted(ids)):
            alive = select(table.c.id).where(table.c.id.in_(some), table.c.deleted_at.is_(None))
            for resource_id in connection.execute(alive).scalars():
                journal.delete(kind, resource_id)
    return removed
