"""What every part of a handout is told alike."""

from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Literal
from zoneinfo import ZoneInfo

from resourcemap.geo.units import Unit
from resourcemap.model import locale_words
from resourcemap.model.freshness import USUAL, FreshnessPolicy
from resourcemap.model.listing import Listing

# Unicode's isolates keep a phone number or a name whole inside a line of the other direction.
OPENERS, CLOSER = "\u2066\u2067\u2068", "\u2069"


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoutOptions:
    """
    How to write a handout.

    `zone` is the zone of places that name none. `reader` is the zone of who reads it, for what is
    joined from elsewhere; None where it is not known. `discreet` keeps every word out that would tell
    a stranger what the plan is for. `freshness` says from when on a place reads “call first”.
    """

    now: datetime
    zone: ZoneInfo
    language: str = "en"
    unit: Unit = "mi"
    discreet: bool = False
    reader: tzinfo | None = None
    freshness: FreshnessPolicy = USUAL

    @property
    def direction(self) -> Literal["ltr", "rtl"]:
        """Which way the language is written."""
        return locale_words.direction(self.language)

    def isolate(self, text: str) -> str:
        """Set a name, number or foreign sentence apart where it runs against the language's direction."""
        return locale_words.isolate(text, self.language)


@dataclass(frozen=True, slots=True)
class PlannedListing:
    """
    A listing in a plan.

    `distance_m` is the straight line from where the person searched, None when that is not known;
    `distance_is_rough` when that start is only a ZIP or a city, and `start_uncertainty_m` how far
    it may be off.
    """

    listing: Listing
    distance_m: float | None = None
    distance_is_rough: bool = False
    note: str | None = None
    start_uncertainty_m: float = 0.0


@dataclass(frozen=True, slots=True)
class PlannedHome:
    """
    Something to do at home, in the reader's language: `next_step` leads back outward.

    `cost` is the words for it, None where nothing is said of it.
    """

    id: str
    title: str
    text: str
    next_step: str | None = None
    dimension: str = "home"
    cost: str | None = None
    note: str | None = None


PlannedItem = PlannedListing | PlannedHome
