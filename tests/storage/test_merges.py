"""A merge is a run like any other: one transaction, taken back as a whole, the old id leading on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from resourcemap.curation.merging import merge_bundles
from resourcemap.errors import NotFoundError, StalePlanError
from resourcemap.model.writes import Deletion, Suggestion


@pytest.fixture
def two(store, make_bundle, apply_bundles):
    """Two stored listings, the second of another organization."""
    kept = make_bundle("1")
    gone = make_bundle("2", name="Tuesday circle of hope", organization="Harbour Network")
    apply_bundles(store, kept, gone)
    return kept, gone


def ids(pair):
    return [each.service_at_location.id for each in pair]


def merge(store, pair, at, take=frozenset()):
    _, _, expected = store.edits.state(ids(pair))
    return store.merges.write(merge_bundles(*pair, take), pair[1], expected=expected, by="ana", at=at)


def test_the_kept_listing_takes_what_was_chosen_and_the_other_leads_to_it(store, two, at):
    run = merge(store, two, at, {"service/name"})
    kept_id, gone_id = ids(two)
    assert [each.service.name for each in store.bundles()] == ["Tuesday circle of hope"]
    assert store.merges.redirects() == {gone_id: kept_id}
    assert run.file.format == "merge"
    with pytest.raises(NotFoundError):
        store.bundle(gone_id)
    # What only the other needed went with it; nothing is erased.
    assert [each.name for each in store.organizations()] == ["Open Door"]
    assert store.history(two[1].service.id)[-1].action == "delete"


def test_undoing_it_brings_both_back_as_they_were(store, two, at):
    run = merge(store, two, at, {"service/name", "organization"})
    undone = store.undo(run.id, by="ben", at=at)
    assert undone.kept == ()
    assert {each.service_at_location.id: each for each in store.bundles()} == {
        each.service_at_location.id: each for each in two
    }
    assert store.merges.redirects() == {}
    assert len(store.organizations()) == 2


def test_what_others_need_stays(store, make_bundle, apply_bundles, at):
    kept, gone, third = make_bundle("1", organization="Other"), make_bundle("2"), make_bundle("3")
    apply_bundles(store, kept, gone, third)
    merge(store, (kept, gone), at)
    assert {each.name for each in store.organizations()} == {"Other", "Open Door"}


def test_the_other_sources_rows_speak_of_the_kept_listing(store, two, at):
    merge(store, two, at)
    known = store.sources("county")
    assert known["county", "1"].listing_id == known["county", "2"].listing_id == ids(two)[0]
    assert [known["county", each].is_merged for each in ("1", "2")] == [False, True]


def test_a_chain_of_merges_leads_to_its_end(store, make_bundle, apply_bundles, at):
    first, second, third = (make_bundle(each) for each in "123")
    apply_bundles(store, first, second, third)
    merge(store, (second, third), at)
    second = store.bundle(second.service_at_location.id)
    merge(store, (first, second), at)
    end = first.service_at_location.id
    assert store.merges.redirects() == {each.service_at_location.id: end for each in (second, third)}


def test_a_change_since_the_two_were_compared_stops_it(store, two, at):
    from dataclasses import replace

    _, _, expected = store.edits.state(ids(two))
    store.write([replace(two[1].service, description="Moved.")], by="ben", at=at)
    with pytest.raises(StalePlanError, match="changed while they were compared"):
        store.merges.write(merge_bundles(*two, frozenset()), two[1], expected=expected, by="ana", at=at)
    assert len(store.bundles()) == 2
    assert store.merges.redirects() == {}


def test_not_the_same_is_remembered_once_and_closes_the_question(store, two, at, apply_bundles, make_bundle):
    kept_id, gone_id = ids(two)
    from resourcemap.model.writes import ImportFile

    store.apply_import(
        ImportFile(file_name="x", format="csv", authority="x", file_hash="0"),
        [],
        suggestions=[Suggestion(kind="possible-duplicate", listing_id=gone_id, other_id=kept_id, reasons=())],
        expected_version=store.version(),
        by="ana",
        at=at,
    )
    store.merges.set_distinct(kept_id, gone_id, by="ana", at=at)
    store.merges.set_distinct(gone_id, kept_id, by="ben", at=at)
    assert store.merges.distinct_pairs() == {tuple(sorted((kept_id, gone_id)))}
    assert store.suggestions() == ()
    (kept,) = store.merges.distinct()
    assert (kept.by, kept.why) == ("ana", None)
    store.merges.undo_distinct(kept_id, gone_id, by="ben", at=at)
    assert [each.other_id for each in store.suggestions()] == [kept_id]


def test_a_pair_kept_apart_is_asked_about_again_once_somebody_wants_to(store, two, at):
    kept_id, gone_id = ids(two)
    with pytest.raises(NotFoundError):
        store.merges.undo_distinct(kept_id, gone_id, by="ana", at=at)
    store.merges.set_distinct(kept_id, gone_id, by="ana", at=at, why="two floors")
    store.merges.undo_distinct(gone_id, kept_id, by="ben", at=at)
    assert store.merges.distinct_pairs() == frozenset()
    # Said anew, it holds anew, with its own reason.
    store.merges.set_distinct(kept_id, gone_id, by="cora", at=at, why="two phones")
    (kept,) = store.merges.distinct()
    assert (kept.by, kept.why) == ("cora", "two phones")


def test_what_was_edited_after_a_merge_stays_when_the_merge_is_taken_back(store, two, at):
    kept_id, gone_id = ids(two)
    run = merge(store, two, at, {"service/name", "service/phones"})
    edited = replace(store.bundle(kept_id).service, name="Hope at noon", description="Soup.")
    store.write([edited], by="ben", at=at)
    undone = store.undo(run.id, by="cleo", at=at)
    assert [(each.resource_id, each.field_name, each.reason) for each in undone.kept] == [
        (two[0].service.id, "name", "edited-later")
    ]
    kept = store.bundle(kept_id)
    assert (kept.service.name, kept.service.description) == ("Hope at noon", "Soup.")
    assert kept.service.phones == two[0].service.phones
    assert store.bundle(gone_id) == two[1]
    assert store.merges.redirects() == {}
    assert store.check().is_whole


@pytest.mark.parametrize("first_undone", [0, 1])
def test_a_listing_merged_on_is_split_again_in_any_order(store, make_bundle, apply_bundles, at, first_undone):
    all_three = tuple(
        make_bundle(str(number), name=f"Circle {number}", organization=f"House {number}")
        for number in (1, 2, 3)
    )
    apply_bundles(store, *all_three)
    end, middle, gone = all_three
    end_id, middle_id, gone_id = (each.service_at_location.id for each in all_three)
    runs = [merge(store, (middle, gone), at, {"service/name"})]
    middle = store.bundle(middle_id)
    assert middle.service.name == "Circle 3"
    runs.append(merge(store, (end, middle), at, {"service/name"}))
    assert store.bundle(end_id).service.name == "Circle 3"
    assert store.undo(runs[first_undone].id, by="ben", at=at).kept == ()
    if first_undone == 0:
        # Where the second merge led stays: the first one's other listing is its own again.
        assert store.merges.redirects() == {middle_id: end_id}
        assert store.bundle(gone_id) == gone
        assert store.bundle(end_id).service.name == "Circle 3"
        with pytest.raises(NotFoundError):
            store.bundle(middle_id)
    else:
        assert store.merges.redirects() == {gone_id: middle_id}
        assert store.bundle(middle_id).service.name == "Circle 3"
    assert store.undo(runs[1 - first_undone].id, by="ben", at=at).kept == ()
    assert store.merges.redirects() == {}
    assert {each.service_at_location.id: each for each in store.bundles()} == {
        each.service_at_location.id: each for each in all_three
    }
    assert store.check().is_whole


def test_a_kept_listing_that_was_hidden_stays_hidden_and_is_itself_again(store, two, at):
    kept_id, gone_id = ids(two)
    run = merge(store, two, at, {"service/name"})
    _, _, expected = store.edits.state([kept_id])
    hiding = store.edits.write_expecting(
        [Deletion("service_at_location", kept_id)], expected=expected, title="hide", by="ben", at=at
    )
    assert store.undo(run.id, by="cleo", at=at).kept == ()
    assert store.bundles() == (two[1],)
    assert store.merges.redirects() == {}
    assert {each.id: each.whereabouts for each in store.audit.listings()} == {
        kept_id: "hidden",
        gone_id: "in-use",
    }
    store.undo(hiding.id, by="cleo", at=at)
    assert store.bundle(kept_id) == two[0]


def test_taking_back_an_import_leaves_what_another_source_was_joined_into(
    store, make_bundle, apply_bundles, at
):
    kept, gone = make_bundle("1"), make_bundle("A", authority="state", organization="Harbour Network")
    run = apply_bundles(store, kept)
    apply_bundles(store, gone, file_name="state.csv")
    merging = merge(store, (kept, gone), at)
    undone = store.undo(run.id, by="ben", at=at)
    assert ids(store.bundles()) == ids((kept,))
    assert ("service_at_location", "edited-later") in {
        (each.resource_type, each.reason) for each in undone.kept
    }
    store.undo(merging.id, by="ben", at=at)
    assert set(ids(store.bundles())) == set(ids((kept, gone)))


def test_every_listing_is_found_again_with_what_became_of_it(store, make_bundle, apply_bundles, at):
    here, hidden, kept, merged, taken_back = (make_bundle(each) for each in "12345")
    apply_bundles(store, here, hidden, kept, merged)
    run = apply_bundles(store, taken_back, file_name="second.csv")
    store.undo(run.id, by="ben", at=at)
    merge(store, (kept, merged), at)
    _, _, expected = store.edits.state([hidden.service_at_location.id])
    store.edits.write_expecting(
        [Deletion("service_at_location", hidden.service_at_location.id)],
        expected=expected,
        title="hide",
        by="ben",
        at=at,
    )
    found = {each.id: each.whereabouts for each in store.audit.listings()}
    assert [found[each] for each in ids((here, hidden, kept, merged, taken_back))] == [
        "in-use",
        "hidden",
        "in-use",
        "merged",
        "gone",
    ]
