"""The search form and its answer, twenty places a page."""

from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from resourcemap import actions
from resourcemap.geo.units import METRES_PER_UNIT
from resourcemap.handout.picture import Stop
from resourcemap.lite.drawing import Turn, Values, draw, draw_map
from resourcemap.lite.fields import Fields
from resourcemap.lite.visit import ZONES, Visit
from resourcemap.model.locale_words import Distance, distance
from resourcemap.model.marks import mark_of
from resourcemap.model.zone_words import zone_name
from resourcemap.search.result import SearchResult
from resourcemap.showing.ask import FIRST_SHOWN, OLDEST, RADII, WHAT, WHEN, loosened, with_unknown, without
from resourcemap.showing.at_home import outward
from resourcemap.showing.cards import results_data
from resourcemap.showing.panel import panel_data
from resourcemap.showing.summary import when_words

VISIBLE = ("near", "radius", "what", "when", "words", "age", "units", "zone", "home", "i", "x")
MAP_WIDTH, MAP_HEIGHT = 480.0, 300.0


def start_page(turn: Turn) -> str:
    """Write the first page: the form alone, so that it is there at once."""
    query = replace(turn.visit.asked.query(turn.moment), limit=0)
    result = actions.find(turn.directory, query, now=turn.moment)
    return draw(turn, "start.html", action="/lite", **_form(turn, result))


def press(turn: Turn, fields: Fields) -> Turn:
    """Do what the pressed button says to the search; a page without one stays as it is."""
    visit = turn.visit
    if fields.one("do") == "find":
        return replace(turn, visit=visit.on_page(1))
    if fields.one("to").isdecimal():
        return replace(turn, visit=visit.on_page(int(fields.one("to")[:4])))
    if name := fields.one("drop"):
        return replace(turn, visit=visit.with_asked(without(visit.asked, name)))
    if name := fields.one("allow"):
        return replace(turn, visit=visit.with_asked(with_unknown(visit.asked, name, True)))
    if category := fields.one("outward"):
        return replace(turn, visit=visit.with_asked(outward(visit.asked, category)))
    if index := fields.one("loosen"):
        return replace(turn, visit=_loosened(turn, index))
    return turn


def _loosened(turn: Turn, index: str) -> Visit:
    # The offers are worked out anew: they hold whole searches, and nothing of a visit is kept here.
    visit = turn.visit
    relax = actions.find(turn.directory, visit.asked.query(turn.moment), now=turn.moment).relax
    if not index.isdecimal() or int(index[:3]) >= len(relax):
        return visit
    return visit.with_asked(loosened(visit.asked, relax[int(index[:3])].query))


def results_page(turn: Turn) -> str:
    """Write what was found, or what stands in the way."""
    visit, screen, asked = turn.visit, turn.screen, turn.visit.asked
    result = actions.find(turn.directory, visit.asked.query(turn.moment), now=turn.moment)
    data = results_data(result, asked, screen)
    first = FIRST_SHOWN * (visit.page - 1)
    cards = data["cards"][first:]
    remote = data["remote"]["cards"][first:] if data["remote"] else []
    unplaced = data["unplaced"]["cards"][first:] if data["unplaced"] else []
    left = max(result.places_in_person, result.places_unplaced, result.places_from_home) - asked.shown
    return draw(
        turn,
        "results.html",
        action="/lite/find",
        visible=("page", *VISIBLE, *_visible_unknowns(turn)),
        current="find",
        skip_to="list",
        data=data,
        cards=cards,
        remote=remote,
        unplaced=unplaced,
        chips=data["chips"],
        first=first + 1,
        range=_range(turn, result, first, len(cards)),
        before=visit.page > 1,
        more=min(left, FIRST_SHOWN) if left > 0 else 0,
        place=_place(turn),
        place_trouble=bool(visit.near) and asked.origin is None,
        problems=_problems(turn),
        asked_words=_asked_words(turn),
        picture=_picture(turn, result, first),
        **_form(turn, result),
    )


def _range(turn: Turn, result: SearchResult, first: int, count: int) -> str:
    if not count or result.places_in_person <= FIRST_SHOWN:
        return ""
    return turn.say("find.range", first=first + 1, last=first + count, count=result.places_in_person)


def _picture(turn: Turn, result: SearchResult, first: int) -> str:
    stops = [
        Stop(number, mark_of(match.listing), match.listing.point)
        for number, match in enumerate(result.matches, 1)
        if number > first and match.listing.point is not None
    ]
    return draw_map(turn, stops, width=MAP_WIDTH, height=MAP_HEIGHT, shows_start=True)


# --- Where -------------------------------------------------------------------------------------------


def _place(turn: Turn) -> Values:
    visit, screen, answer = turn.visit, turn.screen, turn.visit.place
    origin = visit.asked.origin
    if origin is not None and answer.place is not None:
        if answer.place.is_coarse:
            rough = Distance(origin.uncertainty_m, screen.unit)
            status = screen.say("near.found_coarse", place=origin.label, distance=rough)
        else:
            status = screen.say("near.found", place=origin.label)
        return {
            "status": status,
            "lead": screen.say("near.alternatives"),
            "offers": [place.label for place in answer.alternatives],
            "field": "pick",
        }
    if visit.near:
        return {
            "status": screen.say("near.unknown", text=visit.near),
            "lead": screen.say("near.suggestions"),
            "offers": list(answer.suggestions),
            "field": "suggest",
        }
    return {"status": screen.say("near.none"), "lead": "", "offers": [], "field": "pick"}


def _problems(turn: Turn) -> list[str]:
    if turn.visit.has_odd_age:
        return [turn.say("find.age_odd", text=turn.visit.age_text, oldest=OLDEST)]
    return []


# --- The form ----------------------------------------------------------------------------------------


def _asked_words(turn: Turn) -> list[str]:
    """Say in one line what is looked for, where and when: its parts, each in a direction of its own."""
    visit, screen = turn.visit, turn.screen
    asked = visit.asked
    parts = [asked.origin.label if asked.origin else visit.near]
    if asked.radius_m is not None:
        # A figure and its unit stay on one line.
        parts.append(distance(asked.radius_m, screen.unit, turn.language).replace(" ", "\xa0"))
    parts += [screen.say(f"what.{asked.what}"), when_words(asked.when, screen)]
    return [part for part in parts if part]


def _form(turn: Turn, result: SearchResult) -> Values:
    asked, screen = turn.visit.asked, turn.screen
    panel = panel_data(result, asked, screen, seq=0)
    radii = sorted({*RADII[asked.unit], *({asked.radius} if asked.radius is not None else ())})
    return {
        "panel": panel,
        "groups": [made for each in panel["groups"] if (made := _group(each, panel, turn))["terms"]],
        "unknowns": _unknowns(turn),
        "radius": f"{asked.radius or 0:g}",
        "radii": [
            *(
                (f"{each:g}", distance(each * METRES_PER_UNIT[asked.unit], asked.unit, turn.language))
                for each in radii
            ),
            ("0", screen.say("within.any")),
        ],
        "whats": [(each, screen.say(f"what.{each}")) for each in WHAT],
        "whens": [(each, when_words(each, screen)) for each in WHEN],
        "zones": [(each, zone_name(turn.moment.astimezone(ZoneInfo(each)), turn.language)) for each in ZONES],
        "sample": turn.directory.has_sample(),
    }


def _group(group: dict[str, Any], panel: dict[str, Any], turn: Turn) -> Values:
    asked, facet = turn.visit.asked, group["facet"]
    counts = panel["counts"].get(facet, {})
    include, exclude = asked.include.get(facet, frozenset()), asked.exclude.get(facet, frozenset())
    return {
        "facet": facet,
        "label": group["label"],
        "hint": group["hint"],
        "set": len(include) + len(exclude),
        # What would give nothing is left out: this page cannot grey it as people tick.
        "terms": [
            {
                "value": f"{facet}/{term['code']}",
                "label": term["label"],
                "count": counts.get(term["code"], 0),
                "include": term["code"] in include,
                "exclude": term["code"] in exclude,
            }
            for term in group["terms"]
            if counts.get(term["code"]) or term["code"] in include | exclude
        ],
        "unknown": turn.screen.say("filters.unknown") if facet in _visible_facets(turn) else "",
        "allowed": facet in asked.allow_unknown,
    }


def _unknowns(turn: Turn) -> list[tuple[str, str, bool]]:
    asked, screen = turn.visit.asked, turn.screen
    found = []
    if asked.age is not None:
        found.append(("age", screen.say("filters.age_unknown"), "age" in asked.allow_unknown))
    if asked.when != "any":
        name = "open_at" if asked.when == "now" else "when"
        found.append((name, screen.say("filters.when_unknown"), name in asked.allow_unknown))
    return found


def _visible_facets(turn: Turn) -> frozenset[str]:
    return frozenset({*turn.visit.asked.include, *turn.visit.asked.allow_unknown})


def _visible_unknowns(turn: Turn) -> tuple[str, ...]:
    # The boxes for "not known" are all of them on the page, or none is set.
    return ("u",) if _visible_facets(turn) or _unknowns(turn) else ()
