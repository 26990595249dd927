"""Frozen values that read and write one JSON object and keep the fields they do not know."""

import dataclasses
import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, Self, Union, get_args, get_origin, get_type_hints

from resourcemap.errors import ResourceMapError

Document = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Record:
    """
    One JSON object of a standard, with named fields for what the program uses.

    Whatever else the object holds is kept in `extra` and written back unchanged.
    None and empty tuples mean "not said" and are not written.
    """

    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Self:
        """
        Read one JSON object.

        Raises
        ------
        ResourceMapError
            When a known field has a value of another type; the text names the field and the value.
        """
        known = _field_readers(cls)  # type: ignore[arg-type]  # mypy doubts that a class hashes
        values: dict[str, Any] = {}
        extra: dict[str, Any] = {}
        for key, value in document.items():
            if key in known:
                if value is not None:
                    kind, read_quickly = known[key]
                    read = read_quickly(value)
                    if read is None:
                        read = _read(kind, value, where=f"{cls.__name__.lower()}.{key}")
                    values[key] = read
            else:
                extra[key] = value
        try:
            return cls(**values, extra=extra)
        except TypeError as error:
            raise ResourceMapError(f"{cls.__name__.lower()}: {error}") from error

    def to_document(self) -> Document:
        """Write the record as a JSON object: known fields in order, then the unknown ones."""
        document: Document = {}
        for name in _field_names(type(self)):  # type: ignore[arg-type]  # as in from_document
            value = getattr(self, name)
            if value is None or value == ():
                continue
            document[name] = _write(value)
        document.update(self.extra)
        return document


@cache
def _field_names(cls: type[Record]) -> tuple[str, ...]:
    return tuple(item.name for item in dataclasses.fields(cls) if item.name != "extra")


@cache
def _field_readers(cls: type[Record]) -> dict[str, tuple[Any, Callable[[Any], Any]]]:
    hints = get_type_hints(cls)
    names = _field_names(cls)  # type: ignore[arg-type]  # as in from_document
    return {name: (hints[name], _quick_reader(hints[name])) for name in names}


def _quick_reader(kind: Any) -> Callable[[Any], Any]:
    """
    Make a reader for what documents nearly always hold; it gives None for anything else.

    Looking at a field's type anew for each value would take most of the time of reading.
    """
    if get_origin(kind) in (Union, types.UnionType):
        kind = next(each for each in get_args(kind) if each is not type(None))
    if get_origin(kind) is tuple:
        (each, _) = get_args(kind)
        if isinstance(each, type) and issubclass(each, Record):
            return lambda value: (
                tuple(each.from_document(item) for item in value)
                if type(value) is list and all(type(item) is dict for item in value)
                else None
            )
    elif isinstance(kind, type):
        if issubclass(kind, Record):
            return lambda value: kind.from_document(value) if type(value) is dict else None
        if kind is not date:
            return lambda value: value if type(value) is kind else None
    return lambda value: None


def _read(kind: Any, value: Any, *, where: str) -> Any:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        kinds = [each for each in get_args(kind) if each is not type(None)]
        return _read(kinds[0], value, where=where)
    if origin is tuple:
        if not isinstance(value, list | tuple):
            raise ResourceMapError(f"{where}: {value!r} is not a list.")
        (each, _) = get_args(kind)
        return tuple(_read(each, item, where=f"{where}[{index}]") for index, item in enumerate(value))
    if isinstance(kind, type) and issubclass(kind, Record):
        if not isinstance(value, Mapping):
            raise ResourceMapError(f"{where}: {value!r} is not an object.")
        return kind.from_document(value)
    return _read_scalar(kind, value, where=where)


def _read_scalar(kind: Any, value: Any, *, where: str) -> Any:
    if kind is date and isinstance(value, str):
        try:
            return date.fromisoformat(value[:10])
        except ValueError:
            raise ResourceMapError(f"{where}: {value!r} is not a date like 2026-03-31.") from None
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if kind is int and isinstance(value, float) and value.is_integer():
        return int(value)
    if not isinstance(value, kind) or (kind in (int, float) and isinstance(value, bool)):
        raise ResourceMapError(f"{where}: {value!r} is not {_name(kind)}.")
    return value


def _name(kind: type) -> str:
    return {
        str: "text",
        float: "a number",
        int: "a whole number",
        bool: "true or false",
    }.get(kind, f"a {kind.__name__}")


def _write(value: Any) -> Any:
    if isinstance(value, Record):
        return value.to_document()
    if isinstance(value, tuple):
        return [_write(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return value
