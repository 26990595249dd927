"""No question anyone can ask narrows down where a confidential place is."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from resourcemap import actions
from resourcemap.geo.point import GeoPoint
from resourcemap.model.change import OPERATOR
from resourcemap.model.hsds import Location
from resourcemap.search.find import find
from resourcemap.search.query import Origin, SearchQuery, When

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
PROBES = 2000


def directory_with(folder, name, moved_by_degrees):
    """Sample data in which every private place really lies elsewhere than it does in the other directory."""
    directory = actions.open_directory(f"sqlite:///{folder / name}")
    actions.load_sample(directory, by=OPERATOR, now=NOW)
    moved = []
    for bundle in directory.store.bundles():
        location = bundle.location
        if location is None or (location.address_visibility or "full") == "full" or location.latitude is None:
            continue
        assert location.longitude is not None
        moved.append(
            replace(
                location,
                latitude=location.latitude + moved_by_degrees,
                longitude=location.longitude - moved_by_degrees,
                addresses=tuple(
                    replace(each, address_1=f"{name} {each.address_1}", postal_code=f"2{name}")
                    for each in location.addresses
                ),
                transportation=f"{name} bus",
            )
        )
    assert len({each.id for each in moved}) >= 5
    directory.store.write(list({each.id: each for each in moved}.values()), by="test", at=NOW)
    return directory


@pytest.fixture(scope="module")
def two_truths(tmp_path_factory):
    folder = tmp_path_factory.mktemp("truths")
    with directory_with(folder, "here", 0.0) as here, directory_with(folder, "there", 0.07) as there:
        yield here, there


def some_query(chance: random.Random) -> SearchQuery:
    near = GeoPoint(39.29 + chance.uniform(-0.3, 0.3), -76.61 + chance.uniform(-0.3, 0.3))
    include = chance.choice(
        [{}, {"category": frozenset({"safe-housing"})}, {"dimension": frozenset({"home"})}]
    )
    return SearchQuery(
        origin=Origin(near, "probe", chance.choice([0.0, 4700.0])),
        radius_m=chance.choice([None, 200.0, 1000.0, 3000.0, 10_000.0, chance.uniform(1, 60_000)]),
        text=chance.choice(["", "", "house", "here", "there", "bus"]),
        include=include,
        allow_unknown=frozenset(include) if chance.random() < 0.5 else frozenset(),
        when=chance.choice([None, None, When(frozenset({1}))]),
        open_at=chance.choice([None, None, NOW + timedelta(hours=chance.randrange(100))]),
        unit=chance.choice(["mi", "km"]),
        limit=1000,
        # As the pages ask, and as scripts do.
        together=chance.random() < 0.5,
    )


def seen(result):
    """All that a page, a script or a map can read out of a result, but for the data version."""
    return [
        (
            match.listing,
            match.distance_m,
            match.reasons,
            match.unknown,
            match.next_time,
            match.also,
            match.shared,
        )
        for match in result.in_order()
    ] + [
        result.total,
        result.total_in_person,
        result.total_unplaced,
        len(result.matches),
        len(result.unplaced),
        (result.places_in_person, result.places_unplaced, result.places_from_home),
        result.facets,
        result.left_out,
        result.unknown_out,
        [each.count for each in result.relax],
    ]


# Both answers to every probe are read to the last card: about a minute of one processor.
@pytest.mark.timeout(600)
def test_searches_answer_the_same_wherever_private_places_really_are(two_truths):
    here, there = (directory.snapshot() for directory in two_truths)
    chance = random.Random(20261122)
    private_seen = 0
    for number in range(PROBES):
        query = some_query(chance)
        one, other = find(here, query, now=NOW), find(there, query, now=NOW)
        assert seen(one) == seen(other), f"probe {number} tells the two apart"
        private = [match for match in one.matches if match.listing.address_visibility != "full"]
        private_seen += len(private)
        assert not any(match.also for match in private), "a private place tells who is beside it"
    assert private_seen > PROBES


def test_exports_are_the_same_wherever_private_places_really_are(two_truths):
    here, there = two_truths
    for kind in ("csv", "geojson"):
        assert actions.export(here, kind, now=NOW) == actions.export(there, kind, now=NOW)


def test_the_two_truths_do_differ_for_public_places(two_truths, tmp_path):
    here, _ = two_truths
    public = next(
        bundle
        for bundle in here.store.bundles()
        if bundle.location
        and bundle.location.latitude
        and (bundle.location.address_visibility or "full") == "full"
    )
    before = actions.export(here, "csv", now=NOW)
    assert isinstance(public.location, Location)
    moved = replace(public.location, latitude=(public.location.latitude or 0) + 0.07)
    here.store.write([moved], by="test", at=NOW)
    assert actions.export(here, "csv", now=NOW) != before
    here.store.write([public.location], by="test", at=NOW)
