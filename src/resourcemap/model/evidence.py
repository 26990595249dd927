"""What is known of one term with what stands behind it: who says so, and when."""

from resourcemap.model.fact import Answer, Fact
from resourcemap.model.locale_words import Month
from resourcemap.model.words import Sentence, Value

_EVIDENCE = frozenset({"self-stated", "document", "staff-checked", "community-confirmed"})
_DETAILS = frozenset({"only", "focus", "native-led", "interpreter", "materials"})


def stated_fact(facet: str, term: str, fact: Fact) -> Sentence:
    """
    Say a fact in full: how far it holds, who says so and since when.

    Examples
    --------
    >>> from datetime import date
    >>> from resourcemap.model.words import say
    >>> fact = Fact(Answer.YES, None, "staff-checked", date(2026, 3, 5))
    >>> say(stated_fact("barriers_removed", "individual-assessment", fact))
    'A record is looked at case by case (checked by staff, Mar 2026)'
    """
    said = Sentence(f"vocabulary.{facet}.{term}")
    if fact.detail in _DETAILS:
        # After "with a focus on" a term stands in the middle of a sentence.
        label = Sentence(f"inline.{facet}.{term}") if fact.detail == "focus" else said
        said = Sentence(f"find.detail.detail_{_name(fact.detail)}", {"label": label})
    if fact.answer is Answer.LIMITED:
        said = Sentence("find.detail.limited", {"label": said})
    elif fact.answer is Answer.NO:
        said = Sentence("find.detail.not", {"label": said})
    return with_evidence(said, fact)


def with_evidence(said: Sentence, fact: Fact) -> Sentence:
    """Add to a sentence who says so and in which month; it stays as it is where that is not known."""
    if fact.evidence not in _EVIDENCE:
        return said
    evidence = Sentence(f"find.detail.evidence_{_name(fact.evidence)}")
    values: dict[str, Value] = {"label": said, "evidence": evidence}
    if fact.evidence_date is None:
        return Sentence("find.detail.evidence", values)
    return Sentence("find.detail.evidence_dated", {**values, "date": Month(fact.evidence_date)})


def _name(text: str | None) -> str:
    return (text or "").replace("-", "_")
