"""
The rules of the search once more, listing by listing in plain Python, to check the columns against.

Written from the documented rules and sharing no code with the search but the folding of words.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from math import asin, cos, radians, sin, sqrt
from zoneinfo import ZoneInfo

from resourcemap.model.fact import FACETS
from resourcemap.model.listing import Listing
from resourcemap.model.schedule import fits, is_open_at, next_occurrence, occurrences
from resourcemap.model.vocabulary import vocabulary
from resourcemap.search.query import SearchQuery, When
from resourcemap.search.text import fold

REMOTE = {"online-live", "phone", "text-chat", "at-home"}
PASS, UNKNOWN, FAIL = "pass", "unknown", "fail"


def metres(a, b) -> float:
    """Haversine on the mean radius."""
    lat1, lon1, lat2, lon2 = map(radians, (a.latitude, a.longitude, b.latitude, b.longitude))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * 6_371_008.8 * asin(sqrt(min(1.0, half)))


def facts_of(listing: Listing, facet: str) -> dict[str, tuple[str, str | None]]:
    found = {term: (str(f.answer), f.detail) for term, f in listing.facts.get(facet, {}).items()}
    if facet == "language":
        for language in listing.languages:
            found.setdefault(language.code, ("yes", None))
    return found


def held(listing: Listing, facet: str) -> set[str]:
    return {term for term, (value, _) in facts_of(listing, facet).items() if value in ("yes", "limited")}


def is_remote_only(listing: Listing) -> bool:
    ways = held(listing, "attendance")
    return bool(ways) and ways <= REMOTE


def facet_outcome(listing: Listing, facet: str, terms: frozenset[str]) -> str:
    facts = facts_of(listing, facet)
    holds = held(listing, facet)
    if facet == "accessibility":
        if terms <= holds:
            return PASS
        return FAIL if any(facts.get(t, ("",))[0] == "no" for t in terms) else UNKNOWN
    if terms & holds:
        return PASS
    return FAIL if all(is_no(facet, term, facts, holds) for term in terms) else UNKNOWN


def is_no(facet: str, term: str, facts: dict[str, tuple[str, str | None]], holds: set[str]) -> bool:
    if facts.get(term, ("",))[0] == "no":
        return True
    if facet in ("category", "dimension", "attendance", "language"):
        return bool(holds)
    if facet == "cost":
        return (term == "free" and "fee" in holds) or (term == "fee" and "free" in holds)
    if facet == "entry":
        return (term == "open" and "closed" in holds) or (term == "closed" and "open" in holds)
    if facet == "population":
        only = {other for other in holds if facts[other][1] == "only"}
        young = {"teens", "young-adults"}
        return (
            (term == "men" and bool(only & {"women", "lesbian"}))
            or (term in ("women", "lesbian") and "men" in only)
            or (term == "seniors" and bool(only & young))
            or (term in young and "seniors" in only)
        )
    return False


def near(listing: Listing, query: SearchQuery) -> bool | None:
    """Within the radius; None where there is no place to measure to."""
    point = query.origin.point
    if listing.point is not None:
        return metres(point, listing.point) <= query.radius_m
    if listing.area is not None and listing.area.point is not None:
        return metres(point, listing.area.point) - listing.area.radius_m <= query.radius_m
    return None


def radius_outcome(listing: Listing, query: SearchQuery) -> str:
    asked = query.include.get("attendance", frozenset())
    home_is_welcome = not asked or bool(asked & REMOTE)
    if is_remote_only(listing) or near(listing, query) in (True, None):
        return PASS
    return PASS if home_is_welcome and held(listing, "attendance") & REMOTE else FAIL


def age_outcome(listing: Listing, age: int) -> str:
    low, high = listing.minimum_age, listing.maximum_age
    if low is None and high is None:
        return UNKNOWN
    return PASS if (low is None or low <= age) and (high is None or age <= high) else FAIL


def three(answer: bool | None) -> str:
    return UNKNOWN if answer is None else PASS if answer else FAIL


def words_of(listing: Listing) -> set[str]:
    texts = [listing.name, listing.organization, listing.description, listing.location_name]
    if listing.address is not None:
        texts += [listing.address.city, listing.address.region, listing.address.postal_code]
    if listing.area is not None:
        texts.append(listing.area.label)
    for code in held(listing, "category"):
        term = vocabulary().term("category", code)
        texts += [*term.labels.values(), *term.synonyms] if term else [code]
    return {word for text in texts if text for word in fold(text)}


@cache
def phrase_table() -> dict[tuple[str, ...], set[tuple[str, str]]]:
    table: dict[tuple[str, ...], set[tuple[str, str]]] = {}
    for phrase, terms in vocabulary().synonyms().items():
        table.setdefault(fold(phrase), set()).update((term.facet, term.code) for term in terms)
    return table


def text_outcome(listing: Listing, text: str, everything: Iterable[Listing]) -> str:
    """Only for words without typing errors."""
    table = phrase_table()
    used = {word for each in everything for word in words_of(each)}
    own = words_of(listing)
    words = fold(text)
    place = 0
    while place < len(words):
        size = next((n for n in range(len(words) - place, 1, -1) if words[place : place + n] in table), 1)
        phrase = words[place : place + size]
        place += size
        terms = table.get(phrase, set())
        literally = all(word in own for word in phrase)
        if place == len(words) and size == 1:
            shortest = 4 if terms or phrase[0] in used else 2
            if len(phrase[0]) >= shortest:
                literally = any(word.startswith(phrase[0]) for word in own)
        if not literally and not any(term in held(listing, facet) for facet, term in terms):
            return FAIL
    return PASS


def when_answer(listing: Listing, when: When, zone) -> bool | None:
    """By weekdays alone, or with dates by looking at those dates minute by quarter."""
    if when.dates is None:
        return fits(listing.schedules, when.days, when.start, when.end)
    days = sorted(day for day in when.dates if day.weekday() in when.days)
    may_be, lasts = False, False
    for schedule in listing.schedules:
        own = ZoneInfo(schedule.tzid) if schedule.tzid else zone
        lasts = lasts or schedule.valid_to is None or not days or schedule.valid_to >= days[-1]
        for day in days:
            is_first = when.first_start is not None and day == min(when.dates)
            start = datetime.combine(day, when.first_start if is_first else when.start, own)
            end = datetime.combine(day, when.end, own)
            end = end if end > start else end + timedelta(1)
            if any(occurrences(schedule, start, end, zone=zone)):
                return True
            moments = [
                start + timedelta(minutes=n) for n in range(0, (end - start) // timedelta(minutes=1), 15)
            ]
            for moment in moments:
                is_past = schedule.valid_to is not None and moment.date() > schedule.valid_to
                is_known_day = schedule.opens_at is not None or moment.date() == day
                if is_known_day and not is_past and is_open_at((schedule,), moment, zone=zone) is None:
                    may_be = True
    return None if may_be or not lasts else False


def outcomes(listing: Listing, query: SearchQuery, everything: Iterable[Listing], zone) -> dict[str, str]:
    found: dict[str, str] = {}
    if query.origin is not None and query.radius_m is not None:
        found["radius"] = radius_outcome(listing, query)
    if query.text:
        found["text"] = text_outcome(listing, query.text, everything)
    for facet in FACETS:
        if query.include.get(facet):
            found[facet] = facet_outcome(listing, facet, query.include[facet])
        if query.exclude.get(facet):
            found[f"not_{facet}"] = FAIL if query.exclude[facet] & held(listing, facet) else PASS
    if query.age is not None:
        found["age"] = age_outcome(listing, query.age)
    if query.when is not None:
        found["when"] = three(when_answer(listing, query.when, zone))
    if query.open_at is not None:
        found["open_at"] = three(is_open_at(listing.schedules, query.open_at, zone=zone))
    return found


def lets_through(query: SearchQuery, name: str, outcome: str) -> bool:
    return outcome == PASS or (outcome == UNKNOWN and (name == "age" or name in query.allow_unknown))


def is_shown(listing: Listing, today: date) -> bool:
    return listing.assured_date is None or (today - listing.assured_date).days <= 548


def is_from_home(listing: Listing, query: SearchQuery) -> bool:
    asked = query.include.get("attendance", frozenset())
    if is_remote_only(listing):
        return True
    if not held(listing, "attendance") & REMOTE:
        return False
    if asked and asked <= REMOTE:
        return True
    if query.origin is None or query.radius_m is None:
        return False
    # Where it is nobody says: it can be joined from home by who did not ask to come in person.
    is_near = near(listing, query)
    return is_near is False or (is_near is None and (not asked or bool(asked & REMOTE)))


def is_unplaced(listing: Listing, query: SearchQuery) -> bool:
    if query.origin is None or query.radius_m is None or is_from_home(listing, query):
        return False
    return near(listing, query) is None


@dataclass
class Answer:
    in_person: set[str]
    unplaced: set[str]
    remote: set[str]
    outcomes: dict[str, dict[str, str]]

    @property
    def ids(self) -> set[str]:
        return self.in_person | self.unplaced | self.remote


def search(listings: list[Listing], query: SearchQuery, now: datetime, zone) -> Answer:
    """Find by asking every filter of every listing."""
    answer = Answer(set(), set(), set(), {})
    today = now.astimezone(zone).date()
    for listing in listings:
        if not is_shown(listing, today):
            continue
        found = outcomes(listing, query, listings, zone)
        answer.outcomes[listing.id] = found
        if all(lets_through(query, name, outcome) for name, outcome in found.items()):
            strip = (
                answer.remote
                if is_from_home(listing, query)
                else answer.unplaced
                if is_unplaced(listing, query)
                else answer.in_person
            )
            strip.add(listing.id)
    return answer


def without(query: SearchQuery, name: str) -> SearchQuery:
    if name == "radius":
        return replace(query, radius_m=None)
    if name == "text":
        return replace(query, text="")
    if name in ("age", "when", "open_at"):
        return replace(query, **{name: None})
    side = "exclude" if name.startswith("not_") else "include"
    kept = {f: t for f, t in getattr(query, side).items() if f != name.removeprefix("not_")}
    return replace(query, **{side: kept})


def names(query: SearchQuery) -> list[str]:
    listed = [facet for facet in FACETS if query.include.get(facet)]
    listed += [f"not_{facet}" for facet in FACETS if query.exclude.get(facet)]
    listed += [name for name in ("age", "when", "open_at") if getattr(query, name) is not None]
    if query.text:
        listed.append("text")
    if query.origin is not None and query.radius_m is not None:
        listed.append("radius")
    return listed


def left_out(listings: list[Listing], query: SearchQuery, now: datetime, zone) -> dict[str, int]:
    total = len(search(listings, query, now, zone).ids)
    return {n: len(search(listings, without(query, n), now, zone).ids) - total for n in names(query)}


def unknown_out(listings: list[Listing], query: SearchQuery, now: datetime, zone) -> dict[str, int]:
    total = len(search(listings, query, now, zone).ids)
    more = {}
    for name in names(query):
        allowed = replace(query, allow_unknown=query.allow_unknown | {name})
        if count := len(search(listings, allowed, now, zone).ids) - total:
            more[name] = count
    return more


def facet_count(listings, query: SearchQuery, facet: str, term: str, now: datetime, zone) -> int:
    """The total of the search with this term as the facet's only choice."""
    aside = without(without(query, facet), f"not_{facet}")
    chosen = replace(
        aside,
        include={**aside.include, facet: frozenset({term})},
        allow_unknown=aside.allow_unknown - {facet},
    )
    return len(search(listings, chosen, now, zone).ids)


def sort_key(listing: Listing, query: SearchQuery, now: datetime, zone) -> tuple[int, float]:
    """Tier and minus the score, for a query without text."""
    tier = 0
    checked = 0.4
    if listing.assured_date is not None:
        age = (now.astimezone(zone).date() - listing.assured_date).days
        checked = 1.0 if age <= 180 else 0.6 if age <= 365 else 0.2
        tier = 1 if age > 365 else 0
    if listing.is_full or listing.status == "temporarily closed":
        tier = 2
    nearness = 0.0
    if query.origin is not None:
        place = None if is_remote_only(listing) else listing.point
        if place is None and listing.point is None and listing.area is not None:
            place = listing.area.point
        if place is not None:
            half = (query.radius_m if query.radius_m is not None else 10_000) / 2
            half = max(1.0, half) + query.origin.uncertainty_m
            nearness = half / (half + metres(query.origin.point, place))
    fit = 0.0
    asked = {facet: terms for facet, terms in query.include.items() if terms}
    for facet, terms in asked.items():
        values = [quality(facts_of(listing, facet).get(term)) for term in terms]
        fit += (sum(values) / len(values) if facet == "accessibility" else max(values)) / len(asked)
    start = next_start(listing, query, now, zone)
    soon = 0.0
    if start is not None:
        after = max(now, query.open_at) if query.open_at else now
        soon = max(0.0, 1 - max(0.0, start.timestamp() - after.timestamp()) / 60 / (7 * 1440))
    return tier, -(0.4 * nearness + 0.3 * fit + 0.2 * soon + 0.1 * checked)


def next_start(listing: Listing, query: SearchQuery, now: datetime, zone) -> datetime | None:
    """For a query without days and hours."""
    after = max(now, query.open_at) if query.open_at else now
    found = next_occurrence(listing.schedules, after, zone=zone)
    return found and found.start


def quality(fact: tuple[str, str | None] | None) -> float:
    if fact is None or fact[0] == "no":
        return 0.0
    if fact[0] == "limited" or fact[1] == "interpreter":
        return 0.5
    return 1.0 if fact[1] in ("only", "focus", "native-led") else 0.8
