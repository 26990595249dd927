"""
Filters: each holds its test and its sentence, so a search can say what was asked.

Every test answers one of three things for each listing: it passes, it fails, or it is not known.
Not known lets a listing through only where the filter's name is in `allow_unknown`.

========================  =====================  ==========================  =====================
filter (its name)         passes                 fails                       not known
========================  =====================  ==========================  =====================
radius                    the public point is    the point or the nearest    never: what needs no
                          within it; so is the   edge of the area is         travel, and places
                          edge of a published    outside                     without any point, pass
                          area
text                      every word is there,   a word is missing           never
                          as itself or as a
                          term it stands for
a facet ("cost")          any asked term is yes  all asked terms are no      otherwise
                          or limited
accessibility             all asked terms are    any asked term is no        otherwise
                          yes or limited
category, dimension,      as a facet             other terms are stated:     nothing is stated
attendance, language                             these name what there is
cost, entry               as a facet             the contrary is stated      otherwise
                                                 (free / a price, open /
                                                 closed) or all are no
population                as a facet             all are no, or it is only   otherwise, also "open to
                                                 for a group that leaves     everyone": that is not
                                                 this one out (women only /  the same as made for
                                                 men)                        this one
a facet excluded          otherwise, also not    the term is yes or limited  never
("not_cost")              known
age                       within the stated      outside them                no limits are stated:
                          limits                                             passes, and is said
when                      a weekly time          times are known and none    no times, or a day
                          overlaps the asked     does                        without its hours
                          days and hours
open_at                   open at that moment    closed                      no times that are sure
========================  =====================  ==========================  =====================

Women only says nothing of veterans: a person can be both, so only groups that exclude each other
make a "no" (`LEFT_OUT_BY`). A nonbinary person may or may not be welcome at a women's group: not
known.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from resourcemap.geo.distance import distances_m
from resourcemap.model.fact import ALL_OF_FACETS, FACETS
from resourcemap.model.listing import REMOTE_ATTENDANCE
from resourcemap.model.words import Distance, Listed, Sentence, Value
from resourcemap.search.bits import Mask
from resourcemap.search.query import EVERY_DAY, SearchQuery, When
from resourcemap.search.snapshot import Snapshot

# Facets whose statements name everything there is: another term stated means this one is not.
CLOSED_FACETS = frozenset({"category", "dimension", "attendance", "language"})
# A stated term that rules another out.
CONTRARY: Mapping[tuple[str, str], frozenset[str]] = {
    ("cost", "free"): frozenset({"fee"}),
    ("cost", "fee"): frozenset({"free"}),
    ("entry", "open"): frozenset({"closed"}),
    ("entry", "closed"): frozenset({"open"}),
}
# "Only" for one of these leaves the other out.
LEFT_OUT_BY: Mapping[str, frozenset[str]] = {
    "men": frozenset({"women", "lesbian"}),
    "women": frozenset({"men"}),
    "lesbian": frozenset({"men"}),
    "seniors": frozenset({"teens", "young-adults"}),
    "teens": frozenset({"seniors"}),
    "young-adults": frozenset({"seniors"}),
}
# Filters that let through what is not known, without being asked to.
LENIENT = frozenset({"age"})

Metres = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What a test found for each listing; neither mask set means it fails."""

    passes: Mask
    unknown: Mask


@dataclass(frozen=True, slots=True, eq=False)
class Filter:
    """One thing asked for: its name, the sentence that says it, and its test."""

    name: str
    sentence: Sentence
    test: Callable[[Snapshot], Outcome]


@dataclass(frozen=True, slots=True, eq=False)
class Reach:
    """
    How far each listing is, shape (size,).

    `distances_m` are to public points, NaN without one. `rank_distances_m` also go to the middles
    of published areas. `is_near` is within the radius (always, when there is none), `is_unplaced`
    has neither point nor area, so that a radius cannot judge it (never, when there is no radius).
    """

    distances_m: Metres
    rank_distances_m: Metres
    is_near: Mask
    is_unplaced: Mask

    @classmethod
    def measure(cls, snapshot: Snapshot, query: SearchQuery) -> "Reach":
        """Measure from the query's origin; without one everything is near."""
        size = len(snapshot)
        if query.origin is None:
            unknown = np.full(size, np.nan)
            return cls(unknown, unknown, np.ones(size, dtype=np.bool_), np.zeros(size, dtype=np.bool_))
        origin = query.origin.point
        exact = distances_m(origin, snapshot.latitudes, snapshot.longitudes)
        to_area = distances_m(origin, snapshot.area_latitudes, snapshot.area_longitudes)
        if query.radius_m is None:
            near = np.ones(size, dtype=np.bool_)
            unplaced = np.zeros(size, dtype=np.bool_)
        else:
            unplaced = np.isnan(exact) & np.isnan(to_area)
            near = (exact <= query.radius_m) | (to_area - snapshot.area_radii_m <= query.radius_m)
        exact = np.where(snapshot.is_remote_only, np.nan, exact)
        return cls(exact, np.where(np.isnan(exact), to_area, exact), near, unplaced)

    def outcome(self, snapshot: Snapshot, *, from_home: bool) -> Outcome:
        """
        Test the radius.

        `from_home` lets pass what can also be joined from home: wanted unless only ways to take
        part in person were asked for. What is unplaced passes, and is shown apart from the rest: it is
        not known to be near, and not known to be far.
        """
        passes = self.is_near | self.is_unplaced | snapshot.is_remote_only
        if from_home:
            passes = passes | snapshot.has_remote
        return Outcome(passes, np.zeros(len(snapshot), dtype=np.bool_))

    def is_from_home(self, snapshot: Snapshot, attendance: frozenset[str]) -> Mask:
        """Say which listings belong in the strip of online and phone options."""
        if is_only_from_home(attendance):
            return snapshot.is_remote_only | snapshot.has_remote
        outside = ~self.is_near
        if not is_home_welcome(attendance):
            outside &= ~self.is_unplaced
        return snapshot.is_remote_only | (snapshot.has_remote & outside)


def is_home_welcome(attendance: frozenset[str]) -> bool:
    """Whether a search with this choice of attendance wants what is joined from home."""
    return not attendance or bool(attendance & REMOTE_ATTENDANCE)


def is_only_from_home(attendance: frozenset[str]) -> bool:
    """Whether only ways to take part from home were asked for."""
    return bool(attendance) and attendance <= REMOTE_ATTENDANCE


def active_filters(query: SearchQuery) -> tuple[Filter, ...]:
    """List what a query asks for, in the order screens show it."""
    filters: list[Filter] = []
    if query.origin is not None and query.radius_m is not None:
        filters.append(Filter("radius", _radius_sentence(query), lambda snapshot: _radius(snapshot, query)))
    if query.text.strip():
        sentence = Sentence("search.filter.text", {"words": query.text.strip()})
        filters.append(Filter("text", sentence, lambda snapshot: _text(snapshot, query.text)))
    for facet in FACETS:
        if terms := query.include.get(facet):
            filters.append(_included(facet, terms))
        if terms := query.exclude.get(facet):
            filters.append(_excluded(facet, terms))
    if query.age is not None:
        age = query.age
        filters.append(
            Filter("age", Sentence("search.filter.age", {"age": age}), lambda snapshot: _age(snapshot, age))
        )
    if query.when is not None:
        when = query.when
        filters.append(Filter("when", when_sentence(when), lambda snapshot: _when(snapshot, when)))
    if query.open_at is not None:
        moment = query.open_at
        filters.append(
            Filter(
                "open_at",
                Sentence(
                    "search.filter.open_at",
                    {"day": moment.date(), "time": moment.time()},
                ),
                lambda snapshot: Outcome(*snapshot.times.open_at(moment)),
            )
        )
    return tuple(filters)


def passes_unknown(query: SearchQuery, name: str) -> bool:
    """Whether a filter lets through what is not known."""
    return name in LENIENT or name in query.allow_unknown


def when_sentence(when: When) -> Sentence:
    """Say the asked days and hours."""
    hours: dict[str, Value] = {
        "start": when.start,
        "end": when.end,
    }
    all_day = when.start == when.end
    if when.days >= EVERY_DAY:
        return Sentence("search.filter.any_time") if all_day else Sentence("search.filter.hours", hours)
    days = Listed(tuple(Sentence(f"weekday.{day}") for day in sorted(when.days)), word="")
    if all_day:
        return Sentence("search.filter.days", {"days": days})
    return Sentence("search.filter.days_hours", {"days": days, **hours})


def term_sentence(facet: str, term: str) -> Sentence:
    """Say a term in the middle of a sentence."""
    return Sentence(f"inline.{facet}.{term}")


def _radius_sentence(query: SearchQuery) -> Sentence:
    return Sentence("search.filter.radius", {"distance": Distance(query.radius_m or 0.0, query.unit)})


def _radius(snapshot: Snapshot, query: SearchQuery) -> Outcome:
    wanted = is_home_welcome(query.include.get("attendance", frozenset()))
    return Reach.measure(snapshot, query).outcome(snapshot, from_home=wanted)


def _text(snapshot: Snapshot, text: str) -> Outcome:
    passes, _ = snapshot.text.find(snapshot.text.read(text), snapshot.answers)
    return Outcome(passes, np.zeros(len(snapshot), dtype=np.bool_))


def _included(facet: str, terms: frozenset[str]) -> Filter:
    labels = Listed(tuple(Sentence(f"vocabulary.{facet}.{term}") for term in sorted(terms)), word="")
    sentence = Sentence("search.filter.facet", {"terms": labels})
    if facet in ALL_OF_FACETS:
        return Filter(facet, sentence, lambda snapshot: _all_of(snapshot, facet, terms))
    return Filter(facet, sentence, lambda snapshot: _any_of(snapshot, facet, terms))


def _excluded(facet: str, terms: frozenset[str]) -> Filter:
    labels = Listed(tuple(term_sentence(facet, term) for term in sorted(terms)), word="")
    sentence = Sentence("search.filter.not_facet", {"terms": labels})

    def test(snapshot: Snapshot) -> Outcome:
        columns = snapshot.answers[facet]
        nothing = np.zeros(len(snapshot), dtype=np.bool_)
        return Outcome(~columns.any_of(columns.holds, terms), nothing)

    return Filter(f"not_{facet}", sentence, test)


def _any_of(snapshot: Snapshot, facet: str, terms: frozenset[str]) -> Outcome:
    columns = snapshot.answers[facet]
    passes = columns.any_of(columns.holds, terms)
    fails = np.ones(len(snapshot), dtype=np.bool_)
    for term in terms:
        fails &= _is_no(snapshot, facet, term)
    return Outcome(passes, ~passes & ~fails)


def _is_no(snapshot: Snapshot, facet: str, term: str) -> Mask:
    """Say where a term that does not hold is known not to."""
    columns = snapshot.answers[facet]
    if facet in CLOSED_FACETS:
        return columns.any_of(columns.denied, (term,)) | columns.is_stated()
    denied = columns.any_of(columns.denied, (term,))
    if facet == "population":
        return denied | columns.any_of(columns.only, LEFT_OUT_BY.get(term, ()))
    return denied | columns.any_of(columns.holds, CONTRARY.get((facet, term), ()))


def _all_of(snapshot: Snapshot, facet: str, terms: frozenset[str]) -> Outcome:
    columns = snapshot.answers[facet]
    passes = columns.all_of(columns.holds, terms)
    return Outcome(passes, ~passes & ~columns.any_of(columns.denied, terms))


def _age(snapshot: Snapshot, age: int) -> Outcome:
    low, high = snapshot.minimum_ages, snapshot.maximum_ages
    unknown = np.isnan(low) & np.isnan(high)
    inside = ~(low > age) & ~(high < age)
    return Outcome(inside & ~unknown, unknown)


def _when(snapshot: Snapshot, when: When) -> Outcome:
    return Outcome(*snapshot.times.fits(when))
