"""Finds a place a person types, without asking anyone: a ZIP, a city or coordinates."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from math import pi, sqrt
from pathlib import Path

from resourcemap.errors import ResourceMapError
from resourcemap.geo.distance import distance_m, distances_m
from resourcemap.geo.place import ZIP_RADIUS_M, Place, PlaceAnswer
from resourcemap.geo.place_tables import NEARBY_M, CityRow, CityTable, ZipRow, ZipTable, load_states
from resourcemap.geo.place_text import (
    LONGEST_TEXT,
    TypedPoint,
    name_key,
    read_point,
    read_zip,
    split_state,
)
from resourcemap.geo.point import GeoPoint
from resourcemap.geo.states import StateAreas

__all__ = ["Place", "PlaceAnswer", "Places"]

MOST_SUGGESTIONS = 5
MOST_ALTERNATIVES = 6

_FAR_APART_M = 100_000.0
_PEOPLE_PER_KM2 = 1500
_CLEARLY_LARGER = 5
_WELL_KNOWN = 100_000


class Places:
    """
    Offline lookup of ZIPs, cities and coordinates.

    Examples
    --------
    >>> places = Places.load(Path("data/places"))
    >>> places.find("21201").place.label
    '21201 Baltimore, MD'
    >>> [place.label for place in places.find("Columbia").alternatives][:2]
    ['Columbia, MO', 'Columbia, MD']
    >>> places.find("Baltimroe").suggestions[0]
    'Baltimore, MD'
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._zips = ZipTable.load(folder / "zips.csv")
        self._states = load_states(folder)
        self._state_codes = {name_key(name): code for code, name in self._states.items()}
        # Folded like everything typed: "MT" becomes "mount".
        self._state_codes |= {name_key(code): code for code in self._states}

    @classmethod
    def load(cls, folder: Path) -> "Places":
        """
        Read the place tables; cities and state outlines wait until they are asked for.

        Raises
        ------
        ResourceMapError
            When a table is missing.
        """
        return cls(folder)

    @cached_property
    def _cities(self) -> CityTable:
        return CityTable.load(self._folder)

    @cached_property
    def areas(self) -> StateAreas:
        """The outlines of the states."""
        return StateAreas.load(self._folder / "state_areas.json")

    def find(self, text: str, *, near: GeoPoint | None = None) -> PlaceAnswer:
        """
        Find the place a person means; never raises, whatever the text.

        Parameters
        ----------
        text
            A ZIP, a city with or without its state, or "latitude, longitude".
        near
            Where the listings are: of several places with one name the nearest comes first,
            instead of the largest.
        """
        typed = " ".join(text[:LONGEST_TEXT].split())
        if not typed:
            return PlaceAnswer()
        point = read_point(typed)
        if point is not None:
            return self._find_point(point)
        zip_and_words = read_zip(typed)
        if zip_and_words is not None:
            return self._find_zip(*zip_and_words, near=near)
        digits = "".join(typed.split())
        if digits.isascii() and digits.isdigit():
            return PlaceAnswer(suggestions=self._suggest_zips(digits))
        return self._find_city(typed, near=near)

    def place_at(self, point: GeoPoint, *, uncertainty_m: float = 10.0) -> Place:
        """
        Make a place of a click on the map or of the browser's own location.

        Parameters
        ----------
        point
            Where.
        uncertainty_m
            How far off it may be; the browser tells its own.
        """
        state = self.state_at(point)
        return Place(
            label=f"{point.latitude:.4f}, {point.longitude:.4f}",
            kind="point",
            point=point,
            uncertainty_m=uncertainty_m,
            confidence="good",
            country="US" if state is not None else None,
            state=state,
        )

    def zip_place(self, zip_code: str) -> Place | None:
        """Give the place of a ZIP such as "21201" or "21201-1234", None when there is none."""
        row = self._zips.get(zip_code.strip()[:5])
        return _zip_place(row) if row is not None else None

    def zip_point(self, zip_code: str) -> GeoPoint | None:
        """Give the middle of a ZIP, None when there is none."""
        place = self.zip_place(zip_code)
        return place.point if place is not None else None

    def city_point(self, city: str, state: str) -> GeoPoint | None:
        """Give the middle of a city; `state` is a code or a name."""
        code, key = self.state_code(state), name_key(city)
        if code is None:
            return None
        rows = self._cities.named(key, code) or self._post_offices(key, code)
        return rows[0].point if rows else None

    def city_label(self, city: str, state: str) -> str | None:
        """
        Write a city as "Baltimore, MD"; None when it is in no list of cities, as most villages are.

        Examples
        --------
        >>> places = Places.load(Path("data/places"))
        >>> places.city_label("baltimore", "Maryland"), places.city_label("Nowhere", "MD")
        ('Baltimore, MD', None)
        """
        code, key = self.state_code(state), name_key(city)
        rows = self._cities.named(key, code) if code is not None and key else []
        return rows[0].label if rows else None

    def zip_city(self, zip_code: str) -> str | None:
        """
        Name the city of a ZIP, None when there is none or it is in no list of cities.

        Examples
        --------
        >>> Places.load(Path("data/places")).zip_city("21201-1234")
        'Baltimore, MD'
        """
        row = self._zips.get(zip_code.strip()[:5])
        return self.city_label(row.city, row.state) if row is not None and row.city else None

    def state_code(self, state: str) -> str | None:
        """Give the two-letter code of a state written as code or name, None when it is none."""
        return self._state_codes.get(name_key(state))

    def state_at(self, point: GeoPoint) -> str | None:
        """Name the state a point lies in or within 5 km of, None elsewhere."""
        return self.areas.state_at(point)

    def nearest_city(self, point: GeoPoint) -> Place | None:
        """
        Name the city a point is in or near, for words such as "in Baltimore, MD".

        A large city reaches farther than a small one. None when none is within 100 km.
        """
        cities = self._cities
        away_m = distances_m(point, cities.latitudes, cities.longitudes)
        reach_m = (cities.populations / (_PEOPLE_PER_KM2 * pi)) ** 0.5 * 1000
        best = int((away_m - reach_m.clip(1500, 20_000)).argmin())
        return _city_place(cities.rows[best]) if away_m[best] <= _FAR_APART_M else None

    def _find_point(self, typed: TypedPoint) -> PlaceAnswer:
        found = self._point_place(typed.latitude, typed.longitude, typed.decimals)
        if found is not None and found.state is not None:
            return PlaceAnswer(found)
        # Two common slips: the numbers in the other order, or the minus left out.
        meant = [
            f"{latitude:g}, {longitude:g}"
            for latitude, longitude in (
                (typed.longitude, typed.latitude),
                (typed.latitude, -typed.longitude),
                (typed.longitude, -typed.latitude),
            )
            if (other := self._point_place(latitude, longitude, typed.decimals)) is not None
            and other.state is not None
        ]
        if found is not None and meant:
            found = replace(found, confidence="low")
        return PlaceAnswer(found, suggestions=tuple(meant))

    def _point_place(self, latitude: float, longitude: float, decimals: int) -> Place | None:
        try:
            point = GeoPoint(latitude, longitude)
        except ResourceMapError:
            return None
        # Half a step of the last decimal in both directions; a position is never better than 10 m.
        place = self.place_at(point, uncertainty_m=max(10.0, 111_195 * 10.0**-decimals / sqrt(2)))
        return place if decimals >= 2 else replace(place, confidence="low")

    def _find_zip(self, number: str, words: str, *, near: GeoPoint | None) -> PlaceAnswer:
        row = self._zips.get(number)
        plain = self._read_city(words, near=near).place
        # A street address may start with a house number of five digits.
        around = plain or next(
            (place for tail in _tails(words) if (place := self._read_city(tail, near=near).place)),
            None,
        )
        if row is None:
            return PlaceAnswer(
                alternatives=(around,) if around is not None else (),
                suggestions=self._suggest_zips(number),
            )
        place = _zip_place(row)
        if around is None or distance_m(around.point, place.point) <= _FAR_APART_M:
            return PlaceAnswer(place)
        first, second = (place, around) if plain is not None else (around, place)
        return PlaceAnswer(replace(first, confidence="low"), alternatives=(second,))

    def _suggest_zips(self, number: str) -> tuple[str, ...]:
        if len(number) < 3:
            return ()
        rows = (self._zips.get(zip_) for zip_ in self._zips.near_numbers(number, limit=MOST_SUGGESTIONS))
        return tuple(_zip_place(row).label for row in rows if row is not None)

    def _find_city(self, typed: str, *, near: GeoPoint | None) -> PlaceAnswer:
        key = name_key(typed)
        if not key:
            return PlaceAnswer()
        only_state = self._state_codes.get(key)
        if only_state is not None and not self._is_well_known(key):
            return PlaceAnswer(suggestions=self._largest_cities(only_state))
        tails = [typed]
        if "," in typed or any(character.isdigit() for character in typed):
            tails += _tails(typed)
        for tail in tails:
            answer = self._read_city(tail, near=near)
            if answer.place is not None:
                return answer
        return PlaceAnswer(suggestions=self._suggest_cities(key, near))

    def _read_city(self, text: str, *, near: GeoPoint | None) -> PlaceAnswer:
        """Read a text that is a city and perhaps its state, and nothing else."""
        key = name_key(text)
        if not key or (key in self._state_codes and not self._is_well_known(key)):
            return PlaceAnswer()
        splits: list[tuple[str, str | None]] = [(key, None)]
        splits += split_state(key, self._state_codes)
        for named in (self._cities.named, self._post_offices):
            for name, state in splits:
                rows = named(name, state)
                if rows:
                    return _choose(rows, near)
        return PlaceAnswer()

    def _post_offices(self, key: str, state: str | None) -> list[CityRow]:
        first: dict[str, ZipRow] = {}
        for row in self._zips.named(key):
            if state is None or row.state == state:
                first.setdefault(row.state, row)
        return [
            CityRow(row.city or "", row.state, "US", row.point.latitude, row.point.longitude, 0)
            for row in first.values()
        ]

    def _is_well_known(self, key: str) -> bool:
        rows = self._cities.named(key)
        return bool(rows) and rows[0].population >= _WELL_KNOWN

    def _largest_cities(self, state: str) -> tuple[str, ...]:
        rows = [row for row in self._cities.rows if row.state == state]
        return tuple(dict.fromkeys(row.label for row in rows[:MOST_SUGGESTIONS]))

    def _suggest_cities(self, key: str, near: GeoPoint | None) -> tuple[str, ...]:
        rows: list[CityRow] = []
        for name, state in split_state(key, self._state_codes):
            rows += self._cities.like(name, state, limit=MOST_SUGGESTIONS, near=near)
            rows += self._cities.named(name)[:2]
        rows += self._cities.like(key, None, limit=MOST_SUGGESTIONS, near=near)
        return tuple(dict.fromkeys(row.label for row in rows))[:MOST_SUGGESTIONS]


def _zip_place(row: ZipRow) -> Place:
    return Place(
        label=f"{row.zip} {row.city}, {row.state}" if row.city else f"{row.zip} {row.state}",
        kind="zip",
        point=row.point,
        uncertainty_m=row.radius_m if row.radius_m is not None else ZIP_RADIUS_M,
        confidence="low" if row.is_low else "good",
        country="US",
        state=row.state,
    )


def _city_place(row: CityRow) -> Place:
    radius_m = sqrt(row.population / (_PEOPLE_PER_KM2 * pi)) * 1000
    return Place(
        label=row.label,
        kind="city",
        point=row.point,
        uncertainty_m=round(min(20_000.0, max(1500.0, radius_m)), -2),
        confidence="good",
        country=row.country,
        state=row.state,
    )


def _choose(rows: Sequence[CityRow], near: GeoPoint | None) -> PlaceAnswer:
    nearby: list[CityRow] = []
    if near is not None:
        nearby = [row for row in rows if distance_m(near, row.point) <= NEARBY_M]
        rows = nearby + [row for row in rows if row not in nearby]
    # One name twice in a state is one city with its old core or its township: the first will do.
    places: dict[str, Place] = {}
    for row in rows:
        places.setdefault(row.label, _city_place(row))
    first, *others = places.values()
    rivals = (nearby or rows)[1:]
    people = max((row.population for row in rivals if row.label != first.label), default=0)
    if others and rivals and rows[0].population < _CLEARLY_LARGER * people:
        first = replace(first, confidence="low")
    return PlaceAnswer(first, alternatives=tuple(others[:MOST_ALTERNATIVES]))


def _tails(typed: str) -> list[str]:
    """Give the ends of a street address: "9 Main St, Bath, ME" -> "Bath, ME", "ME", "Main St ..."."""
    parts = typed.split(",")
    tails = [",".join(parts[number:]).strip() for number in range(1, len(parts))]
    words = typed.replace(",", " ").split()
    tails += [" ".join(words[number:]) for number in range(1, len(words))]
    return list(dict.fromkeys(tail for tail in tails if tail))
