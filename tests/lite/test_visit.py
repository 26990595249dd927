"""What is set travels whole from page to page, and nothing else is taken for it."""

from types import MappingProxyType
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resourcemap.geo.places import PlaceAnswer
from resourcemap.handout.link import MOST_PLACES
from resourcemap.lite.fields import Fields
from resourcemap.lite.visit import Visit, read_visit
from resourcemap.model.fact import FACETS
from resourcemap.model.vocabulary import vocabulary
from resourcemap.settings import Settings
from resourcemap.showing.ask import OLDEST, RADII, WHAT, WHEN, Asked

SETTINGS = Settings.from_env({})
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=30)


def read(fields: list[tuple[str, str]], settings: Settings = SETTINGS, places=None) -> Visit:
    find = (lambda text: PlaceAnswer()) if places is None else places.find
    return read_visit(Fields.parse(urlencode(fields).encode()), settings=settings, find_place=find)


@st.composite
def terms(draw):
    chosen = {}
    for facet in draw(st.sets(st.sampled_from(FACETS), max_size=4)):
        codes = [term.code for term in vocabulary().terms(facet)]
        chosen[facet] = frozenset(draw(st.sets(st.sampled_from(codes), min_size=1, max_size=3)))
    return MappingProxyType({facet: chosen[facet] for facet in FACETS if facet in chosen})


@given(
    near=TEXT,
    words=TEXT,
    what=st.sampled_from(list(WHAT)),
    when=st.sampled_from(WHEN),
    radius=st.sampled_from([None, *RADII["mi"], 7.5]),
    include=terms(),
    exclude=terms(),
    unknown=st.sets(st.sampled_from([*FACETS, "when", "age"]), max_size=3),
    age=st.none() | st.integers(0, OLDEST),
    plan=st.lists(st.uuids().map(str) | st.sampled_from(["a1", "b.2", "ü/x"]), unique=True, max_size=20),
    page=st.integers(1, 50),
    flags=st.tuples(st.booleans(), st.booleans()),
)
def test_what_is_set_comes_back_from_the_next_form(
    near, words, what, when, radius, include, exclude, unknown, age, plan, page, flags
):
    asked = Asked(
        radius=radius,
        what=what,
        when=when,
        text=words,
        include=include,
        exclude=exclude,
        allow_unknown=frozenset(unknown),
        age=age,
        remote_first=flags[1],
    )
    text = "" if age is None else str(age)
    visit = Visit(asked=asked, near=near, discreet=flags[0], open="x", age_text=text)
    visit = visit.with_plan(plan).on_page(page)
    again = read(visit.hidden())
    assert again == visit
    assert again.asked.include == include
    assert again.asked.exclude == exclude


def test_values_no_form_of_ours_sends_count_as_not_set():
    fields = [
        ("radius", "nan"),
        ("unit", "parsec"),
        ("what", "<script>"),
        ("when", "yesterday"),
        ("i", "nothing/x"),
        ("i", "cost/"),
        ("x", "language"),
        ("u", "everything"),
        ("age", "-4"),
        ("page", "99999999"),
        ("plan", "../../etc.passwd.~%%%"),
        ("admin", "1"),
    ]
    visit = read(fields)
    asked = visit.asked
    assert (asked.what, asked.when, asked.unit, asked.age, visit.page) == ("anything", "any", "mi", None, 1)
    assert (dict(asked.include), dict(asked.exclude), asked.allow_unknown) == ({}, {}, frozenset())
    assert asked.radius is None


def test_an_age_that_is_none_is_said_and_not_counted(browser):
    browser.press(browser.page.button("do"), age="old")
    assert "“old” is not an age we can use" in browser.text


def test_a_plan_holds_as_many_places_as_its_link_can():
    visit = Visit(asked=Asked()).with_plan(f"id{number}" for number in range(60))
    assert len(visit.plan) == MOST_PLACES
    assert len(Visit(asked=Asked()).with_plan("x" * 900 + str(n) for n in range(9)).plan) < 9


@pytest.mark.parametrize(
    ("typed", "units", "unit"), [("Baltimore, MD", "", "mi"), ("Baltimore, MD", "km", "km")]
)
def test_the_unit_follows_the_place_unless_somebody_chose_one(sample, typed, units, unit):
    visit = read([("near", typed), ("units", units)], places=sample.places)
    assert visit.asked.origin is not None
    assert visit.asked.unit == unit
    assert visit.asked.radius == 5


def test_the_operator_can_set_the_unit():
    kilometres = Settings.from_env({"RESOURCEMAP_UNITS": "km"})
    assert read([], kilometres).asked.unit == "km"


def test_one_of_several_places_of_a_name_can_be_picked(sample):
    first = read([("near", "Springfield")], places=sample.places)
    assert first.place.alternatives
    other = first.place.alternatives[-1].label
    second = read([("near", "Springfield"), ("picked", other)], places=sample.places)
    assert second.asked.origin is not None
    assert second.asked.origin.label == other
    assert read(second.hidden(), places=sample.places) == second
