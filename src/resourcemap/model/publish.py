"""The one door from stored records to what people may see."""

from collections.abc import Callable
from dataclasses import replace

from resourcemap.geo.point import GeoPoint
from resourcemap.model.fact import Fact, read_facts
from resourcemap.model.hsds import Address, Bundle, FirstVisit, Location
from resourcemap.model.listing import Area, Listing

# Statuses that keep a listing out of everything public. "temporarily closed" is shown and said.
UNPUBLISHED_STATUSES = frozenset({"inactive", "defunct"})

AreaOf = Callable[[str], Area]
DimensionsOf = Callable[[str], frozenset[str]]


def publishable(
    bundle: Bundle,
    *,
    area_of: AreaOf = Area,
    dimensions_of: DimensionsOf = lambda category: frozenset(),
) -> Listing | None:
    """
    Join the records of one listing for the public, leaving out what must stay private.

    The exact point, street and door of a hidden or partly hidden place never pass. Its area comes from
    its published words alone, so that no search can narrow it down. A physical place without a
    point counts as confidential too. Staff addresses (assurer_email) never pass.

    Parameters
    ----------
    bundle
        The stored records.
    area_of
        Turns an area's label into an area with its well-known middle, for example a city's.
    dimensions_of
        The SAMHSA dimensions of a category.

    Returns
    -------
    The listing, or None when it is not for the public (inactive or defunct).
    """
    sal, service, location = bundle.service_at_location, bundle.service, bundle.location
    if service.status in UNPUBLISHED_STATUSES:
        return None
    organization = bundle.organization
    attributes = (
        *(organization.attributes if organization else ()),
        *(location.attributes if location else ()),
        *service.attributes,
        *sal.attributes,
    )
    facts = read_facts(attributes)
    for category in facts.get("category", {}):
        for dimension in dimensions_of(category):
            facts.setdefault("dimension", {}).setdefault(dimension, Fact(facts["category"][category].answer))
    visibility = (location.address_visibility if location else None) or "full"
    if visibility not in ("full", "partial", "hidden"):
        visibility = "hidden"  # A word nobody knows must not reveal a home.
    point, address = _public_place(location, visibility)
    needs_area = location is not None and location.location_type != "virtual" and point is None
    hides = visibility != "full"
    return Listing(
        id=sal.id,
        service_id=service.id,
        name=service.name,
        organization=organization.name if organization else None,
        organization_id=organization.id if organization else None,
        location_id=location.id if location else None,
        location_name=None if hides or location is None else location.name,
        alternate_name=service.alternate_name,
        description=service.description,
        status=service.status,
        point=point,
        point_is_approximate=bool(location and location.is_approximate),
        address=address,
        address_visibility=visibility,
        area=area_of(_area_label(location)) if needs_area and location else None,
        transportation=None if hides or location is None else location.transportation,
        schedules=sal.schedules or service.schedules or (location.schedules if location else ()),
        schedule_text=service.schedule_text,
        facts=facts,
        minimum_age=service.minimum_age,
        maximum_age=service.maximum_age,
        eligibility_description=service.eligibility_description,
        application_process=service.application_process,
        fees_description=service.fees_description,
        cost_options=service.cost_options,
        wait_time=service.wait_time,
        alert=service.alert,
        accreditations=service.accreditations,
        required_documents=service.required_documents,
        languages=service.languages or (location.languages if location else ()),
        accessibility=() if hides or location is None else location.accessibility,
        phones=sal.phones
        or service.phones
        or (location.phones if location and not hides else ())
        or (organization.phones if organization else ()),
        contacts=sal.contacts or service.contacts,
        email=service.email or (organization.email if organization else None),
        urls=_urls(service.url, organization.website if organization else None),
        join=service.join,
        first_visit=_public_first_visit(service.first_visit, hides=hides),
        companion=service.companion,
        welcome_line=service.welcome_line,
        discreet_name=service.discreet_name,
        is_full=_is_full(bundle),
        assured_date=service.assured_date,
        last_modified=service.last_modified,
        source=sal.source,
    )


def _public_place(location: Location | None, visibility: str) -> tuple[GeoPoint | None, Address | None]:
    if location is None or location.location_type == "virtual":
        return None, None
    address = next(
        (each for each in location.addresses if each.address_type != "postal"),
        location.addresses[0] if location.addresses else None,
    )
    if visibility == "full":
        if location.latitude is None or location.longitude is None:
            return None, address
        return GeoPoint(location.latitude, location.longitude), address
    if visibility == "partial" and address is not None:
        kept = Address(
            city=address.city,
            state_province=address.state_province,
            country=address.country,
        )
        return None, kept
    return None, None


def _public_first_visit(visit: FirstVisit | None, *, hides: bool) -> FirstVisit | None:
    # "The blue gate behind the bakery" is as good as a street.
    return replace(visit, entrance=None) if visit is not None and hides else visit


def _area_label(location: Location | None) -> str:
    if location is None:
        return ""
    if location.published_area:
        return location.published_area
    if (location.address_visibility or "full") == "hidden":
        return ""
    address = next(iter(location.addresses), None)
    if address is None:
        return ""
    return ", ".join(part for part in (address.city, address.state_province) if part)


def _urls(*candidates: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(url for url in candidates if url))


def _is_full(bundle: Bundle) -> bool | None:
    available = [
        capacity.available for capacity in bundle.service.capacities if capacity.available is not None
    ]
    return None if not available else not any(available)
