"""One row of a table or one feature's properties, asked by our field names."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from resourcemap.interchange.columns import ColumnMap, is_joined
from resourcemap.interchange.limits import MAX_TEXT
from resourcemap.interchange.report import Report, RowReport, shorten
from resourcemap.interchange.values import is_cut, is_damaged, said, storable

# Words nobody knows are told once for the whole file, not on every row.
_MOST_SHOWN = 6


class UnknownWords:
    """Collects words the reader does not know, by column, to tell them once."""

    def __init__(self) -> None:
        self._counts: dict[str, Counter[str]] = {}

    def add(self, column: str | None, word: str) -> None:
        """Remember one word."""
        self._counts.setdefault(column or "", Counter())[shorten(word, 40)] += 1

    def tell(self, report: Report) -> None:
        """Write one note for each column."""
        for column, words in self._counts.items():
            shown = ", ".join(f"“{word}”" for word, _ in words.most_common(_MOST_SHOWN))
            if len(words) > _MOST_SHOWN:
                shown += ", …"
            report.add("note", "unknown-words", column=column or None, words=shown, count=len(words))


class Cells:
    """
    The cells of one row.

    Parameters
    ----------
    columns
        Which cell holds which field.
    values
        The cells as read, in the order of the header.
    report
        Takes what is doubtful: text that was cut or whose letters were damaged.
    """

    def __init__(
        self, columns: ColumnMap, values: Sequence[Any], report: RowReport, unknown: UnknownWords
    ) -> None:
        self.columns = columns
        self.report = report
        self.unknown = unknown
        self._values = values
        self._cut: set[int] = set()
        self._texts: dict[int, str | None] = {}
        self._check()

    def raw(self) -> Mapping[str, Any]:
        """Give the row as received, without columns that must not be stored."""
        kept: dict[str, Any] = {}
        for position, name in enumerate(self.columns.header):
            if position in self.columns.private or position >= len(self._values):
                continue
            kept[_free_name(name.strip() or f"column {position + 1}", kept)] = storable(
                self._values[position]
            )
        for position in range(len(self.columns.header), len(self._values)):
            kept[_free_name(f"column {position + 1}", kept)] = storable(self._values[position])
        return kept

    def column(self, field: str) -> str | None:
        """Give the file's name of the column a field was read from."""
        position = self._position(field)
        return self.columns.name_of(field) if position is None else self.columns.header[position]

    def value(self, field: str) -> Any:
        """Give the raw value of the first column of a field that holds one, else None."""
        position = self._position(field)
        return None if position is None else self._values[position]

    def literal(self, field: str) -> Any:
        """Give the raw value of the first column of a field, even one that stands for nothing."""
        positions = self.columns.positions.get(field, ())
        return next((self._values[position] for position in positions if position < len(self._values)), None)

    def text(self, field: str) -> str | None:
        """Give a field's clean text; None when it is not said. Cut text ends with "…"."""
        positions = self.columns.positions.get(field)
        if not positions:
            return None
        if is_joined(field):
            parts = [self._text_at(position) for position in positions]
            return "\n".join(dict.fromkeys(part for part in parts if part)) or None
        return next((text for position in positions if (text := self._text_at(position)) is not None), None)

    def line(self, field: str) -> str | None:
        """Give a field's text on one line."""
        text = self.text(field)
        return None if text is None else " ".join(text.split())

    def _position(self, field: str) -> int | None:
        positions = self.columns.positions.get(field, ())
        return next((position for position in positions if self._text_at(position) is not None), None)

    def _text_at(self, position: int) -> str | None:
        # Read once: several fields ask for the same cell.
        if position not in self._texts:
            text = said(self._values[position]) if position < len(self._values) else None
            self._texts[position] = f"{text}…" if text and position in self._cut else text
        return self._texts[position]

    def _check(self) -> None:
        for position, value in enumerate(self._values):
            if not isinstance(value, str) or len(value) < 3 or position in self.columns.private:
                continue
            if len(value) > MAX_TEXT:
                self.report.reject("too-long", self._name(position), length=len(value), limit=MAX_TEXT)
                return
            # Our own export already marks what was cut.
            if is_cut(value) and "listing_id" not in self.columns.positions:
                self._cut.add(position)
                self.report.warn("cut-short", self._name(position), seen=value[-40:], length=len(value))
            if is_damaged(value):
                self.report.warn("damaged-letters", self._name(position), seen=value)

    def _name(self, position: int) -> str:
        header = self.columns.header
        return (header[position].strip() if position < len(header) else "") or f"column {position + 1}"


def _free_name(name: str, taken: Mapping[str, Any]) -> str:
    number, free = 2, name
    while free in taken:
        free, number = f"{name} {number}", number + 1
    return free
