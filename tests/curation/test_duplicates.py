"""Two listings are asked about only when name, place and time agree."""

from __future__ import annotations

import random
import time

import pytest

from resourcemap.curation.duplicates import DuplicateIndex, pair_of
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


# --- Lists of different people ----------------------------------------------------------------------


def state(make_bundle, identifier="9", **other):
    return make_bundle(identifier, authority="state", **other)


@pytest.mark.parametrize(
    ("what", "other", "reasons"),
    [
        (
            "it moved",
            {"address": "9 Far St", "point": (39.33, -76.61)},
            ["same_name", "same_start", "moved"],
        ),
        ("it was renamed", {"name": "Tuesday circle of hope"}, ["like_name", "same_address", "same_start"]),
        ("it has another name", {"name": "Sober oak"}, ["other_name", "same_address", "same_start"]),
        (
            "it starts an hour later",
            {"schedules": weekly("TU", "20:00", "21:00")},
            ["same_name", "same_address", "other_hour"],
        ),
        ("it has no hours", {"schedules": ()}, ["same_name", "same_address", "no_time"]),
        ("it went online", {"is_remote": True}, ["same_name", "one_remote", "same_start"]),
    ],
)
def test_what_changed_between_two_lists_is_asked_about(index, make_bundle, what, other, reasons):
    assert keys(index, state(make_bundle, **other)) == [reasons]


def test_within_one_list_the_same_differences_set_apart(index, make_bundle):
    assert index.find(make_bundle("2", name="Tuesday circle of hope")) == ()
    assert index.find(make_bundle("2", address="9 Far St", point=(39.33, -76.61))) == ()


def test_other_people_are_another_group_in_any_list(make_bundle):
    index = DuplicateIndex([make_bundle("1", name="Men's harbour group")])
    assert index.find(state(make_bundle, name="Women's harbour group")) == ()


def test_a_guess_gives_way_to_what_fits_better(make_bundle):
    moved = {"address": "9 Far St", "point": (39.33, -76.61)}
    index = DuplicateIndex([make_bundle("1"), state(make_bundle, "8", **moved)])
    # The county's own listing is the one at the same place.
    assert [each.listing_id for each in index.find(state(make_bundle, "9"))] == [
        make_bundle("1").service_at_location.id
    ]
    waiting = DuplicateIndex([make_bundle("1")])
    waiting.expect([state(make_bundle, "8", **moved), state(make_bundle, "9")], source="state")
    assert waiting.find(state(make_bundle, "8", **moved)) == ()


def test_a_row_that_lost_its_id_is_compared_with_those_that_left_its_list(make_bundle, make_file, plan):
    known = Existing.of([make_bundle("1"), make_bundle("2", name="Harbour supper")])
    renamed = make_bundle("7", name="Tuesday circle of hope")
    made = plan(make_file(renamed), known)
    assert [each.name for each in made.rows[0].duplicate_of] == ["Tuesday circle"]
    # Where the old one still stands beside it, the list itself tells them apart.
    made = plan(make_file(make_bundle("1"), renamed), known)
    assert made.rows[1].status == "new"


def test_what_somebody_called_not_the_same_is_not_asked_about_again(make_bundle, make_file, plan):
    first, second = make_bundle("1"), state(make_bundle)
    pair = pair_of(first.service_at_location.id, second.service_at_location.id)
    assert DuplicateIndex([first], distinct={pair}).find(second) == ()
    known = Existing.of([first], distinct_pairs=frozenset([pair]))
    assert plan(make_file(second, authority="state"), known).rows[0].status == "new"
