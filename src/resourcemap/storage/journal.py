"""Writing records so that every change leaves a row of history."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update

from resourcemap.model.change import field_changes
from resourcemap.model.edit import RecordKey
from resourcemap.model.record import Document
from resourcemap.storage.documents import Prepared, columns_of
from resourcemap.storage.tables import RECORD_TABLES, change

# SQLite takes at most 999 values in one statement where it was built long ago.
IDS_PER_STATEMENT = 900

WHOLE_DATABASE = "database"
"""What a change names instead of a record's type when a backup took the place of everything."""


@dataclass(frozen=True, slots=True)
class StoredRow:
    """One record as it is stored now."""

    document: Document
    row_hash: str
    version: int
    deleted_at: datetime | None

    @property
    def is_deleted(self) -> bool:
        """Whether it was taken out of use."""
        return self.deleted_at is not None


def chunks(ids: Iterable[str]) -> Iterator[list[str]]:
    """Cut ids into lists that fit in one statement."""
    ordered = list(dict.fromkeys(ids))
    for start in range(0, len(ordered), IDS_PER_STATEMENT):
        yield ordered[start : start + IDS_PER_STATEMENT]


def newest_change(connection: Connection) -> int:
    """Read the data version: the newest change's number, 0 when there is none."""
    return int(connection.execute(select(func.max(change.c.number))).scalar() or 0)


def stored_rows(connection: Connection, keys: Iterable[RecordKey]) -> dict[RecordKey, StoredRow]:
    """Read the records of the given types and ids, deleted ones too."""
    ids: dict[str, list[str]] = {}
    for resource_type, resource_id in keys:
        ids.setdefault(resource_type, []).append(resource_id)
    found: dict[RecordKey, StoredRow] = {}
    for resource_type, wanted in ids.items():
        table = RECORD_TABLES[resource_type]
        columns = (table.c.id, table.c.document, table.c.row_hash, table.c.version, table.c.deleted_at)
        for some in chunks(wanted):
            for row in connection.execute(select(*columns).where(table.c.id.in_(some))):
                found[resource_type, row.id] = StoredRow(
                    row.document, row.row_hash, row.version, row.deleted_at
                )
    return found


@dataclass
class Journal:
    """
    The writes of one transaction, each with its rows of history.

    `put` and `delete` collect; `flush` writes everything in few statements. Numbers follow the
    newest change, which is safe because one transaction writes at a time.
    """

    connection: Connection
    by: str
    at: datetime
    why: str | None = None
    import_id: str | None = None
    number: int = -1
    _changes: list[dict[str, Any]] = field(default_factory=list)
    _inserts: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    _updates: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    _deletes: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Start after the newest change."""
        if self.number < 0:
            self.number = newest_change(self.connection)

    @property
    def change_count(self) -> int:
        """How many changes were collected and not yet flushed."""
        return len(self._changes)

    def put_all(self, records: Sequence[Prepared]) -> None:
        """Create, update or bring back records; the last of several with one id counts."""
        last = {record.key: record for record in records}
        stored = stored_rows(self.connection, last)
        for key, record in last.items():
            self.put(record, stored.get(key))

    def put(self, record: Prepared, stored: StoredRow | None) -> bool:
        """Note what changes in one record; False when nothing does."""
        if stored is None:
            self._note("create", record.key, replacement=record.document)
            self._inserts.setdefault(record.resource_type, []).append(
                self._row(record) | {"id": record.resource_id}
            )
            return True
        if stored.is_deleted:
            self._note("restore", record.key, previous=stored.document, replacement=record.document)
        else:
            changes = field_changes(*record.key, stored.document, record.document)
            if stored.row_hash == record.row_hash or not changes:
                return False
            for each in changes:
                self._note("update", record.key, each.field_name, each.previous_value, each.replacement_value)
        self._updates.setdefault(record.resource_type, []).append(
            self._row(record) | {"row_id": record.resource_id, "deleted_at": None}
        )
        return True

    def amend(self, record: Prepared, stored: StoredRow) -> None:
        """Note what changes in a record that is out of use, and leave it so."""
        for each in field_changes(*record.key, stored.document, record.document):
            self._note("update", record.key, each.field_name, each.previous_value, each.replacement_value)
        self._updates.setdefault(record.resource_type, []).append(
            self._row(record) | {"row_id": record.resource_id, "deleted_at": stored.deleted_at}
        )

    def delete(self, resource_type: str, resource_id: str) -> None:
        """Take one record out of use; its document stays."""
        self._note("delete", (resource_type, resource_id))
        self._deletes.setdefault(resource_type, []).append(
            {"row_id": resource_id, "deleted_at": self.at, "version": self.number}
        )

    def note_restored(self, name: str) -> None:
        """Note that all data was replaced by that of a backup."""
        self._note("restore", (WHOLE_DATABASE, name))

    def flush(self) -> int:
        """Write what was collected and return the data version."""
        for resource_type, table in RECORD_TABLES.items():
            rows = self._inserts.get(resource_type)
            if rows:
                self.connection.execute(insert(table), rows)
        for collected in (self._updates, self._deletes):
            for resource_type, table in RECORD_TABLES.items():
                rows = collected.get(resource_type)
                if rows:
                    self.connection.execute(update(table).where(table.c.id == bindparam("row_id")), rows)
        if self._changes:
            self.connection.execute(insert(change), self._changes)
        for collection in (self._changes, self._inserts, self._updates, self._deletes):
            collection.clear()
        return self.number

    def _row(self, record: Prepared) -> dict[str, Any]:
        return columns_of(record.resource_type, record.document) | {
            "document": record.document,
            "row_hash": record.row_hash,
            "version": self.number,
        }

    def _note(
        self,
        action: str,
        key: RecordKey,
        field_name: str | None = None,
        previous: Any = None,
        replacement: Any = None,
    ) -> None:
        self.number += 1
        self._changes.append(
            {
                "number": self.number,
                "at": self.at,
                "by": self.by,
                "why": self.why,
                "import_id": self.import_id,
                "action": action,
                "resource_type": key[0],
                "resource_id": key[1],
                "field_name": field_name,
                "previous_value": previous,
                "replacement_value": replacement,
            }
        )
