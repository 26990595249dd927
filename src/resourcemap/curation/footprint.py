"""What of a listing is compared when its like is looked for."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from math import cos, floor, radians

from resourcemap.curation.names import long_words, name_words
from resourcemap.geo.point import GeoPoint
from resourcemap.model.fact import Answer, read_facts
from resourcemap.model.hsds import Bundle, Phone
from resourcemap.model.listing import REMOTE_ATTENDANCE
from resourcemap.model.schedule import weekly_windows

_CELL_DEGREES = 0.0015  # A little more than 150 m, so that a match is in this cell or one beside it.
_DAY_MINUTES = 24 * 60
WEEK_MINUTES = 7 * _DAY_MINUTES
# Groups meet for a few hours a week; what is on for longer are opening hours, which many places share.
_MEETING_MINUTES = 8 * 60
_SLOT_MINUTES = 15

Cell = tuple[str | int, ...]


@dataclass(frozen=True)
class Footprint:
    """
    What of a listing is compared.

    `source` is whose list it stands in: two listings of one list are told apart by who made it.
    """

    bundle: Bundle = field(hash=False)
    source: str = ""

    @classmethod
    def of(cls, bundle: Bundle, source: str | None = None) -> "Footprint":
        """Take the authority that a listing came from as its list, unless told another."""
        known = bundle.service_at_location.source
        return cls(bundle, source if source is not None else known.authority if known else "")

    @cached_property
    def listing_id(self) -> str:
        """The listing's id."""
        return self.bundle.service_at_location.id

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words of the name."""
        return name_words(self.bundle.service.name)

    @cached_property
    def point(self) -> GeoPoint | None:
        """Where it is."""
        location = self.bundle.location
        if location is None or location.latitude is None or location.longitude is None:
            return None
        return GeoPoint(location.latitude, location.longitude)

    @property
    def is_approximate(self) -> bool:
        """Whether its point is only the middle of an area."""
        return bool(self.bundle.location and self.bundle.location.is_approximate)

    @cached_property
    def address(self) -> str | None:
        """Its street and city, reduced to words."""
        location = self.bundle.location
        for each in location.addresses if location else ():
            if each.address_1:
                return long_words(f"{each.address_1} {each.city or each.postal_code or ''}")
        return None

    @cached_property
    def is_remote(self) -> bool:
        """Whether it is reached from home alone."""
        bundle = self.bundle
        if bundle.location is not None and bundle.location.location_type == "virtual":
            return True
        facts = read_facts((*bundle.service.attributes, *bundle.service_at_location.attributes))
        said = facts.get("attendance", {})
        holds = {term for term, fact in said.items() if fact.answer in (Answer.YES, Answer.LIMITED)}
        return bool(holds) and holds <= REMOTE_ATTENDANCE

    @cached_property
    def phones(self) -> frozenset[str]:
        """The numbers to call, as digits."""
        bundle = self.bundle
        location = bundle.location.phones if bundle.location else ()
        given: tuple[Phone, ...] = (*bundle.service_at_location.phones, *bundle.service.phones, *location)
        digits = ("".join(each for each in phone.number if each.isdigit())[-10:] for phone in given)
        return frozenset(number for number in digits if len(number) >= 7)

    @cached_property
    def minutes(self) -> tuple[tuple[int, int], ...]:
        """The parts of the week it may be on, in minutes from Monday's midnight."""
        bundle = self.bundle
        location = bundle.location.schedules if bundle.location else ()
        schedules = bundle.service_at_location.schedules or bundle.service.schedules or location
        return tuple(
            (window.day * _DAY_MINUTES + window.start_minute, window.day * _DAY_MINUTES + window.end_minute)
            for schedule in schedules
            for window in weekly_windows(schedule)
        )

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """When it begins, in minutes from Monday's midnight; empty for opening hours."""
        total = sum(end - start for start, end in self.minutes)
        return tuple(start for start, _ in self.minutes) if total <= _MEETING_MINUTES else ()

    def slots(self) -> Iterator[int]:
        """Name the quarters of an hour around each beginning, so that 23:59 and 00:00 share one."""
        for start in self.starts:
            slot, all_slots = start // _SLOT_MINUTES, WEEK_MINUTES // _SLOT_MINUTES
            yield from {slot % all_slots, (slot + 1) % all_slots}

    def cells(self) -> Iterator[Cell]:
        """Name the blocks it is kept in."""
        if self.is_remote:
            days = {start // _DAY_MINUTES for start, _ in self.minutes}
            yield from (("remote", day) for day in sorted(days)) if days else iter([("remote",)])
            yield from (("remote-phone", phone) for phone in self.phones)
            return
        yield from self.spots()
        if self.point is None and self.address is None:
            yield from (("phone", phone) for phone in self.phones)

    def spots(self) -> Iterator[Cell]:
        """Name where it is: the cell of its point, and its address."""
        if self.point is not None:
            row, column = _cell(self.point.latitude, self.point.longitude)
            yield ("cell", row, column)
        if self.address is not None:
            yield ("address", self.address)

    def neighbour_cells(self) -> Iterator[Cell]:
        """Name the blocks in which its like may be."""
        yield from self.cells()
        if not self.is_remote:
            yield from self.spots_around()

    def spots_around(self) -> Iterator[Cell]:
        """Name the cells around the one of its point."""
        if self.point is None:
            return
        row, column = _cell(self.point.latitude, self.point.longitude)
        for other_row in (row - 1, row, row + 1):
            # Cells get narrower in degrees towards the equator, so each row counts its own.
            middle = _column(other_row, self.point.longitude)
            for other_column in (middle - 1, middle, middle + 1):
                if (other_row, other_column) != (row, column):
                    yield ("cell", other_row, other_column)


def _cell(latitude: float, longitude: float) -> tuple[int, int]:
    row = floor(latitude / _CELL_DEGREES)
    return row, _column(row, longitude)


def _column(row: int, longitude: float) -> int:
    width = _CELL_DEGREES / max(0.01, cos(radians((row + 0.5) * _CELL_DEGREES)))
    return floor(longitude / width)
