"""Verifications: who checked a listing, how and when, and what came of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Engine, Row, and_, func, insert, select

from resourcemap.model.edit import RecordKey
from resourcemap.model.verification import Verification
from resourcemap.model.writes import ImportRun, Write
from resourcemap.storage.desk_tables import verification
from resourcemap.storage.documents import clean
from resourcemap.storage.edits import write_over_seen
from resourcemap.storage.engine import reading, writing


class Checks:
    """Every check of every listing. Nothing here is ever rewritten."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of(self, listing_id: str) -> tuple[Verification, ...]:
        """Read the checks of one listing, the newest first."""
        query = (
            select(verification)
            .where(verification.c.listing_id == listing_id)
            .order_by(verification.c.at.desc(), verification.c.id)
        )
        with reading(self._engine) as connection:
            return tuple(_as_verification(row) for row in connection.execute(query))

    def newest(self) -> dict[str, Verification]:
        """Read the newest check of each listing, by listing id."""
        last = (
            select(verification.c.listing_id, func.max(verification.c.at).label("at"))
            .group_by(verification.c.listing_id)
            .subquery()
        )
        is_last = and_(verification.c.listing_id == last.c.listing_id, verification.c.at == last.c.at)
        query = select(verification).join(last, is_last).order_by(verification.c.id)
        with reading(self._engine) as connection:
            return {row.listing_id: _as_verification(row) for row in connection.execute(query)}

    def write(
        self,
        new: Verification,
        writes: Sequence[Write] = (),
        *,
        expected: Mapping[RecordKey, int],
        title: str,
        why: str | None = None,
    ) -> ImportRun | None:
        """
        Keep a check, and write what was learnt by it, in one transaction.

        Raises
        ------
        ConflictError
            When a value the checker has not seen would be overwritten. Nothing is written then.
        """
        with writing(self._engine) as connection:
            run = None
            if writes:
                run = write_over_seen(
                    connection, writes, expected=expected, title=title, by=new.by, at=new.at, why=why
                )
            _write(connection, new)
            return run


def _write(connection: Connection, new: Verification) -> None:
    row = {
        "id": new.id,
        "listing_id": new.listing_id,
        "at": new.at,
        "by": new.by,
        "how": new.how,
        "result": new.result,
        "answers": clean(dict(new.answers)),
    }
    connection.execute(insert(verification), [row])


def _as_verification(row: Row[Any]) -> Verification:
    return Verification(
        id=row.id,
        listing_id=row.listing_id,
        at=row.at,
        by=row.by,
        how=row.how,
        result=row.result,
        answers=row.answers,
    )
