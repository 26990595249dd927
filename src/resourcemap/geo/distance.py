"""How far apart points are, and the box that holds a circle."""

from dataclasses import dataclass
from math import asin, atan2, cos, degrees, isfinite, pi, radians, sin

import numpy as np
from numpy.typing import ArrayLike, NDArray

from resourcemap.errors import ResourceMapError
from resourcemap.geo.point import GeoPoint

EARTH_RADIUS_M = 6_371_008.8
"""Mean radius of the earth (IUGG), metres."""

_COMPASS = (
    "north",
    "north-east",
    "east",
    "south-east",
    "south",
    "south-west",
    "west",
    "north-west",
)
# A hair wider than the circle, so that rounding never puts a point of the circle outside.
_SLACK_DEGREES = 1e-9


def distance_m(a: GeoPoint, b: GeoPoint) -> float:
    """
    Measure the straight line between two points, in metres.

    Ignores streets and rivers: show "about 1.2 km", never a travel distance.
    Haversine; within 0.6 % of the WGS 84 ellipsoid.

    Examples
    --------
    >>> round(distance_m(GeoPoint(39.29, -76.61), GeoPoint(39.95, -75.17)))
    143519
    """
    return float(distances_m(a, [b.latitude], [b.longitude])[0])


def distances_m(origin: GeoPoint, latitudes: ArrayLike, longitudes: ArrayLike) -> NDArray[np.float64]:
    """
    Measure the straight line from one point to many, in metres.

    Parameters
    ----------
    origin
        Where the search starts, WGS 84.
    latitudes, longitudes
        Decimal degrees, shape (n,). NaN marks a location without a point.

    Returns
    -------
    numpy.ndarray
        Shape (n,), order kept; NaN where the point is missing.

    Examples
    --------
    >>> distances_m(GeoPoint(0, 0), [0, float("nan")], [1, 2]).round()
    array([111195.,     nan])
    """
    latitude = np.radians(np.asarray(latitudes, dtype=np.float64))
    longitude = np.radians(np.asarray(longitudes, dtype=np.float64))
    start_latitude, start_longitude = radians(origin.latitude), radians(origin.longitude)
    half = (
        np.sin((latitude - start_latitude) / 2) ** 2
        + cos(start_latitude) * np.cos(latitude) * np.sin((longitude - start_longitude) / 2) ** 2
    )
    metres: NDArray[np.float64] = 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0)))
    return metres


@dataclass(frozen=True, slots=True)
class Box:
    """
    A rectangle of latitudes and longitudes, degrees, edges included.

    `west` is greater than `east` when the box crosses the 180th meridian.
    """

    south: float
    west: float
    north: float
    east: float

    @property
    def crosses_antimeridian(self) -> bool:
        """Whether the box runs over longitude 180."""
        return self.west > self.east

    def contains(self, point: GeoPoint) -> bool:
        """Tell whether a point lies in the box."""
        if not self.south <= point.latitude <= self.north:
            return False
        if self.crosses_antimeridian:
            return point.longitude >= self.west or point.longitude <= self.east
        return self.west <= point.longitude <= self.east

    def holds(self, latitudes: ArrayLike, longitudes: ArrayLike) -> NDArray[np.bool_]:
        """
        Tell for many points whether each lies in the box; NaN never does.

        Examples
        --------
        >>> Box(-1, 179, 1, -179).holds([0, 0], [-179.5, 0])
        array([ True, False])
        """
        latitude = np.asarray(latitudes, dtype=np.float64)
        longitude = np.asarray(longitudes, dtype=np.float64)
        east_of_west, west_of_east = longitude >= self.west, longitude <= self.east
        inside = east_of_west | west_of_east if self.crosses_antimeridian else east_of_west & west_of_east
        answer: NDArray[np.bool_] = (latitude >= self.south) & (latitude <= self.north) & inside
        return answer

    def meets(self, other: "Box") -> bool:
        """
        Tell whether two boxes share at least one point.

        Examples
        --------
        >>> Box(50, 170, 60, -130).meets(Box(55, -150, 56, -149))
        True
        """
        if self.south > other.north or other.south > self.north:
            return False
        return any(
            a_west <= b_east and b_west <= a_east
            for a_west, a_east in self._spans()
            for b_west, b_east in other._spans()
        )

    def _spans(self) -> tuple[tuple[float, float], ...]:
        if self.crosses_antimeridian:
            return ((self.west, 180.0), (-180.0, self.east))
        return ((self.west, self.east),)


def bounding_box(origin: GeoPoint, radius_m: float) -> Box:
    """
    Give the smallest box that holds every point within `radius_m` of `origin`.

    Right at the poles (all longitudes) and over the 180th meridian (west > east).

    Raises
    ------
    ResourceMapError
        When the radius is negative or not a number.

    Examples
    --------
    >>> box = bounding_box(GeoPoint(0, 179.9), 20_000)
    >>> round(box.west, 2), round(box.east, 2)
    (179.72, -179.92)
    """
    if not isfinite(radius_m) or radius_m < 0:
        raise ResourceMapError(f"radius_m: {radius_m} is not a distance. Give metres, 0 or more.")
    angle = radius_m / EARTH_RADIUS_M
    latitude = radians(origin.latitude)
    south, north = latitude - angle, latitude + angle
    south_degrees = max(-90.0, degrees(south) - _SLACK_DEGREES)
    north_degrees = min(90.0, degrees(north) + _SLACK_DEGREES)
    if south_degrees <= -90 or north_degrees >= 90:
        return Box(south_degrees, -180.0, north_degrees, 180.0)
    reach = degrees(asin(min(1.0, sin(angle) / cos(latitude)))) * (1 + 1e-12) + _SLACK_DEGREES
    west, east = origin.longitude - reach, origin.longitude + reach
    if east - west >= 360:
        return Box(south_degrees, -180.0, north_degrees, 180.0)
    return Box(
        south_degrees,
        west + 360 if west < -180 else west,
        north_degrees,
        east - 360 if east > 180 else east,
    )


def bearing_degrees(start: GeoPoint, end: GeoPoint) -> float:
    """
    Give the direction from one point to another, degrees clockwise from north, 0 to 360.

    Examples
    --------
    >>> bearing_degrees(GeoPoint(0, 0), GeoPoint(0, 1))
    90.0
    """
    from_latitude, to_latitude = radians(start.latitude), radians(end.latitude)
    turn = radians(end.longitude - start.longitude)
    across = sin(turn) * cos(to_latitude)
    along = cos(from_latitude) * sin(to_latitude) - sin(from_latitude) * cos(to_latitude) * cos(turn)
    return degrees(atan2(across, along) % (2 * pi)) % 360


def compass_word(start: GeoPoint, end: GeoPoint) -> str:
    """
    Say in which of eight directions a point lies.

    Examples
    --------
    >>> compass_word(GeoPoint(39.29, -76.61), GeoPoint(39.40, -76.60))
    'north'
    """
    return _COMPASS[round(bearing_degrees(start, end) / 45) % 8]
