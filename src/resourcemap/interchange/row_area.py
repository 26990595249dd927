"""Finds what may be said of where a row's place is when its point is not shown: a city, no closer."""

from resourcemap.geo.places import Places
from resourcemap.geo.state_zones import state_code
from resourcemap.interchange.addresses import AddressParts
from resourcemap.interchange.cells import Cells

_DISTRICT = "DC"
_DISTRICT_CITY = "Washington"


def read_row_area(
    cells: Cells, parts: AddressParts, places: Places | None, *, is_hidden: bool, has_point: bool
) -> str | None:
    """
    Read the published area: the row's own words, else a city that the row names.

    Never looks at the point or the street, so that nothing searched for can bring them to light.
    The area served comes first, then the city, then the city of the ZIP. Only cities in the tables
    count: the name of a village would say too much of a hidden place.

    Parameters
    ----------
    cells, parts
        The row and its address as read.
    places
        The tables of cities and ZIPs; without them only the row's own words count.
    is_hidden
        Whether the exact place is kept back.
    has_point
        Whether the row has a point that can be used. One that is shown needs no area.
    """
    said = cells.line("published_area")
    if said is not None or places is None or not (is_hidden or not has_point):
        return said
    found = _city_of(cells, parts, places)
    if found is None:
        return None
    field, area = found
    if is_hidden:
        cells.report.note("area-published", cells.column(field), seen=area)
    elif parts.city and parts.state:
        return None  # The address says it itself.
    return area


def _city_of(cells: Cells, parts: AddressParts, places: Places) -> tuple[str, str] | None:
    zip_code = parts.postal_code or ""
    zip_place = places.zip_place(zip_code)
    state = parts.state or (zip_place.state if zip_place else None)
    served = cells.line("area_served")
    if served is not None and (city := _city_served(served, state, places)):
        return "area_served", city
    if parts.city and state and (city := places.city_label(parts.city, state)):
        return ("city" if cells.text("city") else "address"), city
    city = places.zip_city(zip_code)
    return ("postal_code", city) if city else None


def _city_served(text: str, state: str | None, places: Places) -> str | None:
    if state_code(text) == _DISTRICT:
        return places.city_label(_DISTRICT_CITY, _DISTRICT)
    name, _, ending = text.rpartition(",")
    if name and state_code(ending):
        return places.city_label(name, ending)
    return places.city_label(text, state) if state else None
