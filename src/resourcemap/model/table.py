"""A table as somebody's file has it, and how its columns and words are to be read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class SeenTable:
    """
    The names of a table's columns with the first of their values.

    `fields` are those that the reader knows by the column's name, None where it knows none.
    """

    sheet: str | None
    header: tuple[str, ...]
    fields: tuple[str | None, ...]
    samples: tuple[tuple[str, ...], ...] = field(default=(), repr=False)

    def values_of(self, column: str) -> tuple[str, ...]:
        """List the values of a column, empty ones left out."""
        place = self.header.index(column)
        return tuple(row[place] for row in self.samples if place < len(row) and row[place])


@dataclass(frozen=True, slots=True)
class TableMapping:
    """
    How the tables of one source are read, as a person said.

    Parameters
    ----------
    columns
        The field of each column by its name in the file; "" leaves a column out.
    values
        By column: what stands for a word of the file. The words are compared without case.
    """

    columns: Mapping[str, str] = field(default_factory=dict, hash=False)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict, hash=False)

    def __bool__(self) -> bool:
        """Whether it says anything."""
        return bool(self.columns or self.values)

    def replaced(self, column: str, value: Any) -> Any:
        """
        Put what is meant in place of a cell's words; parts between ; , | or line ends are looked up too.

        Examples
        --------
        >>> TableMapping(values={"Typ": {"essen": "food"}}).replaced("Typ", "Essen; Bett")
        'food; Bett'
        """
        words = self.values.get(column)
        if not words or not isinstance(value, str):
            return value
        if value.strip().casefold() in words:
            return words[value.strip().casefold()]
        for mark in ";|\n,":
            if mark in value:
                parts = [part.strip() for part in value.split(mark)]
                return f"{mark} ".join(words.get(part.casefold(), part) for part in parts)
        return value

    def to_document(self) -> dict[str, Any]:
        """Write it as a JSON object."""
        return {
            "columns": dict(self.columns),
            "values": {name: dict(each) for name, each in self.values.items()},
        }

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> "TableMapping":
        """Read what `to_document` wrote; parts that are of another kind are left out."""
        columns, values = document.get("columns"), document.get("values")
        return cls(
            columns={str(name): str(each) for name, each in columns.items()}
            if isinstance(columns, Mapping)
            else {},
            values={
                str(name): {str(word): str(each) for word, each in words.items()}
                for name, words in (values.items() if isinstance(values, Mapping) else ())
                if isinstance(words, Mapping)
            },
        )
