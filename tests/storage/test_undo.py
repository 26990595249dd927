"""An undo takes back an import, and nothing that people did since."""

from __future__ import annotations

from dataclasses import replace

import pytest

from resourcemap.errors import NotFoundError, ResourceMapError, StalePlanError
from resourcemap.model.words import Sentence
from resourcemap.model.writes import Deletion, ImportFile, KnownSource, Suggestion


def described(bundle, text):
    return replace(bundle, service=replace(bundle.service, description=text))


def test_an_import_is_listed_with_who_and_what(store, make_bundle, apply_bundles, at):
    run = apply_bundles(store, make_bundle())
    assert store.imports() == (run,)
    assert store.imports(without=[run.file.format]) == ()
    assert store.imports_of([run.id, "99"]) == {run.id: run}
    assert (run.id, run.by, run.at, run.change_count) == ("1", "ana", at, 4)
    assert run.version == store.version()
    assert store.import_run("1") == run
    assert {each.import_id for each in store.history(make_bundle().service.id)} == {"1"}


def test_a_stale_plan_is_refused(store, make_bundle, apply_bundles, at):
    bundle = make_bundle()
    apply_bundles(store, bundle)
    version = store.version()
    store.write([replace(bundle.service, name="Edited")], by="ben", at=at)
    file = ImportFile(file_name="late.csv", format="csv", authority="county", file_hash="0" * 64)
    with pytest.raises(StalePlanError, match=r"late\.csv"):
        store.apply_import(file, [bundle.service], expected_version=version, by="ana", at=at)
    assert store.bundles()[0].service.name == "Edited"
    assert len(store.imports()) == 1


def test_undoing_a_first_import_takes_its_listings_out(store, make_bundle, apply_bundles, at):
    run = apply_bundles(store, make_bundle("1"), make_bundle("2"))
    undone = store.undo(run.id, by="ben", at=at)
    assert store.bundles() == ()
    assert store.organizations() == ()
    assert store.sources() == {}
    assert undone.records_removed == 7  # Two of each, and the one organization they share.
    assert undone.kept == ()
    assert undone.version == store.version()
    listed = store.import_run(run.id)
    assert (listed.undone_at, listed.undone_by) == (at, "ben")


def test_undoing_an_update_puts_the_earlier_values_back(store, make_bundle, apply_bundles, at):
    bundle = make_bundle(description=None)
    apply_bundles(store, bundle)
    run = apply_bundles(store, described(bundle, "New."), file_name="second.csv")
    assert store.sources() == {("county", "1"): KnownSource(bundle.service_at_location.id, "second.csv")}
    undone = store.undo(run.id, by="ben", at=at)
    assert undone.fields_restored == 1
    assert store.bundles() == (bundle,)
    assert store.sources() == {("county", "1"): KnownSource(bundle.service_at_location.id, "county.csv")}
    last = store.history(bundle.service.id)[-1]
    assert (last.field_name, last.previous_value, last.replacement_value) == ("description", "New.", None)
    assert (last.by, last.why) == ("ben", f"undo of import {run.id}")
    assert store.edited_fields() == frozenset()


def test_undo_keeps_a_field_edited_since_and_says_so(store, make_bundle, apply_bundles, at):
    bundle = make_bundle()
    apply_bundles(store, bundle)
    changed = described(bundle, "By file.")
    changed = replace(changed, service=replace(changed.service, name="Renamed by file"))
    run = apply_bundles(store, changed)
    store.write([replace(changed.service, description="By hand.")], by="ben", at=at)
    undone = store.undo(run.id, by="cleo", at=at)
    service = store.bundles()[0].service
    assert (service.description, service.name) == ("By hand.", "Tuesday circle")
    assert undone.fields_restored == 1
    assert [(kept.resource_id, kept.field_name, kept.reason) for kept in undone.kept] == [
        (bundle.service.id, "description", "edited-later")
    ]


def test_undo_keeps_a_listing_edited_since_with_all_it_needs(store, make_bundle, apply_bundles, at):
    edited, plain = make_bundle("1"), make_bundle("2")
    run = apply_bundles(store, edited, plain)
    service = replace(edited.service, description="By hand.")
    store.write([service], by="ben", at=at)
    undone = store.undo(run.id, by="cleo", at=at)
    assert store.bundles() == (replace(edited, service=service),)
    reasons = {(kept.resource_type, kept.reason) for kept in undone.kept}
    assert ("service_at_location", "edited-later") in reasons
    assert ("organization", "in-use") in reasons
    assert undone.records_removed == 3


def test_undo_keeps_an_organization_a_later_import_uses(store, make_bundle, apply_bundles, at):
    first, second = make_bundle("1"), make_bundle("2")
    run = apply_bundles(store, first)
    apply_bundles(store, second)
    store.undo(run.id, by="ben", at=at)
    assert store.bundles() == (second,)


def test_undo_passes_over_what_was_deleted_since(store, make_bundle, apply_bundles, at):
    bundle = make_bundle()
    apply_bundles(store, bundle)
    run = apply_bundles(store, described(bundle, "By file."))
    store.write([Deletion("service_at_location", bundle.service_at_location.id)], by="ben", at=at)
    store.undo(run.id, by="cleo", at=at)
    assert store.bundles() == ()


def test_an_import_can_be_applied_again_after_its_undo_and_undone_again(
    store, make_bundle, apply_bundles, at
):
    bundle = make_bundle()
    store.undo(apply_bundles(store, bundle).id, by="ben", at=at)
    again = apply_bundles(store, bundle)
    assert store.bundles() == (bundle,)
    store.undo(again.id, by="ben", at=at)
    assert store.bundles() == ()
    assert store.check().is_whole


def test_undoing_newest_first_leads_back_step_by_step(store, make_bundle, apply_bundles, at):
    bundle = make_bundle()
    runs = [apply_bundles(store, described(bundle, text)) for text in ("one", "two", "three")]
    for run, left in zip(reversed(runs), ("two", "one"), strict=False):
        assert store.undo(run.id, by="ben", at=at).kept == ()
        assert store.bundles()[0].service.description == left
    assert store.undo(runs[0].id, by="ben", at=at).kept == ()
    assert store.bundles() == ()


def test_undoing_twice_says_so_and_changes_nothing(store, make_bundle, apply_bundles, at):
    run = apply_bundles(store, make_bundle())
    store.undo(run.id, by="ben", at=at)
    version = store.version()
    with pytest.raises(ResourceMapError, match="already undone on 2026-05-12 by ben"):
        store.undo(run.id, by="cleo", at=at)
    assert store.version() == version


def test_undoing_an_import_nobody_made_says_so(store, at):
    with pytest.raises(NotFoundError, match="'7'"):
        store.undo("7", by="ben", at=at)


def test_questions_of_an_undone_import_are_withdrawn(store, make_bundle, at):
    one, two = make_bundle("1"), make_bundle("2")
    asked = Suggestion(
        kind="possible-duplicate",
        listing_id=one.service_at_location.id,
        other_id=two.service_at_location.id,
        reasons=(Sentence("curation.duplicate.near", {"metres": 12}),),
    )
    run = store.apply_import(
        ImportFile(file_name="a.csv", format="csv", authority="county", file_hash="0" * 64),
        [record for bundle in (one, two) for _, record in bundle.records()],
        suggestions=[asked],
        expected_version=0,
        by="ana",
        at=at,
    )
    assert store.suggestions() == (replace(asked, import_id=run.id),)
    store.undo(run.id, by="ben", at=at)
    assert store.suggestions() == ()
    assert len(store.suggestions("withdrawn")) == 1
