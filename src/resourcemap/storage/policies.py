"""What staff decided for the whole directory, and what is not to be listed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, delete, insert, select, update

from resourcemap.errors import NotFoundError
from resourcemap.model.freshness import FreshnessPolicy
from resourcemap.model.policy import FRESHNESS, DoNotList
from resourcemap.storage.desk_tables import do_not_list, policy
from resourcemap.storage.documents import clean
from resourcemap.storage.engine import reading, writing


class Policies:
    """The policies in force; what is not set is as usual."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def value(self, key: str) -> dict[str, Any] | None:
        """Read one policy; None when nobody set it."""
        with reading(self._engine) as connection:
            return _value(connection, key)

    def freshness(self) -> FreshnessPolicy:
        """Read after how many days an unchecked listing is warned of, ranked last and hidden."""
        return FreshnessPolicy.read(self.value(FRESHNESS) or {})

    def put(self, key: str, value: Mapping[str, Any], *, by: str, at: datetime) -> None:
        """Set one policy."""
        with writing(self._engine) as connection:
            _put(connection, key, value, by=by, at=at)

    def put_parts(self, key: str, parts: Mapping[str, Any], *, by: str, at: datetime) -> None:
        """Set parts of one policy; its other parts stay as they are now."""
        with writing(self._engine) as connection:
            _put(connection, key, {**(_value(connection, key) or {}), **parts}, by=by, at=at)

    def do_not_list(self, *, with_removed: bool = False) -> tuple[DoNotList, ...]:
        """Read the names that are not to be listed, by name; those taken off it only if asked for."""
        query = select(do_not_list).order_by(do_not_list.c.name, do_not_list.c.id)
        if not with_removed:
            query = query.where(do_not_list.c.removed_at.is_(None))
        with reading(self._engine) as connection:
            return tuple(
                DoNotList(
                    id=row.id,
                    name=row.name,
                    reason=row.reason,
                    at=row.at,
                    by=row.by,
                    removed_at=row.removed_at,
                )
                for row in connection.execute(query)
            )

    def add_do_not_list(self, entry: DoNotList) -> None:
        """Put a name on the list."""
        row = {"id": entry.id, "name": entry.name, "reason": entry.reason, "at": entry.at, "by": entry.by}
        with writing(self._engine) as connection:
            connection.execute(insert(do_not_list), [row])

    def remove_do_not_list(self, entry_id: str, *, at: datetime) -> None:
        """
        Take a name off the list; that it stood there is kept.

        Raises
        ------
        NotFoundError
            When it is not on the list.
        """
        with writing(self._engine) as connection:
            done = connection.execute(
                update(do_not_list)
                .where(do_not_list.c.id == entry_id, do_not_list.c.removed_at.is_(None))
                .values(removed_at=at)
            )
            if done.rowcount == 0:
                raise NotFoundError(
                    "do-not-list: this name is not on the list any more. Nothing was changed."
                )


def _value(connection: Connection, key: str) -> dict[str, Any] | None:
    found = connection.execute(select(policy.c.value).where(policy.c.key == key)).scalar()
    return None if found is None else dict(found)


def _put(connection: Connection, key: str, value: Mapping[str, Any], *, by: str, at: datetime) -> None:
    row = {"key": key, "value": clean(dict(value)), "at": at, "by": by}
    # A write has its transaction to itself, so nothing comes in between.
    connection.execute(delete(policy).where(policy.c.key == key))
    connection.execute(insert(policy), [row])
