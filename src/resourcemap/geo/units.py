"""Units of distance, walks and bands; `model.place_words` puts them into words."""

import re
from math import ceil, floor
from typing import Literal

from resourcemap.errors import ResourceMapError

Unit = Literal["mi", "km"]

METRES_PER_UNIT: dict[Unit, float] = {"mi": 1609.344, "km": 1000.0}

WALK_DETOUR_MIDDLE = 1.35
WALK_DETOUR_LOW, WALK_DETOUR_HIGH = 1.15, 2.1
"""How much longer streets are than the straight line, measured street by street in six cities."""
WALK_PACE_KMH = 4.8

_LONGEST_M = 20_100_000.0
_METRES_PER_WORD = {
    "m": 1.0,
    "metre": 1.0,
    "meter": 1.0,
    "km": 1000.0,
    "kilometre": 1000.0,
    "kilometer": 1000.0,
    "mi": 1609.344,
    "mile": 1609.344,
    "ft": 0.3048,
    "foot": 0.3048,
    "feet": 0.3048,
    "yd": 0.9144,
    "yard": 0.9144,
}
_DISTANCE = re.compile(r"\s*([0-9]{1,9}(?:[.,][0-9]{1,9})?|[.][0-9]{1,9})\s*([a-z]+)\.?\s*", re.I)
_BANDS = (1, 2, 3, 5, 10, 15, 20, 30, 40, 50, 75, 100, 150, 200, 300, 500)
_MILES_COUNTRIES = frozenset({"US", "PR", "VI", "GU", "AS", "MP", "UM"})


def parse_distance(text: str) -> float:
    """
    Read a distance written with its unit, such as "5km", "3 miles" or "800 m", into metres.

    Raises
    ------
    ResourceMapError
        When the text is not a number with a unit, or is longer than half way round the earth.

    Examples
    --------
    >>> parse_distance("5km"), parse_distance("3 miles"), parse_distance("0,5 km")
    (5000.0, 4828.032, 500.0)
    """
    match = _DISTANCE.fullmatch(text)
    word = match[2].lower() if match else ""
    metres_per = _METRES_PER_WORD.get(word) or _METRES_PER_WORD.get(word.removesuffix("s"))
    if match is None or metres_per is None:
        raise ResourceMapError(
            f"distance: “{text[:40]}” has no number with a unit. Write it like 5km, 3mi or 800m."
        )
    metres = float(match[1].replace(",", ".")) * metres_per
    if metres > _LONGEST_M:
        raise ResourceMapError(
            f"distance: “{text[:40]}” is more than half way round the earth. Write a shorter one."
        )
    return metres


def unit_for(country: str | None) -> Unit:
    """
    Choose the unit a place uses: miles in the United States, kilometres elsewhere.

    Examples
    --------
    >>> unit_for("US"), unit_for("DE"), unit_for(None)
    ('mi', 'km', 'km')
    """
    return "mi" if country is not None and country.upper() in _MILES_COUNTRIES else "km"


def band_for(distance_m: float, uncertainty_m: float, unit: Unit) -> tuple[int, bool]:
    """
    Choose the first round distance that holds a straight line and the doubt about where it starts.

    Parameters
    ----------
    distance_m, uncertainty_m
        Metres, finite.

    Returns
    -------
    tuple of int and bool
        The band in units, and whether the place lies beyond it: then it is the last band there is.

    Examples
    --------
    >>> band_for(1000, 3000, "mi"), band_for(2_000_000, 4700, "km")
    ((3, False), (500, True))
    """
    reach = (distance_m + max(0.0, uncertainty_m)) / METRES_PER_UNIT[unit]
    for band in _BANDS:
        if reach <= band:
            return band, False
    return _BANDS[-1], True


def walk_minutes(distance_m: float, *, pace_kmh: float = WALK_PACE_KMH) -> tuple[int, int]:
    """
    Estimate the shortest and longest likely walk, in minutes, from a straight line.

    Streets are 1.15 to 2.1 times as long as the straight line for 8 of 10 walks. Only for an
    exact starting point: from a ZIP or a city say a band instead.

    Examples
    --------
    >>> walk_minutes(1000)
    (14, 27)
    >>> walk_minutes(1000, pace_kmh=2.7)
    (25, 47)
    """
    minutes = distance_m / (pace_kmh * 1000 / 60)
    return max(1, floor(minutes * WALK_DETOUR_LOW)), max(1, ceil(minutes * WALK_DETOUR_HIGH))
