"""Reads where a row says a place is, and how much of that may be shown."""

from dataclasses import replace

from resourcemap.geo.places import Places
from resourcemap.geo.point import GeoPoint
from resourcemap.geo.state_zones import state_code
from resourcemap.interchange.addresses import (
    AddressParts,
    read_address,
)
from resourcemap.interchange.cells import Cells
from resourcemap.interchange.coordinates import ReadPoint, read_degrees, read_pair
from resourcemap.interchange.row_zip import read_row_zip
from resourcemap.interchange.values import read_yes_no
from resourcemap.model.hsds import (
    Address,
    ServiceArea,
)


def read_row_address(
    cells: Cells, places: Places | None, *, point: ReadPoint | None = None
) -> tuple[Address | None, AddressParts]:
    """Read the address, whole or in parts; also its parts for checking the point."""
    whole = read_address(cells.line("address"))
    street = cells.line("address_1") or whole.street
    code = read_row_zip(cells, whole, places, point=point)
    state = cells.line("state")
    parts = replace(
        whole,
        street=street,
        city=cells.line("city") or whole.city,
        state=state_code(state) or state or whole.state,
        postal_code=code or whole.postal_code,
        country=cells.line("country") or whole.country,
    )
    if not any((parts.street, parts.city, parts.postal_code)):
        return None, parts
    address = Address(
        address_1=parts.street,
        address_2=cells.line("address_2"),
        city=parts.city,
        state_province=parts.state,
        postal_code=parts.postal_code,
        country=parts.country,
        address_type="physical",
    )
    return address, parts


def state_of_row(
    postal_code: str | None, point: tuple[float, float] | None, places: Places | None
) -> str | None:
    """Tell the state of a row that names none, only to know its time zone."""
    if places is None:
        return None
    zip_place = places.zip_place((postal_code or "")[:5])
    if zip_place is not None:
        return zip_place.state
    return places.state_at(GeoPoint(*point)) if point else None


def read_row_point(cells: Cells) -> ReadPoint | None:
    """Read the point from its columns, not yet checked."""
    written = (cells.value("latitude"), cells.value("longitude"))
    if written == (None, None):
        text = cells.line("coordinates")
        pair = read_pair(text) if text else None
        return ReadPoint(*pair, cells.column("coordinates")) if pair else None
    latitude, longitude = read_degrees(written[0]), read_degrees(written[1])
    column = cells.column("latitude")
    if latitude is None or longitude is None:
        field = "latitude" if latitude is None else "longitude"
        cells.report.warn("bad-coordinate", cells.column(field) or field, seen=cells.line(field) or "")
        return None
    return ReadPoint(latitude, longitude, column)


def read_row_visibility(cells: Cells) -> str | None:
    """Read how much of the place may be shown; None where the row does not say."""
    said = (cells.line("address_visibility") or "").casefold()
    if said in ("full", "partial", "hidden"):
        return None if said == "full" and not cells.text("listing_id") else said
    if (
        read_yes_no(cells.value("is_confidential")) is True
        or read_yes_no(said) is False
        or read_yes_no(cells.value("is_public")) is False
    ):
        cells.report.warn("kept-hidden", cells.column("is_public") or cells.column("is_confidential"))
        return "hidden"
    return None


def read_row_areas(cells: Cells) -> tuple[ServiceArea, ...]:
    """Read where the service is offered."""
    text = cells.line("area_served")
    return (ServiceArea(name=text),) if text else ()
