"""Listings that may be one and the same: looking at a pair, joining it, or keeping it apart."""

from collections.abc import Set
from dataclasses import dataclass, field, replace
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
from resourcemap.model.policy import LONGEST_REASON
from resourcemap.model.report import read_line
from resourcemap.model.words import Sentence
from resourcemap.model.writes import ImportRun


@dataclass(frozen=True, slots=True)
class PossiblePair:
    """Two listings that may be the same, and why it is thought so."""

    one_id: str
    other_id: str
    names: tuple[str, str]
    reasons: tuple[Sentence, ...]

    @property
    def key(self) -> str:
        """What the pair is found by, whichever of the two is named first."""
        return _key(self.one_id, self.other_id)


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


@dataclass(frozen=True, slots=True)
class KeptApart:
    """Two listings that somebody said are not the same: who, by the name they go by, when and why."""

    one_id: str
    other_id: str
    names: tuple[str, str]
    by: str
    at: datetime
    why: str | None

    @property
    def key(self) -> str:
        """What the pair is found by, as `PossiblePair.key`."""
        return _key(self.one_id, self.other_id)


@dataclass(frozen=True, slots=True)
class _Scan:
    """All listings compared with each other, at one version of the data."""

    version: int
    names: dict[str, str]
    alike: tuple[PossiblePair, ...]


_scans: "WeakKeyDictionary[Directory, _Scan]" = WeakKeyDictionary()
_lock = Lock()


def duplicates(directory: Directory, *, by: Actor, may_be_old: bool = False) -> tuple[PossiblePair, ...]:
    """
    List pairs of listings that may be the same, those that an import asked about first.

    All listings are compared once for each version of the data. Pairs that somebody called not the
    same are left out, and those of which one is not in use any more.

    Parameters
    ----------
    may_be_old
        Compare nothing anew: what an import asked is there, but a pair that only an edit since the
        last comparison made alike waits for the next.
    """
    check_role("duplicates", by)
    store = directory.store
    with _lock:
        scan, version = _scans.get(directory), store.version()
        if scan is None or (scan.version != version and not may_be_old):
            scan = _scan(*store.snapshot())
            _scans[directory] = scan
    # What was hidden, merged or brought in since the comparison counts as it is now.
    names = scan.names if scan.version == version else store.audit.names_in_use()
    pairs: dict[Pair, PossiblePair] = {}
    for each in store.suggestions():
        if each.listing_id in names and each.other_id in names:
            pair = _possible(each.listing_id, each.other_id, names, each.reasons)
            pairs.setdefault(pair_of(pair.one_id, pair.other_id), pair)
    for pair in scan.alike:
        if pair.one_id in names and pair.other_id in names:
            named = replace(pair, names=(names[pair.one_id], names[pair.other_id]))
            pairs.setdefault(pair_of(pair.one_id, pair.other_id), named)
    distinct = store.merges.distinct_pairs()
    return tuple(pair for key, pair in pairs.items() if key not in distinct)


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
    why
        The reason, for the history.

    Raises
    ------
    StalePlanError
        When one of the two changed since; compare them again.
    """
    check_role("merge", by)
    merged = merge_bundles(comparison.kept, comparison.gone, take)
    return directory.store.merges.write(
        merged,
        comparison.gone,
        expected=comparison.expected,
        by=by.name,
        at=now,
        why=read_line(why or "", LONGEST_REASON),
    )


def not_the_same(
    directory: Directory, one_id: str, other_id: str, *, why: str | None = None, by: Actor, now: datetime
) -> None:
    """Remember that two listings are not the same: nobody is asked again, by no later file either."""
    check_role("not_the_same", by)
    reason = read_line(why or "", LONGEST_REASON)
    directory.store.merges.set_distinct(one_id, other_id, by=by.name, at=now, why=reason)


def kept_apart(directory: Directory, *, by: Actor) -> tuple[KeptApart, ...]:
    """List the pairs that somebody said are not the same, the newest decision first."""
    check_role("duplicates", by)
    pairs = directory.store.merges.distinct()
    ids = {each for pair in pairs for each in (pair.first_id, pair.second_id)}
    names = directory.store.audit.names(("service_at_location", each) for each in ids)
    people = directory.store.accounts.display_names()

    def name_of(listing_id: str) -> str:
        return names.get(("service_at_location", listing_id), listing_id)

    return tuple(
        KeptApart(
            one_id=each.first_id,
            other_id=each.second_id,
            names=(name_of(each.first_id), name_of(each.second_id)),
            by=people.get(each.by, each.by),
            at=each.at,
            why=each.why,
        )
        for each in pairs
    )


def look_again(directory: Directory, one_id: str, other_id: str, *, by: Actor, now: datetime) -> None:
    """
    Ask about two listings again that somebody said are not the same.

    Raises
    ------
    NotFoundError
        When they are not kept apart any more.
    """
    check_role("not_the_same", by)
    directory.store.merges.undo_distinct(one_id, other_id, by=by.name, at=now)


def _scan(version: int, bundles: tuple[Bundle, ...]) -> _Scan:
    names = {each.service_at_location.id: each.service.name for each in bundles}
    index = DuplicateIndex(bundles)
    pairs: dict[Pair, PossiblePair] = {}
    for bundle in bundles:
        listing_id = bundle.service_at_location.id
        for each in index.find(bundle):
            pair = _possible(listing_id, each.listing_id, names, each.reasons)
            pairs.setdefault(pair_of(pair.one_id, pair.other_id), pair)
    return _Scan(version, names, tuple(pairs.values()))


def _key(one_id: str, other_id: str) -> str:
    return "\n".join(pair_of(one_id, other_id))


def _possible(
    listing_id: str, other_id: str, names: dict[str, str], reasons: tuple[Sentence, ...]
) -> PossiblePair:
    # The one that was there first is kept unless somebody turns the pair round.
    return PossiblePair(other_id, listing_id, (names[other_id], names[listing_id]), reasons)
