"""Files with one quirk each, and real files where they are present: every row is accounted for."""

import json
from pathlib import Path

import pytest

from resourcemap.errors import UnreadableFileError
from resourcemap.geo.places import Places
from resourcemap.interchange import read_file, write_csv
from resourcemap.interchange.export import export_row
from resourcemap.model.incoming import ReadFile
from resourcemap.model.publish import publishable
from resourcemap.model.words import say

PROJECT = Path(__file__).parents[2]
FILES = PROJECT / "tests" / "files"
EXPECTED = json.loads((FILES / "expected.json").read_text(encoding="utf-8"))
REAL = PROJECT.parent / "shared" / "realdata"
REAL_FILES = [path for path in sorted(REAL.rglob("*")) if path.is_file()] if REAL.is_dir() else []


@pytest.fixture(scope="module")
def places() -> Places:
    return Places.load(PROJECT / "data" / "places")


def rejected_rows(read: ReadFile) -> set[tuple[str | None, int]]:
    rejects = [problem for problem in read.problems if problem.severity == "reject"]
    assert all(problem.row and problem.code and problem.message for problem in rejects)
    return {(problem.sheet, problem.row) for problem in rejects if problem.row is not None}


def assert_adds_up(read: ReadFile) -> None:
    rejected = rejected_rows(read)
    numbers = [(row.sheet, row.row) for row in read.rows]
    assert read.row_count == len(numbers) + len(rejected)
    assert len(set(numbers)) == len(numbers)
    assert rejected.isdisjoint(numbers)
    if read.format != "xlsx":  # There rows go by their own numbers.
        assert rejected | set(numbers) == {(None, number) for number in range(1, read.row_count + 1)}
    assert read.row_count > 0 or read.problems, "an empty file is never silent"
    for row in read.rows:
        sal, service, location = row.bundle.service_at_location, row.bundle.service, row.bundle.location
        assert service.name
        assert sal.service_id == service.id
        assert sal.location_id == (location.id if location else None)
        json.dumps(row.raw, allow_nan=False).encode()


def test_every_file_in_the_folder_is_expected() -> None:
    assert {path.name for path in FILES.iterdir()} - {"expected.json"} == set(EXPECTED)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_file_with_a_quirk_reads_as_expected(name: str, places: Places) -> None:
    expected = EXPECTED[name]
    data = (FILES / name).read_bytes()
    if expected["format"] == "refused":
        with pytest.raises(UnreadableFileError) as refused:
            read_file(data, name=name, places=places)
        assert len(str(refused.value)) > 20
        return
    read = read_file(data, name=name, places=places)
    assert_adds_up(read)
    assert read.format == expected["format"]
    assert (read.row_count, len(rejected_rows(read))) == (expected["rows"], expected["rejected"])
    told = {problem.code for problem in read.problems}
    assert set(expected["codes"]) <= told
    # Notes on columns nobody reads may come along; anything else unexpected is a change to look at.
    assert told - set(expected["codes"]) <= {
        "unknown-columns",
        "unknown-words",
        "private-columns",
        "name-says-otherwise",
        "bad-day",
    }
    first = read.rows[0].bundle if read.rows else None
    for field, value in expected.get("first", {}).items():
        assert first is not None
        assert value_of(first, field) == value, field


def value_of(bundle, field):
    address = next(iter(bundle.location.addresses), None) if bundle.location else None
    schedule = next(iter(bundle.service.schedules), None)
    found = {
        "name": bundle.service.name,
        "description": bundle.service.description,
        "url": bundle.service.url,
        "phone": next((phone.number for phone in bundle.service.phones), None),
        "city": address and address.city,
        "postal_code": address and address.postal_code,
        "latitude": bundle.location.latitude if bundle.location else None,
        "opens_at": schedule and schedule.opens_at,
        "closes_at": schedule and schedule.closes_at,
    }
    return found[field]


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_reading_twice_gives_the_same_records(name: str) -> None:
    if EXPECTED[name]["format"] == "refused":
        pytest.skip("this file cannot be read")
    data = (FILES / name).read_bytes()
    assert read_file(data, name=name, authority="a") == read_file(data, name=name, authority="a")


@pytest.mark.parametrize("path", REAL_FILES, ids=lambda path: str(path.relative_to(REAL)))
def test_every_real_file_imports_or_says_what_it_is(path: Path, places: Places) -> None:
    try:
        read = read_file(path.read_bytes(), name=path.name, places=places)
    except UnreadableFileError as refused:
        assert path.suffix in (".xls", ".ods", ".kml", ".zip", ".pbf"), refused
        return
    assert_adds_up(read)
    if path.suffix == ".json":
        known = path.parent.name == "tsml-ui"
        assert (read.format == "meeting-guide") == known
        assert known or read.row_count == 0


def test_real_files_are_there(realdata: Path) -> None:
    assert REAL_FILES, realdata


def test_a_real_directory_reads_nearly_whole(realdata: Path, places: Places) -> None:
    path = realdata / "dc-maps" / "human-service-locations.geojson"
    read = read_file(path.read_bytes(), name=path.name, places=places)
    bundles = [row.bundle for row in read.rows]
    assert len(bundles) == 730
    # Marked PUBLIC_RECORD 0 by the publisher.
    assert sum(b.location is not None and b.location.address_visibility == "hidden" for b in bundles) == 21
    assert sum(bool(b.service.phones) for b in bundles) > 650
    assert sum(bool(b.service.schedules) for b in bundles) > 500
    assert sum(any(a.link_type == "cost" for a in b.service.attributes) for b in bundles) > 350
    assert all(row.identifier.startswith("DC") for row in read.rows)


def test_a_real_feed_keeps_no_private_field(realdata: Path) -> None:
    for path in sorted((realdata / "tsml-ui").glob("*.json")):
        read = read_file(path.read_bytes(), name=path.name)
        for row in read.rows:
            kept = " ".join(row.raw).casefold()
            for private in ("venmo", "paypal", "square", "contact_1", "author", "edit_url"):
                assert private not in kept
            assert "pwd=" not in json.dumps(row.raw)
            assert "pwd=" not in json.dumps([record.to_document() for _, record in row.bundle.records()])


@pytest.mark.parametrize(
    "name",
    ["tsml-ui/aasepia.json", "dc-maps/human-service-locations.geojson", "emerald-city-guide/export.csv"],
)
def test_real_listings_survive_export_and_import(realdata: Path, name: str) -> None:
    rows = read_file((realdata / name).read_bytes(), name=name).rows
    listings = [listing for row in rows if (listing := publishable(row.bundle))]
    again = [publishable(row.bundle) for row in read_file(write_csv(listings), name="export.csv").rows]
    assert [export_row(listing) for listing in again if listing] == [export_row(each) for each in listings]


def test_an_online_meeting_is_never_on_the_map(realdata: Path) -> None:
    path = realdata / "tsml-ui" / "aasepia.json"
    for row in read_file(path.read_bytes(), name=path.name).rows:
        location = row.bundle.location
        assert location is not None
        if location.location_type == "virtual":
            assert (location.latitude, location.longitude, location.addresses) == (None, None, ())


def test_every_sentence_of_a_problem_can_be_said() -> None:
    # A name that no code uses any more would go unnoticed otherwise.
    folder = PROJECT / "src" / "resourcemap" / "interchange"
    source = "\n".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    import tomllib

    words = PROJECT / "src" / "resourcemap" / "model" / "words" / "en" / "import.toml"
    for key in tomllib.loads(words.read_text(encoding="utf-8")):
        is_used = f'"{key}"' in source or f'"{key.replace("_", "-")}"' in source or f"import.{key}" in source
        assert is_used or key.startswith(("looks_like_", "plan_", "sheet_row")), key
    assert say("import.no_name", row=3, column="name").startswith("Row 3, name")
