"""A point on the earth."""

from dataclasses import dataclass
from math import isfinite

from resourcemap.errors import ResourceMapError


@dataclass(frozen=True, slots=True, order=True)
class GeoPoint:
    """
    A position in decimal degrees, WGS 84.

    Raises
    ------
    ResourceMapError
        When a coordinate is not a number or lies outside the earth's range.

    Examples
    --------
    >>> GeoPoint(39.29, -76.61).rounded(1)
    GeoPoint(latitude=39.3, longitude=-76.6)
    """

    latitude: float
    longitude: float

    def __post_init__(self) -> None:
        if not (isfinite(self.latitude) and -90 <= self.latitude <= 90):
            raise ResourceMapError(f"latitude: {self.latitude} is not between -90 and 90.")
        if not (isfinite(self.longitude) and -180 <= self.longitude <= 180):
            raise ResourceMapError(f"longitude: {self.longitude} is not between -180 and 180.")

    def rounded(self, decimals: int) -> "GeoPoint":
        """Round both coordinates; three decimals are about 110 m of latitude."""
        return GeoPoint(round(self.latitude, decimals), round(self.longitude, decimals))
