"""Listings that may be one and the same: looking at a pair, joining it, or keeping it apart."""

from collections.abc import Iterable, Set
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from weakref import WeakKeyDictionary

from resourcemap.actions.directory import Directory
from resourcemap.actions.roles import check_role
from resourcemap.curation.duplicates import DuplicateIndex, Pair, pair_of
from resourcemap.curation.merging import MergeField, merge_bundles, merge_fields, proposed
from resourcemap.errors import NotFoundError, ResourceMapError
from resourcemap.model.change import Actor
from resourcemap.model.edit import RecordKey
from resourcemap.model.hsds import Bundle
from resourcemap.model.words import Sentence
from resourcemap.model.writes import ImportRun


@dataclass(frozen=True, slots=True)
class PossiblePair:
    """Two listings that may be the same, and why it is thought so."""

    one_id: str
    other_id: str
    names: tuple[str, str]
    reasons: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """
    Two listings side by side.

    `expected` is what was seen of each record: `merge` refuses when one changed since. `take` is
    what is proposed to be taken from the one that goes.
    """

    kept: Bundle
    gone: Bundle
    fields: tuple[MergeField, ...]
    take: frozenset[str]
    expected: dict[RecordKey, int] = field(hash=False)


_scans: "WeakKeyDictionary[Directory, tuple[int, tuple[PossiblePair, ...]]]" = WeakKeyDictionary()
_lock = Lock()


def duplicates(directory: Directory, *, by: Actor) -> tuple[PossiblePair, ...]:
    """
    List pairs of listings that may be the same, those that an import asked about first.

    All listings are compared once for each version of the data. Pairs that somebody called not the
    same are left out.
    """
    check_role("duplicates", by)
    store = directory.store
    distinct = store.merges.distinct_pairs()
    with _lock:
        version, found = _scans.get(directory, (-1, ()))
        if version != store.version():
            version, bundles = store.snapshot()
            found = _scan(
                bundles, [(each.listing_id, each.other_id, each.reasons) for each in store.suggestions()]
            )
            _scans[directory] = (version, found)
    return tuple(each for each in found if pair_of(each.one_id, each.other_id) not in distinct)


def compare(directory: Directory, kept_id: str, gone_id: str, *, by: Actor) -> Comparison:
    """
    Put two listings side by side.

    Raises
    ------
    NotFoundError
        When one of them is not in use any more.
    """
    check_role("compare", by)
    if kept_id == gone_id:
        raise ResourceMapError("These are one listing already. Choose two.")
    _, bundles, expected = directory.store.edits.state([kept_id, gone_id])
    found = {each.service_at_location.id: each for each in bundles}
    for each in (kept_id, gone_id):
        if each not in found:
            raise NotFoundError("One of the two is not in use any more. Take the next pair.")
    fields = merge_fields(found[kept_id], found[gone_id])
    return Comparison(found[kept_id], found[gone_id], fields, proposed(fields), expected)


def merge(
    directory: Directory,
    comparison: Comparison,
    take: Set[str],
    *,
    by: Actor,
    now: datetime,
    why: str | None = None,
) -> ImportRun:
    """
    Join two listings: the kept one takes what is chosen, the other's id leads to it.

    `undo_import` with the run's id takes it back.

    Parameters
    ----------
    comparison
        The two as they were looked at.
    take
        Keys of the fields to take from the one that goes.

    Raises
    ------
    StalePlanError
        When one of the two changed since; compare them again.
    """
    check_role("merge", by)
    merged = merge_bundles(comparison.kept, comparison.gone, take)
    return directory.store.merges.write(
        merged, comparison.gone, expected=comparison.expected, by=by.name, at=now, why=why
    )


def not_the_same(directory: Directory, one_id: str, other_id: str, *, by: Actor, now: datetime) -> None:
    """Remember that two listings are not the same: nobody is asked again, by no later file either."""
    check_role("not_the_same", by)
    directory.store.merges.set_distinct(one_id, other_id, by=by.name, at=now)


def _scan(
    bundles: tuple[Bundle, ...], asked: Iterable[tuple[str, str, tuple[Sentence, ...]]]
) -> tuple[PossiblePair, ...]:
    names = {each.service_at_location.id: each.service.name for each in bundles}
    pairs: dict[Pair, PossiblePair] = {}

    def put(one_id: str, other_id: str, reasons: tuple[Sentence, ...]) -> None:
        if one_id in names and other_id in names:
            # The one that was there first is kept unless somebody turns the pair round.
            pair = PossiblePair(other_id, one_id, (names[other_id], names[one_id]), reasons)
            pairs.setdefault(pair_of(one_id, other_id), pair)

    for one_id, other_id, reasons in asked:
        put(one_id, other_id, reasons)
    index = DuplicateIndex(bundles)
    for bundle in bundles:
        for each in index.find(bundle):
            put(bundle.service_at_location.id, each.listing_id, each.reasons)
    return tuple(pairs.values())
