"""Checking a listing with the place itself: what is asked, how, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, get_args

from resourcemap.errors import ResourceMapError
from resourcemap.model.fact import Facts, read_facts
from resourcemap.model.freshness import Freshness, FreshnessPolicy, NextStep, freshness_on, next_step
from resourcemap.model.hsds import Bundle
from resourcemap.model.listing import Listing
from resourcemap.model.vocabulary import vocabulary

CheckHow = Literal["call", "visit", "website", "place"]
CHECK_HOWS: tuple[CheckHow, ...] = get_args(CheckHow)
CheckResult = Literal["unchanged", "changed", "closed", "paused", "not-reached"]
DUE_BANDS = (Freshness.HIDDEN, Freshness.OVERDUE, Freshness.CHECK_FIRST, Freshness.UNKNOWN)
"""Bands in which somebody should ask, the most urgent first."""

Term = tuple[str, str]
"""A facet and a term of it."""

# What is worth asking any place, and what each kind of place: the facts people choose by.
_ALL: tuple[Term, ...] = (
    ("cost", "free"),
    ("accessibility", "step-free"),
    ("barriers_removed", "no-photo-id"),
)
_BY_DIMENSION: Mapping[str, tuple[Term, ...]] = {
    "community": (
        ("entry", "drop-in"),
        ("entry", "newcomer"),
        ("affirming", "name-and-pronouns"),
        ("accessibility", "accessible-toilet"),
        ("accessibility", "child-friendly"),
    ),
    "home": (
        ("barriers_removed", "individual-assessment"),
        ("barriers_removed", "record-not-a-bar"),
        ("barriers_removed", "vouchers-accepted"),
        ("barriers_removed", "sobriety-not-required"),
        ("affirming", "medication-welcome"),
    ),
    "purpose": (
        ("barriers_removed", "no-background-check"),
        ("barriers_removed", "conviction-asked-after-offer"),
        ("entry", "registration"),
        ("affirming", "non-discrimination-policy"),
    ),
    "health": (
        ("barriers_removed", "no-insurance"),
        ("cost", "sliding-scale"),
        ("entry", "referral"),
        ("affirming", "name-and-pronouns"),
        ("affirming", "medication-welcome"),
    ),
}
_MOST_QUESTIONS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """One time somebody asked: who, how, when, and what came of it."""

    id: str
    listing_id: str
    at: datetime
    by: str
    how: CheckHow
    result: CheckResult
    answers: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A listing that somebody should check, and what comes if nobody does."""

    listing_id: str
    name: str
    phone: str | None
    assured_date: date | None
    band: Freshness
    next_step: NextStep | None
    # Whether the next step is so near that it is announced.
    is_announced: bool = False
    last: Verification | None = None
    # Its city or published area, "" where none is known, and the kinds of place it is.
    area: str = ""
    categories: tuple[str, ...] = ()


def read_how(text: str) -> CheckHow:
    """
    Read how somebody checked.

    Raises
    ------
    ResourceMapError
        When it is no way there is; the text lists them.
    """
    for how in CHECK_HOWS:
        if how == text:
            return how
    raise ResourceMapError(f"how: choose one of these: {', '.join(CHECK_HOWS)}.")


def due(
    listing: Listing, today: date, policy: FreshnessPolicy, last: Verification | None = None
) -> Due | None:
    """
    Say whether a listing has to be checked; None when it need not be yet.

    Due is what is past its first band, what nobody ever checked, and what comes to a step soon.
    """
    assured = listing.assured_date
    band, step = freshness_on(today, assured, policy), next_step(today, assured, policy)
    is_announced = step is not None and (step.on - today).days <= policy.notice_days
    if band is Freshness.CURRENT and not is_announced:
        return None
    return Due(
        listing_id=listing.id,
        name=listing.name,
        phone=listing.phones[0].number if listing.phones else None,
        assured_date=assured,
        band=band,
        next_step=step,
        is_announced=is_announced,
        last=last,
        area=area_of(listing),
        categories=listing.terms("category"),
    )


def area_of(listing: Listing) -> str:
    """Name the city of a listing, or its published area; "" where none is known."""
    if listing.address is not None and listing.address.city:
        return ", ".join(part for part in (listing.address.city, listing.address.state_province) if part)
    return listing.area.label if listing.area is not None else ""


def by_urgency(each: Due) -> tuple[int, date, str, str]:
    """Order the call list: hidden places first, then the soonest step, then those never checked."""
    rank = {band: number for number, band in enumerate((*DUE_BANDS, Freshness.CURRENT))}
    if each.band is Freshness.CURRENT:
        # Its first step comes soon, which is sooner than for most that are only to be called first.
        rank[Freshness.CURRENT] = rank[Freshness.UNKNOWN]
    on = each.next_step.on if each.next_step else each.assured_date or date.max
    return rank[each.band], on, each.name.casefold(), each.listing_id


def facts_of(bundle: Bundle) -> Facts:
    """Read everything the records of a listing state."""
    organization, location = bundle.organization, bundle.location
    return read_facts(
        (
            *(organization.attributes if organization else ()),
            *(location.attributes if location else ()),
            *bundle.service.attributes,
            *bundle.service_at_location.attributes,
        )
    )


def questions(facts: Facts) -> tuple[Term, ...]:
    """
    List what to ask this kind of place, at most eight facts, each of the vocabulary.

    What the listing states already and people choose by comes along, so that it is confirmed.
    """
    known = vocabulary()
    dimensions = dict.fromkeys(
        dimension
        for category in facts.get("category", {})
        for dimension in (known.main_dimension_of(category), *sorted(known.dimensions_of(category)))
        if dimension is not None
    )
    own = [
        term for dimension in [*dimensions][:1] or ["community"] for term in _BY_DIMENSION.get(dimension, ())
    ]
    stated = [
        (facet, term)
        for facet in ("barriers_removed", "affirming", "accessibility")
        for term in facts.get(facet, {})
        if known.term(facet, term) is not None
    ]
    return tuple(dict.fromkeys((*_ALL, *own, *stated)))[:_MOST_QUESTIONS]
