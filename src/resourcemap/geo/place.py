"""A place to search from, and how coarse it is."""

from dataclasses import dataclass
from typing import Literal

from resourcemap.geo.point import GeoPoint
from resourcemap.geo.units import METRES_PER_UNIT, Unit, distance_number, unit_for

PlaceKind = Literal["zip", "city", "point"]
Confidence = Literal["good", "low"]

ZIP_RADIUS_M = 4_700.0
"""Radius of a middling ZIP area, used where the area is not known; 8 of 10 have 2 to 10 km."""

_COARSE_M = 500.0


@dataclass(frozen=True, slots=True)
class Place:
    """
    A place to search from.

    `uncertainty_m` is how far the person may be from `point`; `confidence` is "low" when the
    sources disagree on the point or another place of that name is as likely.
    """

    label: str
    kind: PlaceKind
    point: GeoPoint
    uncertainty_m: float
    confidence: Confidence
    country: str | None
    state: str | None

    @property
    def is_coarse(self) -> bool:
        """Whether to show distance bands instead of distances and minutes."""
        return self.uncertainty_m > _COARSE_M


@dataclass(frozen=True, slots=True)
class PlaceAnswer:
    """What was found, other places it may mean, and texts to try when nothing was found."""

    place: Place | None = None
    alternatives: tuple[Place, ...] = ()
    suggestions: tuple[str, ...] = ()


def how_coarse(place: Place, *, unit: Unit | None = None) -> str:
    """
    Say on a screen how exact the starting point is.

    Examples
    --------
    >>> how_coarse(Place("21201 Baltimore, MD", "zip", GeoPoint(39.295, -76.6223), 1200, "good",
    ...                  "US", "MD"))
    'ZIP 21201: measured from the middle of the ZIP area, about 1.5 mi across.'
    """
    unit = unit or unit_for(place.country)
    if place.kind == "zip":
        across = (
            ("2 to 12 mi" if unit == "mi" else "4 to 20 km")
            if place.uncertainty_m == ZIP_RADIUS_M
            else distance_number(2 * place.uncertainty_m, unit)
        )
        words = f"ZIP {place.label[:5]}: measured from the middle of the ZIP area, about {across} across."
        if place.confidence == "low":
            words += " Its middle is not certain: add a city or click the map."
        return words
    reach_m = place.uncertainty_m
    if reach_m >= 3 * METRES_PER_UNIT[unit]:
        reach_m = round(reach_m / METRES_PER_UNIT[unit]) * METRES_PER_UNIT[unit]
    reach = distance_number(reach_m, unit)
    if place.kind == "city":
        return (
            f"{place.label}: measured from the middle of the city. "
            f"Each place may be up to {reach} nearer or farther."
        )
    if place.is_coarse:
        return f"Measured from the point you gave, right to about {reach}."
    return "Measured from the point you gave."
