"""Scripts, styles and base maps come from this server, small and only they."""

from __future__ import annotations

import re
from http.client import HTTPConnection
from urllib.parse import urljoin

import pytest

from resourcemap.web.assets import asset_names, asset_url
from tests.conftest import HTTP, ServedApp


@pytest.mark.parametrize(
    ("name", "content_type"),
    [
        ("leaflet/leaflet.js", "text/javascript; charset=utf-8"),
        ("leaflet/leaflet.css", "text/css; charset=utf-8"),
        ("leaflet/images/marker-icon.png", "image/png"),
        ("jquery/jquery.slim.min.js", "text/javascript; charset=utf-8"),
        ("own/leave.js", "text/javascript; charset=utf-8"),
        ("basemap/states.json", "application/json"),
    ],
)
def test_an_asset_has_its_type_and_may_be_kept(served_probe: ServedApp, name: str, content_type: str) -> None:
    answer = HTTP.get(served_probe.url + asset_url(name))
    assert answer.status_code == 200
    assert answer.headers["content-type"] == content_type
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["access-control-allow-origin"] == "*"
    plain = HTTP.get(f"{served_probe.url}/assets/{name}", headers={"accept-encoding": "identity"})
    assert plain.headers["cache-control"] == "public, max-age=3600"
    assert plain.content == answer.content


def test_the_style_sheet_finds_its_images(served_probe: ServedApp) -> None:
    address = served_probe.url + asset_url("leaflet/leaflet.css")
    images = re.findall(r"url\((images/[^)]+)\)", HTTP.get(address).text)
    assert images
    for image in images:
        assert HTTP.get(urljoin(address, image)).headers["content-type"] == "image/png"


def test_an_unchanged_asset_is_not_sent_again(served_probe: ServedApp) -> None:
    address = f"{served_probe.url}/assets/leaflet/leaflet.js"
    tag = HTTP.get(address).headers["etag"]
    again = HTTP.get(address, headers={"if-none-match": tag})
    assert again.status_code == 304
    assert again.content == b""


@pytest.mark.parametrize(
    "path",
    [
        "../../../../../../etc/passwd",
        "..%2f..%2f..%2fapp.py",
        "%2e%2e/%2e%2e/pyproject.toml",
        "own/../assets.py",
        "own/..%5cassets.py",
        "own//leave.js",
        "/etc/passwd",
        "%00own/leave.js",
        "v-0000/../own/leave.js",
        "leaflet/leaflet.js.map",
        "jquery/__init__.py",
        "basemap/LICENSE.txt",
        "",
        "own",
    ],
)
def test_nothing_but_the_listed_files_leaves(served_probe: ServedApp, path: str) -> None:
    # Without httpx, which tidies a path before it sends it.
    host, port = served_probe.url.removeprefix("http://").split(":")
    connection = HTTPConnection(host, int(port), timeout=10)
    connection.request("GET", f"/assets/{path}")
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    assert answer.status in (400, 404)
    assert "root:" not in text
    assert "import" not in text


def test_the_base_map_is_among_the_assets() -> None:
    assert "basemap/states.json" in asset_names("basemap")


def test_a_first_visit_downloads_far_less_than_streamlit_alone_sends(served_probe: ServedApp) -> None:
    page = HTTP.get(served_probe.url).text
    files = set(re.findall(r'(?:src|href)="\./(static/[^"]+)"', page))
    assert len(files) > 30

    def weight(encoding: str) -> int:
        total = 0
        for file in files:
            headers = {"accept-encoding": encoding}
            with HTTP.stream("GET", f"{served_probe.url}/{file}", headers=headers) as answer:
                total += sum(len(chunk) for chunk in answer.iter_raw())
        return total

    assert weight("gzip") < 0.4 * weight("identity")


def test_a_compressed_file_is_the_same_file(served_probe: ServedApp) -> None:
    page = HTTP.get(served_probe.url).text
    found = re.search(r'src="\./(static/js/index[^"]+)"', page)
    assert found is not None
    address = f"{served_probe.url}/{found[1]}"
    plain = HTTP.get(address, headers={"accept-encoding": "identity"})
    for _ in range(2):  # the second comes from memory
        squeezed = HTTP.get(address, headers={"accept-encoding": "gzip"})
        assert squeezed.headers["content-encoding"] == "gzip"
        assert squeezed.content == plain.content
        assert "immutable" in squeezed.headers["cache-control"]
    part = HTTP.get(address, headers={"range": "bytes=0-9", "accept-encoding": "gzip"})
    assert part.status_code == 206
    assert part.content == plain.content[:10]
