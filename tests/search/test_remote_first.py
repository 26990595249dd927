"""Who is not safe outside or cannot travel sees first what can be joined from home."""

from dataclasses import replace

from hypothesis import given, settings

from resourcemap.geo.point import GeoPoint
from resourcemap.model.fact import Answer, Fact
from resourcemap.model.listing import Listing
from resourcemap.model.words import say
from resourcemap.search.find import find
from resourcemap.search.query import Origin, SearchQuery
from resourcemap.search.snapshot import Snapshot
from tests.search.invented import NOW, ZONE, listings, queries

HERE = GeoPoint(39.29, -76.61)
YES = Fact(Answer.YES)


def place(name: str, *attendance: str, point: GeoPoint | None = HERE) -> Listing:
    facts = {"attendance": dict.fromkeys(attendance, YES)}
    return Listing(id=name, service_id=name, name=name, point=point, facts=facts)


PLACES = (
    place("circle", "in-person"),
    place("both", "in-person", "online-live"),
    place("line", "phone", point=None),
    place("untold"),
)
NEAR = SearchQuery(origin=Origin(HERE, "here"), radius_m=5_000)


def search(query: SearchQuery, *places: Listing):
    return find(Snapshot.build(places or PLACES, version=1, zone=ZONE), query, now=NOW)


def ids(matches) -> set[str]:
    return {match.listing.id for match in matches}


def test_in_person_leads_when_it_is_safe() -> None:
    result = search(NEAR)
    assert ids(result.matches) == {"circle", "both", "untold"}
    assert ids(result.remote) == {"line"}
    assert result.in_order()[-1].listing.id == "line"


def test_what_can_be_joined_from_home_comes_first_even_when_it_is_near() -> None:
    result = search(replace(NEAR, remote_first=True))
    assert ids(result.remote) == {"both", "line"}
    assert ids(result.matches) == {"circle", "untold"}
    assert ids(result.in_order(remote_first=True)[:2]) == {"both", "line"}
    both = next(match for match in result.remote if match.listing.id == "both")
    assert "join online" in [say(each) for each in both.reasons]
    assert not [
        each for each in both.reasons if each.key.startswith(("search.reason.walk", "search.reason.d"))
    ]


def test_finding_only_ways_from_home_is_no_empty_page() -> None:
    result = search(replace(NEAR, remote_first=True), place("line", "phone", point=None))
    assert ids(result.remote) == {"line"}
    assert result.relax == ()


def test_who_asks_for_places_to_go_to_still_gets_them() -> None:
    query = replace(NEAR, remote_first=True, include={"attendance": frozenset({"in-person"})})
    assert ids(search(query).matches) == {"circle", "both"}


@settings(max_examples=60, deadline=None)
@given(listings(most=8), queries())
def test_the_switch_never_hides_or_adds_a_place(places, query) -> None:
    snapshot = Snapshot.build(places, version=1, zone=ZONE)
    query = replace(query, limit=100)
    without = find(snapshot, query, now=NOW)
    with_it = find(snapshot, replace(query, remote_first=True), now=NOW)
    assert ids(without.in_order()) == ids(with_it.in_order(remote_first=True))
    assert with_it.total == without.total
    assert ids(without.remote) <= ids(with_it.remote)
