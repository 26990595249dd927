"""The history of records: who changed what, when and why."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Row, func, or_, select

from resourcemap.model.change import Change
from resourcemap.model.edit import HAND_FORMATS
from resourcemap.model.writes import FieldKey
from resourcemap.storage.journal import chunks
from resourcemap.storage.tables import change, import_run


def read_history(connection: Connection, resource_ids: Iterable[str]) -> tuple[Change, ...]:
    """Read the changes of some records, oldest first."""
    found: list[Change] = []
    for some in chunks(resource_ids):
        rows = connection.execute(select(change).where(change.c.resource_id.in_(some)))
        found.extend(as_change(row) for row in rows)
    return tuple(sorted(found, key=lambda each: each.number))


def read_edited_fields(connection: Connection) -> frozenset[FieldKey]:
    """
    Find the fields whose newest value a person gave by hand.

    Creations do not count: a record made by hand is open to a file that knows more.
    """
    newest = (
        select(func.max(change.c.number).label("number"))
        .where(change.c.field_name.is_not(None))
        .group_by(change.c.resource_type, change.c.resource_id, change.c.field_name)
        .subquery()
    )
    rows = connection.execute(
        select(change.c.resource_type, change.c.resource_id, change.c.field_name)
        .join(newest, newest.c.number == change.c.number)
        .outerjoin(import_run, import_run.c.id == change.c.import_id)
        .where(
            or_(change.c.import_id.is_(None), import_run.c.format.in_(HAND_FORMATS)),
            change.c.action == "update",
        )
    )
    return frozenset((row.resource_type, row.resource_id, row.field_name) for row in rows)


def as_change(row: Row[Any]) -> Change:
    """Read one row of history."""
    return Change(**{name: value for name, value in row._mapping.items() if name != "row_hash"})
