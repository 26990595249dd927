"""Drafts: what somebody typed and has not saved yet, kept as typed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, delete, insert, select, update

from resourcemap.errors import NotFoundError
from resourcemap.model.edit import Draft
from resourcemap.storage.desk_tables import draft
from resourcemap.storage.documents import clean
from resourcemap.storage.engine import reading, writing
from resourcemap.storage.seals import seal_again


class Drafts:
    """The drafts of all accounts. Each belongs to one account, and only that one reads it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, new: Draft) -> None:
        """Begin a draft of an account there is."""
        with writing(self._engine) as connection:
            row = {
                "id": new.id,
                "account_id": new.account,
                "listing_id": new.listing_id,
                "base_version": new.base_version,
                "document": {"base": clean(dict(new.base)), "typed": clean(dict(new.typed))},
                "updated_at": new.updated_at,
            }
            connection.execute(insert(draft), [row])

    def type(self, draft_id: str, account_id: str, typed: Mapping[str, Any], *, at: datetime) -> Draft:
        """
        Keep what was typed, key by key; keys that are not named stay as they are.

        Raises
        ------
        NotFoundError
            When there is no such draft of this account.
        """
        with writing(self._engine) as connection:
            row = _find(connection, draft_id, account_id)
            document = {**row.document, "typed": {**row.document["typed"], **clean(dict(typed))}}
            connection.execute(
                update(draft).where(draft.c.id == draft_id).values(document=document, updated_at=at)
            )
            seal_again(connection, draft, draft.c.id == draft_id)
            return _as_draft(_find(connection, draft_id, account_id))

    def get(self, draft_id: str, account_id: str) -> Draft:
        """
        Read one draft.

        Raises
        ------
        NotFoundError
            When there is no such draft of this account.
        """
        with reading(self._engine) as connection:
            return _as_draft(_find(connection, draft_id, account_id))

    def of(self, account_id: str) -> tuple[Draft, ...]:
        """Read the drafts of one account, the newest first."""
        query = select(draft).where(draft.c.account_id == account_id)
        query = query.order_by(draft.c.updated_at.desc(), draft.c.id)
        with reading(self._engine) as connection:
            return tuple(_as_draft(row) for row in connection.execute(query))

    def drop(self, draft_id: str, account_id: str) -> None:
        """Throw one draft away; nothing happens when it is gone already."""
        with writing(self._engine) as connection:
            connection.execute(delete(draft).where(draft.c.id == draft_id, draft.c.account_id == account_id))


def _find(connection: Connection, draft_id: str, account_id: str) -> Row[Any]:
    query = select(draft).where(draft.c.id == draft_id, draft.c.account_id == account_id)
    row: Row[Any] | None = connection.execute(query).one_or_none()
    if row is None:
        raise NotFoundError(
            "draft: there is none of this id. It was saved or thrown away; open the place anew."
        )
    return row


def _as_draft(row: Row[Any]) -> Draft:
    return Draft(
        id=row.id,
        account=row.account_id,
        listing_id=row.listing_id,
        base_version=row.base_version,
        base=row.document["base"],
        typed=row.document["typed"],
        updated_at=row.updated_at,
    )
