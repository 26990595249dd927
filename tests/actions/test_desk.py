"""Checking, deciding and policies over a real database: truth is written, and nothing more."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from resourcemap import actions
from resourcemap.errors import ConflictError, NotAllowedError, NotFoundError, ResourceMapError, TooManyError
from resourcemap.geo.point import GeoPoint
from resourcemap.model.change import OPERATOR, Actor
from resourcemap.model.fact import Answer
from resourcemap.model.freshness import Freshness, FreshnessPolicy
from resourcemap.model.proposal import Proposal
from resourcemap.search.query import SearchQuery

BEN = Actor("ben", frozenset({"verifier"}))
TODAY = date(2026, 11, 24)
GROUPS = b"""id,name,address,city,state,zip,latitude,longitude,phone,website
1,Tuesday circle,1 Main St,Baltimore,MD,21201,39.2946,-76.6252,410-555-0101,https://example.org
2,Garden evening,2 Main St,Baltimore,MD,21201,39.2950,-76.6260,410-555-0102,
3,Harbor House Inc.,3 Main St,Baltimore,MD,21201,39.2950,-76.6260,410-555-0103,
"""


@pytest.fixture
def places(empty, moment):
    plan = actions.plan_import(empty, GROUPS, by=OPERATOR, file_name="groups.csv", source_name="ours")
    actions.apply_import(empty, plan, by=OPERATOR, now=moment)
    return empty


def named(directory, name: str) -> str:
    return next(each.id for each in directory.snapshot().listings if each.name == name)


def aged(directory, name: str, days: int, moment) -> str:
    """Move a listing's last check into the past."""
    listing = named(directory, name)
    bundle = directory.store.bundle(listing)
    service = replace(bundle.service, assured_date=TODAY - timedelta(days=days))
    directory.store.write([service], by="ana", at=moment)
    return listing


# --- Checking ------------------------------------------------------------------------------------


def test_the_call_list_begins_with_what_is_hidden_and_ends_with_what_was_never_checked(
    places, moment
) -> None:
    aged(places, "Tuesday circle", 400, moment)
    aged(places, "Garden evening", 600, moment)
    found = actions.call_list(places, by=BEN, now=moment)
    assert [(each.name, each.band) for each in found] == [
        ("Garden evening", Freshness.HIDDEN),
        ("Tuesday circle", Freshness.OVERDUE),
        ("Harbor House Inc.", Freshness.UNKNOWN),
    ]
    assert found[1].next_step.band is Freshness.HIDDEN
    assert found[1].phone == "410-555-0101"


@pytest.mark.parametrize(
    ("days", "band", "step"),
    [
        (151, Freshness.CURRENT, Freshness.CHECK_FIRST),
        (340, Freshness.CHECK_FIRST, Freshness.OVERDUE),
        (530, Freshness.OVERDUE, Freshness.HIDDEN),
    ],
)
def test_each_step_is_announced_before_it_comes(places, moment, days, band, step) -> None:
    listing = aged(places, "Tuesday circle", days, moment)
    found = next(each for each in actions.call_list(places, by=BEN, now=moment) if each.listing_id == listing)
    assert (found.band, found.next_step.band, found.is_announced) == (band, step, True)
    assert 0 < (found.next_step.on - TODAY).days <= 30


def test_what_was_checked_lately_is_not_on_the_call_list(places, moment) -> None:
    listing = aged(places, "Tuesday circle", 100, moment)
    assert listing not in {each.listing_id for each in actions.call_list(places, by=BEN, now=moment)}


def test_overdue_comes_last_then_is_hidden_from_the_public_and_stays_on_the_desk(places, moment) -> None:
    for days, names in ((365, 3), (548, 3), (549, 2)):
        aged(places, "Tuesday circle", days, moment)
        found = actions.find(places, SearchQuery(), now=moment)
        assert len(found.matches) == names
        assert (found.matches[-1].listing.name == "Tuesday circle") == (days == 548)
    assert actions.call_list(places, by=BEN, now=moment)[0].name == "Tuesday circle"


def test_an_unchanged_place_counts_as_checked_today_and_who_how_and_when_are_kept(places, moment) -> None:
    listing = aged(places, "Tuesday circle", 600, moment)
    sheet = actions.check_sheet(places, listing, by=BEN)
    assert sheet.said["phone"] == "410-555-0101"
    run = actions.record_check(places, sheet, how="call", result="unchanged", by=BEN, now=moment)
    (kept,) = actions.checks_of(places, listing, by=BEN)
    assert (kept.by, kept.how, kept.at, kept.result) == ("ben", "call", moment, "unchanged")
    assert actions.listing(places, listing, now=moment).assured_date == TODAY
    actions.undo_import(places, run.id, by=OPERATOR, now=moment)
    assert places.store.bundle(listing).service.assured_date == TODAY - timedelta(days=600)


def test_an_answer_that_changes_a_fact_is_checked_by_staff_today(places, moment) -> None:
    listing = named(places, "Tuesday circle")
    sheet = actions.check_sheet(places, listing, by=BEN)
    answers = {"fact/accessibility/step-free": "limited", "phone": "410-555-0199", "nonsense": "x"}
    shown = actions.preview_check(places, sheet, answers, by=BEN, now=moment)
    assert {each.field_name for each in shown.changes} == {"attributes", "phones"}
    actions.record_check(places, sheet, how="visit", result="changed", answers=answers, by=BEN, now=moment)
    now_listed = actions.listing(places, listing, now=moment)
    fact = now_listed.facts["accessibility"]["step-free"]
    assert (fact.answer, fact.evidence, fact.evidence_date) == (Answer.LIMITED, "staff-checked", TODAY)
    assert now_listed.phones[0].number == "410-555-0199"
    assert len(places.store.imports()) == 2, "one run for all of it"


def test_hours_as_people_say_them_become_times_and_others_stay_words(places, moment) -> None:
    listing = named(places, "Tuesday circle")
    for said, is_understood in (("Tuesday 7 pm - 8:30 pm", True), ("when the moon is full", False)):
        sheet = actions.check_sheet(places, listing, by=BEN)
        answers = {"hours_text": said}
        shown = actions.preview_check(places, sheet, answers, by=BEN, now=moment)
        assert bool(shown.notes) == (not is_understood)
        actions.record_check(places, sheet, how="call", result="changed", answers=answers, by=BEN, now=moment)
        bundle = places.store.bundle(listing)
        assert bundle.service.schedule_text == said
        times = bundle.service_at_location.schedules or bundle.service.schedules
        assert [each.opens_at for each in times] == ["19:00"]


def test_nobody_reached_moves_no_date(places, moment) -> None:
    listing = aged(places, "Tuesday circle", 400, moment)
    sheet = actions.check_sheet(places, listing, by=BEN)
    assert actions.record_check(places, sheet, how="call", result="not-reached", by=BEN, now=moment) is None
    (due, *_) = actions.call_list(places, by=BEN, now=moment)
    assert (due.listing_id, due.last.result) == (listing, "not-reached")


@pytest.mark.parametrize(
    ("result", "status", "is_public"), [("closed", "defunct", False), ("paused", "temporarily closed", True)]
)
def test_a_place_found_closed_leaves_the_list_or_says_so(places, moment, result, status, is_public) -> None:
    listing = named(places, "Tuesday circle")
    sheet = actions.check_sheet(places, listing, by=BEN)
    actions.record_check(places, sheet, how="visit", result=result, by=BEN, now=moment)
    assert places.store.bundle(listing).service.status == status
    assert (listing in {each.id for each in actions.public_listings(places, now=moment)}) == is_public


def test_a_check_writes_over_nothing_that_changed_meanwhile(places, moment) -> None:
    listing = named(places, "Tuesday circle")
    sheet = actions.check_sheet(places, listing, by=BEN)
    service = places.store.bundle(listing).service
    places.store.write([replace(service, name="Wednesday circle")], by="ana", at=moment)
    with pytest.raises(ConflictError):
        actions.record_check(
            places, sheet, how="call", result="changed", answers={"name": "Monday circle"}, by=BEN, now=moment
        )
    assert actions.checks_of(places, listing, by=BEN) == ()


def test_answers_and_result_must_go_together(places, moment) -> None:
    sheet = actions.check_sheet(places, named(places, "Tuesday circle"), by=BEN)
    for result, answers in (("changed", {}), ("unchanged", {"name": "Other"})):
        with pytest.raises(ResourceMapError, match="does not go with"):
            actions.record_check(
                places, sheet, how="call", result=result, answers=answers, by=BEN, now=moment
            )
    with pytest.raises(ResourceMapError, match="choose one of these: call, visit"):
        actions.record_check(places, sheet, how="dream", result="unchanged", by=BEN, now=moment)


def test_every_kind_of_place_is_asked_its_own_questions(directory) -> None:
    asked = {
        each.id: set(actions.check_sheet(directory, each.id, by=BEN).terms)
        for each in directory.snapshot().listings
    }
    assert all(3 <= len(terms) <= 8 for terms in asked.values())
    assert len({frozenset(terms) for terms in asked.values()}) > 4


# --- The bands -----------------------------------------------------------------------------------


def test_other_bands_hold_at_once_for_search_and_call_list(places, moment) -> None:
    listing = aged(places, "Tuesday circle", 100, moment)
    assert len(actions.public_listings(places, now=moment)) == 3
    actions.set_freshness(places, FreshnessPolicy(30, 60, 90, 10), by=OPERATOR, now=moment)
    assert listing not in {each.id for each in actions.public_listings(places, now=moment)}
    assert actions.call_list(places, by=BEN, now=moment)[0].listing_id == listing
    with pytest.raises(ResourceMapError, match="do not grow"):
        actions.set_freshness(places, FreshnessPolicy(90, 60, 120), by=OPERATOR, now=moment)
    assert places.freshness() == FreshnessPolicy(30, 60, 90, 10)
    with pytest.raises(NotAllowedError):
        actions.set_freshness(places, FreshnessPolicy(), by=BEN, now=moment)


# --- From the public -----------------------------------------------------------------------------


def test_reports_come_by_risk(places, moment) -> None:
    for kind in ("wrong", "turned-away", "closed", "unsafe"):
        actions.report(places, named(places, "Tuesday circle"), kind, now=moment)
    views = actions.report_views(places, by=BEN)
    assert [view.report.kind for view in views] == ["unsafe", "closed", "turned-away", "wrong"]
    assert {view.fixes[0] for view in views if view.report.kind == "closed"} == {"closed"}


def test_a_correction_is_shown_as_a_difference_accepted_as_one_run_and_the_reporter_reads_of_it(
    places, moment
) -> None:
    listing = named(places, "Tuesday circle")
    code = actions.report(
        places,
        listing,
        "wrong",
        "New number on the door.",
        changes={"phone": " 410-555-0177 ", "latitude": "0", "status": "defunct"},
        contact="me@example.org",
        now=moment,
    )
    (view,) = actions.report_views(places, by=BEN)
    assert (view.report.changes, view.report.contact) == ({"phone": "410-555-0177"}, "me@example.org")
    (change,) = actions.report_change(places, view, "corrected", by=BEN, now=moment).changes
    assert change.field_name == "phones"
    assert actions.outcome(places, code.lower(), now=moment).status == "open"
    run = actions.accept_report(places, view, "corrected", outcome="Thank you.", by=BEN, now=moment)
    assert places.store.bundle(listing).service.phones[0].number == "410-555-0177"
    assert run.change_count == 1
    told = actions.outcome(places, code, now=moment)
    assert (told.status, told.words) == ("accepted", "Thank you.")
    assert places.store.inbox.report(code).contact is None
    assert actions.report_views(places, by=BEN) == ()


def test_a_report_that_a_place_closed_takes_it_out_and_an_undo_brings_it_back(places, moment) -> None:
    listing = named(places, "Tuesday circle")
    actions.report(places, listing, "closed", now=moment)
    (view,) = actions.report_views(places, by=BEN)
    (change,) = actions.report_change(places, view, "closed", by=BEN, now=moment).changes
    assert (change.field_name, change.replacement_value) == ("status", "defunct")
    run = actions.accept_report(places, view, "closed", by=BEN, now=moment)
    assert listing not in {each.id for each in actions.public_listings(places, now=moment)}
    actions.undo_import(places, run.id, by=OPERATOR, now=moment)
    assert listing in {each.id for each in actions.public_listings(places, now=moment)}


def test_what_was_told_of_a_merged_place_is_told_of_the_one_that_was_kept(places, moment) -> None:
    gone, kept = named(places, "Tuesday circle"), named(places, "Garden evening")
    code = actions.report(places, gone, "closed", now=moment)
    both = actions.compare(places, kept, gone, by=OPERATOR)
    actions.merge(places, both, set(), by=OPERATOR, now=moment)
    (view,) = actions.report_views(places, by=BEN)
    assert view.name == "Garden evening"
    (task, *_) = actions.desk_tasks(places, by=OPERATOR, now=moment)
    assert task.items == ((code, "Garden evening"),)
    actions.accept_report(places, view, "closed", by=BEN, now=moment)
    assert kept not in {each.id for each in actions.public_listings(places, now=moment)}


def test_declining_needs_a_reason_and_changes_nothing(places, moment) -> None:
    code = actions.report(places, named(places, "Tuesday circle"), "closed", now=moment)
    before = places.store.version()
    with pytest.raises(ResourceMapError, match="write one line"):
        actions.decline_report(places, code, reason="  ", by=BEN, now=moment)
    actions.decline_report(places, code, reason="We called: it is open.", by=BEN, now=moment)
    assert places.store.version() == before
    assert actions.outcome(places, code, now=moment).words == "We called: it is open."


def test_a_place_somebody_asks_to_add_waits_and_is_listed_when_accepted(places, moment) -> None:
    code = actions.propose_place(
        places,
        {
            "name": "Porch chess",
            "city": "Baltimore",
            "phone": "410-555-0188",
            "category": "hobbies",
            "x": "y",
        },
        now=moment,
    )
    assert len(actions.public_listings(places, now=moment)) == 3
    (view,) = actions.place_proposals(places, by=BEN, now=moment)
    assert view.barred is None
    listing = actions.accept_place(places, view, by=BEN, now=moment)
    added = actions.listing(places, listing, now=moment)
    assert (added.name, added.terms("category"), added.assured_date) == ("Porch chess", ("hobbies",), None)
    assert added.facts["category"]["hobbies"].evidence == "community-confirmed"
    assert actions.outcome(places, code, now=moment).status == "accepted"


def test_a_place_needs_a_name_and_a_way_to_it(places, moment) -> None:
    for answers in ({"city": "Baltimore"}, {"name": "Porch chess"}, {}):
        with pytest.raises(actions.IncompleteError, match="a name, and an address"):
            actions.propose_place(places, answers, now=moment)


def test_too_many_places_in_an_hour_are_refused(places, moment) -> None:
    for number in range(10):
        actions.propose_place(places, {"name": f"Place {number}", "city": "Baltimore"}, now=moment)
    with pytest.raises(TooManyError, match="try again in an hour"):
        actions.propose_place(places, {"name": "One more", "city": "Baltimore"}, now=moment)


def test_codes_cannot_be_tried_without_end(places, moment) -> None:
    with pytest.raises(TooManyError):
        for number in range(100):
            assert actions.outcome(places, f"AAAA{number:04}", now=moment) is None


# --- Policies ------------------------------------------------------------------------------------


def test_the_do_not_list_speaks_up_at_an_import_and_at_a_proposal(places, moment) -> None:
    actions.add_do_not_list(places, "The Harbor House", "It took money for beds.", by=OPERATOR, now=moment)
    plan = actions.plan_import(places, GROUPS, by=OPERATOR, file_name="again.csv", source_name="ours")
    (problem,) = [each for each in plan.problems if each.code == "do-not-list"]
    assert problem.row == 3
    assert "It took money for beds." in problem.message
    actions.propose_place(places, {"name": "harbor house", "city": "Baltimore"}, now=moment)
    (view,) = actions.place_proposals(places, by=BEN, now=moment)
    assert view.barred.reason == "It took money for beds."
    with pytest.raises(ResourceMapError, match="do-not-list"):
        actions.accept_place(places, view, by=BEN, now=moment)
    (entry,) = actions.do_not_list(places, by=BEN)
    actions.remove_do_not_list(places, entry.id, by=OPERATOR, now=moment)
    assert actions.do_not_list(places, by=BEN) == ()
    with pytest.raises(ResourceMapError, match="the name and the reason"):
        actions.add_do_not_list(places, "the", " ", by=OPERATOR, now=moment)


def test_a_place_to_add_gets_the_middle_of_its_zip_and_says_that_it_is_only_near(places, moment) -> None:
    code = actions.propose_place(places, {"name": "Quilt hall", "zip": "21201"}, now=moment)
    (view,) = [
        each for each in actions.place_proposals(places, by=BEN, now=moment) if each.proposal.code == code
    ]
    assert view.near.label == "21201 Baltimore, MD"
    assert 1_000 < view.near.uncertainty_m < 10_000
    far = actions.Spot(GeoPoint(41.8781, -87.6298), is_near=False)
    (note,) = actions.place_change(places, view, far, by=BEN, now=moment).notes
    assert note.key == "places.point.far_from_zip"
    near = actions.Spot(view.near.point, is_near=True)
    listing = actions.listing(
        places, actions.accept_place(places, view, spot=near, by=BEN, now=moment), now=moment
    )
    assert listing.point_is_approximate
    assert (listing.point.latitude, listing.point.longitude) == pytest.approx(
        (view.near.point.latitude, view.near.point.longitude), abs=1e-4
    )


def test_a_place_to_add_is_looked_up_by_its_city_or_not_at_all(places, moment) -> None:
    actions.propose_place(places, {"name": "A", "city": "Towson", "state": "MD"}, now=moment)
    actions.propose_place(places, {"name": "B", "city": "Qwertz"}, now=moment)
    views = {
        view.proposal.document["answers"]["name"]: view
        for view in actions.place_proposals(places, by=BEN, now=moment)
    }
    assert views["A"].near.label == "Towson, MD"
    assert views["B"].near is None
    pin = actions.Spot(GeoPoint(39.4, -76.6), is_near=False)
    listing = actions.listing(
        places, actions.accept_place(places, views["B"], spot=pin, by=BEN, now=moment), now=moment
    )
    assert not listing.point_is_approximate
    none = actions.accept_place(places, views["A"], by=BEN, now=moment)
    assert actions.listing(places, none, now=moment).point is None


def test_a_policy_text_is_public_in_its_language_and_the_usual_one_comes_back(places, moment) -> None:
    actions.set_policy_text(
        places, "inclusion", "We list free places.", language="en", by=OPERATOR, now=moment
    )
    public = actions.public_policies(places, language="en", now=moment)
    assert public.texts == {"inclusion": "We list free places.", "disclaimer": None}
    assert actions.public_policies(places, language="es", now=moment).texts["inclusion"] is None
    actions.set_policy_text(places, "inclusion", "", language="en", by=OPERATOR, now=moment)
    assert actions.public_policies(places, language="en", now=moment).texts["inclusion"] is None
    for key, language in (("nothing", "en"), ("inclusion", "xx")):
        with pytest.raises(ResourceMapError):
            actions.set_policy_text(places, key, "x", language=language, by=OPERATOR, now=moment)


# --- Today ---------------------------------------------------------------------------------------


def test_the_desk_says_what_needs_a_person_by_risk(places, moment) -> None:
    listing = named(places, "Tuesday circle")
    aged(places, "Garden evening", 530, moment)
    actions.report(places, listing, "wrong", now=moment)
    unsafe = actions.report(places, listing, "unsafe", now=moment)
    actions.propose_place(places, {"name": "Porch chess", "city": "Baltimore"}, now=moment)
    tasks = actions.desk_tasks(places, by=OPERATOR, now=moment)
    assert [task.kind for task in tasks] == ["report-unsafe", "report-other", "hidden-soon", "place", "due"]
    assert tasks[0].items == ((unsafe, "Tuesday circle"),)
    assert tasks[2].items == ((named(places, "Garden evening"), "Garden evening"),)
    assert actions.desk_tasks(places, by=Actor("new", frozenset({"contributor"})), now=moment) == ()
    with pytest.raises(NotAllowedError):
        actions.desk_tasks(places, by=Actor("visitor"), now=moment)


def test_an_edit_to_decide_on_waits_for_whoever_may_decide(places, moment) -> None:
    edit = {"kind": "edit", "name": "Tuesday circle", "by": "cora"}
    places.store.proposals.add(Proposal(code="EDIT2345", day=moment.date(), document=edit))
    seen = {}
    for role in ("editor", "verifier"):
        tasks = actions.desk_tasks(places, by=Actor("x", frozenset({role})), now=moment)
        seen[role] = [task.items for task in tasks if task.kind == "edit"]
    assert seen == {"editor": [(("EDIT2345", "Tuesday circle"),)], "verifier": []}


def test_the_standing_counts_every_listing_once(directory, moment) -> None:
    standing = actions.standing(directory, by=BEN, now=moment)
    assert standing.total == len(directory.snapshot().listings)
    assert sum(count for _, count in standing.freshness) == standing.total
    assert sum(count for _, count in standing.areas) == standing.total
    assert all(0 <= count <= standing.total for _, count in standing.completeness)
    assert dict(standing.completeness)["category"] > dict(standing.completeness)["led_by"] > 0


def test_a_report_on_a_place_that_went_meanwhile_can_still_be_closed(places, moment) -> None:
    listing = named(places, "Tuesday circle")
    actions.report(places, listing, "closed", now=moment)
    run = places.store.imports()[0]
    actions.undo_import(places, run.id, by=OPERATOR, now=moment)
    (view,) = actions.report_views(places, by=BEN)
    assert (view.name, view.fixes) == ("", ("noted",))
    assert actions.accept_report(places, view, "noted", by=BEN, now=moment) is None
    with pytest.raises(NotFoundError):
        actions.check_sheet(places, listing, by=BEN)
