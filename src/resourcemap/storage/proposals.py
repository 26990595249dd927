"""Proposals: what people ask staff to add or change. They are no changes of the data yet."""

from typing import Any

from sqlalchemy import Engine, Row, insert, select

from resourcemap.errors import NotFoundError
from resourcemap.model.proposal import Proposal, ProposalStatus
from resourcemap.storage.desk_tables import proposal
from resourcemap.storage.documents import clean
from resourcemap.storage.engine import reading, writing


class Proposals:
    """The proposals of one open database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, new: Proposal) -> None:
        """Keep one proposal. The data version stays as it is."""
        row = {
            "code": new.code,
            "day": new.day,
            "document": clean(dict(new.document)),
            "contact": clean(new.contact),
            "status": new.status,
            "listing_id": new.listing_id,
        }
        with writing(self._engine) as connection:
            connection.execute(insert(proposal), [row])

    def all(self, status: ProposalStatus = "open") -> tuple[Proposal, ...]:
        """Read the proposals of one status, those of the newest day first."""
        # Within a day the random code decides: the order of writing would tell who came after whom.
        query = select(proposal).where(proposal.c.status == status)
        query = query.order_by(proposal.c.day.desc(), proposal.c.code)
        with reading(self._engine) as connection:
            return tuple(_as_proposal(row) for row in connection.execute(query))

    def get(self, code: str) -> Proposal:
        """
        Read one proposal.

        Raises
        ------
        NotFoundError
            When there is none of this code.
        """
        with reading(self._engine) as connection:
            row = connection.execute(select(proposal).where(proposal.c.code == code)).one_or_none()
        if row is None:
            raise NotFoundError("proposal: there is none of this code. List them to see those there are.")
        return _as_proposal(row)


def _as_proposal(row: Row[Any]) -> Proposal:
    return Proposal(
        code=row.code,
        day=row.day,
        document=row.document,
        contact=row.contact,
        status=row.status,
        outcome=row.outcome,
        decided_by=row.decided_by,
        listing_id=row.listing_id,
    )
