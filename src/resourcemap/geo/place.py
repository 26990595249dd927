"""A place to search from, and how coarse it is."""

from dataclasses import dataclass
from typing import Literal

from resourcemap.geo.point import GeoPoint

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
