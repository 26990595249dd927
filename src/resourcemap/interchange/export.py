"""Writes public listings as CSV and GeoJSON that people, spreadsheets and our own reader understand."""

import csv
import io
import json
from collections.abc import Iterable, Sequence

from resourcemap.interchange.columns import FACT_SUFFIXES
from resourcemap.interchange.export_cells import guard
from resourcemap.interchange.fact_cells import write_term
from resourcemap.interchange.own_cells import write_records
from resourcemap.model.fact import FACETS, Answer
from resourcemap.model.hsds import Address, JoinMethod
from resourcemap.model.listing import Listing

# Excel takes a CSV for UTF-8 only with this mark.
_MARK = "\ufeff"

_FACT_COLUMNS = tuple(
    (facet, Answer(answer), facet + suffix) for facet in FACETS for answer, suffix in FACT_SUFFIXES.items()
)


def _cells(listing: Listing) -> dict[str, str | None]:
    """Put a listing into cells. The names are ones the reader knows; a test holds them to that."""
    source, point = listing.source, listing.point
    address = listing.address or Address()
    join = listing.join or JoinMethod()
    checked = listing.assured_date
    return {
        # "id" is what searches and other programs call it; "listing_id" tells our own reader so.
        "id": listing.id,
        "listing_id": listing.id,
        "identifier": source.identifier if source else listing.id,
        "source": source.authority if source else None,
        "name": listing.name,
        "alternate_name": listing.alternate_name,
        "organization": listing.organization,
        "description": listing.description,
        "status": listing.status,
        "location_name": listing.location_name,
        "address_1": address.address_1,
        "address_2": address.address_2,
        "city": address.city,
        "state": address.state_province,
        "postal_code": address.postal_code,
        "country": address.country,
        "latitude": None if point is None else repr(point.latitude),
        "longitude": None if point is None else repr(point.longitude),
        "point_is_approximate": "yes" if listing.point_is_approximate else None,
        "address_visibility": None if listing.address_visibility == "full" else listing.address_visibility,
        "published_area": _area_words(listing),
        "is_virtual": "yes" if _is_nowhere(listing) else None,
        "transportation": listing.transportation,
        "phones": write_records(listing.phones),
        "email": listing.email,
        "url": listing.urls[0] if listing.urls else None,
        "schedule": listing.schedule_text,
        "schedule_rules": write_records(listing.schedules),
        "join_url": join.url,
        "join_phone": join.phone,
        "join_notes": join.notes,
        "eligibility": listing.eligibility_description,
        "minimum_age": _number(listing.minimum_age),
        "maximum_age": _number(listing.maximum_age),
        "application_process": listing.application_process,
        "required_documents": write_records(listing.required_documents),
        "fees": listing.fees_description,
        "cost_amount": write_records(listing.cost_options),
        "wait_time": listing.wait_time,
        "accreditations": listing.accreditations,
        "languages": write_records(listing.languages),
        "accessibility_description": write_records(listing.accessibility),
        "public_contact": write_records(listing.contacts),
        "alert": listing.alert,
        "welcome_line": listing.welcome_line,
        "companion": listing.companion,
        "discreet_name": listing.discreet_name,
        "assured_date": checked.isoformat() if checked else None,
        "last_modified": listing.last_modified,
        "listing_service_id": listing.service_id,
        "listing_location_id": listing.location_id,
        "listing_organization_id": listing.organization_id,
    }


def _area_words(listing: Listing) -> str | None:
    address = listing.address or Address()
    of_address = ", ".join(part for part in (address.city, address.state_province) if part)
    if listing.area is None or (listing.address_visibility == "full" and listing.area.label == of_address):
        return None
    return listing.area.label


def _is_nowhere(listing: Listing) -> bool:
    # A location without point, address and area is a virtual one.
    return listing.location_id is not None and not (listing.point or listing.address or listing.area)


def _number(number: float | None) -> str | None:
    return None if number is None else f"{number:g}"


EXPORT_COLUMNS = (
    *_cells(Listing(id="", service_id="", name="")),
    *(name for _, _, name in _FACT_COLUMNS),
)


def export_row(listing: Listing) -> dict[str, str]:
    """
    Put a listing into cells by column name; what is not known has no cell.

    Holds only what the listing itself may show: no exact place of a confidential one.
    """
    row = {name: text for name, text in _cells(listing).items() if text}
    for facet, answer, name in _FACT_COLUMNS:
        terms = [
            write_term(term, fact)
            for term, fact in listing.facts.get(facet, {}).items()
            if fact.answer is answer
        ]
        if terms:
            row[name] = "; ".join(terms)
    return row


def write_csv(listings: Iterable[Listing]) -> bytes:
    """
    Write listings as CSV for spreadsheets: UTF-8 with a byte order mark, one row a listing.

    Cells that a spreadsheet would run as a formula get an apostrophe in front; our reader takes
    exactly that one away again.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(EXPORT_COLUMNS)
    for listing in listings:
        row = export_row(listing)
        writer.writerow([_cell(name, row.get(name, "")) for name in EXPORT_COLUMNS])
    return (_MARK + text.getvalue()).encode("utf-8", "replace")


def write_geojson(listings: Sequence[Listing]) -> bytes:
    """
    Write listings as a GeoJSON FeatureCollection (RFC 7946): longitude first, WGS 84.

    The geometry is null for online and confidential listings. Properties are the cells of the CSV.
    """
    features = [
        {
            "type": "Feature",
            "id": listing.id,
            "geometry": None
            if listing.point is None
            else {"type": "Point", "coordinates": [listing.point.longitude, listing.point.latitude]},
            "properties": export_row(listing),
        }
        for listing in listings
    ]
    collection = {"type": "FeatureCollection", "features": features}
    return json.dumps(collection, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


# Numbers the program wrote itself: a minus there is no formula, and an apostrophe would make it text.
_NUMERIC = frozenset({"latitude", "longitude"})


def _cell(name: str, text: str) -> str:
    return text if name in _NUMERIC else guard(text)
