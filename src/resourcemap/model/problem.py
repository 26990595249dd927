"""A bad value in somebody's file: data to show, not an exception."""

from dataclasses import dataclass
from typing import Literal

from resourcemap.geo.point import GeoPoint
from resourcemap.model.catalog import SOURCE
from resourcemap.model.words import Sentence, Value, say


@dataclass(frozen=True, slots=True)
class DoubtfulPoint:
    """
    A point that cannot be where its row says, as the file gives it, and the one it probably means.

    `given` is None where the numbers are no degrees, `proposed` where no cause was found.
    """

    given: GeoPoint | None
    proposed: GeoPoint | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """
    One thing wrong or doubtful in a file.

    `row` counts data rows from 1 as a person sees them (a header is not a row; the items of a JSON
    list count from 1); in a spreadsheet it is the row's own number, and `sheet` names its sheet.
    None means the whole file. `column` is the file's own name for the field.
    `code` is a stable kebab-case name. `message` says where, what was seen and what to do.
    `sentence` is the same to be said in another language, where the product wrote it.
    `point` is there where it speaks of one.
    A `reject` keeps the row out; a `warning` lets it in as it is; a `note` only tells.
    """

    row: int | None
    column: str | None
    code: str
    message: str
    severity: Literal["reject", "warning", "note"] = "warning"
    sheet: str | None = None
    sentence: Sentence | None = None
    point: DoubtfulPoint | None = None

    @classmethod
    def said(
        cls,
        sentence: Sentence,
        *,
        row: int | None,
        column: str | None,
        code: str,
        severity: Literal["reject", "warning", "note"] = "warning",
        sheet: str | None = None,
        point: DoubtfulPoint | None = None,
    ) -> "Problem":
        """Make a problem whose message is one of the product's own sentences."""
        return cls(
            row=row,
            column=column,
            code=code,
            message=say(sentence),
            severity=severity,
            sheet=sheet,
            sentence=sentence,
            point=point,
        )

    def message_in(self, language: str = SOURCE) -> str:
        """Say the message in a language."""
        return self.message if self.sentence is None else say(self.sentence, language)


def row_words(row: int, sheet: str | None) -> Value:
    """Name a row so that a person finds it: its number, in a spreadsheet with its sheet."""
    return row if sheet is None else Sentence("import.sheet_row", {"row": row, "sheet": sheet})
