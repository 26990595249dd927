"""Who helps when somebody is turned away: kinds of places to search, and national phone lines as data."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from resourcemap.errors import ResourceMapError
from resourcemap.model.listing import Listing
from resourcemap.model.vocabulary import vocabulary
from resourcemap.model.words import Sentence

Topic = Literal["home", "work", "health", "safety", "all"]

_FILE = Path(__file__).with_name("rights.toml")
_WORK = frozenset({"supported-employment", "job-placement", "skills-training", "fair-chance-employer"})
# The kinds of place to search, the most fitting first.
_HELP: dict[Topic, tuple[str, ...]] = {
    "home": ("tenant-rights", "discrimination-rights", "legal-help"),
    "work": ("employment-rights", "discrimination-rights", "legal-help"),
    "health": ("discrimination-rights", "legal-help"),
    "safety": ("discrimination-rights", "tenant-rights", "legal-help"),
    "all": ("discrimination-rights", "legal-help", "tenant-rights", "employment-rights"),
}
_HELPERS = frozenset(kind for kinds in _HELP.values() for kind in kinds)
# What is asked of people who were refused elsewhere: where a place speaks of it, refusals happen.
_DOORS = frozenset(
    {
        "no-background-check",
        "conviction-asked-after-offer",
        "individual-assessment",
        "vouchers-accepted",
        "eviction-not-a-bar",
        "record-not-a-bar",
        "credit-not-a-bar",
        "income-not-a-bar",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RightsLine:
    """
    A national phone line, to be shown as text.

    `checked` is None until somebody has checked the number.
    """

    id: str
    number: str
    run_by: str
    topics: tuple[Topic, ...]
    source: str
    tty: str | None = None
    checked: date | None = None

    @property
    def purpose(self) -> Sentence:
        """Say what it is for."""
        return Sentence(f"rights.line.{self.id}")

    @property
    def evidence(self) -> Sentence:
        """Say where the number is from, and when it was checked, if it was."""
        if self.checked is None:
            return Sentence("rights.source", {"source": self.source})
        return Sentence("rights.checked", {"source": self.source, "date": self.checked.isoformat()})


@cache
def rights_lines() -> tuple[RightsLine, ...]:
    """
    Give every line, in the file's order.

    Raises
    ------
    ResourceMapError
        When the file cannot be read, or a line in it lacks something.
    """
    try:
        table = tomllib.loads(_FILE.read_text(encoding="utf-8"))
        return tuple(
            RightsLine(**{**entry, "id": name, "topics": tuple(entry["topics"])})
            for name, entry in table.items()
        )
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise ResourceMapError(f"The phone lines in {_FILE.name} could not be read: {error}") from error


def lines_for(topic: Topic) -> tuple[RightsLine, ...]:
    """Give the lines for a topic: its own first, then those for all."""
    if topic == "all":
        return rights_lines()
    own = tuple(line for line in rights_lines() if topic in line.topics)
    return own + tuple(line for line in rights_lines() if "all" in line.topics and line not in own)


def topic_of(listing: Listing) -> Topic:
    """Say what a place that turned somebody away offers: a home, work, care, or anything else."""
    for category in listing.terms("category"):
        if category in _WORK:
            return "work"
        main = vocabulary().main_dimension_of(category)
        if main == "home":
            return "home"
        if main == "health":
            return "health"
    return "all"


def may_turn_away(listing: Listing) -> bool:
    """
    Say whether help with rights belongs beside a place: a home, work, or one that weighs a record.

    A meeting turns hardly anybody away, and a place that helps with rights is such help itself.
    """
    categories = listing.terms("category")
    if categories and set(categories) <= _HELPERS:
        return False
    mains = {vocabulary().main_dimension_of(category) for category in categories}
    return bool(mains & {"home", "purpose"} or _DOORS & listing.facts.get("barriers_removed", {}).keys())


def help_categories(topic: Topic) -> tuple[str, ...]:
    """Name the kinds of place that help, the most fitting first."""
    return _HELP[topic]
