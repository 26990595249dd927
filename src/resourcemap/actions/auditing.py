"""The history of everything: who changed what, when and why, on screen and as a file."""

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from resourcemap.actions.directory import Directory
from resourcemap.actions.roles import check_role
from resourcemap.errors import NotFoundError
from resourcemap.interchange.export_cells import guard
from resourcemap.model.change import Actor, Change
from resourcemap.model.writes import ImportRun

COLUMNS = (
    "number",
    "at",
    "by",
    "why",
    "run",
    "action",
    "record_type",
    "record_id",
    "record_name",
    "field",
    "before",
    "after",
)
_CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """
    Changes that were made together: one run, or what one person wrote at one moment.

    `names` are the records' names by type and id. `is_whole` is False where a run made more changes
    than are read here.
    """

    at: datetime
    by: str
    why: str | None
    run: ImportRun | None
    changes: tuple[Change, ...]
    names: dict[tuple[str, str], str]
    is_whole: bool = True


def history(
    directory: Directory, *, by: Actor, before: int | None = None, limit: int = 200, person: str | None = None
) -> tuple[HistoryEntry, ...]:
    """
    Read the history, newest first: at most `limit` changes with numbers below `before`.

    Parameters
    ----------
    person
        Only what this person did.
    """
    check_role("history", by)
    changes = directory.store.audit.changes(before=before, limit=limit, by=person)
    return _entries(directory, changes)


def listing_history(directory: Directory, *listing_ids: str, by: Actor) -> tuple[HistoryEntry, ...]:
    """
    Read the history of one listing, or of some, with all their records, newest first.

    Raises
    ------
    NotFoundError
        When there was never one of these ids.
    """
    check_role("history", by)
    store = directory.store
    # Those of a listing that was merged away or hidden too.
    ids = set(listing_ids) | {record_id for _, record_id in store.audit.records(listing_ids)}
    changes = store.history(*ids)
    if not changes:
        raise NotFoundError("listing: there was never one of this id.")
    return _entries(directory, changes[::-1])


def run_history(
    directory: Directory, run_id: str, *, by: Actor, limit: int = 500
) -> tuple[HistoryEntry, ...]:
    """
    Read what one run changed, and what taking it back changed: the newest `limit` changes.

    The last entry is not whole where there are more.
    """
    check_role("history", by)
    changes = directory.store.audit.changes(import_id=run_id, limit=limit + 1)
    entries = _entries(directory, changes[:limit])
    if len(changes) > limit:
        entries = (*entries[:-1], replace(entries[-1], is_whole=False))
    return entries


def record_names(
    directory: Directory, keys: Iterable[tuple[str, str]], *, by: Actor
) -> dict[tuple[str, str], str]:
    """Name records by their type and id, hidden ones too."""
    check_role("history", by)
    return directory.store.audit.names(keys)


def people(directory: Directory, *, by: Actor) -> dict[str, str]:
    """Give all whose names the history may hold: what each is called, by the name that stands there."""
    check_role("history", by)
    store = directory.store
    return {name: name for name in store.audit.who_ran()} | store.accounts.display_names()


def audit_csv(directory: Directory, *, by: Actor) -> bytes:
    """
    Write the whole history as CSV, newest first, UTF-8 with a mark so that Excel reads it.

    Cells that a spreadsheet would run as a formula are made harmless.
    """
    check_role("audit_csv", by)
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    before: int | None = None
    while changes := directory.store.audit.changes(before=before, limit=_CHUNK):
        names = directory.store.audit.names(_keys(changes))
        for change in changes:
            writer.writerow([guard(cell) for cell in _cells(change, names)])
        before = changes[-1].number
    return "\ufeff".encode() + text.getvalue().encode()


def _cells(change: Change, names: dict[tuple[str, str], str]) -> tuple[str, ...]:
    return (
        str(change.number),
        change.at.isoformat(timespec="seconds"),
        change.by,
        change.why or "",
        change.import_id or "",
        change.action,
        change.resource_type,
        change.resource_id,
        names.get((change.resource_type, change.resource_id), ""),
        change.field_name or "",
        _said(change.previous_value),
        _said(change.replacement_value),
    )


def _said(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _keys(changes: Iterable[Change]) -> set[tuple[str, str]]:
    return {(change.resource_type, change.resource_id) for change in changes}


def _entries(directory: Directory, changes: Iterable[Change]) -> tuple[HistoryEntry, ...]:
    found = tuple(changes)
    names = directory.store.audit.names(_keys(found))
    # Each edit by hand is a run: there may be very many of them in all.
    runs = directory.store.imports_of(each.import_id for each in found if each.import_id is not None)
    groups: dict[tuple[object, ...], list[Change]] = {}
    for change in found:
        # An undo carries the number of the run it takes back, and another moment.
        groups.setdefault((change.import_id, change.at, change.by), []).append(change)
    entries = []
    for (import_id, at, by), held in groups.items():
        run = runs.get(str(import_id)) if import_id is not None else None
        is_whole = run is None or at != run.at or len(held) >= run.change_count
        entries.append(
            HistoryEntry(
                at=held[0].at,
                by=str(by),
                why=held[0].why,
                run=run,
                changes=tuple(held),
                names={key: names[key] for key in _keys(held) if key in names},
                is_whole=is_whole,
            )
        )
    return tuple(entries)
