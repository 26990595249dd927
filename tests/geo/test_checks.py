"""Slips in coordinates are named, fixes proposed, good rows left in peace."""

from collections.abc import Callable, Iterator
from math import cos, log, pi, radians, sin, sqrt, tan
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resourcemap.geo.checks import check_point, check_row_point, count_decimals
from resourcemap.geo.distance import distance_m
from resourcemap.geo.places import Place, Places
from resourcemap.geo.point import GeoPoint
from resourcemap.model.point_words import finding_sentence
from resourcemap.model.words import languages, say

Slip = Callable[[float, float], tuple[float, float]]


def addresses(places: Places, count: int) -> Iterator[tuple[Place, GeoPoint]]:
    """Draw ZIPs with an area of their own, and in each a point within that area's radius."""
    random = Random(7)
    drawn = 0
    while drawn < count:
        place = places.zip_place(random.choice(places._zips.numbers))
        if place is None or place.confidence == "low" or place.uncertainty_m == 4_700:
            continue
        angle, share = random.uniform(0, 2 * pi), sqrt(random.random())
        degrees = share * place.uncertainty_m / 111_195
        latitude = place.point.latitude + degrees * cos(angle)
        longitude = place.point.longitude + degrees * sin(angle) / cos(radians(latitude))
        drawn += 1
        yield place, GeoPoint(round(latitude, 6), round(longitude, 6))


def test_no_good_row_of_2000_is_flagged(places: Places) -> None:
    flagged = [
        (place.label, findings)
        for place, point in addresses(places, 2000)
        if (
            findings := check_row_point(
                places,
                point.latitude,
                point.longitude,
                zip_code=place.label[:5],
                state=place.state,
            )
        )
    ]
    assert flagged == []


def web_mercator(latitude: float, longitude: float) -> tuple[float, float]:
    return (
        6_378_137 * log(tan(pi / 4 + radians(latitude) / 2)),
        6_378_137 * radians(longitude),
    )


@pytest.mark.parametrize(
    ("slip", "code", "is_fixable"),
    [
        (lambda a, b: (b, a), "swapped", True),
        (lambda a, b: (a, -b), "missing_minus", True),
        (lambda a, b: (-b, a), "swapped_and_missing_minus", True),
        (lambda a, b: (0.0, 0.0), "zero_zero", False),
        (web_mercator, "projected_metres", True),
    ],
)
def test_every_slip_is_caught_by_its_name_with_the_right_fix(
    places: Places, slip: Slip, code: str, is_fixable: bool
) -> None:
    for place, point in addresses(places, 500):
        if point.longitude > 0:
            continue
        finding = check_row_point(
            places, *slip(point.latitude, point.longitude), zip_code=place.label[:5], state=place.state
        )[0]
        assert finding.code == code, (place, point)
        if is_fixable:
            assert finding.proposed is not None
            assert distance_m(finding.proposed, point) < 10
        else:
            assert finding.proposed is None


def test_a_point_one_degree_off_is_far_from_its_zip(places: Places) -> None:
    caught = sum(
        "far_from_zip"
        in {
            finding.code
            for finding in check_row_point(
                places, point.latitude - 1, point.longitude, zip_code=place.label[:5]
            )
        }
        for place, point in addresses(places, 500)
    )
    assert caught >= 470


def test_a_point_in_another_state_is_caught_without_a_zip(places: Places) -> None:
    rows = list(addresses(places, 500))
    pairs = [
        (place.state, point)
        for (place, _), (other, point) in zip(rows, reversed(rows), strict=True)
        if place.state != other.state
    ]
    caught = sum(
        bool(check_row_point(places, point.latitude, point.longitude, state=state)) for state, point in pairs
    )
    assert caught >= 0.97 * len(pairs)


def test_without_zip_and_state_nothing_on_earth_is_doubted() -> None:
    assert check_point(51.5074, -0.1276) == ()
    assert check_point(-33.8688, 151.2093) == ()


@pytest.mark.parametrize(
    ("latitude", "longitude", "code"),
    [
        (120.1234, 39.1234, "swapped"),
        (190.0, 39.1234, "out_of_range"),
        (float("nan"), 1.0, "out_of_range"),
        (float("inf"), 1.0, "out_of_range"),
        (0.0, 0.0, "zero_zero"),
        (4_762_011.0, -8_528_000.0, "projected_metres"),
        (39.29, -76.61, "coarse"),
    ],
)
def test_some_slips_show_without_any_address(latitude: float, longitude: float, code: str) -> None:
    assert [finding.code for finding in check_point(latitude, longitude)] == [code]


def test_another_country_is_not_measured_against_american_zips(places: Places) -> None:
    assert check_row_point(places, 52.5312, 13.3849, zip_code="10115", country="DE") == ()
    assert check_row_point(places, 39.2904, 76.6122, country="US")[0].code == "missing_minus"


def test_a_zip_that_does_not_exist_proves_nothing(places: Places) -> None:
    assert check_row_point(places, 39.2904, -76.6122, zip_code="00000") == ()


def test_decimals_written_in_the_file_count_even_when_they_are_zeros() -> None:
    assert check_point(39.3, -76.6, decimals=count_decimals("39.300")) == ()
    assert [f.code for f in check_point(39.3, -76.6)] == ["coarse"]


def test_messages_name_the_cause_and_what_to_do(places: Places) -> None:
    swapped = check_row_point(places, -76.6122, 39.2904, zip_code="21202")[0]
    assert say(finding_sentence(swapped)) == (
        "-76.6122, 39.2904: latitude and longitude are swapped. Probably 39.2904, -76.6122 is meant."
    )
    away = check_row_point(places, 40.2904, -76.6122, zip_code="21202")[0]
    assert "110 km from the middle of its ZIP" in say(finding_sentence(away))
    assert "110 km del centro" in say(finding_sentence(away), "es")


@given(
    st.floats(), st.floats(), st.sampled_from(["21201", "99999", "", "x"]), st.sampled_from(["MD", "", "?"])
)
def test_no_pair_of_numbers_makes_the_check_fail(
    places: Places, latitude: float, longitude: float, zip_code: str, state: str
) -> None:
    for finding in check_row_point(places, latitude, longitude, zip_code=zip_code, state=state):
        assert all(say(finding_sentence(finding), language) for language in languages())
