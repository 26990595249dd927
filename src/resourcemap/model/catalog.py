"""
The product's own words as data: English by room, every other language in one file.

English is the source: `words/en/<room>.toml` for sentences and `terms/` for the vocabulary. Another
language is `words/<language>.toml` alone, with a table for each room, one named `vocabulary` for the
labels and one named `language` for its name and its Unicode locale.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from resourcemap.errors import ResourceMapError

FOLDER = Path(__file__).parent / "words"
SOURCE = "en"

# The names CLDR has for plural forms; a language uses some of them.
FORMS = frozenset({"zero", "one", "two", "few", "many", "other"})

Text = str | Mapping[str, str]
"""A sentence, or its plural forms."""


@cache
def languages() -> tuple[str, ...]:
    """List the languages there are words for."""
    return tuple(sorted({SOURCE, *(path.stem for path in FOLDER.glob("*.toml"))}))


@cache
def catalog(language: str) -> Mapping[str, Text]:
    """Give a language's sentences by name; empty when nobody has written them."""
    found: dict[str, Text] = {}
    for room, table in _rooms(language).items():
        if room != "vocabulary":
            _flatten(room, table, found)
    return MappingProxyType(found)


def text_of(key: str, language: str) -> Text | None:
    """Give a sentence in a language, else in English; None when there is none of that name."""
    text = catalog(language).get(key)
    return catalog(SOURCE).get(key) if text is None else text


def setting(name: str, language: str) -> str | None:
    """Give what a language's file says of the language itself, such as its `locale`."""
    value = catalog(language).get(f"language.{name}")
    return value if isinstance(value, str) else None


def labels(language: str) -> Mapping[str, Mapping[str, Any]]:
    """
    Give a language's labels of the vocabulary: {"facet": {...}, "note": {...}, "<facet>": {...}}.

    A term's entry is its label, or a table with `label` and perhaps `chip`, `help` and `also`. The
    source language has its labels with the terms.
    """
    table: Mapping[str, Mapping[str, Any]] = _rooms(language).get("vocabulary", {})
    return table


@cache
def _rooms(language: str) -> Mapping[str, Mapping[str, Any]]:
    if language == SOURCE:
        return {path.stem: _read(path) for path in sorted((FOLDER / SOURCE).glob("*.toml"))}
    path = FOLDER / f"{language}.toml"
    # A language comes from a request too: only a file that is listed is opened.
    return _read(path) if language in languages() else {}


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ResourceMapError(f"The words in {path.name} could not be read: {error}") from error


def _flatten(prefix: str, table: Mapping[str, Any], found: dict[str, Text]) -> None:
    for name, value in table.items():
        key = f"{prefix}.{name}"
        if isinstance(value, dict) and not ("other" in value and value.keys() <= FORMS):
            _flatten(key, value, found)
        else:
            found[key] = value
