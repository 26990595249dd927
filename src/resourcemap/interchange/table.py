"""Finds the header of a table and its rows."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from resourcemap.interchange.columns import count_known, field_of
from resourcemap.interchange.report import Report
from resourcemap.interchange.values import clean_text, read_number

# A title, a note and a blank line may stand above the header.
_HEADER_WITHIN = 12
_SAMPLED_ROWS = 40
_STATE = re.compile(
    r"A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]"
)
_ZIP = re.compile(r"\d{5}(?:-\d{4})?")
_STREET = re.compile(
    r"\d+[\w-]* .*\b(?:st|street|ave|avenue|rd|road|blvd|dr|drive|ln|way|pl|place|hwy|pike|court|ct|square)\b",
    re.I,
)
_HELP_WORDS = re.compile(
    r"\b(?:required|optional|example|e\.g\.|enter|format|description of|yyyy|max(?:imum)? \d+ char|text field|see note)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Table:
    """A header with its rows; every row counts from 1 and blank ones are left out."""

    header: tuple[str, ...]
    rows: tuple[Sequence[Any], ...]


def find_table(grid: Sequence[Sequence[Any]], report: Report, *, told: Collection[str] = ()) -> Table:
    """
    Find the header among the first rows, guess it where there is none, and drop help and blank rows.

    A header is the row whose cells name most of our fields. Rows above it are titles. A row right
    below it that explains the columns is left out and told. A row that holds all names `told` by a
    person is the header, whatever else it looks like.
    """
    filled = [row for row in grid if any(_is_filled(cell) for cell in row)]
    blank = len(grid) - len(filled)
    # Blank lines at the end are how spreadsheets end; only those between rows are worth a word.
    if blank and _has_blank_inside(grid):
        report.add("note", "blank-rows", count=blank)
    if not filled:
        return Table((), ())
    at = find_told(filled, told)
    if at is not None:
        return Table(_header(filled[at]), tuple(filled[at + 1 :]))
    best, most = likely_header(filled)
    names = [clean_text(cell) for cell in filled[best]]
    is_header = most >= 2 or (most == 1 and _looks_like_names(filled[best], filled[best + 1 :]))
    if not is_header:
        if _looks_like_names(filled[0], filled[1:]):
            return Table(_header(filled[0]), tuple(filled[1:]))
        return _without_header(filled, report)
    if best:
        report.add("note", "rows-above-header", count=best)
    # Merged header cells repeat in the rows below; such a row is still the header.
    rows = [row for row in filled[best + 1 :] if not _repeats(row, filled[best])]
    if rows and _is_help(names, rows[0]):
        report.add(
            "note", "help-row", seen=" | ".join(clean_text(cell) for cell in rows[0] if _is_filled(cell))
        )
        rows = rows[1:]
    return Table(_header(filled[best]), tuple(rows))


def find_told(rows: Sequence[Sequence[Any]], told: Collection[str]) -> int | None:
    """Find the row among the first that holds all the given column names."""
    for position, row in enumerate(rows[:_HEADER_WITHIN]):
        if told and set(told) <= set(_header(row)):
            return position
    return None


def likely_header(rows: Sequence[Sequence[Any]]) -> tuple[int, int]:
    """
    Find the row among the first that names most of our fields; gives its position and how many.

    A later row only counts when all above it are narrower: titles and notes, not rows of data.
    """
    best, most = 0, 0
    widest = 0
    for position, row in enumerate(rows[:_HEADER_WITHIN]):
        filled = sum(_is_filled(cell) for cell in row)
        names = [clean_text(cell) if isinstance(cell, str) else "" for cell in row]
        known = count_known([name for name in names if 0 < len(name) <= 60])
        if known > most and (position == 0 or widest * 2 <= filled or widest <= 2):
            best, most = position, known
        widest = max(widest, filled)
    return best, most


def _repeats(row: Sequence[Any], header: Sequence[Any]) -> bool:
    pairs = [(cell, name) for cell, name in zip(row, header, strict=False) if _is_filled(cell)]
    return bool(pairs) and len(row) <= len(header) and all(cell == name for cell, name in pairs)


def _header(row: Sequence[Any]) -> tuple[str, ...]:
    return tuple(" ".join(clean_text(cell).split())[:200] for cell in row)


def _is_filled(cell: Any) -> bool:
    return cell is not None and (not isinstance(cell, str) or bool(cell.strip()))


def _has_blank_inside(grid: Sequence[Sequence[Any]]) -> bool:
    was_blank = False
    for row in grid:
        is_blank = not any(_is_filled(cell) for cell in row)
        if was_blank and not is_blank:
            return True
        was_blank = was_blank or is_blank
    return False


def _looks_like_names(row: Sequence[Any], below: Sequence[Sequence[Any]]) -> bool:
    """Tell whether a row of words we do not know is a header all the same: short, distinct, no numbers."""
    names = [clean_text(cell) for cell in row if _is_filled(cell)]
    if not names or len(set(names)) < len(names) or any(len(name) > 60 for name in names):
        return False
    if any(read_number(name) is not None or _ZIP.search(name) or _STREET.match(name) for name in names):
        return False
    numbers_below = sum(
        read_number(cell) is not None for other in below[:_SAMPLED_ROWS] for cell in other if _is_filled(cell)
    )
    return bool(numbers_below) or len(below) == 0 or all(field_of(name) or len(name) < 25 for name in names)


def _is_help(names: Sequence[str], row: Sequence[Any]) -> bool:
    texts = [clean_text(cell) for cell in row if _is_filled(cell)]
    helping = sum(bool(_HELP_WORDS.search(text)) for text in texts)
    return len(texts) >= 2 and helping * 2 > len(texts) and helping >= 2


def _without_header(rows: Sequence[Sequence[Any]], report: Report) -> Table:
    """Guess the columns of a file without a header from what stands in them."""
    sample = [[clean_text(cell) for cell in row] for row in rows[:_SAMPLED_ROWS]]
    width = max(len(row) for row in sample)
    header = [f"column {position + 1}" for position in range(width)]
    columns = [
        [row[position] for row in sample if position < len(row) and row[position]]
        for position in range(width)
    ]
    found: dict[str, int] = {}

    def take(field: str, position: int) -> None:
        if field not in found:
            found[field] = position
            header[position] = field

    for position, column in enumerate(columns):
        if not column:
            continue
        numbers = [number for text in column if (number := read_number(text)) is not None and "." in text]
        share = len(numbers) / len(column)
        if share > 0.8 and all(abs(number) <= 180 for number in numbers):
            # Latitude stands before longitude in nearly every file; the check on points finds the others.
            take("longitude" if "latitude" in found else "latitude", position)
        elif _share(column, _ZIP) > 0.8:
            take("zip", position)
        elif _share(column, _STATE) > 0.8:
            take("state", position)
        elif _share(column, _STREET, whole=False) > 0.5:
            take("address", position)
        elif "name" not in found and _is_wordy(column):
            take("name", position)
        elif "address" in found and "city" not in found and _is_wordy(column):
            take("city", position)
    if "name" not in found:
        report.add("warning", "no-header")
    else:
        shown = ", ".join(f"{position + 1} = {field}" for field, position in found.items())
        report.add("warning", "header-guessed", columns=shown)
    return Table(tuple(header), tuple(rows))


def _share(column: Sequence[str], pattern: re.Pattern[str], *, whole: bool = True) -> float:
    hits = sum(bool(pattern.fullmatch(text) if whole else pattern.match(text)) for text in column)
    return hits / len(column)


def _is_wordy(column: Sequence[str]) -> bool:
    words = sum(bool(re.search(r"[^\W\d_]{3}", text)) and len(text) < 120 for text in column)
    return words / len(column) > 0.8
