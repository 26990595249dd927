"""The health page."""

from __future__ import annotations

from datetime import UTC, datetime

from starlette.applications import Starlette
from starlette.testclient import TestClient

from resourcemap import __version__
from resourcemap.web.health import health_route


def _unreadable() -> int:
    raise OSError("disk at 10.0.0.5 is gone")


def test_health_tells_the_version_of_the_app_and_of_the_data() -> None:
    client = TestClient(Starlette(routes=[health_route(lambda: 17)]))
    assert client.get("/healthz").json() == {"status": "ok", "version": __version__, "data_version": 17}


def test_health_tells_when_the_newest_backup_was_made() -> None:
    moment = datetime(2026, 5, 12, 4, tzinfo=UTC)
    for known, said in ((moment, "2026-05-12T04:00:00+00:00"), (None, None)):
        route = health_route(lambda: 17, lambda known=known: known)
        assert TestClient(Starlette(routes=[route])).get("/healthz").json()["last_backup"] == said


def test_unreadable_data_is_said_without_its_reason() -> None:
    answer = TestClient(Starlette(routes=[health_route(_unreadable)])).get("/healthz")
    assert answer.status_code == 503
    assert answer.json() == {"status": "data cannot be read", "version": __version__}
