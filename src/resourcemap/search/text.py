"""
Words: fold, find with synonyms, forgive typing errors.

Every word asked for must be in a listing, as itself or through the vocabulary: "AA" is found in the
word and in every 12-step meeting. The last word may be the start of a longer one.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from resourcemap.model.letters import plain_letters, without_article
from resourcemap.model.listing import Listing
from resourcemap.model.vocabulary import Term, Vocabulary
from resourcemap.search.answers import FacetColumns
from resourcemap.search.bits import Mask

# How much a word says about a listing, by where it stands.
NAME, TERM, ORGANIZATION, PLACE, DESCRIPTION = 1.0, 0.8, 0.6, 0.5, 0.4

# Left out of a question unless nothing else is in it.
SMALL_WORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "at",
        "by",
        "can",
        "do",
        "el",
        "en",
        "for",
        "i",
        "in",
        "is",
        "la",
        "las",
        "los",
        "me",
        "my",
        "near",
        "of",
        "on",
        "or",
        "para",
        "the",
        "to",
        "we",
        "with",
        "y",
    ]
)
# A known word this long also finds longer ones that begin with it.
PREFIX_LETTERS = 4
_SHORTEST_PREFIX = 2
_INITIALS = re.compile(r"\b(?:[a-z]\.){2,}[a-z]?")
_WORD = re.compile("[a-z0-9]+|[\u0620-\u064a]+")

Weights = NDArray[np.float32]
Phrase = tuple[str, ...]


def fold(text: str) -> tuple[str, ...]:
    """
    Split text into plain words: no accents, no case, no plural s; Arabic stays, other scripts turn Latin.

    >>> fold("Café Women's Groups, A.A.")
    ('cafe', 'women', 'group', 'aa')
    """
    plain = plain_letters(text).lower()
    plain = _INITIALS.sub(lambda match: match[0].replace(".", ""), plain.replace("'", ""))
    return tuple(
        _singular(word) if word.isascii() else without_article(word) for word in _WORD.findall(plain)
    )


@lru_cache(maxsize=1 << 16)
def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


@dataclass(frozen=True, slots=True)
class Unit:
    """One word or phrase asked for, and the terms it stands for. `is_start` also finds longer words."""

    words: Phrase
    terms: tuple[Term, ...]
    is_start: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A text, read. `corrections` are (as typed, as read)."""

    units: tuple[Unit, ...]
    corrections: tuple[tuple[str, str], ...] = ()


class PhraseTable:
    """
    What words stand for, from every label, code and synonym of the vocabulary.

    `category_words` are the words of each category, so that "peer" finds peer support.
    """

    def __init__(self, words: Vocabulary) -> None:
        found: dict[Phrase, dict[tuple[str, str], Term]] = {}
        for phrase, terms in words.synonyms().items():
            if folded := fold(phrase):
                found.setdefault(folded, {}).update({(term.facet, term.code): term for term in terms})
        self.terms: Mapping[Phrase, tuple[Term, ...]] = {
            phrase: tuple(terms.values()) for phrase, terms in found.items()
        }
        self.category_words = {
            term.code: frozenset(
                word for text in (*term.labels.values(), *term.synonyms) for word in fold(text)
            )
            for term in words.terms("category")
        }
        self.longest = max(map(len, self.terms), default=1)
        self.words = frozenset(word for phrase in self.terms for word in phrase)


@dataclass(frozen=True, slots=True, eq=False)
class TextIndex:
    """Which listings hold each word, and how much it says of them. `words` are sorted."""

    size: int
    words: tuple[str, ...]
    rows: Mapping[str, tuple[NDArray[np.int32], Weights]]
    phrases: PhraseTable

    @classmethod
    def build(cls, listings: Sequence[Listing], phrases: PhraseTable) -> "TextIndex":
        """Index names, organisations, descriptions, categories and towns."""
        postings: dict[str, tuple[list[int], list[float]]] = {}
        for row, listing in enumerate(listings):
            weights: dict[str, float] = {}
            for weight, words in _fields(listing, phrases.category_words):
                for word in words:
                    if weights.get(word, 0.0) < weight:
                        weights[word] = weight
            for word, weight in weights.items():
                posting = postings.get(word)
                if posting is None:
                    posting = postings[word] = ([], [])
                posting[0].append(row)
                posting[1].append(weight)
        return cls(
            size=len(listings),
            words=tuple(sorted(postings)),
            rows={
                word: (np.array(found, dtype=np.int32), np.array(weights, dtype=np.float32))
                for word, (found, weights) in postings.items()
            },
            phrases=phrases,
        )

    def read(self, text: str) -> Question:
        """Read what was typed: correct words nobody uses, find phrases, drop small words."""
        typed = fold(text)
        if not typed:
            return Question(())
        words: list[str] = []
        corrections: list[tuple[str, str]] = []
        for position, word in enumerate(typed):
            is_last = position == len(typed) - 1
            better = None if self._is_known(word, may_be_start=is_last) else self._correct(word)
            if better is not None:
                corrections.append((word, better))
            words.append(better or word)
        units = list(self._units(tuple(words)))
        telling = [
            unit for unit in units if unit.terms or not all(word in SMALL_WORDS for word in unit.words)
        ]
        telling = [unit for unit in telling if unit.words[0] not in SMALL_WORDS or len(unit.words) > 1]
        return Question(tuple(telling or units), tuple(corrections))

    def find(self, question: Question, answers: Mapping[str, FacetColumns]) -> tuple[Mask, Weights]:
        """Say which listings hold every unit, and how well on average (0 to 1), shape (size,)."""
        mask = np.ones(self.size, dtype=np.bool_)
        relevance = np.zeros(self.size, dtype=np.float32)
        for unit in question.units:
            weights = self.weights(unit, answers)
            mask &= weights > 0
            relevance += weights
        return mask, relevance / np.float32(max(1, len(question.units)))

    def weights(self, unit: Unit, answers: Mapping[str, FacetColumns]) -> Weights:
        """Say how well each listing holds one unit; 0 where it does not, shape (size,)."""
        literal = np.ones(self.size, dtype=np.float32)
        for word in unit.words:
            literal = np.minimum(literal, self._word(word, is_start=unit.is_start))
        for term in unit.terms:
            columns = answers[term.facet]
            held = columns.any_of(columns.holds, (term.code,))
            np.maximum(literal, np.float32(TERM), out=literal, where=held)
        return literal

    def _word(self, word: str, *, is_start: bool) -> Weights:
        weights = np.zeros(self.size, dtype=np.float32)
        for each in (word, *(self._starting_with(word) if is_start else ())):
            if each in self.rows:
                rows, values = self.rows[each]
                weights[rows] = np.maximum(weights[rows], values if each == word else values * 0.9)
        return weights

    def _starting_with(self, start: str) -> Iterator[str]:
        for position in range(bisect_left(self.words, start), len(self.words)):
            word = self.words[position]
            if not word.startswith(start):
                return
            if word != start:
                yield word

    def _is_known(self, word: str, *, may_be_start: bool) -> bool:
        return (
            word in self.rows
            or word in self.phrases.words
            or word in SMALL_WORDS
            or (may_be_start and len(word) >= _SHORTEST_PREFIX and any(self._starting_with(word)))
        )

    def _correct(self, word: str) -> str | None:
        """Find the nearest word in use: one slip in 4 to 7 letters, two in longer words."""
        slips = 0 if len(word) < 4 or not word.isalpha() else 1 if len(word) < 8 else 2
        if slips == 0:
            return None
        known = [*self.words, *sorted(self.phrases.words - self.rows.keys())]
        near = process.extract(word, known, scorer=OSA.distance, score_cutoff=slips, limit=None)

        def order(candidate: tuple[str, float, int]) -> tuple[float, bool, int, str]:
            other, distance, _ = candidate
            listed = len(self.rows[other][0]) if other in self.rows else 0
            return distance, other[0] != word[0], -listed, other

        return min(near, key=order)[0] if near else None

    def _units(self, words: Phrase) -> Iterator[Unit]:
        position = 0
        while position < len(words):
            longest = min(self.phrases.longest, len(words) - position)
            for length in range(longest, 0, -1):
                phrase = words[position : position + length]
                terms = self.phrases.terms.get(phrase, ())
                if terms or length == 1:
                    is_last = position + length == len(words)
                    is_known = bool(terms) or phrase[0] in self.rows
                    enough = len(phrase[0]) >= (PREFIX_LETTERS if is_known else _SHORTEST_PREFIX)
                    yield Unit(phrase, terms, is_start=is_last and length == 1 and enough)
                    position += length
                    break


def _fields(
    listing: Listing, category_words: Mapping[str, frozenset[str]]
) -> Iterator[tuple[float, Iterable[str]]]:
    for text in (listing.name, listing.alternate_name):
        if text:
            yield NAME, fold(text)
    for category in listing.terms("category"):
        yield TERM, category_words.get(category) or fold(category)
    if listing.organization:
        yield ORGANIZATION, fold(listing.organization)
    address = listing.address
    for place in (
        listing.location_name,
        listing.area.label if listing.area else None,
        address.city if address else None,
        address.region if address else None,
        address.postal_code if address else None,
    ):
        if place:
            yield PLACE, fold(place)
    if listing.description:
        yield DESCRIPTION, fold(listing.description)
