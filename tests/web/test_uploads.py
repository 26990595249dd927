"""The upload address: closed, but for people whose work needs it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from resourcemap.model.change import Actor
from resourcemap.web.uploads import LARGEST, MOST_FILES, WINDOW, UploadGate
from tests.conftest import HTTP, ServedApp

EDITOR = Actor("editor", frozenset({"editor"}), account_id="1")
PATH = "/_stcore/upload_file/session/file"


class _Clock:
    now = datetime(2026, 11, 24, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> _Clock:
    return _Clock()


@pytest.fixture
def client(clock: _Clock) -> TestClient:
    async def take(request: Request) -> PlainTextResponse:
        return PlainTextResponse(f"taken {len(await request.body())}")

    def who(cookies: Mapping[str, str]) -> Actor | None:
        return EDITOR if cookies.get("resourcemap_session") == "good" else None

    routes = [Route("/{rest:path}", take, methods=["GET", "PUT", "POST", "DELETE", "OPTIONS"])]
    return TestClient(Starlette(routes=routes, middleware=[Middleware(UploadGate, who=who, clock=clock)]))


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "GET", "PATCH"])
@pytest.mark.parametrize(
    "path", [PATH, "/_stcore//upload_file/a/b", "//_stcore/upload_file/a/b", "/_STCORE/upload_file/a/b"]
)
def test_a_stranger_sends_nothing_by_any_spelling(client: TestClient, method: str, path: str) -> None:
    for cookie in ({}, {"cookie": "resourcemap_session=bad"}):
        answer = client.request(method, f"http://testserver{path}", content=b"x", headers=cookie)
        assert answer.status_code == 403, (method, path)


def test_whoever_may_import_sends_files_up_to_the_bounds(client: TestClient, clock: _Clock) -> None:
    signed_in = {"cookie": "resourcemap_session=good"}
    assert client.put(PATH, content=b"abc", headers=signed_in).text == "taken 3"
    assert client.delete(PATH, headers=signed_in).status_code == 200
    too_large = signed_in | {"content-length": str(LARGEST + 1)}
    assert client.put(PATH, content=b"x", headers=too_large).status_code == 413
    assert (
        client.put(PATH, content=b"x", headers=signed_in | {"content-length": "9" * 5000}).status_code == 413
    )
    # A body whose size nobody says, and one that lies about it.
    assert client.put(PATH, content=iter([b"x"]), headers=signed_in).status_code == 411
    assert client.put(PATH, content=b"x", headers=signed_in | {"content-length": "-1"}).status_code == 411


def test_one_person_sends_only_so_much_at_a_time(client: TestClient, clock: _Clock) -> None:
    signed_in = {"cookie": "resourcemap_session=good"}
    answers = [client.put(PATH, content=b"x", headers=signed_in).status_code for _ in range(MOST_FILES + 2)]
    assert answers == [200] * MOST_FILES + [429] * 2
    clock.now += WINDOW + timedelta(seconds=1)
    assert client.put(PATH, content=b"x", headers=signed_in).status_code == 200
    big = signed_in | {"content-length": str(LARGEST)}
    assert [client.put(PATH, content=b"x", headers=big).status_code for _ in range(4)] == [200, 200, 200, 429]


def test_everything_else_passes(client: TestClient) -> None:
    for path in ("/", "/_stcore/health", "/_stcore/stream", "/media/upload_file", "/upload_file"):
        assert client.post(path, content=b"x").status_code == 200
    assert client.options(PATH).status_code == 200


def test_the_served_page_takes_no_file_from_a_stranger(served_probe: ServedApp) -> None:
    for method in ("PUT", "POST", "DELETE"):
        answer = HTTP.request(method, f"{served_probe.url}/_stcore/upload_file/a/b", content=b"x")
        assert answer.status_code == 403
        assert "x-content-type-options" in answer.headers
