"""One suite for both databases: every test that asks for `store` runs on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

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
from resourcemap.model.writes import ImportFile, ImportRun, SourceRow
from resourcemap.storage.store import Store

AT = datetime(2026, 5, 12, 21, 30, tzinfo=UTC)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a fresh, empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'directory.sqlite'}"
    made: str = request.getfixturevalue("postgres_url")
    return made


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """An open, empty store."""
    with Store.open(url) as opened:
        yield opened


@pytest.fixture
def at() -> datetime:
    """When everything in these tests is done."""
    return AT


@pytest.fixture
def make_bundle() -> Callable[..., Bundle]:
    """Make a small but whole listing; see `_make_bundle` for what can be chosen."""
    return _make_bundle


@pytest.fixture
def apply_bundles() -> Callable[..., ImportRun]:
    """Apply an import of some listings as it would be planned: `apply_bundles(store, *bundles)`."""
    return _apply_bundles


def _make_bundle(
    identifier: str = "1",
    *,
    authority: str = "county",
    name: str = "Tuesday circle",
    organization: str = "Open Door",
    description: str | None = "Tea and talk.",
    phone: str = "410-555-0101",
) -> Bundle:
    """A small but whole listing."""
    ids = listing_ids(authority, identifier)
    runs = organization_id(authority, organization)
    return Bundle(
        service_at_location=ServiceAtLocation(
            id=ids.service_at_location,
            service_id=ids.service,
            location_id=ids.location,
            source=Source(authority=authority, identifier=identifier),
        ),
        service=Service(
            id=ids.service,
            organization_id=runs,
            name=name,
            description=description,
            phones=(Phone(number=phone),),
            schedules=(Schedule(freq="WEEKLY", byday="TU", opens_at="19:00", closes_at="20:00"),),
            attributes=(write_fact("category", "peer-group", Fact(Answer.YES)),),
        ),
        organization=Organization(id=runs, name=organization),
        location=Location(
            id=ids.location,
            location_type="physical",
            latitude=39.29,
            longitude=-76.61,
            addresses=(Address(address_1="1 Example St", city="Baltimore", state_province="MD"),),
        ),
    )


def _apply_bundles(
    store: Store, *bundles: Bundle, file_name: str = "county.csv", by: str = "ana", at: datetime = AT
) -> ImportRun:
    """Apply an import of some listings as it would be planned."""
    return store.apply_import(
        ImportFile(file_name=file_name, format="csv", authority="county", file_hash="0" * 64),
        [record for bundle in bundles for _, record in bundle.records()],
        sources=[
            SourceRow(
                authority=source.authority,
                identifier=source.identifier,
                listing_id=bundle.service_at_location.id,
                content_hash=f"{file_name}",
                raw={"name": bundle.service.name},
            )
            for bundle in bundles
            if (source := bundle.service_at_location.source)
        ],
        expected_version=store.version(),
        by=by,
        at=at,
    )
