"""Help for who was turned away, near the same place. Nothing is stored and nothing is sent."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import chain, zip_longest

from resourcemap.actions.directory import Directory
from resourcemap.actions.finding import find
from resourcemap.geo.units import Unit
from resourcemap.model.listing import Listing
from resourcemap.model.rights import RightsLine, help_categories, lines_for, topic_of
from resourcemap.search.query import Origin, SearchQuery
from resourcemap.search.result import Match

MOST_IN_PERSON = 4
_FROM_HERE = ("search.reason.walk", "search.reason.distance", "search.reason.band")


def rights_help(
    directory: Directory,
    listing: Listing,
    *,
    origin: Origin | None = None,
    unit: Unit = "mi",
    now: datetime,
) -> tuple[Match, ...]:
    """
    Find help with rights near a place that turned somebody away: in person first, then from home.

    For a home that is help for tenants first, for work help with rights at work; each kind of help
    there is comes before the second of any.

    Parameters
    ----------
    origin
        Where the person searched from. Without one the place itself is the middle of the search,
        and no distance is told: it would be the place's, not the person's.
    """
    categories = help_categories(topic_of(listing))
    middle = origin or _middle(listing)
    query = SearchQuery(origin=middle, unit=unit, limit=MOST_IN_PERSON + 1)
    found = [
        find(directory, replace(query, include={"category": frozenset({each})}), now=now)
        for each in categories
    ]
    in_person = _in_turn([_others(each.matches, listing) for each in found])[:MOST_IN_PERSON]
    from_home = _in_turn([_others(each.remote, listing) for each in found])[:1]
    chosen = (*in_person, *from_home)
    return chosen if origin is not None else tuple(map(_without_distance, chosen))


def rights_lines(listing: Listing) -> tuple[RightsLine, ...]:
    """Give the national phone lines for who was turned away here, the most fitting first."""
    return lines_for(topic_of(listing))


def _middle(listing: Listing) -> Origin | None:
    point = listing.point or (listing.area.point if listing.area else None)
    return None if point is None else Origin(point, listing.name)


def _others(matches: Iterable[Match], listing: Listing) -> list[Match]:
    """Give each match once, without the place itself."""
    found: dict[str, Match] = {}
    for match in matches:
        if match.listing.id != listing.id:
            found.setdefault(match.listing.id, match)
    return [*found.values()]


def _in_turn(kinds: Sequence[Sequence[Match]]) -> list[Match]:
    """Give the best of each kind, then the second of each: none crowds out another."""
    turns = chain.from_iterable(zip_longest(*kinds))
    return [*{match.listing.id: match for match in turns if match is not None}.values()]


def _without_distance(match: Match) -> Match:
    reasons = tuple(each for each in match.reasons if each.key not in _FROM_HERE)
    return replace(match, distance_m=None, reasons=reasons)
