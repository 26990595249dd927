"""Listings and files for planning, small and made here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from resourcemap.curation.existing import Existing
from resourcemap.curation.plan import ImportPlan, plan_import
from resourcemap.model.fact import Answer, Fact, write_fact
from resourcemap.model.hsds import (
    Address,
    Bundle,
    Location,
    Organization,
    Phone,
    Schedule,
    Service,
    ServiceAtLocation,
    Source,
)
from resourcemap.model.identity import listing_ids, organization_id
from resourcemap.model.incoming import IncomingRow, ReadFile
from resourcemap.model.problem import Problem
from resourcemap.model.writes import KnownSource

TUESDAY = Schedule(freq="WEEKLY", byday="TU", opens_at="19:00", closes_at="20:00")


def _make_bundle(
    identifier: str = "1",
    *,
    authority: str = "county",
    name: str = "Tuesday circle",
    organization: str | None = "Open Door",
    schedules: tuple[Schedule, ...] = (TUESDAY,),
    phone: str | None = None,
    address: str | None = "1 Example St",
    point: tuple[float, float] | None = (39.29, -76.61),
    is_remote: bool = False,
    **service: Any,
) -> Bundle:
    ids = listing_ids(authority, identifier)
    runs = (
        Organization(id=organization_id(authority, organization), name=organization) if organization else None
    )
    attributes = service.pop("attributes", ())
    if is_remote:
        attributes = (*attributes, write_fact("attendance", "online-live", Fact(Answer.YES)))
    location = Location(
        id=ids.location,
        location_type="physical",
        latitude=point[0] if point else None,
        longitude=point[1] if point else None,
        addresses=(Address(address_1=address, city="Baltimore"),) if address else (),
    )
    return Bundle(
        service_at_location=ServiceAtLocation(
            id=ids.service_at_location,
            service_id=ids.service,
            location_id=None if is_remote else ids.location,
            source=Source(authority=authority, identifier=identifier),
        ),
        service=Service(
            id=ids.service,
            organization_id=runs.id if runs else None,
            name=name,
            phones=(Phone(number=phone),) if phone else (),
            schedules=schedules,
            attributes=attributes,
            **service,
        ),
        organization=runs,
        location=None if is_remote else location,
    )


@pytest.fixture
def make_bundle() -> Callable[..., Bundle]:
    """Make a listing; every part that planning looks at can be chosen."""
    return _make_bundle


@pytest.fixture
def make_file() -> Callable[..., ReadFile]:
    """Make a file that was read: one row for each bundle, then rejected rows."""

    def make(*bundles: Bundle, rejected: int = 0, authority: str = "county") -> ReadFile:
        rows = []
        for number, bundle in enumerate(bundles, start=1):
            source = bundle.service_at_location.source
            assert source is not None
            raw = {"name": bundle.service.name}
            rows.append(IncomingRow(number, source.identifier, bundle, raw))
        problems = tuple(
            Problem(row=len(rows) + number, column="name", code="no-name", message="…", severity="reject")
            for number in range(1, rejected + 1)
        )
        return ReadFile(
            format="csv",
            authority=authority,
            row_count=len(rows) + rejected,
            rows=tuple(rows),
            problems=problems,
        )

    return make


@pytest.fixture
def plan() -> Callable[..., ImportPlan]:
    """Plan a file against what is known."""

    def plan_file(read: ReadFile, existing: Existing | None = None) -> ImportPlan:
        return plan_import(
            read, existing or Existing.of(), version=7, file_name="county.csv", file_hash="0" * 64
        )

    return plan_file


@pytest.fixture
def after() -> Callable[..., Existing]:
    """What is known once a plan was applied, as the store would tell it."""

    def applied(plan: ImportPlan, existing: Existing | None = None, **known: Any) -> Existing:
        existing = existing or Existing.of()
        written = {(type(record).__name__, record.id): record for record in plan.records}

        def current(record: Any) -> Any:
            return record and written.get((type(record).__name__, record.id), record)

        bundles = dict(existing.bundles) | {row.listing_id: row.bundle for row in plan.rows}
        sources = dict(existing.sources) | {
            (source.authority, source.identifier): KnownSource(source.listing_id, source.content_hash)
            for source in plan.sources
        }
        return Existing.of(
            [
                Bundle(
                    current(bundle.service_at_location),
                    current(bundle.service),
                    current(bundle.organization),
                    current(bundle.location),
                )
                for bundle in bundles.values()
            ],
            sources,
            **known,
        )

    return applied


@pytest.fixture
def edit() -> Callable[..., Existing]:
    """What is known after somebody edited a service by hand."""

    def edited(existing: Existing, listing_id: str, **fields: Any) -> Existing:
        bundle = existing.bundles[listing_id]
        changed = replace(bundle, service=replace(bundle.service, **fields))
        keys = {("service", bundle.service.id, name) for name in fields}
        return Existing.of(
            (existing.bundles | {listing_id: changed}).values(),
            existing.sources,
            edited_fields=existing.edited_fields | keys,
        )

    return edited
