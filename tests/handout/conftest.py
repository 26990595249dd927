"""Real sample listings as a plan, and a browser."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from resourcemap.geo.basemap import Basemap
from resourcemap.handout.options import HandoutOptions, PlannedListing
from resourcemap.model.hsds import Bundle, Location, Organization, Service, ServiceAtLocation
from resourcemap.model.listing import Listing
from resourcemap.model.publish import publishable
from resourcemap.model.vocabulary import vocabulary

ZONE = ZoneInfo("America/New_York")


@pytest.fixture(scope="session")
def sample(project: Path) -> tuple[Listing, ...]:
    """Every published listing of the sample data."""
    document: dict[str, Any] = json.loads((project / "data" / "sample" / "baltimore.json").read_text("utf-8"))
    organizations = {each["id"]: Organization.from_document(each) for each in document["organizations"]}
    services = {each["id"]: Service.from_document(each) for each in document["services"]}
    locations = {each["id"]: Location.from_document(each) for each in document["locations"]}
    listings = []
    for each in document["service_at_locations"]:
        sal = ServiceAtLocation.from_document(each)
        service = services[sal.service_id]
        bundle = Bundle(
            sal,
            service,
            organizations.get(service.organization_id or ""),
            locations.get(sal.location_id or ""),
        )
        listing = publishable(bundle, dimensions_of=vocabulary().dimensions_of)
        if listing is not None:
            listings.append(listing)
    return tuple(listings)


@pytest.fixture(scope="session")
def five(sample: tuple[Listing, ...]) -> tuple[PlannedListing, ...]:
    """Five listings with much to say: one for each dimension, and the longest name of all."""
    chosen: dict[str, Listing] = {}
    rich = sorted(sample, key=lambda each: (each.first_visit is None, each.point is None, each.id))
    for listing in rich:
        for dimension in listing.terms("dimension"):
            if listing not in chosen.values():
                chosen.setdefault(dimension, listing)
    longest = max((each for each in sample if each not in chosen.values()), key=lambda each: len(each.name))
    return tuple(PlannedListing(each, 2400.0) for each in (*chosen.values(), longest))


@pytest.fixture
def options() -> HandoutOptions:
    """A Tuesday afternoon soon after the sample was made."""
    return HandoutOptions(now=datetime(2026, 11, 24, 15, 0, tzinfo=ZONE), zone=ZONE)


@pytest.fixture(scope="session")
def basemap(project: Path) -> Basemap:
    return Basemap.load(project / "data" / "basemap")


@pytest.fixture
def print_html(new_page: Callable[..., Any]) -> Callable[[str], bytes]:
    """Print a document by Chromium as a person would, and give the PDF."""

    def print_it(html: str) -> bytes:
        page = new_page()
        page.set_content(html)
        printed: bytes = page.pdf(prefer_css_page_size=True, print_background=True)
        return printed

    return print_it
