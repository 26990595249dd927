"""The edit form: what is not typed stays, what is typed arrives, what cannot be read is told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from resourcemap.curation.form import documents_of, form_of, new_documents, read_form
from resourcemap.curation.form_fields import FIELDS
from resourcemap.curation.schedule_form import read_schedules, schedules_form
from resourcemap.interchange.sample import read_sample
from resourcemap.model.fact import Answer
from resourcemap.model.hsds import Organization, Schedule
from resourcemap.model.publish import publishable
from resourcemap.model.schedule import describe, occurrences

ZONE = ZoneInfo("America/New_York")
MAY = datetime(2026, 5, 1, tzinfo=ZONE)


@pytest.fixture(scope="module")
def bundles(project):
    data = (project / "data/sample/baltimore.json").read_bytes()
    return read_sample(data, today=datetime(2026, 5, 12, tzinfo=UTC).date())


@pytest.fixture(scope="module")
def circle(bundles):
    return next(each for each in bundles if each.service.name == "Tuesday Night Recovery Circle")


def typed_into(bundle, **typed):
    return read_form(documents_of(bundle), typed)


def test_a_form_that_is_sent_back_untouched_changes_nothing(bundles):
    for bundle in bundles:
        documents = documents_of(bundle)
        read = read_form(documents, form_of(documents))
        assert read.documents == documents
        assert read.problems == {}


def test_every_field_can_be_filled_in_and_is_read_back_as_typed(circle):
    texts = {
        "text": "Some words",
        "long": "Two words.\nAnd a line.",
        "number": "12.5",
        "yes-no": "no",
    }
    for field in FIELDS:
        if field.kind == "list":
            rows = [
                {
                    item.name: item.choices[-1] if item.choices else "7" if item.kind == "number" else "Words"
                    for item in field.items
                }
            ]
            if field.name == "schedules":
                continue
            read = typed_into(circle, **{field.name: rows})
            assert form_of(read.documents)[field.name] == [{"was": 0, **rows[0]}], field.name
            continue
        text = field.choices[-1] if field.choices else texts[field.kind]
        if field.name in ("website", "join_link", "organization_website"):
            text = "https://example.org"
        read = typed_into(circle, **{field.name: text})
        assert set(read.problems) <= {"oldest"}, field.name
        assert form_of(read.documents)[field.name] == text
        emptied = read_form(read.documents, {field.name: ""})
        if field.name not in ("name", "latitude", "longitude"):
            assert emptied.problems == {}, field.name
            assert form_of(emptied.documents)[field.name] == "", field.name


def test_what_the_form_does_not_ask_stays(circle):
    documents = documents_of(circle)
    documents["service"] |= {"x-ours": {"kept": 1}, "assured_date": "2026-01-02"}
    documents["service"]["phones"] = [
        {"id": "p1", "number": "410-555-0100", "languages": [{"code": "es"}]},
        {"number": "410-555-0101"},
    ]
    rows = form_of(documents)["phones"]
    rows[0]["number"] = "410-555-0199"
    read = read_form(documents, {"phones": [rows[0]], "name": "New name"})
    service = read.documents["service"]
    assert service["phones"] == [{"id": "p1", "number": "410-555-0199", "languages": [{"code": "es"}]}]
    assert (service["x-ours"], service["assured_date"]) == ({"kept": 1}, "2026-01-02")


def test_a_fact_is_answered_with_who_says_so_and_when(circle):
    key = "fact/affirming/staff-trained"
    answer = {"answer": "limited", "detail": "", "evidence": "document", "date": "2026-05-01"}
    read = typed_into(circle, **{key: answer})
    assert form_of(read.documents)[key] == answer
    listing = publishable(read.bundle())
    assert listing.answer("affirming", "staff-trained") is Answer.LIMITED
    gone = read_form(read.documents, {key: {"answer": "unknown"}})
    assert key not in form_of(gone.documents)
    assert publishable(gone.bundle()).answer("affirming", "staff-trained") is Answer.UNKNOWN


def test_a_fact_of_the_organization_is_answered_for_this_place_alone(circle):
    documents = documents_of(circle)
    stated = {
        "link_type": "cost",
        "taxonomy_term": {"code": "free", "taxonomy": "resourcemap"},
        "value": "yes",
    }
    documents["organization"]["attributes"] = [stated]
    documents["service"]["attributes"] = []
    read = read_form(documents, {"fact/cost/free": {"answer": "no"}})
    assert read.documents["organization"]["attributes"] == [stated]
    assert publishable(read.bundle()).answer("cost", "free") is Answer.NO


@pytest.mark.parametrize(("typed", "amount"), [("1,250", 1250.0), ("12,50", 12.5), ("40", 40.0)])
def test_a_price_with_a_comma_is_read_as_people_write_it(circle, typed, amount):
    read = read_form(documents_of(circle), {"prices": [{"price_for": "Room", "amount": typed}]})
    assert [each["amount"] for each in read.documents["service"]["cost_options"]] == [amount]


@pytest.mark.parametrize(
    ("typed", "key", "problem"),
    [
        ({"name": " "}, "name", "edit.problem.name"),
        ({"youngest": "eighteen"}, "youngest", "edit.problem.number"),
        ({"youngest": "30", "oldest": "20"}, "oldest", "edit.problem.ages"),
        ({"latitude": "91"}, "latitude", "edit.problem.latitude"),
        ({"latitude": "39,290"}, "latitude", "edit.problem.latitude"),
        ({"latitude": ""}, "latitude", "edit.problem.both"),
        ({"website": "example.org"}, "website", "edit.problem.link"),
        (
            {"fact/affirming/staff-trained": {"answer": "yes", "date": "May"}},
            "fact/affirming/staff-trained",
            "edit.problem.date",
        ),
        ({"schedules": [{"repeat": "weekly", "days": []}]}, "schedules", "edit.problem.days"),
        (
            {"schedules": [{"repeat": "weekly", "days": ["MO"], "opens": "7pm"}]},
            "schedules",
            "edit.problem.clock",
        ),
        (
            {"schedules": [{"repeat": "fortnightly", "days": ["MO"]}]},
            "schedules",
            "edit.problem.first_date",
        ),
        (
            {"schedules": [{"repeat": "weekly", "days": ["MO"], "skipped": "xmas"}]},
            "schedules",
            "edit.problem.date",
        ),
    ],
)
def test_what_cannot_be_read_is_told_beside_its_field(circle, typed, key, problem):
    assert typed_into(circle, **typed).problems[key].key == problem


def test_a_new_place_begins_empty_and_joins_an_organization_that_is_listed():
    begun = read_form(new_documents("d1"), {})
    assert set(begun.problems) == {"name"}
    known = Organization(id="o1", name="Open Door")
    typed = {"name": "Tea", "organization": "open door", "city": "Baltimore", "street": "1 Oak St"}
    read = read_form(new_documents("d1"), typed, find_organization=lambda name: known)
    assert read.problems == {}
    bundle = read.bundle()
    assert (bundle.service.organization_id, bundle.organization) == ("o1", known)
    assert bundle.service_at_location.location_id == bundle.location.id
    assert bundle.location.addresses[0].city == "Baltimore"
    again = read_form(new_documents("d1"), typed)
    assert again.documents["service"]["id"] == read.documents["service"]["id"]


def test_the_builder_says_every_rule_of_the_sample_as_it_was(bundles):
    rules = {schedule for bundle in bundles for schedule in bundle.service.schedules}
    assert len(rules) > 50
    for schedule in rules:
        document = schedule.to_document()
        (row,) = schedules_form([document])
        # Read as a new rule, without the one it came from.
        if row["repeat"] == "kept":
            continue
        ((made,), problem) = read_schedules([{**row, "was": None}], [])
        assert problem is None, document
        both = [document, {**made, "tzid": document.get("tzid")}]
        dates = [
            [*occurrences(Schedule.from_document(each), MAY, MAY + timedelta(days=400), zone=ZONE)]
            for each in both
        ]
        assert dates[0] == dates[1], document


@pytest.mark.parametrize(
    ("row", "said", "first"),
    [
        (
            {"repeat": "weekly", "days": ["TU", "TH"], "opens": "19:00", "closes": "20:30"},
            "Tuesday and Thursday, 7:00 pm to 8:30 pm",
            "2026-05-05",
        ),
        (
            {"repeat": "nth", "days": ["TU"], "numbers": ["2", "4"], "opens": "19:00"},
            "Second and fourth Tuesday of the month, 7:00 pm",
            "2026-05-12",
        ),
        (
            {"repeat": "fortnightly", "days": ["TU"], "first": "2026-05-12", "opens": "19:00"},
            "Every second Tuesday, 7:00 pm",
            "2026-05-12",
        ),
        ({"repeat": "once", "first": "2026-06-20", "opens": "12:00"}, None, "2026-06-20"),
        (
            {
                "repeat": "weekly",
                "days": ["FR"],
                "opens": "18:00",
                "season_from": "2026-06-01",
                "season_to": "2026-08-31",
                "skipped": "2026-06-05",
            },
            None,
            "2026-06-12",
        ),
        ({"repeat": "monthly", "monthday": "15", "opens": "12:00"}, None, "2026-05-15"),
        ({"repeat": "daily", "opens": "12:00"}, None, "2026-05-01"),
    ],
)
def test_the_builder_makes_the_rules_people_mean(row, said, first):
    ((made,), problem) = read_schedules([row], [])
    assert problem is None
    schedule = Schedule.from_document(made)
    when = next(occurrences(schedule, MAY, MAY + timedelta(days=400), zone=ZONE))
    assert when.start.date().isoformat() == first
    if said is not None:
        assert describe(schedule).startswith(said)


def test_a_rule_the_builder_cannot_show_is_left_alone():
    document = {"freq": "WEEKLY", "interval": 3, "byday": "MO", "count": 9, "opens_at": "10:00"}
    (row,) = schedules_form([document])
    assert row["repeat"] == "kept"
    ((made,), problem) = read_schedules([{**row, "note": "Bring a chair."}], [document])
    assert problem is None
    assert made == {**document, "notes": "Bring a chair."}


def located(circle, **of_the_place):
    documents = documents_of(circle)
    documents["location"] |= of_the_place
    return documents


def test_a_point_that_is_set_anew_is_the_place_itself_unless_it_is_said_to_be_near(circle):
    moved = {"latitude": "39.31", "longitude": "-76.61"}
    near = located(circle, is_approximate=True)
    assert read_form(near, moved).documents["location"]["is_approximate"] is False
    assert read_form(near, {"city": "Towson"}).documents["location"]["is_approximate"] is True
    for base in (near, documents_of(circle)):
        taken = read_form(base, {**moved, "point_is_near": "yes"})
        assert taken.documents["location"]["is_approximate"] is True
        assert publishable(taken.bundle()).point_is_approximate
        own = read_form(base, {**moved, "point_is_near": "no"})
        assert not publishable(own.bundle()).point_is_approximate
    gone = read_form(near, {"latitude": "", "longitude": ""}).documents["location"]
    assert "is_approximate" not in gone


MONDAY = {"repeat": "weekly", "days": ["MO"], "opens": "19:00"}


def zones(read):
    return [each.get("tzid") for each in read.documents["service"]["schedules"]]


def in_state(state, *tzids):
    documents = new_documents("d1")
    documents["service"] |= {
        "name": "Tea",
        "schedules": [
            {"freq": "WEEKLY", "byday": "FR", "opens_at": "18:00"} | ({"tzid": tzid} if tzid else {})
            for tzid in tzids
        ],
    }
    documents["location"] = {"id": "p", "addresses": [{"state_province": state}]}
    return documents


@pytest.mark.parametrize(
    ("base", "typed", "expected"),
    [
        (new_documents("d1"), {"state": "CO", "schedules": [MONDAY]}, ["America/Denver"]),
        (new_documents("d1"), {"schedules": [MONDAY]}, [None]),
        (new_documents("d1"), {"state": "TX", "schedules": [MONDAY]}, [None]),
        (
            new_documents("d1"),
            {"state": "TX", "schedules": [MONDAY], "time_zone": "America/Chicago"},
            ["America/Chicago"],
        ),
        # As the times beside it, also where the state would say otherwise.
        (
            in_state("CO", "America/Phoenix"),
            {"schedules": [{"was": 0, **MONDAY}, MONDAY]},
            ["America/Phoenix"] * 2,
        ),
        (in_state("CO", None), {"schedules": [{"was": 0, **MONDAY}, MONDAY]}, ["America/Denver"] * 2),
        (in_state("CO", "America/Denver"), {"state": "California"}, ["America/Los_Angeles"]),
        (in_state("TX", "America/Chicago"), {"state": "CO"}, ["America/Denver"]),
        (in_state("CO", "America/Denver"), {"state": "TX"}, [None]),
        (in_state("CO", "America/Phoenix"), {"state": "CA"}, ["America/Phoenix"]),
        (in_state("CO", "America/Denver"), {"state": ""}, ["America/Denver"]),
        (in_state("CO", None), {"city": "Denver"}, [None]),
    ],
)
def test_times_are_of_the_zone_beside_them_or_of_the_state(base, typed, expected):
    read = read_form(base, {"name": "Tea", **typed})
    assert read.problems == {}
    assert zones(read) == expected
