"""The audit trail: the history of everything, in pages, and what is hidden."""

from collections.abc import Iterable

from sqlalchemy import Engine, select

from resourcemap.model.change import Change
from resourcemap.model.edit import RecordKey
from resourcemap.model.hsds import ServiceAtLocation
from resourcemap.storage.engine import reading
from resourcemap.storage.history import as_change
from resourcemap.storage.journal import chunks
from resourcemap.storage.tables import RECORD_TABLES, change, import_run, service, service_at_location


class Audit:
    """Who changed what, when and why. Nothing here is ever rewritten."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def changes(
        self,
        *,
        before: int | None = None,
        limit: int | None = None,
        by: str | None = None,
        import_id: str | None = None,
        by_hand: bool = False,
    ) -> tuple[Change, ...]:
        """
        Read changes, newest first.

        Parameters
        ----------
        before
            Only those with numbers below; with `limit`, the way to read page by page.
        by, import_id
            Only those of one person, or of one run.
        by_hand
            Only those of no run.
        """
        query = select(change).order_by(change.c.number.desc())
        if before is not None:
            query = query.where(change.c.number < before)
        if by is not None:
            query = query.where(change.c.by == by)
        if import_id is not None:
            query = query.where(change.c.import_id == import_id)
        if by_hand:
            query = query.where(change.c.import_id.is_(None))
        if limit is not None:
            query = query.limit(limit)
        with reading(self._engine) as connection:
            return tuple(as_change(row) for row in connection.execute(query))

    def who_ran(self) -> frozenset[str]:
        """Read the names of all who ever brought in, edited or merged something."""
        with reading(self._engine) as connection:
            return frozenset(connection.execute(select(import_run.c.by).distinct()).scalars())

    def names(self, keys: Iterable[RecordKey]) -> dict[RecordKey, str]:
        """Name records by their type and id, hidden ones too; a listing goes by its service's name."""
        ids: dict[str, list[str]] = {}
        for resource_type, resource_id in keys:
            ids.setdefault(resource_type, []).append(resource_id)
        names: dict[RecordKey, str] = {}
        sal = service_at_location
        with reading(self._engine) as connection:
            for resource_type, wanted in ids.items():
                for some in chunks(wanted):
                    if resource_type == "service_at_location":
                        query = select(sal.c.id, service.c.name).where(sal.c.id.in_(some))
                        query = query.join(service, service.c.id == sal.c.service_id)
                    else:
                        table = RECORD_TABLES[resource_type]
                        query = select(table.c.id, table.c.name).where(table.c.id.in_(some))
                    names |= {
                        (resource_type, row.id): row.name for row in connection.execute(query) if row.name
                    }
        return names

    def hidden(self) -> tuple[ServiceAtLocation, ...]:
        """Read the listings that were taken out of use, those of the newest change first."""
        sal = service_at_location
        query = select(sal.c.document).where(sal.c.deleted_at.is_not(None)).order_by(sal.c.version.desc())
        with reading(self._engine) as connection:
            documents = connection.execute(query).scalars()
            return tuple(ServiceAtLocation.from_document(document) for document in documents)
