"""
Checks on the coordinates of an import: names the likely cause and proposes a fix.

Nothing here changes a coordinate. A finding is shown to staff beside the row, who decide; it is put
into words by `resourcemap.model.point_words`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import atan, degrees, exp, inf, isfinite, pi
from typing import Literal

from resourcemap.errors import ResourceMapError
from resourcemap.geo.distance import distance_m
from resourcemap.geo.places import Places
from resourcemap.geo.point import GeoPoint
from resourcemap.geo.states import OUTLINE_SLACK_M, StateAreas

PointCode = Literal[
    "swapped",
    "missing_minus",
    "swapped_and_missing_minus",
    "zero_zero",
    "projected_metres",
    "far_from_zip",
    "wrong_state",
    "out_of_range",
    "coarse",
]

PointKind = Literal[
    "swapped",
    "missing_minus",
    "turned_latitude",
    "swapped_missing_minus",
    "swapped_turned",
    "zero_zero",
    "projected_metres",
    "far_from_zip",
    "wrong_country",
    "wrong_state",
    "not_numbers",
    "off_earth",
    "coarse",
]

FAR_FROM_ZIP_M = 40_000.0
"""A point farther than this from the middle of its ZIP is reported, unless the ZIP is larger."""
ENOUGH_DECIMALS = 3
# How far apart two points are that differ in the last digit, for no, one and two decimals.
_STEPS_KM = (100, 10, 1)

_WEB_MERCATOR_M = 20_037_508.34
_ZIP_RADII = 4.0


@dataclass(frozen=True, slots=True)
class PointFinding:
    """
    What looks wrong with a coordinate, and the point probably meant.

    `kind` is the cause more closely than `code`, one for each sentence. `seen` is the coordinate as
    written, `away_m` how far it is from the ZIP or the state it should be in, `step_km` how coarse.
    """

    code: PointCode
    kind: PointKind
    seen: str
    proposed: GeoPoint | None = None
    away_m: float | None = None
    state: str | None = None
    step_km: int | None = None


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What the rest of the row says about where the point must be."""

    zip_point: GeoPoint | None
    zip_reach_m: float
    state: str | None
    country: str | None
    areas: StateAreas | None

    @property
    def is_any(self) -> bool:
        return self.zip_point is not None or self.knows_state or self._knows_country

    @property
    def _knows_country(self) -> bool:
        return self.areas is not None and self.country == "US"

    @property
    def knows_state(self) -> bool:
        return self.areas is not None and self.state in self.areas.codes

    def from_zip_m(self, point: GeoPoint) -> float:
        return distance_m(self.zip_point, point) if self.zip_point is not None else inf

    def from_state_m(self, point: GeoPoint) -> float:
        if self.areas is None or self.state is None:
            return inf
        away_m = self.areas.distance_m(self.state, point)
        return away_m if away_m is not None else inf

    def fits(self, point: GeoPoint) -> bool:
        # The ZIP is the stronger witness: ZIP areas cross state borders.
        if self.zip_point is not None:
            return self.from_zip_m(point) <= self.zip_reach_m
        if self.knows_state:
            return self.from_state_m(point) <= OUTLINE_SLACK_M
        return self._knows_country and self.areas is not None and self.areas.state_at(point) is not None


def check_point(
    latitude: float,
    longitude: float,
    *,
    zip_point: GeoPoint | None = None,
    zip_radius_m: float | None = None,
    state: str | None = None,
    country: str | None = None,
    areas: StateAreas | None = None,
    decimals: int | None = None,
) -> tuple[PointFinding, ...]:
    """
    Look for the usual slips in one coordinate.

    Parameters
    ----------
    latitude, longitude
        As read from the file, any two numbers.
    zip_point, zip_radius_m
        Middle and radius in metres of the row's ZIP, where it has one that exists.
    state
        Two-letter code of the row's state.
    country
        Two-letter code of the row's country; only "US" is known here.
    areas
        Outlines of the states; without them state and country say nothing.
    decimals
        Decimals of the more exact of the two numbers as written; None counts them.

    Returns
    -------
    tuple of PointFinding
        Empty when nothing looks wrong. At most one cause, and "coarse" beside it.

    Examples
    --------
    >>> middle = GeoPoint(39.295, -76.6223)
    >>> check_point(39.2904, -76.6122, zip_point=middle)
    ()
    >>> finding, = check_point(-76.6122, 39.2904, zip_point=middle)
    >>> finding.code, finding.proposed
    ('swapped', GeoPoint(latitude=39.2904, longitude=-76.6122))
    """
    reach_m = max(FAR_FROM_ZIP_M, _ZIP_RADII * (zip_radius_m or 0.0))
    evidence = _Evidence(zip_point, reach_m, state, country, areas)
    found = _find_cause(latitude, longitude, evidence)
    if found is not None and found.code in {"zero_zero", "projected_metres", "out_of_range"}:
        return (found,)
    findings: tuple[PointFinding, ...] = (found,) if found is not None else ()
    if decimals is None:
        decimals = max(count_decimals(latitude), count_decimals(longitude))
    if decimals < ENOUGH_DECIMALS:
        seen = f"{latitude:g}, {longitude:g}"
        findings += (PointFinding("coarse", "coarse", seen, step_km=_STEPS_KM[decimals]),)
    return findings


def check_row_point(
    places: Places,
    latitude: float,
    longitude: float,
    *,
    zip_code: str | None = None,
    state: str | None = None,
    country: str | None = None,
    decimals: int | None = None,
) -> tuple[PointFinding, ...]:
    """
    Check a coordinate against the ZIP and the state of its row, looked up in `places`.

    A ZIP whose own position is not certain is left aside, and so are ZIP and state of a row in
    another country: many countries have five-digit postcodes.

    Examples
    --------
    >>> from pathlib import Path
    >>> places = Places.load(Path("data/places"))
    >>> check_row_point(places, 39.2904, 76.6122, zip_code="21202")[0].code
    'missing_minus'
    >>> check_row_point(places, 40.7128, -74.006, state="Maryland")[0].code
    'wrong_state'
    """
    if country is not None and country != "US":
        zip_code = state = None
    zip_place = places.zip_place(zip_code) if zip_code else None
    if zip_place is not None and zip_place.confidence == "low":
        zip_place = None
    code = places.state_code(state) if state else None
    return check_point(
        latitude,
        longitude,
        zip_point=zip_place.point if zip_place is not None else None,
        zip_radius_m=zip_place.uncertainty_m if zip_place is not None else None,
        state=code,
        country=country,
        areas=places.areas if code is not None or country is not None else None,
        decimals=decimals,
    )


def count_decimals(number: float | str) -> int:
    """
    Count the digits after the point, as written.

    Examples
    --------
    >>> count_decimals(39.29), count_decimals("39.300"), count_decimals(39), count_decimals(1e-7)
    (2, 3, 0, 7)
    """
    mantissa, _, power = str(number).strip().lower().partition("e")
    digits = mantissa.partition(".")[2]
    digits = "" if digits == "0" else digits
    exponent = int(power) if power.lstrip("+-").isdigit() else 0
    return max(0, len(digits) - exponent)


def _find_cause(latitude: float, longitude: float, evidence: _Evidence) -> PointFinding | None:
    seen = f"{latitude:.10g}, {longitude:.10g}"
    if not (isfinite(latitude) and isfinite(longitude)):
        return PointFinding("out_of_range", "not_numbers", seen)
    if abs(latitude) < 0.01 and abs(longitude) < 0.01:
        return PointFinding("zero_zero", "zero_zero", seen)
    if max(abs(latitude), abs(longitude)) > 1000:
        meant = _first_fit(_unproject(latitude, longitude), evidence)
        return PointFinding("projected_metres", "projected_metres", seen, meant)
    here = _point(latitude, longitude)
    if here is not None and (not evidence.is_any or evidence.fits(here)):
        return None
    for code, kind, fixed in _slips(latitude, longitude):
        point = _point(*fixed)
        if point is not None and (evidence.fits(point) or (here is None and not evidence.is_any)):
            return PointFinding(code, kind, seen, point)
    if here is None:
        return PointFinding("out_of_range", "off_earth", seen)
    if evidence.zip_point is not None:
        return PointFinding("far_from_zip", "far_from_zip", seen, away_m=evidence.from_zip_m(here))
    if not evidence.knows_state:
        return PointFinding("wrong_state", "wrong_country", seen)
    away_m = evidence.from_state_m(here)
    return PointFinding("wrong_state", "wrong_state", seen, away_m=away_m, state=evidence.state)


def _slips(latitude: float, longitude: float) -> Iterator[tuple[PointCode, PointKind, tuple[float, float]]]:
    yield "swapped", "swapped", (longitude, latitude)
    yield "missing_minus", "missing_minus", (latitude, -longitude)
    yield "missing_minus", "turned_latitude", (-latitude, longitude)
    yield "swapped_and_missing_minus", "swapped_missing_minus", (longitude, -latitude)
    yield "swapped_and_missing_minus", "swapped_turned", (-longitude, latitude)


def _unproject(latitude: float, longitude: float) -> Iterator[GeoPoint]:
    """Read the numbers as Web Mercator metres, in both orders."""
    for x, y in ((longitude, latitude), (latitude, longitude)):
        if max(abs(x), abs(y)) <= _WEB_MERCATOR_M:
            point = _point(
                degrees(2 * atan(exp(y / _WEB_MERCATOR_M * pi)) - pi / 2),
                x / _WEB_MERCATOR_M * 180,
            )
            if point is not None:
                yield point


def _first_fit(points: Iterator[GeoPoint], evidence: _Evidence) -> GeoPoint | None:
    # Without a ZIP or a state nothing tells Web Mercator from the many other flat maps.
    return next((point.rounded(6) for point in points if evidence.fits(point)), None)


def _point(latitude: float, longitude: float) -> GeoPoint | None:
    try:
        return GeoPoint(latitude, longitude)
    except ResourceMapError:
        return None
