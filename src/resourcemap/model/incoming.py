"""One row of somebody's file, read into records: what interchange gives and curation plans."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from resourcemap.model.hsds import Bundle
from resourcemap.model.problem import Problem
from resourcemap.model.table import SeenTable


@dataclass(frozen=True, slots=True)
class IncomingRow:
    """
    A row that could be read. `identifier` is the file's own id, or a hash of what names it.

    Ids in the bundle are UUIDv5 of authority and identifier, so the same row always gives the
    same ids. `raw` is the row as received. `row` and `sheet` are as in `Problem`.
    """

    row: int
    identifier: str
    bundle: Bundle
    raw: Mapping[str, Any] = field(hash=False)
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that was kept out, as received: to be corrected and given again."""

    row: int
    raw: Mapping[str, Any] = field(hash=False)
    sheet: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFile:
    """
    A whole file, read. `row_count` = rows read + rows rejected by a problem of severity "reject".

    `tables` are the columns of a file that has some, with the first of their values.
    A file that holds no rows of its format has `row_count` 0 and a problem that says so.
    """

    format: str
    authority: str
    row_count: int
    rows: tuple[IncomingRow, ...]
    problems: tuple[Problem, ...]
    rejected: tuple[RejectedRow, ...] = ()
    tables: tuple[SeenTable, ...] = ()
