"""What is new in a row of our own export: an export joins records, and taken whole it would mix them up."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

# Gives the cells that a listing would be exported with now, by column; None for one not exported.
Exported = Callable[[str], Mapping[str, str] | None]

# Cells that say which listing it is, or how to read the other cells.
_ALWAYS = frozenset(
    {
        "id",
        "listing_id",
        "identifier",
        "source",
        "name",
        "address_visibility",
        "is_virtual",
        "listing_service_id",
        "listing_location_id",
        "listing_organization_id",
    }
)
# Cells that make one value together: a new street alone would be an address without a city.
_TOGETHER = (
    frozenset({"address_1", "address_2", "city", "state", "postal_code", "country"}),
    frozenset({"latitude", "longitude", "point_is_approximate"}),
    frozenset({"join_url", "join_phone", "join_notes"}),
    frozenset({"minimum_age", "maximum_age"}),
)


def only_news(header: Sequence[str], values: Sequence[Any], exported: Exported | None) -> list[Any]:
    """
    Empty the cells that say what the listing would be exported with anyway.

    An export writes an organization's phone into the row of each of its services. Read back as it
    stands, that phone would become the service's own. An empty cell changes nothing, so only what
    somebody wrote into the file since is left.

    Parameters
    ----------
    header, values
        The row, by the names of the export.
    exported
        What a listing would be exported with now; None when nothing is known.
    """
    if len(set(header)) < len(header):
        return list(values)
    row = dict(zip(header, values, strict=False))
    known = exported(_plain(row.get("listing_id"))) if exported is not None else None
    if known is None:
        return list(values)
    new = {name for name, value in row.items() if _plain(value) != _plain(known.get(name))}
    for group in _TOGETHER:
        if new & group:
            new |= group
    kept = new | _ALWAYS
    beyond = list(values[len(header) :])
    return [value if name in kept else None for name, value in row.items()] + beyond


def _plain(value: Any) -> str:
    return "" if value is None else " ".join(str(value).split())
