"""
Write the invented sample places to baltimore.json: `python data/sample/make_sample.py`.

The same reference date always gives the same file. Dates in it are relative to `reference_date`;
loading moves them by whole weeks to the present, so weekdays stay and the sample does not age.
"""

import argparse
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import shapes
from made import AUTHORITY, FOLDER, OFFERS, PHRASES, REMOTE, Made, new_id, phone, slug
from places import area_of, location, nearest_area, organization, street_of
from sayings import facts, name_and_times
from visits import terms_of_use, welcome

from resourcemap.model.hsds import Capacity, Location, Phone, Schedule, Service, ServiceAtLocation, Source

REFERENCE_DATE = date(2026, 11, 22)
SEED = 1857


def sample(today: date) -> dict[str, Any]:
    """Make the whole sample as HSDS documents."""
    made = Made(today, Random(SEED))  # noqa: S311  # invented places, not secrets
    for offer in OFFERS:
        for number in range(1, offer["count"] + 1):
            make(made, offer, number)
    without_points(made)
    return {
        "reference_date": today.isoformat(),
        "licence": "CC0-1.0",
        "note": "Invented places for trying the program. None of them exists.",
        "organizations": [record.to_document() for record in made.organizations.values()],
        "services": [record.to_document() for record in made.services],
        "locations": [record.to_document() for record in made.locations.values()],
        "service_at_locations": [record.to_document() for record in made.service_at_locations],
    }


def make(made: Made, offer: dict[str, Any], number: int) -> None:
    """Make one offer at one place, sometimes at two."""
    rng, key = made.rng, f"{offer['key']}-{number:02d}"
    where = made.turn(f"where {offer['key']}", offer["where"])
    made.turn(f"count {offer['key']}", (0,))
    owner = organization(made, offer["by"], offer.get("pin", {}).get("organization"))
    remote = where in REMOTE
    site = None if remote else location(made, owner, where, offer)
    area = nearest_area(site) if site else area_of(made, "city")
    street = street_of(site) if site else ""
    name, sentence, times, shape = name_and_times(made, offer, area, street, where)
    if where == "online":
        site = Location(id=new_id("location", f"{key} online"), location_type="virtual", name="Online")
        made.locations[f"{key} online"] = site
    text = description(made, offer, sentence)
    attributes = facts(made, offer, name, text, where)
    service = Service(
        id=new_id("service", key),
        organization_id=owner.id,
        name=name,
        description=text,
        status=None if rng.random() < 0.04 else "active",
        url=f"https://{slug(owner.name)}.example.org/{slug(name)}" if rng.random() < 0.3 else None,
        assured_date=last_checked(made, offer),
        phones=(Phone(number=phone(made)),) if remote or rng.random() < 0.5 else (),
        attributes=tuple(attributes),
        schedules=times,
        schedule_text=_schedule_text(shape, offer),
    )
    service = welcome(made, offer, service, where, street)
    service = terms_of_use(made, offer, service, shape, where)
    service = trouble(made, offer, service, where)
    made.services.append(service)
    attach(made, key, service, site)
    # A name that tells its place or its day stays at one place.
    tells = "," in name or area["name"] in name or (street and street in name) or shapes.single_day(times)
    if where in ("any", "city", "county") and not tells and rng.random() < 0.45:
        second = location(made, owner, "any", {})
        if second is not site:
            elsewhere = shapes.schedules(shape, rng=rng, today=made.today)
            attach(made, f"{key}-b", service, second, elsewhere if times and rng.random() < 0.6 else ())


def description(made: Made, offer: dict[str, Any], sentence: str | None) -> str:
    """Write two or three sentences that no other service has."""
    text = ""
    for _ in range(20):
        sentences = [
            sentence or made.rng.choice(offer["one"]),
            made.rng.choice(offer["two"]),
            made.turn(f"closing {offer['tone']}", PHRASES["closing"][offer["tone"]]),
        ]
        text = " ".join(sentences if sentence or made.rng.random() < 0.8 else sentences[:2])
        if text not in made.texts:
            break
    made.texts.add(text)
    return text


def attach(
    made: Made, key: str, service: Service, site: Location | None, times: tuple[Schedule, ...] = ()
) -> None:
    """Say that a service is offered at a place: one listing."""
    made.service_at_locations.append(
        ServiceAtLocation(
            id=new_id("service_at_location", key),
            service_id=service.id,
            location_id=site.id if site else None,
            schedules=times,
            source=Source(
                authority=AUTHORITY, identifier=key, name="Sample data, invented", licence="CC0-1.0"
            ),
        )
    )


def last_checked(made: Made, offer: dict[str, Any]) -> date | None:
    """Pick the day it was last checked, in all the bands from this month to years ago."""
    if "pin" in offer:
        return made.days_ago(14, 40)
    low_high = made.rng.choices(
        ((1, 90), (90, 180), (185, 360), (370, 540), (560, 1100), None), (42, 22, 15, 8, 5, 8)
    )[0]
    return None if low_high is None else made.days_ago(*low_high)


def trouble(made: Made, offer: dict[str, Any], service: Service, where: str) -> Service:
    """Make some full, closed for a while, closed for good, or almost unknown."""
    if "pin" in offer:
        return service
    number = len(made.services)
    if number % 29 == 7:
        return replace(
            service,
            capacities=(Capacity(available=0.0, maximum=12.0),),
            alert=made.turn("full", PHRASES["alerts"]["full"]),
        )
    if number % 41 == 11:
        return replace(
            service, status="temporarily closed", alert=made.turn("closed", PHRASES["alerts"]["closed"])
        )
    if number % 97 == 13:
        return replace(service, status="defunct")
    if number % 131 == 17:
        return replace(service, status="inactive")
    if number % 23 == 5 and where not in REMOTE:
        kept = [a for a in service.attributes if a.link_type == "category"] if number % 2 else []
        return Service(
            id=service.id,
            organization_id=service.organization_id,
            name=service.name,
            phones=(Phone(number=phone(made)),),
            schedule_text="Call for days and times",
            attributes=tuple(kept),
        )
    if offer["tone"] in ("class", "home", "health") and number % 7 == 3:
        return replace(
            service, capacities=(Capacity(available=float(made.rng.randrange(1, 9)), maximum=12.0),)
        )
    return service


def without_points(made: Made) -> None:
    """Take the point from two ordinary places: a place without a point counts as confidential."""
    plain = [
        key
        for key, site in made.locations.items()
        if site.location_type == "physical" and site.address_visibility is None
    ]
    for key in plain[40:200:110]:
        made.locations[key] = replace(made.locations[key], latitude=None, longitude=None)


def _schedule_text(shape: str, offer: dict[str, Any]) -> str | None:
    if shape == "appointment":
        return "By appointment"
    if offer["key"] == "at-home":
        return "Any time"
    return None


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(description="Write the invented sample places.")
    parser.add_argument(
        "--today", type=date.fromisoformat, default=REFERENCE_DATE, help="the date all dates are relative to"
    )
    parser.add_argument("--out", type=Path, default=FOLDER / "baltimore.json", help="where to write")
    arguments = parser.parse_args()
    document = sample(arguments.today)
    lines = []
    for name, value in document.items():
        if isinstance(value, list):
            rows = ",\n".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in value)
            lines.append(f"{json.dumps(name)}:[\n{rows}\n]")
        else:
            lines.append(f"{json.dumps(name)}:{json.dumps(value, ensure_ascii=False)}")
    arguments.out.write_text("{" + ",\n".join(lines) + "}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
