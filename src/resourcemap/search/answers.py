"""The answers to each facet as columns: what holds, how well, and what is said not to."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from resourcemap.model.fact import FACETS, Answer, Fact
from resourcemap.model.listing import Listing
from resourcemap.model.vocabulary import Vocabulary
from resourcemap.search.bits import Bits, Mask, pack, unpack

# What makes an answer more than yes, or less.
STRONG_DETAILS = frozenset({"only", "focus", "native-led"})
WEAK_DETAILS = frozenset({"interpreter", "interpreter-on-request", "materials", "materials-only"})


@dataclass(frozen=True, slots=True, eq=False)
class FacetColumns:
    """
    One facet's answers, packed: each of shape (terms, words), rows as in `rows`.

    `holds` is yes or limited, `denied` is no; neither is unknown. `strong`, `weak` and `only` are
    within `holds`. `stated` (words,) says where any term holds.
    """

    size: int
    rows: Mapping[str, int]
    holds: Bits
    denied: Bits
    strong: Bits
    weak: Bits
    only: Bits
    stated: Bits

    def any_of(self, bits: Bits, terms: Iterable[str]) -> Mask:
        """Say for each listing whether any of the terms is set in `bits`."""
        return self._join(bits, terms, np.bitwise_or, empty=False)

    def all_of(self, bits: Bits, terms: Iterable[str]) -> Mask:
        """Say for each listing whether all of the terms are set in `bits`."""
        return self._join(bits, terms, np.bitwise_and, empty=True)

    def is_stated(self) -> Mask:
        """Say for each listing whether any term of the facet holds."""
        return unpack(self.stated, self.size)

    def _join(self, bits: Bits, terms: Iterable[str], operation: np.ufunc, *, empty: bool) -> Mask:
        nothing = np.zeros(bits.shape[-1], dtype=np.uint64)
        rows = [bits[self.rows[term]] if term in self.rows else nothing for term in terms]
        if not rows:
            return np.full(self.size, empty)
        return unpack(operation.reduce(np.stack(rows), axis=0), self.size)


def answer_columns(listings: Sequence[Listing], words: Vocabulary) -> dict[str, FacetColumns]:
    """Read every facet of every listing into columns; terms come in alphabetical order."""
    cells: dict[str, dict[str, list[tuple[int, Fact]]]] = {facet: {} for facet in FACETS}
    for row, listing in enumerate(listings):
        for facet, term, fact in stated_facts(listing, words):
            cells[facet].setdefault(term, []).append((row, fact))
    return {facet: _columns(len(listings), cells[facet]) for facet in FACETS}


def stated_facts(listing: Listing, words: Vocabulary) -> Iterator[tuple[str, str, Fact]]:
    """
    List what a listing states, facet by facet.

    HSDS `languages` count as languages that are spoken there, unless a fact says otherwise.
    """
    for facet, facts in listing.facts.items():
        if facet in FACETS:
            for term, fact in facts.items():
                yield facet, term, fact
    said = listing.facts.get("language", {})
    codes: dict[str, None] = {}
    for language in listing.languages:
        code = (language.code or "").split("-")[0].strip().lower()
        if not code and language.name:
            code = next((term.code for term in words.find("language", language.name)), "")
        if code and code not in said:
            codes[code] = None
    for code in codes:
        yield "language", code, Fact(Answer.YES)


def _columns(size: int, cells: Mapping[str, list[tuple[int, Fact]]]) -> FacetColumns:
    terms = sorted(cells)
    masks = {
        name: np.zeros((len(terms), size), dtype=np.bool_)
        for name in ("holds", "denied", "strong", "weak", "only")
    }
    for index, term in enumerate(terms):
        for row, fact in cells[term]:
            if fact.answer is Answer.NO:
                masks["denied"][index, row] = True
                continue
            if fact.answer is Answer.UNKNOWN:
                continue
            masks["holds"][index, row] = True
            is_weak = fact.answer is Answer.LIMITED or fact.detail in WEAK_DETAILS
            masks["weak"][index, row] = is_weak
            masks["strong"][index, row] = not is_weak and fact.detail in STRONG_DETAILS
            masks["only"][index, row] = fact.detail == "only"
    packed = {name: pack(mask) for name, mask in masks.items()}
    return FacetColumns(
        size=size,
        rows={term: index for index, term in enumerate(terms)},
        stated=np.bitwise_or.reduce(packed["holds"], axis=0),
        **packed,
    )
