"""
Listings that may be one and the same, from different sources or typed twice.

The same name, the same place and the same time: a group on several days, or several programmes
under one roof, are no duplicates. Listings are compared only with those nearby, so the work grows
with the number of listings and not with its square.
"""

from collections.abc import Callable, Iterable, Iterator, Set
from dataclasses import dataclass

from resourcemap.curation.footprint import Cell, Footprint
from resourcemap.curation.likeness import Likeness, agree, resemble
from resourcemap.curation.names import is_same_name, name_keys, own_words
from resourcemap.model.hsds import Bundle
from resourcemap.model.words import Sentence

Pair = tuple[str, str]
"""Two listing ids, the smaller first."""

# Where so many share a roof and an hour, or a word, that tells nothing.
_MOST_ALIKE = 24


@dataclass(frozen=True)
class PossibleDuplicate:
    """A listing that may be the same one, and why it is thought so."""

    listing_id: str
    name: str
    reasons: tuple[Sentence, ...]


def pair_of(one_id: str, other_id: str) -> Pair:
    """Name a pair the same way from both sides."""
    return (one_id, other_id) if one_id < other_id else (other_id, one_id)


class DuplicateIndex:
    """
    Finds, among listings given to it, those that may be the same as another.

    Parameters
    ----------
    bundles
        Listings to be found, each of the list its authority names.
    distinct
        Pairs that somebody said are not the same: never found again.
    """

    def __init__(self, bundles: Iterable[Bundle] = (), *, distinct: Set[Pair] = frozenset()) -> None:
        # The name is part of the key: a thousand listings may share one point.
        self._by_name: dict[tuple[Cell, tuple[str, ...]], dict[tuple[str, ...], list[Footprint]]] = {}
        self._loosely: dict[Cell, list[Footprint]] = {}
        self._waiting: dict[str, DuplicateIndex] = {}
        self._distinct = distinct
        self._newest: Footprint | None = None
        for bundle in bundles:
            self.add(bundle)

    def add(self, bundle: Bundle, *, source: str | None = None) -> None:
        """Let a listing be found. `source` is the list it stands in, else its authority."""
        footprint = self._footprint(bundle, source)
        for cell in footprint.cells():
            for key in name_keys(footprint.words):
                block = self._by_name.setdefault((cell, key), {})
                block.setdefault(footprint.words, []).append(footprint)
        for cell in _loose_cells(footprint):
            self._loosely.setdefault(cell, []).append(footprint)

    def expect(self, bundles: Iterable[Bundle], *, source: str) -> None:
        """
        Name all listings of a list that is about to be added.

        They are not found, but a listing that fits one of them well is not offered to another.
        """
        waiting = self._waiting[source] = DuplicateIndex()
        for bundle in bundles:
            waiting.add(bundle, source=source)

    def find(self, bundle: Bundle, *, source: str | None = None) -> tuple[PossibleDuplicate, ...]:
        """List those that may be the same listing, itself left out, the likeliest alone where it is a guess."""
        wanted = self._footprint(bundle, source)
        found = {
            each.listing_id: (each, likeness)
            for each, likeness in _compared(wanted, self._of_like_name(wanted), agree)
            if self._may_be_same(wanted, each)
        }
        if not any(each.source != wanted.source for each, _ in found.values()):
            for each, likeness in self._best(wanted):
                found.setdefault(each.listing_id, (each, likeness))
        return tuple(
            PossibleDuplicate(each.listing_id, each.bundle.service.name, likeness.reasons)
            for each, likeness in found.values()
        )

    def _footprint(self, bundle: Bundle, source: str | None) -> Footprint:
        # A listing is looked for first and added then: what was worked out serves twice.
        if self._newest is None or self._newest.bundle is not bundle:
            self._newest = Footprint.of(bundle, source)
        return self._newest

    def _best(self, wanted: Footprint) -> list[tuple[Footprint, Likeness]]:
        """Find the one listing that resembles another, if neither of the two has anything as good."""
        ranked = self._resembling(wanted)
        best = [pair for pair in ranked if pair[1].score == ranked[0][1].score]
        if not best or any(agree(best[0][0], each) is None for each, _ in best[1:]):
            return []
        candidate, likeness = best[0]
        sides = [self, self._waiting[wanted.source]] if wanted.source in self._waiting else [self]
        if any(side._has_rival(wanted, candidate, likeness) for side in sides):
            return []
        return best

    def _has_rival(self, wanted: Footprint, candidate: Footprint, likeness: Likeness) -> bool:
        """Tell whether another listing of the same list fits the candidate as well or better."""
        fitting = _compared(candidate, self._of_like_name(candidate), agree)
        resembling = (pair for pair in self._resembling(candidate) if pair[1].score >= likeness.score)
        return any(
            each.source == wanted.source
            and each.listing_id != wanted.listing_id
            # What is written twice in one list is no rival of itself.
            and not (each.words == wanted.words and agree(each, wanted))
            for each, _ in (*fitting, *resembling)
        )

    def _resembling(self, wanted: Footprint) -> list[tuple[Footprint, Likeness]]:
        found = [
            (each, likeness)
            for each, likeness in _compared(wanted, self._around(wanted), resemble)
            if self._may_be_same(wanted, each)
        ]
        return sorted(found, key=lambda pair: -pair[1].score)

    def _may_be_same(self, a: Footprint, b: Footprint) -> bool:
        return pair_of(a.listing_id, b.listing_id) not in self._distinct

    def _of_like_name(self, wanted: Footprint) -> Iterator[Footprint]:
        looked_at: set[tuple[Cell, tuple[str, ...]]] = set()
        for cell in wanted.neighbour_cells():
            for key in name_keys(wanted.words):
                for words, footprints in self._by_name.get((cell, key), {}).items():
                    if (cell, words) not in looked_at:
                        looked_at.add((cell, words))
                        if is_same_name(wanted.words, words):
                            yield from footprints

    def _around(self, wanted: Footprint) -> Iterator[Footprint]:
        yield from self._of_like_name(wanted)
        for cell in _loose_cells(wanted, looking=True):
            alike = self._loosely.get(cell, ())
            if cell[0] == "name" or len(alike) <= _MOST_ALIKE:
                yield from alike


def _loose_cells(footprint: Footprint, *, looking: bool = False) -> Iterator[Cell]:
    """Name the blocks in which what resembles a listing is kept, or looked for."""
    spots = (*footprint.spots(), *(footprint.spots_around() if looking else ()))
    for slot in footprint.slots():
        yield ("name", slot, *footprint.words)
        for spot in spots:
            yield ("hour", slot, *spot)
        if footprint.is_remote:
            for word in own_words(footprint.words):
                yield ("word", slot, word)
    for spot in spots:
        yield ("name", *spot, *footprint.words)
        if not footprint.starts:
            for word in own_words(footprint.words):
                yield ("roof", *spot, word)
    if not spots:
        for phone in footprint.phones:
            yield ("call", phone)


def _compared(
    wanted: Footprint,
    candidates: Iterable[Footprint],
    compare: Callable[[Footprint, Footprint], Likeness | None],
) -> Iterator[tuple[Footprint, Likeness]]:
    seen = {wanted.listing_id}
    for each in candidates:
        if each.listing_id not in seen:
            seen.add(each.listing_id)
            likeness = compare(wanted, each)
            if likeness is not None:
                yield each, likeness
