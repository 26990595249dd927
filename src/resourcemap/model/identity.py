"""The ids of records that come from files: the same source always gives the same ids."""

from dataclasses import dataclass, replace
from uuid import UUID, uuid5

from resourcemap.model.hsds import Bundle

# Never change it: every id of every imported record grows from it.
NAMESPACE = UUID("5b0f4f1e-6f0c-5b7e-9b43-1d2f6c1c7a10")


@dataclass(frozen=True, slots=True)
class ListingIds:
    """The ids of one listing's own records, UUIDv5 as text."""

    service: str
    location: str
    service_at_location: str


def listing_ids(authority: str, identifier: str) -> ListingIds:
    """
    Derive the ids of a listing's records from where it came from.

    Examples
    --------
    >>> listing_ids("sample", "1") == listing_ids("sample", "1"), listing_ids("sample", "1").service[:8]
    (True, '89e24c2d')
    """
    return ListingIds(
        service=_derive("service", authority, identifier),
        location=_derive("location", authority, identifier),
        service_at_location=_derive("service_at_location", authority, identifier),
    )


def organization_id(authority: str, name: str) -> str:
    """
    Derive an organization's id; case and spacing of its name do not matter.

    Examples
    --------
    >>> organization_id("dc", "Open  Door ") == organization_id("dc", "open door")
    True
    """
    return _derive("organization", authority, " ".join(name.casefold().split()))


def identify(bundle: Bundle, authority: str, identifier: str) -> Bundle:
    """
    Give a bundle's service, location and service_at_location the ids of another identifier.

    The organization keeps its id: several listings may share it.
    """
    ids = listing_ids(authority, identifier)
    sal, location = bundle.service_at_location, bundle.location
    source = sal.source
    return Bundle(
        service_at_location=replace(
            sal,
            id=ids.service_at_location,
            service_id=ids.service,
            location_id=None if location is None else ids.location,
            source=None if source is None else replace(source, authority=authority, identifier=identifier),
        ),
        service=replace(bundle.service, id=ids.service),
        organization=bundle.organization,
        location=None if location is None else replace(location, id=ids.location),
    )


def _derive(kind: str, authority: str, name: str) -> str:
    # The unit separator stands in no name, so "a" + "b:c" and "a:b" + "c" stay apart.
    return str(uuid5(NAMESPACE, "\x1f".join((kind, authority, name))))
