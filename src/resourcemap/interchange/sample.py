"""Reads the invented sample places that ship with the product."""

import json
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from resourcemap.errors import UnreadableFileError
from resourcemap.model.hsds import Bundle, Location, Organization, Service, ServiceAtLocation
from resourcemap.model.record import Document

SAMPLE_AUTHORITY = "sample"

_DATES = frozenset(
    {
        "assured_date",
        "evidence_date",
        "valid_from",
        "valid_to",
        "dtstart",
        "until",
        "last_modified",
        "updated",
    }
)
_DATE_LISTS = frozenset({"exdates", "rdates"})


def read_sample(data: bytes, *, today: date) -> tuple[Bundle, ...]:
    """
    Read the sample file and move its dates, so that what was fresh when it was made is fresh today.

    Dates move by whole weeks: weekdays and fortnights stay right.

    Raises
    ------
    UnreadableFileError
        When the file is not the sample file.
    """
    try:
        document = json.loads(data)
        made_on = date.fromisoformat(document["reference_date"])
        weeks = timedelta(weeks=(today - made_on).days // 7)
        organizations = _by_id(Organization, document["organizations"], weeks)
        services = _by_id(Service, document["services"], weeks)
        locations = _by_id(Location, document["locations"], weeks)
        listings = [
            ServiceAtLocation.from_document(_move(each, weeks)) for each in document["service_at_locations"]
        ]
        return tuple(
            Bundle(
                service_at_location=each,
                service=services[each.service_id],
                organization=organizations.get(services[each.service_id].organization_id or ""),
                location=locations.get(each.location_id or ""),
            )
            for each in listings
        )
    except (ValueError, KeyError, TypeError) as error:
        raise UnreadableFileError(
            "The sample file is damaged. Fetch data/sample/baltimore.json again, or make it with "
            "data/sample/make_sample.py."
        ) from error


def _by_id(kind: Any, documents: Iterable[Document], weeks: timedelta) -> dict[str, Any]:
    return {each["id"]: kind.from_document(_move(each, weeks)) for each in documents}


def _move(value: Any, by: timedelta) -> Any:
    if isinstance(value, dict):
        return {key: _moved(key, each, by) for key, each in value.items()}
    if isinstance(value, list):
        return [_move(each, by) for each in value]
    return value


def _moved(key: str, value: Any, by: timedelta) -> Any:
    if key in _DATES and isinstance(value, str):
        return (date.fromisoformat(value[:10]) + by).isoformat() + value[10:]
    if key in _DATE_LISTS and isinstance(value, list):
        return [(date.fromisoformat(each) + by).isoformat() for each in value]
    return _move(value, by)
