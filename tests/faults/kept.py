"""Comparing what was acknowledged with what a database holds."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from resourcemap.storage.engine import reading
from resourcemap.storage.store import Store
from resourcemap.storage.tables import change, import_run, report, service_at_location, source_record
from tests.faults.writers import ROWS_PER_FILE


def assert_all_kept(store: Store, acks: list[list[Any]]) -> None:
    """Hold every acknowledged edit, import and report against the rows, and every import against itself."""
    with reading(store._engine) as connection:
        changes = {row.number: row for row in connection.execute(select(change))}
        # One writer at a time: a number that is missing is an edit that is missing.
        assert sorted(changes) == list(range(1, len(changes) + 1))
        codes = dict(connection.execute(select(report.c.code, report.c.text)).all())
        runs = {row.id: row for row in connection.execute(select(import_run))}
        rows = dict(
            connection.execute(
                select(source_record.c.import_id, func.count()).group_by(source_record.c.import_id)
            ).all()
        )
        listings = dict(
            connection.execute(
                select(service_at_location.c.authority, func.count()).group_by(
                    service_at_location.c.authority
                )
            ).all()
        )
    for name, what, *facts in acks:
        if what == "edit":
            row = changes.get(facts[0])
            assert row is not None, f"{name}: edit {facts[0]} was acknowledged and is gone"
            assert (row.by, row.replacement_value) == (name, facts[1])
        elif what == "import":
            assert facts[0] in runs, f"{name}: import {facts[1]} was acknowledged and is gone"
            assert runs[facts[0]].file_name == facts[1]
        elif what == "report":
            assert codes.get(facts[0]) == facts[1], f"{name}: report {facts[1]} was acknowledged and is gone"
    by_import: dict[str, int] = {}
    for row in changes.values():
        if row.import_id is not None:
            by_import[row.import_id] = by_import.get(row.import_id, 0) + 1
    # Those nobody was told of may be there or not, but never in part.
    for run in runs.values():
        assert by_import[run.id] == run.last_change - run.first_change + 1
        assert rows[run.id] == listings[run.authority] == ROWS_PER_FILE, f"{run.file_name} is a half import"
