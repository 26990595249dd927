"""Editing by hand: nobody's words are written over unseen, and every edit can be taken back."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

import pytest

from resourcemap.errors import ConflictError, NotFoundError
from resourcemap.model.edit import FieldConflict
from resourcemap.model.writes import Deletion

FIELDS = ("name", "description", "fees_description", "wait_time", "alert", "welcome_line")


@pytest.fixture
def stored(store, make_bundle, apply_bundles):
    """One listing, and its id."""
    bundle = make_bundle()
    apply_bundles(store, bundle)
    return bundle


def state_of(store, bundle):
    version, (found,), expected = store.edits.state([bundle.service_at_location.id])
    assert version == store.version()
    return found, expected


def test_an_edit_is_a_run_of_its_own_that_can_be_taken_back(store, stored, at):
    found, expected = state_of(store, stored)
    run = store.edits.write_expecting(
        [replace(found.service, description="Coffee and talk.")],
        expected=expected,
        title="Tuesday circle",
        by="ben",
        at=at,
        why="they called",
    )
    assert run is not None
    assert (run.file.format, run.file.file_name, run.by, run.change_count) == (
        "edit",
        "Tuesday circle",
        "ben",
        1,
    )
    (change,) = store.audit.changes(import_id=run.id)
    assert (change.field_name, change.why, change.previous_value) == (
        "description",
        "they called",
        "Tea and talk.",
    )
    undone = store.undo(run.id, by="ana", at=at)
    assert undone.fields_restored == 1
    assert store.bundles() == (stored,)


def test_an_edit_that_changes_nothing_leaves_no_run(store, stored, at):
    found, expected = state_of(store, stored)
    runs = store.imports()
    written = store.edits.write_expecting(
        [record for _, record in found.records()], expected=expected, title="same", by="ben", at=at
    )
    assert written is None
    assert store.imports() == runs


def test_the_second_of_two_editors_is_told_both_values_and_what_was_before(store, stored, at):
    found, expected = state_of(store, stored)
    first, second = (replace(found.service, description=text) for text in ("Ana's words.", "Ben's words."))
    store.edits.write_expecting([first], expected=expected, title="ana", by="ana", at=at)
    with pytest.raises(ConflictError, match="choose; nothing was changed") as caught:
        store.edits.write_expecting([second], expected=expected, title="ben", by="ben", at=at)
    assert caught.value.fields == (
        FieldConflict(
            "service", found.service.id, "description", "Tea and talk.", "Ana's words.", "Ben's words."
        ),
    )
    assert store.bundles()[0].service.description == "Ana's words."


def test_200_conflicts_of_two_editors_overwrite_nothing_in_silence(store, stored, at):
    dice = random.Random(7)
    conflicts = writes = 0
    for turn in range(200):
        found, expected = state_of(store, stored)
        service = found.service
        field = dice.choice(FIELDS)
        moment = at + timedelta(seconds=turn)
        theirs = replace(service, **{field: f"first {turn}"})
        # Sometimes the second editor changes another field, with a whole record made from what was seen.
        other = field if dice.random() < 0.5 else dice.choice(FIELDS)
        yours = replace(service, **{other: f"second {turn}"})
        assert store.edits.write_expecting([theirs], expected=expected, title="a", by="ana", at=moment)
        writes += 1
        with pytest.raises(ConflictError) as caught:
            store.edits.write_expecting([yours], expected=expected, title="b", by="ben", at=moment)
        (conflict,) = caught.value.fields
        assert conflict.field_name == field
        assert (conflict.base, conflict.theirs) == (getattr(service, field), f"first {turn}")
        assert conflict.yours == getattr(yours, field)
        conflicts += 1
        assert getattr(store.bundles()[0].service, field) == f"first {turn}"
    assert (conflicts, writes) == (200, 200)
    assert {change.by for change in store.audit.changes(limit=200)} == {"ana"}


def test_what_both_wrote_alike_is_no_conflict(store, stored, at):
    found, expected = state_of(store, stored)
    same = replace(found.service, description="The same words.")
    store.edits.write_expecting([same], expected=expected, title="a", by="ana", at=at)
    more = replace(same, alert="Closed on Friday.")
    assert store.edits.write_expecting([more], expected=expected, title="b", by="ben", at=at)
    assert store.bundles()[0].service.alert == "Closed on Friday."


def test_a_record_nobody_saw_is_not_written_over(store, stored, at):
    with pytest.raises(ConflictError):
        store.edits.write_expecting(
            [replace(stored.service, name="Mine")], expected={}, title="new", by="ben", at=at
        )
    assert store.bundles() == (stored,)


def test_hiding_keeps_everything_and_an_undo_brings_it_back(store, stored, at):
    found, expected = state_of(store, stored)
    listing_id = found.service_at_location.id
    run = store.edits.write_expecting(
        [Deletion("service_at_location", listing_id)], expected=expected, title="gone", by="ben", at=at
    )
    assert store.bundles() == ()
    assert [each.whereabouts for each in store.audit.listings()] == ["hidden"]
    with pytest.raises(NotFoundError, match="hid it meanwhile"):
        store.edits.write_expecting(
            [replace(found.service_at_location, description="late")],
            expected=expected,
            title="late",
            by="ana",
            at=at,
        )
    undone = store.undo(run.id, by="ana", at=at)
    assert undone.records_restored == 1
    assert store.bundles() == (stored,)
    assert [each.whereabouts for each in store.audit.listings()] == ["in-use"]
    assert store.check().is_whole


def test_an_undo_leaves_hidden_what_was_hidden_again_later(store, stored, at):
    def hide():
        _, expected = state_of(store, stored)
        gone = Deletion("service_at_location", stored.service_at_location.id)
        return store.edits.write_expecting([gone], expected=expected, title="gone", by="ben", at=at)

    first = hide()
    store.write([stored.service_at_location], by="ana", at=at)
    hide()
    assert store.undo(first.id, by="ana", at=at).records_restored == 0
    assert store.bundles() == ()


def test_a_file_leaves_alone_what_an_edit_said(store, stored, at):
    found, expected = state_of(store, stored)
    store.edits.write_expecting(
        [replace(found.service, description="By hand.")], expected=expected, title="e", by="ben", at=at
    )
    assert store.edited_fields() == {("service", found.service.id, "description")}


def test_the_history_is_read_page_by_page_with_names(store, stored, at):
    first = store.audit.changes(limit=3)
    rest = store.audit.changes(before=first[-1].number, limit=3)
    numbers = [each.number for each in (*first, *rest)]
    assert numbers == sorted(numbers, reverse=True)
    assert len(numbers) == 4
    keys = [(each.resource_type, each.resource_id) for each in (*first, *rest)]
    names = store.audit.names(keys)
    assert names["service_at_location", stored.service_at_location.id] == "Tuesday circle"
    assert names["organization", stored.organization.id] == "Open Door"
    assert store.audit.changes(by="nobody") == ()
