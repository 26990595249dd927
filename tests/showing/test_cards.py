"""What the list says, before anything is drawn."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from resourcemap.model.hsds import JoinMethod
from resourcemap.model.marks import MARKS
from resourcemap.search.find import find
from resourcemap.search.query import SearchQuery
from resourcemap.search.snapshot import Snapshot
from resourcemap.showing.ask import Asked, with_term
from resourcemap.showing.cards import STRIP_SHOWN, next_strip, results_data
from resourcemap.showing.together import times_data
from tests.showing.places_made_up import online_group, recovery_circle, safe_house, yes


@pytest.fixture
def few(zone, now):
    """Search a group, a private place and an online group."""
    snapshot = Snapshot.build([recovery_circle(), safe_house(), online_group()], version=1, zone=zone)
    return lambda asked: find(snapshot, asked.query(now), now=now)


def card_of(data, listing_id):
    return next(
        each
        for each in (*data["cards"], *(data["remote"] or {"cards": []})["cards"])
        if each["id"] == listing_id
    )


def test_a_card_answers_what_for_whom_when_how_far_and_why(few, asked, screen):
    card = card_of(results_data(few(asked), asked, screen), "sal-circle")
    assert card["name"] == "Tuesday Night Recovery Circle"
    assert card["sub"] == "Harbor Peer Center · Mount Vernon"
    assert card["when"] == "Tonight 7:00 pm"
    assert "mi" in card["where"] and "min walk" in card["where"]
    assert "run by peers" in card["why"]
    assert "Free" in card["chips"]
    assert card["ask"] == ["Not known, ask: step-free entrance"]
    assert card["checked"] == "Checked 3 weeks ago"
    assert card["mark"] in MARKS


def test_from_a_zip_a_card_says_a_band_and_no_minutes(few, zip_code, screen):
    asked = Asked(origin=zip_code, radius=5)
    where = card_of(results_data(few(asked), asked, screen), "sal-circle")["where"]
    assert where.startswith("within about") and "walk" not in where


def test_from_a_zip_a_card_never_says_more_than_the_radius(few, zip_code, screen):
    asked = Asked(origin=replace(zip_code, uncertainty_m=9000.0), radius=5)
    assert card_of(results_data(few(asked), asked, screen), "sal-circle")["where"] == "within about 5 mi"


def test_a_private_place_says_that_its_address_is_kept_and_no_distance(few, asked, screen):
    card = card_of(results_data(few(asked), asked, screen), "sal-safe")
    assert (card["where"], card["onMap"]) == ("Address kept private", False)


def test_what_is_online_has_a_strip_of_its_own_and_no_number(few, asked, screen):
    data = results_data(few(asked), asked, screen)
    assert [each["id"] for each in data["remote"]["cards"]] == ["sal-online"]
    assert data["remote"]["cards"][0]["n"] is None
    assert "sal-online" not in [each["id"] for each in data["cards"]]
    assert data["remote"]["cards"][0]["checked"].endswith("Call first.")


def test_in_the_online_strip_joining_comes_before_the_building(zone, now, asked, screen):
    circle = recovery_circle()
    both = replace(
        circle,
        facts={
            **circle.facts,
            "attendance": yes("in-person", "online-live", "phone"),
            "accessibility": yes("step-free", "live-captions"),
        },
        join=JoinMethod(url="https://meet.example.org/circle", camera_optional=True),
    )
    snapshot = Snapshot.build([both], version=1, zone=zone)

    def chips(asked):
        data = results_data(find(snapshot, asked.query(now), now=now), asked, screen)
        return card_of(data, both.id)["chips"]

    from_home = chips(replace(asked, remote_first=True))
    assert from_home[:4] == ["Sample", "Camera optional", "By phone", "Free"]
    assert "Live captions" in from_home
    assert "Step-free entrance" not in from_home
    assert "Step-free entrance" in chips(asked)


def test_numbers_follow_the_order_of_the_search(search, asked, screen):
    result = search(asked)
    data = results_data(result, asked, screen)
    assert [(card["n"], card["id"]) for card in data["cards"]] == [
        (number, match.listing.id) for number, match in enumerate(result.matches, start=1)
    ]


def test_the_summary_counts_places_and_what_is_online(search, asked, screen):
    result = search(asked)
    data = results_data(result, asked, screen)
    assert [part["text"] for part in data["summary"]] == [
        f"{result.total_in_person} places within 5 mi",
        f"{result.total_from_home} online or by phone",
    ]


def test_a_group_of_several_days_is_one_card_that_says_when_else(zone, now, asked, screen):
    circle = recovery_circle()
    days = [
        replace(
            circle, id=f"sal-{day}", schedules=(replace(circle.schedules[0], byday=day, opens_at=opens_at),)
        )
        for day, opens_at in (("TU", "19:00"), ("WE", "19:00"), ("FR", "19:00"), ("SA", "08:00"))
    ]
    unsaid = replace(circle, id="sal-unsaid", schedules=(), fees_description=None, cost_options=())
    unsaid = replace(unsaid, facts={name: held for name, held in circle.facts.items() if name != "cost"})
    snapshot = Snapshot.build([*days, unsaid, online_group()], version=1, zone=zone)
    data = results_data(find(snapshot, asked.query(now), now=now), asked, screen)
    (card,) = data["cards"]
    assert (card["id"], card["n"], card["when"]) == ("sal-TU", 1, "Tonight 7:00 pm")
    assert card["also"] == "Also Wed, Fri 7:00 pm, Sat 8:00 am and 1 more time"
    # What is not known of one of its times is to be asked too.
    assert card["ask"] == ["Not known, ask: step-free entrance", "Not known, ask: what it costs"]
    assert card["group"] == ["sal-WE", "sal-FR", "sal-SA", "sal-unsaid"]
    assert [part["text"] for part in data["summary"]] == [
        "1 place within 5 mi",
        "1 online or by phone",
        "6 counting each time of a group",
    ]
    times = times_data([*days, unsaid], days[1], screen, zone=zone)
    assert [(row["id"], row["here"]) for row in times["rows"]] == [
        ("sal-TU", False),
        ("sal-WE", True),
        ("sal-FR", False),
        ("sal-SA", False),
        ("sal-unsaid", False),
    ]
    assert times["rows"][1]["when"] == "Every Wednesday, 7:00 pm to 8:30 pm"
    assert times["rows"][4]["when"] == "Times not known, ask"
    assert times_data([circle], circle, screen, zone=zone) is None


def test_of_a_strip_the_first_few_are_sent_and_the_rest_when_asked_for(zone, now, asked, screen):
    groups = [replace(online_group(), id=f"sal-{n}", name=f"Group {n}") for n in range(57)]
    snapshot = Snapshot.build([recovery_circle(), *groups], version=1, zone=zone)
    said, shown = [], STRIP_SHOWN
    while shown <= 60:
        # The list of places stays as short as it is: a strip is lengthened for itself.
        query = replace(asked.query(now), limit_aside=shown)
        strip = results_data(find(snapshot, query, now=now), asked, screen, strips={"remote": shown})[
            "remote"
        ]
        said.append((len(strip["cards"]), strip["more"]))
        shown = next_strip(shown)
    assert said == [(3, "Show 17 more"), (20, "Show 20 more"), (40, "Show 17 more"), (57, None)]


def test_what_tells_no_place_is_counted_and_shown_apart_from_what_is_near(zone, now, asked, screen):
    nowhere = replace(safe_house(), id="sal-nowhere", area=None)
    places = [recovery_circle(), nowhere, replace(nowhere, id="sal-untold", address_visibility="full")]
    result = find(Snapshot.build(places, version=1, zone=zone), asked.query(now), now=now)
    data = results_data(result, asked, screen)
    assert [part["text"] for part in data["summary"]] == ["1 place within 5 mi", "2 to ask where they are"]
    assert [card["id"] for card in data["cards"]] == ["sal-circle"]
    assert {card["id"]: card["where"] for card in data["unplaced"]["cards"]} == {
        "sal-nowhere": "Address kept private",
        "sal-untold": "Not on the map, ask where it is",
    }
    assert {card["n"] for card in data["unplaced"]["cards"]} == {None}


def test_chips_name_all_that_is_set_and_can_be_taken_back(search, asked, screen):
    set_ = with_term(with_term(asked, "language", "es", "include"), "cost", "fee", "exclude")
    set_ = replace(set_, age=30, text="job", what="work", when="tuesday-evening")
    set_ = replace(set_, allow_unknown=frozenset({"language"}))
    chips = results_data(search(set_), set_, screen)["chips"]
    assert {chip["id"] for chip in chips} == {
        "what",
        "when",
        "text",
        "include/language/es",
        "exclude/cost/fee",
        "age",
        "unknown/language",
        "everything",
    }
    assert next(chip for chip in chips if chip["id"] == "include/language/es")["remove"] == "Remove Spanish"
    labels = {chip["id"]: chip["label"] for chip in chips}
    assert (labels["what"], labels["when"]) == ("Work", "Tuesday evening")


def test_what_is_left_out_only_for_not_being_known_is_offered(search, asked, screen):
    set_ = with_term(asked, "accessibility", "step-free", "include")
    notes = results_data(search(set_), set_, screen)["notes"]
    assert notes[0]["act"] == {"do": "allow-unknown", "name": "accessibility"}
    assert "Step-free entrance" in notes[0]["text"]


def test_an_empty_list_names_what_to_loosen_with_its_count(search, asked, screen):
    set_ = replace(
        with_term(asked, "population", "veterans", "include"), what="home", when="monday-morning", age=12
    )
    set_ = with_term(set_, "accessibility", "asl", "include")
    result = search(set_)
    data = results_data(result, set_, screen)
    assert result.total_in_person == 0
    assert data["empty"]["title"] == "Nothing listed within 5 mi fits all of this."
    assert data["empty"]["offers"]
    assert all(any(mark.isdigit() for mark in offer["label"]) for offer in data["empty"]["offers"])


def test_with_no_places_at_all_the_list_says_so(zone, now, screen):
    nothing = find(Snapshot.build([], version=1, zone=zone), SearchQuery(), now=now)
    assert results_data(nothing, Asked(), screen)["empty"]["title"] == "There are no places in the list yet."


def test_an_empty_list_blames_no_choice_of_the_person(zone, now, screen):
    empty = Snapshot.build([], version=1, zone=zone)
    asked = with_term(Asked(), "cost", "free", "include")
    shown = results_data(find(empty, asked.query(now), now=now), asked, screen)["empty"]
    assert shown["title"] == "There are no places in the list yet."
    assert "211" in shown["lead"]
    assert shown["offers"] == []


def test_the_data_is_plain_json_and_the_same_each_time(search, asked, screen):
    first, again = (json.dumps(results_data(search(asked), asked, screen)) for _ in range(2))
    assert first == again


def test_no_card_shows_an_empty_label_or_a_code(search, asked, screen):
    for card in results_data(search(replace(asked, shown=200)), asked, screen)["cards"]:
        texts = [*card["chips"], *card["ask"], *card["warn"], card["why"], card["when"], card["checked"]]
        assert all(text and "_" not in text and "None" not in text for text in texts), card
