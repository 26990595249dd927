"""Hints for people who write: hard sentences in English and Spanish, and nothing of names."""

from __future__ import annotations

import pytest

from resourcemap.curation.advice import advice
from resourcemap.curation.reading import spanish_ease

HARD = {
    "en": (
        "Participants experiencing co-occurring difficulties receive individualised interventions, "
        "comprehensive evaluation and the continuous coordination of multidisciplinary services that are "
        "administered by credentialed professionals for the duration of their enrolment."
    ),
    "es": (
        "Las personas participantes que experimentan dificultades concurrentes reciben intervenciones "
        "individualizadas, evaluación integral y la coordinación continua de servicios multidisciplinarios "
        "administrados por profesionales acreditados durante la totalidad de su inscripción."
    ),
    "ar": "يتلقى المشاركون في البرنامج المتكامل للخدمات المتعددة تدخلات فردية وتقييما شاملا وتنسيقا مستمرا "
    * 3,
}
EASY = {
    "en": "Come as you are. We drink tea and talk. You can just sit and hear the others. It is free. " * 2,
    "es": "Venga como es. Tomamos té y la gente habla. Puede venir y no decir nada. Es gratis para todos. "
    * 2,
}
SAID = {"en": "edit.advice.grade", "es": "edit.advice.spanish"}


def hints(text, screen, key="description"):
    return [each.key for each in advice({key: text}, screen).get(key, ())]


@pytest.mark.parametrize("screen", ["en", "es", "ar"])
@pytest.mark.parametrize("written", ["en", "es"])
def test_a_hard_text_is_measured_by_its_own_language_whatever_the_page_speaks(written, screen):
    assert hints(HARD[written], screen) == [SAID[written]]
    assert hints(EASY[written], screen) == []
    assert hints(" ".join(HARD[written].split()[:12]), screen) == []


def test_the_grade_is_said_in_figures():
    (hint,) = advice({"description": HARD["en"]})["description"]
    assert int(hint.values["grade"]) > 12


def test_nothing_is_said_of_how_hard_arabic_is():
    assert hints(HARD["ar"], "ar") == hints(HARD["ar"], "en") == []


@pytest.mark.parametrize(
    "key",
    ["name", "other_name", "organization", "organization_other_name", "place_name", "neutral_name"],
)
def test_nothing_is_said_of_names(key):
    for text in (*HARD.values(), "Home for addicts"):
        assert hints(text, "en", key) == []
    contacts = [{"contact_name": "The Addicts of Elm St", "contact_title": "Host"}]
    assert hints(contacts, "en", "contacts") == []


def test_words_that_blame_are_found_in_the_language_they_are_written_in():
    text = "Un grupo para los adictos y las personas que viven con ellos."
    assert hints(text, "en") == hints(text, "es") == ["edit.advice.stigma"]


def test_easy_spanish_has_the_higher_figure():
    assert spanish_ease(EASY["es"]) > 80 > 40 > spanish_ease(HARD["es"])
