"""Anonymous reports on places. They are no changes of the data, and nothing ties them to a visit."""

from sqlalchemy import Connection, insert, select, update

from resourcemap.errors import NotFoundError
from resourcemap.model.report import Report
from resourcemap.storage.tables import report


def write_report(connection: Connection, new: Report) -> None:
    """Keep one report."""
    connection.execute(
        insert(report),
        {
            "code": new.code,
            "listing_id": new.listing_id,
            "kind": new.kind,
            "day": new.day,
            "text": new.text,
            "status": new.status,
        },
    )


def read_reports(connection: Connection, status: str) -> tuple[Report, ...]:
    """Read the reports of one status, those of the newest day first."""
    # Within a day the random code decides: the order of writing would tell who came after whom.
    query = select(report).where(report.c.status == status).order_by(report.c.day.desc(), report.c.code)
    return tuple(
        Report(
            code=row.code,
            listing_id=row.listing_id,
            kind=row.kind,
            day=row.day,
            text=row.text,
            status=row.status,
        )
        for row in connection.execute(query)
    )


def close_report(connection: Connection, code: str) -> None:
    """
    Mark a report as dealt with.

    Raises
    ------
    NotFoundError
        When there is none of this code.
    """
    done = connection.execute(update(report).where(report.c.code == code).values(status="done"))
    if done.rowcount == 0:
        raise NotFoundError(f"Report {code!r}: there is none of this code. List them to see those there are.")
