"""Distances and starting points in words."""

import pytest

from resourcemap.geo.place import Place
from resourcemap.geo.point import GeoPoint
from resourcemap.geo.units import Unit
from resourcemap.model.place_words import band_sentence, distance_sentence, how_coarse, walk_sentence
from resourcemap.model.words import say

HERE = GeoPoint(39.295, -76.6223)
ZIP = Place("21201 Baltimore, MD", "zip", HERE, 1200, "good", "US", "MD")


@pytest.mark.parametrize(
    ("metres", "unit", "words"),
    [
        (0, "mi", "less than 0.1 mi"),
        (160, "mi", "less than 0.1 mi"),
        (1300, "mi", "about 0.8 mi"),
        (1609.344, "mi", "about 1 mi"),
        (15_990, "mi", "about 9.9 mi"),
        (16_050, "mi", "about 10 mi"),
        (123_400, "km", "about 123 km"),
        (float("nan"), "km", "distance not known"),
    ],
)
def test_a_distance_is_said_plainly(metres: float, unit: Unit, words: str) -> None:
    assert say(distance_sentence(metres, unit)) == words


def test_a_band_of_nothing_known_says_so() -> None:
    assert say(band_sentence(float("nan"), 4700, "mi")) == "distance not known"


def test_far_places_are_not_walks() -> None:
    near = walk_sentence(10)
    assert near is not None and say(near) == "about 1 min on foot"
    assert walk_sentence(30_000) is None
    assert walk_sentence(float("nan")) is None


def test_a_zip_says_how_wide_it_is_in_the_unit_asked_for() -> None:
    assert say(how_coarse(ZIP)) == "ZIP 21201: measured from the middle of the ZIP area, about 1.5 mi across."
    assert "km across" in say(how_coarse(ZIP, unit="km"))
    of_middling_size = Place("21203 Baltimore, MD", "zip", HERE, 4700.0, "good", "US", "MD")
    assert "about 2 mi to 12 mi across" in say(how_coarse(of_middling_size))


def test_a_zip_whose_sources_disagree_says_so() -> None:
    unsure = Place("89049 Tonopah, NV", "zip", HERE, 4700.0, "low", "US", "NV")
    assert "not certain" in say(how_coarse(unsure))


def test_cities_and_rough_points_say_how_coarse_they_are() -> None:
    city = Place("Baltimore, MD", "city", HERE, 11_000, "good", "US", "MD")
    rough = Place("39.29, -76.61", "point", HERE, 800, "good", "US", "MD")
    exact = Place("39.2904, -76.6122", "point", HERE, 10, "good", "US", "MD")
    assert say(how_coarse(city)) == (
        "Baltimore, MD: measured from the middle of the city. Each place may be up to 7 mi nearer or farther."
    )
    assert say(how_coarse(rough)) == "Measured from the point you gave, right to about 0.5 mi."
    assert say(how_coarse(exact)) == "Measured from the point you gave."
