"""A plan as it stands now: what is in it, what it does not touch yet, and its week. Nothing is stored."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from typing import Literal

from resourcemap.actions.directory import Directory
from resourcemap.actions.finding import find
from resourcemap.geo.distance import distance_m
from resourcemap.geo.units import Unit
from resourcemap.handout.entry import HandoutEntry, handout_entries
from resourcemap.handout.options import HandoutOptions, PlannedHome, PlannedItem, PlannedListing
from resourcemap.handout.week import Week, week_view
from resourcemap.model.at_home import HomeCard, home_card
from resourcemap.model.listing import Listing
from resourcemap.model.plan import PLAN_DIMENSIONS, Plan, PlanItem
from resourcemap.model.words import Sentence, say
from resourcemap.search.query import Origin, SearchQuery
from resourcemap.search.reasons import SPOT_M
from resourcemap.search.result import Match

CHOICES = 3
# Among so many of the best, other kinds of place are looked for.
_LOOKED_AT = 12
# What a person asked for and needs anywhere; what they looked for is another matter.
_NEEDS = ("population", "language", "accessibility", "attendance", "cost")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanEntry:
    """
    One item of a plan with what it stands for.

    `listing` or `card` is set, or neither: then `notice` says that it is not listed any more.
    `planned` is it for a handout.
    """

    item: PlanItem
    listing: Listing | None = None
    card: HomeCard | None = None
    planned: PlannedItem | None = None
    dimensions: tuple[str, ...] = ()

    @property
    def notice(self) -> Sentence | None:
        """Say that it is not listed any more, where that is so."""
        return Sentence("plan.gone") if self.planned is None else None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDimension:
    """One of SAMHSA's four dimensions: the entries that serve it, else up to three places that would."""

    name: str
    entries: tuple[PlanEntry, ...] = ()
    choices: tuple[Match, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanView:
    """
    A plan as it stands now. It counts nothing of the person and judges nothing.

    `entries` are in the plan's order, those not listed any more among them. `words` say each other
    entry in the language of `options`, in the same order.
    """

    plan: Plan
    entries: tuple[PlanEntry, ...]
    dimensions: tuple[PlanDimension, ...]
    words: tuple[HandoutEntry, ...]
    week: Week
    options: HandoutOptions

    @property
    def gone(self) -> tuple[PlanItem, ...]:
        """Items that are not listed any more."""
        return tuple(entry.item for entry in self.entries if entry.planned is None)

    @property
    def covered(self) -> frozenset[str]:
        """Dimensions that have an entry."""
        return frozenset(each.name for each in self.dimensions if each.entries)


def plan_view(
    directory: Directory,
    plan: Plan,
    *,
    origin: Origin | None = None,
    unit: Unit = "mi",
    language: str = "en",
    days: Literal[7, 14] = 7,
    asked: SearchQuery | None = None,
    reader: tzinfo | None = None,
    now: datetime,
) -> PlanView:
    """
    Show a plan: its places as they are listed now, the dimensions it touches, its week.

    Parameters
    ----------
    origin
        Where distances are measured from.
    asked
        The search on the screen. Its radius, age, what it leaves out and what a person needs
        anywhere (language, access, cost, for whom) hold for the choices too; not known passes, and
        is said. Its `remote_first` offers first what can be joined from home.
    reader
        The zone of who reads it, for what is joined from elsewhere; None where it is not known.
    """
    options = handout_options(directory, language=language, unit=unit, reader=reader, now=now)
    entries = plan_entries(directory, plan, origin=origin, language=language, now=now)
    planned = planned_items(entries)
    taken = {entry.listing.id if entry.listing else entry.item.id for entry in entries}
    base = _needs(asked, origin, unit)
    dimensions = []
    for name in PLAN_DIMENSIONS:
        held = tuple(entry for entry in entries if name in entry.dimensions)
        choices = () if held else _choices(directory, name, base, taken, now=now)
        # The same place is offered once.
        taken |= {each.listing.id for each in choices}
        dimensions.append(PlanDimension(name=name, entries=held, choices=choices))
    return PlanView(
        plan=plan,
        entries=entries,
        dimensions=tuple(dimensions),
        words=handout_entries(planned, options),
        week=week_view(planned, options, days=days),
        options=options,
    )


def handout_options(
    directory: Directory,
    *,
    language: str,
    unit: Unit,
    reader: tzinfo | None,
    now: datetime,
    discreet: bool = False,
) -> HandoutOptions:
    """Say how a plan is put into words here: in the directory's zone and by its policy."""
    return HandoutOptions(
        now=now,
        zone=directory.zone,
        language=language,
        unit=unit,
        discreet=discreet,
        reader=reader,
        freshness=directory.freshness(),
    )


def plan_entries(
    directory: Directory, plan: Plan, *, origin: Origin | None, language: str, now: datetime
) -> tuple[PlanEntry, ...]:
    """Look up every item of a plan, with its distance and in the reader's language."""
    snapshot = directory.snapshot()
    is_shown = snapshot.is_shown_on(now.astimezone(directory.zone).toordinal())
    entries = []
    for item in plan.items:
        if item.kind == "at-home":
            entries.append(_home_entry(item, language))
            continue
        row = snapshot.row_of.get(item.id)
        if row is None:
            # It was merged since it was put in.
            row = snapshot.row_of.get(directory.kept_id(item.id))
        if row is None or not is_shown[row]:
            entries.append(PlanEntry(item=item))
            continue
        entries.append(_listing_entry(item, snapshot.listings[row], origin))
    return tuple(entries)


def planned_items(entries: Iterable[PlanEntry]) -> tuple[PlannedItem, ...]:
    """Give what can be handed over, in the plan's order."""
    return tuple(entry.planned for entry in entries if entry.planned is not None)


def _listing_entry(item: PlanItem, listing: Listing, origin: Origin | None) -> PlanEntry:
    far_m = None
    if origin is not None and listing.point is not None and not listing.is_remote_only:
        far_m = distance_m(origin.point, listing.point)
    off_m = origin.uncertainty_m if origin is not None else 0.0
    return PlanEntry(
        item=item,
        listing=listing,
        planned=PlannedListing(listing, far_m, off_m > SPOT_M, item.note, off_m),
        dimensions=listing.terms("dimension"),
    )


def _home_entry(item: PlanItem, language: str) -> PlanEntry:
    card = home_card(item.id)
    if card is None:
        return PlanEntry(item=item)
    planned = PlannedHome(
        card.id,
        say(card.title, language),
        say(card.idea, language),
        say(card.next_step, language),
        card.dimensions[0],
        say(card.cost, language),
        item.note,
    )
    return PlanEntry(item=item, card=card, planned=planned, dimensions=card.dimensions)


def _needs(asked: SearchQuery | None, origin: Origin | None, unit: Unit) -> SearchQuery:
    query = SearchQuery(origin=origin, unit=unit, limit=_LOOKED_AT, together=True)
    if asked is None:
        return query
    include = {facet: terms for facet in _NEEDS if (terms := asked.include.get(facet))}
    aside = ("category", "dimension")
    return replace(
        query,
        radius_m=asked.radius_m,
        include=include,
        exclude={facet: terms for facet, terms in asked.exclude.items() if facet not in aside},
        allow_unknown=asked.allow_unknown | frozenset(include),
        age=asked.age,
        remote_first=asked.remote_first,
    )


def _choices(
    directory: Directory, dimension: str, base: SearchQuery, taken: set[str], *, now: datetime
) -> tuple[Match, ...]:
    """Offer places within the radius first, then farther ones, then ways from home (or these first)."""
    include: Mapping[str, frozenset[str]] = {**base.include, "dimension": frozenset({dimension})}
    query = replace(base, include=include, limit=_LOOKED_AT + len(taken))
    near = find(directory, query, now=now)
    found = _varied(near.matches, taken)
    if len(found) < CHOICES and query.radius_m is not None:
        wider = find(directory, replace(query, radius_m=None), now=now)
        found += _varied(wider.matches, taken | {each.listing.id for each in found})
    remote = _varied(near.remote, taken)
    ordered = [*remote, *found] if query.remote_first else [*found, *remote]
    return tuple(ordered[:CHOICES])


def _varied(matches: Iterable[Match], taken: Iterable[str]) -> list[Match]:
    """Put the best of each kind of place before the second of any, so that there is a choice."""
    aside = frozenset(taken)
    kept = [match for match in matches if match.listing.id not in aside]
    seen: dict[str, int] = {}
    turns = []
    for match in kept:
        kind = next(iter(match.listing.terms("category")), "")
        turns.append(seen.get(kind, 0))
        seen[kind] = turns[-1] + 1
    return [match for _, match in sorted(zip(turns, kept, strict=True), key=lambda pair: pair[0])]
