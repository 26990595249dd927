"""What is exported reads back unchanged, runs nowhere and shows nothing private."""

import csv
import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resourcemap.geo.point import GeoPoint
from resourcemap.interchange import read_file, write_csv, write_geojson
from resourcemap.interchange.columns import field_of, known_columns
from resourcemap.interchange.export import EXPORT_COLUMNS, export_row
from resourcemap.interchange.export_cells import guard, unguard
from resourcemap.interchange.values import clean_text, is_cut, is_not_said
from resourcemap.model.fact import FACETS, Answer, Fact
from resourcemap.model.hsds import Address, JoinMethod, Language, Phone, Schedule, Source
from resourcemap.model.listing import Area, Listing
from resourcemap.model.publish import publishable

PROJECT = Path(__file__).parents[2]
DANGEROUS = [
    start + rest
    for start in ("=", "+", "-", "@", "\t", "\r", "\n", " =", "＝", "'=", "''=", "|", "%")
    for rest in ("1+1", 'cmd|"/C calc"!A0')
]
plain = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), min_size=1, max_size=30).filter(
    lambda text: (
        clean_text(text) == text
        and not is_not_said(text)
        and " ".join(text.split()) == text
        and not is_cut(text)
    )
)
optional = st.none() | plain
facts = st.dictionaries(
    st.sampled_from(FACETS),
    st.dictionaries(
        st.sampled_from(["alpha", "beta-two", "gamma"]),
        st.builds(
            Fact,
            st.sampled_from([Answer.YES, Answer.LIMITED, Answer.NO]),
            st.none() | plain,
            st.sampled_from([None, "self-stated"]),
            st.none() | st.dates(date(2000, 1, 1), date(2030, 1, 1)),
        ),
        min_size=1,
        max_size=3,
    ),
    max_size=4,
)
phones = st.lists(
    st.builds(
        Phone, number=plain, extension=st.none() | st.integers(0, 9999).map(float), description=optional
    ),
    max_size=3,
).map(tuple)
schedules = st.lists(
    st.builds(
        Schedule,
        freq=st.just("WEEKLY"),
        byday=st.sampled_from(["MO", "TU,TH"]),
        interval=st.none() | st.integers(1, 4),
        opens_at=st.just("19:00"),
        closes_at=st.sampled_from(["20:30", "01:00"]),
        tzid=st.sampled_from([None, "America/New_York"]),
        exdates=st.lists(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=2).map(tuple),
        description=optional,
    ),
    max_size=2,
).map(tuple)


@st.composite
def listings(draw) -> Listing:
    visibility = draw(st.sampled_from(["full", "full", "partial", "hidden"]))
    point = draw(st.none() | st.builds(GeoPoint, st.floats(38, 40), st.floats(-78, -75)))
    public = visibility == "full"
    ids = st.integers(1, 2**100).map(lambda number: str(UUID(int=number)))
    has_place = draw(st.booleans())
    found = draw(facts)
    found.pop("attendance", None)
    return Listing(
        id=draw(ids),
        service_id=draw(ids),
        name=draw(plain),
        organization=(organization := draw(optional)),
        organization_id=draw(ids) if organization else None,
        location_id=draw(ids) if has_place else None,
        description=draw(optional),
        alternate_name=draw(optional),
        status=draw(st.sampled_from([None, "active", "temporarily closed"])),
        point=point if has_place and public else None,
        address=Address(address_1=draw(plain), city="Baltimore", state_province="MD", address_type="physical")
        if has_place and public
        else None,
        address_visibility=visibility if has_place else "full",
        area=Area("Baltimore, MD") if has_place and (not public or point is None) else None,
        schedules=draw(schedules),
        schedule_text=draw(optional),
        facts=found,
        minimum_age=draw(st.none() | st.integers(1, 90).map(float)),
        eligibility_description=draw(optional),
        phones=draw(phones),
        languages=draw(st.sampled_from([(), (Language(code="es", name="Spanish"),)])),
        join=draw(st.none() | st.builds(JoinMethod, url=st.just("https://example.org/j"), notes=optional)),
        welcome_line=draw(optional),
        assured_date=draw(st.none() | st.dates(date(2000, 1, 1), date(2030, 1, 1))),
        source=Source(authority=draw(plain), identifier=draw(plain)),
    )


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(listings(), max_size=4))
def test_reading_our_own_export_gives_the_same_listings(given_listings: list[Listing]) -> None:
    read = read_file(write_csv(given_listings), name="export.csv", authority="someone else")
    assert [problem for problem in read.problems if problem.severity == "reject"] == []
    assert len(read.rows) == len(given_listings)
    for row, listing in zip(read.rows, given_listings, strict=True):
        again = publishable(row.bundle, area_of=Area)
        assert again is not None
        assert export_row(again) == export_row(listing)
        assert again.facts == listing.facts
        assert (again.id, again.service_id, again.organization_id) == (
            listing.id,
            listing.service_id,
            listing.organization_id,
        )
        assert (again.phones, again.schedules, again.point) == (
            listing.phones,
            listing.schedules,
            listing.point,
        )


@given(st.text(max_size=20) | st.sampled_from(DANGEROUS))
def test_taking_the_apostrophe_away_gives_back_what_was_there(text: str) -> None:
    assert unguard(guard(text)) == text


def test_no_cell_of_an_export_starts_a_formula() -> None:
    given_listings = [
        Listing(
            id=f"{number}",
            service_id="s",
            name=text,
            description=text,
            organization=text,
            alert=text,
            schedule_text=text,
            facts={"population": {text: Fact(Answer.YES)}},
            phones=(Phone(number=text),),
        )
        for number, text in enumerate(DANGEROUS)
    ]
    data = write_csv(given_listings)
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    for row in rows[1:]:
        for name, cell in zip(rows[0], row, strict=True):
            if name not in ("latitude", "longitude"):
                assert not cell.lstrip(" \u00a0").startswith(
                    ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "|", "%")
                )


def test_every_exported_column_is_one_the_reader_knows() -> None:
    for name in EXPORT_COLUMNS:
        assert field_of(name) not in (None, "never"), name


def test_geojson_has_longitude_first_and_no_point_for_what_has_none() -> None:
    here = Listing(id="1", service_id="s", name="Here", point=GeoPoint(39.3, -76.6))
    hidden = Listing(id="2", service_id="s", name="Hidden", address_visibility="hidden")
    collection = json.loads(write_geojson([here, hidden]))
    assert collection["type"] == "FeatureCollection"
    first, second = collection["features"]
    assert first["geometry"] == {"type": "Point", "coordinates": [-76.6, 39.3]}
    assert second["geometry"] is None
    assert [feature["id"] for feature in collection["features"]] == ["1", "2"]
    assert "latitude" not in second["properties"]


def test_our_own_geojson_reads_back_too() -> None:
    listing = Listing(
        id=str(UUID(int=7)),
        service_id=str(UUID(int=8)),
        name="Open Door",
        point=GeoPoint(39.3, -76.6),
        location_id=str(UUID(int=9)),
        facts={"cost": {"free": Fact(Answer.YES)}, "accessibility": {"step-free": Fact(Answer.NO)}},
        source=Source(authority="a", identifier="1"),
    )
    (row,) = read_file(write_geojson([listing]), name="x.geojson").rows
    again = publishable(row.bundle)
    assert again is not None
    assert export_row(again) == export_row(listing)


def test_the_documentation_lists_every_column() -> None:
    page = (PROJECT / "docs" / "import-columns.md").read_text(encoding="utf-8")
    for column in known_columns():
        assert column.about in page, (
            f"{column.field} is missing from docs/import-columns.md: run `python -m resourcemap.interchange.columns_page`"
        )
        for name in column.names:
            assert f"`{name}`" in page, name


def test_a_changed_cell_is_read_as_changed() -> None:
    listing = Listing(
        id=str(UUID(int=7)),
        service_id=str(UUID(int=8)),
        name="Open Door",
        source=Source(authority="a", identifier="1"),
    )
    renamed = replace(listing, name="Elm House")
    (row,) = read_file(write_csv([renamed]), name="x.csv").rows
    assert (row.bundle.service_at_location.id, row.bundle.service.name) == (listing.id, "Elm House")
