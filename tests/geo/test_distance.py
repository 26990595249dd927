"""Distances and the box that holds the circle."""

from math import cos, degrees, isnan, radians, sin

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pyproj import Geod

from resourcemap.errors import ResourceMapError
from resourcemap.geo.distance import (
    EARTH_RADIUS_M,
    Box,
    bearing_degrees,
    bounding_box,
    compass_word,
    distance_m,
    distances_m,
)
from resourcemap.geo.point import GeoPoint

points = st.builds(GeoPoint, st.floats(-90, 90), st.floats(-180, 180))
radii_m = st.floats(0, 20_015_000)


def travel(start: GeoPoint, bearing: float, metres: float) -> GeoPoint:
    """Walk a great circle; the textbook formula, written apart from the code under test."""
    angle, course, latitude = metres / EARTH_RADIUS_M, radians(bearing), radians(start.latitude)
    end = np.arcsin(np.clip(sin(latitude) * cos(angle) + cos(latitude) * sin(angle) * cos(course), -1, 1))
    turn = np.arctan2(sin(course) * sin(angle) * cos(latitude), cos(angle) - sin(latitude) * np.sin(end))
    longitude = (start.longitude + degrees(turn) + 180) % 360 - 180
    return GeoPoint(float(np.degrees(end)), float(longitude))


@given(points, st.floats(0, 360), radii_m, st.floats(0, 1))
@example(GeoPoint(89.9, 10), 180.0, 50_000.0, 1.0)
@example(GeoPoint(0, 179.99), 90.0, 50_000.0, 1.0)
@example(GeoPoint(-90, 0), 77.0, 1.0, 1.0)
def test_the_box_holds_the_circle(origin: GeoPoint, bearing: float, radius_m: float, share: float) -> None:
    reached = travel(origin, bearing, radius_m * share)
    assert bounding_box(origin, radius_m + 0.01).contains(reached)


@given(points, points, radii_m)
def test_nothing_outside_the_box_is_within_the_radius(
    origin: GeoPoint, other: GeoPoint, radius_m: float
) -> None:
    if distance_m(origin, other) <= radius_m:
        assert bounding_box(origin, radius_m + 0.01).contains(other)


@given(st.floats(-60, 60), st.floats(-180, 180), st.floats(10, 100_000))
def test_the_box_is_not_wider_than_it_must_be(latitude: float, longitude: float, radius_m: float) -> None:
    origin = GeoPoint(latitude, longitude)
    box = bounding_box(origin, radius_m)
    side = GeoPoint(latitude, (longitude + 180 + (box.east - longitude) % 360) % 360 - 180)
    assert distance_m(origin, GeoPoint(box.north, longitude)) <= radius_m + 0.01
    assert distance_m(origin, side) <= radius_m * 1.05 + 0.01


@given(points, points)
def test_a_distance_is_the_same_both_ways_and_at_most_half_the_earth(a: GeoPoint, b: GeoPoint) -> None:
    there = distance_m(a, b)
    assert there == pytest.approx(distance_m(b, a), abs=0.5)
    assert 0 <= there <= np.pi * EARTH_RADIUS_M


@given(points, st.floats(0, 360), st.floats(1, 100_000))
def test_a_distance_agrees_with_the_ellipsoid_within_six_in_a_thousand(
    origin: GeoPoint, bearing: float, metres: float
) -> None:
    other = travel(origin, bearing, metres)
    exact = Geod(ellps="WGS84").inv(origin.longitude, origin.latitude, other.longitude, other.latitude)[2]
    assert distance_m(origin, other) == pytest.approx(exact, rel=0.006, abs=0.5)


def test_a_missing_point_gives_nan_and_leaves_the_others_in_order() -> None:
    metres = distances_m(GeoPoint(0, 0), [0.0, np.nan, 0.0], [1.0, 2.0, 2.0])
    assert isnan(metres[1])
    assert metres[2] == pytest.approx(2 * metres[0])


def test_a_box_holds_no_missing_point_and_meets_its_neighbours_over_the_180th_meridian() -> None:
    box = bounding_box(GeoPoint(52, 179.9), 100_000)
    assert box.crosses_antimeridian
    assert box.holds([52, np.nan, 52], [-179.5, 179.9, 0]).tolist() == [True, False, False]
    assert box.meets(Box(51, -180, 53, -179))
    assert box.meets(Box(51, 179, 53, 180))
    assert not box.meets(Box(51, -170, 53, -160))
    assert not box.meets(Box(-53, 179, -51, 180))


@pytest.mark.parametrize("radius_m", [-1.0, float("nan"), float("inf")])
def test_a_radius_that_is_no_distance_is_refused_in_words(radius_m: float) -> None:
    with pytest.raises(ResourceMapError, match="radius_m"):
        bounding_box(GeoPoint(0, 0), radius_m)


@pytest.mark.parametrize(
    ("end", "word"),
    [
        (GeoPoint(1, 0), "north"),
        (GeoPoint(1, 1), "north-east"),
        (GeoPoint(-1, 0), "south"),
        (GeoPoint(0, -1), "west"),
        (GeoPoint(1, -0.01), "north"),
    ],
)
def test_directions_are_said_in_words(end: GeoPoint, word: str) -> None:
    assert compass_word(GeoPoint(0, 0), end) == word


@given(points, points)
def test_a_bearing_lies_between_0_and_360(a: GeoPoint, b: GeoPoint) -> None:
    assert 0 <= bearing_degrees(a, b) < 360
