"""
Listings that may be one and the same, from different sources or typed twice.

The same name, the same place and the same time: a group on several days, or several programmes
under one roof, are no duplicates. Listings are compared only with those nearby, so the work grows
with the number of listings and not with its square.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from math import cos, floor, radians

from resourcemap.curation.names import is_same_name, name_keys, name_words
from resourcemap.geo.distance import distance_m
from resourcemap.geo.point import GeoPoint
from resourcemap.model.fact import Answer, read_facts
from resourcemap.model.hsds import Bundle, Phone
from resourcemap.model.listing import REMOTE_ATTENDANCE
from resourcemap.model.schedule import weekly_windows
from resourcemap.model.vocabulary import fold
from resourcemap.model.words import Sentence

SAME_PLACE_M = 150.0
_CELL_DEGREES = 0.0015  # A little more than 150 m, so that a match is in this cell or one beside it.
_WEEK_MINUTES = 7 * 24 * 60

Cell = tuple[str | int, ...]


@dataclass(frozen=True)
class PossibleDuplicate:
    """A listing that may be the same one, and why it is thought so."""

    listing_id: str
    name: str
    reasons: tuple[Sentence, ...]


@dataclass(frozen=True)
class Footprint:
    """What of a listing is compared."""

    bundle: Bundle = field(hash=False)

    @property
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
                return fold(f"{each.address_1} {each.city or each.postal_code or ''}")
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
            (window.day * 1440 + window.start_minute, window.day * 1440 + window.end_minute)
            for schedule in schedules
            for window in weekly_windows(schedule)
        )

    def cells(self) -> Iterator[Cell]:
        """Name the blocks it is kept in."""
        if self.is_remote:
            days = {start // 1440 for start, _ in self.minutes}
            yield from (("remote", day) for day in sorted(days)) if days else iter([("remote",)])
            yield from (("remote-phone", phone) for phone in self.phones)
            return
        if self.point is not None:
            row, column = _cell(self.point.latitude, self.point.longitude)
            yield ("cell", row, column)
        if self.address is not None:
            yield ("address", self.address)
        if self.point is None and self.address is None:
            yield from (("phone", phone) for phone in self.phones)

    def neighbour_cells(self) -> Iterator[Cell]:
        """Name the blocks in which its like may be."""
        yield from self.cells()
        if self.is_remote or self.point is None:
            return
        row, column = _cell(self.point.latitude, self.point.longitude)
        for other_row in (row - 1, row, row + 1):
            # Cells get narrower in degrees towards the equator, so each row counts its own.
            middle = _column(other_row, self.point.longitude)
            for other_column in (middle - 1, middle, middle + 1):
                if (other_row, other_column) != (row, column):
                    yield ("cell", other_row, other_column)


class DuplicateIndex:
    """Finds, among listings given to it, those that may be the same as another."""

    def __init__(self, bundles: Iterable[Bundle] = ()) -> None:
        # The name is part of the key: a thousand listings may share one point.
        self._blocks: dict[tuple[Cell, tuple[str, ...]], dict[tuple[str, ...], list[Footprint]]] = {}
        for bundle in bundles:
            self.add(bundle)

    def add(self, bundle: Bundle) -> None:
        """Let a listing be found."""
        footprint = Footprint(bundle)
        for cell in footprint.cells():
            for key in name_keys(footprint.words):
                block = self._blocks.setdefault((cell, key), {})
                block.setdefault(footprint.words, []).append(footprint)

    def find(self, bundle: Bundle) -> tuple[PossibleDuplicate, ...]:
        """List those that may be the same listing, itself left out."""
        wanted = Footprint(bundle)
        found: dict[str, PossibleDuplicate] = {}
        for candidate in self._candidates(wanted):
            if candidate.listing_id == wanted.listing_id or candidate.listing_id in found:
                continue
            reasons = _reasons(wanted, candidate)
            if reasons:
                name = candidate.bundle.service.name
                found[candidate.listing_id] = PossibleDuplicate(candidate.listing_id, name, reasons)
        return tuple(found.values())

    def _candidates(self, wanted: Footprint) -> Iterator[Footprint]:
        looked_at: set[tuple[Cell, tuple[str, ...]]] = set()
        for cell in wanted.neighbour_cells():
            for key in name_keys(wanted.words):
                for words, footprints in self._blocks.get((cell, key), {}).items():
                    if (cell, words) not in looked_at:
                        looked_at.add((cell, words))
                        if is_same_name(wanted.words, words):
                            yield from footprints


def _reasons(a: Footprint, b: Footprint) -> tuple[Sentence, ...]:
    place = _same_place(a, b)
    apart = _same_otherwise(a, b)
    if place is None or apart is None:
        return ()
    if a.words == b.words:
        name = Sentence("curation.duplicate.same_name")
    else:
        names = {"name": a.bundle.service.name, "other": b.bundle.service.name}
        name = Sentence("curation.duplicate.near_name", names)
    return tuple(dict.fromkeys((name, place, apart)))


def _same_place(a: Footprint, b: Footprint) -> Sentence | None:
    if a.is_remote or b.is_remote:
        return Sentence("curation.duplicate.remote") if a.is_remote and b.is_remote else None
    if a.address is not None and a.address == b.address:
        return Sentence("curation.duplicate.same_address")
    if a.address is not None and b.address is not None and (a.is_approximate or b.is_approximate):
        # The middle of a city is where many different streets seem to meet.
        return None
    if a.point is not None and b.point is not None:
        metres = distance_m(a.point, b.point)
        if metres <= SAME_PLACE_M:
            return Sentence("curation.duplicate.near", {"metres": round(metres)})
        return None
    if a.phones & b.phones:
        return Sentence("curation.duplicate.same_phone")
    return None


def _same_otherwise(a: Footprint, b: Footprint) -> Sentence | None:
    """Say what else is the same; None when something sets them apart."""
    if a.minutes and b.minutes:
        return Sentence("curation.duplicate.same_time") if _overlap(a.minutes, b.minutes) else None
    if a.phones and b.phones and a.phones.isdisjoint(b.phones):
        return None
    if _says_otherwise(a.bundle, b.bundle):
        return None
    if a.phones & b.phones:
        return Sentence("curation.duplicate.same_phone")
    if a.minutes or b.minutes:
        return None
    hours = [fold(each.bundle.service.schedule_text or "") for each in (a, b)]
    if all(hours):
        return Sentence("curation.duplicate.same_text") if hours[0] == hours[1] else None
    return Sentence("curation.duplicate.nothing_apart")


def _says_otherwise(a: Bundle, b: Bundle) -> bool:
    """Tell whether one source describes the two differently, so means two programmes."""
    sources = [each.service_at_location.source for each in (a, b)]
    if len({source.authority if source else None for source in sources}) > 1:
        return False
    one, other = a.service, b.service
    return (one.description, one.url, one.eligibility_description) != (
        other.description,
        other.url,
        other.eligibility_description,
    ) or read_facts(one.attributes).get("category", {}).keys() != read_facts(other.attributes).get(
        "category", {}
    ).keys()


def _overlap(a: tuple[tuple[int, int], ...], b: tuple[tuple[int, int], ...]) -> bool:
    # Sunday night runs into Monday, so one week is also looked at from the next.
    return any(
        start < other_end + shift and other_start + shift < end
        for start, end in a
        for other_start, other_end in b
        for shift in (-_WEEK_MINUTES, 0, _WEEK_MINUTES)
    )


def _cell(latitude: float, longitude: float) -> tuple[int, int]:
    row = floor(latitude / _CELL_DEGREES)
    return row, _column(row, longitude)


def _column(row: int, longitude: float) -> int:
    width = _CELL_DEGREES / max(0.01, cos(radians((row + 0.5) * _CELL_DEGREES)))
    return floor(longitude / width)
