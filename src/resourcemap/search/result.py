"""What a search answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from resourcemap.model.listing import Listing
from resourcemap.model.words import Sentence


@dataclass(frozen=True, slots=True)
class Match:
    """
    One listing found, with why it is here and what is not known.

    `distance_m` is a straight line; None for remote, confidential and unplaced listings.
    `next_time` is the start of the next meeting or opening (aware, the place's own zone), `next_end` its end.
    """

    listing: Listing
    distance_m: float | None
    reasons: tuple[Sentence, ...]
    unknown: tuple[Sentence, ...]
    next_time: datetime | None
    next_end: datetime | None
    is_open: bool | None = None


@dataclass(frozen=True, slots=True)
class Relaxation:
    """The filter whose removal helps an empty search most, and how many places it would give."""

    filter: str
    sentence: Sentence
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    """
    The answer to one search over one data version.

    `matches` need travel, best first: at most `query.limit`. `remote` are online, phone and text
    options, best first, in a strip of their own. `total` counts all of both before the limit.
    `facets` counts each term with that facet's own choice set aside. `left_out` says for each
    filter how many listings it alone keeps out; `unknown_out` how many of those only because it is
    not known. `relax` is set when nothing that needs travel is found.
    """

    version: int
    total: int
    total_in_person: int
    matches: tuple[Match, ...]
    remote: tuple[Match, ...]
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict, hash=False)
    left_out: Mapping[str, int] = field(default_factory=dict, hash=False)
    unknown_out: Mapping[str, int] = field(default_factory=dict, hash=False)
    relax: tuple[Relaxation, ...] = ()
    corrections: tuple[tuple[str, str], ...] = ()
