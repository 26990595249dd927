"""Records as the database keeps them: clean JSON documents, their hash, and the columns read from them."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from resourcemap.errors import ResourceMapError
from resourcemap.model.edit import RecordKey
from resourcemap.model.hsds import RECORD_TYPES, HsdsRecord
from resourcemap.model.record import Document

_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)
_CANONICAL = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False, sort_keys=True)

_TYPE_NAMES = {kind: name for name, kind in RECORD_TYPES.items()}


@dataclass(frozen=True, slots=True)
class Prepared:
    """One record, ready to be written."""

    resource_type: str
    resource_id: str
    document: Document
    row_hash: str

    @property
    def key(self) -> RecordKey:
        """Type and id."""
        return self.resource_type, self.resource_id


def prepare(record: HsdsRecord) -> Prepared:
    """
    Turn a record into the document to store.

    Raises
    ------
    ResourceMapError
        When a value cannot be written as JSON.
    """
    return prepare_document(_TYPE_NAMES[type(record)], record.to_document())


def prepare_document(resource_type: str, document: Mapping[str, Any]) -> Prepared:
    """Clean a document and hash it."""
    try:
        kept, text = dict(document), _CANONICAL.encode(document)
        # Looking through the text is much cheaper than walking through every document.
        if "\\u0000" in text or (not text.isascii() and clean(text) != text):
            kept = clean(document)
            text = _CANONICAL.encode(kept)
        return Prepared(resource_type, str(kept["id"]), kept, _digest(text))
    except (TypeError, ValueError) as error:
        raise ResourceMapError(
            f"{resource_type} {document.get('id')}: a field holds a value that JSON cannot express. "
            "Use text, numbers, true or false, lists and objects."
        ) from error


def clean(value: Any) -> Any:
    """
    Drop what a database refuses in text: NUL characters and halves of surrogate pairs.

    Examples
    --------
    >>> clean({"name": "a" + chr(0) + "b" + chr(0xD800)})
    {'name': 'ab?'}
    """
    if isinstance(value, str):
        if "\x00" in value:
            value = value.replace("\x00", "")
        if not value.isascii():
            return value.encode("utf-8", "replace").decode("utf-8")
        return value
    if isinstance(value, Mapping):
        return {clean(str(key)): clean(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [clean(item) for item in value]
    return value


def clean_raw(row: Mapping[str, Any]) -> Document:
    """Clean a row as received; what JSON does not know becomes text."""
    cleaned: Document = clean(json.loads(json.dumps(row, default=str), parse_constant=lambda name: None))
    return cleaned


def hash_of(document: Document) -> str:
    """Hash a document; the order of its fields does not count."""
    return _digest(_CANONICAL.encode(document))


def hash_of_row(values: Mapping[str, Any]) -> str:
    """
    Hash the columns of one row; a column that is not said counts as one that is None.

    Examples
    --------
    >>> hash_of_row({"by": "ana", "why": None}) == hash_of_row({"by": "ana"})
    True
    """
    return _digest(
        _CANONICAL.encode(
            {name: _as_json(value) for name, value in sorted(values.items()) if value is not None}
        )
    )


def _as_json(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else value


def write_json(value: Any) -> str:
    """Write JSON as the database keeps it: compact, readable letters, no NaN."""
    return _COMPACT.encode(value)


def columns_of(resource_type: str, document: Mapping[str, Any]) -> dict[str, Any]:
    """Read from a document what its table keeps as columns too."""
    if resource_type == "service_at_location":
        source = document.get("source")
        return {
            "service_id": document.get("service_id"),
            "location_id": document.get("location_id"),
            "authority": source.get("authority") if isinstance(source, Mapping) else None,
        }
    columns: dict[str, Any] = {"name": document.get("name")}
    if resource_type == "service":
        assured = document.get("assured_date")
        columns |= {
            "organization_id": document.get("organization_id"),
            "status": document.get("status"),
            "assured_date": date.fromisoformat(assured) if isinstance(assured, str) else None,
        }
    elif resource_type == "location":
        columns |= {"latitude": document.get("latitude"), "longitude": document.get("longitude")}
    return columns


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
