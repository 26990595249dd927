"""Finding a place from what a person types."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from resourcemap.errors import ResourceMapError
from resourcemap.geo.distance import distance_m
from resourcemap.geo.place import ZIP_RADIUS_M, Place
from resourcemap.geo.place_text import name_key
from resourcemap.geo.places import Places
from resourcemap.geo.point import GeoPoint

BALTIMORE = GeoPoint(39.2904, -76.6122)


@pytest.mark.parametrize(
    "text",
    [
        "21201",
        " 21201 ",
        "21201-1234",
        "21201 1234",
        "212011234",
        "21201, Baltimore",
        "Baltimore MD 21201",
        "ZIP 21201",
        "MD21201",
        "10001 Main St, Baltimore, MD 21201",
    ],
)
def test_a_zip_is_found_however_it_is_written(places: Places, text: str) -> None:
    answer = places.find(text)
    assert answer.place is not None
    assert (answer.place.label, answer.place.kind) == ("21201 Baltimore, MD", "zip")
    assert (answer.place.country, answer.place.state) == ("US", "MD")
    assert distance_m(answer.place.point, BALTIMORE) < 2_000
    assert answer.suggestions == ()


@pytest.mark.parametrize("text", ["room12345", "room21201", "a1b55339", "21201th", "x_21201"])
def test_five_digits_inside_a_word_are_no_zip(places: Places, text: str) -> None:
    answer = places.find(text)
    assert answer.place is None or answer.place.kind != "zip"


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Baltimore", "Baltimore, MD"),
        ("baltimore md", "Baltimore, MD"),
        ("BALTIMORE, MARYLAND", "Baltimore, MD"),
        ("Baltimore, Maryland, USA", "Baltimore, MD"),
        ("100 N Holliday St, Baltimore, MD", "Baltimore, MD"),
        ("100 N Holliday St Baltimore MD", "Baltimore, MD"),
        ("10001 Main St Baltimore MD", "Baltimore, MD"),
        ("New York", "New York City, NY"),
        ("Nueva York", "New York City, NY"),
        ("Washington, D.C.", "Washington, DC"),
        ("st louis", "St. Louis, MO"),
        ("Saint Louis, MO", "St. Louis, MO"),
        ("Coeur d’Alene", "Coeur d'Alene, ID"),
        ("Missoula MT", "Missoula, MT"),
        ("Cañon City", "Cañon City, CO"),
        ("canon city co", "Cañon City, CO"),
        ("California, MD", "California, MD"),
        ("Bronx", "The Bronx, NY"),
    ],
)
def test_a_city_is_found_however_it_is_written(places: Places, text: str, label: str) -> None:
    answer = places.find(text)
    assert answer.place is not None
    assert (answer.place.label, answer.place.kind) == (label, "city")


def test_of_several_places_with_one_name_the_largest_comes_first(places: Places) -> None:
    answer = places.find("Columbia")
    labels = [place.label for place in answer.alternatives]
    assert answer.place is not None
    assert (answer.place.label, answer.place.confidence) == ("Columbia, SC", "low")
    assert labels[:2] == ["Columbia, MO", "Columbia, MD"]


def test_of_several_places_with_one_name_one_near_the_listings_comes_first(places: Places) -> None:
    answer = places.find("Columbia", near=BALTIMORE)
    assert answer.place is not None
    assert answer.place.label == "Columbia, MD"
    assert "Columbia, SC" in [place.label for place in answer.alternatives]
    none_near = places.find("Portland", near=BALTIMORE).place
    assert none_near is not None
    assert none_near.label == "Portland, OR"


@pytest.mark.parametrize(
    "text",
    [
        "39.2904, -76.6122",
        "39.2904 -76.6122",
        "39.2904,-76.6122",
        "(39.2904, -76.6122)",
        "39.2904N 76.6122W",
        "39.2904° N, 76.6122° W",
        "W76.6122 N39.2904",
        "lat: 39.2904, lon: -76.6122",
        "39.2904, \N{MINUS SIGN}76.6122",
    ],
)
def test_coordinates_are_read_however_they_are_written(places: Places, text: str) -> None:
    place = places.find(text).place
    assert place is not None
    assert (place.kind, place.point, place.state) == ("point", BALTIMORE, "MD")
    assert not place.is_coarse


@pytest.mark.parametrize(
    "text", ["-76.6122, 39.2904", "39.2904, 76.6122", "76.6122, 39.2904", "-176.6, 39.29"]
)
def test_coordinates_with_a_common_slip_bring_the_likely_ones(places: Places, text: str) -> None:
    answer = places.find(text)
    assert answer.place is None or answer.place.confidence == "low"
    if "6122" in text:
        assert "39.2904, -76.6122" in answer.suggestions


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("Baltimroe", "Baltimore, MD"),
        ("philadelpia", "Philadelphia, PA"),
        ("Baltimore, VA", "Baltimore, MD"),
        ("Batlimore MD", "Baltimore, MD"),
        ("21200", "21201 Baltimore, MD"),
        ("1201", "01201 Pittsfield, MA"),
        ("212", "21201 Baltimore, MD"),
        ("Maryland", "Baltimore, MD"),
        ("or", "Portland, OR"),
    ],
)
def test_a_text_that_is_no_place_brings_the_nearest_spellings(
    places: Places, text: str, suggestion: str
) -> None:
    answer = places.find(text)
    assert answer.place is None
    assert suggestion in answer.suggestions


@pytest.mark.parametrize("text", ["", "   ", "\n\t", ",", "!?"])
def test_an_empty_text_gives_no_place_and_no_suggestion(places: Places, text: str) -> None:
    answer = places.find(text)
    assert (answer.place, answer.alternatives, answer.suggestions) == (None, (), ())


def test_a_zip_with_a_city_far_away_asks_which_is_meant(places: Places) -> None:
    answer = places.find("21201 Denver")
    assert answer.place is not None
    assert (answer.place.kind, answer.place.confidence) == ("zip", "low")
    assert [place.label for place in answer.alternatives] == ["Denver, CO"]


words = st.sampled_from(
    ["Baltimore", "md", "21201", "2120", "-", ",", "39.29", "-76.61", "N", "St", "new", "york", "°"]
)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=80), st.lists(words, max_size=6).map(" ".join)))
@example("9" * 5000)
@example("\x00")
@example("１２３４５")  # full-width digits
@example("39.29,-76.61" * 40)
@example("Baltimore " * 2000)
def test_no_text_makes_the_look_up_fail(places: Places, text: str) -> None:
    answer = places.find(text, near=BALTIMORE)
    for place in (answer.place, *answer.alternatives):
        if place is not None:
            assert place.uncertainty_m > 0


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["Baltimroe", "Culombia", "21299", "0210", "Sprinfield IL", "Texas", "Philly PA"]))
def test_every_suggestion_is_itself_found(places: Places, text: str) -> None:
    answer = places.find(text)
    for suggestion in answer.suggestions:
        found = places.find(suggestion).place
        assert found is not None
        assert found.label == suggestion


def test_every_city_of_ten_thousand_people_is_found_by_its_own_label(places: Places) -> None:
    large = [row for row in places._cities.rows if row.population >= 10_000]
    labels = {row.label for row in large}
    missed = [
        label
        for label in labels
        if (found := places.find(label).place) is None or name_key(found.label) != name_key(label)
    ]
    assert len(labels) > 3_000
    assert missed == []


def test_a_zip_says_how_wide_it_is(places: Places) -> None:
    place = places.find("21201").place
    assert place is not None
    assert place.uncertainty_m == pytest.approx(1200, abs=100)
    box_only = places.find("21203").place
    assert box_only is not None
    assert box_only.uncertainty_m == ZIP_RADIUS_M


def test_a_zip_whose_sources_disagree_is_low(places: Places) -> None:
    place = places.find("89049").place
    assert place is not None
    assert place.confidence == "low"


@pytest.mark.parametrize(
    ("point", "label"),
    [
        (GeoPoint(39.33, -76.58), "Baltimore, MD"),
        (GeoPoint(39.4015, -76.6019), "Towson, MD"),
        (GeoPoint(39.9526, -75.1652), "Philadelphia, PA"),
    ],
)
def test_a_point_is_named_after_the_city_it_is_in(places: Places, point: GeoPoint, label: str) -> None:
    city = places.nearest_city(point)
    assert city is not None
    assert city.label == label


def test_a_point_far_from_any_city_has_no_name(places: Places) -> None:
    assert places.nearest_city(GeoPoint(45.0, -40.0)) is None


@pytest.mark.parametrize(
    ("point", "state"),
    [
        (BALTIMORE, "MD"),
        (GeoPoint(38.9072, -77.0369), "DC"),
        (GeoPoint(61.2176, -149.8997), "AK"),
        (GeoPoint(51.88, -176.65), "AK"),
        (GeoPoint(21.3069, -157.8583), "HI"),
        (GeoPoint(18.4655, -66.1057), "PR"),
        (GeoPoint(51.5, -0.12), None),
        (GeoPoint(35.0, 90.0), None),
        (GeoPoint(30.0, -60.0), None),
    ],
)
def test_a_point_knows_its_state(places: Places, point: GeoPoint, state: str | None) -> None:
    assert places.state_at(point) == state


def test_middles_are_given_for_zips_and_cities_and_none_for_what_is_none(places: Places) -> None:
    assert places.zip_point("21201-1234") == places.zip_point("21201")
    assert places.zip_point("00000") is None
    assert places.zip_point("Baltimore") is None
    assert places.zip_point("") is None
    assert places.city_point("baltimore", "Maryland") == BALTIMORE
    assert places.city_point("Baltimore", "Nowhere") is None
    assert places.city_point("Nowhere at all", "MD") is None


def test_a_click_becomes_a_place_as_coarse_as_the_browser_says(places: Places) -> None:
    assert places.place_at(BALTIMORE) == Place(
        "39.2904, -76.6122", "point", BALTIMORE, 10.0, "good", "US", "MD"
    )
    assert places.place_at(BALTIMORE, uncertainty_m=3_000).is_coarse


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(ResourceMapError, match=r"zips\.csv"):
        Places.load(tmp_path)


def test_the_tables_are_whole(places: Places, project: Path) -> None:
    numbers = places._zips.numbers
    assert numbers == sorted(set(numbers))
    assert len(numbers) > 41_000
    for number in numbers[::97]:
        place = places.zip_place(number)
        assert place is not None
        assert place.state is not None
        assert places.state_code(place.state) == place.state
    assert (project / "data" / "places" / "SOURCES.md").is_file()


def test_loading_places_needs_neither_pandas_nor_geopandas(project: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from resourcemap.geo.places import Places; "
        "Places.load(Path('data/places')).find('Baltimore'); "
        "sys.exit(any(name in sys.modules for name in ('pandas', 'geopandas', 'shapely')))"
    )
    assert subprocess.run([sys.executable, "-c", script], cwd=project, check=False).returncode == 0
