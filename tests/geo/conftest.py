"""The place tables and the base map of the repository."""

from pathlib import Path

import pytest

from resourcemap.geo.basemap import Basemap
from resourcemap.geo.places import Places


@pytest.fixture(scope="session")
def places(project: Path) -> Places:
    return Places.load(project / "data" / "places")


@pytest.fixture(scope="session")
def basemap(project: Path) -> Basemap:
    return Basemap.load(project / "data" / "basemap")
