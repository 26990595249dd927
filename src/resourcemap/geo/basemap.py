"""What to draw behind the places on the map: border lines, place names and distance rings."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import cos, pi, radians
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from resourcemap.errors import ResourceMapError
from resourcemap.geo.distance import EARTH_RADIUS_M, Box, bounding_box, distances_m
from resourcemap.geo.point import GeoPoint
from resourcemap.geo.units import METRES_PER_UNIT, Unit

Line = tuple[tuple[float, float], ...]
"""Points of a line as (latitude, longitude), degrees."""

_NICE = (1, 2, 5)
_APART_SHARE = 0.12
_COUNTIES_WITHIN_M = 300_000.0


@dataclass(frozen=True, slots=True)
class StateIndex:
    """A state, its file of lines and the boxes that hold it."""

    code: str
    name: str
    fips: str
    boxes: tuple[Box, ...]

    @property
    def file(self) -> str:
        """The state's lines, relative to the base map's folder."""
        return f"counties/{self.fips}.json"


@dataclass(frozen=True, slots=True)
class MapName:
    """A place name to write on the map."""

    name: str
    state: str
    point: GeoPoint
    population: int


@dataclass(frozen=True, slots=True)
class MapLines:
    """Lines of one view, cut to it; each border once."""

    states: tuple[Line, ...]
    counties: tuple[Line, ...]


class Basemap:
    """
    Border lines and names from data/basemap, read when a view first needs them.

    Examples
    --------
    >>> basemap = Basemap.load(Path("data/basemap"))
    >>> basemap.states_near(GeoPoint(39.29, -76.61), 10_000)
    ('MD', 'VA')
    >>> [name.name for name in basemap.names_near(GeoPoint(39.29, -76.61), 15_000, limit=3)]
    ['Baltimore', 'Glen Burnie', 'Dundalk']
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._states = tuple(_state(row) for row in _read(folder / "index.json"))
        self._lines: dict[str, Mapping[str, tuple[Line, ...]]] = {}

    @classmethod
    def load(cls, folder: Path) -> "Basemap":
        """
        Read the index of states.

        Raises
        ------
        ResourceMapError
            When the folder is not there.
        """
        return cls(folder)

    def states_near(self, point: GeoPoint, radius_m: float) -> tuple[str, ...]:
        """Give the codes of the states whose box meets the circle, in FIPS order."""
        return tuple(state.code for state in self.files_near(point, radius_m))

    def files_near(self, point: GeoPoint, radius_m: float) -> tuple[StateIndex, ...]:
        """Give the same states with their files, for a browser that fetches them itself."""
        view = bounding_box(point, radius_m)
        return tuple(state for state in self._states if any(box.meets(view) for box in state.boxes))

    def lines_near(self, point: GeoPoint, radius_m: float) -> MapLines:
        """
        Give the state and county lines that touch the circle's box, whole segments.

        Beyond 300 km only state lines: county lines would be a grey sheet and half a megabyte.
        """
        view = bounding_box(point, radius_m)
        states: list[Line] = []
        counties: list[Line] = []
        for state in self.files_near(point, radius_m):
            lines = self._lines_of(state)
            for line in lines["state"]:
                states.extend(cut_line(line, view))
            for line in lines["county"] if radius_m <= _COUNTIES_WITHIN_M else ():
                counties.extend(cut_line(line, view))
        return MapLines(tuple(states), tuple(counties))

    def names_near(self, point: GeoPoint, radius_m: float, limit: int) -> tuple[MapName, ...]:
        """
        Choose names to write: the largest places first, none on top of another.

        Parameters
        ----------
        point, radius_m
            Middle and radius of the view.
        limit
            Most names to give.
        """
        latitudes, longitudes = self._name_points
        away_m = distances_m(point, latitudes, longitudes)
        # Closer than this on the unit sphere, as the cosine of the angle between, is too close.
        too_close = cos(min(pi, radius_m * _APART_SHARE / EARTH_RADIUS_M))
        taken = np.empty((limit, 3))
        chosen: list[MapName] = []
        # The file is in order of population, so the first free name is the largest.
        for number in np.flatnonzero(away_m <= radius_m):
            if len(chosen) >= limit:
                break
            here = self._name_directions[number]
            if chosen and (taken[: len(chosen)] @ here).max() > too_close:
                continue
            name, state, latitude, longitude, population = self._names[number]
            taken[len(chosen)] = here
            chosen.append(MapName(name, state, GeoPoint(latitude, longitude), population))
        return tuple(chosen)

    def _lines_of(self, state: StateIndex) -> Mapping[str, tuple[Line, ...]]:
        if state.code not in self._lines:
            self._lines[state.code] = {
                feature["properties"]["kind"]: tuple(
                    tuple((latitude, longitude) for longitude, latitude in line)
                    for line in feature["geometry"]["coordinates"]
                )
                for feature in _read(self.folder / state.file)["features"]
            }
        return self._lines[state.code]

    @cached_property
    def _names(self) -> list[tuple[str, str, float, float, int]]:
        names: list[tuple[str, str, float, float, int]] = _read(self.folder / "names.json")
        return names

    @cached_property
    def _name_points(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        rows = self._names
        return (
            np.array([row[2] for row in rows], dtype=np.float64),
            np.array([row[3] for row in rows], dtype=np.float64),
        )

    @cached_property
    def _name_directions(self) -> NDArray[np.float64]:
        """Each name's place on the unit sphere, shape (names, 3)."""
        latitudes, longitudes = map(np.radians, self._name_points)
        flat = np.cos(latitudes)
        return np.stack([flat * np.cos(longitudes), flat * np.sin(longitudes), np.sin(latitudes)], axis=1)


def cut_line(line: Line, view: Box) -> tuple[Line, ...]:
    """
    Keep the stretches of a line whose segments may touch a box.

    Examples
    --------
    >>> cut_line(((0, 0), (0, 5), (0, 9), (0, 20)), Box(-1, 6, 1, 7))
    (((0, 5), (0, 9)),)
    """
    parts: list[Line] = []
    current: list[tuple[float, float]] = []
    for start, end in pairwise(line):
        segment = Box(
            min(start[0], end[0]), min(start[1], end[1]), max(start[0], end[0]), max(start[1], end[1])
        )
        if segment.meets(view):
            current.extend((end,) if current else (start, end))
        elif current:
            parts.append(tuple(current))
            current = []
    if current:
        parts.append(tuple(current))
    return tuple(parts)


def ring_radii_m(radius_m: float, unit: Unit) -> tuple[float, ...]:
    """
    Choose up to three distance rings: two round distances and the search radius itself, metres.

    Examples
    --------
    >>> [radius / 1000 for radius in ring_radii_m(10_000, "km")]
    [2.0, 5.0, 10.0]
    >>> [round(radius / 1609.344, 1) for radius in ring_radii_m(3 * 1609.344, "mi")]
    [1.0, 2.0, 3.0]
    """
    if not 0 < radius_m < float("inf"):
        return ()
    longest = radius_m / METRES_PER_UNIT[unit]
    nice = [step * 10.0**power for power in range(-3, 6) for step in _NICE]
    # A ring close to the outer one would only clutter its label.
    inner = [value for value in nice if value <= 0.7 * longest][-2:]
    return (*(value * METRES_PER_UNIT[unit] for value in inner), radius_m)


def ring_points(centre: GeoPoint, radius_m: float, *, count: int = 72) -> Line:
    """
    Draw a ring as a closed line; for engines without circles, such as a printed page.

    Flat-earth around the centre: right to 1 % up to 100 km below 70 degrees of latitude.
    """
    angles = np.linspace(0, 2 * np.pi, count + 1)
    step = np.degrees(radius_m / 6_371_008.8)
    latitudes = centre.latitude + step * np.cos(angles)
    longitudes = centre.longitude + step / max(0.01, cos(radians(centre.latitude))) * np.sin(angles)
    return tuple(zip(latitudes.tolist(), longitudes.tolist(), strict=True))


def _state(row: Mapping[str, Any]) -> StateIndex:
    boxes = tuple(Box(*edges) for edges in row["boxes"])
    return StateIndex(row["code"], row["name"], row["fips"], boxes)


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise ResourceMapError(
            f"{path.name}: the base map is missing from {path.parent}. "
            "Restore the folder data/basemap from the repository."
        ) from error
