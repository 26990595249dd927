"""A bad value in somebody's file: data to show, not an exception."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """
    One thing wrong or doubtful in a file.

    `row` counts data rows from 1 as a person sees them (a header is not a row; the items of a JSON
    list count from 1). None means the whole file. `column` is the file's own name for the field.
    `code` is a stable kebab-case name. `message` says where, what was seen and what to do.
    A `reject` keeps the row out; a `warning` lets it in as it is; a `note` only tells.
    """

    row: int | None
    column: str | None
    code: str
    message: str
    severity: Literal["reject", "warning", "note"] = "warning"
