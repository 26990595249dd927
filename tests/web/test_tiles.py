"""The operator's own tiles come from one file on this server."""

import pytest
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer
from starlette.applications import Starlette
from starlette.testclient import TestClient

from resourcemap.errors import SettingsError
from resourcemap.settings import Settings
from resourcemap.web.tiles import tile_routes, tile_template

PICTURE = b"\x89PNG\r\n\x1a\n of Baltimore"


def tiles_file(folder, kind=TileType.PNG):
    path = folder / "city.pmtiles"
    with path.open("wb") as file:
        writer = Writer(file)
        writer.write_tile(zxy_to_tileid(1, 0, 1), PICTURE)
        box = dict.fromkeys(("min_lon_e7", "min_lat_e7", "max_lon_e7", "max_lat_e7", "center_lon_e7"), 0)
        writer.finalize(
            {
                "tile_type": kind,
                "tile_compression": Compression.NONE,
                "min_zoom": 1,
                "max_zoom": 1,
                "center_zoom": 1,
                "center_lat_e7": 0,
                **box,
            },
            {},
        )
    return path


def settings_with(tiles):
    return Settings.from_env({"RESOURCEMAP_TILES": str(tiles), "RESOURCEMAP_TILES_ATTRIBUTION": "the city"})


def test_tiles_of_a_file_are_given_out_as_pictures(tmp_path):
    settings = settings_with(tiles_file(tmp_path))
    assert tile_template(settings) == "/tiles/{z}/{x}/{y}"
    client = TestClient(Starlette(routes=tile_routes(settings)))
    found = client.get("/tiles/1/0/1")
    assert found.content == PICTURE
    assert found.headers["content-type"] == "image/png"


@pytest.mark.parametrize(
    "address", ["/tiles/1/1/1", "/tiles/1/9/9", "/tiles/40/0/0", "/tiles/1/-1/0", "/tiles/a/b/c"]
)
def test_a_tile_that_is_not_there_is_not_found(tmp_path, address):
    client = TestClient(Starlette(routes=tile_routes(settings_with(tiles_file(tmp_path)))))
    assert client.get(address).status_code == 404


def test_tiles_that_are_no_pictures_are_refused_with_advice(tmp_path):
    with pytest.raises(SettingsError, match="raster tiles"):
        tile_routes(settings_with(tiles_file(tmp_path, TileType.MVT)))


def test_a_file_of_another_kind_is_refused(tmp_path):
    path = tmp_path / "notes.pmtiles"
    path.write_bytes(b"just some words" * 40)
    with pytest.raises(SettingsError, match="no PMTiles file"):
        tile_routes(settings_with(path))


def test_without_a_file_nothing_is_given_out():
    assert tile_routes(Settings.from_env({})) == []
    server = settings_with("https://tiles.example.org/{z}/{x}/{y}.png")
    assert tile_routes(server) == []
    assert tile_template(server) == "https://tiles.example.org/{z}/{x}/{y}.png"
