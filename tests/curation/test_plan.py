"""A plan says what a file would do, row by row, and counts every row once."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resourcemap.model.hsds import Address, Organization, Phone, Schedule
from resourcemap.model.identity import listing_ids
from resourcemap.model.writes import Suggestion

THURSDAY = Schedule(freq="WEEKLY", byday="TH", opens_at="19:00", closes_at="20:00")


def statuses(plan):
    return [row.status for row in plan.rows]


def test_the_first_time_every_row_is_new(plan, make_file, make_bundle):
    one, two = make_bundle("1"), make_bundle("2", name="Choir")
    made = plan(make_file(one, two))
    assert statuses(made) == ["new", "new"]
    assert [row.bundle for row in made.rows] == [one, two]
    # The organization they share is written once.
    assert len(made.records) == 7
    assert {source.identifier for source in made.sources} == {"1", "2"}
    assert made.version == 7


def test_the_same_file_again_is_unchanged(plan, make_file, make_bundle, after):
    file = make_file(make_bundle("1"), make_bundle("2", name="Choir"))
    again = plan(file, after(plan(file)))
    assert statuses(again) == ["unchanged", "unchanged"]
    assert not again.changes_anything


def test_the_report_has_the_counts_and_every_row_is_in_one(plan, make_file, make_bundle, after):
    known = after(plan(make_file(make_bundle("1"), make_bundle("2", name="Choir"))))
    made = plan(
        make_file(
            make_bundle("1"),
            make_bundle("2", name="Choir", description="Sing."),
            make_bundle("3", name="Walk"),
            make_bundle("4", authority="county", name="Tuesday circle"),
            rejected=2,
        ),
        known,
    )
    report = made.as_report()
    problems = report.pop("problems")
    assert report == {
        "file": "county.csv",
        "format": "csv",
        "rows": 6,
        "new": 1,
        "changed": 1,
        "unchanged": 1,
        "possible_duplicates": 1,
        "rejected": 2,
    }
    assert [(each["row"], each["column"], each["code"]) for each in problems] == [
        (5, "name", "no-name"),
        (6, "name", "no-name"),
        (4, None, "possible-duplicate"),
    ]
    assert all(each["message"] for each in problems)
    assert made.import_file("County").counts == {name: report[name] for name in made.counts}


def test_a_changed_row_names_the_fields_that_change(plan, make_file, make_bundle, after):
    first = make_bundle("1", description="Tea.")
    known = after(plan(make_file(first)))
    moved = replace(first, location=replace(first.location, latitude=39.3))
    made = plan(make_file(replace(moved, service=replace(moved.service, description="Coffee."))), known)
    (row,) = made.rows
    assert row.status == "changed"
    assert {(each.resource_type, each.field_name, each.previous_value, each.replacement_value) for each in row.changes} == {
        ("service", "description", "Tea.", "Coffee."),
        ("location", "latitude", 39.29, 39.3),
    }  # fmt: skip
    assert len(made.records) == 2


def test_what_a_file_leaves_out_stays(plan, make_file, make_bundle, after):
    full = make_bundle("1", description="Tea.", phone="410-555-0101", eligibility_description="Women")
    full = replace(full, organization=replace(full.organization, website="https://example.org"))
    known = after(plan(make_file(full)))
    bare = make_bundle("1", name="Renamed circle", schedules=(), address=None, point=None)
    (row,) = plan(make_file(bare), known).rows
    assert [each.field_name for each in row.changes] == ["name"]
    assert row.bundle == replace(full, service=replace(full.service, name="Renamed circle"))
    # A row that only says less changes nothing, but is remembered as what the file says now.
    less = plan(make_file(make_bundle("1", schedules=())), known)
    assert statuses(less) == ["unchanged"]
    assert less.records == ()
    assert len(less.sources) == 1


def test_a_field_edited_by_hand_stays_and_is_told(plan, make_file, make_bundle, after, edit):
    listing = listing_ids("county", "1").service_at_location
    known = edit(
        after(plan(make_file(make_bundle("1", description="Old.", fees_description="5 dollars")))),
        listing,
        description="By hand.",
    )
    made = plan(make_file(make_bundle("1", description="By file.", fees_description="Free")), known)
    (row,) = made.rows
    assert row.bundle.service.description == "By hand."
    assert row.bundle.service.fees_description == "Free"
    assert [(each.change.field_name, each.reason) for each in row.kept] == [("description", "edit")]
    assert [(each.row, each.column, each.code) for each in made.problems] == [(1, "description", "kept-edit")]


def test_an_edit_survives_the_same_file_again(plan, make_file, make_bundle, after, edit):
    file = make_file(make_bundle("1", description="Old."))
    known = edit(after(plan(file)), listing_ids("county", "1").service_at_location, name="By hand")
    again = plan(file, known)
    assert statuses(again) == ["unchanged"]
    assert again.rows[0].bundle.service.name == "By hand"
    assert again.problems == ()


def test_a_repeated_row_is_unchanged(plan, make_file, make_bundle):
    made = plan(make_file(make_bundle("1"), make_bundle("2", name="Choir"), make_bundle("1")))
    assert statuses(made) == ["new", "new", "unchanged"]
    assert made.rows[2].listing_id == made.rows[0].listing_id
    assert len(made.sources) == 2


def test_one_id_on_several_days_makes_several_listings(plan, make_file, make_bundle, after):
    tuesday, thursday = make_bundle("1"), make_bundle("1", schedules=(THURSDAY,))
    made = plan(make_file(tuesday, thursday))
    assert statuses(made) == ["new", "new"]
    assert [row.identifier for row in made.rows] == ["1", "1#2"]
    ids = listing_ids("county", "1#2")
    assert made.rows[1].bundle.service_at_location.id == ids.service_at_location
    assert made.rows[1].bundle.service_at_location.source.identifier == "1#2"
    assert made.rows[1].bundle.service.schedules == (THURSDAY,)
    assert [problem.code for problem in made.problems] == ["repeated-id"]
    # Neither the same order nor another one makes anything new of it.
    for rows in ((tuesday, thursday), (thursday, tuesday)):
        again = plan(make_file(*rows), after(made))
        assert statuses(again) == ["unchanged", "unchanged"]
        assert not again.changes_anything


def test_of_several_listings_under_one_id_the_one_that_changed_is_changed(
    plan, make_file, make_bundle, after
):
    tuesday, thursday = make_bundle("1"), make_bundle("1", schedules=(THURSDAY,))
    known = after(plan(make_file(tuesday, thursday)))
    earlier = replace(THURSDAY, opens_at="18:00")
    made = plan(make_file(make_bundle("1", schedules=(earlier,)), tuesday), known)
    assert [(row.identifier, row.status) for row in made.rows] == [("1#2", "changed"), ("1", "unchanged")]


def test_an_organization_shared_by_rows_gathers_what_each_says(plan, make_file, make_bundle):
    one, two = make_bundle("1"), make_bundle("2", name="Choir")
    one = replace(one, organization=replace(one.organization, website="https://example.org"))
    two = replace(two, organization=replace(two.organization, email="hello@example.org"))
    made = plan(make_file(one, two))
    (organization,) = [record for record in made.records if isinstance(record, Organization)]
    assert (organization.website, organization.email) == ("https://example.org", "hello@example.org")


def test_a_listing_known_without_its_source_is_found_by_its_id(plan, make_file, make_bundle, after):
    known = after(plan(make_file(make_bundle("1"))))
    forgotten = replace(known, sources={})
    assert statuses(plan(make_file(make_bundle("1")), forgotten)) == ["unchanged"]


def test_a_source_that_was_moved_to_another_listing_updates_that_one(plan, make_file, make_bundle, after):
    known = after(plan(make_file(make_bundle("1"), make_bundle("2", name="Choir"))))
    target = listing_ids("county", "2").service_at_location
    sources = dict(known.sources)
    sources["county", "1"] = replace(sources["county", "1"], listing_id=target)
    made = plan(make_file(make_bundle("1", description="Sing.")), replace(known, sources=sources))
    (row,) = made.rows
    assert row.listing_id == target
    assert row.bundle.service.id == listing_ids("county", "2").service
    assert row.bundle.service.description == "Sing."


def test_a_pointer_to_nothing_does_not_reach_the_records(plan, make_file, make_bundle):
    bundle = make_bundle("1", organization=None)
    lost = replace(bundle, service=replace(bundle.service, organization_id="nowhere"), location=None)
    (row,) = plan(make_file(lost)).rows
    assert row.bundle.service.organization_id is None
    assert row.bundle.service_at_location.location_id is None


def test_a_possible_duplicate_becomes_a_question_for_staff(plan, make_file, make_bundle, after):
    known = after(plan(make_file(make_bundle("1"))))
    file = make_file(make_bundle("77", authority="tsml"), authority="tsml")
    made = plan(file, known)
    (row,) = made.rows
    assert row.status == "possible-duplicate"
    (asked,) = made.suggestions()
    assert asked == Suggestion(
        kind="possible-duplicate",
        listing_id=row.listing_id,
        other_id=listing_ids("county", "1").service_at_location,
        reasons=row.duplicate_of[0].reasons,
    )
    assert [reason.key for reason in asked.reasons] == [
        "curation.duplicate.same_name",
        "curation.duplicate.same_address",
        "curation.duplicate.same_time",
    ]
    # It came in as a listing of its own, so the file again is unchanged.
    assert statuses(plan(file, after(made, known))) == ["unchanged"]


def test_progress_ends_at_the_last_row(make_file, make_bundle):
    from resourcemap.curation.existing import Existing
    from resourcemap.curation.plan import plan_import

    told = []
    plan_import(
        make_file(*(make_bundle(str(number), name=f"Group {number}") for number in range(250))),
        Existing.of(),
        version=0,
        file_name="a.csv",
        file_hash="0",
        progress=lambda done, total: told.append((done, total)),
    )
    assert told == [(100, 250), (200, 250), (250, 250)]


names = st.sampled_from(["Circle", "Choir", "Walk", "Circel", "Step Study"])
days = st.sampled_from(["MO", "TU", "TU,TH"])
rows = st.lists(
    st.fixed_dictionaries(
        {"identifier": st.sampled_from("abcde"), "name": names},
        optional={
            "description": st.text(max_size=5),
            "phone": st.sampled_from(["410-555-0101", "410-555-0102"]),
            "organization": st.none() | names,
            "schedules": days.map(
                lambda byday: (Schedule(freq="WEEKLY", byday=byday, opens_at="19:00", closes_at="20:00"),)
            ),
            "address": st.none() | st.just("1 Example St"),
        },
    ),
    max_size=8,
)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=rows, second=rows)
def test_any_file_after_any_other_is_unchanged_the_next_time(
    plan, make_file, make_bundle, after, first, second
):
    known = after(plan(make_file(*(make_bundle(**row) for row in first))))
    file = make_file(*(make_bundle(**row) for row in second), rejected=1)
    made = plan(file, known)
    counts = made.counts
    assert counts["rows"] == file.row_count == sum(counts.values()) - counts["rows"]
    listings = [row.listing_id for row in made.rows if row.status in ("new", "possible-duplicate")]
    assert len(listings) == len(set(listings))
    again = plan(file, after(made, known))
    assert set(statuses(again)) <= {"unchanged"}
    assert not again.changes_anything


def test_a_list_is_replaced_but_keeps_what_is_known_of_the_same_item(plan, make_file, make_bundle, after):
    known_bundle = make_bundle("1")
    known_bundle = replace(
        known_bundle,
        service=replace(
            known_bundle.service,
            phones=(Phone(number="(410) 555-0101", description="Front desk"), Phone(number="410-555-0102")),
        ),
        location=replace(
            known_bundle.location,
            addresses=(Address(address_1="1 Example St", address_2="Room 5", city="Baltimore"),),
        ),
    )
    known = after(plan(make_file(known_bundle)))
    (row,) = plan(make_file(make_bundle("1", phone="410-555-0101")), known).rows
    assert row.bundle.service.phones == (Phone(number="410-555-0101", description="Front desk"),)
    assert row.bundle.location.addresses[0].address_2 == "Room 5"
