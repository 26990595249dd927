"""Whose clock the times of an edited place are of: chosen, as beside them, or that of its state."""

from collections.abc import Mapping
from typing import Any

from resourcemap.geo.state_zones import state_code, zone_of_state
from resourcemap.model.record import Document

TIME_ZONE = "time_zone"
TIME_ZONES = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
    "America/Puerto_Rico",
    "Pacific/Guam",
    "America/Halifax",
    "America/St_Johns",
    "America/Regina",
)
"""What the form offers; a place of another zone keeps its own."""


def time_zone_of(documents: Mapping[str, Document]) -> str | None:
    """
    Name the zone of a place's times; None where none is named or they differ.

    Examples
    --------
    >>> rows = [{"tzid": "America/Denver"}, {"tzid": "America/Denver"}]
    >>> time_zone_of({"service": {"schedules": rows}, "service_at_location": {}})
    'America/Denver'
    """
    zones = {row.get("tzid") for row in _schedules(documents)}
    return zones.pop() if len(zones) == 1 else None


def set_time_zone(documents: Mapping[str, Document], zone: str | None) -> None:
    """Let all times be of one zone, as somebody chose; None for no zone of their own."""
    for row in _schedules(documents):
        _keep(row, zone)


def fit_time_zone(documents: Mapping[str, Document], base: Mapping[str, Document]) -> None:
    """
    Give times without a zone that of the times beside them, else that of the place's state.

    Where the place moved to another state, times of the old state's zone move with it. A state that
    keeps more than one time gives none: those times are read in the zone of the whole map.

    Parameters
    ----------
    documents
        As they become; their schedules are changed in place.
    base
        As they were.
    """
    was, becomes = _state(base), _state(documents)
    old, new = zone_of_state(was), zone_of_state(becomes)
    rows = _schedules(documents)
    if was is not None and becomes is not None and was != becomes:
        for row in rows:
            # Where the old state has more than one, any may be its own.
            if old is None or row.get("tzid") == old:
                _keep(row, new)
    known = {row["tzid"] for row in rows if row.get("tzid")}
    zone = known.pop() if len(known) == 1 else new
    for row in rows:
        if not row.get("tzid"):
            _keep(row, zone)


def needs_choice(state: object, zone: object) -> bool:
    """
    Tell whether a state keeps more than one time and none is chosen.

    Examples
    --------
    >>> needs_choice("TX", ""), needs_choice("TX", "America/Chicago"), needs_choice("CO", "")
    (True, False, False)
    """
    code = state_code(str(state or ""))
    return code is not None and zone_of_state(code) is None and not zone


def first_holder(documents: Mapping[str, Document], name: str) -> str:
    """
    Name the record whose times or phones the public sees; the service where none has any.

    Examples
    --------
    >>> first_holder({"service_at_location": {}, "service": {}, "location": {"phones": [{}]}}, "phones")
    'location'
    """
    holders = ("service_at_location", "service", *(("location",) if name in ("schedules", "phones") else ()))
    return next((each for each in holders if documents.get(each, {}).get(name)), "service")


def _schedules(documents: Mapping[str, Document]) -> list[Document]:
    return list(documents.get(first_holder(documents, "schedules"), {}).get("schedules") or [])


def _state(documents: Mapping[str, Document]) -> str | None:
    addresses: list[Mapping[str, Any]] = documents.get("location", {}).get("addresses") or []
    shown = [each for each in addresses if each.get("address_type") != "postal"] or addresses
    return state_code(shown[0].get("state_province")) if shown else None


def _keep(row: Document, zone: str | None) -> None:
    if row.get("tzid") not in (None, zone):
        # HSDS's fixed offset is that of the old zone.
        row.pop("timezone", None)
    if zone is None:
        row.pop("tzid", None)
    else:
        row["tzid"] = zone
