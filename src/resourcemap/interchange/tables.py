"""Reads the rows of a table, from CSV or a spreadsheet, into listings."""

from collections.abc import Mapping, Sequence
from typing import Any

from resourcemap.interchange.cells import Cells, UnknownWords
from resourcemap.interchange.columns import NEVER, ColumnMap, field_of, fold_name, map_columns
from resourcemap.interchange.export_cells import unguard
from resourcemap.interchange.geojson import tell_columns
from resourcemap.interchange.meeting_guide import read_meeting
from resourcemap.interchange.meeting_privacy import without_private
from resourcemap.interchange.own_rows import only_news
from resourcemap.interchange.report import RowReport, shorten
from resourcemap.interchange.rows import read_row
from resourcemap.interchange.source import FileSource
from resourcemap.interchange.table import Table, find_table
from resourcemap.interchange.values import clean_text, storable
from resourcemap.interchange.xlsx_cells import SheetRow
from resourcemap.model.incoming import IncomingRow, ReadFile
from resourcemap.model.table import SeenTable

# The column our file of refused rows has beside the file's own; it tells that cells were made harmless.
WHAT_TO_FIX = "what_to_fix"
_SAMPLED_ROWS = 200
_LONGEST_SAMPLE = 200

# The columns of a sheet that feeds a Meeting Guide: such rows are meetings, whatever the file type.
_MEETING_COLUMNS = frozenset({"day", "time", "name", "types"})
# Tables of a data package that hold parts of listings and no listings.
_PART_TABLES = (
    frozenset({"linkid", "linktype"}),
    frozenset({"linkid", "linkentity"}),
    frozenset({"taxonomyid", "parentid"}),
    frozenset({"parentid", "parentname"}),
    frozenset({"resourceid", "resourcetype"}),
    frozenset({"taxonomy", "termuri"}),
    frozenset({"taxonomydetail", "code"}),
    frozenset({"uri", "version", "name"}),
    frozenset({"extent", "extenttype"}),
    frozenset({"department", "title", "email"}),
)


def read_grid(
    grid: Sequence[Sequence[Any]],
    source: FileSource,
    *,
    kind: str,
    sheet: str | None = None,
    rows_before: int = 0,
) -> ReadFile:
    """
    Read a table, header and all.

    Parameters
    ----------
    grid
        Rows of cells as read, the header among the first.
    source
        Where the file came from.
    kind
        Name of the format, for the result.
    sheet
        Name of the sheet the rows are of; they then go by their own numbers.
    rows_before
        Rows read so far of other sheets, for the progress.
    """
    report = source.report
    mapping = source.mapping
    table = find_table(grid, report, told=mapping.columns)
    columns = map_columns(table.header, mapping.columns)
    source.tables.append(_seen(table, sheet))
    folded = {fold_name(name) for name in table.header}
    rows: list[IncomingRow] = []
    unknown = UnknownWords()
    if not table.rows:
        report.add("warning", "no-rows")
    is_part = next((part for part in _PART_TABLES if part <= folded), None)
    is_meetings = folded >= _MEETING_COLUMNS
    for done, values in enumerate(table.rows, start=1):
        number = values.number if isinstance(values, SheetRow) else done
        row_report = report.row(number, sheet)
        if is_part is not None:
            row_report.reject("part-table", seen=", ".join(table.header))
            row = None
        elif is_meetings:
            row = _read_meeting_row(row_report, table.header, values, unknown, source)
        else:
            row = _read_table_row(row_report, columns, values, unknown, source)
        if row is not None:
            rows.append(row)
        else:
            source.reject(number, _received(columns, values), sheet=sheet)
        source.tell_progress(rows_before + done, rows_before + len(table.rows))
    if table.rows:
        if not is_meetings:
            tell_columns(columns, source)
        unknown.tell(report)
    return ReadFile(
        format=kind,
        authority=source.authority,
        row_count=len(table.rows),
        rows=tuple(rows),
        problems=tuple(report.problems),
        rejected=tuple(source.rejected),
        tables=tuple(source.tables),
    )


def _seen(table: Table, sheet: str | None) -> SeenTable:
    fields = tuple(None if (found := field_of(name)) == NEVER else found for name in table.header)
    samples = tuple(
        tuple(shorten(clean_text(cell), _LONGEST_SAMPLE) for cell in row[: len(table.header)])
        for row in table.rows[:_SAMPLED_ROWS]
    )
    return SeenTable(sheet, table.header, fields, samples)


def _received(columns: ColumnMap, values: Sequence[Any]) -> Mapping[str, Any]:
    header = [name or f"column {place + 1}" for place, name in enumerate(columns.header)]
    kept = {
        name: value
        for place, (name, value) in enumerate(zip(header, values, strict=False))
        if place not in columns.private and name != WHAT_TO_FIX
    }
    return {str(name): value for name, value in kept.items()}


def _read_table_row(
    report: RowReport, columns: ColumnMap, values: Sequence[Any], unknown: UnknownWords, source: FileSource
) -> IncomingRow | None:
    received = None
    if WHAT_TO_FIX in columns.header:
        values = [unguard(value) if isinstance(value, str) else value for value in values]
    if source.mapping.values:
        names = columns.header
        values = [
            source.mapping.replaced(names[place], value) if place < len(names) else value
            for place, value in enumerate(values)
        ]
    if "listing_id" in columns.positions:
        values = [unguard(value) if isinstance(value, str) else value for value in values]
        received = storable(dict(zip(columns.header, values, strict=False)))
        values = only_news(columns.header, values, source.exported)
    filled = [position for position, value in enumerate(values) if value not in (None, "")]
    if filled and filled[-1] >= len(columns.header):
        report.warn("ragged-row", seen=len(values), width=len(columns.header))
    cells = Cells(columns, values, report, unknown)
    row = read_row(cells, places=source.places)
    raw = received or dict(cells.raw())
    return None if row is None else source.incoming(report.number, row, raw, sheet=report.sheet)


def _read_meeting_row(
    report: RowReport,
    header: Sequence[str],
    values: Sequence[Any],
    unknown: UnknownWords,
    source: FileSource,
) -> IncomingRow | None:
    meeting: Mapping[str, Any] = {
        "_".join(name.casefold().split()): value
        for name, value in zip(header, values, strict=False)
        if name and value not in (None, "")
    }
    clean = without_private(meeting)
    row = read_meeting(meeting, clean, report, places=source.places, unknown=unknown)
    return None if row is None else source.incoming(report.number, row, clean, sheet=report.sheet)
