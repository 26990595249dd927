"""What a search answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from resourcemap.model.listing import Listing
from resourcemap.model.words import Sentence
from resourcemap.search.query import SearchQuery


@dataclass(frozen=True, slots=True)
class OtherTime:
    """
    Another listing of the same group at the same place, with its next time.

    The rest is as in `Match`, of this listing alone.
    """

    listing: Listing
    next_time: datetime | None
    next_end: datetime | None
    is_open: bool | None = None
    reasons: tuple[Sentence, ...] = ()
    unknown: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """
    One listing found, with why it is here and what is not known.

    `distance_m` is a straight line; None for remote, confidential and unplaced listings.
    `next_time` is the start of the next meeting or opening (aware, the place's own zone), `next_end`
    its end; one going on now counts. When the search asked for days and hours it is the next one
    that fits them, from the asked hours on, or the plain next one where none fits soon; when it asked for a later moment, the next one from then. `is_open` is now.
    `also` are the other listings found of the same group at the same place, soonest first, when the
    search was asked to put them together; the soonest of all leads, and `shared` is it without what
    does not hold for all of them, as the reasons are (None where it is alone). `unknown` is of the
    listing that leads, `to_ask` what is not known of any of the group. `is_from_home` says that it is
    offered as something to join from home, though one may be able to go there too.
    """

    listing: Listing
    distance_m: float | None
    reasons: tuple[Sentence, ...]
    unknown: tuple[Sentence, ...]
    next_time: datetime | None
    next_end: datetime | None
    is_open: bool | None = None
    to_ask: tuple[Sentence, ...] = ()
    also: tuple[OtherTime, ...] = ()
    shared: Listing | None = None
    is_from_home: bool = False


@dataclass(frozen=True, slots=True)
class Relaxation:
    """
    A change that helps an empty search: what it is, how many places it gives, the search to run.

    `filter` names the filter it loosens ("radius", "language"; two are joined by "+";
    "everything" drops all).
    """

    filter: str
    sentence: Sentence
    count: int
    query: SearchQuery


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    """
    The answer to one search over one data version.

    `matches` need travel, best first: at most `query.limit`. `remote` are online, phone and text
    options, best first, in a strip of their own: those that need no travel at all, and those with a
    way to join from home whose place is outside the radius (with `query.remote_first`, all that have
    such a way). `unplaced` are those a radius cannot judge, because where they are is not published:
    not counted as near, nor lost; without a radius they are among `matches`. `total` counts all of
    the three before the limit, `total_in_person` and `total_unplaced` the first two. Every count is
    of listings; `groups_in_person`, `groups_unplaced` and `groups_from_home` count what is one group
    at one place once, where such were put together.
    `facets` counts each term with that facet's own choice set aside. `left_out` says for each
    filter how many listings it alone keeps out; `unknown_out` how many of those only because it is
    not known. `relax` is set when nothing that needs travel is found (or nothing at all, when only
    ways to join from home were asked for). `corrections` are words read otherwise than typed.
    """

    version: int
    total: int
    total_in_person: int
    matches: tuple[Match, ...]
    remote: tuple[Match, ...]
    unplaced: tuple[Match, ...] = ()
    total_unplaced: int = 0
    groups_in_person: int | None = None
    groups_unplaced: int | None = None
    groups_from_home: int | None = None
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict, hash=False)
    left_out: Mapping[str, int] = field(default_factory=dict, hash=False)
    unknown_out: Mapping[str, int] = field(default_factory=dict, hash=False)
    relax: tuple[Relaxation, ...] = ()
    corrections: tuple[tuple[str, str], ...] = ()

    @property
    def total_from_home(self) -> int:
        """Count what is in the strip of online, phone and text options, before the limit."""
        return self.total - self.total_in_person - self.total_unplaced

    @property
    def places_in_person(self) -> int:
        """Count the cards of what needs travel: one for each group at one place."""
        return self.total_in_person if self.groups_in_person is None else self.groups_in_person

    @property
    def places_unplaced(self) -> int:
        """Count the cards of what a radius cannot judge."""
        return self.total_unplaced if self.groups_unplaced is None else self.groups_unplaced

    @property
    def places_from_home(self) -> int:
        """Count the cards of the strip of online, phone and text options."""
        return self.total_from_home if self.groups_from_home is None else self.groups_from_home

    @property
    def places(self) -> int:
        """Count all cards, before the limit."""
        return self.places_in_person + self.places_unplaced + self.places_from_home

    def match_of(self, listing_id: str) -> tuple[int | None, Match | None]:
        """
        Give the match that holds a listing, and its number in the list of what needs travel.

        Of a group it is the listing asked for: at the same place, with its own next time, and with
        what speaks for it and is not known of it.
        """
        numbered = [
            *enumerate(self.matches, start=1),
            *((None, match) for match in (*self.unplaced, *self.remote)),
        ]
        for number, match in numbered:
            if match.listing.id == listing_id:
                return number, match
            for other in match.also:
                if other.listing.id == listing_id:
                    found = Match(
                        other.listing,
                        match.distance_m,
                        other.reasons,
                        other.unknown,
                        other.next_time,
                        other.next_end,
                        other.is_open,
                        to_ask=other.unknown,
                        is_from_home=match.is_from_home,
                    )
                    return number, found
        return None, None

    def in_order(self, *, remote_first: bool = False) -> tuple[Match, ...]:
        """Give everything found in the order to show it: in person leads, unless that is not safe."""
        to_go_to = (*self.matches, *self.unplaced)
        return (*self.remote, *to_go_to) if remote_first else (*to_go_to, *self.remote)
