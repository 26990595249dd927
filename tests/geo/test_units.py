"""Distances as people write and say them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resourcemap.errors import ResourceMapError
from resourcemap.geo.units import (
    METRES_PER_UNIT,
    Unit,
    band_for,
    parse_distance,
    unit_for,
    walk_minutes,
)


@pytest.mark.parametrize(
    ("text", "metres"),
    [
        ("5km", 5000),
        ("5 KM", 5000),
        ("3mi", 4828.032),
        ("3 miles", 4828.032),
        ("1 mile", 1609.344),
        ("800m", 800),
        ("800 metres", 800),
        ("0,5 km", 500),
        (".5 mi.", 804.672),
        ("500 feet", 152.4),
        ("0km", 0),
    ],
)
def test_a_distance_with_its_unit_is_read(text: str, metres: float) -> None:
    assert parse_distance(text) == pytest.approx(metres)


@pytest.mark.parametrize(
    "text", ["", "5", "km", "-5km", "five km", "5 parsecs", "1e9km", "nan km", "99999 km", "5km 3mi"]
)
def test_a_text_that_is_no_distance_says_what_was_seen_and_what_to_write(text: str) -> None:
    with pytest.raises(ResourceMapError, match="Write") as caught:
        parse_distance(text)
    assert f"“{text}”" in str(caught.value)


@given(st.text(max_size=60))
def test_any_text_is_a_distance_or_a_sentence(text: str) -> None:
    try:
        assert 0 <= parse_distance(text) <= 20_100_000
    except ResourceMapError as error:
        assert str(error).startswith("distance:")


@given(st.floats(0, 700_000), st.floats(0, 60_000), st.sampled_from(["mi", "km"]))
def test_a_band_never_promises_less_than_the_distance_and_its_uncertainty(
    distance_m: float, uncertainty_m: float, unit: Unit
) -> None:
    band, is_beyond = band_for(distance_m, uncertainty_m, unit)
    limit = band * METRES_PER_UNIT[unit]
    assert (
        (distance_m + uncertainty_m > limit)
        if is_beyond
        else (distance_m + uncertainty_m <= limit * (1 + 1e-9))
    )


@given(st.floats(0, 20_000))
def test_the_usual_walk_lies_in_the_range(distance_m: float) -> None:
    low, high = walk_minutes(distance_m)
    usual = distance_m * 1.35 / 80
    assert 1 <= low <= high
    assert low <= max(1, usual)
    assert usual <= high


def test_a_slower_pace_takes_longer() -> None:
    assert walk_minutes(1000, pace_kmh=2.7) > walk_minutes(1000)


def test_units_follow_the_place() -> None:
    assert [unit_for(country) for country in ("US", "us", "PR", "FR", None)] == [
        "mi",
        "mi",
        "mi",
        "km",
        "km",
    ]
