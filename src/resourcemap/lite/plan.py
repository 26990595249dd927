"""The plan: what is in it, what it lacks, and what a button changes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from resourcemap import actions
from resourcemap.errors import NotFoundError
from resourcemap.geo.distance import distance_m
from resourcemap.handout.entry import HandoutEntry, handout_entries
from resourcemap.handout.options import HandoutOptions, PlannedListing
from resourcemap.handout.week import Week, week_view
from resourcemap.lite.drawing import Turn, Values, draw
from resourcemap.lite.fields import Fields
from resourcemap.model.listing import Listing
from resourcemap.model.plan import PLAN_DIMENSIONS, Plan, PlanItem
from resourcemap.model.vocabulary import vocabulary
from resourcemap.model.words import Sentence
from resourcemap.search.query import SearchQuery
from resourcemap.search.result import Match
from resourcemap.showing.ask import Asked
from resourcemap.showing.cards import card

CHOICES = 3


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan's listings as they are listed now; `gone` counts those that are not any more."""

    items: tuple[PlannedListing, ...]
    gone: int

    @property
    def listings(self) -> tuple[Listing, ...]:
        """The listings, in the plan's order."""
        return tuple(item.listing for item in self.items)


def change(turn: Turn, fields: Fields) -> Turn:
    """Do what the pressed button says to the plan."""
    plan = Plan(tuple(PlanItem("listing", each) for each in turn.visit.plan))
    if added := fields.one("add"):
        plan = plan.add(PlanItem("listing", added))
    if removed := fields.one("out"):
        plan = plan.remove("listing", removed)
    for name, step in (("up", -1), ("down", 1)):
        moved = fields.one(name)
        if moved and plan.holds("listing", moved):
            place = [item.id for item in plan.items].index(moved)
            plan = plan.move("listing", moved, max(place + step, 0))
    return replace(turn, visit=turn.visit.with_plan(item.id for item in plan.items))


def look_up(turn: Turn) -> Planned:
    """Find a plan's listings."""
    items: list[PlannedListing] = []
    for listing_id in turn.visit.plan:
        try:
            listing = actions.listing(turn.directory, listing_id, now=turn.moment)
        except NotFoundError:
            continue
        items.append(_planned(turn, listing))
    return Planned(tuple(items), len(turn.visit.plan) - len(items))


def _planned(turn: Turn, listing: Listing) -> PlannedListing:
    origin = turn.visit.asked.origin
    if origin is None or listing.point is None:
        return PlannedListing(listing)
    is_rough = turn.visit.place.place is not None and turn.visit.place.place.is_coarse
    return PlannedListing(listing, distance_m(origin.point, listing.point), is_rough)


def options_of(turn: Turn) -> HandoutOptions:
    """Say how a handout of this visit is written."""
    return HandoutOptions(
        now=turn.moment,
        zone=turn.directory.zone,
        language=turn.language,
        unit=turn.visit.asked.unit,
        discreet=turn.visit.discreet,
    )


def plan_page(turn: Turn) -> str:
    """Write the page of the plan."""
    planned = look_up(turn)
    # The page itself is for the person who reads it; neutral names are for what leaves the screen.
    options = replace(options_of(turn), discreet=False)
    entries = handout_entries(planned.items, options)
    week = week_view(planned.items, options)
    return draw(
        turn,
        "plan.html",
        action="/lite/plan",
        visible=("discreet", "open") if entries else (),
        current="plan",
        entries=entries,
        gone=planned.gone,
        week=week,
        clashes=[clash.words(turn.language) for clash in week.clashes],
        others=_others(week),
        dimensions=[_dimension(turn, name, planned.listings, entries) for name in PLAN_DIMENSIONS],
    )


def _others(week: Week) -> list[tuple[str, str]]:
    named: tuple[tuple[str, Sequence[HandoutEntry]], ...] = (
        ("anytime", week.anytime),
        ("later", week.later),
        ("call_first", week.call_first),
    )
    return [(key, ", ".join(entry.title for entry in entries)) for key, entries in named if entries]


def _dimension(turn: Turn, name: str, listings: Sequence[Listing], entries: Sequence[HandoutEntry]) -> Values:
    known = vocabulary()
    held = [
        entry.title
        for listing, entry in zip(listings, entries, strict=True)
        if name in listing.terms("dimension")
    ]
    asked = _only_place(turn.visit.asked)
    return {
        "name": name,
        "label": known.label("dimension", name, turn.language),
        "help": known.help("dimension", name, turn.language) or "",
        "titles": held,
        "choices": [] if held else [_choice(turn, match, name, asked) for match in choices(turn, name)],
    }


def _choice(turn: Turn, match: Match, dimension: str, asked: Asked) -> Values:
    # The heading above says which part of life it is: the reasons say what else speaks for it.
    own = tuple(each for each in match.reasons if not _names(each, f"dimension.{dimension}"))
    number = None if match.listing.is_remote_only else 0
    return card(replace(match, reasons=own), number, asked, turn.screen)


def _names(reason: Sentence, term: str) -> bool:
    named = reason.values.get("term")
    return isinstance(named, Sentence) and named.key.endswith(term)


def _only_place(asked: Asked) -> Asked:
    return Asked(origin=asked.origin, radius=asked.radius, unit=asked.unit)


def choices(turn: Turn, dimension: str) -> tuple[Match, ...]:
    """
    Offer up to three places for a part of life that the plan does not touch yet.

    In person and near first, then farther, then from home.
    """
    asked, taken = _only_place(turn.visit.asked), set(turn.visit.plan)
    query = SearchQuery(
        origin=asked.origin,
        radius_m=asked.radius_m,
        include={"dimension": frozenset({dimension})},
        limit=CHOICES + len(taken),
        unit=asked.unit,
    )
    near = actions.find(turn.directory, query, now=turn.moment)
    found = [match for match in near.matches if match.listing.id not in taken]
    if len(found) < CHOICES:
        wider = actions.find(turn.directory, replace(query, radius_m=None), now=turn.moment)
        for match in (*wider.matches, *near.remote):
            if match.listing.id not in taken | {each.listing.id for each in found}:
                found.append(match)
    return tuple(found[:CHOICES])
