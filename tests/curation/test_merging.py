"""Two listings become one: a person chooses, and nothing that either said is lost by default."""

from __future__ import annotations

from dataclasses import replace

import pytest

from resourcemap.curation.merging import OTHER_SOURCES, merge_bundles, merge_fields, proposed
from resourcemap.model.fact import Answer, Fact, read_facts, write_fact
from resourcemap.model.hsds import Address, Phone, Schedule


@pytest.fixture
def pair(make_bundle):
    """The county's listing and the state's of one group."""
    kept = make_bundle(
        "1",
        phone="410-555-0101",
        attributes=(write_fact("cost", "free", Fact(Answer.YES)),),
    )
    gone = make_bundle(
        "9",
        authority="state",
        name="Tuesday circle of hope",
        organization="Open Door Network",
        phone="(410) 555-0199",
        address="2 Example St",
        point=(39.31, -76.61),
        schedules=(Schedule(freq="WEEKLY", byday="TU", opens_at="19:30", closes_at="20:30"),),
        description="Tea and talk.",
        attributes=(write_fact("population", "veterans", Fact(Answer.YES)),),
    )
    return kept, gone


def by_key(kept, gone):
    return {each.key: each for each in merge_fields(kept, gone)}


def test_each_difference_is_named_once_and_what_is_empty_is_proposed(pair):
    fields = by_key(*pair)
    differing = {key for key, each in fields.items() if each.differs}
    assert differing == {
        "service/name",
        "organization",
        "place",
        "when",
        "service/description",
        "service/phones",
        "service/attributes",
    }
    assert proposed(tuple(fields.values())) == {"service/description", "service/phones", "service/attributes"}


def test_nothing_taken_keeps_everything_but_the_other_source_is_named(pair):
    kept, gone = pair
    merged = merge_bundles(kept, gone, frozenset())
    assert merged.service == kept.service
    assert merged.location == kept.location
    assert merged.service_at_location.source == kept.service_at_location.source
    assert merged.service_at_location.extra[OTHER_SOURCES] == [gone.service_at_location.source.to_document()]


def test_what_is_chosen_is_taken_and_lists_are_joined(pair):
    kept, gone = pair
    merged = merge_bundles(
        kept, gone, {"service/name", "service/phones", "service/attributes", "organization"}
    )
    assert merged.service.name == gone.service.name
    assert merged.service.id == kept.service.id
    assert [each.number for each in merged.service.phones] == ["410-555-0101", "(410) 555-0199"]
    assert set(read_facts(merged.service.attributes)) == {"cost", "population"}
    assert merged.organization == gone.organization
    assert merged.service.organization_id == gone.organization.id
    assert merged.service.schedules == kept.service.schedules


def test_a_street_and_its_point_are_taken_together(pair):
    kept, gone = pair
    merged = merge_bundles(kept, gone, {"place", "when"})
    assert merged.location.id == kept.location.id
    assert (merged.location.latitude, merged.location.addresses) == (
        39.31,
        (Address(address_1="2 Example St", city="Baltimore"),),
    )
    assert merged.service.schedules == gone.service.schedules


def test_a_place_is_taken_whole_where_the_kept_one_has_none(make_bundle):
    kept, gone = make_bundle("1", is_remote=True), make_bundle("9", authority="state")
    merged = merge_bundles(kept, gone, {"place"})
    assert merged.location == gone.location
    assert merged.service_at_location.location_id == gone.location.id
    assert merge_bundles(kept, gone, frozenset()).location is None


@pytest.mark.parametrize(("one", "other", "taken"), [(None, "hidden", True), ("hidden", None, False)])
def test_a_street_that_one_source_keeps_secret_stays_secret(make_bundle, one, other, taken):
    kept, gone = (
        replace(bundle, location=replace(bundle.location, address_visibility=visibility))
        for bundle, visibility in ((make_bundle("1"), one), (make_bundle("9", authority="state"), other))
    )
    take = proposed(merge_fields(kept, gone))
    assert ("visibility" in take) is taken
    assert merge_bundles(kept, gone, take).location.address_visibility == "hidden"


def test_the_same_phone_written_otherwise_is_not_joined(make_bundle):
    kept = make_bundle("1", phone="410-555-0101")
    gone = make_bundle("9", authority="state", phone="+1 (410) 555-0101")
    merged = merge_bundles(kept, gone, {"service/phones"})
    assert merged.service.phones == (Phone(number="410-555-0101"),)


def test_sources_of_earlier_merges_stay(make_bundle):
    first, second, third = (make_bundle(each, authority=each) for each in ("county", "state", "city"))
    twice = merge_bundles(merge_bundles(first, second, frozenset()), third, frozenset())
    names = [each["authority"] for each in twice.service_at_location.extra[OTHER_SOURCES]]
    assert sorted(names) == ["city", "state"]
