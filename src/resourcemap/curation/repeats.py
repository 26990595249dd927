"""One id in several rows of a file: the same words again, or another listing under the same id."""

from collections.abc import Mapping
from dataclasses import dataclass

from resourcemap.curation.content import content_hash
from resourcemap.model.incoming import IncomingRow, ReadFile
from resourcemap.model.writes import KnownSource, SourceKey


@dataclass(frozen=True, slots=True)
class SettledRow:
    """
    A row with the identifier it goes by.

    `repeats` is an earlier row that says the same. `shares_id_with` is the first row with the same
    id and other words.
    """

    row: IncomingRow
    identifier: str
    content_hash: str
    repeats: IncomingRow | None = None
    shares_id_with: IncomingRow | None = None


def settle_repeats(read: ReadFile, sources: Mapping[SourceKey, KnownSource]) -> tuple[SettledRow, ...]:
    """
    Give every row an identifier that means one listing.

    A group that meets on several days may have one id in all its rows: the first keeps it, each
    other one gets "#2", "#3" and so on. A row whose words were seen before under one of these
    names keeps that name, so that the order of rows does not matter the next time.
    """
    by_identifier: dict[str, list[tuple[IncomingRow, str]]] = {}
    for row in read.rows:
        by_identifier.setdefault(row.identifier, []).append((row, content_hash(row.bundle)))
    settled: dict[int, SettledRow] = {}
    for identifier, rows in by_identifier.items():
        first_row_of: dict[str, IncomingRow] = {}
        for row, said in rows:
            first_row_of.setdefault(said, row)
        names = _names(read.authority, identifier, list(first_row_of), sources)
        for row, said in rows:
            first = first_row_of[said]
            settled[id(row)] = SettledRow(
                row=row,
                identifier=names[said],
                content_hash=said,
                repeats=None if first is row else first,
                shares_id_with=None if said == rows[0][1] else rows[0][0],
            )
    return tuple(settled[id(row)] for row in read.rows)


def _names(
    authority: str, identifier: str, contents: list[str], sources: Mapping[SourceKey, KnownSource]
) -> dict[str, str]:
    family = [identifier]
    while len(family) < len(contents) or (authority, f"{identifier}#{len(family) + 1}") in sources:
        family.append(f"{identifier}#{len(family) + 1}")
    known = {sources[key].content_hash: name for name in family if (key := (authority, name)) in sources}
    names = {said: known[said] for said in contents if said in known}
    taken = set(names.values())
    free = (name for name in family if name not in taken)
    return {said: names.get(said) or next(free) for said in contents}
