"""Anonymous reports and proposals. They are no changes of the data, and nothing ties them to a visit."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, Engine, Row, Table, insert, select, update

from resourcemap.errors import NotFoundError, ResourceMapError
from resourcemap.model.edit import RecordKey
from resourcemap.model.report import Outcome, Report, ReportStatus
from resourcemap.model.writes import ImportRun, Write
from resourcemap.storage.desk_tables import proposal
from resourcemap.storage.documents import clean
from resourcemap.storage.edits import write_over_seen
from resourcemap.storage.engine import empty_log, reading, writing
from resourcemap.storage.tables import report


class Inbox:
    """What people without an account told staff: reports on places, and places to add."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add_report(self, new: Report) -> None:
        """Keep one report. The data version stays as it is."""
        row = {
            "code": new.code,
            "listing_id": new.listing_id,
            "kind": new.kind,
            "day": new.day,
            "text": new.text,
            "status": new.status,
            "changes": None if new.changes is None else clean(dict(new.changes)),
            "contact": new.contact,
        }
        with writing(self._engine) as connection:
            connection.execute(insert(report), [row])

    def reports(self, status: str = "open") -> tuple[Report, ...]:
        """Read the reports of one status, those of the newest day first."""
        # Within a day the random code decides: the order of writing would tell who came after whom.
        query = select(report).where(report.c.status == status).order_by(report.c.day.desc(), report.c.code)
        with reading(self._engine) as connection:
            return tuple(_as_report(row) for row in connection.execute(query))

    def report(self, code: str) -> Report:
        """
        Read one report.

        Raises
        ------
        NotFoundError
            When there is none of this code.
        """
        with reading(self._engine) as connection:
            return _as_report(_row(connection, report, code))

    def outcome(self, code: str) -> Outcome | None:
        """Tell what came of a report or a proposal; None when there is none of this code."""
        with reading(self._engine) as connection:
            for table in (report, proposal):
                row = connection.execute(
                    select(table.c.status, table.c.day, table.c.outcome).where(table.c.code == code)
                ).one_or_none()
                if row is not None:
                    return Outcome(row.status, row.day, table is proposal, row.outcome)
        return None

    def kinds(self) -> tuple[tuple[date, str], ...]:
        """Read the day and the kind of every report that ever came."""
        with reading(self._engine) as connection:
            return tuple(
                (row.day, row.kind) for row in connection.execute(select(report.c.day, report.c.kind))
            )

    def close(self, code: str) -> None:
        """
        Mark an open report as dealt with; how to reach its writer is forgotten.

        Raises
        ------
        NotFoundError
            When none of this code is open.
        """
        is_open = (report.c.code == code, report.c.status == "open")
        with writing(self._engine) as connection:
            done = connection.execute(update(report).where(*is_open).values(status="done", contact=None))
            if done.rowcount == 0:
                raise _unknown(code)
        empty_log(self._engine)

    def decide(
        self,
        code: str,
        *,
        status: ReportStatus,
        outcome: str | None = None,
        by: str,
        at: datetime,
        writes: Sequence[Write] = (),
        expected: Mapping[RecordKey, int] = MappingProxyType({}),
        title: str = "",
        why: str | None = None,
        counts: Mapping[str, int] = MappingProxyType({}),
        listing_id: str | None = None,
        is_proposal: bool = False,
    ) -> ImportRun | None:
        """
        Close a report or a proposal, and write what follows from it, in one transaction.

        Its contact goes, from the log of the database too. What is written is a run that can be undone.

        Raises
        ------
        NotFoundError
            When there is none of this code.
        ResourceMapError
            When somebody decided it meanwhile. Nothing is written then.
        ConflictError
            When the listing changed meanwhile in the same fields.
        """
        table = proposal if is_proposal else report
        with writing(self._engine) as connection:
            if _row(connection, table, code).status != "open":
                raise ResourceMapError(f"Report {code}: somebody dealt with it already. Nothing was changed.")
            run = None
            if writes:
                run = write_over_seen(
                    connection,
                    writes,
                    expected=expected,
                    title=title,
                    by=by,
                    at=at,
                    why=why,
                    counts=counts,
                )
            values: dict[str, Any] = {
                "status": status,
                "outcome": outcome,
                "decided_by": by,
                "contact": None,
            }
            if listing_id is not None:
                values["listing_id"] = listing_id
            connection.execute(update(table).where(table.c.code == code).values(values))
        empty_log(self._engine)
        return run


def _row(connection: Connection, table: Table, code: str) -> Row[Any]:
    row: Row[Any] | None = connection.execute(select(table).where(table.c.code == code)).one_or_none()
    if row is None:
        raise _unknown(code)
    return row


def _unknown(code: str) -> NotFoundError:
    return NotFoundError(f"Report {code!r}: there is none of this code. List them to see those there are.")


def _as_report(row: Row[Any]) -> Report:
    return Report(
        code=row.code,
        listing_id=row.listing_id,
        kind=row.kind,
        day=row.day,
        text=row.text,
        status=row.status,
        changes=row.changes,
        contact=row.contact,
        outcome=row.outcome,
        decided_by=row.decided_by,
    )
