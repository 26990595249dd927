"""
Words that blame or reduce a person, with what to say instead: a hint for people who write.

Nothing is changed and no file is refused for them: an organisation's own words stay its own.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from resourcemap.model.vocabulary import FOLDER, fold


@dataclass(frozen=True, slots=True)
class Stigma:
    """A word found in a text, as the list has it, and words to use instead."""

    found: str
    instead: str


def find_stigma(text: str, language: str = "en") -> tuple[Stigma, ...]:
    """
    Find words in a text that blame or reduce a person.

    Examples
    --------
    >>> find_stigma("A shelter for the homeless and felons")
    (Stigma(found='the homeless', instead='people without a home'), Stigma(found='felons', instead='people with a record'))
    >>> find_stigma("Alcoholics Anonymous, Living Clean")
    ()
    """
    words = _but().sub(" ", fold(text))
    better = _better(language)
    found = _pattern(language).findall(words) if better else []
    return tuple(Stigma(*better[phrase]) for phrase in dict.fromkeys(found))


@cache
def _list() -> dict[str, Any]:
    return tomllib.loads((FOLDER / "stigma.toml").read_text(encoding="utf-8"))


@cache
def _better(language: str) -> dict[str, tuple[str, str]]:
    # Only phrases are folded: "the" stays a word of its own in the languages that write it apart.
    return {fold(phrase): (phrase, instead) for phrase, instead in _list().get(language, {}).items()}


@cache
def _pattern(language: str) -> re.Pattern[str]:
    longest_first = sorted(_better(language), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")


@cache
def _but() -> re.Pattern[str]:
    phrases = sorted(map(fold, _list()["but"]["phrases"]), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, phrases))})(?!\w)")
