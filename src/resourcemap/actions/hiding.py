"""Places out of the public list: hiding one, finding it again whatever became of it, bringing it back."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from threading import Lock
from weakref import WeakKeyDictionary

from resourcemap.actions.directory import Directory
from resourcemap.actions.editing import LONGEST_WHY
from resourcemap.actions.roles import check_role, may
from resourcemap.errors import NotFoundError
from resourcemap.model.change import Actor
from resourcemap.model.edit import StoredListing
from resourcemap.model.hsds import RECORD_TYPES
from resourcemap.model.listing import Listing
from resourcemap.model.publish import UNPUBLISHED_STATUSES
from resourcemap.model.vocabulary import fold
from resourcemap.model.writes import Deletion, ImportRun

_IN_ORDER = ("in-use", "hidden", "merged", "gone")


@dataclass(frozen=True, slots=True)
class PlacesFound:
    """
    Places with some words in their names: the first of them, and how many there are in all.

    `listings` say more of those in use, by id, closed ones too.
    """

    places: tuple[StoredListing, ...]
    total: int
    listings: dict[str, Listing]


@dataclass(frozen=True, slots=True)
class _Known:
    """Every listing there ever was, at one version of the data, and the words it is found by."""

    version: int
    listings: tuple[StoredListing, ...]
    words: dict[str, str]


_known_of: "WeakKeyDictionary[Directory, _Known]" = WeakKeyDictionary()
_lock = Lock()


def places_to_edit(directory: Directory, text: str, *, by: Actor, limit: int = 12) -> PlacesFound:
    """
    Find places by words of their name or of who runs them, whatever their state.

    Closed ones are found by all who edit, hidden ones by who may bring them back, merged ones by
    who may read the history, where the merge is taken back.
    """
    check_role("open_draft", by)
    seen = {"in-use"}
    if may("hide_listing", by):
        seen.add("hidden")
    if may("history", by):
        seen.add("merged")
    return _find(directory, text, lambda each: each.whereabouts in seen, limit)


def places_in_history(directory: Directory, text: str, *, by: Actor, limit: int = 12) -> PlacesFound:
    """Find places by words of their name or of who runs them, whatever became of them."""
    check_role("history", by)
    return _find(directory, text, lambda _: True, limit)


def hide_listing(
    directory: Directory, listing_id: str, *, why: str, by: Actor, now: datetime
) -> ImportRun | None:
    """
    Take a listing out of everything public. It stays in the database, and an undo brings it back.

    Raises
    ------
    NotFoundError
        When it is hidden already.
    """
    check_role("hide_listing", by)
    edits = directory.store.edits
    _, bundles, expected = edits.state([listing_id])
    if not bundles:
        raise NotFoundError("listing: it is hidden already.")
    return edits.write_expecting(
        [Deletion("service_at_location", listing_id)],
        expected=expected,
        title=bundles[0].service.name,
        by=by.name,
        at=now,
        why=why.strip()[:LONGEST_WHY] or None,
        counts={"hidden": 1},
    )


def hidden_listings(directory: Directory, *, by: Actor) -> tuple[StoredListing, ...]:
    """
    List what was hidden by hand and what is closed, changed last first.

    A merged listing is not hidden: taking back the merge brings it back.
    """
    check_role("hide_listing", by)
    return tuple(
        each
        for each in _known(directory).listings
        if each.whereabouts == "hidden"
        or (each.whereabouts == "in-use" and each.status in UNPUBLISHED_STATUSES)
    )


def show_listing(directory: Directory, listing_id: str, *, by: Actor, now: datetime) -> ImportRun | None:
    """
    Bring a hidden listing back, with the records it needs.

    Raises
    ------
    NotFoundError
        When none of this id is hidden.
    """
    check_role("hide_listing", by)
    audit = directory.store.audit
    hidden = next((each for each in hidden_listings(directory, by=by) if each.id == listing_id), None)
    if hidden is None or hidden.whereabouts != "hidden":
        raise NotFoundError("listing: it is not hidden.")
    # What it shares with others may have left with the last of them meanwhile.
    records = {key: row for key, row in audit.records([listing_id]).items() if row.is_deleted}
    return directory.store.edits.write_expecting(
        [RECORD_TYPES[key[0]].from_document(row.document) for key, row in records.items()],
        expected={key: row.version for key, row in records.items()},
        title=hidden.name,
        by=by.name,
        at=now,
        counts={"shown": 1},
    )


def _find(
    directory: Directory, text: str, is_wanted: Callable[[StoredListing], bool], limit: int
) -> PlacesFound:
    words = fold(text).split()
    if not words:
        return PlacesFound((), 0, {})
    known = _known(directory)
    found = [
        each
        for each in known.listings
        if is_wanted(each) and all(word in known.words[each.id] for word in words)
    ]
    found.sort(key=lambda each: (_IN_ORDER.index(each.whereabouts), fold(each.name), each.id))
    shown = tuple(found[:limit])
    listings = {}
    for bundle in directory.store.bundles(each.id for each in shown if each.whereabouts == "in-use"):
        # Staff read of a closed place what the public would, were it open.
        listing = directory.as_listing(replace(bundle, service=replace(bundle.service, status=None)))
        if listing is not None:
            listings[listing.id] = listing
    return PlacesFound(shown, len(found), listings)


def _known(directory: Directory) -> _Known:
    """Read all listings anew once the data changed; words that are compared already are kept."""
    store = directory.store
    with _lock:
        before, version = _known_of.get(directory), store.version()
        if before is not None and before.version == version:
            return before
        old = {} if before is None else {each.id: each for each in before.listings}
        listings, words = store.audit.listings(), {}
        for each in listings:
            seen = old.get(each.id)
            if (
                before is not None
                and seen
                and (seen.name, seen.organization) == (each.name, each.organization)
            ):
                words[each.id] = before.words[each.id]
            else:
                words[each.id] = fold(f"{each.name} {each.organization or ''}")
        known = _known_of[directory] = _Known(version, listings, words)
        return known
