"""Hints for people who write about a place: words that blame, and sentences that are hard to read."""

from collections.abc import Mapping
from typing import Any

from resourcemap.curation.form_fields import SCHEDULES
from resourcemap.curation.reading import HARD_EASE, HARD_GRADE, reading_grade, spanish_ease, text_language
from resourcemap.curation.time_zone import TIME_ZONE, needs_choice
from resourcemap.model.stigma import find_stigma
from resourcemap.model.words import Sentence

# The places' own names are theirs: nothing is said of them.
_NAMES = frozenset(
    {
        "name",
        "other_name",
        "organization",
        "organization_other_name",
        "place_name",
        "neutral_name",
        "contact_name",
    }
)
_GRADED = ("description", "what_happens", "eligibility", "how_to_begin", "welcome_line", "companion", "alert")
_UNREAD = frozenset({"website", "email", "join_link", "organization_website", "organization_email"})


def advice(form: Mapping[str, Any], language: str = "en") -> dict[str, tuple[Sentence, ...]]:
    """
    Give hints for a form, by the keys of its fields; nothing here keeps anyone from saving.

    Examples
    --------
    >>> advice({"name": "Home for addicts", "description": "For addicts."})
    {'description': (Sentence(key='edit.advice.stigma', values={'found': 'addicts', 'instead': 'people with an addiction'}),)}
    """
    found: dict[str, tuple[Sentence, ...]] = {}
    for key, value in form.items():
        if key in _NAMES or key in _UNREAD:
            continue
        text = _words(value)
        # A page in one language is where texts of all are written.
        written = text_language(text)
        hints = [
            Sentence("edit.advice.stigma", {"found": each.found, "instead": each.instead})
            for each in find_stigma(text, written or language)
        ]
        if key in _GRADED:
            hints += _hard(text, written)
        if hints:
            found[key] = tuple(hints)
    if form.get(SCHEDULES) and needs_choice(form.get("state"), form.get(TIME_ZONE)):
        found[TIME_ZONE] = (Sentence("edit.advice.zone"),)
    return found


def _hard(text: str, language: str | None) -> list[Sentence]:
    """Say that a text is hard to read, in the languages that have a measure for it."""
    if language == "en":
        grade = reading_grade(text)
        if grade is not None and grade > HARD_GRADE:
            return [Sentence("edit.advice.grade", {"grade": f"{grade:.0f}"})]
    if language == "es":
        ease = spanish_ease(text)
        if ease is not None and ease < HARD_EASE:
            return [Sentence("edit.advice.spanish")]
    return []


def _words(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "\n".join(_words(each) for each in value)
    if isinstance(value, Mapping):
        return "\n".join(text for name, text in value.items() if name not in _NAMES and isinstance(text, str))
    return ""
