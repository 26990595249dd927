"""Two listings are asked about only when name, place and time agree."""

from __future__ import annotations

import random
import time

import pytest

from resourcemap.curation.duplicates import DuplicateIndex
from resourcemap.curation.existing import Existing
from resourcemap.curation.plan import plan_import
from resourcemap.model.fact import Answer, Fact, write_fact
from resourcemap.model.hsds import Schedule


def weekly(day: str, opens: str, closes: str) -> tuple[Schedule, ...]:
    return (Schedule(freq="WEEKLY", byday=day, opens_at=opens, closes_at=closes),)


def keys(index, bundle):
    return [[reason.key.rpartition(".")[2] for reason in found.reasons] for found in index.find(bundle)]


@pytest.fixture
def index(make_bundle):
    return DuplicateIndex([make_bundle("1")])


def test_a_listing_is_no_duplicate_of_itself(index, make_bundle):
    assert index.find(make_bundle("1")) == ()


def test_the_same_name_place_and_time_is_asked_about(index, make_bundle):
    assert keys(index, make_bundle("2")) == [["same_name", "same_address", "same_time"]]


def test_a_typing_error_in_the_name_is_seen_through(index, make_bundle):
    assert keys(index, make_bundle("2", name="The Tuseday Circle"))[0][0] == "near_name"


def test_an_address_written_otherwise_is_found_by_its_point(index, make_bundle):
    beside = make_bundle("2", address="One Example Street", point=(39.2905, -76.6105))
    assert keys(index, beside) == [["same_name", "near", "same_time"]]


def test_times_that_overlap_over_midnight_and_the_weeks_end_are_seen(make_bundle):
    late = make_bundle("1", schedules=weekly("SU", "23:00", "01:00"))
    early = make_bundle("2", schedules=weekly("MO", "00:30", "02:00"))
    assert keys(DuplicateIndex([late]), early)[0][-1] == "same_time"
    assert keys(DuplicateIndex([early]), late)[0][-1] == "same_time"


def test_both_reached_from_home_at_the_same_time_is_asked_about(make_bundle):
    index = DuplicateIndex([make_bundle("1", is_remote=True)])
    assert keys(index, make_bundle("2", is_remote=True)) == [["same_name", "remote", "same_time"]]


def test_without_times_the_same_phone_is_asked_about(make_bundle):
    index = DuplicateIndex([make_bundle("1", schedules=(), phone="(410) 555-0101")])
    same = make_bundle("2", authority="state", schedules=(), phone="+1 410 555 0101")
    assert keys(index, same) == [["same_name", "same_address", "same_phone"]]


@pytest.mark.parametrize(
    ("what", "other"),
    [
        ("another day of the same group", {"schedules": weekly("TH", "19:00", "20:00")}),
        ("the next hour", {"schedules": weekly("TU", "20:00", "21:00")}),
        ("another programme under the same roof", {"name": "Job club"}),
        ("the women's group beside the men's", {"name": "Women's Tuesday circle"}),
        ("a number in the name", {"name": "Tuesday circle 2"}),
        ("another street with the same name", {"address": "9 Far St", "point": (39.4, -76.61)}),
        ("online only", {"is_remote": True}),
    ],
)
def test_these_are_left_alone(index, make_bundle, what, other):
    assert index.find(make_bundle("2", **other)) == ()


def test_names_that_differ_in_one_word_that_matters_are_left_alone(make_bundle):
    index = DuplicateIndex([make_bundle("1", name="Men's Step Group")])
    assert index.find(make_bundle("2", name="Womens Step Group")) == ()


def test_another_phone_sets_listings_without_times_apart(make_bundle):
    index = DuplicateIndex([make_bundle("1", schedules=(), phone="410-555-0101")])
    assert index.find(make_bundle("2", schedules=(), phone="410-555-0102")) == ()


def test_programmes_that_one_source_tells_apart_are_left_alone(make_bundle):
    meals = make_bundle("1", schedules=(), phone="410-555-0101", description="Meals")
    rides = make_bundle("2", schedules=(), phone="410-555-0101", description="Rides")
    assert DuplicateIndex([meals]).find(rides) == ()
    one = make_bundle("3", schedules=(), attributes=(write_fact("category", "food", Fact(Answer.YES)),))
    other = make_bundle("4", schedules=(), attributes=(write_fact("category", "shelter", Fact(Answer.YES)),))
    assert DuplicateIndex([one]).find(other) == ()
    elsewhere = make_bundle("2", authority="state", schedules=(), phone="410-555-0101", description="Rides")
    assert keys(DuplicateIndex([meals]), elsewhere) == [["same_name", "same_address", "same_phone"]]


def test_the_middle_of_a_city_is_not_one_place(make_bundle):
    from dataclasses import replace

    def vague(bundle):
        return replace(bundle, location=replace(bundle.location, is_approximate=True))

    index = DuplicateIndex([vague(make_bundle("1", address="1 Example St"))])
    assert index.find(vague(make_bundle("2", address="7 Other Ave"))) == ()
    assert index.find(vague(make_bundle("3", address=None))) != ()


@pytest.mark.parametrize("where", ["one point", "from home"])
def test_many_rows_against_many_listings_take_little_time(make_bundle, make_file, where):
    chance = random.Random(7)
    words = [
        f"{first}{second}" for first in ("ser", "hop", "lib", "moon", "riv") for second in "abcdefghijkl"
    ]

    def many(count, authority):
        for number in range(count):
            place = {
                "one point": {"point": (39.29, -76.61), "address": None},
                "from home": {"is_remote": True},
            }[where]
            yield make_bundle(
                f"{number}",
                authority=authority,
                name=" ".join(chance.choices(words, k=3)),
                schedules=weekly(chance.choice(("MO", "TU", "WE", "TH", "FR")), "19:00", "20:00"),
                **place,
            )

    existing = Existing.of(many(5000, "old"))
    read = make_file(*many(2000, "county"))
    began = time.process_time()
    made = plan_import(read, existing, version=1, file_name="a", file_hash="0")
    took_s = time.process_time() - began
    assert len(made.rows) == 2000
    assert took_s < 4, f"{took_s:.1f} s of processor time"
