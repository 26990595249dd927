"""
How what a file says joins what is known.

A field the file does not carry, or leaves empty, stays as it is. What a person edited by hand or
checked stays too, and is told.
"""

import dataclasses
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal, TypeVar

from resourcemap.model.change import FieldChange
from resourcemap.model.hsds import Address, Attribute, Contact, CostOption, Language, Phone
from resourcemap.model.record import Record

AnyRecord = TypeVar("AnyRecord", bound=Record)

# A person stands behind these answers; "self-stated" is what files bring.
CHECKED_EVIDENCE = frozenset({"document", "staff-checked", "community-confirmed"})

# Never taken from a file: which record it is.
_IDENTITY = frozenset({"id", "extra"})

_EMPTY: tuple[Any, ...] = (None, "", (), [], {})


@dataclass(frozen=True, slots=True)
class KeptValue:
    """A value of a file that was not taken, because a person knows better."""

    change: FieldChange
    reason: Literal["edit", "check", "date"]


def merge_record(
    resource_type: str, stored: AnyRecord, incoming: AnyRecord, *, locked_fields: Set[str] = frozenset()
) -> tuple[AnyRecord, tuple[KeptValue, ...]]:
    """
    Update a stored record with what a file says of it.

    Parameters
    ----------
    resource_type
        The record's type, for naming what was kept.
    stored, incoming
        The record as it is, and as the file has it. The stored id stays.
    locked_fields
        Fields a person gave by hand: a file that says otherwise does not overwrite them.

    Returns
    -------
    tuple
        The record as it becomes, and the file's values that were not taken.
    """
    values: dict[str, Any] = {}
    kept: list[KeptValue] = []

    def keep(name: str, reason: Literal["edit", "check", "date"], was: Any, offered: Any) -> None:
        change = FieldChange(resource_type, str(getattr(stored, "id", "")), name, was, offered)
        kept.append(KeptValue(change, reason))

    for item in dataclasses.fields(stored):
        name = item.name
        if name in _IDENTITY:
            continue
        was, offered = getattr(stored, name), getattr(incoming, name)
        if offered in _EMPTY or offered == was:
            continue
        becomes: Any
        if name == "attributes":
            becomes, stayed = merge_attributes(was, offered)
            if stayed:
                keep(name, "check", _plain(stayed), _plain(offered))
        else:
            becomes = _merge_value(was, offered)
        if becomes == was:
            continue
        if name in locked_fields:
            keep(name, "edit", _plain(was), _plain(becomes))
        elif name == "assured_date" and isinstance(was, date) and becomes < was:
            keep(name, "date", _plain(was), _plain(becomes))
        else:
            values[name] = becomes
    extra = _merge_extra(stored.extra, incoming.extra, locked_fields)
    if extra != stored.extra:
        values["extra"] = extra
    return (replace(stored, **values) if values else stored), tuple(kept)


def merge_attributes(
    stored: tuple[Attribute, ...], incoming: tuple[Attribute, ...]
) -> tuple[tuple[Attribute, ...], tuple[Attribute, ...]]:
    """
    Join statements, one for each facet and term.

    Returns
    -------
    tuple
        The statements together, and those that stayed because somebody checked them.
    """
    joined = {_statement(attribute): attribute for attribute in stored}
    stayed: list[Attribute] = []
    for attribute in incoming:
        key = _statement(attribute)
        known = joined.get(key)
        if known is None:
            joined[key] = attribute
        elif _is_checked(known) and not _is_checked(attribute):
            if (known.value or "yes") != (attribute.value or "yes"):
                stayed.append(known)
        else:
            joined[key] = merge_record("attribute", known, attribute)[0]
    return tuple(joined.values()), tuple(stayed)


def _statement(attribute: Attribute) -> tuple[str, ...]:
    term = attribute.taxonomy_term
    named = (term.code or term.name or term.id or "") if term else (attribute.taxonomy_term_id or "")
    # Statements without a term are told apart by what they say.
    said = "" if named else f"{attribute.label} {attribute.value}"
    return (attribute.link_type or "", named, said)


def _is_checked(attribute: Attribute) -> bool:
    return attribute.evidence in CHECKED_EVIDENCE


def _merge_value(was: Any, offered: Any) -> Any:
    if isinstance(offered, Record) and isinstance(was, Record):
        return merge_record("", was, offered)[0]
    if isinstance(offered, tuple) and isinstance(was, tuple):
        return _merge_children(was, offered)
    return offered


def _merge_children(was: tuple[Any, ...], offered: tuple[Any, ...]) -> tuple[Any, ...]:
    """Take the file's list, each item with what was known of the same item before."""
    name_of = _NAME_OF.get(type(offered[0]))
    if name_of is None:
        return offered
    known = {name: item for item in reversed(was) if (name := name_of(item))}
    merged: list[Any] = []
    for item in offered:
        match = known.pop(name_of(item) or "", None)
        merged.append(item if match is None else merge_record("", match, item)[0])
    return tuple(merged)


def _phone_name(phone: Phone) -> str:
    return "".join(each for each in phone.number if each.isdigit())[-10:]


# What makes two items of a list the same one; lists of other things are replaced whole.
_NAME_OF: Mapping[type, Callable[[Any], str | None]] = {
    Address: lambda item: (item.address_1 or "").casefold(),
    Contact: lambda item: (item.name or item.email or "").casefold(),
    CostOption: lambda item: item.option,
    Language: lambda item: item.code or item.name,
    Phone: _phone_name,
}


def _merge_extra(
    stored: Mapping[str, Any], incoming: Mapping[str, Any], locked_fields: Set[str]
) -> Mapping[str, Any]:
    news = {
        name: value
        for name, value in incoming.items()
        if value not in _EMPTY and name not in locked_fields and stored.get(name) != value
    }
    return {**stored, **news} if news else stored


def _plain(value: Any) -> Any:
    if isinstance(value, Record):
        return value.to_document()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value
