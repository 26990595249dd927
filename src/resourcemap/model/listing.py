"""A listing: one service at one location, joined for reading and safe to show."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from resourcemap.geo.point import GeoPoint
from resourcemap.model.fact import Answer, Facts
from resourcemap.model.fact import answer as answer_of
from resourcemap.model.hsds import (
    Accessibility,
    Address,
    Contact,
    CostOption,
    FirstVisit,
    JoinMethod,
    Language,
    Phone,
    RequiredDocument,
    Schedule,
    Source,
)

# Attendance that needs no travel: shown in a strip of its own, never on the map.
REMOTE_ATTENDANCE = frozenset({"online-live", "phone", "text-chat", "at-home"})


WayToAsk = Literal["phone", "website", "email", "none"]
"""How to reach a place before going there."""


@dataclass(frozen=True, slots=True)
class Area:
    """A published area of a place without a public point, known only from its own words."""

    label: str
    point: GeoPoint | None = None
    radius_m: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """
    What people search, see and take home. Holds nothing that must stay private.

    `point` is None for virtual places, for confidential ones and where no point is known.
    `area` says roughly where such a place is.
    """

    id: str
    service_id: str
    name: str
    organization: str | None = None
    organization_id: str | None = None
    location_id: str | None = None
    location_name: str | None = None
    alternate_name: str | None = None
    description: str | None = None
    status: str | None = None
    point: GeoPoint | None = None
    point_is_approximate: bool = False
    address: Address | None = None
    address_visibility: str = "full"
    area: Area | None = None
    transportation: str | None = None
    schedules: tuple[Schedule, ...] = ()
    schedule_text: str | None = None
    facts: Facts = field(default_factory=dict, hash=False)
    minimum_age: float | None = None
    maximum_age: float | None = None
    eligibility_description: str | None = None
    application_process: str | None = None
    fees_description: str | None = None
    cost_options: tuple[CostOption, ...] = ()
    wait_time: str | None = None
    alert: str | None = None
    accreditations: str | None = None
    required_documents: tuple[RequiredDocument, ...] = ()
    languages: tuple[Language, ...] = ()
    accessibility: tuple[Accessibility, ...] = ()
    phones: tuple[Phone, ...] = ()
    contacts: tuple[Contact, ...] = ()
    email: str | None = None
    urls: tuple[str, ...] = ()
    join: JoinMethod | None = None
    first_visit: FirstVisit | None = None
    companion: str | None = None
    welcome_line: str | None = None
    discreet_name: str | None = None
    is_full: bool | None = None
    assured_date: date | None = None
    last_modified: str | None = None
    source: Source | None = None

    @property
    def is_sample(self) -> bool:
        """Whether this is invented sample data."""
        return self.source is not None and self.source.authority == "sample"

    @property
    def is_remote_only(self) -> bool:
        """Whether it is reached only from home: online, by phone or by text."""
        attendance = {
            term
            for term, fact in self.facts.get("attendance", {}).items()
            if fact.answer in (Answer.YES, Answer.LIMITED)
        }
        return bool(attendance) and attendance <= REMOTE_ATTENDANCE

    @property
    def way_to_ask(self) -> WayToAsk:
        """The quickest published way to ask something; who can be joined by phone can be asked there too."""
        if self.phones or (self.join is not None and self.join.phone):
            return "phone"
        if self.urls:
            return "website"
        return "email" if self.email else "none"

    def answer(self, facet: str, term: str) -> Answer:
        """Say what is known of one term of a facet."""
        return answer_of(self.facts, facet, term)

    def terms(self, facet: str) -> tuple[str, ...]:
        """List the terms of a facet that hold, fully or in part."""
        return tuple(
            term
            for term, fact in self.facts.get(facet, {}).items()
            if fact.answer in (Answer.YES, Answer.LIMITED)
        )
