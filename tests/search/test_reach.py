"""Where, when and for whom: single rules, told with places one can picture."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from resourcemap.geo.point import GeoPoint
from resourcemap.model.fact import Answer, Fact
from resourcemap.model.hsds import FirstVisit, Phone, Schedule
from resourcemap.model.listing import Area, Listing
from resourcemap.model.words import say
from resourcemap.search.find import find
from resourcemap.search.query import Origin, SearchQuery, When
from resourcemap.search.result import Match, SearchResult
from resourcemap.search.snapshot import Snapshot
from tests.search.invented import NOW, ZONE

HERE = GeoPoint(39.29, -76.61)
YES, LIMITED, NO = Fact(Answer.YES), Fact(Answer.LIMITED), Fact(Answer.NO)
TUESDAY = Schedule(freq="WEEKLY", byday="TU", opens_at="19:00", closes_at="20:30")


def listing(name: str, **values: object) -> Listing:
    return Listing(id=name, service_id="s", name=name, **values)  # type: ignore[arg-type]  # fields of Listing


def search(*listings: Listing, now: datetime = NOW, **asked: object) -> SearchResult:
    query = SearchQuery(**asked)  # type: ignore[arg-type]  # fields of SearchQuery
    return find(Snapshot.build(listings, version=1, zone=ZONE), query, now=now)


def near(point: GeoPoint = HERE, *, radius_m: float | None = 5_000, uncertainty_m: float = 0.0) -> dict:
    return {"origin": Origin(point, "here", uncertainty_m), "radius_m": radius_m}


def ids(matches: tuple[Match, ...]) -> list[str]:
    return [match.listing.id for match in matches]


def why(result: SearchResult, index: int = 0) -> list[str]:
    return [say(each) for each in result.matches[index].reasons]


def unknown(result: SearchResult, index: int = 0) -> list[str]:
    return [say(each) for each in result.matches[index].unknown]


HYBRID = {"attendance": {"in-person": YES, "online-live": YES}}
FAR = GeoPoint(40.5, -76.61)


def test_a_far_group_that_also_meets_online_is_offered_from_home() -> None:
    groups = (listing("far", point=FAR, facts=HYBRID), listing("close", point=HERE, facts=HYBRID))
    result = search(*groups, **near())
    assert (ids(result.matches), ids(result.remote)) == (["close"], ["far"])
    assert result.facets["attendance"] == {"in-person": 1, "online-live": 2}


def test_who_asks_to_come_in_person_is_not_offered_what_is_far() -> None:
    groups = (listing("far", point=FAR, facts=HYBRID), listing("close", point=HERE, facts=HYBRID))
    result = search(*groups, **near(), include={"attendance": frozenset({"in-person"})})
    assert (ids(result.matches), ids(result.remote)) == (["close"], [])
    assert result.left_out == {"radius": 1, "attendance": 1}
    assert result.facets["attendance"] == {"in-person": 1, "online-live": 2}


def test_who_asks_for_online_gets_one_strip() -> None:
    groups = (listing("far", point=FAR, facts=HYBRID), listing("close", point=HERE, facts=HYBRID))
    result = search(*groups, **near(), include={"attendance": frozenset({"online-live"})})
    assert (ids(result.matches), sorted(ids(result.remote)), result.relax) == ([], ["close", "far"], ())


def test_what_tells_no_place_is_neither_near_nor_lost() -> None:
    nowhere, unheard = listing("nowhere"), listing("unheard", area=Area("Springfield"))
    result = search(listing("close", point=HERE), listing("far", point=FAR), nowhere, unheard, **near())
    assert (ids(result.matches), ids(result.unplaced)) == (["close"], ["nowhere", "unheard"])
    assert (result.total, result.total_in_person, result.total_unplaced) == (3, 1, 2)
    assert ids(result.in_order()) == ["close", "nowhere", "unheard"]
    assert result.left_out == {"radius": 1}
    assert "where it is" in [say(each) for each in result.unplaced[0].unknown]
    everywhere = search(listing("close", point=HERE), nowhere, **near(radius_m=None))
    assert sorted(ids(everywhere.matches)) == ["close", "nowhere"]
    assert everywhere.unplaced == ()


def test_only_what_tells_no_place_does_not_fill_the_circle() -> None:
    result = search(listing("far", point=FAR), listing("nowhere"), **near())
    assert (ids(result.matches), ids(result.unplaced)) == ([], ["nowhere"])
    assert [each.filter for each in result.relax] == ["radius"]


def test_a_group_that_tells_no_place_but_meets_online_is_offered_from_home() -> None:
    group = listing("group", facts=HYBRID)
    assert ids(search(group, **near()).remote) == ["group"]
    in_person = {"attendance": frozenset({"in-person"})}
    assert ids(search(group, **near(), include=in_person).unplaced) == ["group"]


@pytest.mark.parametrize(
    ("origin", "place"),
    [
        (GeoPoint(-17.0, 179.99), GeoPoint(-17.0, -179.99)),
        (GeoPoint(89.99, 0.0), GeoPoint(89.99, 180.0)),
        (GeoPoint(-90.0, 0.0), GeoPoint(-89.99, 77.0)),
    ],
)
def test_a_circle_reaches_over_the_date_line_and_the_poles(origin: GeoPoint, place: GeoPoint) -> None:
    result = search(listing("over there", point=place), **near(origin))
    assert ids(result.matches) == ["over there"]
    assert 0 < result.matches[0].distance_m < 3_000  # type: ignore[operator]  # there is a point


def test_an_area_is_cut_by_its_edge_and_shows_no_distance() -> None:
    home = listing("home", area=Area("Towson, MD", GeoPoint(39.40, -76.61), 8_000))
    assert ids(search(home, **near(radius_m=5_000)).matches) == ["home"]
    assert ids(search(home, **near(radius_m=4_000)).matches) == []
    match = search(home, **near()).matches[0]
    assert match.distance_m is None
    assert say(match.reasons[0]) == "in or near Towson, MD"


def test_minutes_on_foot_are_said_only_from_an_exact_place() -> None:
    place = listing("place", point=GeoPoint(39.298, -76.61))
    assert why(search(place, **near()))[0] == "about 12 to 24 min walk"
    assert why(search(place, **near(uncertainty_m=4_000), unit="km"))[0] == "within about 5 km"
    farther = listing("farther", point=GeoPoint(39.33, -76.61))
    assert why(search(farther, **near(), unit="mi"))[0] == "about 2.8 mi away"


def test_women_only_is_no_for_men_and_not_known_for_veterans() -> None:
    group = listing("group", facts={"population": {"women": Fact(Answer.YES, "only")}})

    def ask(term: str, **more: object) -> SearchResult:
        return search(group, include={"population": frozenset({term})}, **more)

    assert why(ask("women"))[0] == "only for women"
    assert (ask("men").total, ask("men").unknown_out) == (0, {})
    assert (ask("veterans").total, ask("veterans").unknown_out) == (0, {"population": 1})
    allowed = ask("veterans", allow_unknown=frozenset({"population"}))
    assert unknown(allowed)[0] == "whether it welcomes veterans"


def test_open_to_everyone_is_not_the_same_as_made_for_a_group() -> None:
    group = listing("group", facts={"entry": {"open": YES}})
    result = search(group, include={"population": frozenset({"veterans"})})
    assert result.unknown_out == {"population": 1}


def test_a_group_made_for_the_asked_people_comes_before_one_that_welcomes_them() -> None:
    groups = (
        listing("a", facts={"population": {"veterans": LIMITED}}),
        listing("b", facts={"population": {"veterans": YES}}),
        listing("c", facts={"population": {"veterans": Fact(Answer.YES, "focus")}}),
    )
    result = search(*groups, include={"population": frozenset({"veterans"})})
    assert ids(result.matches) == ["c", "b", "a"]
    assert [why(result, row)[0] for row in range(3)] == [
        "made for veterans",
        "welcomes veterans",
        "welcomes veterans, in part",
    ]


def test_no_stated_language_is_not_taken_for_english() -> None:
    groups = (listing("says nothing"), listing("spanish", facts={"language": {"es": YES}}))
    result = search(*groups, include={"language": frozenset({"en"})})
    assert (result.total, result.left_out, result.unknown_out) == (0, {"language": 2}, {"language": 1})


def test_every_asked_access_fact_must_hold() -> None:
    groups = (
        listing("both", facts={"accessibility": {"step-free": YES, "asl": YES}}),
        listing("half", facts={"accessibility": {"step-free": YES}}),
        listing("no", facts={"accessibility": {"step-free": YES, "asl": NO}}),
    )
    result = search(*groups, include={"accessibility": frozenset({"step-free", "asl"})})
    assert (ids(result.matches), result.unknown_out) == (["both"], {"accessibility": 1})


def test_what_is_excluded_and_not_known_stays_and_is_said() -> None:
    groups = (listing("unsaid"), listing("fee", facts={"cost": {"fee": YES}}))
    result = search(*groups, exclude={"cost": frozenset({"fee"})})
    assert (ids(result.matches), result.left_out) == (["unsaid"], {"not_cost": 1})
    assert unknown(result)[0] == "there is a price"


def test_no_stated_age_limit_passes_and_is_said() -> None:
    groups = (listing("unsaid"), listing("young", maximum_age=25.0), listing("adults", minimum_age=18.0))
    result = search(*groups, age=40)
    assert sorted(ids(result.matches)) == ["adults", "unsaid"]
    by_id = {match.listing.id: match for match in result.matches}
    assert "age limits" in [say(each) for each in by_id["unsaid"].unknown]
    assert "for ages 18 and up" in [say(each) for each in by_id["adults"].reasons]


def test_a_tuesday_evening_says_its_next_date() -> None:
    when = When(frozenset({1}), time(17), time(22))
    daily = replace(TUESDAY, freq="DAILY", byday=None)
    result = search(listing("group", schedules=(daily,)), when=when, now=NOW + timedelta(days=1))
    assert why(result)[0].startswith("Tuesday evening, next Tue")
    assert result.matches[0].next_time == datetime(2026, 5, 19, 19, 0, tzinfo=ZONE)


def test_a_date_leaves_out_what_meets_on_that_weekday_in_another_week() -> None:
    every = listing("every", schedules=(TUESDAY,))
    second = listing("second", schedules=(replace(TUESDAY, freq="MONTHLY", byday="2TU"),))
    third = listing("third", schedules=(replace(TUESDAY, freq="MONTHLY", byday="3TU"),))
    some = listing("some", schedules=(replace(TUESDAY, interval=2),))
    tonight = When(frozenset({1}), time(17), time(0), frozenset({NOW.date()}))
    result = search(every, second, third, some, when=tonight)
    assert sorted(ids(result.matches)) == ["every", "second"]
    assert (result.left_out, result.unknown_out) == ({"when": 2}, {"when": 1})


def test_a_known_time_is_said_even_when_none_fits_soon() -> None:
    first = Schedule(freq="MONTHLY", bymonthday="1", opens_at="18:00", closes_at="19:00")
    sunday = When(frozenset({6}), time(17), time(0))
    result = search(listing("first", schedules=(first,)), when=sunday)
    assert result.matches[0].next_time == datetime(2026, 6, 1, 18, tzinfo=ZONE)
    assert why(result)[0] == "next Mon, Jun 1, 6:00 pm"


@pytest.mark.parametrize("asked_end", [time(22), time(0)])
def test_a_place_open_all_day_is_there_from_the_asked_hour_on(asked_end: time) -> None:
    always = Schedule(freq="DAILY", opens_at="00:00", closes_at="23:59")
    wednesday = When(frozenset({2}), time(17), asked_end)
    result = search(listing("always", schedules=(always,)), when=wednesday)
    assert result.matches[0].next_time == datetime(2026, 5, 13, 17, tzinfo=ZONE)
    assert why(result)[0] == "Wednesday evening, next tomorrow, 5:00 pm"


def test_a_place_within_the_radius_is_not_said_to_be_beyond_it() -> None:
    group = listing("group", point=GeoPoint(39.345, -76.61))
    result = search(group, **near(radius_m=5 * 1609.344, uncertainty_m=4_000))
    assert why(result)[0].endswith("within about 5 mi")


def test_no_times_are_not_known_and_not_no() -> None:
    result = search(listing("group"), when=When(frozenset({1})))
    assert (result.total, result.unknown_out) == (0, {"when": 1})
    allowed = search(listing("group"), when=When(frozenset({1})), allow_unknown=frozenset({"when"}))
    assert unknown(allowed)[0] == "when it meets"


def test_open_at_a_moment_looks_at_the_calendar_itself() -> None:
    group = listing("group", schedules=(replace(TUESDAY, exdates=(date(2026, 5, 19),)),))
    open_then = [
        search(group, open_at=datetime(2026, 5, day, 19, 30, tzinfo=ZONE)).total for day in (12, 19, 26)
    ]
    assert open_then == [1, 0, 1]


def test_open_now_is_said_until_when() -> None:
    group = listing("group", schedules=(TUESDAY,))
    result = search(group, now=datetime(2026, 5, 12, 19, 30, tzinfo=ZONE))
    assert why(result)[0] == "open now, until 8:30 pm"
    assert result.matches[0].is_open is True


def test_full_and_closed_places_come_last_and_say_so() -> None:
    groups = (
        listing("a-full", is_full=True, assured_date=NOW.date()),
        listing("b-closed", status="temporarily closed"),
        listing("c-old", assured_date=NOW.date() - timedelta(400), phones=(Phone(number="(410) 555-0142"),)),
        listing("d"),
    )
    result = search(*groups)
    assert ids(result.matches) == ["d", "c-old", "a-full", "b-closed"]
    assert why(result, 2)[0] == "full for now: ask about a waiting list"
    assert why(result, 3)[0] == "closed for now"
    assert why(result, 1) == ["checked over a year ago: call first"]


def test_what_nobody_checked_for_18_months_is_not_shown_or_counted() -> None:
    old = listing("old", assured_date=NOW.date() - timedelta(549), facts={"cost": {"free": YES}})
    result = search(old, include={"cost": frozenset({"fee"})})
    assert (result.total, result.left_out, result.facets["cost"], result.relax) == (
        0,
        {"cost": 0},
        {"free": 0},
        (),
    )


def test_without_filters_what_helps_a_person_to_go_is_said() -> None:
    group = listing(
        "group",
        point=HERE,
        facts={
            "led_by": {"peers": YES},
            "shared_experience": {"grief": YES},
            "cost": {"free": YES},
            "accessibility": {"step-free": YES},
            "language": {"es": YES},
        },
        schedules=(TUESDAY,),
        first_visit=FirstVisit(may_just_listen=True),
        assured_date=NOW.date() - timedelta(22),
    )
    result = search(group)
    assert why(result) == [
        "next today, 7:00 pm",
        "run by peers",
        "people here share: grief",
        "you can just listen",
        "free",
        "checked 3 weeks ago",
    ]
    assert unknown(result) == []


def test_what_most_people_ask_is_named_when_it_is_not_known() -> None:
    assert unknown(search(listing("group"))) == [
        "step-free entrance",
        "what it costs",
        "which languages",
        "when it meets",
        "where it is",
        "when this was last checked",
    ]


def test_an_empty_page_offers_a_wider_circle_first() -> None:
    groups = [
        listing(f"g{n}", point=GeoPoint(39.29, -76.61 + 0.09), facts={"cost": {"free": YES}})
        for n in range(4)
    ]
    result = search(
        *groups, listing("here", point=HERE), **near(), unit="km", include={"cost": frozenset({"free"})}
    )
    assert [(each.filter, each.count, say(each.sentence)) for each in result.relax] == [
        ("radius", 4, "Within 10 km there are 4."),
        ("cost", 1, "There is 1 where this is not known: Free."),
    ]


def test_when_no_single_change_helps_two_are_named() -> None:
    group = listing("group", point=FAR, facts={"cost": {"fee": YES}})
    result = search(group, **near(), include={"cost": frozenset({"free"})})
    assert [(each.filter, each.count) for each in result.relax] == [("radius+cost", 1)]


def test_when_only_starting_over_helps_that_is_offered() -> None:
    group = listing("group", point=FAR, facts={"cost": {"fee": YES}}, minimum_age=60.0)
    result = search(group, **near(), include={"cost": frozenset({"free"})}, age=20)
    assert [(each.filter, each.count) for each in result.relax] == [("everything", 1)]
    assert say(result.relax[0].sentence) == "With no filters there is 1."


def test_a_barrier_that_was_asked_about_says_who_says_so_and_when() -> None:
    fact = Fact(Answer.YES, None, "self-stated", date(2026, 3, 4))
    facts = {"barriers_removed": {"individual-assessment": fact}}
    place = listing("rooms", facts=facts)
    asked = search(place, include={"barriers_removed": frozenset({"individual-assessment"})})
    assert "a record is looked at case by case (they say so, Mar 2026)" in why(asked)
