"""Invented listings and questions, small enough to meet each other often."""

import random
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from resourcemap.geo.point import GeoPoint
from resourcemap.model.fact import Answer, Fact
from resourcemap.model.hsds import Address, Language, Schedule
from resourcemap.model.listing import Area, Listing
from resourcemap.search.query import Origin, SearchQuery, When

ZONE = ZoneInfo("America/New_York")
NOW = datetime(2026, 5, 12, 17, 30, tzinfo=ZONE)

TERMS = {
    "dimension": ("health", "community"),
    "category": ("12-step", "job-placement", "temporary-shelter"),
    "population": ("women", "men", "lesbian", "seniors", "young-adults", "veterans"),
    "shared_experience": ("grief",),
    "led_by": ("peers", "women"),
    "affirming": ("staff-trained",),
    "language": ("en", "es", "ar"),
    "accessibility": ("step-free", "asl", "lift"),
    "attendance": ("in-person", "online-live", "phone", "home-visit"),
    "entry": ("open", "closed", "drop-in"),
    "cost": ("free", "fee", "donation"),
    "barriers_removed": ("no-photo-id",),
    "place_for": ("belonging",),
}
TELLING = ("attendance", "population", "accessibility")
DETAILS = {
    "population": (None, "focus", "only"),
    "language": (None, "native-led", "interpreter"),
}
POINTS = (
    GeoPoint(39.29, -76.61),
    GeoPoint(39.30, -76.62),
    GeoPoint(39.45, -76.60),
    GeoPoint(-17.0, 179.99),
    GeoPoint(-17.0, -179.99),
    GeoPoint(89.99, 10.0),
    GeoPoint(89.99, -170.0),
    GeoPoint(-90.0, 0.0),
)
SCHEDULES = (
    Schedule(freq="WEEKLY", byday="TU", opens_at="19:00", closes_at="20:30", tzid="America/New_York"),
    Schedule(freq="WEEKLY", byday="MO,TU,WE,TH,FR", opens_at="09:00", closes_at="17:30"),
    Schedule(freq="WEEKLY", byday="TU,SU", opens_at="22:00", closes_at="02:00"),
    Schedule(freq="WEEKLY", interval=2, byday="TU", dtstart=date(2026, 5, 5), opens_at="17:00"),
    Schedule(freq="WEEKLY", interval=2, byday="TU", opens_at="17:00", closes_at="18:00"),
    Schedule(freq="MONTHLY", byday="2TU", opens_at="17:15", closes_at="18:00"),
    Schedule(freq="DAILY", opens_at="00:00", closes_at="23:59"),
    Schedule(freq="WEEKLY", byday="TU", opens_at="17:00", closes_at="18:00", exdates=(date(2026, 5, 12),)),
    Schedule(freq="WEEKLY", byday="SA", opens_at="17:00", closes_at="18:00", rdates=(date(2026, 5, 12),)),
    Schedule(freq="WEEKLY", byday="TU", opens_at="08:00", closes_at="20:00", valid_to=date(2026, 3, 1)),
    Schedule(freq="WEEKLY", byday="WE", opens_at="06:00", closes_at="09:00", tzid="Asia/Tokyo"),
    Schedule(freq="WEEKLY", byday="TU"),
    Schedule(dtstart=date(2026, 5, 16), opens_at="10:00", closes_at="14:00"),
    Schedule(freq="YEARLY"),
)
DATES = (
    frozenset({date(2026, 5, 12)}),
    frozenset({date(2026, 5, 16), date(2026, 5, 17)}),
    frozenset({date(2026, 2, 24), date(2026, 5, 19), date(2026, 5, 20), date(2026, 5, 21)}),
)
AREAS = (
    Area("Baltimore, MD", GeoPoint(39.29, -76.61), 15_000),
    Area("Fiji", GeoPoint(-17.2, 180.0), 5_000),
    Area("Somewhere"),
)


TEXTS = ("tea", "women", "harbor circle", "support group", "job", "AA", "free kitchen", "tal")


def _facts(dice: random.Random) -> dict[str, dict[str, Fact]]:
    found: dict[str, dict[str, Fact]] = {}
    for facet in sorted({*dice.sample(sorted(TERMS), dice.choice((0, 4, 8, 12))), dice.choice(TELLING)}):
        terms = TERMS[facet]
        for term in dice.sample(terms, dice.randint(1, min(3, len(terms)))):
            answer = dice.choice((Answer.YES, Answer.YES, Answer.LIMITED, Answer.NO))
            found.setdefault(facet, {})[term] = Fact(answer, dice.choice(DETAILS.get(facet, (None,))))
    return found


def listing(number: int) -> Listing:
    """Invent one listing; the same number gives the same one."""
    dice = random.Random(number)
    point = dice.choice((None, *POINTS))
    checked = dice.choice((None, 3, 180, 181, 365, 366, 548, 549))
    return Listing(
        id=f"listing-{number:03d}",
        service_id="s",
        name=dice.choice(("Tuesday circle", "Harbor kitchen", "Jobs & tea", "Café Río")),
        organization=dice.choice((None, "Harbor Peer Center", "St. Mary's")),
        description=dice.choice((None, "Tea and talk, women welcome", "Walk by the harbour")),
        point=point,
        area=None if point else dice.choice((None, *AREAS)),
        address=dice.choice((None, Address(city="Baltimore"), Address(city="Suva"))),
        facts=_facts(dice),
        schedules=tuple(dice.choices(SCHEDULES, k=dice.randint(0, 2))),
        languages=dice.choice(((), (Language(code="es"),), (Language(code="fr"),))),
        minimum_age=dice.choice((None, None, 13.0, 18.0, 60.0)),
        maximum_age=dice.choice((None, None, 17.0, 25.0)),
        assured_date=None if checked is None else NOW.date() - timedelta(checked),
        status=dice.choice((None, "active", "active", "temporarily closed")),
        is_full=dice.choice((None, False, False, True)),
    )


# Drawn from a fixed lot: to invent each anew for each example takes longer than to search them.
LOT = tuple(listing(number) for number in range(400))


def listings(*, least: int = 0, most: int = 20) -> st.SearchStrategy[list[Listing]]:
    return st.lists(st.sampled_from(LOT), min_size=least, max_size=most, unique_by=lambda each: each.id)


def _choices(dice: random.Random, facets: int) -> dict[str, frozenset[str]]:
    found = {}
    # Where the rules have most to say is asked for most.
    for facet in dice.choices((*TERMS, *TELLING * 3), k=facets):
        terms = (*TERMS[facet], *TERMS[facet], "unheard-of")
        found[facet] = frozenset(dice.choices(terms, k=dice.randint(1, 2)))
    return found


def query(number: int, *, filters: int | None = None) -> SearchQuery:
    """Invent one question of a few filters; the same number gives the same one."""
    dice = random.Random(number)
    kinds = ("radius", "text", "include", "include", "exclude", "age", "when", "open_at")
    asked = dice.sample(kinds, dice.choice((0, 1, 1, 2, 2, 3)) if filters is None else filters)
    origin = Origin(dice.choice(POINTS), "here", dice.choice((0.0, 4_000.0)))
    when = When(
        frozenset(dice.sample(range(7), dice.randint(0, 4))),
        dice.choice((time(0), time(17), time(22))),
        dice.choice((time(0), time(18, 15), time(3))),
        dice.choice((None, *DATES)),
    )
    if when.end == time(0) and number % 2:
        when = replace(when, first_start=time(22, 45))
    include = _choices(dice, asked.count("include"))
    names = [*include, "when", "open_at"]
    return SearchQuery(
        origin=origin if "radius" in asked else dice.choice((None, origin)),
        radius_m=dice.choice((0.0, 1_500.0, 5_000.0, 30_000.0)) if "radius" in asked else None,
        text=dice.choice(TEXTS) if "text" in asked else "",
        include=include,
        exclude=_choices(dice, asked.count("exclude")),
        allow_unknown=frozenset(dice.sample(names, dice.choice((0, 0, 1, 2)))),
        age=dice.choice((15, 18, 40, 70)) if "age" in asked else None,
        when=when if "when" in asked else None,
        open_at=dice.choice((NOW, NOW + timedelta(hours=6), NOW + timedelta(days=5)))
        if "open_at" in asked
        else None,
        limit=dice.choice((50, 50, 2, 1)),
    )


def queries(*, filters: int | None = None) -> st.SearchStrategy[SearchQuery]:
    return st.integers(0, 1_000_000).map(lambda number: query(number, filters=filters))
