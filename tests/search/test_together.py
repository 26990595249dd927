"""A group that is listed once for each of its times is one match at one place."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from resourcemap.geo.point import GeoPoint
from resourcemap.model.fact import Answer, Fact
from resourcemap.model.hsds import Address, JoinMethod, Schedule
from resourcemap.model.listing import Listing
from resourcemap.search.find import find
from resourcemap.search.query import SearchQuery
from resourcemap.search.snapshot import Snapshot
from resourcemap.search.together import group_numbers
from tests.search import invented
from tests.search.invented import NOW, ZONE

HERE = GeoPoint(39.95, -75.16)
YES, LIMITED = Fact(Answer.YES), Fact(Answer.LIMITED)


def meeting(listing_id: str, day: str = "TU", **more: object) -> Listing:
    facts = more.pop("facts", {"attendance": {"in-person": YES}})
    given: dict[str, object] = {
        "id": listing_id,
        "service_id": listing_id,
        "name": "Night Owl",
        "point": HERE,
        "facts": facts,
        "schedules": (
            Schedule(freq="WEEKLY", byday=day, opens_at="19:00", closes_at="20:00", tzid="America/New_York"),
        ),
    } | more
    return Listing(**given)  # type: ignore[arg-type]  # made by the tests below


def numbers(*listings: Listing) -> list[int]:
    return group_numbers(listings, is_waiting=[False] * len(listings)).tolist()


def search(*listings: Listing, **asked: object):
    query = SearchQuery(together=True, **asked)  # type: ignore[arg-type]  # as above
    return find(Snapshot.build(listings, version=1, zone=ZONE), query, now=NOW)


def test_one_name_at_one_place_is_one_group_however_it_is_written() -> None:
    assert numbers(meeting("a"), meeting("b", name="NIGHT OWL!"), meeting("c", name="Night Owls")) == [
        0,
        0,
        2,
    ]
    assert numbers(meeting("a"), meeting("b", point=GeoPoint(39.96, -75.16))) == [0, 1]
    street = {"point": None, "address": Address(address_1="5 Oak St", city="Philadelphia")}
    assert numbers(meeting("a", **street), meeting("b", **street)) == [0, 0]


def test_two_that_run_something_of_one_name_at_one_place_stay_two_groups() -> None:
    red, blue = {"organization": "Red"}, {"organization": "Blue"}
    assert numbers(meeting("a", **red), meeting("b"), meeting("c", **red)) == [0, 0, 0]
    assert numbers(meeting("a", **red), meeting("b", **blue), meeting("c"), meeting("d", **red)) == [
        0,
        1,
        2,
        0,
    ]


def test_a_private_or_roughly_placed_listing_is_never_put_together_with_another() -> None:
    remote = {"facts": {"attendance": {"phone": YES}}, "join": JoinMethod(phone="410-555-0142")}
    for alone in (
        {"address_visibility": "hidden", "point": None},
        {"address_visibility": "partial", "point": None, **remote},
        {"point_is_approximate": True},
    ):
        assert numbers(meeting("a", **alone), meeting("b", **alone)) == [0, 1]
    closed = meeting("b", status="temporarily closed")
    assert [len(match.also) for match in search(meeting("a"), closed).matches] == [0, 0]


def test_what_is_joined_from_home_is_one_group_with_the_same_link() -> None:
    online = {"point": None, "facts": {"attendance": {"online-live": YES}}}
    one, two = JoinMethod(url="https://example.org/1"), JoinMethod(url="https://example.org/2")
    found = search(
        meeting("a", join=one, **online), meeting("b", join=one, **online), meeting("c", join=two, **online)
    )
    assert sorted(1 + len(match.also) for match in found.remote) == [1, 2]
    assert (found.total, found.places, found.places_from_home) == (3, 2, 2)


def test_the_soonest_leads_and_the_others_follow_by_their_next_time() -> None:
    # NOW is a Tuesday evening in May.
    found = search(meeting("a", "MO"), meeting("b", "FR"), meeting("c", "WE"), limit=1)
    (match,) = found.matches
    assert [match.listing.id, *(each.listing.id for each in match.also)] == ["c", "b", "a"]
    assert (found.total_in_person, found.places_in_person) == (3, 1)
    number, monday = found.match_of("a")
    assert number == 1 and monday is not None and monday.next_time == match.also[1].next_time


def test_a_card_says_only_what_holds_for_each_time() -> None:
    facts = {"attendance": {"in-person": YES}}
    women = {**facts, "population": {"women": Fact(Answer.YES, "only")}, "accessibility": {"step-free": YES}}
    open_to_all = {**facts, "accessibility": {"step-free": LIMITED}}
    (match,) = search(meeting("a", "WE", facts=women), meeting("b", "TH", facts=open_to_all)).matches
    assert match.listing.terms("population") == ("women",)
    assert match.shared is not None
    assert match.shared.terms("population") == ()
    assert match.shared.answer("accessibility", "step-free") is Answer.LIMITED


def test_each_time_says_its_own_and_the_card_asks_what_is_not_known_of_any() -> None:
    here = {"in-person": YES}
    known = {"attendance": here, "accessibility": {"step-free": YES}, "language": {"en": YES}}
    told = meeting("a", "WE", facts={**known, "population": {"women": YES, "men": Fact(Answer.NO)}})
    untold = meeting("b", "TH", facts={"attendance": here, "population": {"women": YES}})
    (match,) = (
        found := search(
            told,
            untold,
            include={"population": frozenset({"women"})},
            exclude={"population": frozenset({"men"})},
        )
    ).matches
    assert match.listing.id == "a"
    of_lead, of_any = ([each.key for each in said] for said in (match.unknown, match.to_ask))
    assert of_lead == ["search.unknown.cost", "search.unknown.checked"]
    # What was asked for comes first, though it is only another time of which it is not known.
    assert of_any[0] == "search.unknown.population"
    assert {"search.unknown.term", "search.unknown.language", *of_lead} <= set(of_any)
    _, thursday = found.match_of("b")
    assert thursday is not None and thursday.unknown == match.also[0].unknown == thursday.to_ask
    assert "search.unknown.language" in [each.key for each in thursday.unknown]
    assert "search.reason.population.welcome" in [each.key for each in thursday.reasons]
    (alone,) = search(untold, include={"population": frozenset({"women"})}).matches
    assert alone.reasons == thursday.reasons


@settings(max_examples=60, deadline=None)
@given(invented.listings(), invented.queries(), st.integers(0, 4), st.sampled_from(["A", "B", ""]))
def test_putting_together_loses_and_adds_nothing_and_a_limit_counts_cards(
    listings: list[Listing], query: SearchQuery, limit: int, name: str
) -> None:
    # Few names at few places, so that many are alike.
    alike = [
        replace(each, name=name or each.name, organization=None, point=HERE if each.point else None)
        for each in listings
    ]
    snapshot = Snapshot.build(alike, version=1, zone=ZONE)
    plain = find(snapshot, replace(query, limit=100), now=NOW)
    whole = find(snapshot, replace(query, limit=100, together=True), now=NOW)
    few = find(snapshot, replace(query, limit=limit, together=True), now=NOW)
    for apart, cards, first in (
        (plain.matches, whole.matches, few.matches),
        (plain.remote, whole.remote, few.remote),
        (plain.unplaced, whole.unplaced, few.unplaced),
    ):
        held = [each.listing.id for card in cards for each in (card, *card.also)]
        assert sorted(held) == sorted(match.listing.id for match in apart)
        assert [card.listing.id for card in first] == [card.listing.id for card in cards[:limit]]
    assert (whole.places_in_person, whole.places) == (
        len(whole.matches),
        len(whole.matches) + len(whole.unplaced) + len(whole.remote),
    )
    assert (whole.facets, whole.left_out, whole.total) == (plain.facets, plain.left_out, plain.total)
