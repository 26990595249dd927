"""Editing through the front door: drafts, two editors, proposals, hiding, many at once, and the history."""

from __future__ import annotations

import csv
import io
import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from resourcemap import actions
from resourcemap.curation.edit import Decision
from resourcemap.curation.form import form_of
from resourcemap.errors import ConflictError, NotAllowedError, NotFoundError, ResourceMapError
from resourcemap.handout.calendar import calendar_file
from resourcemap.handout.options import HandoutOptions, PlannedListing
from resourcemap.model.change import OPERATOR, Actor
from resourcemap.model.schedule import is_open_at, next_occurrence
from resourcemap.showing.changes import change_lines
from resourcemap.showing.edit_form import form_state
from resourcemap.showing.screen import Screen
from resourcemap.storage.store import Store

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)


def actor(name: str, role: str = "editor") -> Actor:
    return Actor(name, frozenset({role}), account_id=f"account-{name}")


ANA, BEN = actor("ana"), actor("ben")
CORA, AUD = actor("cora", "contributor"), actor("aud", "auditor")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)], scope="module")
def desk(request, tmp_path_factory):
    """The sample, and accounts to edit it with."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('desk') / 'r.sqlite'}"
    else:
        url = request.getfixturevalue("new_postgres_url")()
    with actions.open_directory(url) as opened:
        actions.load_sample(opened, by=OPERATOR, now=NOW)
        add_accounts(opened.store, ANA, BEN, CORA, AUD)
        yield opened


def add_accounts(store: Store, *people: Actor) -> None:
    from sqlalchemy import insert

    from resourcemap.storage.desk_tables import account
    from resourcemap.storage.engine import writing

    rows = [
        {
            "id": each.account_id,
            "name": each.name,
            "display_name": each.name.title(),
            "roles": sorted(each.roles),
            "is_active": True,
            "failed_count": 0,
            "created_at": NOW,
            "created_by": "operator",
        }
        for each in people
    ]
    with writing(store._engine) as connection:
        connection.execute(insert(account), rows)


@pytest.fixture
def listing_id(desk):
    """A listing whose service no other listing shares."""
    listings = actions.public_listings(desk, now=NOW)
    services = [each.service_id for each in listings]
    return next(each.id for each in listings if services.count(each.service_id) == 1)


def edited(desk, listing_id, by, now=NOW, **typed):
    draft = actions.open_draft(desk, listing_id, by=by, now=now)
    return actions.save_draft(desk, draft.id, typed, by=by, now=now)


def test_a_draft_goes_on_where_it_was_and_saving_writes_it_once(desk, listing_id):
    first = edited(desk, listing_id, ANA, welcome_line="Come as you are.", youngest="eight")
    again = actions.open_draft(desk, listing_id, by=ANA, now=NOW)
    assert again == first
    assert [each.id for each in actions.drafts(desk, by=ANA)] == [first.id]
    assert actions.drafts(desk, by=BEN) == ()
    with pytest.raises(actions.FormError) as caught:
        actions.save_edit(desk, first.id, by=ANA, now=NOW)
    assert set(caught.value.problems) == {"youngest"}
    actions.save_draft(desk, first.id, {"youngest": "18"}, by=ANA, now=NOW)
    saved = actions.save_edit(desk, first.id, why="they called", by=ANA, now=NOW)
    assert saved.run.change_count == 2
    listing = actions.listing(desk, listing_id, now=NOW)
    assert (listing.welcome_line, listing.minimum_age) == ("Come as you are.", 18.0)
    assert actions.drafts(desk, by=ANA) == ()
    actions.undo_import(desk, saved.run.id, by=BEN, now=NOW)
    assert actions.listing(desk, listing_id, now=NOW).welcome_line != "Come as you are."


def test_a_view_says_what_saving_changes_and_what_the_public_sees(desk, listing_id):
    draft = edited(
        desk,
        listing_id,
        ANA,
        description="For addicts.",
        visibility="hidden",
        area="Baltimore, MD",
    )
    view = actions.view_draft(desk, draft)
    assert {each.field_name for each in view.changes} >= {"description", "address_visibility"}
    assert [hint.key for hint in view.hints["description"]] == ["edit.advice.stigma"]
    assert view.listing.point is None
    assert view.listing.address is None
    assert view.listing.area.label == "Baltimore, MD"
    actions.drop_draft(desk, draft.id, by=ANA)


def test_200_pairs_of_editors_overwrite_nothing_in_silence(desk, listing_id):
    dice = random.Random(11)
    fields = ("description", "welcome_line", "alert", "fees", "wait", "greeter")
    shown = 0
    for turn in range(200):
        now = NOW + timedelta(seconds=turn)
        field = dice.choice(fields)
        other = dice.choice([name for name in fields if name != field])
        ben = edited(desk, listing_id, BEN, now, **{field: f"Ben {turn}", other: f"Ben too {turn}"})
        ana = edited(desk, listing_id, ANA, now, **{field: f"Ana {turn}"})
        actions.save_edit(desk, ana.id, by=ANA, now=now)
        with pytest.raises(ConflictError) as caught:
            actions.save_edit(desk, ben.id, by=BEN, now=now)
        (conflict,) = caught.value.fields
        assert (conflict.theirs, conflict.yours) == (f"Ana {turn}", f"Ben {turn}")
        shown += 1
        # Nothing was written, and the draft is there for the choice.
        assert actions.draft(desk, ben.id, by=BEN).typed == ben.typed
        keep = dice.choice(["theirs", "yours"])
        choices = {conflict.key: Decision(keep, conflict.theirs)}
        actions.save_edit(desk, ben.id, choices=choices, by=BEN, now=now)
        draft = actions.open_draft(desk, listing_id, by=ANA, now=now)
        form = form_of(draft.base)
        actions.drop_draft(desk, draft.id, by=ANA)
        # Whoever was chosen stays, and so does what only Ben wrote.
        assert (form[field], form[other]) == (
            f"{'Ana' if keep == 'theirs' else 'Ben'} {turn}",
            f"Ben too {turn}",
        )
    assert shown == 200


def test_a_choice_made_before_yet_another_edit_is_asked_again(desk, listing_id):
    ben = edited(desk, listing_id, BEN, alert="Ben")
    ana = edited(desk, listing_id, ANA, alert="Ana")
    actions.save_edit(desk, ana.id, by=ANA, now=NOW)
    with pytest.raises(ConflictError) as caught:
        actions.save_edit(desk, ben.id, by=BEN, now=NOW)
    (conflict,) = caught.value.fields
    later = edited(desk, listing_id, ANA, alert="Ana again")
    actions.save_edit(desk, later.id, by=ANA, now=NOW)
    choices = {conflict.key: Decision("yours", conflict.theirs)}
    with pytest.raises(ConflictError) as caught:
        actions.save_edit(desk, ben.id, choices=choices, by=BEN, now=NOW)
    assert caught.value.fields[0].theirs == "Ana again"
    actions.drop_draft(desk, ben.id, by=BEN)


def test_a_new_place_is_listed_once_it_is_saved(desk):
    draft = edited(
        desk, None, ANA, name="Porch tea", organization="harbor  peer center", city="Baltimore", state="MD"
    )
    saved = actions.save_edit(desk, draft.id, by=ANA, now=NOW)
    listing = actions.listing(desk, saved.listing_id, now=NOW)
    assert (listing.name, listing.organization) == ("Porch tea", "Harbor Peer Center")
    assert listing.source.authority == "desk"
    actions.undo_import(desk, saved.run.id, by=ANA, now=NOW)
    with pytest.raises(NotFoundError):
        actions.listing(desk, saved.listing_id, now=NOW)


def test_times_of_a_place_in_colorado_are_by_its_own_clock(desk):
    weekly = {"repeat": "weekly", "days": ["TU"], "opens": "07:00", "closes": "09:00"}
    draft = edited(desk, None, ANA, name="Dawn tea", street="1 Elm St", city="Denver", state="CO")
    draft = actions.save_draft(desk, draft.id, {"schedules": [weekly]}, by=ANA, now=NOW)
    screen = Screen(NOW.astimezone(desk.zone))
    (notes,) = form_state(actions.view_draft(desk, draft), screen, zone=desk.zone)["schedules"]
    assert notes["said"] == "Every Tuesday, 7:00 am to 9:00 am, Mountain Time"
    saved = actions.save_edit(desk, draft.id, by=ANA, now=NOW)
    listing = actions.listing(desk, saved.listing_id, now=NOW)
    # 15:00 UTC is 8 in the morning in Denver, and 10 in New York.
    assert is_open_at(listing.schedules, NOW, zone=desk.zone) is True
    start = next_occurrence(listing.schedules, NOW, zone=desk.zone).start
    assert start.isoformat() == "2026-11-24T07:00:00-07:00"
    options = HandoutOptions(now=NOW, zone=desk.zone)
    file = calendar_file([PlannedListing(listing)], options).data.decode()
    assert "DTSTART;TZID=America/Denver:20261124T070000" in file
    moved = edited(desk, saved.listing_id, ANA, state="CA")
    (line,) = [
        each
        for each in change_lines(actions.view_draft(desk, moved).changes, "en")
        if each["what"] == "Times"
    ]
    assert line["before"].endswith("Mountain Time")
    assert line["after"].endswith("Pacific Time")
    actions.drop_draft(desk, moved.id, by=ANA)
    actions.undo_import(desk, saved.run.id, by=ANA, now=NOW)


def test_a_contributor_proposes_and_staff_decide(desk, listing_id):
    version = desk.store.version()
    draft = edited(desk, listing_id, CORA, wait="About a week")
    saved = actions.save_edit(desk, draft.id, why="I volunteer there", by=CORA, now=NOW)
    assert saved.run is None
    assert desk.store.version() == version
    (proposal,) = actions.edit_proposals(desk, by=ANA)
    assert proposal.code == saved.proposal
    shown = actions.open_proposal(desk, proposal.code, by=ANA, now=NOW)
    assert [each.field_name for each in shown.changes] == ["wait_time"]
    accepted = actions.accept_proposal(desk, proposal.code, by=ANA, now=NOW)
    assert actions.listing(desk, listing_id, now=NOW).wait_time == "About a week"
    (entry, *_) = actions.listing_history(desk, listing_id, by=ANA)
    assert (entry.run.id, entry.why) == (accepted.run.id, "proposed by Cora: I volunteer there")
    assert actions.edit_proposals(desk, by=ANA) == ()
    with pytest.raises(NotAllowedError):
        actions.accept_proposal(desk, proposal.code, by=CORA, now=NOW)


def test_an_edit_that_somebody_declined_a_moment_ago_is_not_written(desk, listing_id):
    draft = edited(desk, listing_id, CORA, wait="About two weeks")
    code = actions.save_edit(desk, draft.id, by=CORA, now=NOW).proposal
    actions.decline_proposal(desk, code, outcome="Called: it is one.", by=BEN, now=NOW)
    version = desk.store.version()
    with pytest.raises(ResourceMapError, match="dealt with it already"):
        actions.accept_proposal(desk, code, by=ANA, now=NOW)
    assert desk.store.version() == version
    kept = desk.store.proposals.get(code)
    assert (kept.status, kept.outcome, kept.listing_id) == ("declined", "Called: it is one.", listing_id)


def test_hiding_takes_a_place_out_of_the_public_list_and_showing_brings_it_back(desk, listing_id):
    actions.hide_listing(desk, listing_id, why="closed for good", by=ANA, now=NOW)
    with pytest.raises(NotFoundError):
        actions.listing(desk, listing_id, now=NOW)
    assert listing_id in [each.id for each in actions.hidden_listings(desk, by=ANA)]
    late = edited
    with pytest.raises(NotFoundError):
        late(desk, listing_id, BEN, alert="late")
    actions.show_listing(desk, listing_id, by=BEN, now=NOW)
    assert actions.listing(desk, listing_id, now=NOW).id == listing_id


def test_many_are_changed_at_once_after_a_difference_was_shown_and_taken_back_together(desk):
    ids = [each.id for each in actions.public_listings(desk, now=NOW)[:12]]
    before = {each: actions.listing(desk, each, now=NOW) for each in ids}
    fact = {"answer": "yes", "detail": "", "evidence": "document", "date": "2026-11-01"}
    typed = {each: {"alert": "Closed on Thursday.", "fact/affirming/staff-trained": fact} for each in ids}
    version = desk.store.version()
    plan = actions.plan_bulk_edit(desk, typed, by=ANA)
    assert desk.store.version() == version
    assert plan.problems == ()
    assert {row.listing_id for row in plan.changed} <= set(ids)
    run = actions.apply_bulk_edit(desk, plan, why="holiday", by=ANA, now=NOW)
    assert run.file.format == "bulk-edit"
    assert {actions.listing(desk, each, now=NOW).alert for each in ids} == {"Closed on Thursday."}
    names = {row.name for row in plan.changed}
    (entry, *_) = actions.listing_history(desk, *ids, by=ANA)
    assert (entry.run.id, names <= set(entry.names.values())) == (run.id, True), "one run is one entry"
    actions.undo_import(desk, run.id, by=ANA, now=NOW)
    assert {each: actions.listing(desk, each, now=NOW) for each in ids} == before


def test_a_bulk_edit_stops_whole_when_one_of_its_fields_moved(desk, listing_id):
    other = next(each.id for each in desk.snapshot().listings if each.id != listing_id)
    plan = actions.plan_bulk_edit(desk, {listing_id: {"alert": "One"}, other: {"alert": "One"}}, by=ANA)
    draft = edited(desk, listing_id, BEN, alert="Ben was faster")
    actions.save_edit(desk, draft.id, by=BEN, now=NOW)
    version = desk.store.version()
    with pytest.raises(ConflictError):
        actions.apply_bulk_edit(desk, plan, by=ANA, now=NOW)
    assert desk.store.version() == version


def test_two_rows_that_want_different_things_of_one_shared_group_are_told(desk):
    by_service: dict[str, list[str]] = {}
    for each in actions.public_listings(desk, now=NOW):
        by_service.setdefault(each.service_id, []).append(each.id)
    one, two = next(ids for ids in by_service.values() if len(ids) > 1)[:2]
    plan = actions.plan_bulk_edit(desk, {one: {"alert": "A"}, two: {"alert": "B"}}, by=ANA)
    assert len(plan.problems) == 1
    with pytest.raises(actions.FormError):
        actions.apply_bulk_edit(desk, plan, by=ANA, now=NOW)


def test_the_audit_trail_leaves_as_a_file_that_runs_nothing(desk, listing_id):
    draft = edited(desk, listing_id, ANA, alert='=HYPERLINK("http://example.org")')
    actions.save_edit(desk, draft.id, why="@SUM(1)", by=ANA, now=NOW)
    data = actions.audit_csv(desk, by=AUD)
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert len(rows) == desk.store.version()
    newest = rows[0]
    assert (newest["by"], newest["why"], newest["field"]) == ("ana", "'@SUM(1)", "alert")
    assert newest["after"] == '\'=HYPERLINK("http://example.org")'
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "@", "+", "-"))]
    with pytest.raises(NotAllowedError):
        actions.audit_csv(desk, by=replace(CORA))


def test_the_history_groups_what_was_done_together(desk):
    first, *rest = actions.history(desk, by=AUD, limit=50)
    assert first.run is not None
    assert first.names
    assert [entry.at for entry in rest] == sorted((entry.at for entry in rest), reverse=True)
    numbers = [change.number for entry in (first, *rest) for change in entry.changes]
    older = actions.history(desk, by=AUD, before=min(numbers), limit=10)
    assert max(change.number for entry in older for change in entry.changes) < min(numbers)


def test_an_account_is_needed_to_keep_a_draft(desk, listing_id):
    with pytest.raises(NotAllowedError, match="Sign in"):
        actions.open_draft(desk, listing_id, by=OPERATOR, now=NOW)
