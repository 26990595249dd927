"""
Joining two listings that are one and the same.

One is kept, with its id; for each thing they say differently a person chooses. Nothing said by both
sources is lost: the other listing stays in the history, and the kept one names both sources.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from resourcemap.curation.merge import merge_attributes
from resourcemap.model.hsds import Attribute, Bundle, Location, Service, ServiceAtLocation
from resourcemap.model.record import Document

Kept = TypeVar("Kept", Service, Location, ServiceAtLocation)

OTHER_SOURCES = "other_sources"

# What belongs together is chosen together: a street without its point would lead astray.
_PLACE = ("location_type", "latitude", "longitude", "is_approximate", "addresses")
_VISIBILITY = ("address_visibility", "published_area")
_WHEN = ("schedules", "schedule_text")
_HIDDEN_MOST = {"hidden": 2, "partial": 1}
_NEVER = frozenset(
    {"id", "service_id", "location_id", "organization_id", "source", "last_modified", OTHER_SOURCES}
)
_JOINED = frozenset(
    {
        "accessibility",
        "attributes",
        "contacts",
        "cost_options",
        "languages",
        "phones",
        "required_documents",
        "service_areas",
    }
)


@dataclass(frozen=True, slots=True)
class MergeField:
    """
    One thing the two listings may say differently.

    Parameters
    ----------
    key
        What is chosen: "place", "visibility", "when", "organization", or record type and field
        ("service/name").
    kept, gone
        What each says, as JSON values; None is "not said".
    is_joined
        Whether choosing the other's takes both, as lists of phones do.
    prefers_gone
        What is proposed: the other's where the kept one says nothing, or hides less.
    """

    key: str
    kept: Any
    gone: Any
    is_joined: bool
    prefers_gone: bool

    @property
    def differs(self) -> bool:
        """Whether there is anything to choose."""
        return bool(self.gone != self.kept and self.gone not in (None, {}, []))


def merge_fields(kept: Bundle, gone: Bundle) -> tuple[MergeField, ...]:
    """List what two listings say, field by field, those that are the same among them."""
    fields = [
        _field("organization", _name(kept), _name(gone)),
        _field("place", _part(kept.location, _PLACE), _part(gone.location, _PLACE)),
        _visibility(kept.location, gone.location),
        _field("when", _when(kept), _when(gone)),
    ]
    for resource_type, one, other in _records(kept, gone):
        aside = {*_NEVER, *_PLACE, *_VISIBILITY, *_WHEN}
        for name in dict.fromkeys((*one, *other)):
            if name not in aside:
                fields.append(
                    _field(
                        f"{resource_type}/{name}", one.get(name), other.get(name), is_joined=name in _JOINED
                    )
                )
    said = [each for each in fields if each.kept is not None or each.gone is not None]
    first = [each for each in said if each.key == "service/name"]
    return (*first, *(each for each in said if each.key != "service/name"))


def proposed(fields: tuple[MergeField, ...]) -> frozenset[str]:
    """Give the keys that are taken from the other listing unless somebody says otherwise."""
    return frozenset(each.key for each in fields if each.differs and each.prefers_gone)


def merge_bundles(kept: Bundle, gone: Bundle, take: Set[str]) -> Bundle:
    """
    Join two listings into the kept one.

    Parameters
    ----------
    kept
        The listing that stays, with its ids.
    gone
        The one whose id will lead to the kept one.
    take
        Keys of `merge_fields` to take from the one that goes.
    """
    service = _take("service", kept.service, gone.service, take)
    sal = _take("service_at_location", kept.service_at_location, gone.service_at_location, take)
    location = kept.location
    if location is not None and gone.location is not None:
        location = _take("location", location, gone.location, take)
        location = _take_parts(location, gone.location, take)
    elif location is None and gone.location is not None and "place" in take:
        location = gone.location
    if "when" in take:
        other = gone.service_at_location.schedules or gone.service.schedules
        schedules = other or (gone.location.schedules if gone.location else ())
        service = replace(
            service,
            schedules=schedules or service.schedules,
            schedule_text=gone.service.schedule_text or (None if schedules else service.schedule_text),
        )
        sal = replace(sal, schedules=())
    organization = kept.organization
    if "organization" in take and gone.organization is not None:
        organization = gone.organization
    service = replace(service, organization_id=organization.id if organization else None)
    sal = replace(
        sal,
        location_id=location.id if location else None,
        extra={**sal.extra, OTHER_SOURCES: _sources(kept, gone)},
    )
    return Bundle(sal, service, organization, location)


def _records(kept: Bundle, gone: Bundle) -> list[tuple[str, Document, Document]]:
    return [
        (name, one.to_document() if one else {}, other.to_document() if other else {})
        for name, one, other in (
            ("service", kept.service, gone.service),
            ("location", kept.location, gone.location),
            ("service_at_location", kept.service_at_location, gone.service_at_location),
        )
    ]


def _field(key: str, kept: Any, gone: Any, *, is_joined: bool = False) -> MergeField:
    return MergeField(key, kept or None, gone or None, is_joined, prefers_gone=not kept or is_joined)


def _visibility(kept: Location | None, gone: Location | None) -> MergeField:
    one, other = (_HIDDEN_MOST.get(each.address_visibility or "", 0) if each else 0 for each in (kept, gone))
    made = _field("visibility", _part(kept, _VISIBILITY), _part(gone, _VISIBILITY))
    # A street that one source keeps secret stays secret unless somebody decides otherwise.
    return replace(made, prefers_gone=other > one or (made.kept is None and other >= one))


def _part(location: Location | None, names: tuple[str, ...]) -> Mapping[str, Any] | None:
    if location is None:
        return None
    document = location.to_document()
    return {name: document[name] for name in names if name in document} or None


def _when(bundle: Bundle) -> Mapping[str, Any] | None:
    location = bundle.location.schedules if bundle.location else ()
    schedules = bundle.service_at_location.schedules or bundle.service.schedules or location
    said: dict[str, Any] = {}
    if schedules:
        said["schedules"] = [each.to_document() for each in schedules]
    if bundle.service.schedule_text:
        said["schedule_text"] = bundle.service.schedule_text
    return said or None


def _name(bundle: Bundle) -> str | None:
    return bundle.organization.name if bundle.organization else None


def _take(resource_type: str, kept: Kept, gone: Kept, take: Set[str]) -> Kept:
    values: dict[str, Any] = {}
    extra = dict(kept.extra)
    known = set(kept.to_document()) | set(gone.to_document())
    for name in known - {*_NEVER, *_PLACE, *_VISIBILITY, *_WHEN}:
        if f"{resource_type}/{name}" not in take:
            continue
        if name in gone.extra:
            extra[name] = gone.extra[name]
        elif hasattr(gone, name):
            values[name] = _joined(name, getattr(kept, name), getattr(gone, name))
    return replace(kept, **values, extra=extra)


def _joined(name: str, kept: Any, gone: Any) -> Any:
    if name == "attributes":
        joined: tuple[Attribute, ...] = merge_attributes(kept, gone)[0]
        return joined
    if name not in _JOINED:
        return gone
    known = [_likeness(each) for each in kept]
    return (*kept, *(each for each in gone if _likeness(each) not in known))


def _likeness(record: Any) -> Any:
    document = record.to_document()
    if "number" in document:
        return "".join(each for each in document["number"] if each.isdigit())[-10:]
    return {name: value for name, value in document.items() if name != "id"}


def _take_parts(location: Location, gone: Location, take: Set[str]) -> Location:
    names = (*(_PLACE if "place" in take else ()), *(_VISIBILITY if "visibility" in take else ()))
    return replace(location, **{name: getattr(gone, name) for name in names})


def _sources(kept: Bundle, gone: Bundle) -> list[Document]:
    found: list[Document] = list(kept.service_at_location.extra.get(OTHER_SOURCES) or ())
    own = kept.service_at_location.source
    others = [gone.service_at_location.source.to_document()] if gone.service_at_location.source else []
    for each in (*others, *(gone.service_at_location.extra.get(OTHER_SOURCES) or ())):
        if each not in found and (own is None or each != own.to_document()):
            found.append(each)
    return found
