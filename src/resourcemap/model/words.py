"""
The product's own sentences, one folder of TOML files per language.

Code names a sentence and gives its values; only here does it become text, so that a language is
data. A sentence may be one text or a table with plural forms `one` and `other`, chosen by `count`.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from resourcemap.errors import ResourceMapError

FOLDER = Path(__file__).parent / "words"

# Sentences that are a term's label, and the same label in the middle of a sentence.
VOCABULARY, INLINE = "vocabulary.", "inline."


@dataclass(frozen=True)
class Sentence:
    """
    A sentence by name, not yet in a language: `Sentence("search.reason.walk", {"low": 9})`.

    A value may be a sentence too. `Sentence("vocabulary.population.veterans")` is a term's label,
    `Sentence("inline.population.veterans")` its shortest form within a sentence ("veterans").
    """

    key: str
    values: "Mapping[str, Value]" = field(default_factory=dict, hash=False)


Value = str | int | float | Sentence


@cache
def languages() -> tuple[str, ...]:
    """List the languages there are sentences for."""
    return tuple(sorted(folder.name for folder in FOLDER.iterdir() if folder.is_dir()))


def say(key: str | Sentence, language: str = "en", /, **values: Value) -> str:
    """
    Put a sentence into words.

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
    text = _catalog(language).get(key) or _catalog("en").get(key)
    if text is None:
        raise ResourceMapError(f"words: there is no sentence named {key!r}.")
    if isinstance(text, dict):
        text = text["one" if values.get("count") == 1 else "other"]
    return text.format(
        **{
            name: say(value, language) if isinstance(value, Sentence) else value
            for name, value in values.items()
        }
    )


def _label(key: str, language: str) -> str:
    from resourcemap.model.vocabulary import vocabulary  # Only here: labels need no catalog.

    kind, facet, code = key.split(".", 2)
    if f"{kind}." == VOCABULARY:
        return vocabulary().label(facet, code, language)
    label = vocabulary().chip(facet, code, language)
    first = label.split(" ")[0]
    is_name = facet == "language" or first[1:] != first[1:].lower()
    if is_name or first in say("search.names", language).split():
        return label
    return label[:1].lower() + label[1:]


@cache
def _catalog(language: str) -> dict[str, str | dict[str, str]]:
    catalog: dict[str, str | dict[str, str]] = {}
    folder = FOLDER / language
    for path in sorted(folder.glob("*.toml")) if folder.is_dir() else ():
        _flatten(path.stem, tomllib.loads(path.read_text(encoding="utf-8")), catalog)
    return catalog


def _flatten(prefix: str, table: Mapping[str, object], catalog: dict[str, str | dict[str, str]]) -> None:
    for name, value in table.items():
        key = f"{prefix}.{name}"
        if isinstance(value, str):
            catalog[key] = value
        elif isinstance(value, dict) and set(value) == {"one", "other"}:
            catalog[key] = {form: str(text) for form, text in value.items()}
        elif isinstance(value, dict):
            _flatten(key, value, catalog)
