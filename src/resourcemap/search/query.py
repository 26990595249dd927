"""What is asked of a search."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from resourcemap.geo.point import GeoPoint
from resourcemap.geo.units import Unit

EVERY_DAY: frozenset[int] = frozenset(range(7))


@dataclass(frozen=True, slots=True)
class Origin:
    """
    Where distances are measured from.

    `uncertainty_m` is how coarse it is: 0 for a spot on the map, kilometres for a ZIP code.
    """

    point: GeoPoint
    label: str
    uncertainty_m: float = 0.0


@dataclass(frozen=True, slots=True)
class When:
    """
    Days of the week (0 is Monday) and a time of day, local to the place.

    A listing fits when any of its times on such a day overlaps [start, end). An `end` at or
    before `start` runs past midnight. No listing times at all is unknown, not no.

    `dates` asks for dates of the calendar, by the place's clock: a monthly group fits "tonight"
    only when tonight is its night. Both must hold, the weekday and the date; None is any week.
    `first_start`, a time between both, takes the place of `start` on the first of them: what is over
    by then is over.
    """

    days: frozenset[int] = EVERY_DAY
    start: time = time(0)
    end: time = time(0)
    dates: frozenset[date] | None = None
    first_start: time | None = None

    def start_on(self, day: date) -> time:
        """Give the time of day from which a day counts."""
        is_first = self.first_start is not None and self.dates is not None and day == min(self.dates)
        return self.first_start if is_first and self.first_start is not None else self.start


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchQuery:
    """
    One search. Frozen, holds nothing about the person beyond what was asked.

    `include` and `exclude` map a facet to terms: any of them within a facet, all of them for
    accessibility; facets add up. `allow_unknown` names filters (a facet, "when", "open_at") for
    which "not known" passes too; filters.py names them all. `radius_m` None means everywhere.
    `open_at` asks for places open at that moment. Remote listings and listings without a point are
    never cut by the radius, but shown apart (an area with a known middle is, by its edge). `unit`
    is the one that reasons speak in.

    `limit` holds for each part of the answer; `limit_aside` for those not asked for first (online,
    unplaced), None is the same. With `together`, what is one group at one place is one match, and the
    limits count those.
    """

    origin: Origin | None = None
    radius_m: float | None = None
    text: str = ""
    include: Mapping[str, frozenset[str]] = field(default_factory=dict, hash=False)
    exclude: Mapping[str, frozenset[str]] = field(default_factory=dict, hash=False)
    allow_unknown: frozenset[str] = frozenset()
    age: int | None = None
    when: When | None = None
    open_at: datetime | None = None
    remote_first: bool = False
    limit: int = 50
    limit_aside: int | None = None
    together: bool = False
    unit: Unit = "mi"
