"""The hash that a row carries of what was written in it, so that damage on the disk is noticed."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Table, Text, select, update
from sqlalchemy.engine.default import DefaultExecutionContext

from resourcemap.storage.documents import hash_of_row

SEAL = "row_hash"
CHANGES_LATER = frozenset({"undone_at", "undone_by", "removed_at"})
"""Columns of a sealed row that are written after it was made."""


def seal_of(values: Mapping[str, Any]) -> str:
    """Hash what one row says, without what is written after it was made."""
    return hash_of_row(
        {
            name: _as_kept(value) if name in ("previous_value", "replacement_value") else value
            for name, value in values.items()
            if name not in CHANGES_LATER and name != SEAL
        }
    )


def sealed() -> Column[Any]:
    """
    Make the column of a table whose rows are hashed: each new row gets its hash by itself.

    Whoever changes such a row has to call `seal_again` in the same transaction.
    """

    def seal(context: DefaultExecutionContext) -> str:
        values: dict[str, Any] = context.get_current_parameters()  # type: ignore[no-untyped-call]  # SQLAlchemy left it bare
        return seal_of(values)

    return Column(SEAL, Text, default=seal)


def seal_again(connection: Connection, table: Table, key: ColumnElement[bool]) -> None:
    """Hash rows anew that were just changed."""
    for row in connection.execute(select(table).where(key)).all():
        values = dict(row._mapping)
        own = [column == values[column.name] for column in table.primary_key.columns]
        connection.execute(update(table).where(*own).values({SEAL: seal_of(values)}))


def _as_kept(value: Any) -> Any:
    # SQLite makes a number of its own from a document that is one: 5.0 comes back as 5, and of a
    # long one the first fifteen digits are sure.
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    try:
        return f"{float(value):.15g}"
    except OverflowError:
        return "inf" if value > 0 else "-inf"
