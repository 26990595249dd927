"""
What to change when nothing is found, with what each change would give.

What keeps the wish as it is comes first: going further, another time, letting through what is not
known. Then giving up one of the wishes; last, what was looked for itself.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import combinations

import numpy as np

from resourcemap.geo.units import METRES_PER_UNIT
from resourcemap.model.words import Distance, Sentence, Value
from resourcemap.search.evaluation import Evaluation
from resourcemap.search.filters import Filter
from resourcemap.search.query import SearchQuery
from resourcemap.search.result import Relaxation

RADIUS_STEPS = (1, 2, 3, 5, 10, 15, 20, 30, 50, 100)
_KEEPS_THE_WISH = frozenset({"radius", "when", "open_at"})
_IS_THE_WISH = frozenset({"text", "category", "dimension"})
_MOST = 5

Terms = Mapping[str, frozenset[str]]


def relaxations(evaluation: Evaluation, *, in_person: bool) -> tuple[Relaxation, ...]:
    """
    List changes that find something, best first, at most five.

    Empty only when there is nothing at all to find. `in_person` counts only what needs travel.
    """
    found = [*_unknown_let_in(evaluation, in_person)]
    for each in evaluation.filters:
        if each.name == "radius":
            found += _further(evaluation, each, in_person)
        else:
            query = without_filters(evaluation.query, (each.name,))
            count = _count(evaluation.changed(query), in_person)
            sentence = Sentence("search.relax.drop", {"filter": each.sentence, "count": count})
            found.append(Relaxation(each.name, sentence, count, query))
    helpful = _best(found)
    if not helpful:
        helpful = _best(_pairs(evaluation, in_person))
    return helpful or _everything(evaluation, in_person)


def without_filters(query: SearchQuery, names: Iterable[str]) -> SearchQuery:
    """Give the query with the named filters not set."""
    for name in names:
        if name == "radius":
            query = replace(query, radius_m=None)
        elif name == "text":
            query = replace(query, text="")
        elif name == "age":
            query = replace(query, age=None)
        elif name == "when":
            query = replace(query, when=None)
        elif name == "open_at":
            query = replace(query, open_at=None)
        elif name.startswith("not_"):
            query = replace(query, exclude=_dropped(query.exclude, name.removeprefix("not_")))
        else:
            query = replace(query, include=_dropped(query.include, name))
    return query


def _best(found: Iterable[Relaxation]) -> tuple[Relaxation, ...]:
    helpful: list[Relaxation] = []
    for each in found:
        # Giving a filter up helps only if it finds more than letting through what is not known.
        is_as_good = any(other.filter == each.filter and other.count >= each.count for other in helpful)
        if each.count > 0 and not is_as_good:
            helpful.append(each)
    return tuple(sorted(helpful, key=lambda each: (_group(each.filter), -each.count, each.filter))[:_MOST])


def _group(name: str) -> int:
    names = set(name.split("+"))
    return 0 if names <= _KEEPS_THE_WISH else 2 if names & _IS_THE_WISH else 1


def _unknown_let_in(evaluation: Evaluation, in_person: bool) -> Iterable[Relaxation]:
    for name in evaluation.unknown_out():
        query = replace(evaluation.query, allow_unknown=evaluation.query.allow_unknown | {name})
        count = _count(evaluation.changed(query), in_person)
        asked = next(each for each in evaluation.filters if each.name == name)
        sentence = Sentence("search.relax.unknown", {"filter": asked.sentence, "count": count})
        yield Relaxation(name, sentence, count, query)


def _further(evaluation: Evaluation, radius: Filter, in_person: bool) -> Iterable[Relaxation]:
    query = evaluation.query
    metres = METRES_PER_UNIT[query.unit]
    for step in RADIUS_STEPS:
        if query.radius_m is not None and step * metres > query.radius_m:
            wider = replace(query, radius_m=step * metres)
            if count := _count(evaluation.changed(wider), in_person):
                values: dict[str, Value] = {
                    "distance": Distance(step * metres, query.unit),
                    "count": count,
                }
                return [Relaxation("radius", Sentence("search.relax.radius", values), count, wider)]
    anywhere = replace(query, radius_m=None)
    relaxed = evaluation.changed(anywhere)
    count = _count(relaxed, in_person)
    nearest = _nearest_m(relaxed)
    if nearest is None:
        sentence = Sentence("search.relax.anywhere", {"count": count})
    else:
        distance = Distance(nearest, query.unit)
        sentence = Sentence("search.relax.nearest", {"count": count, "distance": distance})
    return [Relaxation("radius", sentence, count, anywhere)]


def _nearest_m(evaluation: Evaluation) -> float | None:
    distances = evaluation.reach.distances_m[evaluation.in_person]
    distances = distances[~np.isnan(distances)]
    return float(distances.min()) if len(distances) else None


def _pairs(evaluation: Evaluation, in_person: bool) -> Iterable[Relaxation]:
    for first, second in combinations(evaluation.filters, 2):
        query = without_filters(evaluation.query, (first.name, second.name))
        count = _count(evaluation.changed(query), in_person)
        values: dict[str, Value] = {"first": first.sentence, "second": second.sentence, "count": count}
        yield Relaxation(
            f"{first.name}+{second.name}", Sentence("search.relax.drop_two", values), count, query
        )


def _everything(evaluation: Evaluation, in_person: bool) -> tuple[Relaxation, ...]:
    query = without_filters(evaluation.query, [each.name for each in evaluation.filters])
    relaxed = evaluation.changed(query)
    if count := _count(relaxed, in_person):
        return (
            Relaxation("everything", Sentence("search.relax.everything", {"count": count}), count, query),
        )
    if in_person and not evaluation.kept.any() and (count := _count(relaxed, in_person=False)):
        sentence = Sentence("search.relax.from_home", {"count": count})
        return (Relaxation("everything", sentence, count, query),)
    return ()


def _count(evaluation: Evaluation, in_person: bool) -> int:
    return int((evaluation.in_person if in_person else evaluation.kept).sum())


def _dropped(terms: Terms, facet: str) -> Terms:
    return {name: chosen for name, chosen in terms.items() if name != facet}
