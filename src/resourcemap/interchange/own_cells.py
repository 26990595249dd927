"""
How this directory writes records into one cell of its own export, and reads them back unchanged.

One record a line, `field=value` with "; " between. A record of which only the main field is known is
written as that value alone: "410-555-0100". Backslash escapes ; = line breaks and itself.
"""

import dataclasses
import re
from collections.abc import Sequence
from datetime import date
from typing import Any, TypeVar

from resourcemap.errors import ResourceMapError
from resourcemap.model.hsds import Accessibility, Contact, Language, Phone, RequiredDocument
from resourcemap.model.record import Record

_MAIN: dict[type[Record], str] = {
    Phone: "number",
    RequiredDocument: "document",
    Accessibility: "description",
    Language: "code",
    Contact: "name",
}
_ESCAPES = {"\\": "\\\\", ";": "\\;", "=": "\\=", "\n": "\\n", "\r": "\\r"}
_UNESCAPES = {"n": "\n", "r": "\r"}
_NUMBERS = frozenset({"extension", "timezone", "amount"})
_WHOLE_NUMBERS = frozenset({"count", "interval"})
_LISTS = frozenset({"exdates", "rdates"})

AnyRecord = TypeVar("AnyRecord", bound=Record)


def write_records(records: Sequence[Record]) -> str:
    """
    Write records into one cell; records inside records and their ids are left out.

    Examples
    --------
    >>> write_records([Phone(number="410-555-0100"), Phone(number="410-555-0101", extension=7.0)])
    '410-555-0100\\nnumber=410-555-0101; extension=7'
    """
    return "\n".join(line for record in records if (line := _write(record)))


def read_records(kind: type[AnyRecord], text: str | None) -> tuple[AnyRecord, ...]:
    """
    Read records from one cell; a line that cannot be read is taken as the main field.

    Examples
    --------
    >>> read_records(Phone, "number=410-555-0101; extension=7")[0].extension
    7.0
    """
    found = (_read(kind, line) for line in (text or "").split("\n") if line.strip())
    return tuple(record for record in found if record is not None)


def escape(text: str) -> str:
    """Escape what has a meaning in a cell of records or terms."""
    return "".join(_ESCAPES.get(letter, letter) for letter in text)


def unescape(text: str) -> str:
    """Undo `escape`."""
    return re.sub(r"\\(.)", lambda match: _UNESCAPES.get(match[1], match[1]), text)


def split_unescaped(text: str, separator: str) -> list[str]:
    """
    Split at separators that no backslash escapes.

    Examples
    --------
    >>> split_unescaped("a\\\\;b; c", ";")
    ['a\\\\;b', ' c']
    """
    parts, current, position = [], "", 0
    while position < len(text):
        letter = text[position]
        if letter == "\\" and position + 1 < len(text):
            current += text[position : position + 2]
            position += 2
            continue
        if letter == separator:
            parts.append(current)
            current = ""
        else:
            current += letter
        position += 1
    return [*parts, current]


def _write(record: Record) -> str:
    values: dict[str, str] = {}
    for item in dataclasses.fields(record):
        value = getattr(record, item.name)
        if item.name in ("id", "extra") or value is None or value == ():
            continue
        if item.name in _LISTS:
            values[item.name] = ",".join(day.isoformat() for day in value)
        elif isinstance(value, str):
            values[item.name] = escape(value)
        elif isinstance(value, bool):
            values[item.name] = "yes" if value else "no"
        elif isinstance(value, int | float):
            values[item.name] = f"{value:g}" if float(value).is_integer() else repr(value)
        elif isinstance(value, date):
            values[item.name] = value.isoformat()
    main = _MAIN.get(type(record))
    if main is not None and set(values) == {main}:
        return values[main]
    return "; ".join(f"{name}={value}" for name, value in values.items())


def _read(kind: type[AnyRecord], line: str) -> AnyRecord | None:
    names = {item.name for item in dataclasses.fields(kind)} - {"id", "extra"}
    document: dict[str, Any] = {}
    for part in split_unescaped(line, ";"):
        name, *rest = split_unescaped(part, "=")
        if name.strip() in names and rest:
            value = unescape("=".join(rest)).strip() if name.strip() != "" else ""
            document[name.strip()] = _typed(name.strip(), value)
    main = _MAIN.get(kind)
    if not document and main is not None:
        document = {main: unescape(line).strip()}
    try:
        return kind.from_document(document) if document else None
    except ResourceMapError:
        return None


def _typed(name: str, value: str) -> Any:
    if name in _LISTS:
        return [part.strip() for part in value.split(",") if part.strip()]
    try:
        if name in _WHOLE_NUMBERS:
            return int(value)
        if name in _NUMBERS:
            return float(value)
    except ValueError:
        return None
    return value
