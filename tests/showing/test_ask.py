"""What a person sets on the page, and the search it becomes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resourcemap.model.fact import FACETS
from resourcemap.model.hsds import Schedule
from resourcemap.model.listing import Listing
from resourcemap.model.vocabulary import vocabulary
from resourcemap.search.find import find
from resourcemap.search.snapshot import Snapshot
from resourcemap.showing.ask import (
    WHAT,
    WHEN,
    Asked,
    is_anything_set,
    loosened,
    when_for,
    with_term,
    with_unknown,
    without,
)


def test_every_choice_of_what_names_categories_the_vocabulary_knows():
    known = {term.code for term in vocabulary().terms("category")}
    assert {code for codes in WHAT.values() for code in codes} <= known


def test_every_category_but_what_is_done_at_home_is_behind_some_choice_of_what():
    known = {term.code for term in vocabulary().terms("category")}
    assert known - {code for codes in WHAT.values() for code in codes} == {"at-home"}


def test_a_radius_counts_only_with_a_place_to_measure_from(now, downtown):
    assert Asked(radius=5).query(now).radius_m is None
    assert Asked(radius=5, origin=downtown).query(now).radius_m == pytest.approx(8046.72)
    assert Asked(radius=5, origin=downtown, unit="km").query(now).radius_m == 5000


@pytest.mark.parametrize("choice", WHEN)
def test_every_choice_of_when_becomes_a_search(choice, now):
    query = Asked(when=choice).query(now)
    assert (query.open_at is not None) == (choice == "now")
    assert (query.when is None) == (choice in ("any", "now"))


def test_tuesday_evening_is_tuesday_from_five():
    when = when_for("tuesday-evening", datetime(2026, 5, 13, 9, tzinfo=UTC))
    assert (when.days, when.start, when.end) == (frozenset({1}), time(17), time(0))


def test_tonight_starts_now_when_the_evening_has_begun(now):
    assert when_for("tonight", now).start == time(17, 30)
    assert when_for("tonight", now - timedelta(hours=6)).start == time(17)


@pytest.mark.parametrize(
    ("choice", "day", "dates"),
    [
        ("today", 12, {12}),
        ("tonight", 12, {12}),
        ("tomorrow", 17, {18}),
        ("weekend", 12, {16, 17}),
        ("weekend", 16, {16, 17}),
        ("weekend", 17, {17}),
    ],
)
def test_days_near_now_are_dates_and_not_only_weekdays(choice, day, dates):
    when = when_for(choice, datetime(2026, 5, day, 9, tzinfo=UTC))
    assert when.dates == {date(2026, 5, each) for each in dates}
    assert when.days == {each.weekday() for each in when.dates}


def test_on_a_saturday_what_is_over_today_is_no_weekend_any_more():
    saturday = datetime(2026, 5, 16, 15, 20, 40, tzinfo=UTC)
    when = when_for("weekend", saturday)
    assert when.start_on(saturday.date()) == time(15, 20)
    assert when.start_on(date(2026, 5, 17)) == time(0)
    assert when_for("weekend", saturday - timedelta(days=1)).first_start is None
    morning = Schedule(freq="WEEKLY", byday="SA", opens_at="10:00", closes_at="11:00")
    evening = Schedule(freq="WEEKLY", byday="SA", opens_at="19:00", closes_at="20:00")
    sunday = Schedule(freq="WEEKLY", byday="SU", opens_at="10:00", closes_at="11:00")
    places = [
        Listing(id=name, service_id=name, name=name, schedules=(schedule,))
        for name, schedule in (("morning", morning), ("evening", evening), ("sunday", sunday))
    ]
    snapshot = Snapshot.build(places, version=1)
    found = find(snapshot, Asked(when="weekend").query(saturday), now=saturday)
    assert {match.listing.id for match in found.in_order()} == {"evening", "sunday"}


def test_ticked_categories_narrow_what_was_chosen_and_stand_alone_outside_it():
    home = Asked(what="home")
    assert with_term(home, "category", "tenant-rights", "include").categories == {"tenant-rights"}
    assert with_term(home, "category", "book-club", "include").categories == {"book-club"}
    assert home.categories == WHAT["home"]


def test_a_term_is_either_wanted_or_left_out():
    wanted = with_term(Asked(), "cost", "free", "include")
    left_out = with_term(wanted, "cost", "free", "exclude")
    assert (wanted.include, wanted.exclude) == ({"cost": {"free"}}, {})
    assert (left_out.include, left_out.exclude) == ({}, {"cost": {"free"}})
    assert with_term(left_out, "cost", "free", "off") == Asked()


def test_what_a_browser_makes_up_changes_nothing():
    assert with_term(Asked(), "password", "x", "include") == Asked()
    assert with_unknown(Asked(), "password", True) == Asked()
    assert without(Asked(), "nothing/of/this") == Asked()


terms = st.tuples(
    st.sampled_from(FACETS), st.sampled_from(["a", "b", "c"]), st.sampled_from(["include", "exclude"])
)


@given(st.lists(terms), st.sampled_from(sorted(WHAT)), st.sampled_from(WHEN), st.integers(0, 120) | st.none())
def test_taking_back_every_single_thing_is_the_same_as_clearing_all(chosen, what, when, age):
    asked = Asked(what=what, when=when, age=age, text="job", radius=3)
    for facet, term, choice in chosen:
        asked = with_term(asked, facet, term, choice)
    cleared = without(asked, "everything")
    assert cleared == Asked(radius=3)
    assert not is_anything_set(cleared)
    for kind, facets in (("include", asked.include), ("exclude", asked.exclude)):
        for facet, codes in facets.items():
            for code in codes:
                asked = without(asked, f"{kind}/{facet}/{code}")
    for name in ("age", "text", "what", "when"):
        asked = without(asked, name)
    assert asked == cleared


def test_a_looser_search_is_taken_over_and_the_rest_stays(now, asked):
    before = replace(with_term(asked, "language", "ar", "include"), what="home", when="tonight")
    wider = loosened(before, replace(before.query(now), radius_m=10 * 1609.344))
    assert (wider.radius, wider.what, wider.when, wider.include) == (
        10,
        "home",
        "tonight",
        {"language": {"ar"}},
    )
    any_time = loosened(before, replace(before.query(now), when=None))
    assert (any_time.when, any_time.radius) == ("any", 5)
    anywhere = loosened(before, replace(before.query(now), radius_m=None))
    assert anywhere.radius is None
    anything = loosened(before, replace(before.query(now), include={"language": frozenset({"ar"})}))
    assert (anything.what, anything.include) == ("anything", {"language": {"ar"}})
