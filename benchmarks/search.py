"""
How fast the search is, as ratios to the same search written the usual ways.

    python benchmarks/search.py [--listings 500 50000] [--repeats 15]

Three engines answer the same seeded questions over the same invented listings, in turns: a loop
over the listings, GeoDataFrame masks, and `search.find`. Prints the middle time and the 95th
percentile, how many times longer the others take, and how often totals or counts differ from the
loop's. Ours never may; a projection does near the edge of a circle. Ours also ranks, says why, counts
what each filter keeps out and finds the next times, which is most of its time when listings are few.
"""

import argparse
import random
import statistics
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from datetime import time as clock
from math import asin, cos, radians, sin, sqrt
from zoneinfo import ZoneInfo

import geopandas
import numpy as np
import pandas as pd

from resourcemap.geo.point import GeoPoint
from resourcemap.model.fact import ALL_OF_FACETS, FACETS, Answer, Fact
from resourcemap.model.hsds import Schedule
from resourcemap.model.listing import Listing
from resourcemap.model.vocabulary import vocabulary
from resourcemap.search.find import find
from resourcemap.search.query import Origin, SearchQuery, When
from resourcemap.search.snapshot import Snapshot

ZONE = ZoneInfo("America/New_York")
NOW = datetime(2026, 5, 12, 17, 30, tzinfo=ZONE)
CENTRE = GeoPoint(39.29, -76.61)
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
CLOSED = frozenset({"category", "dimension", "attendance", "language"})

Counts = tuple[int, dict[str, dict[str, int]]]


def invent(count: int) -> list[Listing]:
    """Invent listings around a city, about fifteen statements each."""
    dice = random.Random(20260512)
    terms = {facet: [term.code for term in vocabulary().terms(facet)] for facet in FACETS}
    words = ("Harbor", "Tuesday", "Open", "Garden", "Circle", "Kitchen", "Work", "Night", "Peer", "Home")
    listings = []
    for number in range(count):
        facts: dict[str, dict[str, Fact]] = {}
        for facet in FACETS:
            for term in dice.sample(terms[facet], min(len(terms[facet]), dice.choice((0, 1, 1, 2)))):
                answer = dice.choice((Answer.YES, Answer.YES, Answer.YES, Answer.LIMITED, Answer.NO))
                facts.setdefault(facet, {})[term] = Fact(answer)
        facts["attendance"] = {"in-person": Fact(Answer.YES)}
        opens = dice.randrange(7, 21)
        listings.append(
            Listing(
                id=f"{number:06d}",
                service_id="s",
                name=" ".join(dice.sample(words, 3)),
                organization=f"{dice.choice(words)} House",
                description=" ".join(dice.choices(words, k=12)),
                point=GeoPoint(CENTRE.latitude + dice.gauss(0, 0.25), CENTRE.longitude + dice.gauss(0, 0.25)),
                facts=facts,
                schedules=(
                    Schedule(
                        freq="WEEKLY",
                        interval=dice.choice((None, None, None, 2)),
                        dtstart=(NOW - timedelta(dice.randrange(60))).date(),
                        byday=",".join(dice.sample(DAYS, dice.choice((1, 1, 5)))),
                        opens_at=f"{opens:02d}:00",
                        closes_at=f"{opens + 1:02d}:30",
                    ),
                ),
                minimum_age=dice.choice((None, 18.0)),
                assured_date=(NOW - timedelta(dice.randrange(500))).date(),
            )
        )
    return listings


def questions(count: int) -> list[SearchQuery]:
    """Ask for a radius, two facets, an age and an evening, in changing mixtures."""
    dice = random.Random(7)
    asked = []
    for number in range(count):
        include = {
            facet: frozenset(dice.sample([term.code for term in vocabulary().terms(facet)], 3))
            for facet in dice.sample(
                [facet for facet in FACETS if facet not in ("attendance", "cost", "entry", "population")], 2
            )
        }
        origin = GeoPoint(CENTRE.latitude + dice.gauss(0, 0.1), CENTRE.longitude + dice.gauss(0, 0.1))
        asked.append(
            SearchQuery(
                origin=Origin(origin, "here"),
                radius_m=(2_000.0, 10_000.0, 50_000.0)[number % 3],
                include=include if number % 2 else {},
                age=30 if number % 4 else None,
                when=When(frozenset({1, 3}), clock(17), clock(22)) if number % 5 == 0 else None,
            )
        )
    return asked


class Loop:
    """Plain Python, one listing after another."""

    name = "python loop"

    def __init__(self, listings: Sequence[Listing]) -> None:
        self.listings = listings

    def __call__(self, query: SearchQuery) -> Counts:
        total = 0
        counts: dict[str, dict[str, int]] = {facet: {} for facet in FACETS}
        for listing in self.listings:
            if not self._base(listing, query):
                continue
            failed = [
                facet for facet, terms in query.include.items() if not self._holds(listing, facet, terms)
            ]
            if not failed:
                total += 1
            for facet in FACETS:
                if not failed or failed == [facet]:
                    for term, fact in listing.facts.get(facet, {}).items():
                        if fact.answer in (Answer.YES, Answer.LIMITED):
                            counts[facet][term] = counts[facet].get(term, 0) + 1
        return total, counts

    def _base(self, listing: Listing, query: SearchQuery) -> bool:
        if query.age is not None and listing.minimum_age is not None and query.age < listing.minimum_age:
            return False
        if query.when is not None and not weekly_overlap(listing, query.when):
            return False
        if query.origin is None or listing.point is None or query.radius_m is None:
            return False
        return metres(query.origin.point, listing.point) <= query.radius_m

    def _holds(self, listing: Listing, facet: str, terms: frozenset[str]) -> bool:
        held = [listing.answer(facet, term) in (Answer.YES, Answer.LIMITED) for term in terms]
        return all(held) if facet in ALL_OF_FACETS else any(held)


class Frame:
    """A GeoDataFrame with a column for each term, filtered by masks, distances in a projection."""

    name = "geopandas masks"

    def __init__(self, listings: Sequence[Listing]) -> None:
        columns = {
            (facet, term.code): [
                listing.answer(facet, term.code) in (Answer.YES, Answer.LIMITED) for listing in listings
            ]
            for facet in FACETS
            for term in vocabulary().terms(facet)
        }
        frame = pd.DataFrame({f"{facet}:{term}": values for (facet, term), values in columns.items()})
        frame["minimum_age"] = [listing.minimum_age for listing in listings]
        frame["schedules"] = [listing.schedules for listing in listings]
        frame["listing"] = list(listings)
        points = geopandas.points_from_xy(
            [listing.point.longitude if listing.point else np.nan for listing in listings],
            [listing.point.latitude if listing.point else np.nan for listing in listings],
        )
        self.frame = geopandas.GeoDataFrame(frame, geometry=points, crs=4326).to_crs(32618)

    def __call__(self, query: SearchQuery) -> Counts:
        frame = self.frame
        assert query.origin is not None
        point = query.origin.point
        here = geopandas.GeoSeries.from_xy([point.longitude], [point.latitude], crs=4326).to_crs(32618)
        base = frame.distance(here.iloc[0]) <= query.radius_m
        if query.age is not None:
            base &= ~(frame["minimum_age"] > query.age)
        if query.when is not None:
            when = query.when
            base &= frame["listing"].apply(lambda listing: weekly_overlap(listing, when))
        masks = {}
        for facet, terms in query.include.items():
            held = frame[[f"{facet}:{term}" for term in terms]]
            masks[facet] = held.all(axis=1) if facet in ALL_OF_FACETS else held.any(axis=1)
        total = base.copy()
        for mask in masks.values():
            total &= mask
        counts: dict[str, dict[str, int]] = {}
        for facet in FACETS:
            aside = base.copy()
            for other, mask in masks.items():
                if other != facet:
                    aside &= mask
            kept = frame[aside]
            counts[facet] = {
                term.code: int(kept[f"{facet}:{term.code}"].sum()) for term in vocabulary().terms(facet)
            }
        kept = frame[total].copy()
        kept["distance"] = kept.distance(here.iloc[0])
        kept.sort_values("distance").head(50)
        return int(total.sum()), counts


class Ours:
    """The product's search, with everything it answers."""

    name = "resourcemap"

    def __init__(self, listings: Sequence[Listing]) -> None:
        self.snapshot = Snapshot.build(listings, version=1, zone=ZONE)

    def __call__(self, query: SearchQuery) -> Counts:
        result = find(self.snapshot, query, now=NOW)
        return result.total, {facet: dict(counts) for facet, counts in result.facets.items()}


def metres(a: GeoPoint, b: GeoPoint) -> float:
    """Haversine."""
    lat1, lon1, lat2, lon2 = map(radians, (a.latitude, a.longitude, b.latitude, b.longitude))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * 6_371_008.8 * asin(sqrt(half))


def weekly_overlap(listing: Listing, when: When) -> bool:
    """Whether a time on one of the days overlaps the hours; all times here are within a day."""
    for schedule in listing.schedules:
        opens, closes = schedule.opens_at or "", schedule.closes_at or ""
        overlaps = opens < when.end.isoformat("minutes") and closes > when.start.isoformat("minutes")
        if overlaps and any(DAYS.index(day) in when.days for day in (schedule.byday or "").split(",")):
            return True
    return False


def without_zeros(counts: dict[str, dict[str, int]]) -> dict[str, dict[str, int]]:
    """Leave out what nothing holds: some engines list it and some do not."""
    return {facet: {term: n for term, n in terms.items() if n} for facet, terms in counts.items()}


def timed(engine: Callable[[SearchQuery], Counts], query: SearchQuery) -> tuple[float, Counts]:
    """Run one question; milliseconds and the answer."""
    start = time.perf_counter()
    answer = engine(query)
    return (time.perf_counter() - start) * 1000, answer


def measure(count: int, repeats: int) -> None:
    """Compare the engines over some listings and print a table."""
    listings = invent(count)
    start = time.perf_counter()
    ours = Ours(listings)
    built_ms = (time.perf_counter() - start) * 1000
    engines = (ours, Frame(listings), Loop(listings))
    times: dict[str, list[float]] = {engine.name: [] for engine in engines}
    mismatches = {engine.name: 0 for engine in engines}
    asked = questions(repeats)
    for engine in engines:
        engine(asked[0])
    for query in asked:
        answers = {}
        for engine in engines:
            took, answers[engine.name] = timed(engine, query)
            times[engine.name].append(took)
        total, facets = answers[Loop.name]
        for name, (other_total, other_facets) in answers.items():
            mismatches[name] += (total, without_zeros(facets)) != (other_total, without_zeros(other_facets))
    middle = {name: statistics.median(each) for name, each in times.items()}
    print(f"\n{count:,} listings, {repeats} questions, snapshot built in {built_ms:,.0f} ms")
    print(f"{'engine':<18}{'p50 ms':>10}{'p95 ms':>10}{'times ours':>12}{'differ from loop':>18}")
    for name, each in times.items():
        p95 = sorted(each)[min(len(each) - 1, int(len(each) * 0.95))]
        ratio = middle[name] / middle[Ours.name]
        print(f"{name:<18}{middle[name]:>10.2f}{p95:>10.2f}{ratio:>12.1f}{mismatches[name]:>18}")


def main() -> None:
    """Read the options and measure."""
    parser = argparse.ArgumentParser(description="Search speed as ratios.")
    parser.add_argument("--listings", type=int, nargs="+", default=[500, 50_000])
    parser.add_argument("--repeats", type=int, default=15)
    options = parser.parse_args()
    for count in options.listings:
        measure(count, options.repeats)


if __name__ == "__main__":
    main()
