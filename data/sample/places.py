"""The invented organizations and where they meet."""

import math
import re
from typing import Any

from made import AREAS, AUTHORITY, ORGANIZATIONS, PHRASES, Made, new_id, phone, slug, stated

from resourcemap.model.fact import Answer
from resourcemap.model.hsds import Accessibility, Address, Attribute, Location, Organization, Phone
from resourcemap.model.identity import organization_id

LATITUDE_M = 111_195.0
SITES = (
    "Hall",
    "House",
    "Annex",
    "Library Room",
    "Community Room",
    "Storefront",
    "Parish House",
    "Rowhouse",
    "Gym",
    "Studio",
)
STATED_SITE_FACTS = (
    ("step-free", 0.55), ("partly-step-free", 0.1), ("accessible-toilet", 0.4), ("lift", 0.2),
    ("bus-stop-nearby", 0.5), ("disabled-parking", 0.25), ("hearing-loop", 0.06), ("service-animals", 0.25),
    ("low-sensory", 0.08), ("fragrance-free", 0.08), ("child-friendly", 0.2), ("live-captions", 0.05), ("asl", 0.05),
)  # fmt: skip  # fmt: skip


def organization(made: Made, kind: str, name: str | None = None) -> Organization:
    """Give the next organization of a kind, made when first asked for."""
    name = name or made.turn(f"organization {kind}", ORGANIZATIONS[kind]["names"])
    if name not in made.organizations:
        policies = ("non-discrimination-policy", "confidentiality-policy", "staff-trained")
        home = f"{slug(name)}.example.org"
        made.organizations[name] = Organization(
            id=organization_id(AUTHORITY, name),
            name=name,
            description="An invented organization of the sample data.",
            website=f"https://{home}/",
            email=f"hello@{home}",
            phones=(Phone(number=phone(made)),),
            attributes=(stated(made, "affirming", made.turn("policy", policies)),)
            if made.rng.random() < 0.25
            else (),
        )
    return made.organizations[name]


def area_of(made: Made, where: str) -> dict[str, Any]:
    """Pick a neighbourhood."""
    kinds = {
        "near": [area for area in AREAS if area.get("near")],
        "city": [area for area in AREAS if "city" not in area],
        "county": [area for area in AREAS if "city" in area],
    }
    return made.turn(f"area {where}", kinds.get(where, AREAS))


def nearest_area(site: Location) -> dict[str, Any]:
    """Find the neighbourhood a place stands in."""
    point = (site.latitude or 0.0, site.longitude or 0.0)
    return min(AREAS, key=lambda area: math.dist(area["at"], point))


def street_of(site: Location) -> str:
    """Name the street of a place as people say it: "Calvert St", not "1200 N Calvert St"."""
    return re.sub(r"^[0-9]+ (?:[NSEW] )?", "", site.addresses[0].address_1 or "")


def location(made: Made, owner: Organization, where: str, offer: dict[str, Any]) -> Location:
    """Give a place to meet: often one the organization already uses."""
    visibility = where if where in ("hidden", "partial") else "full"
    used = made.sites.setdefault((owner.id, visibility), [])
    pinned = offer.get("pin", {}).get("area")
    if used and not pinned and made.rng.random() < (0.1 if visibility == "hidden" else 0.3):
        return made.locations[made.rng.choice(used)]
    area = next(a for a in AREAS if a["name"] == pinned) if pinned else area_of(made, where)
    key = f"{owner.name} {visibility} {len(used)}"
    street = made.turn(f"street {area['name']}", area["streets"])
    city, number = area.get("city", "Baltimore"), made.rng.randrange(*area["numbers"])
    angle, distance_m = made.rng.random() * math.tau, 260 * math.sqrt(made.rng.random())
    latitude, longitude = area["at"]
    latitude += distance_m * math.cos(angle) / LATITUDE_M
    longitude += distance_m * math.sin(angle) / (LATITUDE_M * math.cos(math.radians(latitude)))
    attributes, words = access(made, offer)
    made.locations[key] = Location(
        id=new_id("location", key),
        location_type="physical",
        name=f"{made.turn('site name', ('Linden', 'Union', 'Calvert', 'Harbor', 'Oriole', 'Maple', 'Lafayette', 'Star', 'Clover', 'Franklin', 'Garden'))} {made.turn('site', SITES)}",
        latitude=round(latitude, 5),
        longitude=round(longitude, 5),
        transportation=made.turn("transport", PHRASES["transport"]["lines"])
        if made.rng.random() < 0.4
        else None,
        addresses=(
            Address(
                address_1=f"{number} {street}",
                address_2="2nd floor" if made.rng.random() < 0.08 else None,
                city=city,
                state_province="MD",
                postal_code=area["zip"],
                country="US",
                address_type="physical",
            ),
        ),
        accessibility=words,
        attributes=attributes,
        address_visibility=None if visibility == "full" else visibility,
        is_approximate=True if visibility == "full" and made.rng.random() < 0.03 else None,
        published_area=f"{city}, MD" if visibility != "full" and made.rng.random() < 0.85 else None,
    )
    used.append(key)
    return made.locations[key]


def access(made: Made, offer: dict[str, Any]) -> tuple[tuple[Attribute, ...], tuple[Accessibility, ...]]:
    """State what is known of a place's access; much is not known, as in life."""
    answers: dict[str, Answer] = dict.fromkeys(offer.get("accessibility", ()), Answer.YES)
    if made.rng.random() < 0.75:
        for term, share in STATED_SITE_FACTS:
            if term not in answers and made.rng.random() < share:
                answers[term] = made.rng.choices((Answer.YES, Answer.LIMITED, Answer.NO), (70, 12, 18))[0]
    if answers.get("step-free") is Answer.YES:
        answers.pop("partly-step-free", None)
    words = tuple(
        Accessibility(description=PHRASES["accessibility"][term])
        for term, answer in answers.items()
        if answer is Answer.YES and term in PHRASES["accessibility"]
    )
    return tuple(
        stated(made, "accessibility", term, answer=answer) for term, answer in answers.items()
    ), words[:2]
