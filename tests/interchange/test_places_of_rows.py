"""What a row says of where its place is: the area that may be shown, and a ZIP that lost a digit."""

from pathlib import Path

import pytest

from resourcemap.geo.places import Places
from resourcemap.interchange import read_file
from resourcemap.model.publish import publishable


@pytest.fixture(scope="module")
def places(project: Path) -> Places:
    return Places.load(project / "data" / "places")


def read(text: str, places: Places | None):
    read_ = read_file(text.encode(), name="list.csv", places=places)
    (row,) = read_.rows
    return row.bundle, {problem.code: problem for problem in read_.problems}


HIDDEN = "id,name,address,city,state,zip,latitude,longitude,public record,area served\n7,Safe House,"


@pytest.mark.parametrize(
    ("rest", "area", "column"),
    [
        ("1 Oak St,,,20009,38.92,-77.03,0,District of Columbia", "Washington, DC", "area served"),
        ("1 Oak St,,,20009,38.92,-77.03,0,DC Metro Area", "Washington, DC", "zip"),
        ("1 Oak St,Towson,MD,21204,39.4,-76.6,0,", "Towson, MD", "city"),
        ("1 Oak St,Towson,Maryland,21204,39.4,-76.6,0,Baltimore", "Baltimore, MD", "area served"),
        ("1 Oak St,,,,38.92,-77.03,0,Somewhere near", None, None),
        ("1 Oak St,Boyds Crossing,MD,,39.2,-77.3,0,", None, None),
    ],
)
def test_a_hidden_place_is_known_by_a_city_that_its_row_names(places, rest, area, column) -> None:
    bundle, problems = read(f"{HIDDEN}{rest}\n", places)
    assert bundle.location is not None
    assert bundle.location.published_area == area
    listing = publishable(bundle)
    assert listing is not None and listing.area is not None
    assert (listing.point, listing.address, listing.area.label) == (None, None, area or "")
    if area is None:
        assert "area-published" not in problems
    else:
        told = problems["area-published"]
        assert (told.row, told.column, told.severity) == (1, column, "note")
        assert area in told.message


def test_the_area_of_a_hidden_place_does_not_depend_on_its_point_or_street(places) -> None:
    areas = set()
    for street, point in (("1 Oak St", "38.92,-77.03"), ("900 Elm Ave", "39.29,-76.61"), ("", ",")):
        bundle, _ = read(f"{HIDDEN}{street},,,20009,{point},0,\n", places)
        assert bundle.location is not None
        areas.add(bundle.location.published_area)
    assert areas == {"Washington, DC"}


def test_the_rows_own_words_win_and_an_open_place_needs_no_area(places) -> None:
    header = "id,name,address,zip,latitude,longitude,confidential,published area\n"
    own, _ = read(f'{header}7,Safe House,1 Oak St,21201,,,yes,"Central Maryland"\n', places)
    open_, _ = read(f"{header}7,Open House,1 Oak St,21201,39.295,-76.622,,\n", places)
    assert own.location is not None and open_.location is not None
    assert own.location.published_area == "Central Maryland"
    assert open_.location.published_area is None


def test_a_place_with_a_zip_and_no_point_is_in_the_city_of_its_zip(places) -> None:
    bundle, problems = read("id,name,address,zip\n7,Open House,1 Oak St,21201\n", places)
    listing = publishable(bundle)
    assert listing is not None and listing.area is not None
    assert (listing.area.label, "area-published" in problems) == ("Baltimore, MD", False)
    assert listing.address is not None and listing.address.address_1 == "1 Oak St"


@pytest.mark.parametrize(
    ("row", "proposed"),
    [
        ("1 U St NW,,,2009,38.917,-77.032", "20009"),
        ("1 U St NW,Washington,DC,2009,38.917,-77.032", "20009"),
        ("1 Main St,Baltimore,MD,2121,39.30,-76.62", "21201"),
    ],
)
def test_a_zip_that_lost_a_digit_is_proposed_and_not_changed(places, row, proposed) -> None:
    bundle, problems = read(f"id,name,address,city,state,zip,latitude,longitude\n7,House,{row}\n", places)
    told = problems["zip-proposed"]
    assert proposed in told.message
    assert (told.column, told.severity) == ("zip", "warning")
    assert bundle.location is not None
    written = row.split(",")[3]
    assert [address.postal_code for address in bundle.location.addresses] == [written]
    assert "zip-zero" not in problems


def test_a_zip_that_lost_its_zero_gets_it_back_where_it_fits(places) -> None:
    header = "id,name,address,city,state,zip,latitude,longitude\n"
    for rest in ("1 Salem St,Boston,MA,2113,42.365,-71.055", "1 Salem St,,,2113,,"):
        bundle, problems = read(f"{header}7,House,{rest}\n", places)
        assert bundle.location is not None
        assert [address.postal_code for address in bundle.location.addresses] == ["02113"]
        assert "zip-zero" in problems


def test_a_zip_that_is_none_and_may_be_many_is_only_told(places) -> None:
    _, problems = read("id,name,address,zip\n7,House,1 U St NW,2009\n", places)
    assert "bad-zip" in problems
    assert "zip-proposed" not in problems
