"""Tells which of our fields a file's column holds, whatever the file calls it."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from resourcemap.model.fact import FACETS

_TABLE = Path(__file__).parent / "columns.toml"

NEVER = "never"
# Columns of facts: "accessibility" (yes), "accessibility_limited", "accessibility_no".
FACT_SUFFIXES = {"yes": "", "limited": "_limited", "no": "_no"}


@dataclass(frozen=True, slots=True)
class Column:
    """One field the reader knows, with the names files give it, best first."""

    field: str
    about: str
    names: tuple[str, ...]
    is_joined: bool = False


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """
    Which columns of one file are read.

    `positions` are the columns of each field, best first; `unknown` are columns kept only in the
    raw row; `private` are columns that are not even kept.
    """

    header: tuple[str, ...]
    positions: Mapping[str, tuple[int, ...]]
    unknown: tuple[str, ...]
    private: frozenset[int]

    def name_of(self, field: str) -> str | None:
        """Give the file's own name for a field, None where it has none."""
        found = self.positions.get(field)
        return self.header[found[0]] if found else None


@cache
def known_columns() -> tuple[Column, ...]:
    """List every field and its column names; the last one, "never", is what is left out."""
    table = tomllib.loads(_TABLE.read_text(encoding="utf-8"))
    columns = [
        Column(field, entry["about"], tuple(entry["names"]), bool(entry.get("join")))
        for field, entry in table.items()
    ]
    return (*columns[:-1], *_fact_columns(), columns[-1])


def _fact_columns() -> Iterable[Column]:
    for facet in FACETS:
        for answer, suffix in FACT_SUFFIXES.items():
            field = f"fact:{facet}:{answer}"
            words = {"yes": "that hold", "limited": "that hold in part", "no": "that do not hold"}[answer]
            facet_words = facet.replace("_", " ")
            about = f"Terms of “{facet_words}” {words}, with ; between them."
            # Other files use these words for free text, so they are read as words there.
            names = (facet + suffix,)
            if facet == "accessibility" and not suffix:
                about += " Other words are kept as the place's own description of access."
            if facet not in ("category",) or suffix:
                yield Column(field, about, names)


def fold_name(name: str) -> str:
    """
    Fold a column name for comparing.

    Examples
    --------
    >>> fold_name("Zip Code"), fold_name("ZIP_CODE"), fold_name("PHONE2")
    ('zipcode', 'zipcode', 'phone2')
    """
    return re.sub(r"[^a-z0-9]", "", name.casefold())


@cache
def _fields_by_name() -> Mapping[str, tuple[str, int]]:
    found: dict[str, tuple[str, int]] = {}
    for column in known_columns():
        for rank, name in enumerate(column.names):
            found.setdefault(fold_name(name), (column.field, rank))
    return found


def field_of(name: str) -> str | None:
    """
    Name the field a column holds, None when the reader does not know it.

    Examples
    --------
    >>> field_of("Zip Code"), field_of("BUSINESS_HOURS"), field_of("Venmo"), field_of("favourite colour")
    ('postal_code', 'schedule', 'never', None)
    """
    found = _fields_by_name().get(fold_name(name))
    return found[0] if found else None


def count_known(names: Sequence[str]) -> int:
    """Count how many different fields a row of column names would give."""
    return len({field for name in names if (field := field_of(name))})


def map_columns(header: Sequence[str], chosen: Mapping[str, str] = MappingProxyType({})) -> ColumnMap:
    """
    Decide which column of a file holds which field.

    `chosen` are fields by column name that somebody said; "" leaves a column out.
    """
    ranked: dict[str, list[tuple[int, int]]] = {}
    unknown: list[str] = []
    private: set[int] = set()
    by_name = _fields_by_name()
    for position, name in enumerate(header):
        found = by_name.get(fold_name(name))
        if name in chosen:
            found = (chosen[name], -1) if chosen[name] else None
        if found is None:
            if name.strip():
                unknown.append(name)
        elif found[0] == NEVER:
            private.add(position)
        else:
            ranked.setdefault(found[0], []).append((found[1], position))
    positions = {field: tuple(position for _, position in sorted(places)) for field, places in ranked.items()}
    # An organization's table names the organization and nothing else: that is its name then.
    if "name" not in positions and "organization" in positions:
        positions["name"] = positions.pop("organization")
    elif "name" not in positions and "location_name" in positions:
        positions["name"] = positions.pop("location_name")
    return ColumnMap(tuple(header), positions, tuple(unknown), frozenset(private))


def is_joined(field: str) -> bool:
    """Tell whether all columns of a field are kept, one after the other."""
    return field in _joined_fields()


@cache
def _joined_fields() -> frozenset[str]:
    return frozenset(column.field for column in known_columns() if column.is_joined)
