"""Reads Excel workbooks (.xlsx) with a capped reader of our own: a small file must never fill the memory."""

import io
import zipfile
from dataclasses import dataclass

from resourcemap.interchange.columns import map_columns
from resourcemap.interchange.limits import refuse, refuse_workbook
from resourcemap.interchange.source import FileSource
from resourcemap.interchange.table import find_told, likely_header
from resourcemap.interchange.tables import read_grid
from resourcemap.interchange.xlsx_cells import SheetRow, Styles, read_shared_strings, read_sheet, read_styles
from resourcemap.interchange.xml_stream import Budget, stream
from resourcemap.model.incoming import IncomingRow, ReadFile

FORMAT = "xlsx"
MAX_MEMBERS = 1_000
MAX_SHEETS = 50
_WORKBOOK = "xl/workbook.xml"
_SPREADSHEET_MIMETYPE = b"application/vnd.oasis.opendocument.spreadsheet"


@dataclass(frozen=True, slots=True)
class _Sheet:
    name: str
    relation: str
    is_hidden: bool


def read_workbook(data: bytes, source: FileSource) -> ReadFile:
    """
    Read the visible sheets of a workbook that hold a table of places.

    Each row keeps its number and the name of its sheet.

    Raises
    ------
    UnreadableFileError
        When it is no workbook, is locked or damaged, or unpacks to more than is safe.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise refuse_workbook("zip") from None
    with archive:
        return _read_archive(archive, source)


def _read_archive(archive: zipfile.ZipFile, source: FileSource) -> ReadFile:
    members = archive.infolist()
    names = {member.filename for member in members}
    if "mimetype" in names and _starts_with(archive, "mimetype", _SPREADSHEET_MIMETYPE):
        raise refuse("seen_ods")
    if _WORKBOOK not in names:
        raise refuse("seen_zip")
    if len(members) > MAX_MEMBERS:
        raise refuse_workbook("many", parts=len(members))
    if any(member.flag_bits & 1 for member in members):
        raise refuse("workbook_locked")
    budget = Budget()
    sheets, is_1904 = _read_workbook_part(archive, budget)
    targets = _read_relations(archive, names, budget)
    strings = (
        read_shared_strings(archive, "xl/sharedStrings.xml", budget)
        if "xl/sharedStrings.xml" in names
        else []
    )
    styles = (
        read_styles(archive, "xl/styles.xml", budget, is_1904=is_1904)
        if "xl/styles.xml" in names
        else Styles(is_1904=is_1904)
    )
    hidden = [sheet.name for sheet in sheets if sheet.is_hidden]
    if hidden:
        source.report.add("note", "hidden-sheets", seen=", ".join(hidden))
    grids: list[tuple[str, list[SheetRow]]] = []
    for sheet in sheets[:MAX_SHEETS]:
        member = targets.get(sheet.relation)
        if sheet.is_hidden or member not in names or member is None:
            continue
        grid = read_sheet(archive, member, budget, strings=strings, styles=styles)
        if grid:
            grids.append((sheet.name, grid))
    return _read_grids(grids, source)


def _read_grids(grids: list[tuple[str, list[SheetRow]]], source: FileSource) -> ReadFile:
    chosen = grids
    if len(grids) > 1:
        told = source.mapping.columns
        chosen = [
            (name, grid) for name, grid in grids if _holds_places(grid) or find_told(grid, told) is not None
        ] or grids[:1]
        for name, _ in grids:
            if name not in {kept for kept, _ in chosen}:
                source.report.add("note", "sheet-skipped", seen=name)
        if len(chosen) > 1:
            source.report.add("note", "several-sheets", seen=", ".join(name for name, _ in chosen))
    count = 0
    rows: list[IncomingRow] = []
    if not chosen:
        source.report.add("warning", "no-rows")
    for name, grid in chosen:
        part = read_grid(grid, source, kind=FORMAT, sheet=name, rows_before=count)
        count += part.row_count
        rows.extend(part.rows)
    return ReadFile(
        format=FORMAT,
        authority=source.authority,
        row_count=count,
        rows=tuple(rows),
        problems=tuple(source.report.problems),
        rejected=tuple(source.rejected),
        tables=tuple(source.tables),
    )


def _holds_places(grid: list[SheetRow]) -> bool:
    position, _ = likely_header(grid)
    columns = map_columns([str(cell or "") for cell in grid[position]])
    return "name" in columns.positions and len(columns.positions) >= 2


def _read_workbook_part(archive: zipfile.ZipFile, budget: Budget) -> tuple[list[_Sheet], bool]:
    sheets: list[_Sheet] = []
    is_1904 = False
    for event, name, element in stream(archive, _WORKBOOK, budget):
        if event != "start":
            continue
        if name == "workbookPr":
            is_1904 = element.get("date1904") in ("1", "true")
        elif name == "sheet":
            relation = next((value for key, value in element.attrib.items() if key.endswith("}id")), "")
            state = element.get("state") or "visible"
            sheets.append(_Sheet((element.get("name") or "")[:60], relation, state != "visible"))
    return sheets, is_1904


def _read_relations(archive: zipfile.ZipFile, names: set[str], budget: Budget) -> dict[str, str]:
    targets: dict[str, str] = {}
    member = "xl/_rels/workbook.xml.rels"
    if member not in names:
        return targets
    for event, name, element in stream(archive, member, budget):
        if event == "start" and name == "Relationship":
            target = element.get("Target") or ""
            targets[element.get("Id") or ""] = target[1:] if target.startswith("/") else f"xl/{target}"
    return targets


def _starts_with(archive: zipfile.ZipFile, member: str, start: bytes) -> bool:
    try:
        with archive.open(member) as opened:
            return opened.read(len(start)) == start
    except (zipfile.BadZipFile, RuntimeError, OSError, NotImplementedError, EOFError):
        return False
