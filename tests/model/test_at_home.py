"""The cards for an evening at home are whole, easy to read, kind, and lead back outward."""

import re
from collections import Counter

import pytest

from resourcemap.model.at_home import HOME_CARDS, KINDS, SHARED_LINES, HomeCard, home_card, shared_line
from resourcemap.model.catalog import catalog
from resourcemap.model.plan import PLAN_DIMENSIONS
from resourcemap.model.vocabulary import vocabulary
from resourcemap.model.words import say

# Words that put the blame on who reads, or name a person by a condition.
UNKIND = re.compile(
    r"(?i)\b(should|must|fault|fail\w*|weak\w*|lazy|just try|excuse|addict|alcoholic|abuser|junkie|"
    r"suffer\w*|victim|clean|relapse|crazy|disorder|patient|compliant|normal people)\b"
)


def texts(card: HomeCard) -> list[str]:
    return [say(each) for each in (card.title, card.idea, *card.steps, card.next_step)]


def syllables(word: str) -> int:
    word = re.sub(r"[^a-z]", "", word.lower())
    plain = re.sub(r"(?:[^laeiouy]es|[^td]ed|[^laeiouy]e)$", lambda hit: hit[0][0], word)
    return max(1, len(re.findall(r"[aeiouy]+", plain)))


def reading_grade(lines: list[str]) -> float:
    """The grade by Flesch and Kincaid (1975)."""
    text = " ".join(line if line[-1] in ".?!”" else f"{line}." for line in lines)
    words = re.findall(r"[A-Za-z’']+", text)
    sentences = len(re.findall(r"[.?!:]+", text))
    return 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def test_the_measure_of_reading_tells_plain_from_hard() -> None:
    assert reading_grade(["The cat sat on the mat. It was warm."]) < 2
    assert reading_grade(["Individualised interventions necessitate comprehensive evaluation."]) > 12


def test_there_is_something_of_each_kind() -> None:
    assert Counter(card.kind for card in HOME_CARDS) == {
        "cooking": 4,
        "hobby": 4,
        "conversation": 4,
        "self-compassion": 3,
    }
    assert tuple(dict.fromkeys(card.kind for card in HOME_CARDS)) == KINDS
    assert len({card.id for card in HOME_CARDS}) == len(HOME_CARDS)


def test_every_sentence_of_the_cards_is_used_and_there() -> None:
    prefix = "at_home.card."
    written = {key for key in catalog("en") if key.startswith(prefix)}
    used = {each.key for card in HOME_CARDS for each in (card.title, card.idea, *card.steps, card.next_step)}
    assert used == written


@pytest.mark.parametrize("card", HOME_CARDS, ids=lambda card: card.id)
def test_a_card_is_short_plain_and_kind(card: HomeCard) -> None:
    assert 3 <= card.step_count <= 6
    assert 0 < card.minutes <= 60
    assert reading_grade(texts(card)) <= 6
    assert [text for text in texts(card) if UNKIND.search(text)] == []
    assert max(len(text.split()) for text in texts(card)) <= 22
    assert all(say(each) for each in (card.kind_label, *card.facts))


@pytest.mark.parametrize("card", HOME_CARDS, ids=lambda card: card.id)
def test_a_card_leads_outward_to_things_people_can_search(card: HomeCard) -> None:
    assert card.outward
    assert [code for code in card.outward if vocabulary().term("category", code) is None] == []
    assert "at-home" not in card.outward
    assert set(card.dimensions) <= set(PLAN_DIMENSIONS)
    assert card.dimensions


def test_the_exercises_name_their_source_and_say_when_to_stop() -> None:
    exercises = [card for card in HOME_CARDS if card.kind == "self-compassion"]
    for card in exercises:
        assert card.source is not None
        assert re.search(r"\b(19|20)\d\d\b", say(card.source))
        assert card.care is not None
        assert "988" in say(card.care)
    assert all(card.care is None for card in HOME_CARDS if card not in exercises)


def test_every_part_of_life_has_a_card_but_a_home_which_no_card_can_give() -> None:
    assert {name for card in HOME_CARDS for name in card.dimensions} == set(PLAN_DIMENSIONS) - {"home"}


def test_lines_on_shared_humanity_speak_of_many_and_blame_nobody() -> None:
    lines = [say(each) for each in SHARED_LINES]
    assert len(set(lines)) == 12
    assert all(line.startswith("Many people") and len(line) <= 80 for line in lines)
    assert [line for line in lines if UNKIND.search(line)] == []
    assert reading_grade(lines) <= 6


def test_a_place_keeps_its_line_and_places_share_all_of_them() -> None:
    assert shared_line("a") == shared_line("a")
    assert {shared_line(str(number)) for number in range(500)} == set(SHARED_LINES)


def test_a_card_nobody_wrote_is_none() -> None:
    assert home_card("one-pot-soup") is HOME_CARDS[0]
    assert home_card("../secrets") is None
