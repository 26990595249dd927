"""What the public may see of a place."""

from dataclasses import replace

import pytest

from resourcemap.geo.point import GeoPoint
from resourcemap.model.fact import Answer
from resourcemap.model.hsds import (
    Address,
    Attribute,
    Bundle,
    Capacity,
    Location,
    Organization,
    Phone,
    Service,
    ServiceAtLocation,
    TaxonomyTerm,
)
from resourcemap.model.listing import Area
from resourcemap.model.publish import publishable

STREET = "742 Evergreen Terrace"
BUNDLE = Bundle(
    service_at_location=ServiceAtLocation(id="l1", service_id="s1", location_id="p1"),
    service=Service(
        id="s1",
        name="Safe house",
        status="active",
        assurer_email="staff@example.org",
        phones=(Phone(number="410-555-0101"),),
        attributes=(Attribute(link_type="category", taxonomy_term=TaxonomyTerm(code="safe-housing")),),
    ),
    organization=Organization(id="o1", name="Harbor House", website="https://example.org"),
    location=Location(
        id="p1",
        location_type="physical",
        name="Blue door house",
        latitude=39.301234,
        longitude=-76.612345,
        transportation="Next to the blue church",
        addresses=(Address(address_1=STREET, city="Baltimore", state_province="MD", postal_code="21201"),),
        published_area="Baltimore, MD",
    ),
)


def with_visibility(word):
    assert BUNDLE.location is not None
    return replace(BUNDLE, location=replace(BUNDLE.location, address_visibility=word))


@pytest.mark.parametrize("word", ["hidden", "partial", "a word nobody knows"])
def test_nothing_that_narrows_down_a_private_place_is_published(word):
    listing = publishable(with_visibility(word), area_of=lambda label: Area(label, GeoPoint(39.29, -76.61)))
    assert listing is not None
    shown = repr(listing)
    for secret in ("39.301234", "76.612345", STREET, "Blue door house", "blue church", "21201"):
        assert secret not in shown
    assert listing.point is None
    assert listing.area == Area("Baltimore, MD", GeoPoint(39.29, -76.61))
    assert listing.phones[0].number == "410-555-0101"


def test_a_place_open_to_all_keeps_its_point_and_street():
    listing = publishable(BUNDLE)
    assert listing is not None
    assert listing.point == GeoPoint(39.301234, -76.612345)
    assert listing.address is not None
    assert listing.address.address_1 == STREET
    assert listing.area is None


def test_staff_addresses_are_never_published():
    assert "staff@example.org" not in repr(publishable(BUNDLE))


@pytest.mark.parametrize("status", ["inactive", "defunct"])
def test_closed_places_are_not_published(status):
    assert publishable(replace(BUNDLE, service=replace(BUNDLE.service, status=status))) is None


@pytest.mark.parametrize("status", [None, "active", "temporarily closed"])
def test_other_places_are_published_with_their_status(status):
    listing = publishable(replace(BUNDLE, service=replace(BUNDLE.service, status=status)))
    assert listing is not None
    assert listing.status == status


def test_a_category_brings_its_dimensions():
    listing = publishable(BUNDLE, dimensions_of=lambda category: frozenset({"home"}))
    assert listing is not None
    assert listing.answer("dimension", "home") is Answer.YES
    assert listing.answer("dimension", "health") is Answer.UNKNOWN


@pytest.mark.parametrize(
    ("available", "full"), [((), None), ((0.0,), True), ((3.0,), False), ((0.0, 2.0), False)]
)
def test_full_is_known_only_where_room_is_counted(available, full):
    capacities = tuple(Capacity(available=number) for number in available)
    listing = publishable(replace(BUNDLE, service=replace(BUNDLE.service, capacities=capacities)))
    assert listing is not None
    assert listing.is_full is full
