"""What is asked of the database, and what it tells of imports: values that any floor may hold."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from resourcemap.model.hsds import HsdsRecord
from resourcemap.model.words import Sentence

SourceKey = tuple[str, str]
"""Authority and identifier: where a listing came from."""

FieldKey = tuple[str, str, str]
"""Record type, record id and field name."""


@dataclass(frozen=True, slots=True)
class Deletion:
    """Take one record out of use. It stays in the database with its history."""

    resource_type: str
    resource_id: str


Write = HsdsRecord | Deletion
"""A whole record as it should be from now on, or its deletion."""


@dataclass(frozen=True, slots=True)
class KnownSource:
    """
    What is remembered of a row of an earlier file: whose listing it is, and a hash of what it said.

    `is_merged` tells that its own listing was joined into this one: it adds, and overwrites nothing.
    """

    listing_id: str
    content_hash: str
    is_merged: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """One row of a file as received, and the listing it speaks of."""

    authority: str
    identifier: str
    listing_id: str
    content_hash: str
    raw: Mapping[str, Any] = field(hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A question for staff: are these two listings the same? `reasons` say why it is asked."""

    kind: Literal["possible-duplicate"]
    listing_id: str
    other_id: str
    reasons: tuple[Sentence, ...]
    import_id: str | None = None
    status: Literal["open", "done", "withdrawn"] = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportFile:
    """A file that is about to be applied: what it was and what the plan counted."""

    file_name: str
    format: str
    authority: str
    file_hash: str
    source_name: str | None = None
    counts: Mapping[str, int] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRun:
    """
    One applied import. `id` is short, so that people can type it: "7".

    `version` is the data version the import left; `change_count` how many changes it made.
    """

    id: str
    file: ImportFile
    at: datetime
    by: str
    version: int
    change_count: int
    undone_at: datetime | None = None
    undone_by: str | None = None


@dataclass(frozen=True, slots=True)
class KeptEdit:
    """
    Something an undo left as it is, because it changed after the import.

    `field_name` None means the whole record stays. `reason` is "edited-later" or "in-use".
    """

    resource_type: str
    resource_id: str
    field_name: str | None
    reason: Literal["edited-later", "in-use"]


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoneImport:
    """What an undo did: fields put back, records taken out or brought back, and what was kept."""

    import_id: str
    version: int
    fields_restored: int
    records_removed: int
    records_restored: int = 0
    kept: tuple[KeptEdit, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckResult:
    """Whether the stored data is whole; each problem says where and what to do."""

    records_checked: int
    problems: tuple[str, ...] = ()
    rows_checked: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether nothing wrong was found."""
        return not self.problems
