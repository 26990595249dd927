"""
HSDS 3.1 records: organization, service, location, service_at_location and their children.

Field names are those of the Human Services Data Specification 3.1 (Open Referral). Fields marked
"ours" extend it, as the specification allows; other readers ignore them.
"""

from dataclasses import dataclass
from datetime import date

from resourcemap.model.record import Record


@dataclass(frozen=True, kw_only=True)
class TaxonomyTerm(Record):
    """One word of a vocabulary."""

    id: str | None = None
    code: str | None = None
    name: str | None = None
    description: str | None = None
    taxonomy: str | None = None


@dataclass(frozen=True, kw_only=True)
class Attribute(Record):
    """
    One statement about a record: `link_type` names the facet, `taxonomy_term.code` the term.

    `value` is "yes", "limited" or "no"; absent statements are unknown. Ours: `detail` ("only",
    "focus", "interpreter"), `evidence` ("self-stated", "document", "staff-checked",
    "community-confirmed") and `evidence_date`.
    """

    id: str | None = None
    link_id: str | None = None
    link_type: str | None = None
    link_entity: str | None = None
    taxonomy_term_id: str | None = None
    taxonomy_term: TaxonomyTerm | None = None
    value: str | None = None
    label: str | None = None
    detail: str | None = None
    evidence: str | None = None
    evidence_date: date | None = None


@dataclass(frozen=True, kw_only=True)
class Language(Record):
    """A language spoken at a service, location or phone; `code` is ISO 639."""

    id: str | None = None
    name: str | None = None
    code: str | None = None
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class Phone(Record):
    """A phone number as people write it."""

    id: str | None = None
    number: str
    extension: float | None = None
    type: str | None = None
    description: str | None = None
    languages: tuple[Language, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Contact(Record):
    """A person or desk to ask for."""

    id: str | None = None
    name: str | None = None
    title: str | None = None
    department: str | None = None
    email: str | None = None
    phones: tuple[Phone, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Address(Record):
    """A street or postal address."""

    id: str | None = None
    attention: str | None = None
    address_1: str | None = None
    address_2: str | None = None
    city: str | None = None
    region: str | None = None
    state_province: str | None = None
    postal_code: str | None = None
    country: str | None = None
    address_type: str | None = None


@dataclass(frozen=True, kw_only=True)
class Schedule(Record):
    """
    A rule for when a place is open or a group meets (RFC 5545 parts).

    `opens_at` and `closes_at` are local wall-clock "HH:MM"; a `closes_at` at or before `opens_at`
    is past midnight. HSDS `timezone` is a fixed offset and loses daylight saving, so `tzid` (ours)
    keeps the IANA zone. Ours too: `exdates` (dates it does not happen) and `rdates` (extra dates).
    """

    id: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    dtstart: date | None = None
    until: date | None = None
    count: int | None = None
    wkst: str | None = None
    freq: str | None = None
    interval: int | None = None
    byday: str | None = None
    bymonthday: str | None = None
    opens_at: str | None = None
    closes_at: str | None = None
    timezone: float | None = None
    tzid: str | None = None
    description: str | None = None
    attending_type: str | None = None
    notes: str | None = None
    schedule_link: str | None = None
    exdates: tuple[date, ...] = ()
    rdates: tuple[date, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Accessibility(Record):
    """What a location says of its access, in its own words."""

    id: str | None = None
    description: str | None = None
    details: str | None = None
    url: str | None = None


@dataclass(frozen=True, kw_only=True)
class CostOption(Record):
    """A price."""

    id: str | None = None
    option: str | None = None
    currency: str | None = None
    amount: float | None = None
    amount_description: str | None = None


@dataclass(frozen=True, kw_only=True)
class ServiceArea(Record):
    """Where a service is offered."""

    id: str | None = None
    name: str | None = None
    description: str | None = None


@dataclass(frozen=True, kw_only=True)
class RequiredDocument(Record):
    """A paper to bring."""

    id: str | None = None
    document: str | None = None


@dataclass(frozen=True, kw_only=True)
class Capacity(Record):
    """Room left: `available` places of `maximum`."""

    id: str | None = None
    available: float | None = None
    maximum: float | None = None
    description: str | None = None
    updated: str | None = None


@dataclass(frozen=True, kw_only=True)
class FirstVisit(Record):
    """Ours: what a person meets the first time they come."""

    what_happens: str | None = None
    group_size: str | None = None
    may_just_listen: bool | None = None
    greeter: str | None = None
    entrance: str | None = None


@dataclass(frozen=True, kw_only=True)
class JoinMethod(Record):
    """Ours: how to join from home."""

    url: str | None = None
    phone: str | None = None
    notes: str | None = None
    camera_optional: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Source(Record):
    """Ours: where a listing came from. `authority` + `identifier` find it again."""

    authority: str
    identifier: str
    name: str | None = None
    licence: str | None = None
    url: str | None = None
    fetched_at: str | None = None


@dataclass(frozen=True, kw_only=True)
class Organization(Record):
    """Who runs services."""

    id: str
    name: str
    alternate_name: str | None = None
    description: str | None = None
    email: str | None = None
    website: str | None = None
    phones: tuple[Phone, ...] = ()
    contacts: tuple[Contact, ...] = ()
    attributes: tuple[Attribute, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Service(Record):
    """What is offered: a group, a volunteering task, a housing or work support."""

    id: str
    organization_id: str | None = None
    name: str
    alternate_name: str | None = None
    description: str | None = None
    url: str | None = None
    email: str | None = None
    status: str | None = None
    application_process: str | None = None
    fees_description: str | None = None
    wait_time: str | None = None
    accreditations: str | None = None
    eligibility_description: str | None = None
    minimum_age: float | None = None
    maximum_age: float | None = None
    assured_date: date | None = None
    assurer_email: str | None = None
    alert: str | None = None
    last_modified: str | None = None
    phones: tuple[Phone, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    service_areas: tuple[ServiceArea, ...] = ()
    languages: tuple[Language, ...] = ()
    cost_options: tuple[CostOption, ...] = ()
    required_documents: tuple[RequiredDocument, ...] = ()
    contacts: tuple[Contact, ...] = ()
    capacities: tuple[Capacity, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    # Ours, beyond HSDS.
    schedule_text: str | None = None
    first_visit: FirstVisit | None = None
    companion: str | None = None
    welcome_line: str | None = None
    discreet_name: str | None = None
    join: JoinMethod | None = None


@dataclass(frozen=True, kw_only=True)
class Location(Record):
    """
    Where it happens. `location_type` is physical, postal or virtual.

    Ours: `address_visibility` is full, partial (city only) or hidden; `is_approximate` marks a
    point that is the middle of an area; `published_area` is what a hidden place may say of where
    it is ("Baltimore, MD").
    """

    id: str
    location_type: str | None = None
    name: str | None = None
    alternate_name: str | None = None
    description: str | None = None
    transportation: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    url: str | None = None
    addresses: tuple[Address, ...] = ()
    accessibility: tuple[Accessibility, ...] = ()
    languages: tuple[Language, ...] = ()
    phones: tuple[Phone, ...] = ()
    contacts: tuple[Contact, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    address_visibility: str | None = None
    is_approximate: bool | None = None
    published_area: str | None = None


@dataclass(frozen=True, kw_only=True)
class ServiceAtLocation(Record):
    """One service at one location: what people look for. Its id is the listing's id."""

    id: str
    service_id: str
    location_id: str | None = None
    description: str | None = None
    phones: tuple[Phone, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    contacts: tuple[Contact, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    source: Source | None = None


HsdsRecord = Organization | Service | Location | ServiceAtLocation

# The names of the four tables, and what each holds.
RECORD_TYPES: dict[str, type[Organization | Service | Location | ServiceAtLocation]] = {
    "organization": Organization,
    "service": Service,
    "location": Location,
    "service_at_location": ServiceAtLocation,
}


@dataclass(frozen=True)
class Bundle:
    """The records of one listing, as a file gives them or the database joins them."""

    service_at_location: ServiceAtLocation
    service: Service
    organization: Organization | None = None
    location: Location | None = None

    def records(self) -> tuple[tuple[str, HsdsRecord], ...]:
        """Give each record with its type's name, those others point to first."""
        named: tuple[tuple[str, HsdsRecord | None], ...] = (
            ("organization", self.organization),
            ("service", self.service),
            ("location", self.location),
            ("service_at_location", self.service_at_location),
        )
        return tuple((name, record) for name, record in named if record is not None)
