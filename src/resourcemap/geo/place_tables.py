"""The tables behind the place lookup: ZIPs, cities and states, read from plain CSV."""

import csv
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from resourcemap.errors import ResourceMapError
from resourcemap.geo.distance import distances_m
from resourcemap.geo.place_text import fold
from resourcemap.geo.point import GeoPoint

NEARBY_M = 150_000.0
"""Of places with one name or like names, those this near to the listings come first."""


@dataclass(frozen=True, slots=True)
class ZipRow:
    """One ZIP; `radius_m` is None where no area is known."""

    zip: str
    point: GeoPoint
    city: str | None
    state: str
    radius_m: float | None
    is_low: bool


class CityRow(NamedTuple):
    """One city, town or village; a tuple, because 22,000 of them are made at the first look-up."""

    name: str
    state: str
    country: str
    latitude: float
    longitude: float
    population: int

    @property
    def point(self) -> GeoPoint:
        """The middle of the city."""
        return GeoPoint(self.latitude, self.longitude)

    @property
    def label(self) -> str:
        """Name and state as people write them."""
        return f"{self.name}, {self.state}"


class ZipTable:
    """ZIPs in order, kept as text lines and read one by one: loading takes milliseconds."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines

    @classmethod
    def load(cls, path: Path) -> "ZipTable":
        """Read zips.csv."""
        return cls(read_text(path).splitlines()[1:])

    def get(self, number: str) -> ZipRow | None:
        """Find one ZIP of five digits."""
        at = bisect_left(self._lines, number + ",")
        if at < len(self._lines) and self._lines[at].startswith(number + ","):
            return _zip_row(self._lines[at])
        return None

    @cached_property
    def numbers(self) -> list[str]:
        """Every ZIP, in order."""
        return [line[:5] for line in self._lines]

    def named(self, key: str) -> list[ZipRow]:
        """Give the ZIPs of a folded post office name; for villages in no list of cities."""
        return [_zip_row(self._lines[number]) for number in self._by_key.get(key, ())]

    @cached_property
    def _by_key(self) -> dict[str, list[int]]:
        by_name: dict[str, list[int]] = {}
        for number, line in enumerate(self._lines):
            by_name.setdefault(line.split(",", 4)[3], []).append(number)
        by_key: dict[str, list[int]] = {}
        for name, numbers in by_name.items():
            by_key.setdefault(fold(name), []).extend(numbers)
        by_key.pop("", None)
        return by_key

    def near_numbers(self, number: str, *, limit: int) -> list[str]:
        """Give existing ZIPs that look like a number that is none, the likeliest first."""
        if len(number) < 5:
            at = bisect_left(self.numbers, number)
            padded = [zip_ for zip_ in (number.zfill(5),) if self.get(zip_)]
            starting = [zip_ for zip_ in self.numbers[at : at + limit] if zip_.startswith(number)]
            return list(dict.fromkeys(padded + starting))[:limit]
        at = bisect_left(self.numbers, number[:5])
        beside = [zip_ for zip_ in self.numbers[max(0, at - limit) : at + limit] if zip_[:3] == number[:3]]
        beside.sort(key=lambda zip_: abs(int(zip_) - int(number[:5])))
        mistyped = [
            found[0]
            for found in process.extract(
                number, self.numbers, scorer=OSA.distance, score_cutoff=1, limit=limit
            )
        ]
        half = max(limit - len(mistyped), limit // 2)
        return list(dict.fromkeys(beside[:half] + mistyped + beside))[:limit]


class CityTable:
    """Cities, the largest first."""

    def __init__(self, rows: Sequence[CityRow], aliases: Sequence[tuple[str, str, str]]) -> None:
        self.rows = rows
        self.by_key: dict[str, list[int]] = {}
        for number, row in enumerate(rows):
            self.by_key.setdefault(fold(row.name), []).append(number)
        for alias, name, state in aliases:
            meant = [n for n in self.by_key.get(fold(name), ()) if rows[n].state == state]
            others = [n for n in self.by_key.get(fold(alias), ()) if n not in meant]
            self.by_key[fold(alias)] = meant[:1] + others

    @classmethod
    def load(cls, folder: Path) -> "CityTable":
        """Read cities.csv and aliases.csv."""
        rows = [
            CityRow(name, state, country, float(latitude), float(longitude), int(people))
            for name, state, country, latitude, longitude, people in read_rows(folder / "cities.csv")
        ]
        aliases = [(alias, name, state) for alias, name, state in read_rows(folder / "aliases.csv")]
        return cls(rows, aliases)

    @cached_property
    def keys(self) -> list[str]:
        """Every folded name."""
        return list(self.by_key)

    @cached_property
    def latitudes(self) -> NDArray[np.float64]:
        """Degrees, shape (n,), in the order of `rows`."""
        return np.array([row.latitude for row in self.rows], dtype=np.float64)

    @cached_property
    def longitudes(self) -> NDArray[np.float64]:
        """Degrees, shape (n,), in the order of `rows`."""
        return np.array([row.longitude for row in self.rows], dtype=np.float64)

    @cached_property
    def populations(self) -> NDArray[np.float64]:
        """People, shape (n,), in the order of `rows`."""
        return np.array([row.population for row in self.rows], dtype=np.float64)

    def named(self, key: str, state: str | None = None) -> list[CityRow]:
        """Give the cities of a folded name, the likeliest first."""
        rows = (self.rows[number] for number in self.by_key.get(key, ()))
        return [row for row in rows if state is None or row.state == state]

    def like(self, key: str, state: str | None, *, limit: int, near: GeoPoint | None = None) -> list[CityRow]:
        """Give cities whose names look like a folded text, the likeliest first."""
        scored: dict[int, float] = {}
        for name, similarity, _ in process.extract(
            key,
            self.keys,
            scorer=OSA.normalized_similarity,
            score_cutoff=0.7,
            limit=None,
        ):
            self._score(scored, name, similarity, state)
        if len(key) >= 3:
            for name in self.keys:
                if name.startswith(key):
                    self._score(scored, name, 0.85, state)
        if near is not None and scored:
            numbers = np.array(list(scored))
            away_m = distances_m(near, self.latitudes[numbers], self.longitudes[numbers])
            for number in numbers[away_m <= NEARBY_M]:
                scored[int(number)] += 0.2
        best = sorted(scored, key=lambda number: (-scored[number], number))
        return [self.rows[number] for number in best[:limit]]

    def _score(self, scored: dict[int, float], name: str, similarity: float, state: str | None) -> None:
        for number in self.by_key[name]:
            row = self.rows[number]
            if state is None or row.state == state:
                # A tenfold larger city outweighs about one wrong letter in twenty.
                score = similarity + 0.05 * len(str(row.population))
                scored[number] = max(score, scored.get(number, 0.0))


def load_states(folder: Path) -> dict[str, str]:
    """Read states.csv: code -> name."""
    return {code: name for code, name, _ in read_rows(folder / "states.csv")}


def read_text(path: Path) -> str:
    """
    Read a table's text.

    Raises
    ------
    ResourceMapError
        When the file is not there.
    """
    try:
        return path.read_text("utf-8")
    except OSError as error:
        raise ResourceMapError(
            f"{path.name}: the place table is missing from {path.parent}. "
            "Restore the folder data/places from the repository."
        ) from error


def read_rows(path: Path) -> list[list[str]]:
    """Read a CSV without its header."""
    return list(csv.reader(read_text(path).splitlines()))[1:]


def _zip_row(line: str) -> ZipRow:
    number, latitude, longitude, city, state, radius_km, low = next(csv.reader((line,)))
    return ZipRow(
        number,
        GeoPoint(float(latitude), float(longitude)),
        city or None,
        state,
        float(radius_km) * 1000 if radius_km else None,
        low == "1",
    )
