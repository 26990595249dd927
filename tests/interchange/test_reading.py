"""What single cells, rows and meetings become."""

import json

import pytest

from resourcemap.errors import UnreadableFileError
from resourcemap.interchange import read_file, write_csv
from resourcemap.model.fact import Answer, read_facts
from resourcemap.model.hsds import Bundle
from resourcemap.model.publish import publishable


def rows_of(text: str, name: str = "list.csv", **options):
    return read_file(text.encode(), name=name, **options)


def only(text: str, name: str = "list.csv", **options) -> Bundle:
    (row,) = rows_of(text, name, **options).rows
    return row.bundle


def meeting(**fields) -> Bundle:
    given = {"name": "Group", "slug": "group", "day": 1, "time": "19:00", "types": []} | fields
    (row,) = rows_of(json.dumps([given]), "feed.json", format="meeting-guide").rows
    return row.bundle


def facts_of(bundle: Bundle):
    location = bundle.location.attributes if bundle.location else ()
    return read_facts((*bundle.service.attributes, *location))


def test_ids_come_from_the_source_and_the_rows_own_id() -> None:
    first = only("id,name,phone\n7,Open Door,410-555-0100\n", authority="a")
    renamed = only("id,name,phone\n7,Open House,410-555-0100\n", authority="a")
    other = only("id,name,phone\n7,Open Door,410-555-0100\n", authority="b")
    assert first.service_at_location.id == renamed.service_at_location.id
    assert first.service_at_location.id != other.service_at_location.id


def test_rows_of_one_organization_share_it() -> None:
    text = "id,name,agency,phone\n1,A,Open Door,410-555-0100\n2,B,open  door,410-555-0100\n"
    organizations = {row.bundle.organization.id for row in rows_of(text).rows}
    assert len(organizations) == 1


def test_none_in_a_fee_column_means_free_and_an_empty_cell_means_not_known() -> None:
    assert facts_of(only("name,fees,phone\nA,None,410-555-0100\n"))["cost"]["free"].answer is Answer.YES
    assert "cost" not in facts_of(only("name,fees,phone\nA,,410-555-0100\n"))
    assert "cost" not in facts_of(only("name,fees,phone\nA,N/A,410-555-0100\n"))


@pytest.mark.parametrize(
    ("written", "amount"), [('"$1,250"', 1250.0), ("12.50", 12.5), ('"12,50"', 12.5), ('"1,250.50"', 1250.5)]
)
def test_a_price_keeps_its_thousands(written: str, amount: float) -> None:
    bundle = only(f"name,amount,phone\nA,{written},410-555-0100\n")
    assert [each.amount for each in bundle.service.cost_options] == [amount]


def test_a_price_that_is_no_single_amount_stays_as_it_is_written() -> None:
    for written in ("$40-60", "-5", "a dollar or two"):
        (cost,) = only(f"name,amount,phone\nA,{written},410-555-0100\n").service.cost_options
        assert (cost.amount, cost.amount_description) == (None, written)


def test_what_is_not_said_is_never_a_no() -> None:
    bundle = only("name,address,languages,handicap\nA,1 Oak St,,\n")
    assert facts_of(bundle) == {}
    assert bundle.service.status is None
    assert bundle.service.minimum_age is None


@pytest.mark.parametrize(
    ("columns", "values", "visibility"),
    [
        ("confidential", "yes", "hidden"),
        ("PUBLIC_RECORD", "0", "hidden"),
        ("location_visible", "FALSE", "hidden"),
        ("address_visibility", "partial", "partial"),
        ("confidential", "no", None),
    ],
)
def test_a_place_that_must_stay_private_is_marked(columns: str, values: str, visibility: str | None) -> None:
    bundle = only(f"name,address,{columns}\nSafe House,1 Oak St,{values}\n")
    assert bundle.location is not None
    assert bundle.location.address_visibility == visibility


def test_a_point_in_the_sea_is_reported_and_not_used() -> None:
    read = rows_of("name,latitude,longitude\nA,0,0\n")
    assert read.rows[0].bundle.location is None
    assert [problem.code for problem in read.problems] == ["point-zero-zero"]
    assert read.problems[0].message.startswith("Row 1, latitude: ")
    assert read.rows[0].raw["latitude"] == "0"


def test_fact_columns_tell_yes_no_and_not_known_apart() -> None:
    facts = facts_of(only("name,address,accessibility,accessibility_no\nA,1 Oak St,step-free,lift\n"))[
        "accessibility"
    ]
    assert (facts["step-free"].answer, facts["lift"].answer) == (Answer.YES, Answer.NO)
    assert "asl" not in facts


def test_hours_that_cannot_be_read_stay_as_written() -> None:
    service = only("name,phone,hours\nA,410-555-0100,whenever the lights are on\n").service
    assert service.schedules == ()
    assert service.schedule_text == "whenever the lights are on"


def test_a_column_of_private_data_is_not_even_kept() -> None:
    (row,) = rows_of("name,phone,venmo,Admin Notes\nA,410-555-0100,@secret,secret\n").rows
    assert "secret" not in json.dumps(row.raw)


def test_a_meeting_without_an_end_lasts_an_hour_past_midnight_too() -> None:
    (schedule,) = meeting(
        time="23:30", formatted_address="1 Oak St, Baltimore, MD 21201, USA"
    ).service.schedules
    assert (schedule.byday, schedule.opens_at, schedule.closes_at) == ("MO", "23:30", "00:30")
    assert schedule.tzid == "America/New_York"


def test_a_zone_that_cannot_be_told_is_left_out() -> None:
    (schedule,) = meeting(city="Nashville", state="TN").service.schedules
    assert schedule.tzid is None


@pytest.mark.parametrize(
    ("fields", "attendance", "status"),
    [
        ({"formatted_address": "1 Oak St, Baltimore, MD 21201, USA"}, {"in-person": "yes"}, "active"),
        ({"conference_url": "https://example.org/j"}, {"online-live": "yes"}, "active"),
        (
            {"conference_url": "https://example.org/j", "formatted_address": "1 Oak St, Baltimore, MD, USA"},
            {"in-person": "yes", "online-live": "yes"},
            "active",
        ),
        (
            {"types": ["TC", "ONL"], "conference_url": "https://example.org/j", "address": "1 Oak St"},
            {"in-person": "no", "online-live": "yes"},
            "active",
        ),
        ({"types": ["TC"], "address": "1 Oak St"}, {"in-person": "no"}, "temporarily closed"),
        ({"attendance_option": "inactive", "address": "1 Oak St"}, {}, "temporarily closed"),
        ({"attendance_option": "hybrid"}, {"in-person": "yes", "online-live": "yes"}, "active"),
        (
            {
                "types": ["ONL"],
                "formatted_address": "Baltimore, MD, USA",
                "latitude": 39.29,
                "longitude": -76.61,
            },
            {"online-live": "yes"},
            "active",
        ),
    ],
)
def test_how_people_take_part_is_told_from_what_the_feed_says(fields, attendance, status) -> None:
    bundle = meeting(**fields)
    found = {term: fact.answer.value for term, fact in facts_of(bundle).get("attendance", {}).items()}
    assert found == attendance
    assert bundle.service.status == status
    if "in-person" not in attendance:
        assert bundle.location is not None
        assert bundle.location.latitude is None


def test_al_anon_is_for_families() -> None:
    assert "family-group" in facts_of(meeting(name="Hope AFG"))["category"]
    assert "12-step" in facts_of(meeting(name="Hope"))["category"]


def test_codes_nobody_knows_are_kept_and_told() -> None:
    feed = json.dumps([{"name": "A", "slug": "a", "day": 1, "time": "19:00", "types": ["W", "ZZZ"]}])
    read = rows_of(feed, "feed.json")
    assert read.rows[0].bundle.service.extra["meeting_guide_types"] == ["W", "ZZZ"]
    assert any(problem.code == "unknown-words" and "ZZZ" in problem.message for problem in read.problems)


def test_checked_and_edited_are_not_the_same() -> None:
    service = meeting(updated="2021-08-27 14:40:51", last_contact="2024-01-05").service
    assert service.last_modified == "2021-08-27T14:40:51Z"
    assert service.assured_date is not None
    assert service.assured_date.isoformat() == "2024-01-05"
    assert meeting(updated="2021-08-27 14:40:51").service.assured_date is None


def test_a_format_nobody_knows_is_refused() -> None:
    with pytest.raises(UnreadableFileError, match="It reads: csv"):
        rows_of("name\nA\n", format="hsds")


@pytest.mark.parametrize("name", ["places.geojson", "feed.json", "FEED.JSON"])
@pytest.mark.parametrize("text", ["name,phone\nOpen Door,410-555-0100\n", "Not found", "undefined"])
def test_a_file_named_json_that_holds_none_is_refused_in_words(name: str, text: str) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        rows_of(text, name)
    told = str(caught.value)
    assert told.startswith(f"{name}: the file should hold JSON, but it begins with “{text.split()[0][:4]}")
    assert ".csv" in told
    if "," in text:
        assert len(rows_of(text, name, format="csv").rows) == 1


def test_a_table_that_is_json_is_read_as_what_it_is() -> None:
    feed = json.dumps([{"name": "A", "slug": "a", "day": 1, "time": "19:00", "types": ["O"]}])
    feature = {"type": "Feature", "geometry": None, "properties": {"name": "A", "phone": "410-555-0100"}}
    for text in (feed, json.dumps(feature, indent=1)):
        assert [row.bundle.service.name for row in rows_of(text, "list.csv").rows] == ["A"]
    with pytest.raises(UnreadableFileError, match="looks like JSON, not like csv"):
        rows_of(feed, "list.csv", format="csv")


@pytest.mark.parametrize(
    "text", ['[{"name": "A", "day"', '{"type": "FeatureCollection", "features": [{', "[{,"]
)
def test_a_table_that_is_broken_json_is_refused_and_not_read_as_cells(text: str) -> None:
    for name in ("list.csv", "list.json", "list.txt"):
        with pytest.raises(UnreadableFileError, match="The file starts like JSON, but line 1"):
            rows_of(text, name)


def test_a_table_may_begin_with_a_bracket() -> None:
    for first in ("[No]", "{kind}", "[1] colour"):
        (row,) = rows_of(f"{first},name,phone\nx,Open Door,410-555-0100\n").rows
        assert row.bundle.service.name == "Open Door"


def test_progress_ends_with_all_rows() -> None:
    seen: list[tuple[int, int]] = []
    rows_of(
        "name,phone\n" + "A,410-555-0100\n" * 450, progress=lambda done, total: seen.append((done, total))
    )
    assert seen == [(200, 450), (400, 450), (450, 450)]


def test_a_file_name_is_only_a_name() -> None:
    read = rows_of("name,phone\nA,410-555-0100\n", name="../../etc/passwd.csv")
    assert read.authority == "passwd"


def test_each_phone_keeps_what_it_is_for() -> None:
    text = "name,PHONE,PHONE1_DESCRIPTION,PHONE5,PHONE5_DESCRIPTION\nA,410-555-0100,Main Number,410-555-0104,TTY\n"
    phones = [(phone.number, phone.type, phone.description) for phone in only(text).service.phones]
    assert phones == [("410-555-0100", "voice", "Main Number"), ("410-555-0104", "textphone", "TTY")]


def test_the_street_of_a_hidden_place_survives_the_import_of_its_export() -> None:
    hidden = only("id,name,address,confidential\n1,Safe House,1 Oak St,yes\n")
    listing = publishable(hidden)
    assert listing is not None
    again = read_file(write_csv([listing]), name="export.csv").rows[0].bundle
    assert again.location is not None
    assert again.location.addresses == ()
    assert b"Oak St" not in write_csv([listing])
