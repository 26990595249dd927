"""How far a place is and how exact a starting point is, as sentences."""

from math import inf, isfinite, isnan

from resourcemap.geo.place import ZIP_RADIUS_M, Place
from resourcemap.geo.units import (
    METRES_PER_UNIT,
    WALK_PACE_KMH,
    Unit,
    band_for,
    unit_for,
    walk_minutes,
)
from resourcemap.model.locale_words import Distance
from resourcemap.model.words import Sentence

_LONGEST_WALK_MIN = 120


def distance_sentence(distance_m: float, unit: Unit) -> Sentence:
    """
    Say how far a straight line is.

    Examples
    --------
    >>> from resourcemap.model.words import say
    >>> say(distance_sentence(1300, "mi")), say(distance_sentence(40, "mi"))
    ('about 0.8 mi', 'less than 0.1 mi')
    >>> say(distance_sentence(float("nan"), "mi"))
    'distance not known'
    """
    if not isfinite(distance_m):
        return Sentence("places.distance.unknown")
    tenth_m = 0.1 * METRES_PER_UNIT[unit]
    key = "near" if distance_m < tenth_m else "about"
    return Sentence(f"places.distance.{key}", {"distance": Distance(max(distance_m, tenth_m), unit)})


def band_sentence(
    distance_m: float, uncertainty_m: float, unit: Unit, *, radius_m: float | None = None
) -> Sentence:
    """
    Say how far at most a place is when the starting point is itself coarse (a ZIP, a city).

    A place found within `radius_m` is never said to be farther than that: the search measured from
    the same middle.

    Examples
    --------
    >>> from resourcemap.model.words import say
    >>> say(band_sentence(1000, 3000, "mi")), say(band_sentence(2_000_000, 4700, "km"))
    ('within about 3 mi', 'more than 500 km')
    >>> say(band_sentence(7000, 3000, "mi", radius_m=5 * 1609.344))
    'within about 5 mi'
    """
    if isnan(distance_m):
        return Sentence("places.distance.unknown")
    band, is_beyond = band_for(distance_m, uncertainty_m, unit)
    band_m = band * METRES_PER_UNIT[unit]
    if radius_m is not None and distance_m <= radius_m and (is_beyond or band_m > radius_m):
        band_m, is_beyond = radius_m, False
    key = "beyond" if is_beyond else "within"
    return Sentence(f"places.distance.{key}", {"distance": Distance(band_m, unit)})


def walk_sentence(distance_m: float, *, pace_kmh: float = WALK_PACE_KMH) -> Sentence | None:
    """
    Say how long a walk is, or None when it is too far to walk (over two hours) or not known.

    Examples
    --------
    >>> from resourcemap.model.words import say
    >>> say(walk_sentence(1000))
    'about 14 to 27 min on foot'
    >>> walk_sentence(9000) is None
    True
    """
    low, high = walk_minutes(distance_m, pace_kmh=pace_kmh) if isfinite(distance_m) else (inf, inf)
    if low > _LONGEST_WALK_MIN:
        return None
    key = "places.walk.one" if low == high else "places.walk.between"
    return Sentence(key, {"low": low, "high": high})


def how_coarse(place: Place, *, unit: Unit | None = None) -> Sentence:
    """
    Say on a screen how exact the starting point is.

    Examples
    --------
    >>> from resourcemap.geo.point import GeoPoint
    >>> from resourcemap.model.words import say
    >>> say(how_coarse(Place("21201 Baltimore, MD", "zip", GeoPoint(39.295, -76.6223), 1200, "good",
    ...                      "US", "MD")))
    'ZIP 21201: measured from the middle of the ZIP area, about 1.5 mi across.'
    """
    unit = unit or unit_for(place.country)
    metres = METRES_PER_UNIT[unit]
    if place.kind == "zip":
        low = high = Distance(2 * place.uncertainty_m, unit)
        if place.uncertainty_m == ZIP_RADIUS_M:
            low, high = (Distance(each * metres, unit) for each in ((2, 12) if unit == "mi" else (4, 20)))
        key = "zip_range" if low != high else "zip"
        key = f"{key}_unsure" if place.confidence == "low" else key
        return Sentence(f"places.coarse.{key}", {"zip": place.label[:5], "low": low, "high": high})
    reach_m = place.uncertainty_m
    if reach_m >= 3 * metres:
        reach_m = round(reach_m / metres) * metres
    reach = Distance(reach_m, unit)
    if place.kind == "city":
        return Sentence("places.coarse.city", {"place": place.label, "distance": reach})
    if place.is_coarse:
        return Sentence("places.coarse.rough", {"distance": reach})
    return Sentence("places.coarse.exact")
