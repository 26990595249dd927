"""The product's own words: plain, and blaming nobody."""

import re
import statistics
from collections import defaultdict

import pytest
import textstat

from resourcemap.model.catalog import SOURCE, catalog, languages
from resourcemap.model.fact import FACETS
from resourcemap.model.stigma import Stigma, find_stigma
from resourcemap.model.vocabulary import vocabulary

# Rooms a client reads; the rest is for staff.
STAFF = {"edit", "history", "import", "curation", "web"}
# Below this a formula for reading grades says nothing: two long words make a "grade 14".
ENOUGH_WORDS = 60
STAFF_GRADE, CLIENT_GRADE = 8.0, 6.0
LONG_WORDS, LONG_GRADE = 12, 10.0
# INFLESZ (Barrio-Cantalejo et al. 2008) on Fernández Huerta's scale: 55 is "normal", 65 "rather easy".
STAFF_EASE, CLIENT_EASE = 55.0, 65.0


def _own_texts(language: str) -> list[tuple[str, str]]:
    texts = [
        (key, said)
        for key, text in catalog(language).items()
        if not key.startswith("language.")
        for said in ([text] if isinstance(text, str) else text.values())
    ]
    for facet in FACETS:
        for term in vocabulary().terms(facet):
            for kind in (term.labels, term.chips, term.help):
                if language in kind:
                    texts.append((f"{facet}.{term.code}", kind[language]))
    return texts


def _rooms(language: str) -> dict[str, str]:
    """Each room's sentences as one running text: whole sentences only, a weekday for each value."""
    rooms: dict[str, list[str]] = defaultdict(list)
    for key, text in catalog(language).items():
        said = text if isinstance(text, str) else text["other"]
        said = re.sub(r"{\w+}", "Monday", said).replace("“", "").replace("”", "")
        # Addresses and file endings are looked at, not read.
        said = re.sub(r"https?://\S+|\S+@\S+|\.(?:xlsx?|ods|gz|ics)\b|\b[A-Z][A-Za-z]*[A-Z]\w*", "it", said)
        if said.count(" ") >= 3:
            rooms[key.partition(".")[0]].append(said if said[-1] in ".?!…" else said + ".")
    rooms.pop("language", None)
    return {room: " ".join(sentences) for room, sentences in rooms.items()}


def test_our_own_words_blame_nobody() -> None:
    found = [
        (language, key, hit.found)
        for language in languages()
        for key, said in _own_texts(language)
        for hit in find_stigma(said, language)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("Homeless shelter for Felons", "en", ["felons"]),
        ("She SUFFERS from it", "en", ["suffers from"]),
        ("Clean time counts here", "en", ["clean"]),
        ("cleaning and cleaner", "en", []),
        ("Grupo para adictos", "es", ["adictos"]),
        ("مجموعة للمدمنين", "ar", ["مدمنين"]),
        ("المشردون", "ar", ["المشردون"]),
        ("anything", "xx", []),
    ],
)
def test_words_that_blame_are_found_with_better_ones(text: str, language: str, found: list[str]) -> None:
    hits = find_stigma(text, language)
    assert [hit.found for hit in hits] == found
    assert all(isinstance(hit, Stigma) and hit.instead for hit in hits)


def test_better_words_are_not_on_the_list_themselves() -> None:
    for language in languages():
        for key, said in _own_texts(language):
            for hit in find_stigma(said, language):
                assert find_stigma(hit.instead, language) == (), key


@pytest.mark.parametrize("room", sorted(_rooms(SOURCE)))
def test_english_reads_at_a_low_grade(room: str) -> None:
    text = _rooms(SOURCE)[room]
    if len(text.split()) < ENOUGH_WORDS:
        pytest.skip("too few words for a reading grade")
    grade = textstat.flesch_kincaid_grade(text)
    assert grade <= (STAFF_GRADE if room in STAFF else CLIENT_GRADE), (room, grade)


def test_no_long_sentence_is_hard_by_itself() -> None:
    hard = [
        sentence
        for text in _rooms(SOURCE).values()
        for sentence in re.split(r"(?<=[.?!])\s+", text)
        if len(sentence.split()) >= LONG_WORDS and textstat.flesch_kincaid_grade(sentence) > LONG_GRADE
    ]
    assert hard == []


def test_what_clients_read_is_at_grade_six_or_below_as_a_rule() -> None:
    grades = {
        room: textstat.flesch_kincaid_grade(text)
        for room, text in _rooms(SOURCE).items()
        if room not in STAFF and len(text.split()) >= ENOUGH_WORDS
    }
    assert statistics.median(grades.values()) <= CLIENT_GRADE


@pytest.mark.parametrize("room", sorted(_rooms("es")))
def test_spanish_is_easy_to_read_by_its_own_measure(room: str) -> None:
    text = _rooms("es")[room]
    if len(text.split()) < ENOUGH_WORDS:
        pytest.skip("too few words for a measure")
    ease = inflesz(text)
    assert ease >= (STAFF_EASE if room in STAFF else CLIENT_EASE), (room, ease)


def inflesz(text: str) -> float:
    """
    Measure how easy Spanish is: Szigriszt-Pazos' formula, read on the INFLESZ scale.

    206.835 - 62.3 syllables per word - words per sentence; 0 is hard, 100 is easy.
    """
    words = re.findall(r"[a-záéíóúüñ]+", text.lower())
    sentences = max(1, len(re.findall(r"[.!?…]+(?:\s|$)", text)))
    syllables = sum(map(_syllables, words))
    return 206.835 - 62.3 * syllables / len(words) - len(words) / sentences


def _syllables(word: str) -> int:
    # A weak vowel (i, u) beside another vowel is no syllable of its own; an accent makes it one.
    word = re.sub(r"qu(?=[eiéí])|gu(?=[eiéí])", "q", word)
    word = re.sub(r"y(?=$)", "i", word)
    groups = re.findall(r"[aeiouáéíóúü]+", word)
    return max(1, sum(_in_group(group) for group in groups))


def _in_group(group: str) -> int:
    strong = re.findall(r"[aeoáéóíú]", group)
    return max(1, len(strong))


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        ("casa", 2),
        ("ciudad", 2),
        ("día", 2),
        ("guía", 2),
        ("aéreo", 4),
        ("que", 1),
        ("muy", 1),
        ("comunitario", 5),
    ],
)
def test_syllables_are_counted_as_spanish_does(word: str, syllables: int) -> None:
    assert _syllables(word) == syllables
