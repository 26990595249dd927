"""Who changed the same meanwhile: conflicts with the names people are known by."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from resourcemap.actions.directory import Directory
from resourcemap.curation.edit import last_change_of
from resourcemap.errors import ConflictError
from resourcemap.model.change import Change
from resourcemap.model.edit import FieldConflict


def with_names(directory: Directory, conflicts: Sequence[FieldConflict]) -> tuple[FieldConflict, ...]:
    """Say of each conflict who saved the other value, by the name they are known by, and when."""
    changes = directory.store.history(*{each.resource_id for each in conflicts})
    known = directory.store.accounts.display_names()
    named = []
    for each in conflicts:
        change = last_change_of(each, changes) or _newest_of(each, changes)
        named.append(
            each if change is None else replace(each, by=known.get(change.by, change.by), at=change.at)
        )
    return tuple(named)


@contextmanager
def named_conflicts(directory: Directory) -> Iterator[None]:
    """Tell with a conflict, where one comes up, who saved the other values."""
    try:
        yield
    except ConflictError as error:
        raise ConflictError(str(error), with_names(directory, error.fields)) from error


def _newest_of(conflict: FieldConflict, changes: Sequence[Change]) -> Change | None:
    """Find who gave a whole field its value, where its parts are not told one by one."""
    key = (conflict.resource_type, conflict.resource_id, conflict.field_name)
    return next(
        (
            change
            for change in reversed(changes)
            if (change.resource_type, change.resource_id, change.field_name) == key
        ),
        None,
    )
