"""
Why two listings may be one and the same.

Some pairs agree in name, place and time. Others, of different lists, agree in two of the three: the
group moved, was renamed, or starts at another hour. Those count only where nothing fits better.
"""

from dataclasses import dataclass

from resourcemap.curation.footprint import WEEK_MINUTES, Footprint
from resourcemap.curation.names import is_like_name, is_other_people, is_same_name, shared_share
from resourcemap.geo.distance import distance_m
from resourcemap.model.fact import read_facts
from resourcemap.model.hsds import Bundle
from resourcemap.model.vocabulary import fold
from resourcemap.model.words import Sentence

SAME_PLACE_M = 150.0
# A group that moves stays in its part of town.
MOVED_M = 20_000.0
_SAME_START_MINUTES = 15
_LATER_MINUTES = 90


@dataclass(frozen=True)
class Likeness:
    """
    What two listings agree in.

    `score` orders the weaker ones; it is no measure of anything else.
    """

    reasons: tuple[Sentence, ...]
    score: float = 0.0


def agree(a: Footprint, b: Footprint) -> Likeness | None:
    """Say how two listings of (nearly) one name agree in place and time too; None when they do not."""
    place = _same_place(a, b)
    other = _same_otherwise(a, b)
    if place is None or other is None:
        return None
    return Likeness(tuple(dict.fromkeys((_name(a, b), place, other))))


def resemble(a: Footprint, b: Footprint) -> Likeness | None:
    """Say how two listings of different lists agree in two of name, place and time; None when they do not."""
    if a.source == b.source or is_other_people(a.words, b.words):
        return None
    same_name, place = is_same_name(a.words, b.words), _same_spot(a, b)
    if _starts_apart(a, b, _SAME_START_MINUTES):
        return _moved(a, b, place) if same_name else _renamed_group(a, b, place)
    if same_name and place is not None:
        if not (a.minutes and b.minutes):
            unknown = Sentence("curation.duplicate.no_time")
            return Likeness((_name(a, b), place, unknown), 3.0 + 0.5 * bool(a.phones & b.phones))
        if _starts_apart(a, b, _LATER_MINUTES):
            return Likeness((_name(a, b), place, Sentence("curation.duplicate.other_hour")), 4.0)
    if a.starts or b.starts or not is_like_name(a.words, b.words):
        return None
    return _renamed_place(a, b, place)


def _renamed_group(a: Footprint, b: Footprint, place: Sentence | None) -> Likeness | None:
    start = Sentence("curation.duplicate.same_start")
    share = shared_share(a.words, b.words)
    if is_like_name(a.words, b.words):
        if place is None and a.is_remote and b.is_remote:
            place = Sentence("curation.duplicate.remote")
        key, score = "like_name", 4.5 + share
    else:
        # Groups of one hour under one roof: a name that shares nothing is worth less than one that does.
        key, score = "other_name", 2.0 + share
    return None if place is None else Likeness((_names(key, a, b), place, start), score)


def _renamed_place(a: Footprint, b: Footprint, place: Sentence | None) -> Likeness | None:
    same_phone = bool(a.phones & b.phones)
    if a.minutes and b.minutes and not _overlap(a.minutes, b.minutes):
        return None
    if place is None and not (same_phone and _is_without_place(a) and _is_without_place(b)):
        return None
    if a.phones and b.phones and not same_phone:
        return None
    reasons = [_names("like_name", a, b), place, same_phone and Sentence("curation.duplicate.same_phone")]
    score = 3.0 + same_phone + shared_share(a.words, b.words)
    return Likeness(tuple(each for each in reasons if each), score)


def _is_without_place(footprint: Footprint) -> bool:
    return footprint.address is None and footprint.point is None


def _moved(a: Footprint, b: Footprint, place: Sentence | None) -> Likeness | None:
    start = Sentence("curation.duplicate.same_start")
    if place is not None:
        # The same place all the same: one of them says that it is reached from home now.
        return Likeness((_name(a, b), place, start), 6.0)
    if a.point is None or b.point is None:
        where = Sentence("curation.duplicate.one_remote") if a.is_remote or b.is_remote else None
        return None if where is None else Likeness((_name(a, b), where, start), 3.0)
    metres = distance_m(a.point, b.point)
    if metres > MOVED_M:
        return None
    moved = Sentence("curation.duplicate.moved")
    return Likeness((_name(a, b), start, moved), 4.0 - metres / MOVED_M)


def _same_spot(a: Footprint, b: Footprint) -> Sentence | None:
    """Compare where two are, whether or not people still go there."""
    if a.address is not None and a.address == b.address:
        return Sentence("curation.duplicate.same_address")
    if a.point is None or b.point is None or a.is_approximate or b.is_approximate:
        return None
    metres = distance_m(a.point, b.point)
    return Sentence("curation.duplicate.near", {"metres": round(metres)}) if metres <= SAME_PLACE_M else None


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
    same_phone = a.phones & b.phones
    if a.starts or b.starts:
        # Without a time nobody knows which of a group's days it is.
        return None
    if a.source != b.source:
        # Two lists seldom have all of a place's numbers and hours.
        return Sentence("curation.duplicate.same_phone" if same_phone else "curation.duplicate.nothing_apart")
    if a.phones and b.phones and not same_phone:
        return None
    if _says_otherwise(a.bundle, b.bundle):
        return None
    if same_phone:
        return Sentence("curation.duplicate.same_phone")
    if a.minutes or b.minutes:
        return None
    hours = [fold(each.bundle.service.schedule_text or "") for each in (a, b)]
    if all(hours):
        return Sentence("curation.duplicate.same_text") if hours[0] == hours[1] else None
    return Sentence("curation.duplicate.nothing_apart")


def _says_otherwise(a: Bundle, b: Bundle) -> bool:
    """Tell whether one source describes the two differently, so means two programmes."""
    one, other = a.service, b.service
    return (one.description, one.url, one.eligibility_description) != (
        other.description,
        other.url,
        other.eligibility_description,
    ) or read_facts(one.attributes).get("category", {}).keys() != read_facts(other.attributes).get(
        "category", {}
    ).keys()


def _name(a: Footprint, b: Footprint) -> Sentence:
    return Sentence("curation.duplicate.same_name") if a.words == b.words else _names("near_name", a, b)


def _names(key: str, a: Footprint, b: Footprint) -> Sentence:
    names = {"name": a.bundle.service.name, "other": b.bundle.service.name}
    return Sentence(f"curation.duplicate.{key}", names)


def _starts_apart(a: Footprint, b: Footprint, at_most: int) -> bool:
    return any(
        min((one - other) % WEEK_MINUTES, (other - one) % WEEK_MINUTES) <= at_most
        for one in a.starts
        for other in b.starts
    )


def _overlap(a: tuple[tuple[int, int], ...], b: tuple[tuple[int, int], ...]) -> bool:
    # Sunday night runs into Monday, so one week is also looked at from the next.
    return any(
        start < other_end + shift and other_start + shift < end
        for start, end in a
        for other_start, other_end in b
        for shift in (-WEEK_MINUTES, 0, WEEK_MINUTES)
    )
