"""Reads the point of a row and sets aside points that cannot be where the row says."""

import re
from dataclasses import dataclass

from resourcemap.errors import ResourceMapError
from resourcemap.geo.checks import check_point, check_row_point
from resourcemap.geo.places import Places
from resourcemap.geo.point import GeoPoint
from resourcemap.interchange.report import RowReport
from resourcemap.interchange.values import one_line, read_number
from resourcemap.model.point_words import finding_sentence
from resourcemap.model.problem import DoubtfulPoint
from resourcemap.model.words import Sentence, Value

# With these a point lies far from the place it means: shown, it would send people the wrong way.
_UNUSABLE = frozenset(
    {"swapped", "missing_minus", "swapped_and_missing_minus", "zero_zero", "projected_metres", "out_of_range"}
)
_TWO_NUMBERS = re.compile(r"(-?\d{1,3}(?:\.\d+)?)\s*[,;\s]\s*(-?\d{1,3}(?:\.\d+)?)(?!\s*[,;]?\s*-?\d)")
_WKT = re.compile(r"POINT\s*\(\s*(-?\d{1,3}(?:\.\d+)?)\s+(-?\d{1,3}(?:\.\d+)?)\s*\)", re.I)
_DEGREES = re.compile(r"([-+]?\d{1,3}(?:[.,]\d+)?)\s*°?\s*([NSEW])?", re.I)


@dataclass(frozen=True, slots=True)
class ReadPoint:
    """Two numbers in degrees as written, not yet checked; `column` is where they stood."""

    latitude: float
    longitude: float
    column: str | None = None


def read_pair(text: str) -> tuple[float, float] | None:
    """
    Find latitude and longitude in a text.

    Examples
    --------
    >>> read_pair("Geolocation is 42.108547, -87.974705"), read_pair("POINT (-76.6 39.2)"), read_pair("12 Main St")
    ((42.108547, -87.974705), (39.2, -76.6), None)
    """
    well_known = _WKT.search(text[:500])
    if well_known:
        return float(well_known[2]), float(well_known[1])
    match = _TWO_NUMBERS.search(text[:500])
    if match is None or "." not in match[0]:
        return None
    return float(match[1]), float(match[2])


def read_degrees(value: object) -> float | None:
    """
    Read one coordinate; "39.29 N" and "76.6° W" too.

    Examples
    --------
    >>> read_degrees("39.29"), read_degrees("76.6° W"), read_degrees("west")
    (39.29, -76.6, None)
    """
    if isinstance(value, int | float):
        return read_number(value)
    match = _DEGREES.fullmatch(one_line(value))
    if match is None:
        return read_number(value)
    number = read_number(match[1])
    if number is None or match[2] is None:
        return number
    return -abs(number) if match[2].upper() in ("S", "W") else number


def check_coordinates(
    point: ReadPoint | None,
    report: RowReport,
    *,
    places: Places | None,
    postal_code: str | None = None,
    state: str | None = None,
) -> tuple[float, float] | None:
    """
    Check a point against the row's ZIP and state.

    A slip is reported with its cause and the point probably meant, and nothing is corrected. A
    point that is surely wrong is not used, so that nobody is sent there; the raw row keeps it.
    """
    if point is None:
        return None
    if places is None:
        findings = check_point(point.latitude, point.longitude)
    else:
        findings = check_row_point(
            places, point.latitude, point.longitude, zip_code=(postal_code or "")[:5] or None, state=state
        )
    given = _on_earth(point)
    is_usable = True
    for finding in findings:
        code = "point-" + finding.code.replace("_", "-")
        sentence = finding_sentence(finding)
        doubt = DoubtfulPoint(given, finding.proposed)
        if finding.code in _UNUSABLE:
            is_usable = False
            said: dict[str, Value] = {"first": sentence, "second": Sentence("import.point_not_used")}
            report.tell(code, Sentence("import.together", said), point.column, doubt)
        elif finding.code != "coarse":
            report.tell(code, sentence, point.column, doubt)
    if not is_usable:
        return None
    return point.latitude, point.longitude


def _on_earth(point: ReadPoint) -> GeoPoint | None:
    try:
        return GeoPoint(point.latitude, point.longitude)
    except ResourceMapError:
        return None
