"""Joins what was read of one listing into HSDS records with lasting ids."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from resourcemap.model.fact import FACETS, Fact, write_fact
from resourcemap.model.hsds import (
    Accessibility,
    Address,
    Attribute,
    Bundle,
    Contact,
    CostOption,
    JoinMethod,
    Language,
    Location,
    Organization,
    Phone,
    RequiredDocument,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    Source,
)
from resourcemap.model.identity import listing_ids, organization_id


@dataclass(frozen=True, slots=True)
class KnownIds:
    """The ids of a listing that this directory exported itself, so that it is found again."""

    service_at_location: str
    service: str
    location: str | None = None
    organization: str | None = None


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What one row says of one listing. None and empty mean "not said"."""

    name: str
    alternate_name: str | None = None
    organization: str | None = None
    organization_email: str | None = None
    organization_website: str | None = None
    organization_phones: tuple[Phone, ...] = ()
    description: str | None = None
    status: str | None = None
    url: str | None = None
    email: str | None = None
    phones: tuple[Phone, ...] = ()
    contacts: tuple[Contact, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    schedule_text: str | None = None
    eligibility_description: str | None = None
    minimum_age: float | None = None
    maximum_age: float | None = None
    application_process: str | None = None
    fees_description: str | None = None
    cost_options: tuple[CostOption, ...] = ()
    wait_time: str | None = None
    accreditations: str | None = None
    alert: str | None = None
    required_documents: tuple[RequiredDocument, ...] = ()
    languages: tuple[Language, ...] = ()
    service_areas: tuple[ServiceArea, ...] = ()
    assured_date: date | None = None
    last_modified: str | None = None
    welcome_line: str | None = None
    companion: str | None = None
    discreet_name: str | None = None
    join: JoinMethod | None = None
    facts: Mapping[str, Mapping[str, Fact]] = field(default_factory=dict, hash=False)
    has_location: bool = True
    is_virtual: bool = False
    location_name: str | None = None
    location_description: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    is_approximate: bool | None = None
    address: Address | None = None
    accessibility: tuple[Accessibility, ...] = ()
    transportation: str | None = None
    address_visibility: str | None = None
    published_area: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)


def bundle_of(
    draft: Draft,
    *,
    authority: str,
    identifier: str,
    known: KnownIds | None = None,
    source_name: str | None = None,
) -> Bundle:
    """
    Make the records of one listing.

    Ids grow from authority and identifier, the organization's from authority and its name, so the
    same row always gives the same records. `known` ids win: they come from our own export.
    """
    ids = listing_ids(authority, identifier)
    organization = _organization(draft, authority, known)
    service_id = known.service if known else ids.service
    location = _location(draft, (known.location if known else None) or ids.location)
    service = Service(
        id=service_id,
        organization_id=organization.id if organization else None,
        name=draft.name,
        alternate_name=draft.alternate_name,
        description=draft.description,
        url=draft.url,
        email=draft.email,
        status=draft.status,
        application_process=draft.application_process,
        fees_description=draft.fees_description,
        wait_time=draft.wait_time,
        accreditations=draft.accreditations,
        eligibility_description=draft.eligibility_description,
        minimum_age=draft.minimum_age,
        maximum_age=draft.maximum_age,
        assured_date=draft.assured_date,
        alert=draft.alert,
        last_modified=draft.last_modified,
        phones=draft.phones,
        contacts=draft.contacts,
        schedules=draft.schedules,
        service_areas=draft.service_areas,
        languages=draft.languages,
        cost_options=draft.cost_options,
        required_documents=draft.required_documents,
        attributes=_attributes(draft, of_place=False, has_place=location is not None),
        schedule_text=draft.schedule_text,
        companion=draft.companion,
        welcome_line=draft.welcome_line,
        discreet_name=draft.discreet_name,
        join=draft.join,
        extra=draft.extra,
    )
    return Bundle(
        service_at_location=ServiceAtLocation(
            id=known.service_at_location if known else ids.service_at_location,
            service_id=service_id,
            location_id=location.id if location else None,
            source=Source(authority=authority, identifier=identifier, name=source_name),
        ),
        service=service,
        organization=organization,
        location=location,
    )


def hashed_identifier(*parts: str | None) -> str:
    """
    Name a row that has no id of its own by what tells it from others: name, address, time.

    Examples
    --------
    >>> hashed_identifier("Open Door", None) == hashed_identifier(" open  door", "")
    True
    """
    folded = "\x1f".join(" ".join((part or "").casefold().split()) for part in parts)
    return "hash-" + hashlib.sha256(folded.encode("utf-8", "replace")).hexdigest()[:24]


def _organization(draft: Draft, authority: str, known: KnownIds | None) -> Organization | None:
    if not draft.organization:
        return None
    return Organization(
        id=(known.organization if known else None) or organization_id(authority, draft.organization),
        name=draft.organization,
        email=draft.organization_email,
        website=draft.organization_website,
        phones=draft.organization_phones,
    )


def _location(draft: Draft, location_id: str) -> Location | None:
    if not draft.has_location:
        return None
    location = Location(
        id=location_id,
        location_type="virtual" if draft.is_virtual else "physical",
        name=draft.location_name,
        description=draft.location_description,
        address_visibility=draft.address_visibility,
        published_area=draft.published_area,
    )
    if draft.is_virtual:
        # The middle of a city is no place to go to: an online group is nowhere on the map.
        return location
    return replace(
        location,
        latitude=draft.latitude,
        longitude=draft.longitude,
        is_approximate=draft.is_approximate,
        transportation=draft.transportation,
        addresses=(draft.address,) if draft.address else (),
        accessibility=draft.accessibility,
        attributes=_attributes(draft, of_place=True, has_place=True),
    )


def _attributes(draft: Draft, *, of_place: bool, has_place: bool) -> tuple[Attribute, ...]:
    """Write the facts: those on access belong to the place where there is one, all others to the service."""
    has_place = has_place and not draft.is_virtual
    return tuple(
        write_fact(facet, term, fact)
        for facet in FACETS
        for term, fact in draft.facts.get(facet, {}).items()
        if (facet == "accessibility" and has_place) == of_place
    )
