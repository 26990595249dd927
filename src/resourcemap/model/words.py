"""
The product's own sentences.

Code names a sentence and gives its values; only here does it become text, so that a language is
data. A sentence may be one text or a table of plural forms, chosen by `count` as the language does.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Literal

from resourcemap.errors import ResourceMapError
from resourcemap.model import locale_words
from resourcemap.model.catalog import SOURCE, languages, setting, text_of
from resourcemap.model.locale_words import Distance, Month, isolate
from resourcemap.model.vocabulary import vocabulary

__all__ = ["Distance", "Listed", "Month", "Sentence", "Value", "languages", "say", "terms_said"]

# Sentences that are a term's label, the same label in the middle of a sentence, and a day's name.
VOCABULARY, INLINE, WEEKDAY, WEEKDAY_SHORT = "vocabulary.", "inline.", "weekday.", "weekday_short."


@dataclass(frozen=True)
class Sentence:
    """
    A sentence by name, not yet in a language: `Sentence("search.reason.walk", {"low": 9})`.

    A value may be a sentence too. `Sentence("vocabulary.population.veterans")` is a term's label,
    `Sentence("inline.population.veterans")` its shortest form within a sentence ("veterans"),
    `Sentence("weekday.0")` is "Monday" and `Sentence("weekday_short.0")` "Mon". A `time`, a `date`,
    a `Month`, a `Distance` and a `Listed` are said as the language does.
    """

    key: str
    values: "Mapping[str, Value]" = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Listed:
    """Values to be joined into a list by a word, or by commas alone."""

    items: "tuple[Value, ...]"
    word: Literal["and", "or", ""] = "and"


Value = str | int | float | date | time | Month | Distance | Listed | Sentence


def say(key: str | Sentence, language: str = SOURCE, /, **values: Value) -> str:
    """
    Put a sentence into words.

    Names and numbers that run against the language's direction are kept together with marks that
    nobody sees.

    Raises
    ------
    ResourceMapError
        When no language has the sentence: a programming mistake that tests catch.
    """
    if isinstance(key, Sentence):
        values = {**key.values, **values}
        key = key.key
    if key.startswith((VOCABULARY, INLINE)):
        return _label(key, language)
    if key.startswith((WEEKDAY, WEEKDAY_SHORT)):
        kind, _, day = key.partition(".")
        width: Literal["wide", "abbreviated"] = "wide" if f"{kind}." == WEEKDAY else "abbreviated"
        return locale_words.weekday(int(day), language, width=width)
    text = text_of(key, language)
    if text is None:
        raise ResourceMapError(f"words: there is no sentence named {key!r}.")
    if not isinstance(text, str):
        count = values.get("count")
        form = locale_words.plural_form(count, language) if isinstance(count, int | float) else "other"
        text = text.get(form) or text["other"]
    return text.format(**{name: _said(name, value, language) for name, value in values.items()})


def terms_said(facet: str, terms: Iterable[str], language: str = SOURCE) -> str:
    """
    Name terms in one list, as short as they are known, with a capital at its start alone.

    >>> terms_said("cost", ("free", "sliding-scale"))
    'Free, price depends on your income'
    """
    text = locale_words.listed(
        [_label(f"{INLINE}{facet}.{term}", language) for term in terms], language, word=""
    )
    return text[:1].upper() + text[1:]


def _said(name: str, value: Value, language: str) -> str:
    match value:
        case str():
            return isolate(value, language)
        case Sentence():
            return say(value, language)
        case Distance():
            return locale_words.distance(value.metres, value.unit, language)
        case Month():
            return locale_words.month_year(value.day, language)
        case datetime():
            raise ResourceMapError("words: a moment is said as a date and a time. Pass these.")
        case date():
            return locale_words.short_day(value, language)
        case time():
            return locale_words.clock(value.hour * 60 + value.minute, language)
        case Listed():
            items = [_said(name, item, language) for item in value.items]
            return locale_words.listed(items, language, word=value.word)
        case _:
            return locale_words.number(value, language) if name == "count" else str(value)


def _label(key: str, language: str) -> str:
    kind, facet, code = key.split(".", 2)
    if f"{kind}." == VOCABULARY:
        return vocabulary().label(facet, code, language)
    label = vocabulary().chip(facet, code, language)
    first = label.split(" ")[0]
    is_language = facet == "language" and setting("language_names", language) == "capital"
    if is_language or first[1:] != first[1:].lower() or first in (setting("names", language) or "").split():
        return label
    return label[:1].lower() + label[1:]
