"""The audit trail: the history of everything, in pages, and what became of every listing."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Engine, Row, Select, and_, exists, func, select

from resourcemap.model.change import Change
from resourcemap.model.edit import BULK_EDIT, EDIT, RecordKey, StoredListing, Whereabouts
from resourcemap.storage.engine import reading
from resourcemap.storage.history import as_change
from resourcemap.storage.journal import StoredRow, chunks, stored_rows
from resourcemap.storage.redirects import read_redirects
from resourcemap.storage.tables import (
    RECORD_TABLES,
    change,
    import_run,
    organization,
    service,
    service_at_location,
)


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

    def names_in_use(self) -> dict[str, str]:
        """Name the listings in use, by id."""
        sal = service_at_location
        query = select(sal.c.id, service.c.name).join(service, service.c.id == sal.c.service_id)
        query = query.where(sal.c.deleted_at.is_(None), service.c.deleted_at.is_(None))
        with reading(self._engine) as connection:
            return {row.id: row.name or "" for row in connection.execute(query)}

    def listings(self) -> tuple[StoredListing, ...]:
        """Read every listing there ever was with what became of it, those changed last first."""
        with reading(self._engine) as connection:
            merged = read_redirects(connection)
            rows = connection.execute(_listings_query()).all()
        found = (
            StoredListing(
                id=row.id,
                name=row.name or "",
                organization=row.organization,
                status=row.status,
                whereabouts=_whereabouts(row, merged),
                changed=row.gone or max(row.version, row.service_version),
            )
            for row in rows
        )
        return tuple(sorted(found, key=lambda each: (-each.changed, each.id)))

    def records(self, listing_ids: Iterable[str]) -> dict[RecordKey, StoredRow]:
        """Read all records of some listings, those out of use too."""
        sal = service_at_location
        keys: set[RecordKey] = set()
        with reading(self._engine) as connection:
            for some in chunks(listing_ids):
                query = select(sal.c.id, sal.c.service_id, sal.c.location_id, service.c.organization_id)
                query = query.join(service, service.c.id == sal.c.service_id).where(sal.c.id.in_(some))
                for row in connection.execute(query):
                    keys |= {("service_at_location", row.id), ("service", row.service_id)}
                    if row.location_id is not None:
                        keys.add(("location", row.location_id))
                    if row.organization_id is not None:
                        keys.add(("organization", row.organization_id))
            return stored_rows(connection, keys)


def _listings_query() -> Select[Any]:
    sal = service_at_location
    gone = (
        select(change.c.resource_id, func.max(change.c.number).label("number"))
        .where(change.c.resource_type == sal.name, change.c.action == "delete")
        .group_by(change.c.resource_id)
        .subquery()
    )
    made = change.alias("made")
    # Taking back the run that added a listing takes it out of use too, and hides nothing.
    by_hand = and_(
        import_run.c.id == change.c.import_id,
        import_run.c.format.in_((EDIT, BULK_EDIT)),
        ~exists().where(
            made.c.resource_type == sal.name,
            made.c.resource_id == gone.c.resource_id,
            made.c.action == "create",
            made.c.import_id == import_run.c.id,
        ),
    )
    return (
        select(
            sal.c.id,
            sal.c.version,
            sal.c.deleted_at,
            service.c.name,
            service.c.status,
            service.c.version.label("service_version"),
            service.c.deleted_at.label("service_deleted_at"),
            organization.c.name.label("organization"),
            gone.c.number.label("gone"),
            import_run.c.id.label("hidden_by"),
        )
        .join(service, service.c.id == sal.c.service_id)
        .outerjoin(organization, organization.c.id == service.c.organization_id)
        .outerjoin(gone, and_(gone.c.resource_id == sal.c.id, sal.c.deleted_at.is_not(None)))
        .outerjoin(change, change.c.number == gone.c.number)
        .outerjoin(import_run, by_hand)
    )


def _whereabouts(row: Row[Any], merged: Mapping[str, str]) -> Whereabouts:
    if row.deleted_at is None and row.service_deleted_at is None:
        return "in-use"
    if row.hidden_by is not None:
        return "hidden"
    return "merged" if row.id in merged else "gone"
