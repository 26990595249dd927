"""One value of a record: where a path leads to, and how a field shows it."""

from collections.abc import Mapping
from typing import Any

from resourcemap.curation.form_fields import ADDRESS
from resourcemap.model.record import Document


def get_value(document: Mapping[str, Any], path: tuple[str, ...]) -> Any:
    """Give what stands at a path of a document; None where nothing does."""
    value: Any = document
    for name in path:
        if name == ADDRESS:
            addresses = value.get("addresses") or []
            value = addresses[_address_at(addresses)] if addresses else {}
        else:
            value = value.get(name) if isinstance(value, Mapping) else None
    return value


def put_value(document: Document, path: tuple[str, ...], value: Any) -> None:
    """Put a value at a path of a document, and take away what nothing is left of; None empties it."""
    *way, last = path
    holders = [document]
    for name in way:
        holder = holders[-1]
        if name == ADDRESS:
            addresses = holder.setdefault("addresses", [])
            if not addresses:
                addresses.append({"address_type": "physical"})
            holders.append(addresses[_address_at(addresses)])
        else:
            holders.append(holder.setdefault(name, {}))
    if value is None:
        holders[-1].pop(last, None)
    else:
        holders[-1][last] = value
    for name in reversed(way):
        if name != ADDRESS and not document.get(name):
            document.pop(name, None)


def _address_at(addresses: list[Document]) -> int:
    return next((at for at, each in enumerate(addresses) if each.get("address_type") != "postal"), 0)


def as_text(value: Any) -> str:
    """
    Say a value as a field shows it.

    Examples
    --------
    >>> as_text(None), as_text(True), as_text(12.50)
    ('', 'yes', '12.5')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return f"{value:.10g}"
    return str(value)
