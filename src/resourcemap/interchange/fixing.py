"""Writes the rows that were kept out as a table to correct and bring in again."""

import csv
import io
from typing import Any

from resourcemap.interchange.export_cells import guard
from resourcemap.interchange.tables import WHAT_TO_FIX
from resourcemap.model.incoming import ReadFile, RejectedRow

# Excel takes a CSV for UTF-8 only with this mark.
_MARK = "\ufeff"


def write_rejected(read: ReadFile, language: str = "en") -> bytes:
    """
    Write the rows that were kept out as CSV: what to fix in each, then the row as received.

    No cell is run as a formula; our reader takes the guard away again and passes the first column
    over.

    Parameters
    ----------
    read
        The file as it was read.
    language
        In which what to fix is said.
    """
    reasons: dict[tuple[int | None, str | None], list[str]] = {}
    for problem in read.problems:
        if problem.severity == "reject":
            reasons.setdefault((problem.row, problem.sheet), []).append(problem.message_in(language))
    header = list(dict.fromkeys(name for row in read.rejected for name in _cells(row)))
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([guard(name) for name in (WHAT_TO_FIX, *header)])
    for row in read.rejected:
        cells = _cells(row)
        why = " ".join(reasons.get((row.row, row.sheet), []))
        writer.writerow([guard(each) for each in (why, *(cells.get(name, "") for name in header))])
    return (_MARK + text.getvalue()).encode("utf-8", "replace")


def _cells(row: RejectedRow) -> dict[str, str]:
    return {str(name): _cell(value) for name, value in row.raw.items() if str(name) != WHAT_TO_FIX}


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return "; ".join(_cell(each) for each in value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
