"""Collects what is wrong or doubtful in a file, row by row."""

from collections.abc import Mapping
from typing import Literal

from resourcemap.model.problem import DoubtfulPoint, Problem, row_words
from resourcemap.model.words import Sentence, Value

LONGEST_SEEN = 60

Severity = Literal["reject", "warning", "note"]


def shorten(text: object, length: int = LONGEST_SEEN) -> str:
    """
    Quote a value in a message without flooding it.

    Examples
    --------
    >>> shorten("a\\nb"), shorten("x" * 100, 5)
    ('a b', 'xxxxx…')
    """
    flat = " ".join(str(text).split())
    return flat if len(flat) <= length else flat[:length] + "…"


class Report:
    """
    The problems of one file, in the order they were met.

    Sentences come from `words/<language>/import.toml`: the code "bad-time" is said by the sentence
    "import.bad_time", which may use {row}, {column}, {seen} and whatever else is passed.
    """

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def add(
        self,
        severity: Severity,
        code: str,
        *,
        row: int | None = None,
        column: str | None = None,
        sheet: str | None = None,
        seen: object = "",
        **values: str | int | float,
    ) -> None:
        """Write down one problem; `seen` is quoted shortened."""
        said: dict[str, Value] = {
            "row": row_words(row or 0, sheet),
            "column": column or "",
            "seen": shorten(seen),
            **values,
        }
        sentence = Sentence("import." + code.replace("-", "_"), said)
        self.problems.append(
            Problem.said(sentence, row=row, column=column, code=code, severity=severity, sheet=sheet)
        )

    def row(self, number: int, sheet: str | None = None) -> "RowReport":
        """Open the report of one row; a row of a spreadsheet names its sheet."""
        return RowReport(self, number, sheet)


class RowReport:
    """The problems of one row; `is_rejected` once one of them keeps the row out."""

    def __init__(self, report: Report, number: int, sheet: str | None = None) -> None:
        self._report = report
        self.number = number
        self.sheet = sheet
        self.is_rejected = False

    def reject(self, code: str, column: str | None = None, seen: object = "", **values: str | int) -> None:
        """Keep the row out and say why."""
        self.is_rejected = True
        self._add("reject", code, column, seen, values)

    def warn(self, code: str, column: str | None = None, seen: object = "", **values: str | int) -> None:
        """Let the row in, with a doubt."""
        self._add("warning", code, column, seen, values)

    def note(self, code: str, column: str | None = None, seen: object = "", **values: str | int) -> None:
        """Only tell."""
        self._add("note", code, column, seen, values)

    def tell(
        self, code: str, message: Sentence, column: str | None = None, point: DoubtfulPoint | None = None
    ) -> None:
        """Add a warning whose sentence says nothing of where it was met."""
        values: dict[str, Value] = {
            "row": row_words(self.number, self.sheet),
            "column": column or Sentence("import.whole_row"),
            "message": message,
        }
        sentence = Sentence("import.where", values)
        self._report.problems.append(
            Problem.said(sentence, row=self.number, column=column, code=code, sheet=self.sheet, point=point)
        )

    def _add(
        self, severity: Severity, code: str, column: str | None, seen: object, values: Mapping[str, str | int]
    ) -> None:
        self._report.add(
            severity, code, row=self.number, sheet=self.sheet, column=column, seen=seen, **values
        )
