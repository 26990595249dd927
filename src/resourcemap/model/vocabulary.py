"""
The vocabulary: every facet's terms with plain labels, synonyms and outside codes, as data.

Terms live in `terms/*.toml` with their English labels; adding one is one line. Labels in other
languages are in `words/<language>.toml`. `notes.toml` names the outside codes that are
no term of ours, `keywords.toml` the words of other people's files that mean a category.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from resourcemap.errors import ResourceMapError
from resourcemap.model.catalog import SOURCE, languages
from resourcemap.model.catalog import labels as labels_of
from resourcemap.model.fact import FACETS, Answer, Fact
from resourcemap.model.letters import plain_letters, without_article

FOLDER = Path(__file__).parent / "terms"
# Outside vocabularies with codes of their own. "bmlt" codes are world ids; "bmlt-key" are the keys of
# formats that have none.
SCHEMES = ("meeting-guide", "bmlt", "bmlt-key", "open-eligibility")


@dataclass(frozen=True, slots=True)
class Term:
    """
    One term of a facet.

    `labels` are plain words by language. `synonyms` are what people type, in any language. `codes`
    map outside vocabularies to it: {"meeting-guide": ("W",), "open-eligibility": ("Women",)}.
    `dimensions` are SAMHSA's, for categories, the main one first. `chips` are shorter labels where
    the label is long. `help` explains in one sentence.
    """

    facet: str
    code: str
    labels: Mapping[str, str] = field(hash=False)
    synonyms: tuple[str, ...] = ()
    codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    dimensions: tuple[str, ...] = ()
    help: Mapping[str, str] = field(default_factory=dict, hash=False)
    chips: Mapping[str, str] = field(default_factory=dict, hash=False)


def fold(text: str) -> str:
    """
    Reduce words to what is compared: no case, accents or punctuation, one space between words.

    >>> fold("  LGBTQ+ Niños & Mujeres' group / AL-ANON ")
    'lgbtq ninos and mujeres group al anon'
    """
    plain = plain_letters(text).casefold().replace("&", " and ").replace("'", "")
    return " ".join(map(without_article, re.findall(r"[a-z0-9]+|[\u0620-\u064a]+", plain)))


class Vocabulary:
    """All terms of all facets. Read-only; get the one there is from `vocabulary()`."""

    def __init__(self, folder: Path = FOLDER) -> None:
        """
        Read the term files.

        Raises
        ------
        ResourceMapError
            When a file is missing or a term has no label: the text names file and term.
        """
        self._facet_labels: dict[str, dict[str, str]] = {}
        self._terms: dict[str, dict[str, Term]] = {}
        self._found: dict[str, dict[str, tuple[Term, ...]]] = {}
        self._yes_codes: dict[tuple[str, str], list[Term]] = {}
        self._no_codes: dict[tuple[str, str], list[Term]] = {}
        self._code_detail: dict[tuple[str, str], str] = {}
        for facet in FACETS:
            self._read_facet(facet, _table(folder / f"{facet}.toml"))
        self._notes = {
            (scheme, code.casefold()): {
                SOURCE: label,
                **_translated("note", scheme, code),
            }
            for scheme, codes in _table(folder / "notes.toml").items()
            for code, label in codes.items()
        }
        self._keywords = _Keywords(_table(folder / "keywords.toml"))
        everywhere: dict[str, tuple[Term, ...]] = {}
        for facet, phrases in self._found.items():
            for phrase, terms in phrases.items():
                # "no", "is" and "he" are languages only where a language is asked for.
                kept = tuple(t for t in terms if facet != "language" or phrase != t.code)
                if kept:
                    everywhere[phrase] = everywhere.get(phrase, ()) + kept
        self._synonyms: Mapping[str, tuple[Term, ...]] = MappingProxyType(everywhere)

    def _read_facet(self, facet: str, table: Mapping[str, Any]) -> None:
        self._facet_labels[facet] = {
            SOURCE: table["label"],
            **_translated("facet", facet),
        }
        for scheme, detail in table.get("code_detail", {}).items():
            self._code_detail[scheme, facet] = detail
        terms: dict[str, Term] = {}
        phrases: dict[str, tuple[Term, ...]] = {}
        for code, entry in table["terms"].items():
            term = _term(facet, code, entry)
            terms[code] = term
            for phrase in dict.fromkeys(fold(text) for text in _said(term)):
                if phrase:
                    phrases[phrase] = (*phrases.get(phrase, ()), term)
            for scheme in SCHEMES:
                for outside in entry.get(scheme, ()):
                    self._yes_codes.setdefault((scheme, outside.casefold()), []).append(term)
                for outside in entry.get(f"{scheme}-no", ()):
                    self._no_codes.setdefault((scheme, outside.casefold()), []).append(term)
        self._terms[facet] = terms
        self._found[facet] = phrases

    def terms(self, facet: str) -> tuple[Term, ...]:
        """
        List a facet's terms in the order screens show them.

        Raises
        ------
        ResourceMapError
            When there is no such facet; the text lists those there are.
        """
        if facet not in self._terms:
            raise ResourceMapError(f"There is no facet {facet!r}. Use one of: {', '.join(FACETS)}.")
        return tuple(self._terms[facet].values())

    def term(self, facet: str, code: str) -> Term | None:
        """Look a term up by its code; None when there is none (it may come from a newer file)."""
        return self._terms.get(facet, {}).get(code)

    def label(self, facet: str, code: str, language: str = "en") -> str:
        """Say a term in plain words; a code nobody knows is said with spaces for its dashes."""
        term = self.term(facet, code)
        if term is None:
            return code.replace("-", " ").replace("_", " ")
        return term.labels.get(language) or term.labels[SOURCE]

    def chip(self, facet: str, code: str, language: str = "en") -> str:
        """Say a term in the fewest plain words, for small places."""
        term = self.term(facet, code)
        short = term.chips.get(language) if term else None
        return short or self.label(facet, code, language)

    def help(self, facet: str, code: str, language: str = "en") -> str | None:
        """Explain a term in one sentence, where it needs one."""
        term = self.term(facet, code)
        return None if term is None else term.help.get(language) or term.help.get(SOURCE)

    def facet_label(self, facet: str, language: str = "en") -> str:
        """Name a facet in plain words."""
        labels = self._facet_labels.get(facet, {})
        return labels.get(language) or labels.get(SOURCE) or facet.replace("_", " ")

    def find(self, facet: str | None, text: str) -> tuple[Term, ...]:
        """
        Find terms whose code, label (any language) or synonym is exactly these words.

        Case, accents and punctuation do not matter. `facet` None looks everywhere.
        """
        phrases = self._synonyms if facet is None else self._found.get(facet, {})
        return phrases.get(fold(text), ())

    def synonyms(self) -> Mapping[str, tuple[Term, ...]]:
        """Give every folded phrase people may type with the terms it means."""
        return self._synonyms

    def dimensions_of(self, category: str) -> frozenset[str]:
        """Name the dimensions a category serves; empty for a category nobody knows."""
        term = self.term("category", category)
        return frozenset() if term is None else frozenset(term.dimensions)

    def main_dimension_of(self, category: str) -> str | None:
        """Name the one dimension that gives a category its colour and shape."""
        term = self.term("category", category)
        return term.dimensions[0] if term and term.dimensions else None

    def from_code(self, scheme: str, code: str) -> tuple[Term, ...]:
        """List the terms that an outside code says hold. Case does not matter."""
        return tuple(self._yes_codes.get((scheme, code.strip().casefold()), ()))

    def facts_from_code(self, scheme: str, code: str) -> tuple[tuple[Term, Fact], ...]:
        """
        Say what an outside code states, ready to keep: the terms with yes or no and the detail.

        >>> [(t.facet, t.code, f.answer.value, f.detail) for t, f in vocabulary().facts_from_code("meeting-guide", "W")]
        [('population', 'women', 'yes', 'focus')]
        """
        key = (scheme, code.strip().casefold())
        answers = ((self._yes_codes, Answer.YES), (self._no_codes, Answer.NO))
        return tuple(
            (term, Fact(answer, self._code_detail.get((scheme, term.facet))))
            for codes, answer in answers
            for term in codes.get(key, ())
        )

    def note_of_code(self, scheme: str, code: str, language: str = "en") -> str | None:
        """Say in words an outside code that is no term of ours; None when it is one or is not known."""
        labels = self._notes.get((scheme, code.strip().casefold()))
        return None if labels is None else labels.get(language) or labels[SOURCE]

    def keywords(self, text: str | None) -> tuple[Term, ...]:
        """
        Guess categories from the free keywords of somebody's file. Empty when nothing is sure.

        >>> [term.code for term in vocabulary().keywords("AA; Employment-Training")]
        ['12-step', 'skills-training']
        """
        codes = self._keywords.categories(text or "")
        return tuple(term for term in self._terms["category"].values() if term.code in codes)


# A longer part is a sentence, and its words are not keywords.
LONGEST_KEYWORD = 5


class _Keywords:
    """The keyword table, compiled."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._never = _pattern(table["never"])
        self._phrases = {category: _pattern(words) for category, words in table["phrases"].items()}
        self._words = {category: _pattern(words) for category, words in table["words"].items()}
        self._exactly: dict[str, set[str]] = {}
        for category, words in table["exactly"].items():
            for word in words:
                self._exactly.setdefault(fold(word), set()).add(category)
        # A file says the same few words in thousands of rows.
        self.categories = lru_cache(maxsize=4096)(self._categories)

    def _categories(self, text: str) -> frozenset[str]:
        words = self._never.sub(" | ", fold(text))
        found = {category for category, pattern in self._phrases.items() if pattern.search(words)}
        parts = [fold(part) for part in re.split(r"[;|,\n]", text)]
        if all(len(part.split()) <= LONGEST_KEYWORD for part in parts):
            found |= {category for category, pattern in self._words.items() if pattern.search(words)}
            for part in parts:
                found |= self._exactly.get(part, set())
        return frozenset(found)


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted((fold(word) for word in words), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b")


def _table(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ResourceMapError(f"The vocabulary file {path.name} could not be read: {error}") from error


def _term(facet: str, code: str, entry: Mapping[str, Any]) -> Term:
    if not entry.get("label"):
        raise ResourceMapError(f"{facet}.toml: the term {code!r} has no label.")

    entries = {
        language: {"label": said} if isinstance(said, str) else said
        for language, said in _translated(facet, code).items()
    }

    def said_as(name: str) -> dict[str, str]:
        source = {SOURCE: entry[name]} if name in entry else {}
        return source | {language: said[name] for language, said in entries.items() if name in said}

    return Term(
        facet=facet,
        code=code,
        labels=said_as("label"),
        synonyms=(
            *entry.get("also", ()),
            *(word for said in entries.values() for word in said.get("also", ())),
        ),
        codes={scheme: tuple(entry[scheme]) for scheme in SCHEMES if scheme in entry},
        dimensions=tuple(entry.get("dimensions", ())),
        help=said_as("help"),
        chips=said_as("chip"),
    )


def _translated(*path: str) -> dict[str, Any]:
    """Look something up in every language's labels, where it is there."""
    found: dict[str, Any] = {}
    for language in languages():
        words: Any = labels_of(language)
        for name in path:
            words = words.get(name, {})
        if words:
            found[language] = words
    return found


def _said(term: Term) -> Iterable[str]:
    return (term.code, *term.labels.values(), *term.chips.values(), *term.synonyms)


@cache
def vocabulary() -> Vocabulary:
    """Give the one vocabulary of the program, read from its files once."""
    return Vocabulary()
