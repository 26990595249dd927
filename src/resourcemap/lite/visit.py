"""What a person has set so far, as it travels from page to page in a form."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from types import MappingProxyType

from resourcemap.errors import ResourceMapError
from resourcemap.geo.places import Place, PlaceAnswer
from resourcemap.geo.units import Unit, unit_for
from resourcemap.handout.link import LONGEST_LINK, MOST_PLACES, PATH, plan_link, read_plan_ids
from resourcemap.lite.fields import Fields
from resourcemap.model.at_home import HomeCard, home_card
from resourcemap.model.fact import FACETS
from resourcemap.model.plan import PlanItem
from resourcemap.search.query import Origin
from resourcemap.settings import Settings
from resourcemap.showing.ask import (
    DEFAULT_RADIUS,
    FIRST_SHOWN,
    LONGEST_TEXT,
    RADII,
    WHAT,
    WHEN,
    Asked,
    read_age,
)

MOST_PAGES = 50
_FARTHEST = 25_000.0  # More than half way round the earth, in any unit.
_UNKNOWN = frozenset({*FACETS, "when", "open_at", "age"})

# Those of the fifty states and Puerto Rico, from east to west.
ZONES = (
    "America/Puerto_Rico",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
)
_CARD = "@"

NO_PLACE = PlaceAnswer()

Terms = MappingProxyType[str, frozenset[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """
    One request's view of a visit; nothing of it outlives the answer.

    `near` is what was typed, `picked` the label chosen among several places of that name.
    `units` is the unit a person asked for, "" where the place decides. `plan` holds a key
    for each item: a listing's id, or a card's for an evening at home behind an "@".
    `zone` is where somebody says they are, for what is joined from elsewhere; "" where they do not.
    `age_text` is what was typed for the age, whether it is one or not.
    """

    asked: Asked
    near: str = ""
    picked: str = ""
    units: str = ""
    place: PlaceAnswer = NO_PLACE
    plan: tuple[str, ...] = ()
    discreet: bool = False
    page: int = 1
    open: str = ""
    zone: str = ""
    age_text: str = ""

    @property
    def has_odd_age(self) -> bool:
        """Whether what was typed for the age is no age."""
        return bool(self.age_text) and self.asked.age is None

    def with_asked(self, asked: Asked) -> "Visit":
        """Ask for something else, from the first page on."""
        age = "" if asked.age is None else str(asked.age)
        return replace(self, asked=replace(asked, shown=FIRST_SHOWN), page=1, age_text=age)

    def on_page(self, page: int) -> "Visit":
        """Turn to a page of the list."""
        page = min(max(page, 1), MOST_PAGES)
        return replace(self, page=page, asked=replace(self.asked, shown=FIRST_SHOWN * page))

    def with_plan(self, keys: Iterable[str]) -> "Visit":
        """Take another plan along; what does not fit into one link stays out."""
        kept = tuple(dict.fromkeys(keys))[:MOST_PLACES]
        while kept and not _fits(kept):
            kept = kept[:-1]
        return replace(self, plan=kept)

    def hidden(self, *visible: str) -> list[tuple[str, str]]:
        """List the fields a page must carry along, without those that it shows."""
        asked = self.asked
        fields = [
            ("near", self.near),
            ("picked", self.picked),
            ("radius", f"{asked.radius or 0:g}"),
            ("unit", asked.unit),
            ("units", self.units),
            ("what", asked.what),
            ("when", asked.when),
            ("words", asked.text),
            ("age", "" if asked.age is None else str(asked.age)),
            ("page", str(self.page)),
            ("plan", plan_text(self.plan)),
            ("discreet", "1" if self.discreet else ""),
            ("home", "1" if asked.remote_first else ""),
            ("open", self.open),
            ("zone", self.zone),
            *(("i", f"{facet}/{term}") for facet, terms in asked.include.items() for term in sorted(terms)),
            *(("x", f"{facet}/{term}") for facet, terms in asked.exclude.items() for term in sorted(terms)),
            *(("u", name) for name in sorted(asked.allow_unknown)),
        ]
        return [(name, value) for name, value in fields if value and name not in visible]


def read_visit(fields: Fields, *, settings: Settings, find_place: Callable[[str], PlaceAnswer]) -> Visit:
    """
    Read what a form carries. Values no form of ours sends count as not set.

    Parameters
    ----------
    find_place
        Looks up the typed place, without sending it anywhere.
    """
    near = fields.one("near")[:LONGEST_TEXT]
    picked = fields.one("picked")[:LONGEST_TEXT]
    answer = _with_picked(find_place(near) if near else PlaceAnswer(), picked)
    units = fields.one("units") if fields.one("units") in RADII else ""
    before: Unit = "km" if fields.one("unit") == "km" else "mi"
    unit = _unit(settings, units, answer.place, before if fields.one("unit") else None)
    radius = _radius(fields.one("radius"))
    if not fields.one("radius") or (radius is not None and fields.one("unit") not in ("", unit)):
        radius = DEFAULT_RADIUS[unit]
    place = answer.place
    asked = Asked(
        origin=Origin(place.point, place.label, place.uncertainty_m) if place else None,
        radius=radius,
        unit=unit,
        what=fields.one("what") if fields.one("what") in WHAT else "anything",
        when=fields.one("when") if fields.one("when") in WHEN else "any",
        text=fields.one("words")[:LONGEST_TEXT],
        include=_terms(fields.all("i")),
        exclude=_terms(fields.all("x")),
        allow_unknown=frozenset(fields.all("u")) & _UNKNOWN,
        age=read_age(fields.one("age")),
        remote_first=fields.one("home") == "1",
    )
    return Visit(
        asked=asked,
        near=near,
        picked=picked if place is not None and place.label == picked else "",
        units=units,
        place=answer,
        plan=_read_plan(fields.one("plan")),
        discreet=fields.one("discreet") == "1",
        open=fields.one("open")[:200],
        zone=fields.one("zone") if fields.one("zone") in ZONES else "",
        age_text=fields.one("age")[:20],
    ).on_page(_number(fields.one("page")))


def plan_key(item: PlanItem) -> str:
    """Name an item of a plan in one word."""
    return f"{_CARD}{item.id}" if item.kind == "at-home" else item.id


def plan_item(key: str) -> PlanItem:
    """Give the item of a plan that a key names."""
    card = _card(key)
    return PlanItem("listing", key) if card is None else PlanItem("at-home", card.id)


def plan_text(keys: Iterable[str]) -> str:
    """
    Write a plan's keys as its link does; the cards among them, which no link carries, as they are.

    >>> plan_text(["a", "@pan-bread", "b"]), plan_text([])
    ('a.@pan-bread.b', '')
    """
    return ".".join(key if _card(key) else plan_link("", [key]).removeprefix(PATH) for key in keys)


def _read_plan(text: str) -> tuple[str, ...]:
    parts = text.split(".")[:MOST_PLACES] if len(text) <= 2 * LONGEST_LINK else []
    found = (key for part in parts for key in ((part,) if _card(part) else read_plan_ids(part)))
    return tuple(dict.fromkeys(found))


def _card(key: str) -> HomeCard | None:
    return home_card(key.removeprefix(_CARD)) if key.startswith(_CARD) else None


def _fits(keys: tuple[str, ...]) -> bool:
    ids = [key for key in keys if not _card(key)]
    try:
        plan_link("", ids)
    except ResourceMapError:
        return not ids
    return True


def _with_picked(answer: PlaceAnswer, picked: str) -> PlaceAnswer:
    for place in answer.alternatives:
        if place.label == picked:
            others = (each for each in (answer.place, *answer.alternatives) if each and each != place)
            return PlaceAnswer(place=place, alternatives=tuple(others))
    return answer


def _unit(settings: Settings, units: str, place: Place | None, before: Unit | None) -> Unit:
    if units:
        return "km" if units == "km" else "mi"
    if settings.units != "auto":
        return "km" if settings.units == "km" else "mi"
    if place is not None:
        return unit_for(place.country)
    return before or unit_for("US")


def _radius(text: str) -> float | None:
    try:
        radius = float(text)
    except ValueError:
        return None
    # Also false for "nan".
    return radius if 0 < radius <= _FARTHEST else None


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 1


def _terms(given: Iterable[str]) -> Terms:
    chosen: dict[str, set[str]] = {}
    for each in given:
        facet, _, term = each.partition("/")
        if facet in FACETS and 0 < len(term) <= LONGEST_TEXT:
            chosen.setdefault(facet, set()).add(term)
    return MappingProxyType({facet: frozenset(chosen[facet]) for facet in FACETS if facet in chosen})
