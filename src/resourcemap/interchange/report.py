"""Collects what is wrong or doubtful in a file, row by row."""

from typing import Literal

from resourcemap.model.problem import Problem
from resourcemap.model.words import say

LONGEST_SEEN = 60


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
        severity: Literal["reject", "warning", "note"],
        code: str,
        *,
        row: int | None = None,
        column: str | None = None,
        seen: object = "",
        **values: str | int | float,
    ) -> None:
        """Write down one problem; `seen` is quoted shortened."""
        sentence = "import." + code.replace("-", "_")
        message = say(sentence, row=row or 0, column=column or "", seen=shorten(seen), **values)
        self.problems.append(Problem(row=row, column=column, code=code, message=message, severity=severity))

    def row(self, number: int) -> "RowReport":
        """Open the report of one row."""
        return RowReport(self, number)


class RowReport:
    """The problems of one row; `is_rejected` once one of them keeps the row out."""

    def __init__(self, report: Report, number: int) -> None:
        self._report = report
        self.number = number
        self.is_rejected = False

    def reject(self, code: str, column: str | None = None, seen: object = "", **values: str | int) -> None:
        """Keep the row out and say why."""
        self.is_rejected = True
        self._report.add("reject", code, row=self.number, column=column, seen=seen, **values)

    def warn(self, code: str, column: str | None = None, seen: object = "", **values: str | int) -> None:
        """Let the row in, with a doubt."""
        self._report.add("warning", code, row=self.number, column=column, seen=seen, **values)

    def note(self, code: str, column: str | None = None, seen: object = "", **values: str | int) -> None:
        """Only tell."""
        self._report.add("note", code, row=self.number, column=column, seen=seen, **values)

    def tell(self, code: str, message: str, column: str | None = None) -> None:
        """Add a warning whose sentence another part of the program wrote."""
        where = say("import.where", row=self.number, column=column or say("import.whole_row"))
        self._report.problems.append(
            Problem(
                row=self.number, column=column, code=code, message=f"{where}: {message}", severity="warning"
            )
        )
