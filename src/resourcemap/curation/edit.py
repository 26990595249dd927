"""
Two edits of one record, compared field by field with what both began from.

What only one of the two changed is taken from that one; what both changed differently is a conflict
that a person decides. Nothing is dropped in silence.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from resourcemap.model.change import Change
from resourcemap.model.edit import FieldConflict
from resourcemap.model.hsds import RECORD_TYPES, Bundle, HsdsRecord
from resourcemap.model.record import Document

Choice = Literal["theirs", "yours"]


@dataclass(frozen=True, slots=True)
class Decision:
    """
    Whose value stays, where two people changed the same field.

    `theirs` is the other's value as it was shown: a decision holds for that one and no later one.
    """

    keep: Choice
    theirs: Any


Choices = Mapping[tuple[str, str, str], Decision]
"""Decisions by record type, record id and field."""

# Fields whose parts are edited apart: two people who answer two questions are not in each other's way.
_PARTS = frozenset({"first_visit", "join", "source"})
_STATEMENTS = "attributes"
_MISSING = None


@dataclass(frozen=True, slots=True)
class MergedEdit:
    """
    The record as it becomes, and what is still to be decided.

    Where `conflicts` are left, `document` keeps their values: writing it would lose yours.
    """

    document: Document
    conflicts: tuple[FieldConflict, ...] = ()


def merge_edit(
    resource_type: str,
    resource_id: str,
    *,
    base: Mapping[str, Any],
    theirs: Mapping[str, Any],
    yours: Mapping[str, Any],
    choices: Choices | None = None,
) -> MergedEdit:
    """
    Join two edits of one record.

    Parameters
    ----------
    base
        The document both began from; empty when it was not there.
    theirs, yours
        As it is now, and as you want it.
    choices
        Whose value stays, where both changed the same.

    Examples
    --------
    >>> base = {"id": "1", "name": "Circle", "alert": "Closed"}
    >>> theirs, yours = base | {"name": "Tea circle"}, base | {"alert": "Open again"}
    >>> merge_edit("service", "1", base=base, theirs=theirs, yours=yours).document
    {'id': '1', 'name': 'Tea circle', 'alert': 'Open again'}
    >>> merge_edit("service", "1", base=base, theirs=theirs, yours=base | {"name": "Talk"}).conflicts[0].theirs
    'Tea circle'
    """
    decided = choices or {}
    before, now, wanted = _fields(base), _fields(theirs), _fields(yours)
    merged: dict[str, Any] = dict(now)
    conflicts: list[FieldConflict] = []
    for name in dict.fromkeys((*now, *wanted, *before)):
        was, their, your = before.get(name), now.get(name), wanted.get(name)
        if your in (was, their):
            continue
        if their != was:
            decision = decided.get((resource_type, resource_id, name))
            if decision is None or decision.theirs != their:
                conflicts.append(FieldConflict(resource_type, resource_id, name, was, their, your))
                continue
            if decision.keep == "theirs":
                continue
        if your is _MISSING:
            merged.pop(name, None)
        else:
            merged[name] = your
    return MergedEdit(_document(merged), tuple(conflicts))


def merge_bundle(
    base: Mapping[str, Document],
    theirs: Bundle,
    yours: Mapping[str, Document],
    choices: Choices | None = None,
) -> tuple[tuple[HsdsRecord, ...], tuple[FieldConflict, ...]]:
    """
    Join two edits of one listing.

    Parameters
    ----------
    base, yours
        The documents by record type: what was seen at first, and as it should be.
    theirs
        The listing as it is now.

    Returns
    -------
    tuple
        Each record as it becomes, in the order in which they may be written, and the conflicts.
    """
    now = {(name, record.id): record.to_document() for name, record in theirs.records()}
    merged: list[HsdsRecord] = []
    conflicts: list[FieldConflict] = []
    for name, kind in RECORD_TYPES.items():
        if name not in yours:
            continue
        document = yours[name]
        resource_id = str(document["id"])
        seen = base.get(name, {})
        joined = merge_edit(
            name,
            resource_id,
            base=seen if seen.get("id") == resource_id else {},
            theirs=now.get((name, resource_id), {}),
            yours=document,
            choices=choices,
        )
        conflicts.extend(joined.conflicts)
        merged.append(kind.from_document(joined.document))
    return tuple(merged), tuple(conflicts)


def last_change_of(conflict: FieldConflict, changes: Sequence[Change]) -> Change | None:
    """
    Find the change that gave a field the value that is there now; None where the history does not tell.

    Parameters
    ----------
    changes
        Changes of its record, oldest first; others are passed over.
    """
    whole = conflict.field_name.partition("/")[0]
    for change in reversed(changes):
        if (change.resource_type, change.resource_id) != (conflict.resource_type, conflict.resource_id):
            continue
        if change.field_name is None:
            before, after = change.previous_value or {}, change.replacement_value or {}
        elif change.field_name == whole:
            before, after = {whole: change.previous_value}, {whole: change.replacement_value}
        else:
            continue
        was, becomes = _fields(before).get(conflict.field_name), _fields(after).get(conflict.field_name)
        if becomes == conflict.theirs and was != becomes:
            return change
    return None


def statement_name(attribute: Mapping[str, Any]) -> str | None:
    """
    Name a statement by facet and term, so that it is found again; None where it names no term.

    >>> statement_name({"link_type": "cost", "taxonomy_term": {"code": "free"}})
    'attributes/cost/free'
    """
    term = attribute.get("taxonomy_term")
    code = term.get("code") if isinstance(term, Mapping) else None
    return f"{_STATEMENTS}/{attribute.get('link_type') or ''}/{code}" if code else None


def _fields(document: Mapping[str, Any]) -> dict[str, Any]:
    """Give each field that is edited by itself; parts of parts stay together."""
    found: dict[str, Any] = {}
    for name, value in document.items():
        if value is None:
            continue
        if name in _PARTS and isinstance(value, Mapping):
            found |= {f"{name}/{part}": each for part, each in value.items() if each is not None}
        elif name == _STATEMENTS and isinstance(value, list):
            rest = []
            for each in value:
                key = statement_name(each) if isinstance(each, Mapping) else None
                if key is None or key in found:
                    rest.append(each)
                else:
                    found[key] = each
            if rest:
                found[f"{_STATEMENTS}/"] = rest
        else:
            found[name] = value
    return found


def _document(fields: Mapping[str, Any]) -> Document:
    document: Document = {}
    for name, value in fields.items():
        whole, slash, part = name.partition("/")
        if not slash:
            document[name] = value
        elif whole == _STATEMENTS:
            document.setdefault(whole, []).extend(value if not part else [value])
        else:
            document.setdefault(whole, {})[part] = value
    return document
