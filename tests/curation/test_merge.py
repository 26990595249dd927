"""How a file's words join what is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from resourcemap.curation.merge import merge_attributes, merge_record
from resourcemap.model.fact import Answer, Fact, read_facts, write_fact
from resourcemap.model.hsds import FirstVisit, Service

YES = Fact(Answer.YES)


def facts(*attributes):
    return read_facts(merge_attributes(*attributes)[0])


def test_facts_join_by_facet_and_term():
    stored = (write_fact("language", "en", YES), write_fact("accessibility", "step-free", YES))
    incoming = (
        write_fact("language", "es", YES),
        write_fact("accessibility", "step-free", Fact(Answer.LIMITED)),
    )
    assert facts(stored, incoming) == {
        "language": {"en": YES, "es": YES},
        "accessibility": {"step-free": Fact(Answer.LIMITED)},
    }


def test_an_answer_somebody_checked_stays():
    checked = Fact(Answer.NO, evidence="staff-checked", evidence_date=date(2026, 5, 1))
    stored = (write_fact("accessibility", "step-free", checked),)
    merged, stayed = merge_attributes(stored, (write_fact("accessibility", "step-free", YES),))
    assert (merged, stayed) == (stored, stored)
    newer = Fact(Answer.YES, evidence="document")
    merged, stayed = merge_attributes(stored, (write_fact("accessibility", "step-free", newer),))
    assert read_facts(merged)["accessibility"]["step-free"].answer is Answer.YES
    assert stayed == ()


def test_a_file_that_agrees_does_not_take_the_evidence_away():
    checked = Fact(Answer.YES, evidence="staff-checked", evidence_date=date(2026, 5, 1))
    stored = (write_fact("accessibility", "step-free", checked),)
    assert merge_attributes(stored, (write_fact("accessibility", "step-free", YES),)) == (stored, ())


def test_unknown_fields_join_and_empty_ones_are_passed_over():
    stored = Service(id="1", name="A", extra={"x": 1, "y": 2, "z": 3})
    incoming = Service(id="1", name="A", extra={"x": None, "y": "", "z": 4, "w": [5]})
    merged, _ = merge_record("service", stored, incoming)
    assert merged.extra == {"x": 1, "y": 2, "z": 4, "w": [5]}


def test_a_record_inside_a_record_keeps_what_the_file_leaves_out():
    stored = Service(id="1", name="A", first_visit=FirstVisit(greeter="Ana", may_just_listen=True))
    incoming = Service(id="1", name="A", first_visit=FirstVisit(group_size="About ten"))
    merged, _ = merge_record("service", stored, incoming)
    assert merged.first_visit == FirstVisit(greeter="Ana", may_just_listen=True, group_size="About ten")


def test_a_check_never_goes_back_in_time():
    stored = Service(id="1", name="A", assured_date=date(2026, 5, 1))
    merged, kept = merge_record("service", stored, replace(stored, assured_date=date(2025, 5, 1)))
    assert merged is stored
    assert [each.reason for each in kept] == ["date"]
    merged, kept = merge_record("service", stored, replace(stored, assured_date=date(2026, 5, 2)))
    assert (merged.assured_date, kept) == (date(2026, 5, 2), ())


def test_false_and_zero_are_answers():
    stored = Service(id="1", name="A", minimum_age=18.0, first_visit=FirstVisit(may_just_listen=True))
    said = Service(id="1", name="A", minimum_age=0.0, first_visit=FirstVisit(may_just_listen=False))
    merged, _ = merge_record("service", stored, said)
    assert merged.minimum_age == 0.0
    assert merged.first_visit.may_just_listen is False


texts = st.none() | st.sampled_from(["", "a", "b"])
services = st.builds(
    Service,
    id=st.just("1"),
    name=st.sampled_from(["A", "B"]),
    description=texts,
    url=texts,
    minimum_age=st.none() | st.sampled_from([0.0, 18.0]),
    assured_date=st.none() | st.dates(date(2026, 1, 1), date(2026, 1, 9)),
    extra=st.dictionaries(st.sampled_from("xyz"), st.none() | st.integers(0, 2), max_size=3),
)


@given(stored=services, incoming=services)
def test_merging_never_erases_and_merging_again_changes_nothing(stored, incoming):
    merged, _ = merge_record("service", stored, incoming)
    before, after = stored.to_document(), merged.to_document()
    said = {name for name, value in before.items() if value not in (None, "")}
    assert said <= {name for name, value in after.items() if value not in (None, "")}
    assert merge_record("service", merged, incoming)[0] == merged
    assert merge_record("service", stored, stored)[0] is stored
