"""What is drawn behind the places."""

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resourcemap.errors import ResourceMapError
from resourcemap.geo.basemap import Basemap, ring_points, ring_radii_m
from resourcemap.geo.distance import distance_m
from resourcemap.geo.point import GeoPoint

BALTIMORE = GeoPoint(39.2904, -76.6122)


def test_the_states_near_a_point_are_those_whose_box_meets_the_circle(basemap: Basemap) -> None:
    assert "MD" in basemap.states_near(BALTIMORE, 5_000)
    assert {"MD", "PA", "DE", "VA", "DC"} <= set(basemap.states_near(BALTIMORE, 80_000))
    assert basemap.states_near(GeoPoint(51.5, -0.12), 100_000) == ()


def test_alaska_is_found_on_both_sides_of_the_180th_meridian(basemap: Basemap) -> None:
    assert basemap.states_near(GeoPoint(52.0, 179.9), 200_000) == ("AK",)
    assert basemap.states_near(GeoPoint(52.0, -178.0), 50_000) == ("AK",)


def test_lines_near_a_point_are_cut_to_the_view_and_drawn_once(basemap: Basemap) -> None:
    view = basemap.lines_near(BALTIMORE, 80_000)
    segments = [
        frozenset((start, end)) for line in (*view.states, *view.counties) for start, end in pairwise(line)
    ]
    assert len(view.states) > 0
    assert len(view.counties) > 10
    # Rounding may fold a sliver of coast onto itself; a border drawn twice would be many more.
    assert len(set(segments)) >= 0.99 * len(segments)
    assert len(json.dumps([view.states, view.counties])) < 20_000
    near = [point for line in view.counties for point in line]
    assert min(distance_m(BALTIMORE, GeoPoint(*point)) for point in near) < 40_000


def test_a_wide_view_leaves_county_lines_out(basemap: Basemap) -> None:
    assert basemap.lines_near(BALTIMORE, 1_000_000).counties == ()


def test_names_are_the_largest_places_and_keep_apart(basemap: Basemap) -> None:
    names = basemap.names_near(BALTIMORE, 25_000, limit=12)
    assert names[0].name == "Baltimore"
    assert 4 <= len(names) <= 12
    assert all(distance_m(BALTIMORE, name.point) <= 25_000 for name in names)
    gaps = [distance_m(a.point, b.point) for a in names for b in names if a is not b]
    assert min(gaps) >= 0.12 * 25_000
    assert basemap.names_near(GeoPoint(51.5, -0.12), 25_000, limit=12) == ()


@given(st.floats(50, 3_000_000), st.sampled_from(["mi", "km"]))
def test_rings_grow_and_end_at_the_radius(radius_m: float, unit: str) -> None:
    rings = ring_radii_m(radius_m, unit)  # type: ignore[arg-type]  # drawn from the two units
    assert list(rings) == sorted(set(rings))
    assert rings[-1] == radius_m
    assert 1 <= len(rings) <= 3


@pytest.mark.parametrize("radius_m", [0.0, -5.0, float("inf"), float("nan")])
def test_no_radius_means_no_rings(radius_m: float) -> None:
    assert ring_radii_m(radius_m, "mi") == ()


def test_a_drawn_ring_is_closed_and_at_its_distance() -> None:
    ring = ring_points(BALTIMORE, 10_000)
    assert ring[0] == pytest.approx(ring[-1])
    away = [distance_m(BALTIMORE, GeoPoint(*point)) for point in ring]
    assert min(away) == pytest.approx(10_000, rel=0.01)
    assert max(away) == pytest.approx(10_000, rel=0.01)


def test_the_files_are_small_plain_geojson(basemap: Basemap, project: Path) -> None:
    folder = project / "data" / "basemap"
    files = [folder / "states.json", *sorted((folder / "counties").glob("*.json"))]
    assert len(files) == 57
    for file in files:
        value = json.loads(file.read_text("utf-8"))
        kinds = {feature["properties"]["kind"] for feature in value["features"]}
        assert kinds <= {"state", "county"}
        assert {feature["geometry"]["type"] for feature in value["features"]} == {"MultiLineString"}
    assert (folder / "states.json").stat().st_size < 300_000
    assert max(file.stat().st_size for file in files[1:]) < 100_000
    assert (folder / "SOURCES.md").is_file()


def test_a_missing_base_map_is_named(tmp_path: Path) -> None:
    with pytest.raises(ResourceMapError, match=r"index\.json"):
        Basemap.load(tmp_path)
