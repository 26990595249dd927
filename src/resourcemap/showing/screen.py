"""What words on screen depend on, and the plain data that pages are made of."""

from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from resourcemap.geo.units import Unit
from resourcemap.model.freshness import USUAL, FreshnessPolicy
from resourcemap.model.vocabulary import vocabulary
from resourcemap.model.words import Value, say

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Screen:
    """
    What words on screen depend on: the moment, the language, the unit of distance.

    `reader` is the zone of who looks at it, None where it is not known. It is never stored.
    `freshness` says from when on a card reads “call first”.
    """

    now: datetime
    language: str = "en"
    unit: Unit = "mi"
    reader: tzinfo | None = None
    freshness: FreshnessPolicy = USUAL

    def say(self, key: str, /, **values: Value) -> str:
        """Put a sentence of the Find page into words."""
        return say(f"find.{key}", self.language, **values)

    def label(self, facet: str, term: str) -> str:
        """Name a term of the vocabulary."""
        return vocabulary().label(facet, term, self.language)
