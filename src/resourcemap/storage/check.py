"""Looking for damage: the database's own check, and every record against its hash."""

import json
from typing import Any

from sqlalchemy import Connection, Row, Text, select, type_coerce

from resourcemap.model.writes import CheckResult
from resourcemap.storage.documents import columns_of, hash_of
from resourcemap.storage.tables import RECORD_TABLES

PROBLEMS_SHOWN = 100

_ADVICE = "Restore the newest backup that is whole, or save the record anew."


def check_data(connection: Connection) -> CheckResult:
    """Compare every record with its hash and its columns; SQLite checks its file and pointers too."""
    problems: list[str] = []
    if connection.dialect.name == "sqlite":
        for (line,) in connection.exec_driver_sql(f"PRAGMA integrity_check({PROBLEMS_SHOWN})"):
            if line != "ok":
                problems.append(f"The file is damaged: {line}. Restore the newest backup that is whole.")
        for table_name, row_number, other, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
            problems.append(f"{table_name}, row {row_number}: the {other} it names is missing. {_ADVICE}")
    checked = 0
    for resource_type, table in RECORD_TABLES.items():
        # As text: a damaged document may not be JSON any more, and one must not stop the rest.
        text = type_coerce(table.c.document, Text).label("text")
        others = [column for column in table.c if column.name != "document"]
        for row in connection.execute(select(text, *others).order_by(table.c.id)):
            checked += 1
            fault = _fault(resource_type, row)
            if fault is not None:
                problems.append(f"{resource_type} {row.id}: {fault}. {_ADVICE}")
    return CheckResult(checked, tuple(problems[:PROBLEMS_SHOWN]))


def _fault(resource_type: str, row: Row[Any]) -> str | None:
    try:
        document = row.text if isinstance(row.text, dict) else json.loads(row.text)
        if document["id"] != row.id:
            return "its document belongs to another id"
        if hash_of(document) != row.row_hash:
            return "its document is not what was written"
        columns = columns_of(resource_type, document)
    except (TypeError, ValueError, KeyError, AttributeError):
        return "its document cannot be read"
    differing = [name for name, value in columns.items() if getattr(row, name) != value]
    return f"{', '.join(differing)} differs from its document" if differing else None
