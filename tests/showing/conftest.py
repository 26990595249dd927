"""A search over invented places, as the pages ask it."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from resourcemap.geo.point import GeoPoint
from resourcemap.search.find import find
from resourcemap.search.query import Origin
from resourcemap.search.snapshot import Snapshot
from resourcemap.showing.ask import Asked
from resourcemap.showing.cards import Screen
from tests.showing.places_made_up import BALTIMORE, many

ZONE = ZoneInfo("America/New_York")


@pytest.fixture(scope="session")
def zone():
    return ZONE


@pytest.fixture(scope="session")
def snapshot():
    return Snapshot.build(many(200), version=1, zone=ZONE)


@pytest.fixture
def screen(now):
    return Screen(now)


@pytest.fixture
def search(snapshot, now):
    """Search as the page does."""
    return lambda asked: find(snapshot, asked.query(now), now=now)


@pytest.fixture
def downtown():
    """A spot on the map."""
    return Origin(BALTIMORE, "a spot", 0.0)


@pytest.fixture
def zip_code():
    """A ZIP, kilometres coarse."""
    return Origin(GeoPoint(39.2946, -76.6252), "21201 Baltimore, MD", 1100.0)


@pytest.fixture
def asked(downtown):
    return Asked(origin=downtown, radius=5)
