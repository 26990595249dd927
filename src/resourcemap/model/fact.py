"""What is known about a listing: yes, limited, no, and never a guess."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from resourcemap.model.hsds import Attribute, TaxonomyTerm

# Every facet people can filter by, in the order screens show them.
FACETS = (
    "dimension",
    "category",
    "population",
    "shared_experience",
    "led_by",
    "affirming",
    "language",
    "accessibility",
    "attendance",
    "entry",
    "cost",
    "barriers_removed",
    "place_for",
)

# A person needs each of these, so all of them must hold; in other facets any one will do.
ALL_OF_FACETS = frozenset({"accessibility"})


class Answer(StrEnum):
    """What is known of one term. Absent is unknown, and unknown is not no."""

    YES = "yes"
    LIMITED = "limited"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Fact:
    """One answer with what stands behind it."""

    answer: Answer
    detail: str | None = None
    evidence: str | None = None
    evidence_date: date | None = None


Facts = Mapping[str, Mapping[str, Fact]]


def read_facts(attributes: Iterable[Attribute]) -> dict[str, dict[str, Fact]]:
    """
    Read the facts that attributes state; attributes of other kinds are passed over.

    A value that is not yes, limited or no counts as yes: many files only name the term.
    """
    facts: dict[str, dict[str, Fact]] = {}
    for attribute in attributes:
        facet, term = attribute.link_type, attribute.taxonomy_term
        if facet not in FACETS or term is None or not term.code:
            continue
        value = (attribute.value or "yes").lower()
        if value == Answer.UNKNOWN:
            continue
        answer = Answer(value) if value in set(Answer) else Answer.YES
        facts.setdefault(facet, {})[term.code] = Fact(
            answer, attribute.detail, attribute.evidence, attribute.evidence_date
        )
    return facts


def write_fact(facet: str, term: str, fact: Fact) -> Attribute:
    """Write one fact as an HSDS attribute (the inverse of `read_facts`)."""
    return Attribute(
        link_type=facet,
        taxonomy_term=TaxonomyTerm(code=term, taxonomy="resourcemap"),
        value=fact.answer.value,
        detail=fact.detail,
        evidence=fact.evidence,
        evidence_date=fact.evidence_date,
    )


def answer(facts: Facts, facet: str, term: str) -> Answer:
    """
    Look up what is known of one term.

    >>> answer({}, "accessibility", "step-free")
    <Answer.UNKNOWN: 'unknown'>
    """
    fact = facts.get(facet, {}).get(term)
    return Answer.UNKNOWN if fact is None else fact.answer
