"""The panel of all filters."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from resourcemap.model.fact import FACETS
from resourcemap.showing.ask import Asked, with_term
from resourcemap.showing.panel import ORDER, panel_data, read_panel


def test_every_facet_is_in_the_panel():
    assert set(ORDER) == set(FACETS)


def test_counts_are_those_of_the_search(search, asked, screen):
    result = search(asked)
    data = panel_data(result, asked, screen, seq=3)
    for facet, counts in data["counts"].items():
        assert counts == {term: count for term, count in result.facets[facet].items() if count}
    assert data["seq"] == 3
    assert data["show"] == f"Show {result.total} places"


def test_categories_are_those_of_what_was_chosen(search, asked, screen):
    home = Asked(origin=asked.origin, radius=5, what="home")
    groups = {group["facet"]: group for group in panel_data(search(home), home, screen, seq=0)["groups"]}
    assert "book-club" not in {term["code"] for term in groups["category"]["terms"]}


def test_what_the_panel_is_told_it_gives_back(search, asked, screen):
    set_ = with_term(with_term(asked, "language", "es", "include"), "cost", "fee", "exclude")
    told = panel_data(search(set_), set_, screen, seq=0)["set"]
    assert read_panel(set_, told) == set_


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)


@given(
    st.dictionaries(
        st.sampled_from(["include", "exclude", "unknown", "age", "text", "unit", "seq"]), anything
    )
)
def test_no_message_breaks_the_page(message):
    asked = read_panel(Asked(), message)
    assert set(asked.include) | set(asked.exclude) <= set(FACETS)
    assert asked.unit in ("mi", "km")
    assert asked.age is None or 0 <= asked.age <= 120
    assert len(asked.text) <= 100
