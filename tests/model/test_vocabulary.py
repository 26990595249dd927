"""The vocabulary: complete, in every language, and precise about other people's codes."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from resourcemap.errors import ResourceMapError
from resourcemap.model.catalog import SOURCE, labels, languages
from resourcemap.model.fact import FACETS, Answer
from resourcemap.model.vocabulary import FOLDER, SCHEMES, Term, Vocabulary, fold, vocabulary

EVERY_TERM = [term for facet in FACETS for term in vocabulary().terms(facet)]

# The field's own terms, by facet: each must stay findable by its code.
EXPECTED = {
    "dimension": "health home purpose community",
    "category": (
        "peer-support support-group 12-step mutual-help-secular family-group clubhouse "
        "recovery-community-center social-group hobbies befriending mentoring cultural-center lgbtq-center "
        "spiritual-support warmline community-event volunteering supported-employment job-placement "
        "skills-training esl fair-chance-employer arts-and-crafts book-club community-garden civic-engagement "
        "help-find-housing temporary-shelter sober-living safe-housing housing-vouchers record-friendly-rental "
        "tenant-rights discrimination-rights employment-rights legal-help counseling group-therapy physical-activity self-management "
        "crisis-line at-home"
    ),
    "accessibility": (
        "step-free partly-step-free accessible-toilet lift hearing-loop asl live-captions disabled-parking "
        "bus-stop-nearby fragrance-free child-friendly childcare low-sensory service-animals"
    ),
    "attendance": "in-person online-live phone text-chat home-visit at-home",
    "entry": "drop-in rsvp registration referral open closed newcomer",
    "place_for": "being doing becoming belonging",
}


@pytest.mark.parametrize("facet", FACETS)
def test_every_facet_has_terms_and_a_name_in_every_language(facet: str) -> None:
    words = vocabulary()
    assert len(words.terms(facet)) >= 4
    names = [words.facet_label(facet, language) for language in languages()]
    assert len(set(names)) == len(names)
    assert "_" not in "".join(names)


@pytest.mark.parametrize("facet", EXPECTED)
def test_the_fields_own_terms_are_there(facet: str) -> None:
    assert {term.code for term in vocabulary().terms(facet)} >= set(EXPECTED[facet].split())


def test_every_term_has_plain_labels_in_every_language() -> None:
    for term in EVERY_TERM:
        assert set(term.labels) == set(languages()), term.code
        for text in (*term.labels.values(), *term.help.values(), *term.chips.values()):
            assert text == text.strip() and text, term.code
            assert not re.search(r"[<>{}_]", text), term.code
        assert all(len(label) <= 70 for label in term.labels.values()), term.code
        assert set(term.help) in (set(languages()), set()), term.code


@pytest.mark.parametrize("language", [language for language in languages() if language != SOURCE])
def test_a_language_has_labels_only_for_what_there_is(language: str) -> None:
    said = {name: set(entries) for name, entries in labels(language).items()}
    notes = tomllib.loads((FOLDER / "notes.toml").read_text())
    assert said == {
        "facet": set(FACETS),
        "note": set(notes),
        **{facet: {term.code for term in vocabulary().terms(facet)} for facet in FACETS},
    }
    for scheme, codes in notes.items():
        assert set(labels(language)["note"][scheme]) == set(codes)
    for facet in FACETS:
        for code, entry in labels(language)[facet].items():
            term = vocabulary().term(facet, code)
            assert isinstance(entry, str) or set(entry) <= {"label", "chip", "help", "also"}, code
            assert isinstance(entry, str) or "help" not in entry or SOURCE in term.help, code


def test_no_two_terms_of_a_facet_look_the_same_on_screen() -> None:
    for facet in FACETS:
        for language in languages():
            labels = [fold(term.labels[language]) for term in vocabulary().terms(facet)]
            assert len(labels) == len(set(labels)), (facet, language)


def test_codes_are_short_dashed_words() -> None:
    for term in EVERY_TERM:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", term.code), term.code


def test_labels_put_the_person_first() -> None:
    stigma = re.compile(
        r"addict\b|alcoholic|junkie|substance abuse|felon|ex-?con|inmate|handicap|wheelchair-bound|"
        r"suffer|victim|mentally ill|crazy|illegal|the homeless|the elderly|committed suicide",
        re.IGNORECASE,
    )
    for term in EVERY_TERM:
        for text in (*term.labels.values(), *term.help.values(), *term.chips.values()):
            assert not stigma.search(text), (term.code, text)


@pytest.mark.parametrize("facet", FACETS)
def test_a_phrase_means_one_term_of_a_facet_unless_the_file_says_it_is_shared(facet: str) -> None:
    shared = {
        fold(phrase) for phrase in tomllib.loads((FOLDER / f"{facet}.toml").read_text()).get("shared", [])
    }
    meanings: dict[str, set[str]] = {}
    for term in vocabulary().terms(facet):
        for phrase in (term.code, *term.labels.values(), *term.chips.values(), *term.synonyms):
            meanings.setdefault(fold(phrase), set()).add(term.code)
    assert {phrase for phrase, terms in meanings.items() if len(terms) > 1} == shared


def test_a_term_file_holds_only_keys_that_are_read() -> None:
    keys = {
        "label",
        "chip",
        "help",
        "also",
        "dimensions",
        *SCHEMES,
        *(f"{scheme}-no" for scheme in SCHEMES),
    }
    for facet in FACETS:
        table = tomllib.loads((FOLDER / f"{facet}.toml").read_text())
        assert set(table) <= {"label", "shared", "code_detail", "terms"}, facet
        for code, entry in table["terms"].items():
            assert set(entry) <= keys, (facet, code)


def test_every_category_has_dimensions_and_a_main_one() -> None:
    words = vocabulary()
    dimensions = {term.code for term in words.terms("dimension")}
    for term in words.terms("category"):
        assert words.dimensions_of(term.code) <= dimensions
        assert words.main_dimension_of(term.code) in words.dimensions_of(term.code), term.code
    assert {words.main_dimension_of(term.code) for term in words.terms("category")} == dimensions
    assert words.dimensions_of("a-category-of-next-year") == frozenset()


@pytest.mark.parametrize(
    ("text", "facet", "code"),
    [
        ("AA", "category", "12-step"),
        ("n.a.", "category", "nothing"),
        ("Al-Anon", "category", "family-group"),
        ("job", "category", "job-placement"),
        ("job", "category", "fair-chance-employer"),
        ("WORK", "category", "supported-employment"),
        ("shelter", "category", "temporary-shelter"),
        ("felon", "population", "justice-involved"),
        ("felon", "barriers_removed", "record-not-a-bar"),
        ("queer", "population", "lgbtq"),
        ("LGBTQ+", "population", "lgbtq"),
        ("wheelchair", "accessibility", "step-free"),
        ("niños", "accessibility", "child-friendly"),
        ("ninos", "accessibility", "child-friendly"),
        ("ESPAÑOL", "language", "es"),
        ("Kreyòl", "language", "ht"),
        ("中文", "language", "zh"),
        ("Spanish", "language", "es"),
        ("zoom", "attendance", "online-live"),
        ("peer-led", "led_by", "peers"),
        ("sliding scale", "cost", "sliding-scale"),
        ("no ID", "barriers_removed", "no-photo-id"),
    ],
)
def test_words_people_type_find_the_term_whatever_case_or_accents(text: str, facet: str, code: str) -> None:
    within, anywhere = vocabulary().find(facet, text), vocabulary().find(None, text)
    found = {term.code for term in within}
    if code == "nothing":
        assert not found
        return
    assert code in found
    assert set(within) <= set(anywhere)
    assert anywhere == vocabulary().synonyms()[fold(text)]


def test_short_language_codes_mean_a_language_only_where_one_is_asked_for() -> None:
    words = vocabulary()
    for code in ("no", "is", "he", "it", "so", "am", "my", "to", "hi"):
        assert code not in words.synonyms()
    assert [term.code for term in words.find("language", "no")] == ["no"]
    assert [term.code for term in words.find("language", "IT")] == ["it"]


def test_an_unknown_term_is_said_with_its_own_words() -> None:
    assert vocabulary().label("category", "tool-library") == "tool library"
    assert vocabulary().term("category", "tool-library") is None
    assert vocabulary().label("category", "12-step", "xx") == "12-step meeting"
    with pytest.raises(ResourceMapError, match=r"'colour'.*dimension"):
        vocabulary().terms("colour")


def test_every_meeting_guide_code_is_a_term_or_a_note(standards: Path) -> None:
    types = json.loads((standards / "meeting-guide" / "types.json").read_text())
    assert len(types) == 87
    for code in types:
        terms, note = (
            vocabulary().from_code("meeting-guide", code),
            vocabulary().note_of_code("meeting-guide", code),
        )
        assert bool(terms) != (note is not None), (code, types[code]["en"])


def test_every_bmlt_format_is_a_term_or_a_note(standards: Path) -> None:
    for each in json.loads((standards / "bmlt" / "formats-en.json").read_text()):
        world, key = each["world_id"], each["key_string"]
        scheme, code = ("bmlt", world) if world else ("bmlt-key", key)
        facts, note = vocabulary().facts_from_code(scheme, code), vocabulary().note_of_code(scheme, code)
        assert bool(facts) != (note is not None), (scheme, code, each["name_string"])


@pytest.mark.parametrize(
    ("scheme", "code", "stated"),
    [
        # The code names who a meeting is for. It does not say that others are turned away.
        ("meeting-guide", "W", {("population", "women", Answer.YES, "focus")}),
        ("meeting-guide", "x", {("accessibility", "step-free", Answer.YES, None)}),
        ("meeting-guide", "S", {("language", "es", Answer.YES, "native-led")}),
        (
            "meeting-guide",
            "T",
            {
                ("population", "lgbtq", Answer.YES, "focus"),
                ("population", "transgender", Answer.YES, "focus"),
                ("shared_experience", "being-trans", Answer.YES, None),
            },
        ),
        ("meeting-guide", "B", set()),
        ("meeting-guide", "NEVER-HEARD-OF", set()),
        ("bmlt", "WCHR", {("accessibility", "step-free", Answer.YES, None)}),
        ("bmlt", "NC", {("accessibility", "child-friendly", Answer.NO, None)}),
        ("bmlt-key", "ID", {("barriers_removed", "no-photo-id", Answer.NO, None)}),
        ("open-eligibility", "Sober Living", {("category", "sober-living", Answer.YES, None)}),
    ],
)
def test_outside_codes_become_facts(
    scheme: str, code: str, stated: set[tuple[str, str, Answer, str | None]]
) -> None:
    facts = vocabulary().facts_from_code(scheme, code)
    assert {(term.facet, term.code, fact.answer, fact.detail) for term, fact in facts} == stated


def test_a_code_that_is_no_term_is_said_in_words() -> None:
    assert vocabulary().note_of_code("meeting-guide", "b") == "Big Book"
    assert vocabulary().note_of_code("meeting-guide", "B", "es") == "Libro Grande"
    assert vocabulary().note_of_code("meeting-guide", "NEVER-HEARD-OF") is None


@pytest.mark.parametrize(
    ("keyword", "categories"),
    [
        ("AA", "12-step"),
        ("Support Groups-12 Step", "12-step support-group"),
        ("Schools-Charter", ""),
        ("DC Government", ""),
        ("Leisure", ""),
        ("Leisure-Physical Fitness", "physical-activity"),
        ("Employment-Training", "skills-training"),
        ("Employment-Search/Placement", "job-placement"),
        ("Employment-Career Counseling", ""),
        ("Education-Academic Counseling", ""),
        ("Substance Abuse-Counseling", "counseling"),
        ("Shelter-Emergency, Men", "temporary-shelter"),
        ("Animal Shelter", ""),
        ("Food-Community Gardening", "community-garden"),
        ("Volunteer Opportunities", "volunteering"),
        ("Volunteer Fire Department", ""),
        ("Education-ESL/ESOL", "esl"),
        ("Employment and Training Services", "job-placement skills-training"),
        ("Emergency and Crisis Lines", "crisis-line"),
        (
            "Legal advice given at area shelters and offices in the city, run by volunteers, on employment, housing.",
            "",
        ),
        ("", ""),
    ],
)
def test_keywords_of_other_files_give_categories_only_when_sure(keyword: str, categories: str) -> None:
    assert {term.code for term in vocabulary().keywords(keyword)} == set(categories.split())


def test_keywords_point_only_to_categories_there_are() -> None:
    table = tomllib.loads((FOLDER / "keywords.toml").read_text())
    known = {term.code for term in vocabulary().terms("category")}
    for section in ("phrases", "words", "exactly"):
        assert set(table[section]) <= known, section
        for words in table[section].values():
            assert words and all(word == fold(word) for word in words)


def test_real_keywords_are_read_without_greed(realdata: Path) -> None:
    features = json.loads((realdata / "dc-maps" / "human-service-locations.geojson").read_text())["features"]
    named = [each["properties"]["KEYWORD"] for each in features]
    sure = [keyword for keyword in named if vocabulary().keywords(keyword)]
    assert len(sure) >= 90
    for word in ("School", "Government", "Food", "Clothing", "Camps", "Burial", "Insurance"):
        assert not any(keyword.startswith(word) for keyword in sure if "Garden" not in keyword)


def test_a_file_without_a_label_says_which_term(tmp_path: Path) -> None:
    for path in FOLDER.glob("*.toml"):
        (tmp_path / path.name).write_text(path.read_text())
    (tmp_path / "entry.toml").write_text('label = "In"\n[terms]\ndrop-in = { also = ["come"] }\n')
    with pytest.raises(ResourceMapError, match=r"entry\.toml.*'drop-in'.*no label"):
        Vocabulary(tmp_path)


def test_terms_are_read_only_values() -> None:
    term = vocabulary().terms("cost")[0]
    assert isinstance(term, Term)
    with pytest.raises(AttributeError):
        term.code = "other"  # type: ignore[misc]
