"""The front door, over a real database with the sample data."""

import csv
import io
import json
import sys
from datetime import UTC, datetime, timedelta

import pytest

from resourcemap import actions
from resourcemap.errors import NotFoundError, StalePlanError
from resourcemap.model.change import OPERATOR, Actor
from resourcemap.search.query import Origin, SearchQuery

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
VISITOR = Actor("visitor")
GROUPS = b"""id,name,address,city,state,zip,latitude,longitude,phone
1,Tuesday circle,1 Main St,Baltimore,MD,21201,39.2946,-76.6252,410-555-0101
2,Garden evening,2 Main St,Baltimore,MD,21201,39.2950,-76.6260,410-555-0102
"""


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    url = f"sqlite:///{tmp_path_factory.mktemp('sample') / 'r.sqlite'}"
    with actions.open_directory(url) as directory:
        actions.load_sample(directory, by=OPERATOR, now=NOW)
        yield directory


@pytest.fixture
def empty(tmp_path):
    with actions.open_directory(f"sqlite:///{tmp_path / 'r.sqlite'}") as directory:
        yield directory


def plan(directory, data=GROUPS, name="groups.csv"):
    return actions.plan_import(directory, data, by=OPERATOR, file_name=name, source_name="ours")


def test_ids_of_search_export_and_frame_are_the_same(sample):
    result = actions.find(sample, SearchQuery(limit=10_000), now=NOW)
    found = {match.listing.id for match in (*result.matches, *result.remote)}
    written = actions.export(sample, "csv", now=NOW).decode("utf-8-sig")
    in_csv = {row["id"] for row in csv.DictReader(io.StringIO(written))}
    in_geojson = {
        feature["id"] for feature in json.loads(actions.export(sample, "geojson", now=NOW))["features"]
    }
    frame = actions.listings_frame(sample, now=NOW)
    assert len(found) == result.total > 400
    assert found == in_csv == in_geojson == set(frame.index)
    assert frame.crs.to_epsg() == 4326


def test_no_private_point_or_street_leaves_by_any_door(sample):
    private = [
        bundle
        for bundle in sample.store.bundles()
        if bundle.location and (bundle.location.address_visibility or "full") != "full"
    ]
    assert len(private) >= 5
    exports = actions.export(sample, "csv", now=NOW) + actions.export(sample, "geojson", now=NOW)
    frame = actions.listings_frame(sample, now=NOW)
    everything = actions.find(sample, SearchQuery(limit=10_000), now=NOW)
    shown = repr(everything) + exports.decode("utf-8", errors="replace")
    streets = {each.address.address_1 for each in actions.public_listings(sample, now=NOW) if each.address}
    for bundle in private:
        location = bundle.location
        assert location is not None
        latitude, longitude = location.latitude, location.longitude
        assert latitude is not None
        for secret in (
            f"[{longitude},{latitude}]",
            f"{latitude},{longitude}",
            f"latitude={latitude}, longitude={longitude}",
            *(
                each.address_1
                for each in location.addresses
                if each.address_1 and each.address_1 not in streets
            ),
        ):
            assert secret not in shown
        if bundle.service_at_location.id in frame.index:
            assert frame.loc[bundle.service_at_location.id].geometry is None


def test_searches_see_an_import_and_its_undo(empty):
    query = SearchQuery(origin=Origin(empty.places.zip_point("21201"), "21201"), radius_m=5000)
    assert actions.find(empty, query, now=NOW).total == 0
    run = actions.apply_import(empty, plan(empty), by=OPERATOR, now=NOW)
    found = actions.find(empty, query, now=NOW)
    assert {match.listing.name for match in found.matches} == {"Tuesday circle", "Garden evening"}
    actions.undo_import(empty, run.id, by=OPERATOR, now=NOW)
    after = actions.find(empty, query, now=NOW)
    assert after.total == 0
    assert after.version > found.version


def test_the_same_file_again_changes_nothing(empty):
    actions.apply_import(empty, plan(empty), by=OPERATOR, now=NOW)
    again = plan(empty)
    assert again.counts["unchanged"] == again.counts["rows"] == 2
    assert not again.changes_anything


def test_importing_our_own_export_changes_nothing(empty):
    actions.apply_import(empty, plan(empty), by=OPERATOR, now=NOW)
    own = actions.export(empty, "csv", now=NOW)
    again = plan(empty, own, "export.csv")
    assert again.counts["new"] == again.counts["changed"] == 0
    assert again.counts["rows"] == 2


def test_a_plan_that_the_data_has_outrun_is_refused(empty):
    planned = plan(empty)
    actions.apply_import(empty, plan(empty, GROUPS.replace(b"circle", b"group")), by=OPERATOR, now=NOW)
    with pytest.raises(StalePlanError):
        actions.apply_import(empty, planned, by=OPERATOR, now=NOW)
    assert {each.name for each in actions.public_listings(empty, now=NOW)} == {
        "Tuesday group",
        "Garden evening",
    }


def test_the_sample_loads_once_and_clears(empty):
    loaded = actions.load_sample(empty, by=OPERATOR, now=NOW, only_if_empty=True)
    assert loaded > 400
    assert actions.load_sample(empty, by=OPERATOR, now=NOW, only_if_empty=True) == 0
    actions.apply_import(empty, plan(empty), by=OPERATOR, now=NOW)
    assert actions.clear_sample(empty, by=OPERATOR, now=NOW) == loaded
    assert {each.name for each in actions.public_listings(empty, now=NOW)} == {
        "Tuesday circle",
        "Garden evening",
    }
    assert actions.load_sample(empty, by=OPERATOR, now=NOW, only_if_empty=True) == 0


def test_the_sample_does_not_age(tmp_path):
    def fresh(now, name):
        with actions.open_directory(f"sqlite:///{tmp_path / name}") as directory:
            actions.load_sample(directory, by=OPERATOR, now=now)
            return len(actions.public_listings(directory, now=now))

    assert fresh(NOW, "a") == fresh(NOW + timedelta(days=3 * 365), "b")


def test_a_place_that_is_not_public_is_not_found(sample):
    with pytest.raises(NotFoundError, match="not listed any more"):
        actions.listing(sample, "nowhere", now=NOW)


def test_searching_does_not_load_the_geographers_library():
    assert "resourcemap.search.find" in sys.modules
    script = "import sys, resourcemap.actions; print([name for name in ('geopandas', 'pandas') if name in sys.modules])"
    import subprocess

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
