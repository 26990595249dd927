"""Looking for damage: the database's own check, every row as it reads, and rows against their hashes."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.exc import DBAPIError

from resourcemap.model.edit import RecordKey
from resourcemap.model.writes import CheckResult
from resourcemap.storage.desk_tables import account
from resourcemap.storage.documents import columns_of, hash_of
from resourcemap.storage.row_text import count_rows, rows_of
from resourcemap.storage.schema_check import schema_problems
from resourcemap.storage.seals import SEAL, is_as_written
from resourcemap.storage.tables import RECORD_TABLES, change

PROBLEMS_SHOWN = 100
ROWS_AT_ONCE = 500

Progress = Callable[[int, int], None]

_ADVICE = "Restore the newest backup that is whole, or save the record anew."
_FILE_ADVICE = "Stop the server and restore the newest backup that is whole."
_Newest = tuple[int, str, datetime]
_METADATA = account.metadata


def check_data(connection: Connection, progress: Progress | None = None) -> CheckResult:
    """
    Look at everything that is kept.

    Every row of every table is read. Records are compared with their hash, their columns and their
    newest change; rows of history, accounts, drafts and policies with their hash. SQLite checks its
    file and pointers too.
    """
    problems: list[str] = []
    if connection.dialect.name == "sqlite":
        problems.extend(_sqlite_problems(connection))
    # History first: a record is compared with its newest change.
    tables = sorted(_METADATA.tables.values(), key=lambda table: table is not change)
    newest: dict[RecordKey, _Newest] = {}
    records = rows = 0
    total: int | None = None
    with _any_text(connection):
        for table in tables:
            try:
                if progress is not None and total is None:
                    total = rows_of(count_rows(connection, tables))
                for row, fault in _rows(connection, table):
                    rows += 1
                    if progress is not None and total is not None and rows % ROWS_AT_ONCE == 0:
                        progress(rows, total)
                    records += table.name in RECORD_TABLES
                    if fault is None:
                        fault = _fault(table, row, newest)
                    if fault is not None:
                        problems.append(f"{table.name} {_name(table, row)}: {fault}. {_ADVICE}")
            except DBAPIError:
                # What the database says may quote data.
                problems.append(f"{table.name}: it cannot be read to its end. {_FILE_ADVICE}")
    if progress is not None and total is not None:
        progress(total, total)
    return CheckResult(records, tuple(problems[:PROBLEMS_SHOWN]), rows)


def _sqlite_problems(connection: Connection) -> Iterator[str]:
    try:
        for (line,) in connection.exec_driver_sql(f"PRAGMA integrity_check({PROBLEMS_SHOWN})"):
            if line != "ok":
                yield f"The file is damaged: {line}. {_FILE_ADVICE}"
        for table_name, row_number, other, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
            yield f"{table_name}, row {row_number}: the {other} it names is missing. {_ADVICE}"
        yield from schema_problems(connection)
    except (DBAPIError, UnicodeDecodeError):
        yield f"The file is damaged: SQLite cannot check it to its end. {_FILE_ADVICE}"


@contextmanager
def _any_text(connection: Connection) -> Iterator[None]:
    """Let damaged letters through: one row that is no text any more must not stop the rest."""
    driver: Any = connection.connection.dbapi_connection
    if not isinstance(driver, sqlite3.Connection):
        yield
        return
    driver.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
    try:
        yield
    finally:
        driver.text_factory = str


def _rows(connection: Connection, table: Table) -> Iterator[tuple[dict[str, Any], str | None]]:
    """Read the values as the database gives them, then each by its column's kind."""
    dialect = connection.dialect
    # PostgreSQL reads each value by its kind before it hands it over.
    readers = [
        (
            column.name,
            column.type.dialect_impl(dialect).result_processor(dialect, None)
            if dialect.name == "sqlite"
            else None,
        )
        for column in table.columns
    ]
    quote = dialect.identifier_preparer.quote
    # As the database gives them: building a query of typed columns takes longer than reading small tables.
    names = ", ".join(quote(column.name) for column in table.columns)
    query = f"SELECT {names} FROM {quote(table.name)}"  # noqa: S608  # names of our own tables
    for row in connection.execution_options(yield_per=ROWS_AT_ONCE).exec_driver_sql(query):
        values: dict[str, Any] = {}
        fault = None
        for (name, read), value in zip(readers, row, strict=True):
            try:
                values[name] = value if read is None else read(value)
                if isinstance(value, str) and not value.isascii():
                    value.encode()
            except (TypeError, ValueError, AttributeError, RecursionError):
                values[name] = None
                fault = f"its {name} cannot be read"
        yield values, fault


def _fault(table: Table, row: dict[str, Any], newest: dict[RecordKey, _Newest]) -> str | None:
    try:
        return _difference(table, row, newest)
    except (TypeError, ValueError, KeyError, AttributeError, RecursionError):
        return "it cannot be read"


def _difference(table: Table, row: dict[str, Any], newest: dict[RecordKey, _Newest]) -> str | None:
    if table.name in RECORD_TABLES:
        return _record_fault(table.name, row, newest.get((table.name, row["id"])))
    if SEAL in row:
        if table is change:
            key = row["resource_type"], row["resource_id"]
            newest[key] = max(newest.get(key, (0, "", row["at"])), (row["number"], row["action"], row["at"]))
        if not is_as_written(row):
            return "it is not what was written"
    return None


def _record_fault(resource_type: str, row: dict[str, Any], newest: _Newest | None) -> str | None:
    document = row["document"]
    if document["id"] != row["id"]:
        return "its document belongs to another id"
    if hash_of(document) != row["row_hash"]:
        return "its document is not what was written"
    columns = columns_of(resource_type, document)
    differing = [name for name, value in columns.items() if row[name] != value]
    if differing:
        return f"{', '.join(differing)} differs from its document"
    if newest is None:
        return "it has no history"
    number, action, at = newest
    if row["version"] != number:
        return "its history does not end where it says"
    if row["deleted_at"] != (at if action == "delete" else None):
        return "its history says otherwise about its deletion"
    return None


def _name(table: Table, row: dict[str, Any]) -> str:
    key = " ".join(str(row[column.name]) for column in table.primary_key.columns)
    return key.encode("ascii", "backslashreplace").decode()[:200]
