"""What has been made of the sample so far, and the small things everything in it needs."""

import tomllib
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import uuid5

from resourcemap.model.fact import Answer, Fact, write_fact
from resourcemap.model.hsds import Attribute, Location, Organization, Service, ServiceAtLocation
from resourcemap.model.identity import NAMESPACE
from resourcemap.model.vocabulary import fold

FOLDER = Path(__file__).parent
AUTHORITY = "sample"
EVIDENCE = ("self-stated", "staff-checked", "document", "community-confirmed", "self-stated")
# Ways to take part that need no travel.
REMOTE = {
    "online": "online-live",
    "phone": "phone",
    "text": "text-chat",
    "visit": "home-visit",
    "self": "at-home",
}


@dataclass
class Made:
    """What has been made so far."""

    today: date
    rng: Random
    organizations: dict[str, Organization] = field(default_factory=dict)
    services: list[Service] = field(default_factory=list)
    locations: dict[str, Location] = field(default_factory=dict)
    service_at_locations: list[ServiceAtLocation] = field(default_factory=list)
    sites: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)
    turns: dict[str, int] = field(default_factory=dict)

    def turn(self, name: str, pool: Any) -> Any:
        """Take the next of a pool, so that every one comes up."""
        number = self.turns.get(name, 0)
        self.turns[name] = number + 1
        return pool[number % len(pool)]

    def days_ago(self, low: int, high: int) -> date:
        """Pick a date so many days before today."""
        return self.today - timedelta(days=self.rng.randrange(low, high))


def read(name: str) -> Any:
    """Read one of the texts beside this file."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def new_id(kind: str, name: str) -> str:
    """Derive an id from what it names, the same every time."""
    return str(uuid5(NAMESPACE, "\x1f".join((kind, AUTHORITY, name))))


def slug(name: str) -> str:
    """Turn a name into what can stand in an address."""
    return fold(name).replace(" ", "-")


def phone(made: Made) -> str:
    """Give a number of the range kept for fiction."""
    area_code, last = divmod(made.turn("phone", range(300)), 100)
    return f"({(410, 443, 667)[area_code]}) 555-01{last:02d}"


def stated(
    made: Made, facet: str, term: str, *, answer: Answer = Answer.YES, detail: str | None = None
) -> Attribute:
    """State one fact; how people are treated and what is not asked carries its evidence."""
    if facet not in ("affirming", "barriers_removed"):
        return write_fact(facet, term, Fact(answer, detail))
    evidence = made.turn("evidence", EVIDENCE)
    return write_fact(facet, term, Fact(answer, detail, evidence, made.days_ago(5, 330)))


AREAS = read("areas")["area"]
ORGANIZATIONS = read("organizations")
PHRASES = read("phrases")
OFFERS = read("offers")["offer"]
