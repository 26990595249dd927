"""Every answer carries the headers, whatever was asked."""

from __future__ import annotations

import re

import pytest

from resourcemap.web.headers import frame_policy, page_policy
from resourcemap.web.page import streamlit_index
from tests.conftest import HTTP, ServedApp

PATHS = [
    "/",
    "/second",
    "/nowhere",
    "/nowhere/deeper",
    "/?near=x",
    "/index.html",
    "/favicon.png",
    "/manifest.json",
    "/static/nothing.js",
    "/static/",
    "/static",
    "/healthz",
    "/healthz/",
    "/assets/",
    "/assets/nothing.js",
    "/assets/leaflet/leaflet.js",
    "/assets/leaflet/leaflet.css",
    "/assets/leaflet/images/marker-icon.png",
    "/assets/own/leave.js",
    "/assets/../app.py",
    "/assets/%2e%2e/%2e%2e/etc/passwd",
    "/_stcore/health",
    "/_stcore/host-config",
    "/_stcore/metrics",
    "/_stcore/stream",
    "/_stcore/script-health-check",
    "/_stcore/upload_file/a/b",
    "/_stcore/agent/openapi.json",
    "/_stcore/agent/mcp",
    "/_stcore/bidi-components/nothing/x.js",
    "/component/nothing/index.html",
    "/component/streamlit_folium.st_folium/index.html",
    "/component/streamlit_folium.st_folium/bootstrap.min.css",
    "/component/streamlit_folium.st_folium/nothing.js",
    "/component/",
    "/media/nothing.csv",
    "/app/static/nothing",
    "/fails",
    "/second/",
    "//example.org/",
]


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_every_answer_carries_the_headers(served_probe: ServedApp, method: str) -> None:
    lacking = []
    for path in PATHS:
        answer = HTTP.request(method, served_probe.url + path)
        headers = answer.headers
        if not (
            headers.get("x-content-type-options") == "nosniff"
            and headers.get("referrer-policy") == "no-referrer"
            and headers.get("cross-origin-opener-policy") == "same-origin"
            and "geolocation=(self)" in headers.get("permissions-policy", "")
            and "frame-ancestors" in headers.get("content-security-policy", "")
            and re.search("(object|default)-src 'none'", headers["content-security-policy"])
            and "cache-control" in headers
        ):
            lacking.append((path, answer.status_code, dict(headers)))
    assert lacking == []


def test_only_the_frame_may_run_inline_scripts_and_it_is_sandboxed(served_probe: ServedApp) -> None:
    page = HTTP.get(served_probe.url).headers["content-security-policy"]
    scripts = re.search(r"script-src ([^;]*)", page)
    assert scripts is not None
    assert "unsafe" not in scripts[1]
    assert re.fullmatch(r"'self' blob: 'sha256-[\w+/]{43}='", scripts[1])

    frame = HTTP.get(f"{served_probe.url}/component/streamlit_folium.st_folium/index.html")
    policy = frame.headers["content-security-policy"]
    assert policy.startswith("sandbox allow-scripts allow-popups;")
    assert "allow-same-origin" not in policy


def test_pages_are_never_kept_and_named_files_are_kept_for_a_year(served_probe: ServedApp) -> None:
    page = HTTP.get(f"{served_probe.url}/second")
    assert page.headers["cache-control"] == "no-store"
    script = re.search(r'src="\./(static/js/index\.[\w-]+\.js)"', page.text)
    assert script is not None
    kept = HTTP.get(f"{served_probe.url}/{script[1]}").headers["cache-control"]
    assert "immutable" in kept
    # An unknown file below /static/ is answered with the page: that must not be kept either.
    assert HTTP.get(f"{served_probe.url}/static/old.js").headers["cache-control"] == "no-store"


def test_only_public_files_may_be_read_by_other_origins(served_probe: ServedApp) -> None:
    foreign = {"origin": "https://elsewhere.example"}
    readable = {
        path
        for path in PATHS
        if HTTP.get(served_probe.url + path, headers=foreign).headers.get("access-control-allow-origin")
    }
    assert {path for path in readable if not path.startswith(("/assets/", "/component/"))} == set()
    assert "/assets/leaflet/leaflet.js" in readable


def test_a_failure_says_so_in_plain_words_and_shows_nothing_of_the_inside(served_probe: ServedApp) -> None:
    answer = HTTP.get(f"{served_probe.url}/fails?near=canary-place")
    assert answer.status_code == 500
    assert "not your fault" in answer.text
    assert "secret" not in answer.text
    log = served_probe.log.read_text()
    assert "GET /fails failed" in log
    assert "canary-place" not in log


def test_https_is_remembered_only_where_there_is_https(served_probe: ServedApp) -> None:
    assert "strict-transport-security" not in HTTP.get(served_probe.url).headers
    behind_proxy = HTTP.get(served_probe.url, headers={"x-forwarded-proto": "https"})
    assert behind_proxy.headers["strict-transport-security"] == "max-age=31536000"


def test_a_strange_host_header_adds_nothing_to_the_policy() -> None:
    for host in ("evil.example; script-src *", "a b", "x\r\ny", "[::1", None):
        assert "connect-src 'self';" in page_policy(streamlit_index(), host)
    assert "ws://map.example.org:8501" in page_policy(streamlit_index(), "map.example.org:8501")


def test_a_tile_server_is_let_into_the_frame_by_name_alone() -> None:
    assert "img-src 'self' data:;" in frame_policy(None)
    assert "img-src 'self' data:;" in frame_policy("state.pmtiles")
    tiles = "https://{s}.tiles.example.org/{z}/{x}/{y}.png?key=1"
    assert "img-src 'self' data: https://*.tiles.example.org;" in frame_policy(tiles)
