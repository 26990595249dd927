"""Other names and other sites are refused."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from resourcemap.web.hosts import KnownHosts
from tests.conftest import HTTP, ServedApp


async def _hello(_request: object) -> PlainTextResponse:
    return PlainTextResponse("hello")


async def _greet(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text("hello")
    await socket.close()


def _client(*names: str) -> TestClient:
    routes = [
        Route("/", _hello, methods=["GET", "POST"]),
        WebSocketRoute("/socket", _greet),
    ]
    app = Starlette(routes=routes, middleware=[Middleware(KnownHosts, names=names)])
    return TestClient(app, base_url="http://map.example.org")


def test_a_known_name_is_answered_with_or_without_a_port() -> None:
    client = _client("map.example.org")
    for host in ("map.example.org", "map.example.org:8501", "MAP.example.org."):
        assert client.get("/", headers={"host": host}).text == "hello"


@pytest.mark.parametrize("host", ["evil.example", "map.example.org.evil.example", "", "map.example.org@evil"])
def test_another_name_is_refused_with_advice(host: str) -> None:
    answer = _client("map.example.org").get("/", headers={"host": host})
    assert answer.status_code == 400
    assert "RESOURCEMAP_HOSTS" in answer.text


def test_a_star_answers_to_any_name() -> None:
    assert _client("*").get("/", headers={"host": "anything.example"}).status_code == 200


def test_another_site_may_read_what_is_public_and_change_nothing() -> None:
    client = _client("map.example.org")
    foreign = {"origin": "https://evil.example"}
    assert client.get("/", headers=foreign).status_code == 200
    assert client.post("/", headers=foreign).status_code == 403
    assert client.post("/", headers={"origin": "null"}).status_code == 403
    assert client.post("/", headers={"origin": "http://map.example.org"}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "map.example.org", "origin": "https://evil.example"},
        {"host": "map.example.org", "origin": "null"},
        {"host": "evil.example", "origin": "http://evil.example"},
    ],
)
def test_a_session_from_another_site_or_name_is_refused(headers: dict[str, str]) -> None:
    client = _client("map.example.org")
    ours = {"host": "map.example.org", "origin": "http://map.example.org"}
    with client.websocket_connect("/socket", headers=ours) as socket:
        assert socket.receive_text() == "hello"
    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/socket", headers=headers):
        pass


def test_the_served_app_refuses_a_session_from_another_site(served_probe: ServedApp) -> None:
    upgrade = {
        "connection": "Upgrade",
        "upgrade": "websocket",
        "sec-websocket-version": "13",
        "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
        "origin": "https://evil.example",
    }
    assert HTTP.get(f"{served_probe.url}/_stcore/stream", headers=upgrade).status_code == 403
    renamed = {"host": "evil.example"}
    assert HTTP.get(served_probe.url, headers=renamed).status_code == 400
