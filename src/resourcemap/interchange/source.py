"""What every reader of a format is given beside the file's bytes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from resourcemap.geo.places import Places
from resourcemap.interchange.own_rows import Exported
from resourcemap.interchange.records import bundle_of
from resourcemap.interchange.report import Report
from resourcemap.interchange.rows import ReadRow
from resourcemap.model.incoming import IncomingRow, RejectedRow
from resourcemap.model.table import SeenTable, TableMapping

# Called with rows done and rows in all.
Progress = Callable[[int, int], None]
_PROGRESS_EVERY = 200


@dataclass(frozen=True, slots=True)
class FileSource:
    """
    Where a file came from and what helps to read it.

    `authority` names who the data is from; ids grow from it, so it stays the same from one import
    to the next. `name` is the file's name, shown and never opened. `exported` tells what a listing
    would be exported with now. `mapping` is how a person said to read its tables. Rows kept out and
    the tables met are collected in `rejected` and `tables`.
    """

    name: str
    authority: str
    report: Report
    places: Places | None = None
    progress: Progress | None = None
    exported: Exported | None = None
    mapping: TableMapping = field(default_factory=TableMapping)
    rejected: list[RejectedRow] = field(default_factory=list)
    tables: list[SeenTable] = field(default_factory=list)

    def tell_progress(self, done: int, total: int) -> None:
        """Tell how far reading is, not on every row."""
        if self.progress is not None and (done == total or done % _PROGRESS_EVERY == 0):
            self.progress(done, total)

    def reject(self, number: int, raw: object, *, sheet: str | None = None) -> None:
        """Keep a row that was refused as received, to be corrected; not for ever."""
        kept = dict(raw) if isinstance(raw, Mapping) else {"value": raw}
        self.rejected.append(RejectedRow(number, kept, sheet))

    def incoming(self, number: int, row: ReadRow, raw: object, *, sheet: str | None = None) -> IncomingRow:
        """Join a row that was read into records."""
        authority = row.authority or self.authority
        bundle = bundle_of(row.draft, authority=authority, identifier=row.identifier, known=row.known)
        return IncomingRow(
            row=number,
            identifier=row.identifier,
            bundle=bundle,
            raw=raw if isinstance(raw, dict) else {"value": raw},
            sheet=sheet,
        )
