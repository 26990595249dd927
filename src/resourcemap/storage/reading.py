"""Reading records: joined into listings, and which listings changed."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, Select, and_, select, union

from resourcemap.model.hsds import Bundle, Location, Organization, Service, ServiceAtLocation
from resourcemap.model.record import Document
from resourcemap.storage.journal import WHOLE_DATABASE, chunks
from resourcemap.storage.tables import change, location, organization, service, service_at_location

Kept = TypeVar("Kept")


def read_bundles(connection: Connection, ids: Iterable[str] | None) -> tuple[Bundle, ...]:
    """Join the listings that are in use, by listing id; None means all of them."""
    query = _bundle_query()
    rows: list[Row[Any]] = []
    if ids is None:
        rows.extend(connection.execute(query))
    else:
        for some in chunks(ids):
            rows.extend(connection.execute(query.where(service_at_location.c.id.in_(some))))
    # Many listings share a service or an organization; each is read once.
    read_service = _remembering(Service.from_document)
    read_location = _remembering(Location.from_document)
    read_organization = _remembering(Organization.from_document)
    return tuple(
        Bundle(
            service_at_location=ServiceAtLocation.from_document(row.sal_document),
            service=read_service(row.service_id, row.service_document),
            organization=read_organization(row.organization_id, row.organization_document)
            if row.organization_id
            else None,
            location=read_location(row.location_id, row.location_document) if row.location_id else None,
        )
        for row in rows
    )


def read_changed_listing_ids(connection: Connection, since: int) -> frozenset[str]:
    """Find the listings whose own records, or the organization behind them, changed after `since`."""

    def changed(resource_type: str) -> Select[tuple[str]]:
        return select(change.c.resource_id).where(
            change.c.number > since, change.c.resource_type == resource_type
        )

    sal = service_at_location
    services_of = select(service.c.id).where(service.c.organization_id.in_(changed("organization")))
    query = union(
        changed("service_at_location"),
        select(sal.c.id).where(sal.c.service_id.in_(changed("service"))),
        select(sal.c.id).where(sal.c.location_id.in_(changed("location"))),
        select(sal.c.id).where(sal.c.service_id.in_(services_of)),
    )
    return frozenset(connection.execute(query).scalars())


def was_replaced(connection: Connection, since: int) -> bool:
    """Tell whether a backup took the place of everything after a data version."""
    query = select(change.c.number).where(change.c.resource_type == WHOLE_DATABASE, change.c.number > since)
    return connection.execute(query.limit(1)).first() is not None


def read_organizations(connection: Connection) -> tuple[Organization, ...]:
    """Read the organizations that are in use, those without a listing too."""
    query = select(organization.c.document).where(organization.c.deleted_at.is_(None))
    return tuple(Organization.from_document(document) for document in connection.execute(query).scalars())


def _bundle_query() -> Select[Any]:
    sal = service_at_location
    return (
        select(
            sal.c.document.label("sal_document"),
            service.c.id.label("service_id"),
            service.c.document.label("service_document"),
            organization.c.id.label("organization_id"),
            organization.c.document.label("organization_document"),
            location.c.id.label("location_id"),
            location.c.document.label("location_document"),
        )
        .join(service, and_(service.c.id == sal.c.service_id, service.c.deleted_at.is_(None)))
        .outerjoin(
            organization,
            and_(organization.c.id == service.c.organization_id, organization.c.deleted_at.is_(None)),
        )
        .outerjoin(location, and_(location.c.id == sal.c.location_id, location.c.deleted_at.is_(None)))
        .where(sal.c.deleted_at.is_(None))
        .order_by(sal.c.id)
    )


def _remembering(read: Callable[[Document], Kept]) -> Callable[[str, Document], Kept]:
    known: dict[str, Kept] = {}

    def once(resource_id: str, document: Document) -> Kept:
        record = known.get(resource_id)
        if record is None:
            record = known[resource_id] = read(document)
        return record

    return once
