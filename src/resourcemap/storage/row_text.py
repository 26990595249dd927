"""Rows of any of our tables as plain JSON values, the same from SQLite and PostgreSQL, and back."""

import base64
import binascii
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BindParameter,
    Cast,
    Column,
    ColumnElement,
    Connection,
    Date,
    LargeBinary,
    Table,
    Text,
    bindparam,
    cast,
    func,
    insert,
    select,
)
from sqlalchemy import column as make_column
from sqlalchemy import table as make_table

from resourcemap.storage.desk_tables import invite, login
from resourcemap.storage.tables import UtcDateTime, backup_run, metadata

ROWS_AT_ONCE = 500

LEFT_OUT = frozenset({login.name, invite.name, backup_run.name})
"""
Tables that a backup leaves out. A sign-in that was ended, or a link that was used, would live again;
and when backups were made is not a part of what they hold.
"""

Values = list[Any]


def kept_tables() -> tuple[Table, ...]:
    """List the tables of a backup, those first that others point to."""
    return tuple(table for table in metadata.sorted_tables if table.name not in LEFT_OUT)


def count_rows(connection: Connection, tables: Sequence[Table]) -> dict[str, int]:
    """Count the rows of some tables."""
    return {
        table.name: int(connection.execute(select(func.count()).select_from(table)).scalar_one())
        for table in tables
    }


def read_rows(connection: Connection, table: Table) -> Iterator[Values]:
    """
    Read a table by its key as JSON values, few rows in memory at a time.

    A document is given as its text, letter by letter as the database keeps it: its hash holds for that.
    """
    columns: list[ColumnElement[Any]] = [
        cast(column, Text).label(column.name) if isinstance(column.type, JSON) else column
        for column in table.columns
    ]
    query = select(*columns).order_by(*table.primary_key.columns)
    result = connection.execution_options(yield_per=ROWS_AT_ONCE).execute(query)
    for row in result:
        yield [_as_json(value) for value in row]


def write_rows(connection: Connection, table: Table, names: Sequence[str], rows: Sequence[Values]) -> None:
    """
    Add rows that `read_rows` gave.

    Raises
    ------
    ValueError
        When a value is not of its column's kind.
    """
    columns = [table.columns[name] for name in names]
    readers = [_reader(column) for column in columns]
    # A table of just these columns: one of another column's own making must not come in between.
    bare = make_table(table.name, *(make_column(column.name, column.type) for column in columns))
    statement = insert(bare).values({column.name: _parameter(connection, column) for column in columns})
    parameters = [
        {
            f"v_{name}": None if value is None else read(value)
            for name, read, value in zip(names, readers, row, strict=True)
        }
        for row in rows
    ]
    connection.execute(statement, parameters)


def _parameter(connection: Connection, column: Column[Any]) -> BindParameter[Any] | Cast[Any]:
    if not isinstance(column.type, JSON):
        return bindparam(f"v_{column.name}", type_=column.type)
    text = bindparam(f"v_{column.name}", type_=Text)
    # SQLite keeps the text as it is; a cast there would make a number of it.
    return text if connection.dialect.name == "sqlite" else cast(text, JSON)


def _as_json(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode("ascii")
    return value


def _reader(column: Column[Any]) -> Callable[[Any], Any]:
    if isinstance(column.type, UtcDateTime):
        return datetime.fromisoformat
    if isinstance(column.type, Date):
        return date.fromisoformat
    if isinstance(column.type, LargeBinary):
        return _bytes
    return _same


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError("not base64") from error


def _same(value: Any) -> Any:
    return value


def rows_of(counts: Mapping[str, int]) -> int:
    """Add up the rows of all tables."""
    return sum(counts.values())
