"""What is written is read back, field by field, with its history."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import event

from resourcemap.errors import NotFoundError, StorageError
from resourcemap.model.hsds import ServiceAtLocation
from resourcemap.model.writes import Deletion
from resourcemap.storage.store import Store


def written(store, bundle, at, by="ana"):
    return store.write([record for _, record in bundle.records()], by=by, at=at)


def test_an_empty_store_is_at_version_0(store):
    assert store.version() == 0
    assert store.bundles() == ()
    assert store.imports() == ()
    assert store.check().is_whole


def test_a_listing_comes_back_as_it_was_written(store, make_bundle, at):
    bundle = make_bundle()
    version = written(store, bundle, at)
    assert version == store.version() == 4
    assert store.bundles() == (bundle,)
    assert store.bundle(bundle.service_at_location.id) == bundle


def test_every_field_that_changes_leaves_a_row_of_history(store, make_bundle, at):
    bundle = make_bundle()
    written(store, bundle, at)
    later = at + timedelta(hours=1)
    service = replace(bundle.service, description="Coffee and talk.", assured_date=date(2026, 5, 1))
    version = store.write([service], by="ben", at=later, why="phoned them")
    created, *updates = store.history(service.id)
    assert created.action == "create"
    assert created.replacement_value == bundle.service.to_document()
    assert [(each.field_name, each.previous_value, each.replacement_value) for each in updates] == [
        ("description", "Tea and talk.", "Coffee and talk."),
        ("assured_date", None, "2026-05-01"),
    ]
    assert {(each.action, each.by, each.why, each.at) for each in updates} == {
        ("update", "ben", "phoned them", later)
    }
    assert updates[-1].number == version == store.version()


def test_writing_the_same_again_changes_nothing(store, make_bundle, at):
    bundle = make_bundle()
    version = written(store, bundle, at)
    assert written(store, bundle, at, by="ben") == version
    assert {each.by for each in store.history(bundle.service.id)} == {"ana"}


def test_a_deleted_listing_is_out_of_use_but_keeps_its_history(store, make_bundle, at):
    bundle = make_bundle()
    written(store, bundle, at)
    listing = bundle.service_at_location.id
    store.write([Deletion("service_at_location", listing)], by="ben", at=at, why="closed")
    assert store.bundles() == ()
    with pytest.raises(NotFoundError, match=listing):
        store.bundle(listing)
    assert [each.action for each in store.history(listing)] == ["create", "delete"]


def test_writing_a_deleted_record_brings_it_back(store, make_bundle, at):
    bundle = make_bundle()
    written(store, bundle, at)
    store.write([Deletion("service_at_location", bundle.service_at_location.id)], by="ben", at=at)
    written(store, bundle, at)
    assert store.bundles() == (bundle,)
    assert store.history(bundle.service_at_location.id)[-1].action == "restore"


def test_deleting_what_is_not_there_says_so_and_writes_nothing(store, make_bundle, at):
    records = [record for _, record in make_bundle().records()]
    with pytest.raises(NotFoundError, match="service nowhere"):
        store.write([*records, Deletion("service", "nowhere")], by="ana", at=at)
    assert store.version() == 0
    assert store.bundles() == ()


def test_a_record_that_points_nowhere_is_refused_without_telling_its_data(store, at):
    lost = ServiceAtLocation(id="1", service_id="secret-service")
    with pytest.raises(StorageError, match="names another record that is not there") as caught:
        store.write([lost], by="ana", at=at)
    assert "secret-service" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert store.version() == 0


def test_the_last_of_several_writes_of_one_record_counts(store, make_bundle, at):
    bundle = make_bundle()
    renamed = replace(bundle.service, name="Thursday circle")
    store.write([*(record for _, record in bundle.records()), renamed], by="ana", at=at)
    assert store.bundle(bundle.service_at_location.id).service.name == "Thursday circle"


def test_a_listing_counts_as_changed_when_anything_behind_it_changes(store, make_bundle, at):
    one = make_bundle("1", organization="Open Door")
    two = make_bundle("2", organization="Open Door")
    other = make_bundle("3", organization="Harbor House")
    for bundle in (one, two, other):
        written(store, bundle, at)
    ids = [bundle.service_at_location.id for bundle in (one, two, other)]

    def changed_by(record) -> set[str]:
        before = store.version()
        store.write([record], by="ana", at=at)
        return set(store.changed_listing_ids(before))

    assert changed_by(replace(one.service_at_location, description="Back door")) == {ids[0]}
    assert changed_by(replace(two.service, name="Second")) == {ids[1]}
    assert changed_by(replace(other.location, latitude=39.3)) == {ids[2]}
    assert changed_by(replace(one.organization, website="https://example.org")) == {ids[0], ids[1]}
    assert store.changed_listing_ids(store.version()) == frozenset()


def test_what_is_new_after_a_version_comes_with_what_left(store, make_bundle, at):
    one, two = make_bundle("1"), make_bundle("2")
    written(store, one, at)
    version = written(store, two, at)
    assert store.changes_since(version) == (version, frozenset(), ())
    store.write([Deletion("service_at_location", one.service_at_location.id)], by="ana", at=at)
    renamed = replace(two.service, name="Second")
    newest = store.write([renamed], by="ana", at=at)
    ids = frozenset({one.service_at_location.id, two.service_at_location.id})
    assert store.changes_since(version) == (newest, ids, (replace(two, service=renamed),))
    assert store.snapshot() == (newest, (replace(two, service=renamed),))


def test_only_fields_given_by_hand_count_as_edited(store, make_bundle, apply_bundles, at):
    bundle = make_bundle()
    apply_bundles(store, bundle)
    assert store.edited_fields() == frozenset()
    store.write([replace(bundle.service, description="By hand.")], by="ben", at=at)
    assert store.edited_fields() == {("service", bundle.service.id, "description")}
    apply_bundles(store, replace(bundle, service=replace(bundle.service, description="By file.")))
    assert store.edited_fields() == frozenset()


def test_a_moment_without_a_zone_is_refused(store, make_bundle, at):
    with pytest.raises(ValueError, match="without a time zone"):
        written(store, make_bundle(), at.replace(tzinfo=None))


def test_clearing_one_source_leaves_the_others_and_what_they_share(store, make_bundle, at):
    sample = make_bundle("1", authority="sample", organization="Invented")
    real = make_bundle("1", authority="county", organization="Open Door")
    shared = replace(
        make_bundle("2", authority="sample"),
        organization=real.organization,
    )
    shared = replace(shared, service=replace(shared.service, organization_id=real.organization.id))
    for bundle in (sample, real, shared):
        written(store, bundle, at)
    assert store.clear_authority("sample", by="ana", at=at, why="sample data cleared") == 2
    assert store.bundles() == (real,)
    assert [each.id for each in store.organizations()] == [real.organization.id]
    removed = store.history(sample.service_at_location.id, sample.service.id, sample.organization.id)
    assert [each.why for each in removed if each.action == "delete"] == ["sample data cleared"] * 3
    assert store.clear_authority("sample", by="ana", at=at, why="again") == 0


def test_an_open_store_sees_what_another_wrote(store, url, make_bundle, at):
    with Store.open(url) as other:
        written(other, make_bundle(), at)
    assert store.version() == 4
    assert len(store.bundles()) == 1


def test_many_listings_are_written_and_read_in_few_statements(store, make_bundle, apply_bundles):
    bundles = [make_bundle(str(number), organization=f"Group {number % 50}") for number in range(2000)]
    statements = []
    event.listen(store._engine, "before_cursor_execute", lambda *about: statements.append(about[2]))
    assert apply_bundles(store, *bundles).change_count == 3 * 2000 + 50
    assert len(statements) < 40
    statements.clear()
    assert {bundle.service_at_location.id for bundle in store.bundles()} == {
        bundle.service_at_location.id for bundle in bundles
    }
    assert len(statements) < 5
    statements.clear()
    assert store.undo("1", by="ben", at=store.imports()[0].at).records_removed == 3 * 2000 + 50
    assert len(statements) < 60
