"""What a person has asked for on the Find page, and how it becomes a search."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from types import MappingProxyType

from resourcemap.geo.units import METRES_PER_UNIT, Unit
from resourcemap.model.fact import FACETS
from resourcemap.search.query import EVERY_DAY, Origin, SearchQuery, When

NO_TERMS: Mapping[str, frozenset[str]] = MappingProxyType({})

# What people come for, in plain choices: each is a set of categories.
WHAT: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "anything": frozenset(),
        "peers": frozenset(
            {
                "peer-support",
                "support-group",
                "12-step",
                "mutual-help-secular",
                "family-group",
                "group-therapy",
                "clubhouse",
                "recovery-community-center",
            }
        ),
        "together": frozenset(
            {
                "social-group",
                "hobbies",
                "befriending",
                "mentoring",
                "community-event",
                "cultural-center",
                "lgbtq-center",
                "spiritual-support",
                "arts-and-crafts",
                "book-club",
                "physical-activity",
                "clubhouse",
                "recovery-community-center",
            }
        ),
        "volunteering": frozenset({"volunteering", "community-garden", "civic-engagement"}),
        "home": frozenset(
            {
                "help-find-housing",
                "temporary-shelter",
                "sober-living",
                "safe-housing",
                "housing-vouchers",
                "record-friendly-rental",
                "tenant-rights",
                "discrimination-rights",
                "legal-help",
            }
        ),
        "work": frozenset(
            {
                "supported-employment",
                "job-placement",
                "skills-training",
                "esl",
                "fair-chance-employer",
                "employment-rights",
                "legal-help",
            }
        ),
        "health": frozenset(
            {"counseling", "group-therapy", "physical-activity", "self-management", "crisis-line"}
        ),
        "phone": frozenset({"warmline", "crisis-line"}),
    }
)

RADII: Mapping[Unit, tuple[float, ...]] = MappingProxyType(
    {"mi": (1, 2, 3, 5, 10, 25, 50), "km": (1, 2, 5, 10, 20, 50, 100)}
)
DEFAULT_RADIUS: Mapping[Unit, float] = MappingProxyType({"mi": 5, "km": 5})

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
PARTS: Mapping[str, tuple[time, time]] = MappingProxyType(
    {"morning": (time(5), time(12)), "afternoon": (time(12), time(17)), "evening": (time(17), time(0))}
)
WHEN = (
    "any",
    "now",
    "today",
    "tonight",
    "tomorrow",
    "weekend",
    *PARTS,
    *(choice for day in DAYS for choice in (day, *(f"{day}-{part}" for part in PARTS))),
)

LONGEST_TEXT = 100
OLDEST = 120
FIRST_SHOWN = 20
# What the radius box holds for "any distance": an empty box would ask to choose something.
ANY_DISTANCE = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """
    Everything set on the page.

    `radius` is in `unit`, None means any distance; it counts only with an `origin`. `what` and
    `when` are keys of `WHAT` and `WHEN`. `shown` is how many places the list has room for.
    `remote_first` is private: who is not safe outside or cannot travel sees first what needs no travel.
    """

    origin: Origin | None = None
    radius: float | None = None
    unit: Unit = "mi"
    what: str = "anything"
    when: str = "any"
    text: str = ""
    include: Mapping[str, frozenset[str]] = field(default_factory=lambda: NO_TERMS, hash=False)
    exclude: Mapping[str, frozenset[str]] = field(default_factory=lambda: NO_TERMS, hash=False)
    allow_unknown: frozenset[str] = frozenset()
    age: int | None = None
    remote_first: bool = False
    shown: int = FIRST_SHOWN

    @property
    def radius_m(self) -> float | None:
        """The radius in metres; None is any distance."""
        if self.radius is None or self.origin is None:
            return None
        return self.radius * METRES_PER_UNIT[self.unit]

    def query(self, now: datetime) -> SearchQuery:
        """
        Turn what is set into a search.

        Parameters
        ----------
        now
            The present, aware, in the zone of the places: it says what "today" is.
        """
        include = dict(self.include)
        categories = self.categories
        if categories:
            include["category"] = categories
        return SearchQuery(
            origin=self.origin,
            radius_m=self.radius_m,
            text=self.text,
            include=include,
            exclude=dict(self.exclude),
            allow_unknown=self.allow_unknown,
            age=self.age,
            when=when_for(self.when, now),
            open_at=now if self.when == "now" else None,
            limit=self.shown,
            unit=self.unit,
            remote_first=self.remote_first,
            together=True,
        )

    @property
    def categories(self) -> frozenset[str]:
        """The categories to look in: those ticked, within what was chosen under What."""
        ticked = self.include.get("category", frozenset())
        return ticked & WHAT[self.what] or ticked or WHAT[self.what]


def when_for(choice: str, now: datetime) -> When | None:
    """
    Say which days and hours a choice means; None is any time.

    Today, tonight, tomorrow and the weekend are dates; of a day that has begun, what is left counts.

    >>> when_for("tuesday-evening", datetime(2026, 5, 12)).start
    datetime.time(17, 0)
    """
    if choice in ("any", "now"):
        return None
    today = now.date()
    this_minute = now.time().replace(second=0, microsecond=0)
    if choice == "today":
        return _on((today,), this_minute)
    if choice == "tonight":
        return _on((today,), max(this_minute, PARTS["evening"][0]))
    if choice == "tomorrow":
        return _on((today + timedelta(days=1),))
    if choice == "weekend":
        if today.weekday() == 6:
            return _on((today,), this_minute)
        saturday = today + timedelta(days=5 - today.weekday())
        weekend = _on((saturday, saturday + timedelta(days=1)))
        return replace(weekend, first_start=this_minute) if saturday == today else weekend
    if choice in PARTS:
        return When(EVERY_DAY, *PARTS[choice])
    day, _, part = choice.partition("-")
    start, end = PARTS.get(part, (time(0), time(0)))
    return When(frozenset({DAYS.index(day)}), start, end)


def _on(dates: tuple[date, ...], start: time = time(0)) -> When:
    return When(frozenset(day.weekday() for day in dates), start, time(0), frozenset(dates))


def with_term(asked: Asked, facet: str, term: str, choice: str) -> Asked:
    """Set one term to "include", "exclude" or "off"; anything a browser sends beyond that changes nothing."""
    if facet not in FACETS or not term or len(term) > LONGEST_TEXT:
        return asked
    include = _with(asked.include, facet, term, choice == "include")
    exclude = _with(asked.exclude, facet, term, choice == "exclude")
    return replace(asked, include=include, exclude=exclude, shown=FIRST_SHOWN)


def _with(
    chosen: Mapping[str, frozenset[str]], facet: str, term: str, holds: bool
) -> Mapping[str, frozenset[str]]:
    terms = chosen.get(facet, frozenset())
    terms = terms | {term} if holds else terms - {term}
    # Facets stay in one order, so that equal choices are equal values and chips do not jump.
    every = {**chosen, facet: terms}
    return MappingProxyType({name: every[name] for name in FACETS if every.get(name)})


def without(asked: Asked, name: str) -> Asked:
    """
    Take one thing back.

    Parameters
    ----------
    name
        The id of a chip: "what", "when", "include/language/es", "exclude/cost/fee", "unknown/when", "text", "age",
        or "everything" for all but the place and whether somebody can go out.
    """
    kind, _, rest = name.partition("/")
    facet, _, term = rest.partition("/")
    match kind:
        case "include" | "exclude" if term:
            return with_term(asked, facet, term, "off")
        case "unknown":
            return replace(asked, allow_unknown=asked.allow_unknown - {rest}, shown=FIRST_SHOWN)
        case "radius":
            return replace(asked, radius=None, shown=FIRST_SHOWN)
        case "what":
            return replace(asked, what="anything", shown=FIRST_SHOWN)
        case "when":
            return replace(asked, when="any", shown=FIRST_SHOWN)
        case "text":
            return replace(asked, text="", shown=FIRST_SHOWN)
        case "age":
            return replace(asked, age=None, shown=FIRST_SHOWN)
        case "everything":
            return Asked(
                origin=asked.origin, radius=asked.radius, unit=asked.unit, remote_first=asked.remote_first
            )
    return asked


def loosened(asked: Asked, query: SearchQuery) -> Asked:
    """Take over a search that asks for less, as an empty result offers it; what it left out is not set."""
    radius = None if query.radius_m is None else round(query.radius_m / METRES_PER_UNIT[asked.unit], 3)
    keeps_categories = query.include.get("category") == asked.categories
    include = {facet: terms for facet, terms in query.include.items() if facet != "category"}
    if keeps_categories and "category" in asked.include:
        include["category"] = asked.include["category"]
    return replace(
        asked,
        radius=radius if asked.origin is not None else asked.radius,
        what=asked.what if keeps_categories else "anything",
        when=asked.when if query.when is not None or query.open_at is not None else "any",
        text=query.text,
        include=MappingProxyType(include),
        exclude=MappingProxyType(dict(query.exclude)),
        allow_unknown=query.allow_unknown,
        age=query.age,
        shown=FIRST_SHOWN,
    )


def with_unknown(asked: Asked, name: str, allowed: bool) -> Asked:
    """Say whether "not known" passes a filter too."""
    if name not in (*FACETS, "when", "open_at", "age"):
        return asked
    names = asked.allow_unknown | {name} if allowed else asked.allow_unknown - {name}
    return replace(asked, allow_unknown=names, shown=FIRST_SHOWN)


def read_age(text: object) -> int | None:
    """
    Read an age a person typed; anything else is not set.

    >>> read_age("34"), read_age(""), read_age("-3"), read_age("abc")
    (34, None, None, None)
    """
    digits = str(text).strip()[:4] if text is not None else ""
    age = int(digits) if digits.isascii() and digits.isdigit() else None
    return age if age is not None and age <= OLDEST else None


def is_anything_set(asked: Asked) -> bool:
    """Tell whether there is anything to clear."""
    return replace(asked, shown=FIRST_SHOWN) != without(asked, "everything")
