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
from resourcemap.curation.names import is_same_name, name_keys
from resourcemap.model.hsds import Bundle
from resourcemap.model.words import Sentence

Pair = tuple[str, str]
"""Two listing ids, the smaller first."""

# Where so many begin at one hour under one roof, place and hour tell nothing.
_MOST_AT_ONCE = 12


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
        self._by_hour: dict[Cell, list[Footprint]] = {}
        self._waiting: dict[str, DuplicateIndex] = {}
        self._distinct = distinct
        for bundle in bundles:
            self.add(bundle)

    def add(self, bundle: Bundle, *, source: str | None = None) -> None:
        """Let a listing be found. `source` is the list it stands in, else its authority."""
        footprint = Footprint.of(bundle, source)
        for cell in footprint.cells():
            for key in name_keys(footprint.words):
                block = self._by_name.setdefault((cell, key), {})
                block.setdefault(footprint.words, []).append(footprint)
        for cell in _hour_cells(footprint):
            self._by_hour.setdefault(cell, []).append(footprint)

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
        wanted = Footprint.of(bundle, source)
        found = {
            each.listing_id: (each, likeness)
            for each, likeness in _compared(wanted, self._of_like_name(wanted), agree)
            if self._may_be_same(wanted, each)
        }
        if not any(each.source != wanted.source for each, _ in found.values()):
            best = self._best(wanted)
            if best is not None:
                found.setdefault(best[0].listing_id, best)
        return tuple(
            PossibleDuplicate(each.listing_id, each.bundle.service.name, likeness.reasons)
            for each, likeness in found.values()
        )

    def _best(self, wanted: Footprint) -> tuple[Footprint, Likeness] | None:
        """Find the one listing that resembles another, if neither of the two has anything better."""
        ranked = self._resembling(wanted)
        if not ranked:
            return None
        candidate, likeness = ranked[0]
        if len(ranked) > 1 and ranked[1][1].score == likeness.score:
            return None
        sides = [self, self._waiting[wanted.source]] if wanted.source in self._waiting else [self]
        for side in sides:
            rivals = (each for each in side._of_like_name(candidate) if each.source == wanted.source)
            if any(each.listing_id != wanted.listing_id for each, _ in _compared(candidate, rivals, agree)):
                return None
            for each, other in side._resembling(candidate):
                if (
                    each.source == wanted.source
                    and each.listing_id != wanted.listing_id
                    and other.score >= likeness.score
                ):
                    return None
        return candidate, likeness

    def _resembling(self, wanted: Footprint) -> list[tuple[Footprint, Likeness]]:
        candidates = (*self._of_same_hour(wanted), *self._of_one_roof(wanted))
        found = [
            (each, likeness)
            for each, likeness in _compared(wanted, candidates, resemble)
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

    def _of_same_hour(self, wanted: Footprint) -> Iterator[Footprint]:
        for cell in _hour_cells(wanted):
            at_once = self._by_hour.get(cell, ())
            if cell[0] == "named" or len(at_once) <= _MOST_AT_ONCE:
                yield from at_once

    def _of_one_roof(self, wanted: Footprint) -> Iterator[Footprint]:
        for spot in wanted.spots():
            for phone in wanted.phones:
                at_once = self._by_hour.get(("roof", *spot, phone), ())
                if len(at_once) <= _MOST_AT_ONCE:
                    yield from at_once


def _hour_cells(footprint: Footprint) -> Iterator[Cell]:
    """Name the blocks of what may resemble: one name or one roof, and one hour; one roof and one phone."""
    for slot in footprint.slots():
        yield ("named", slot, *footprint.words)
        for spot in footprint.spots():
            yield ("hour", slot, *spot)
    if not footprint.starts:
        for spot in footprint.spots():
            for phone in footprint.phones:
                yield ("roof", *spot, phone)


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
