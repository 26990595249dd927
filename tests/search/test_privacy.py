"""A confidential place cannot be found out by searching."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from resourcemap.geo.point import GeoPoint
from resourcemap.model.hsds import (
    Address,
    Attribute,
    Bundle,
    Location,
    Service,
    ServiceAtLocation,
    TaxonomyTerm,
)
from resourcemap.model.listing import Area
from resourcemap.model.publish import publishable
from resourcemap.search.find import find
from resourcemap.search.query import Origin, SearchQuery
from resourcemap.search.result import SearchResult
from resourcemap.search.snapshot import Snapshot
from tests.search.invented import NOW, ZONE

MIDDLE = GeoPoint(39.29, -76.61)


def snapshot_with(visibility: str, point: GeoPoint | None, street: str) -> Snapshot:
    """A confidential place among open ones, as it comes through the one public door."""
    bundles = [
        Bundle(
            service_at_location=ServiceAtLocation(id=f"l{number}", service_id=f"s{number}", location_id="p"),
            service=Service(
                id=f"s{number}",
                name=f"Place {number}",
                attributes=(
                    Attribute(link_type="category", taxonomy_term=TaxonomyTerm(code="safe-housing")),
                ),
            ),
            organization=None,
            location=location,
        )
        for number, location in enumerate(
            [
                Location(
                    id="p0",
                    location_type="physical",
                    address_visibility=visibility,
                    latitude=point.latitude if point else None,
                    longitude=point.longitude if point else None,
                    addresses=(Address(address_1=street, city="Baltimore", state_province="MD"),),
                    published_area="Baltimore, MD",
                ),
                Location(id="p1", location_type="physical", latitude=39.31, longitude=-76.6),
                Location(id="p2", location_type="physical", latitude=39.27, longitude=-76.65),
            ]
        )
    ]
    listings = [publishable(bundle, area_of=lambda label: Area(label, MIDDLE, 8_000.0)) for bundle in bundles]
    return Snapshot.build([each for each in listings if each], version=1, zone=ZONE)


def shown(result: SearchResult) -> object:
    return replace(result, relax=()), [(each.filter, each.count, each.sentence) for each in result.relax]


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(["hidden", "partial"]),
    st.tuples(st.floats(39.2, 39.4), st.floats(-76.7, -76.5)),
    st.builds(GeoPoint, st.floats(39.0, 39.6), st.floats(-77.0, -76.2)),
    st.none() | st.floats(0, 60_000),
    st.sampled_from(["", "Evergreen", "evergreen terrace", "Baltimore"]),
    st.sampled_from([1, 2, 50]),
)
def test_no_search_tells_two_hidden_points_apart(
    visibility: str,
    place: tuple[float, float],
    origin: GeoPoint,
    radius_m: float | None,
    text: str,
    limit: int,
) -> None:
    here = snapshot_with(visibility, GeoPoint(*place), "742 Evergreen Terrace")
    elsewhere = snapshot_with(visibility, None, "1 Other Street")
    query = SearchQuery(origin=Origin(origin, "probe"), radius_m=radius_m, text=text, limit=limit)
    found, other = find(here, query, now=NOW), find(elsewhere, query, now=NOW)
    assert shown(found) == shown(other)
    for match in found.in_order():
        if match.listing.id == "l0":
            assert match.distance_m is None
            assert match.listing.point is None
