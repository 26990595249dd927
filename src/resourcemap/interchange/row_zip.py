"""Reads a row's ZIP code, and tells which one is probably meant where a digit is missing."""

from resourcemap.errors import ResourceMapError
from resourcemap.geo.checks import FAR_FROM_ZIP_M
from resourcemap.geo.distance import distance_m
from resourcemap.geo.places import Places
from resourcemap.geo.point import GeoPoint
from resourcemap.geo.state_zones import state_code
from resourcemap.interchange.addresses import AddressParts, read_postal_code
from resourcemap.interchange.cells import Cells
from resourcemap.interchange.coordinates import ReadPoint

_DIGITS = "0123456789"


def read_row_zip(
    cells: Cells, whole: AddressParts, places: Places | None, *, point: ReadPoint | None
) -> str | None:
    """
    Read the postal code.

    Zeros that a spreadsheet took from the front are put back and told, unless the ZIP they make does
    not exist or lies where the row is not: then the code stays as it is written, and the one that
    fits the row's city, state and point is proposed.

    Parameters
    ----------
    cells, whole
        The row and what its one-line address says.
    places
        Where ZIPs lie; without them zeros are put back unseen.
    point
        The row's point, not yet checked.
    """
    code, was_padded = read_postal_code(cells.value("postal_code"))
    written, column = cells.line("postal_code"), cells.column("postal_code")
    if cells.text("listing_id"):
        return written
    if not was_padded or code is None or written is None:
        return code
    if places is not None:
        state = state_code(cells.line("state")) or state_code(whole.state)
        evidence = _Evidence(places, cells.line("city") or whole.city, state, _point(point))
        proposed = None if evidence.fits(code) else _proposed(written.partition(".")[0], evidence)
        if proposed is not None:
            cells.report.warn("zip-proposed", column, seen=written, proposed=proposed)
            return written
        if places.zip_place(code) is None:
            cells.report.warn("bad-zip", column, seen=written)
            return written
    cells.report.note("zip-zero", column, seen=written, zip=code)
    return code


class _Evidence:
    """What the rest of the row says of where its ZIP must be."""

    def __init__(self, places: Places, city: str | None, state: str | None, point: GeoPoint | None) -> None:
        self.places = places
        self.point = point
        self.state = state or (places.state_at(point) if point is not None else None)
        self.city = places.city_label(city, self.state) if city and self.state else None

    def away_m(self, code: str) -> float:
        middle = self.places.zip_point(code)
        return 0.0 if self.point is None or middle is None else distance_m(self.point, middle)

    def fits(self, code: str) -> bool:
        place = self.places.zip_place(code)
        if place is None or (self.state is not None and place.state != self.state):
            return False
        return self.away_m(code) <= FAR_FROM_ZIP_M


def _proposed(written: str, evidence: _Evidence) -> str | None:
    """Put one digit back where it makes a ZIP that fits; None when nothing tells which."""
    if len(written) != 4 or evidence.state is None:
        return None
    made = {written[:at] + digit + written[at:] for at in range(5) for digit in _DIGITS}
    fitting = sorted(code for code in made if evidence.fits(code))
    in_city = [code for code in fitting if evidence.places.zip_city(code) == evidence.city]
    fitting = in_city if evidence.city and in_city else fitting
    if evidence.point is not None:
        return min(fitting, key=evidence.away_m, default=None)
    return fitting[0] if len(fitting) == 1 else None


def _point(point: ReadPoint | None) -> GeoPoint | None:
    try:
        return GeoPoint(point.latitude, point.longitude) if point is not None else None
    except ResourceMapError:
        return None
