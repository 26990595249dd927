"""Phone lines for who was turned away are whole, sourced and told in plain words."""

import re
from datetime import date

import pytest

from resourcemap.model.catalog import catalog
from resourcemap.model.fact import Answer, Fact
from resourcemap.model.listing import Listing
from resourcemap.model.rights import (
    RightsLine,
    help_categories,
    lines_for,
    may_turn_away,
    rights_lines,
    topic_of,
)
from resourcemap.model.vocabulary import vocabulary
from resourcemap.model.words import say


def place(*categories: str) -> Listing:
    facts = {"category": dict.fromkeys(categories, Fact(Answer.YES))}
    return Listing(id="a", service_id="a", name="a", facts=facts)


def test_every_line_has_a_number_a_source_and_a_purpose() -> None:
    for line in rights_lines():
        for number in filter(None, (line.number, line.tty)):
            assert re.fullmatch(r"1-8\d\d-\d{3}-\d{4}|211|988", number)
        assert say(line.purpose)
        assert line.source in say(line.evidence)
        assert set(line.topics) <= {"home", "work", "health", "safety", "all"}
    said = {key for key in catalog("en") if key.startswith("rights.line.")}
    assert said == {line.purpose.key for line in rights_lines()}


def test_a_number_nobody_checked_does_not_say_that_it_was() -> None:
    unchecked = RightsLine(id="crisis", number="988", run_by="x", topics=("all",), source="988lifeline.org")
    assert "checked" not in say(unchecked.evidence)
    checked = RightsLine(
        id="crisis", number="988", run_by="x", topics=("all",), source="s", checked=date(2026, 5, 12)
    )
    assert "checked" in say(checked.evidence)
    assert "2026-05-12" in say(checked.evidence)


@pytest.mark.parametrize(
    ("categories", "topic", "first"),
    [
        (("record-friendly-rental",), "home", "fair_housing"),
        (("sober-living",), "home", "fair_housing"),
        (("fair-chance-employer",), "work", "job_rights"),
        (("job-placement", "help-find-housing"), "work", "job_rights"),
        (("counseling",), "health", "care_rights"),
        (("social-group",), "all", "fair_housing"),
        ((), "all", "fair_housing"),
    ],
)
def test_the_lines_begin_with_what_the_place_is_for(categories, topic, first) -> None:
    assert topic_of(place(*categories)) == topic
    lines = [line.id for line in lines_for(topic)]
    assert lines[0] == first
    assert {"local_help", "civil_rights", "crisis"} <= set(lines)
    assert len(lines) == len(set(lines))


@pytest.mark.parametrize("topic", ["home", "work", "health", "safety", "all"])
def test_help_is_of_kinds_people_can_search(topic) -> None:
    assert all(vocabulary().term("category", code) for code in help_categories(topic))


@pytest.mark.parametrize(
    ("categories", "barriers", "fits"),
    [
        (("record-friendly-rental",), (), True),
        (("job-placement",), (), True),
        (("social-group",), ("record-not-a-bar",), True),
        (("social-group",), ("no-photo-id", "sobriety-not-required"), False),
        (("support-group", "12-step"), (), False),
        (("legal-help",), ("no-background-check",), False),
        ((), (), False),
    ],
)
def test_help_with_rights_stands_beside_homes_and_work_and_not_beside_every_meeting(
    categories, barriers, fits
) -> None:
    found = place(*categories)
    found.facts["barriers_removed"] = dict.fromkeys(barriers, Fact(Answer.YES))
    assert may_turn_away(found) is fits
