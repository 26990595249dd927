"""Checks, policies and what the public told are kept whole, on both databases."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import create_engine, select

from resourcemap.errors import ConflictError, NotFoundError, ResourceMapError
from resourcemap.model.freshness import USUAL, FreshnessPolicy
from resourcemap.model.policy import FRESHNESS, DoNotList
from resourcemap.model.proposal import Proposal
from resourcemap.model.report import Report
from resourcemap.model.verification import Verification
from resourcemap.storage.engine import read_url
from resourcemap.storage.store import Store
from resourcemap.storage.tables import report

REPORT = Report(
    code="B2C3D4F5",
    listing_id="place",
    kind="closed",
    day=date(2026, 5, 12),
    text="A paper on the door.",
    changes={"phone": "410-555-0199"},
    contact="me@example.org",
)


def check(listing_id: str, at, **more) -> Verification:
    values = {
        "id": "v1",
        "listing_id": listing_id,
        "at": at,
        "by": "ben",
        "how": "call",
        "result": "unchanged",
    }
    return Verification(**{**values, **more})


def test_a_check_and_what_was_learnt_by_it_are_one_run_that_can_be_undone(
    store: Store, make_bundle, apply_bundles, at
) -> None:
    made = make_bundle()
    apply_bundles(store, made)
    listing = made.service_at_location.id
    _, (bundle,), expected = store.edits.state([listing])
    checked = replace(bundle.service, assured_date=date(2026, 5, 12))
    new = check(listing, at, answers={"fact/cost/free": "yes"})
    run = store.checks.write(new, [checked], expected=expected, title="Tuesday circle", why="checked")
    assert run is not None
    assert store.checks.of(listing) == (new,)
    assert store.bundle(listing).service.assured_date == date(2026, 5, 12)
    assert store.imports()[0].id == run.id
    store.undo(run.id, by="ana", at=at)
    assert store.bundle(listing).service.assured_date is None
    assert store.checks.of(listing) == (new,), "that somebody asked stays true"


def test_a_check_over_a_value_nobody_saw_keeps_nothing(store: Store, make_bundle, apply_bundles, at) -> None:
    made = make_bundle()
    apply_bundles(store, made)
    listing = made.service_at_location.id
    _, (bundle,), expected = store.edits.state([listing])
    store.write([replace(bundle.service, name="Wednesday circle")], by="ana", at=at)
    with pytest.raises(ConflictError):
        store.checks.write(
            check(listing, at), [replace(bundle.service, name="Monday circle")], expected=expected, title="x"
        )
    assert store.checks.of(listing) == ()


def test_the_newest_check_of_each_listing_is_found(store: Store, at) -> None:
    first, second = check("a", at), check("a", at + timedelta(days=1), id="v2", result="not-reached")
    other = check("b", at, id="v3")
    for each in (second, first, other):
        store.checks.write(each, expected={}, title="")
    assert store.checks.newest() == {"a": second, "b": other}
    assert store.checks.of("a") == (second, first)


def test_a_policy_is_as_usual_until_somebody_sets_it(store: Store, at) -> None:
    assert store.policies.freshness() == USUAL
    assert store.policies.value("inclusion") is None
    for days in (100, 90):
        policy = FreshnessPolicy(current_days=days)
        store.policies.put(FRESHNESS, policy.to_document(), by="ana", at=at)
    assert store.policies.freshness() == FreshnessPolicy(current_days=90)
    store.policies.put("inclusion", {"en": "Free places.\x00"}, by="ana", at=at)
    assert store.policies.value("inclusion") == {"en": "Free places."}
    store.policies.put_parts("inclusion", {"es": "Lugares gratis."}, by="ben", at=at)
    assert store.policies.value("inclusion") == {"en": "Free places.", "es": "Lugares gratis."}


def test_a_name_taken_off_the_do_not_list_stays_known(store: Store, at) -> None:
    entry = DoNotList(id="1", name="Harbor House", reason="It took money for beds.", at=at, by="ana")
    store.policies.add_do_not_list(entry)
    assert store.policies.do_not_list() == (entry,)
    store.policies.remove_do_not_list("1", at=at)
    assert store.policies.do_not_list() == ()
    assert store.policies.do_not_list(with_removed=True) == (replace(entry, removed_at=at),)
    with pytest.raises(NotFoundError, match="not on the list any more"):
        store.policies.remove_do_not_list("1", at=at)


def test_a_decided_report_keeps_its_outcome_and_loses_its_contact(store: Store, at) -> None:
    store.inbox.add_report(REPORT)
    assert store.inbox.report(REPORT.code) == REPORT
    assert store.inbox.outcome(REPORT.code).status == "open"
    store.inbox.decide(REPORT.code, status="declined", outcome="It is open on Tuesdays.", by="ben", at=at)
    kept = store.inbox.report(REPORT.code)
    assert (kept.status, kept.outcome, kept.decided_by, kept.contact) == (
        "declined",
        "It is open on Tuesdays.",
        "ben",
        None,
    )
    outcome = store.inbox.outcome(REPORT.code)
    assert (outcome.status, outcome.words, outcome.is_proposal) == (
        "declined",
        "It is open on Tuesdays.",
        False,
    )
    with pytest.raises(ResourceMapError, match="dealt with it already"):
        store.inbox.decide(REPORT.code, status="accepted", outcome=None, by="ana", at=at)
    assert store.inbox.outcome("NOTHING1") is None


def test_closing_the_short_way_forgets_the_contact_too(store: Store, url: str) -> None:
    store.inbox.add_report(REPORT)
    store.inbox.close(REPORT.code)
    engine = create_engine(read_url(url))
    with engine.connect() as connection:
        assert connection.execute(select(report.c.contact)).scalar_one() is None
    engine.dispose()


def test_an_accepted_report_and_its_correction_are_written_together(
    store: Store, make_bundle, apply_bundles, at
) -> None:
    made = make_bundle()
    apply_bundles(store, made)
    listing = made.service_at_location.id
    store.inbox.add_report(replace(REPORT, listing_id=listing))
    _, (bundle,), expected = store.edits.state([listing])
    store.write([replace(bundle.service, status="active")], by="ana", at=at)
    closed = {"status": "accepted", "by": "ben", "at": at, "title": "Tuesday circle"}
    gone = [replace(bundle.service, status="defunct")]
    with pytest.raises(ConflictError):
        store.inbox.decide(REPORT.code, **closed, writes=gone, expected=expected)
    assert store.inbox.report(REPORT.code).status == "open"
    _, (bundle,), expected = store.edits.state([listing])
    gone = [replace(bundle.service, status="defunct")]
    why = "a report from the public"
    run = store.inbox.decide(REPORT.code, **closed, writes=gone, expected=expected, why=why)
    assert store.bundle(listing).service.status == "defunct"
    assert run is not None
    store.undo(run.id, by="ana", at=at)
    assert store.bundle(listing).service.status == "active"


def test_a_proposed_place_is_decided_once_and_its_contact_goes(store: Store, at) -> None:
    new = Proposal(
        code="P1", day=date(2026, 5, 12), document={"kind": "place", "answers": {"name": "Tea"}}, contact="me"
    )
    store.proposals.add(new)
    store.inbox.decide(
        "P1", status="accepted", outcome=None, by="ben", at=at, listing_id="new", is_proposal=True
    )
    kept = store.proposals.get("P1")
    assert (kept.status, kept.contact, kept.listing_id) == ("accepted", None, "new")
    outcome = store.inbox.outcome("P1")
    assert (outcome.status, outcome.is_proposal) == ("accepted", True)
    with pytest.raises(ResourceMapError, match="dealt with"):
        store.inbox.decide("P1", status="declined", outcome=None, by="ana", at=at, is_proposal=True)
