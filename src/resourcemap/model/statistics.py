"""
Counts of what people told us, made so that nobody can be found in them.

Places are counted openly. What people do is counted only in cells that never overlap, of periods that
are over, and a cell is given only when it holds ten or more. No sums over cells are given: with a sum, a
cell left out could be worked out from the others. A period that is over grows no more, so two
editions of the same numbers differ by nothing.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

SMALLEST_CELL = 10


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """How many reports of one kind came in one quarter of a year that is over."""

    quarter: str
    kind: str
    count: int


def quarter_of(day: date) -> str:
    """
    Name the quarter of a day.

    >>> quarter_of(date(2026, 11, 22))
    '2026-Q4'
    """
    return f"{day.year}-Q{(day.month + 2) // 3}"


def published_cells(reports: Iterable[tuple[date, str]], *, today: date) -> tuple[Cell, ...]:
    """
    Count reports by quarter and kind, for everyone to see.

    Parameters
    ----------
    reports
        The day and the kind of each report that ever came.
    today
        The quarter it lies in is left out: its cells would grow from one edition to the next.

    Examples
    --------
    >>> many = [(date(2026, 2, 3), "closed")] * 10
    >>> published_cells([*many, (date(2026, 2, 3), "unsafe")], today=date(2026, 5, 1))
    (Cell(quarter='2026-Q1', kind='closed', count=10),)
    """
    running = quarter_of(today)
    counts = Counter((quarter_of(day), kind) for day, kind in reports)
    return tuple(
        sorted(
            Cell(quarter, kind, count)
            for (quarter, kind), count in counts.items()
            if count >= SMALLEST_CELL and quarter < running
        )
    )
