"""The hash that a row carries of what was written in it, so that damage on the disk is noticed."""

import math
from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any, TypeGuard

from sqlalchemy import Column, ColumnElement, Connection, Table, Text, select, update
from sqlalchemy.engine.default import DefaultExecutionContext

from resourcemap.storage.documents import hash_of_row

SEAL = "row_hash"
CHANGES_LATER = frozenset({"undone_at", "undone_by", "removed_at"})
"""Columns of a sealed row that are written after it was made."""

_VALUES = ("previous_value", "replacement_value")


def seal_of(values: Mapping[str, Any]) -> str:
    """Hash what one row says, without what is written after it was made."""
    return hash_of_row(
        {
            name: _as_kept(value) if name in _VALUES else value
            for name, value in values.items()
            if name not in CHANGES_LATER and name != SEAL
        }
    )


def is_as_written(values: Mapping[str, Any]) -> bool:
    """
    Tell whether a row still says what its hash was made of; one from before there were hashes has none.

    History of the first databases was hashed with its numbers as they are. Those hashes stay: whoever
    made them anew would vouch for what may be damaged by then.
    """
    seal = values[SEAL]
    return seal is None or seal == seal_of(values) or any(seal == each for each in _first_seals(values))


def sealed() -> Column[Any]:
    """
    Make the column of a table whose rows are hashed: each new row gets its hash by itself.

    Whoever changes such a row has to call `seal_again` in the same transaction.
    """

    def seal(context: DefaultExecutionContext) -> str:
        values: dict[str, Any] = context.get_current_parameters()  # type: ignore[no-untyped-call]  # SQLAlchemy left it bare
        return seal_of(values)

    return Column(SEAL, Text, default=seal)


def seal_again(connection: Connection, table: Table, key: ColumnElement[bool]) -> None:
    """Hash rows anew that were just changed."""
    for row in connection.execute(select(table).where(key)).all():
        values = dict(row._mapping)
        own = [column == values[column.name] for column in table.primary_key.columns]
        connection.execute(update(table).where(*own).values({SEAL: seal_of(values)}))


def _first_seals(values: Mapping[str, Any]) -> Iterator[str]:
    numbers = {name: value for name in _VALUES if _is_number(value := values.get(name))}
    kept = {name: value for name, value in values.items() if name not in CHANGES_LATER and name != SEAL}
    if numbers:
        for written in product(*map(_as_first_written, numbers.values())):
            yield hash_of_row(kept | dict(zip(numbers, written, strict=True)))


def _as_first_written(value: float) -> list[float]:
    # SQLite gave a whole number back for 5.0, and the last digit of a long one could be another.
    try:
        value = float(value)
    except OverflowError:
        return [value]
    near = [value, math.nextafter(value, math.inf), math.nextafter(value, -math.inf)]
    return [int(value), *near] if value.is_integer() else near


def _is_number(value: Any) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _as_kept(value: Any) -> Any:
    # SQLite makes a number of its own from a document that is one: 5.0 comes back as 5, and of a
    # long one the first fifteen digits are sure.
    if not _is_number(value):
        return value
    try:
        return f"{float(value):.15g}"
    except OverflowError:
        return "inf" if value > 0 else "-inf"
