"""Reads the cells of one worksheet into rows, capped while reading."""

import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from resourcemap.interchange.limits import MAX_COLUMNS, MAX_ROWS, MAX_TEXT, refuse
from resourcemap.interchange.xml_stream import Budget, stream

MAX_SHEET_CELLS = 400_000
MAX_SHARED_TEXT = 40_000_000
_MAX_MERGES = 20_000
_MAX_MERGED_ROWS = 2_000
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_RANGE = re.compile(r"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})")
# Number formats every spreadsheet program knows as dates or times.
_DATE_FORMATS = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_DATE_CODE = re.compile(r"[dmyhs]", re.I)
_NOT_CODE = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')


@dataclass(frozen=True, slots=True)
class Styles:
    """Which cell styles show a number as a date; `is_1904` moves the first day."""

    date_styles: frozenset[int] = frozenset()
    is_1904: bool = False


@dataclass(slots=True)
class _Cell:
    """The cell being read."""

    column: int
    kind: str
    style: int
    text: list[str] = field(default_factory=list)
    length: int = 0


def read_shared_strings(archive: zipfile.ZipFile, member: str, budget: Budget) -> list[str]:
    """Read the table of texts that cells point into."""
    found: list[str] = []
    parts: list[str] = []
    total = 0
    is_phonetic = False
    for event, name, element in stream(archive, member, budget):
        if name == "rPh":
            is_phonetic = event == "start"
        if event != "end":
            continue
        if name == "t" and not is_phonetic:
            parts.append(element.text or "")
        elif name == "si":
            text = "".join(parts)
            parts = []
            total += len(text)
            if total > MAX_SHARED_TEXT:
                raise refuse("workbook_too_large", limit=MAX_SHARED_TEXT // 1_000_000)
            found.append(text)
    return found


def read_styles(archive: zipfile.ZipFile, member: str, budget: Budget, *, is_1904: bool) -> Styles:
    """Read which styles are dates."""
    own_codes: dict[str, bool] = {}
    dates: set[int] = set()
    is_cell_formats, position = False, 0
    for event, name, element in stream(archive, member, budget):
        if event == "start" and name == "numFmt":
            code = _NOT_CODE.sub("", element.get("formatCode") or "")[:200]
            own_codes[element.get("numFmtId") or ""] = bool(_DATE_CODE.search(code)) and "General" not in code
        elif name == "cellXfs":
            is_cell_formats = event == "start"
        elif event == "start" and name == "xf" and is_cell_formats:
            number = element.get("numFmtId") or "0"
            if own_codes.get(number, number.isdigit() and int(number) in _DATE_FORMATS):
                dates.add(position)
            position += 1
    return Styles(frozenset(dates), is_1904)


class SheetRow(list[Any]):
    """The cells of one row, which knows its number in the sheet."""

    def __init__(self, number: int, cells: Mapping[int, Any]) -> None:
        super().__init__(cells.get(column) for column in range(1, max(cells) + 1))
        self.number = number


def read_sheet(
    archive: zipfile.ZipFile, member: str, budget: Budget, *, strings: Sequence[str], styles: Styles
) -> list[SheetRow]:
    """
    Read a sheet's filled rows as lists of cells; rows and columns nobody filled take no memory.

    Cells right of column 1,000 are passed over. A merged block of rows gives each row its value.
    """
    rows: dict[int, dict[int, Any]] = {}
    merges: list[tuple[int, int, int]] = []
    row_number, next_column, count = 0, 1, 0
    cell: _Cell | None = None
    for event, name, element in stream(archive, member, budget):
        if event == "start":
            if name == "row":
                row_number = _whole(element.get("r"), row_number + 1)
                next_column = 1
            elif name == "c":
                column = _column(element.get("r"), next_column)
                next_column = column + 1
                cell = _Cell(column, element.get("t") or "n", _whole(element.get("s"), 0))
            elif name == "mergeCell" and len(merges) < _MAX_MERGES:
                merges.extend(_downward(element.get("ref") or ""))
        elif cell is not None and name in ("v", "t"):
            cell.length += len(element.text or "")
            if cell.length <= MAX_TEXT + 1:
                cell.text.append(element.text or "")
            else:
                cell.text = ["…" * (MAX_TEXT + 1)]
        elif cell is not None and name == "c":
            if cell.text and cell.column <= MAX_COLUMNS:
                value = _value(cell, strings, styles)
                if value is not None and value != "":
                    count += 1
                    if count > MAX_SHEET_CELLS:
                        raise refuse("too_many_cells", limit=MAX_SHEET_CELLS)
                    rows.setdefault(row_number, {})[cell.column] = value
                    if len(rows) > MAX_ROWS:
                        raise refuse("too_many_rows", limit=MAX_ROWS)
            cell = None
    _fill_merges(rows, merges)
    return [SheetRow(number, rows[number]) for number in sorted(rows)]


def _fill_merges(rows: dict[int, dict[int, Any]], merges: Sequence[tuple[int, int, int]]) -> None:
    for column, first, last in merges:
        value = rows.get(first, {}).get(column)
        if value is None:
            continue
        for number in range(first + 1, min(last, first + _MAX_MERGED_ROWS) + 1):
            # Only rows that hold something of their own: a merge makes no rows.
            if number in rows:
                rows[number].setdefault(column, value)


def _downward(reference: str) -> list[tuple[int, int, int]]:
    match = _RANGE.fullmatch(reference)
    if match is None:
        return []
    left, right = _letters(match[1]), _letters(match[3])
    first, last = int(match[2]), int(match[4])
    return [(left, first, last)] if left == right <= MAX_COLUMNS and last > first else []


def _column(reference: str | None, otherwise: int) -> int:
    match = _REFERENCE.fullmatch(reference or "")
    return _letters(match[1]) if match else otherwise


def _letters(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdigit() and len(text) <= 9 else otherwise


def _value(cell: _Cell, strings: Sequence[str], styles: Styles) -> Any:
    text = "".join(cell.text)
    if cell.kind == "s":
        index = _whole(text.strip(), -1)
        return strings[index] if 0 <= index < len(strings) else None
    if cell.kind in ("inlineStr", "str", "d"):
        return text
    if cell.kind == "b":
        return text.strip() == "1"
    if cell.kind == "e":
        return None
    try:
        number = float(text[:60])
    except ValueError:
        return text
    if cell.style in styles.date_styles and 0 <= number < 2_958_466:
        return _date_text(number, is_1904=styles.is_1904)
    if abs(number) < 1e15 and number.is_integer():
        return int(number)
    return number if abs(number) != float("inf") and number == number else None


def _date_text(number: float, *, is_1904: bool) -> str:
    """
    Write a spreadsheet's day number as a date, a time, or both.

    Examples
    --------
    >>> _date_text(44197, is_1904=False), _date_text(0.75, is_1904=False), _date_text(44197.5, is_1904=False)
    ('2021-01-01', '18:00', '2021-01-01T12:00:00')
    """
    # Excel counts a 29 February 1900 that never was; every real date is later.
    first = datetime(1904, 1, 1) if is_1904 else datetime(1899, 12, 30)  # noqa: DTZ001 - cells have no zone
    moment = first + timedelta(seconds=round(number * 86_400))
    if number < 1 and not is_1904:
        return f"{moment:%H:%M}"
    return moment.date().isoformat() if number == int(number) else moment.isoformat()
