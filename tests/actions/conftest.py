"""The front door over a real database with the sample data, shared: these tests leave listings as they are."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from resourcemap import actions
from resourcemap.model.change import OPERATOR

# Not named `now`: the sample's dates are moved to this day.
NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[actions.Directory]:
    url = f"sqlite:///{tmp_path_factory.mktemp('front-door') / 'r.sqlite'}"
    with actions.open_directory(url) as opened:
        actions.load_sample(opened, by=OPERATOR, now=NOW)
        yield opened


@pytest.fixture
def empty(tmp_path) -> Iterator[actions.Directory]:
    with actions.open_directory(f"sqlite:///{tmp_path / 'r.sqlite'}") as opened:
        yield opened


@pytest.fixture(scope="session")
def moment() -> datetime:
    return NOW
