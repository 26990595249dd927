"""Hints for people who write about a place: words that blame, and sentences that are hard to read."""

import re
from collections.abc import Mapping
from typing import Any

from resourcemap.curation.form_fields import SCHEDULES
from resourcemap.curation.time_zone import TIME_ZONE, needs_choice
from resourcemap.model.stigma import find_stigma
from resourcemap.model.words import Sentence

# Above this grade many people stop reading; our own texts keep to it too.
HARD_GRADE = 8.0
# A formula for reading grades says nothing of fewer words.
ENOUGH_WORDS = 20
# The places' own names are theirs: nothing is said of them.
_NAMES = frozenset({"name", "other_name", "organization", "place_name", "neutral_name", "contact_name"})
_GRADED = ("description", "what_happens", "eligibility", "how_to_begin", "welcome_line")
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
        hints = [
            Sentence("edit.advice.stigma", {"found": each.found, "instead": each.instead})
            for each in find_stigma(_words(value), language)
        ]
        if key in _GRADED and language == "en":
            grade = reading_grade(_words(value))
            if grade is not None and grade > HARD_GRADE:
                hints.append(Sentence("edit.advice.grade", {"grade": f"{grade:.0f}"}))
        if hints:
            found[key] = tuple(hints)
    if form.get(SCHEDULES) and needs_choice(form.get("state"), form.get(TIME_ZONE)):
        found[TIME_ZONE] = (Sentence("edit.advice.zone"),)
    return found


def reading_grade(text: str) -> float | None:
    """
    Estimate the US school grade that English text asks for (Flesch and Kincaid, 1975).

    0.39 words per sentence + 11.8 syllables per word - 15.59, syllables counted by rules. None for
    fewer than 20 words.

    Examples
    --------
    >>> round(reading_grade("You can come as you are. " * 8), 1)
    -1.4
    """
    words = re.findall(r"[a-zA-Z]+(?:'[a-z]+)?", text)
    if len(words) < ENOUGH_WORDS:
        return None
    sentences = max(1, len([part for part in re.split(r"[.!?…]+\s+|\n+", text.strip()) if part.strip()]))
    syllables = sum(map(_syllables, words))
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


def _syllables(word: str) -> int:
    word = word.lower().replace("'", "")
    count = len(re.findall(r"[aeiouy]+", word))
    # A last e is silent, but not in "table".
    if count > 1 and re.search(r"(?<![^aeiouy]l)e$|[^aeiouytd]ed$", word):
        count -= 1
    # "io" and "ia" are two sounds, but not in "-tion" and "-cial".
    count += len(re.findall(r"i[ao](?!us)|eo|ua(?!l$)", re.sub(r"[tsc]i(on|al|an)", "x\\1", word)))
    return max(1, count)


def _words(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "\n".join(_words(each) for each in value)
    if isinstance(value, Mapping):
        return "\n".join(text for name, text in value.items() if name not in _NAMES and isinstance(text, str))
    return ""
