"""Which state a point lies in, from simple outlines."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, inf, radians
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from resourcemap.geo.distance import EARTH_RADIUS_M, Box, distances_m
from resourcemap.geo.point import GeoPoint

OUTLINE_SLACK_M = 5_000.0
"""The outlines are simplified: treat a point this near to a state as in it."""

_PLANE_M = 1_000_000.0
_METRES_PER_DEGREE = radians(1) * EARTH_RADIUS_M


@dataclass(frozen=True, slots=True)
class _Ring:
    """A closed ring of shape (n, 2), longitude and latitude, with its box."""

    points: NDArray[np.float64]
    box: Box

    def surrounds(self, point: GeoPoint) -> bool:
        """Cast a ray eastward and count the edges it crosses."""
        if not self.box.contains(point):
            return False
        x, y = self.points[:, 0], self.points[:, 1]
        next_x, next_y = x[1:], y[1:]
        x, y = x[:-1], y[:-1]
        astride = (y > point.latitude) != (next_y > point.latitude)
        rise = np.where(astride, next_y - y, 1.0)
        crossing = x + (point.latitude - y) / rise * (next_x - x)
        return bool(np.count_nonzero(astride & (point.longitude < crossing)) % 2)

    def distance_m(self, point: GeoPoint) -> float:
        """Measure to the nearest edge, far away to the nearest corner."""
        corners_m = distances_m(point, self.points[:, 1], self.points[:, 0])
        nearest = int(corners_m.argmin())
        if corners_m[nearest] > _PLANE_M:
            return float(corners_m[nearest])
        # A plane around the point, for it is near.
        scale = np.array([cos(radians(point.latitude)), 1.0]) * _METRES_PER_DEGREE
        offset = self.points - np.array([point.longitude, point.latitude])
        # Turn the ring as a whole: turned corner by corner, an edge could be torn round the earth.
        offset[:, 0] -= round(offset[nearest, 0] / 360) * 360
        ends = offset * scale
        start, along = ends[:-1], ends[1:] - ends[:-1]
        length = np.maximum((along**2).sum(axis=1), 1e-9)
        share = np.clip(-(start * along).sum(axis=1) / length, 0, 1)
        return float(np.hypot(*(start + share[:, None] * along).T).min())


class StateAreas:
    """
    The outlines of the United States' states and islands, keyed by two-letter code.

    Parameters
    ----------
    polygons
        State code -> polygons -> rings (outer first) -> longitude, latitude, longitude, ...
    """

    def __init__(self, polygons: Mapping[str, Sequence[Sequence[Sequence[float]]]]) -> None:
        self._rings = {
            state: tuple(tuple(_ring(ring) for ring in polygon) for polygon in parts)
            for state, parts in polygons.items()
        }

    @classmethod
    def load(cls, path: Path) -> "StateAreas":
        """Read the outlines from state_areas.json."""
        return cls(json.loads(path.read_text("utf-8")))

    @property
    def codes(self) -> frozenset[str]:
        """The states there are outlines for."""
        return frozenset(self._rings)

    def contains(self, state: str, point: GeoPoint) -> bool:
        """Tell whether the outline of a state holds the point."""
        return any(
            polygon[0].surrounds(point) and not any(hole.surrounds(point) for hole in polygon[1:])
            for polygon in self._rings.get(state, ())
        )

    def distance_m(self, state: str, point: GeoPoint) -> float | None:
        """Measure from a point to a state, 0 inside; None where the state has no outline."""
        if state not in self._rings:
            return None
        if self.contains(state, point):
            return 0.0
        return min(polygon[0].distance_m(point) for polygon in self._rings[state])

    def state_at(self, point: GeoPoint, *, within_m: float = OUTLINE_SLACK_M) -> str | None:
        """
        Name the state a point lies in, else the nearest one within `within_m`.

        Returns None on the open sea and in other countries.
        """
        for state in self._rings:
            if self.contains(state, point):
                return state
        best, nearest_m = None, inf
        for state, polygons in self._rings.items():
            for polygon in polygons:
                if not _is_by(polygon[0].box, point, within_m):
                    continue
                away_m = polygon[0].distance_m(point)
                if away_m <= within_m and away_m < nearest_m:
                    best, nearest_m = state, away_m
        return best


def _ring(flat: Sequence[float]) -> _Ring:
    points = np.array(flat, dtype=np.float64).reshape(-1, 2)
    west, south = points.min(axis=0)
    east, north = points.max(axis=0)
    return _Ring(points, Box(float(south), float(west), float(north), float(east)))


def _is_by(box: Box, point: GeoPoint, within_m: float) -> bool:
    slack = within_m / _METRES_PER_DEGREE
    sideways = slack / max(0.05, cos(radians(point.latitude)))
    return (
        box.south - slack <= point.latitude <= box.north + slack
        and box.west - sideways <= point.longitude <= box.east + sideways
    )
