"""The first-visit card says what is known, and plainly what is not and how to ask."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resourcemap.model.fact import Answer, Fact
from resourcemap.model.first_visit import first_visit_card
from resourcemap.model.hsds import Bundle, Contact, FirstVisit, Location, Service, ServiceAtLocation
from resourcemap.model.listing import Listing
from resourcemap.model.publish import publishable
from resourcemap.model.words import Sentence, say

YES = Fact(Answer.YES)
ORDER = ("happens", "size", "listen", "greeter", "door", "companion")


def place(category: str = "support-group", attendance: str = "in-person", **values: object) -> Listing:
    facts = {"category": {category: YES}, "attendance": {attendance: YES}}
    return Listing(id="a", service_id="a", name="a", facts=facts, **values)  # type: ignore[arg-type]  # its fields


def test_a_group_nobody_described_gives_six_questions() -> None:
    card = first_visit_card(place())
    assert tuple(item.part for item in card) == ORDER
    assert all(item.known is None for item in card)
    assert say(card[2].not_known) == "Not known. Ask: “May I just listen at first?”"
    assert len({say(item.ask) for item in card}) == 6
    assert all(say(item.ask).endswith("?") for item in card)


def test_what_a_place_says_stands_in_its_own_words() -> None:
    visit = FirstVisit(what_happens="Tea first.", may_just_listen=False, entrance="  Side door  ")
    known = {item.part: item.known for item in first_visit_card(place(first_visit=visit, companion="Sam"))}
    assert known["happens"] == "Tea first."
    assert known["door"] == "Side door"
    assert known["companion"] == "Sam"
    assert known["size"] is None
    assert say(known["listen"]) == "No, you will be asked to take part."


def test_who_to_ask_for_stands_where_nobody_is_known_to_greet_and_is_not_called_a_greeter() -> None:
    contacts = (Contact(department="Front desk"), Contact(name=" Kofi ", title="host"), Contact(name="Ana"))
    known = {item.part: item.known for item in first_visit_card(place(contacts=contacts))}
    assert "greeter" not in known
    assert say(known["ask_for"]) == "Ask for Kofi."
    greeted = place(contacts=contacts, first_visit=FirstVisit(greeter="Sam waits at the door."))
    known = {item.part: item.known for item in first_visit_card(greeted)}
    assert known["greeter"] == "Sam waits at the door."
    assert "ask_for" not in known
    nameless = {item.part for item in first_visit_card(place(contacts=contacts[:1]))}
    assert "greeter" in nameless
    assert "ask_for" not in nameless


@pytest.mark.parametrize(
    ("category", "attendance", "parts"),
    [
        ("counseling", "in-person", ("happens", "greeter", "door", "companion")),
        ("warmline", "phone", ("happens",)),
        ("support-group", "online-live", ("happens", "size", "listen")),
    ],
)
def test_what_makes_no_sense_to_ask_is_left_out(category, attendance, parts) -> None:
    assert tuple(item.part for item in first_visit_card(place(category, attendance))) == parts


def test_the_door_of_a_private_place_is_told_by_nobody() -> None:
    visit = FirstVisit(entrance="Blue gate behind the bakery", what_happens="Tea.")
    bundle = Bundle(
        ServiceAtLocation(id="a", service_id="s", location_id="l"),
        Service(id="s", name="A safe house", first_visit=visit),
        None,
        Location(id="l", latitude=39.29, longitude=-76.61, address_visibility="hidden"),
    )
    listing = publishable(bundle)
    assert listing is not None
    assert "Blue gate" not in repr(listing)
    assert listing.first_visit is not None
    assert listing.first_visit.what_happens == "Tea."
    door = next(item for item in first_visit_card(listing) if item.part == "door")
    assert isinstance(door.known, Sentence)
    unpublished = place(address_visibility="hidden", first_visit=visit)
    assert "Blue gate" not in repr(first_visit_card(unpublished))


TEXTS = st.none() | st.text(max_size=20)


@given(
    visit=st.none()
    | st.builds(
        FirstVisit,
        what_happens=TEXTS,
        group_size=TEXTS,
        may_just_listen=st.none() | st.booleans(),
        greeter=TEXTS,
        entrance=TEXTS,
    ),
    companion=TEXTS,
    category=st.sampled_from(["support-group", "warmline", "tenant-rights", "nobody-knows"]),
    attendance=st.sampled_from(["in-person", "phone"]),
)
def test_every_line_is_either_known_or_a_question_and_what_is_known_is_never_dropped(
    visit, companion, category, attendance
) -> None:
    card = first_visit_card(place(category, attendance, first_visit=visit, companion=companion))
    assert [item.part for item in card] == [part for part in ORDER if part in {item.part for item in card}]
    for item in card:
        assert (item.known is None) == (item.not_known is not None)
        assert item.known != ""
    shown = {item.known for item in card}
    given_texts = [
        companion,
        *([visit.what_happens, visit.group_size, visit.greeter, visit.entrance] if visit else []),
    ]
    assert {text.strip() for text in given_texts if text and text.strip()} <= shown
