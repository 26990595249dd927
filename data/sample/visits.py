"""What a person meets at an invented place: the first visit, ages, prices and papers."""

from dataclasses import replace
from typing import Any

import shapes
from made import PHRASES, REMOTE, Made, phone, slug

from resourcemap.model.hsds import (
    Contact,
    CostOption,
    FirstVisit,
    JoinMethod,
    Language,
    RequiredDocument,
    Service,
    ServiceArea,
)
from resourcemap.model.vocabulary import vocabulary


def welcome(made: Made, offer: dict[str, Any], service: Service, where: str, street: str) -> Service:
    """Add what a person meets the first time."""
    rng, first = made.rng, PHRASES["first_visit"]
    pinned = "pin" in offer
    met = offer["tone"] in ("group", "event", "class") and (pinned or rng.random() < 0.5)
    on_site = where not in REMOTE
    day = shapes.single_day(service.schedules)
    quiet = where in ("hidden", "partial") or not on_site
    return replace(
        service,
        welcome_line=made.turn("welcome", PHRASES["welcome"]["lines"]) if met else None,
        first_visit=FirstVisit(
            what_happens=made.turn("what_happens", first["what_happens"]),
            group_size=made.turn("group_size", first["group_size"]),
            may_just_listen=True if offer["tone"] == "group" else None,
            greeter=made.turn("greeter", first["greeter"]) if on_site and rng.random() < 0.6 else None,
            entrance=made.turn("entrance", first["entrance"]) if on_site and rng.random() < 0.5 else None,
        )
        if met
        else None,
        companion=made.turn("companion", PHRASES["companion"]["lines"])
        if pinned or (on_site and met and rng.random() < 0.35)
        else None,
        discreet_name=(f"{day} group" if quiet else f"{day} group, {street}")
        if day and offer["tone"] == "group" and rng.random() < 0.5
        else None,
        join=JoinMethod(
            url=f"https://meet.example.org/{slug(service.name)}",
            phone=phone(made) if rng.random() < 0.3 else None,
            notes="The door opens five minutes before." if rng.random() < 0.4 else None,
            camera_optional=True if pinned or rng.random() < 0.7 else None,
        )
        if where in ("online", "hybrid")
        else None,
        service_areas=(ServiceArea(name="Baltimore City and County"),)
        if where in ("visit", "phone", "text")
        else (),
    )


def terms_of_use(made: Made, offer: dict[str, Any], service: Service, shape: str, where: str) -> Service:
    """Add ages, prices, papers, people to ask for and how to sign up."""
    rng = made.rng
    holds = [
        (a.link_type, a.taxonomy_term.code) for a in service.attributes if a.taxonomy_term and a.value != "no"
    ]
    only = [
        a.taxonomy_term.code
        for a in service.attributes
        if a.detail == "only" and a.taxonomy_term and a.taxonomy_term.code
    ]
    low, high = offer.get("ages", (None, None))
    if ("population", "young-adults") in holds and low is None:
        low, high = (18, 26)
    if ("population", "seniors") in holds and rng.random() < 0.6:
        low, high = rng.choice((55, 60, 62)), None
    if ("population", "teens") in holds and low is None and rng.random() < 0.7:
        low, high = 13, 17
    if low is None and rng.random() < 0.25:
        low = 18
    price, fees = (), None
    if ("cost", "fee") in holds:
        amount = float(
            rng.choice((650, 575, 700, 480)) if offer["tone"] == "home" else rng.choice((5, 8, 10, 15, 25))
        )
        words = "a month" if offer["tone"] == "home" else "a visit"
        price, fees = (
            (CostOption(currency="USD", amount=amount, amount_description=words),),
            "Ask us if the price is hard. We find a way.",
        )
    elif ("cost", "sliding-scale") in holds:
        price = (
            CostOption(
                option="Sliding scale",
                currency="USD",
                amount=float(rng.choice((0, 5, 10, 20))),
                amount_description="lowest price",
            ),
        )
    elif ("cost", "donation") in holds and ("cost", "free") not in holds:
        fees = "Give what you can, nothing is fine."
    asked = offer.get("documents") or (
        [rng.choice(("photo-id", "income", "address"))]
        if offer["tone"] in ("home", "work") and rng.random() < 0.25
        else []
    )
    if ("barriers_removed", "no-photo-id") in holds:
        asked = [each for each in asked if each != "photo-id"]
    labels = {code: vocabulary().label("population", code).lower() for code in only}
    return replace(
        service,
        minimum_age=None if low is None else float(low),
        maximum_age=None if high is None else float(high),
        eligibility_description=f"Only for {' and '.join(labels[code].replace('hiv', 'HIV').replace('lgbtqia', 'LGBTQIA') for code in only[:2])}."
        if only
        else None,
        cost_options=price,
        fees_description=fees,
        required_documents=tuple(
            RequiredDocument(document=rng.choice(PHRASES["documents"][each])) for each in asked
        ),
        application_process={
            "referral": "Ask a counselor, clinic or case worker to call us.",
            "registration": "Call or write to sign up.",
        }.get(next((t for f, t in holds if f == "entry" and t in ("referral", "registration")), "")),
        wait_time=rng.choice(("About two weeks", "About a month", "No wait right now"))
        if offer["tone"] in ("home", "health", "self") and rng.random() < 0.4
        else None,
        contacts=(
            Contact(
                name=rng.choice(PHRASES["people"]["first"]), title=rng.choice(PHRASES["people"]["titles"])
            ),
        )
        if rng.random() < 0.2
        else (),
        languages=tuple(
            Language(code=t, name=vocabulary().label("language", t))
            for f, t in sorted(holds)
            if f == "language" and t != "en"
        ),
    )
