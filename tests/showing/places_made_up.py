"""Invented places for the tests of the pages: every kind of card the list must show."""

import random
from datetime import date

from resourcemap.geo.point import GeoPoint
from resourcemap.model.fact import Answer, Fact
from resourcemap.model.hsds import (
    Accessibility,
    Address,
    Contact,
    CostOption,
    FirstVisit,
    JoinMethod,
    Phone,
    RequiredDocument,
    Schedule,
    Source,
)
from resourcemap.model.listing import Area, Listing

BALTIMORE = GeoPoint(39.2951, -76.6218)
SAMPLE = Source(authority="sample", identifier="1", name="Sample")
_YES = Fact(Answer.YES)


def yes(*terms: str) -> dict[str, Fact]:
    """State that terms hold."""
    return dict.fromkeys(terms, _YES)


def recovery_circle() -> Listing:
    """A group with everything said about it."""
    return Listing(
        id="sal-circle",
        service_id="s-circle",
        name="Tuesday Night Recovery Circle",
        organization="Harbor Peer Center",
        location_id="l-1",
        location_name="Harbor Peer Center, upstairs",
        description="People in recovery share a meal, then talk. Nobody has to speak.",
        point=GeoPoint(39.3001, -76.6160),
        address=Address(
            address_1="12 Sample Street",
            city="Baltimore",
            region="Mount Vernon",
            state_province="MD",
            postal_code="21201",
        ),
        transportation="Bus stop at the corner. The door is green.",
        schedules=(
            Schedule(
                freq="WEEKLY",
                byday="TU",
                dtstart=date(2026, 1, 6),
                opens_at="19:00",
                closes_at="20:30",
                tzid="America/New_York",
            ),
        ),
        facts={
            "category": yes("support-group"),
            "dimension": yes("community", "health"),
            "population": {"lgbtqia": Fact(Answer.YES, "focus"), **yes("substance-use")},
            "led_by": yes("peers"),
            "language": yes("en", "es"),
            "attendance": yes("in-person"),
            "entry": yes("drop-in"),
            "cost": yes("free"),
            "accessibility": {"bus-stop-nearby": _YES, "accessible-toilet": Fact(Answer.LIMITED)},
            "barriers_removed": {
                "no-photo-id": Fact(Answer.YES, None, "staff-checked", date(2026, 4, 2)),
            },
        },
        minimum_age=18,
        phones=(Phone(number="(410) 555-0142", extension=3, description="Ask for Ana"),),
        contacts=(Contact(name="Ana", title="host"),),
        urls=("https://circle.example.org",),
        email="circle@example.org",
        first_visit=FirstVisit(
            what_happens="Someone greets you at the door. We eat, then talk for an hour.",
            group_size="8 to 12 people",
            may_just_listen=True,
            greeter="Ana, in a green scarf",
            entrance="Side door on Sample Lane",
        ),
        companion="Text Ana and she meets you at the bus stop.",
        welcome_line="You do not have to have it together to come.",
        required_documents=(RequiredDocument(document="Nothing"),),
        cost_options=(CostOption(option="Meal", amount=0, currency="USD"),),
        accessibility=(Accessibility(description="Two steps at the side door."),),
        assured_date=date(2026, 4, 21),
        source=SAMPLE,
    )


def safe_house() -> Listing:
    """A confidential place: only its area and its phone are public."""
    return Listing(
        id="sal-safe",
        service_id="s-safe",
        name="Safe House for Families",
        organization="Lantern House",
        address_visibility="hidden",
        area=Area("Baltimore, MD", BALTIMORE, 15_000.0),
        facts={"category": yes("safe-housing"), "dimension": yes("home"), "attendance": yes("in-person")},
        phones=(Phone(number="(410) 555-0199"),),
        assured_date=date(2026, 5, 1),
        source=SAMPLE,
    )


def online_group() -> Listing:
    """A group on screens alone."""
    return Listing(
        id="sal-online",
        service_id="s-online",
        name="Queer & Sober Together",
        organization="Open Circle",
        schedules=(
            Schedule(
                freq="WEEKLY",
                byday="TU,TH",
                dtstart=date(2026, 1, 6),
                opens_at="20:00",
                closes_at="21:00",
                tzid="America/New_York",
            ),
        ),
        facts={
            "category": yes("12-step"),
            "dimension": yes("community"),
            "attendance": yes("online-live"),
            "cost": yes("free"),
            "language": yes("en"),
        },
        join=JoinMethod(url="https://meet.example.org/sober", phone="+1 410 555 0111", camera_optional=True),
        assured_date=date(2025, 9, 1),
        source=SAMPLE,
    )


_KINDS = (
    ("community-garden", "purpose", "Garden Work Evening"),
    ("volunteering", "purpose", "Pantry Volunteers"),
    ("12-step", "community", "Steps on the Hill"),
    ("help-find-housing", "home", "Keys and Doors"),
    ("job-placement", "purpose", "Back to Work Desk"),
    ("counseling", "health", "Walk-in Counseling"),
    ("book-club", "purpose", "Slow Readers"),
    ("social-group", "community", "Soup and Stories"),
    ("record-friendly-rental", "home", "Second Chance Rentals"),
    ("physical-activity", "health", "Morning Walkers"),
)
_STREETS = ("Fells Point", "Bolton Hill", "Jonestown", "Hampden", "Oliver", "Canton", "Pigtown", "Waverly")


def many(count: int = 500, seed: int = 7) -> list[Listing]:
    """Make a city's worth of places; the same seed makes the same ones."""
    dice = random.Random(seed)
    found = [recovery_circle(), safe_house(), online_group()]
    for number in range(count - len(found)):
        category, dimension, name = _KINDS[number % len(_KINDS)]
        part = dice.choice(_STREETS)
        day = dice.choice(("MO", "TU", "WE", "TH", "FR", "SA", "SU"))
        hour = dice.choice((9, 10, 13, 17, 18, 19))
        unknown_times = dice.random() < 0.1
        remote = dice.random() < 0.08
        facts = {
            "category": yes(category),
            "dimension": yes(dimension),
            "attendance": yes("online-live" if remote else "in-person"),
            "cost": yes(dice.choice(("free", "free", "donation", "sliding-scale"))),
            "entry": yes(dice.choice(("drop-in", "registration"))),
            "language": yes("en", *dice.choice(((), ("es",), ("ar",)))),
        }
        if dice.random() < 0.6:
            facts["population"] = yes(
                *dice.sample(("women", "veterans", "lgbtqia", "young-adults", "immigrants"), 2)
            )
        if dice.random() < 0.5:
            facts["accessibility"] = {"step-free": Fact(dice.choice((Answer.YES, Answer.NO, Answer.LIMITED)))}
        if dice.random() < 0.4:
            facts["barriers_removed"] = yes("no-photo-id")
        if dice.random() < 0.4:
            facts["led_by"] = yes("peers")
        found.append(
            Listing(
                id=f"sal-{number}",
                service_id=f"s-{number}",
                name=f"{name} {number}",
                organization=f"{part} Neighbors",
                point=None
                if remote
                else GeoPoint(39.2951 + dice.gauss(0, 0.03), -76.6218 + dice.gauss(0, 0.04)),
                address=None if remote else Address(city="Baltimore", region=part, state_province="MD"),
                schedules=()
                if unknown_times
                else (
                    Schedule(
                        freq="WEEKLY",
                        byday=day,
                        dtstart=date(2026, 1, 5),
                        opens_at=f"{hour:02d}:00",
                        closes_at=f"{hour + 2:02d}:00",
                        tzid="America/New_York",
                    ),
                ),
                facts=facts,
                phones=(Phone(number=f"(410) 555-01{number % 100:02d}"),),
                assured_date=date(2026, 5, 12) if dice.random() < 0.7 else date(2025, 7, 1),
                is_full=dice.random() < 0.05 or None,
                source=SAMPLE,
            )
        )
    return found
