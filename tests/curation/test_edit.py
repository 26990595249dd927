"""Two edits of one record: what one changed is kept, what both changed is asked."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from resourcemap.curation.edit import Decision, merge_bundle, merge_edit
from resourcemap.model.fact import Answer, Fact, write_fact
from resourcemap.model.hsds import Bundle, Organization, Service, ServiceAtLocation

NAMES = ("name", "alert", "description", "first_visit", "phones")
VALUES = st.one_of(st.none(), st.sampled_from(["a", "b", "c"]), st.just([{"number": "1"}]))
DOCUMENTS = st.fixed_dictionaries({}, optional=dict.fromkeys(NAMES, VALUES)).map(lambda d: {"id": "1", **d})


def fact(facet, term, answer, evidence=None):
    return write_fact(facet, term, Fact(Answer(answer), None, evidence)).to_document()


def said(document, name):
    return document.get(name)


@given(base=DOCUMENTS, theirs=DOCUMENTS, yours=DOCUMENTS)
def test_every_value_is_kept_or_asked_about(base, theirs, yours):
    merged = merge_edit("service", "1", base=base, theirs=theirs, yours=yours)
    asked = {each.field_name for each in merged.conflicts}
    for name in NAMES:
        was, their, your = (said(each, name) for each in (base, theirs, yours))
        becomes = said(merged.document, name)
        if their == your or your == was:
            assert becomes == their
        elif their == was:
            assert becomes == your
        else:
            assert name in asked
            assert becomes == their
    assert asked <= set(NAMES)


@given(base=DOCUMENTS, theirs=DOCUMENTS, yours=DOCUMENTS)
def test_choosing_decides_every_question(base, theirs, yours):
    open_ones = merge_edit("service", "1", base=base, theirs=theirs, yours=yours).conflicts
    for whose, source in (("yours", yours), ("theirs", theirs)):
        choices = {each.key: Decision(whose, each.theirs) for each in open_ones}
        merged = merge_edit("service", "1", base=base, theirs=theirs, yours=yours, choices=choices)
        assert merged.conflicts == ()
        for each in open_ones:
            assert said(merged.document, each.field_name) == said(source, each.field_name)


def test_a_decision_does_not_hold_for_a_value_nobody_saw():
    base = {"id": "1", "name": "before"}
    theirs, yours = base | {"name": "theirs, later"}, base | {"name": "yours"}
    choices = {("service", "1", "name"): Decision("yours", "theirs, earlier")}
    merged = merge_edit("service", "1", base=base, theirs=theirs, yours=yours, choices=choices)
    assert merged.document["name"] == "theirs, later"
    assert len(merged.conflicts) == 1


def test_two_facts_of_two_editors_stand_side_by_side():
    base = {"id": "1", "attributes": [fact("cost", "free", "yes")]}
    theirs = {
        "id": "1",
        "attributes": [fact("cost", "free", "yes"), fact("affirming", "staff-trained", "yes")],
    }
    yours = {"id": "1", "attributes": [fact("cost", "free", "limited")]}
    merged = merge_edit("service", "1", base=base, theirs=theirs, yours=yours)
    assert merged.conflicts == ()
    assert merged.document["attributes"] == [
        fact("cost", "free", "limited"),
        fact("affirming", "staff-trained", "yes"),
    ]


def test_one_fact_answered_twice_is_asked_by_its_own_name():
    base = {"id": "1", "attributes": []}
    theirs = {"id": "1", "attributes": [fact("affirming", "staff-trained", "yes", "document")]}
    yours = {"id": "1", "attributes": [fact("affirming", "staff-trained", "no", "staff-checked")]}
    (conflict,) = merge_edit("service", "1", base=base, theirs=theirs, yours=yours).conflicts
    assert conflict.field_name == "attributes/affirming/staff-trained"
    assert (conflict.base, conflict.theirs["value"], conflict.yours["value"]) == (None, "yes", "no")


def test_statements_without_a_term_and_parts_of_a_first_visit_survive():
    odd = {"link_type": "note", "label": "as received"}
    base = {"id": "1", "attributes": [odd, odd], "first_visit": {"greeter": "Sam", "entrance": "Side door"}}
    theirs = {**base, "first_visit": {"greeter": "Ana", "entrance": "Side door"}}
    yours = {**base, "first_visit": {"greeter": "Sam", "entrance": "Main door"}}
    merged = merge_edit("service", "1", base=base, theirs=theirs, yours=yours)
    assert merged.conflicts == ()
    assert merged.document["attributes"] == [odd, odd]
    assert merged.document["first_visit"] == {"greeter": "Ana", "entrance": "Main door"}


def test_a_listing_is_joined_record_by_record():
    base = Bundle(
        ServiceAtLocation(id="l", service_id="s"),
        Service(id="s", organization_id="o", name="Circle"),
        Organization(id="o", name="Open Door"),
    )
    documents = {name: record.to_document() for name, record in base.records()}
    theirs = Bundle(base.service_at_location, base.service, Organization(id="o", name="Open Doors"))
    yours = {**documents, "service": {**documents["service"], "name": "Tea circle"}}
    records, conflicts = merge_bundle(documents, theirs, yours)
    assert conflicts == ()
    assert [record.id for record in records] == ["o", "s", "l"]
    assert [record.name for record in records[:2]] == ["Open Doors", "Tea circle"]


def test_200_random_conflicts_all_show_both_values():
    dice = random.Random(3)
    for turn in range(200):
        name = dice.choice(["name", "alert", "description"])
        base = {"id": "1", name: "before"}
        theirs, yours = {**base, name: f"theirs {turn}"}, {**base, name: f"yours {turn}"}
        (conflict,) = merge_edit("service", "1", base=base, theirs=theirs, yours=yours).conflicts
        assert (conflict.base, conflict.theirs, conflict.yours) == (
            "before",
            f"theirs {turn}",
            f"yours {turn}",
        )
