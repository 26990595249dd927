"""The map's data and the text it becomes."""

from __future__ import annotations

import json
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit_folium import generate_js_hash

from resourcemap.geo.basemap import Basemap
from resourcemap.search.find import find
from resourcemap.search.query import Origin
from resourcemap.search.snapshot import Snapshot
from resourcemap.showing.ask import Asked
from resourcemap.showing.cards import Screen
from resourcemap.ui.map import as_script_text, map_data, map_rows
from tests.showing.places_made_up import BALTIMORE, many

ZONE = ZoneInfo("America/New_York")


@pytest.fixture(scope="module")
def basemap(project: Path):
    return Basemap.load(project / "data" / "basemap")


@pytest.fixture(scope="module")
def snapshot():
    return Snapshot.build(many(200), version=1, zone=ZONE)


@pytest.fixture
def screen(now):
    return Screen(now)


def read_back(text: str) -> object:
    """Read as JavaScript does: the escapes of a string first, JSON after."""
    return json.loads(json.loads(f'"{text}"'))


@given(
    st.recursive(st.text() | st.integers(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner))
)
def test_data_comes_back_as_it_went_and_holds_no_mark_that_a_script_or_template_reads(data):
    text = as_script_text({"data": data})
    assert read_back(text) == {"data": data}
    assert not set(text) & set("<>&'\"`${}_\u2028\u2029\n")


def test_rows_are_the_places_of_the_list_with_its_numbers(snapshot, now, screen):
    asked = Asked(origin=Origin(BALTIMORE, "here"), radius=5)
    matches = find(snapshot, asked.query(now), now=now).matches
    rows = map_rows(matches, asked, screen)
    assert [(row["n"], row["id"]) for row in rows] == [
        (number, match.listing.id) for number, match in enumerate(matches, start=1) if match.listing.point
    ]


def test_a_private_place_is_not_in_the_maps_text(snapshot, now, screen, basemap):
    asked = Asked(what="home", shown=200)
    matches = find(snapshot, asked.query(now), now=now).matches
    assert "sal-safe" in [match.listing.id for match in matches]
    assert "sal-safe" not in json.dumps(map_data(matches, asked, screen, basemap))


def test_the_same_search_gives_the_same_text_so_that_nothing_is_drawn_twice(snapshot, now, screen, basemap):
    asked = Asked(origin=Origin(BALTIMORE, "here"), radius=5)
    texts = {
        as_script_text(map_data(find(snapshot, asked.query(now), now=now).matches, asked, screen, basemap))
        for _ in range(3)
    }
    assert len(texts) == 1
    assert generate_js_hash(next(iter(texts)))


def test_rings_and_border_lines_follow_the_place(snapshot, now, screen, basemap):
    asked = Asked(origin=Origin(BALTIMORE, "here"), radius=5)
    data = map_data(find(snapshot, asked.query(now), now=now).matches, asked, screen, basemap)
    assert data["rings"][-1]["m"] == 8047
    assert any(url.endswith("counties/24.json") for url in data["base"]["files"])
    assert any(name[0] == "Baltimore" for name in data["base"]["names"])


def test_with_nothing_to_show_the_map_is_empty_and_whole(now, screen, basemap):
    data = map_data((), Asked(), screen, basemap)
    assert (data["rows"], data["box"], data["base"]) == ([], None, None)
