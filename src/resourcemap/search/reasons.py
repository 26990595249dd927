"""
Why a listing is shown, and what is not known of it: short sentences, the most telling first.

What was asked for comes first, then what helps a person feel that they can go. A page shows the
first ones; there are never more than six of each.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from resourcemap.geo.units import walk_minutes
from resourcemap.model.evidence import with_evidence
from resourcemap.model.fact import ALL_OF_FACETS, FACETS, Answer, Fact
from resourcemap.model.freshness import USUAL, FreshnessPolicy
from resourcemap.model.listing import Listing
from resourcemap.model.place_words import band_sentence
from resourcemap.model.schedule import Occurrence
from resourcemap.model.words import Distance, Sentence, Value
from resourcemap.search.answers import WEAK_DETAILS
from resourcemap.search.filters import term_sentence
from resourcemap.search.query import Origin, SearchQuery
from resourcemap.search.snapshot import is_closed_for_now
from resourcemap.search.text import Question
from resourcemap.search.times import is_within

MOST = 6
_YEAR_DAYS = 365
# An origin at most this coarse is a spot: minutes on foot mean something from there.
SPOT_M = 250.0
_LONGEST_WALK_MIN = 45
_DAY_MINUTES = 1440
# The most like being there first.
_WAYS_FROM_HOME = ("online-live", "phone", "text-chat", "at-home")
_UNKNOWN_KEYS = {
    "population": "population",
    "language": "language_term",
    "led_by": "led_by",
    "shared_experience": "shared_experience",
}


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """One listing found, with what the search worked out about it."""

    listing: Listing
    facts: Mapping[str, Mapping[str, Fact]]
    distance_m: float | None
    is_from_home: bool
    next: Occurrence | None
    unknown: frozenset[str]
    said: Question


@dataclass(frozen=True, slots=True)
class Gaps:
    """What is not known of one listing: of what was asked for, and of what most people ask."""

    asked: tuple[Sentence, ...]
    usual: tuple[Sentence, ...]


def reasons(
    seen: Seen, query: SearchQuery, *, now: datetime, freshness: FreshnessPolicy = USUAL
) -> tuple[Sentence, ...]:
    """Say why a listing is here; at most six, when it was checked always among them."""
    found = list(dict.fromkeys(_reasons(seen, query, now)))
    checked = _checked(seen.listing, now, freshness)
    if checked is None:
        return tuple(found[:MOST])
    return (*found[: MOST - 1], checked)


def gaps_of(seen: Seen, query: SearchQuery) -> Gaps:
    """Find what is not known of one listing."""
    return Gaps(tuple(_unknown_of_asked(seen, query)), tuple(_unknown_of_usual(seen)))


def unknowns(*gaps: Gaps) -> tuple[Sentence, ...]:
    """Name what is not known of any: first what was asked for, then what most people ask. At most six."""
    asked = (sentence for each in gaps for sentence in each.asked)
    usual = (sentence for each in gaps for sentence in each.usual)
    return tuple(dict.fromkeys((*asked, *usual)))[:MOST]


def _reasons(seen: Seen, query: SearchQuery, now: datetime) -> Iterator[Sentence]:
    listing = seen.listing
    if is_closed_for_now(listing):
        yield Sentence("search.reason.closed")
    if listing.is_full:
        yield Sentence("search.reason.full")
    yield from _where(seen, query)
    for facet in FACETS:
        for term in sorted(query.include.get(facet, ())):
            if _holds(seen, facet, term):
                fact = seen.facts[facet][term]
                said = fact_sentence(facet, term, fact)
                # Whoever was refused before asks first who says so, and when.
                yield with_evidence(said, fact) if facet == "barriers_removed" else said
    yield from _words_found(seen)
    if query.age is not None:
        yield from _ages(listing)
    yield from _when(seen, query, now)
    yield from _belonging(seen)


def _where(seen: Seen, query: SearchQuery) -> Iterator[Sentence]:
    if seen.is_from_home:
        yield from _from_home(seen)
    elif seen.distance_m is not None and query.origin is not None:
        yield _distance(seen.distance_m, query.origin, query)
    elif seen.listing.area is not None and seen.listing.area.label:
        yield Sentence("search.reason.area", {"area": seen.listing.area.label})


def _distance(distance_m: float, origin: Origin, query: SearchQuery) -> Sentence:
    if origin.uncertainty_m > SPOT_M:
        band = band_sentence(distance_m, origin.uncertainty_m, query.unit, radius_m=query.radius_m)
        return Sentence("search.reason.band", {"band": band})
    low, high = walk_minutes(distance_m)
    if high <= _LONGEST_WALK_MIN:
        return Sentence("search.reason.walk", {"low": low, "high": high})
    return Sentence("search.reason.distance", {"distance": Distance(distance_m, query.unit)})


def _from_home(seen: Seen) -> Iterator[Sentence]:
    for term in _WAYS_FROM_HOME:
        if _holds(seen, "attendance", term):
            yield fact_sentence("attendance", term, seen.facts["attendance"][term])
            return


def fact_sentence(facet: str, term: str, fact: Fact) -> Sentence:
    """Say one thing that holds, and how well."""
    if fact.answer is Answer.LIMITED:
        whole = fact_sentence(facet, term, replace(fact, answer=Answer.YES))
        return Sentence("search.reason.in_part", {"reason": whole})
    values: dict[str, Value] = {"term": term_sentence(facet, term)}
    if facet == "attendance" and term in _WAYS_FROM_HOME:
        return Sentence(f"search.reason.join.{term.replace('-', '_')}")
    if facet == "population":
        kind = fact.detail if fact.detail in ("only", "focus") else "welcome"
        return Sentence(f"search.reason.population.{kind}", values)
    if facet == "language":
        if fact.detail in WEAK_DETAILS:
            kind = "interpreter" if "interpreter" in (fact.detail or "") else "materials"
            return Sentence(f"search.reason.language.{kind}", values)
        return Sentence("search.reason.language.spoken", values)
    if facet == "led_by":
        is_peers = term == "peers"
        return Sentence("search.reason.peer_led" if is_peers else "search.reason.led_by", values)
    if facet == "shared_experience":
        return Sentence("search.reason.shared_experience", values)
    return Sentence("search.reason.term", values)


def _words_found(seen: Seen) -> Iterator[Sentence]:
    for unit in seen.said.units:
        held = [term for term in unit.terms if _holds(seen, term.facet, term.code)]
        if held:
            first = held[0]
            yield fact_sentence(first.facet, first.code, seen.facts[first.facet][first.code])
        else:
            yield Sentence("search.reason.words", {"words": " ".join(unit.words)})


def _ages(listing: Listing) -> Iterator[Sentence]:
    low, high = listing.minimum_age, listing.maximum_age
    if low is not None and high is not None:
        yield Sentence("search.reason.age.between", {"low": f"{low:g}", "high": f"{high:g}"})
    elif low is not None:
        yield Sentence("search.reason.age.from", {"low": f"{low:g}"})
    elif high is not None:
        yield Sentence("search.reason.age.to", {"high": f"{high:g}"})


def _when(seen: Seen, query: SearchQuery, now: datetime) -> Iterator[Sentence]:
    if seen.next is None:
        return
    start, end = seen.next.start, seen.next.end
    today = now.astimezone(start.tzinfo)
    if start <= today < end:
        if (end - start).total_seconds() >= _DAY_MINUTES * 60:
            yield Sentence("search.reason.all_day")
        else:
            yield Sentence("search.reason.now", {"time": end.time()})
        return
    days = (start.date() - today.date()).days
    near = ("search.day.today", "search.day.tomorrow")
    day: Value = Sentence(near[days]) if 0 <= days < 2 else start.date()
    values: dict[str, Value] = {"day": day, "time": start.time()}
    # A whole day that begins at midnight has no part to name.
    if query.when is None or start.hour < 5 or not is_within(seen.next, query.when):
        yield Sentence("search.reason.next", values)
    else:
        part = "morning" if 5 <= start.hour < 12 else "afternoon" if 12 <= start.hour < 17 else "evening"
        weekday = Sentence(f"weekday.{start.weekday()}")
        yield Sentence(f"search.reason.fits.{part}", {"weekday": weekday, **values})


def _belonging(seen: Seen) -> Iterator[Sentence]:
    listing = seen.listing
    if _holds(seen, "led_by", "peers"):
        yield fact_sentence("led_by", "peers", seen.facts["led_by"]["peers"])
    shared = [
        term for term in seen.facts.get("shared_experience", ()) if _holds(seen, "shared_experience", term)
    ]
    for term in sorted(shared)[:1]:
        yield fact_sentence("shared_experience", term, seen.facts["shared_experience"][term])
    if listing.first_visit is not None and listing.first_visit.may_just_listen:
        yield Sentence("search.reason.just_listen")
    if listing.companion:
        yield Sentence("search.reason.companion")
    for facet, term in (("cost", "free"), ("barriers_removed", "no-photo-id"), ("entry", "drop-in")):
        if _holds(seen, facet, term):
            yield fact_sentence(facet, term, seen.facts[facet][term])


def _checked(listing: Listing, now: datetime, freshness: FreshnessPolicy) -> Sentence | None:
    if listing.assured_date is None:
        return None
    days = max(0, (now.date() - listing.assured_date).days)
    if days == 0:
        ago = Sentence("search.ago.today")
    elif days < 14:
        ago = Sentence("search.ago.days", {"count": days})
    elif days < 60:
        ago = Sentence("search.ago.weeks", {"count": days // 7})
    elif days <= _YEAR_DAYS:
        ago = Sentence("search.ago.months", {"count": days // 30})
    else:
        ago = Sentence("search.ago.over_a_year")
    if days <= freshness.current_days:
        return Sentence("search.checked.now", {"ago": ago})
    return Sentence(f"search.checked.{'call' if listing.phones else 'check'}_first", {"ago": ago})


def _unknown_of_asked(seen: Seen, query: SearchQuery) -> Iterator[Sentence]:
    listing = seen.listing
    for facet in FACETS:
        if facet in seen.unknown:
            for term in sorted(query.include.get(facet, ())):
                if facet not in ALL_OF_FACETS or not _holds(seen, facet, term):
                    yield _unknown_term(facet, term)
    for name in ("when", "open_at", "age"):
        if name in seen.unknown:
            yield Sentence(f"search.unknown.{name}")
    for facet in FACETS:
        for term in sorted(query.exclude.get(facet, ())):
            if listing.answer(facet, term) is Answer.UNKNOWN and not _holds(seen, facet, term):
                yield _unknown_term(facet, term)


def _unknown_of_usual(seen: Seen) -> Iterator[Sentence]:
    listing = seen.listing
    step_free = ("step-free", "partly-step-free")
    if not seen.is_from_home and all(
        listing.answer("accessibility", term) is Answer.UNKNOWN for term in step_free
    ):
        yield _unknown_term("accessibility", "step-free")
    if not (seen.facts.get("cost") or listing.cost_options or listing.fees_description):
        yield Sentence("search.unknown.cost")
    if not seen.facts.get("language"):
        yield Sentence("search.unknown.language")
    if not (listing.schedules or listing.schedule_text):
        yield Sentence("search.unknown.when")
    if not seen.is_from_home and listing.point is None and listing.area is None:
        yield Sentence("search.unknown.place")
    if listing.assured_date is None:
        yield Sentence("search.unknown.checked")


def _unknown_term(facet: str, term: str) -> Sentence:
    key = _UNKNOWN_KEYS.get(facet, "term")
    return Sentence(f"search.unknown.{key}", {"term": term_sentence(facet, term)})


def _holds(seen: Seen, facet: str, term: str) -> bool:
    fact = seen.facts.get(facet, {}).get(term)
    return fact is not None and fact.answer in (Answer.YES, Answer.LIMITED)
