"""A planned import as a value: what would become of every row, before anything is written."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from resourcemap.curation.duplicates import PossibleDuplicate
from resourcemap.curation.merge import KeptValue
from resourcemap.model.change import FieldChange
from resourcemap.model.hsds import Bundle, HsdsRecord
from resourcemap.model.problem import Problem
from resourcemap.model.writes import ImportFile, SourceRow, Suggestion

Status = Literal["new", "changed", "unchanged", "possible-duplicate"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedRow:
    """
    What one row of a file would do.

    Parameters
    ----------
    row
        The row's number in the file, from 1; in a spreadsheet its own number in its `sheet`.
    identifier
        The file's own id; "#2" is added where one id stands for two different listings.
    listing_id, bundle
        The listing as it would be afterwards.
    changes
        What it changes, field by field; empty for a new listing.
    kept
        Values of the file that would not be taken, because a person edited or checked the field.
    duplicate_of
        Listings it may be the same as.
    raw
        The row as received.
    """

    row: int
    identifier: str
    status: Status
    listing_id: str
    bundle: Bundle
    content_hash: str
    changes: tuple[FieldChange, ...] = ()
    kept: tuple[KeptValue, ...] = ()
    duplicate_of: tuple[PossibleDuplicate, ...] = ()
    raw: Mapping[str, Any] = field(default_factory=dict, hash=False)
    sheet: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPlan:
    """
    What an import would do to the data of one version; nothing is written yet.

    `records` are whole records to write, `sources` the rows to remember. Rows that were rejected
    are counted in `rejected` and named in `problems`.
    """

    version: int
    file_name: str
    file_hash: str
    format: str
    authority: str
    rows: tuple[PlannedRow, ...]
    rejected: int
    problems: tuple[Problem, ...]
    records: tuple[HsdsRecord, ...]
    sources: tuple[SourceRow, ...]

    @property
    def counts(self) -> dict[str, int]:
        """Count the rows; `rows` is the sum of all the others."""
        by_status = Counter(row.status for row in self.rows)
        return {
            "rows": len(self.rows) + self.rejected,
            "new": by_status["new"],
            "changed": by_status["changed"],
            "unchanged": by_status["unchanged"],
            "possible_duplicates": by_status["possible-duplicate"],
            "rejected": self.rejected,
        }

    @property
    def changes_anything(self) -> bool:
        """Whether applying it would write anything at all."""
        return bool(self.records or self.sources)

    def rows_of(self, status: Status) -> tuple[PlannedRow, ...]:
        """Give the rows of one status."""
        return tuple(row for row in self.rows if row.status == status)

    def suggestions(self) -> tuple[Suggestion, ...]:
        """List what staff should compare afterwards."""
        return tuple(
            Suggestion(
                kind="possible-duplicate",
                listing_id=row.listing_id,
                other_id=other.listing_id,
                reasons=other.reasons,
            )
            for row in self.rows
            for other in row.duplicate_of
        )

    def import_file(self, source_name: str | None = None) -> ImportFile:
        """Describe the file for the list of imports."""
        return ImportFile(
            file_name=self.file_name,
            format=self.format,
            authority=self.authority,
            file_hash=self.file_hash,
            source_name=source_name,
            counts=self.counts,
        )

    def as_report(self) -> dict[str, Any]:
        """Give the counts and problems as plain JSON values."""
        return {
            "file": self.file_name,
            "format": self.format,
            **self.counts,
            "problems": [
                {
                    "row": problem.row,
                    "column": problem.column,
                    "code": problem.code,
                    "message": problem.message,
                    **({"sheet": problem.sheet} if problem.sheet is not None else {}),
                }
                for problem in self.problems
            ],
        }
