"""The edit form: what is not typed stays, what is typed arrives, what cannot be read is told."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from resourcemap.curation.form import documents_of, form_of, new_documents, read_form
from resourcemap.curation.form_fields import ADDRESS, FIELD_OF, FIELDS
from resourcemap.curation.schedule_form import read_schedules, schedules_form
from resourcemap.interchange.sample import read_sample
from resourcemap.model.fact import Answer
from resourcemap.model.hsds import (
    RECORD_TYPES,
    Accessibility,
    Address,
    Capacity,
    Contact,
    CostOption,
    FirstVisit,
    JoinMethod,
    Organization,
    Phone,
    RequiredDocument,
    Schedule,
    ServiceArea,
)
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


# What the form does not ask, and why.
NOT_ASKED = {
    "id": "the record's own",
    "extra": "what nobody knows stays as it came",
    "organization_id": "follows from who runs it",
    "service_id": "follows from the listing",
    "location_id": "follows from the listing",
    "attributes": "asked as facts",
    "languages": "asked as facts, for the place and not for each phone",
    "assured_date": "set on the page for checking",
    "assurer_email": "set on the page for checking",
    "last_modified": "set when it is saved",
    "source": "where it came from is no matter of opinion",
    "organization.contacts": "the service's are asked: people ask there",
    "location.contacts": "the service's are asked: people ask there",
    "location.alternate_name": "a building's second name is said in what the building is like",
    "location.url": "the service's and the organization's are asked: the map shows those",
    "contacts.department": "what they do says it",
    "contacts.phones": "the map shows the place's phones",
    "addresses.attention": "the map shows the door, not whom a letter is for",
    "addresses.region": "the state says it",
    "addresses.address_type": "only the address of the door is asked",
    "access_notes.url": "the map shows the place's own pages",
    "capacities.updated": "goes when the number is changed",
    "schedules.count": "a rule that ends after so many times is kept as it is",
    "schedules.wkst": "kept with the rule it belongs to",
    "schedules.timezone": "an offset without daylight saving; the time zone is asked",
    "schedules.description": "said by the rule itself",
    "schedules.attending_type": "asked as facts",
    "schedules.schedule_link": "the map shows the place's own pages",
}
# What the answers of the builder of times are kept as.
BUILT = {"freq", "interval", "byday", "bymonthday", "dtstart", "until", "valid_from", "valid_to"} | {
    *("opens_at", "closes_at", "exdates", "rdates", "notes", "tzid")
}


def parts_asked():
    """Each record and part of one, with its type and what of it the form asks."""
    for name, kind in RECORD_TYPES.items():
        held = {each.path[0] for each in FIELDS if each.record == name}
        if name in ("service", "service_at_location"):
            held |= {each.path[0] for each in FIELDS if each.record == "first"}
        yield name, kind, held | ({"addresses", "schedules", "phones"} if name == "location" else set())
    for name, kind in (
        ("phones", Phone),
        ("contacts", Contact),
        ("prices", CostOption),
        ("papers", RequiredDocument),
        ("access_notes", Accessibility),
        ("service_areas", ServiceArea),
        ("capacities", Capacity),
    ):
        yield name, kind, {item.path[0] for item in FIELD_OF[name].items}
    for name, kind in (("addresses", Address), ("first_visit", FirstVisit), ("join", JoinMethod)):
        way = ADDRESS if name == "addresses" else name
        yield name, kind, {each.path[1] for each in FIELDS if each.path[0] == way}
    yield "schedules", Schedule, BUILT


def test_every_field_of_the_records_is_asked_or_left_out_for_a_reason():
    missing, used = [], set()
    for name, kind, held in parts_asked():
        for each in fields(kind):
            reasons = {each.name, f"{name}.{each.name}"} & NOT_ASKED.keys()
            if each.name in held:
                continue
            used |= reasons
            if not reasons:
                missing.append(f"{name}.{each.name}")
    assert missing == []
    assert used == NOT_ASKED.keys()


def test_a_full_place_is_said_to_be_full_and_an_old_count_loses_its_day(circle):
    documents = documents_of(circle)
    documents["service"]["capacities"] = [{"id": "c", "available": 3.0, "maximum": 8.0, "updated": "2026-01"}]
    (row,) = form_of(documents)["capacities"]
    assert (row["room_free"], row["room_all"]) == ("3", "8")
    full = read_form(documents, {"capacities": [{**row, "room_free": "0"}]})
    assert full.documents["service"]["capacities"] == [{"id": "c", "available": 0.0, "maximum": 8.0}]
    assert publishable(full.bundle()).is_full is True
    asked_alone = read_form(documents, {"capacities": [{"was": 0, "room_free": "0"}]})
    assert asked_alone.documents == full.documents
    same = read_form(documents, {"capacities": [row, {"room_free": "1"}]}).documents["service"]["capacities"]
    assert same[0]["updated"] == "2026-01"


def test_times_and_phones_of_the_place_alone_are_those_the_form_shows(circle):
    documents = documents_of(circle)
    documents["location"] |= {
        "schedules": documents["service"].pop("schedules"),
        "phones": [{"number": "410-555-0141"}],
    }
    for name in ("service", "service_at_location"):
        documents[name].pop("phones", None)
    form = form_of(documents)
    seen = publishable(read_form(documents, {}).bundle())
    assert [row["number"] for row in form["phones"]] == [each.number for each in seen.phones]
    assert len(form["schedules"]) == len(seen.schedules) > 0
    form["phones"][0]["number"] = "410-555-0142"
    changed = read_form(documents, {"phones": form["phones"]})
    assert publishable(changed.bundle()).phones[0].number == "410-555-0142"


def test_a_type_of_phone_that_is_none_of_ours_stays(circle):
    documents = documents_of(circle)
    documents["service"]["phones"] = [{"number": "410-555-0100", "type": "hotline"}]
    (row,) = form_of(documents)["phones"]
    kept = read_form(documents, {"phones": [{**row, "phone_note": "Day and night"}]})
    assert kept.documents["service"]["phones"][0]["type"] == "hotline"
    wrong = read_form(documents, {"phones": [{**row, "phone_type": "<b>"}]})
    assert wrong.problems["phones"].key == "edit.problem.choice"
