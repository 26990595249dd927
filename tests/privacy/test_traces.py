"""What people search for is nowhere afterwards: not on disk, not in a log, not in an address."""

from __future__ import annotations

import secrets
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState

from resourcemap import actions
from resourcemap.model.change import OPERATOR
from tests.conftest import HTTP, ServedApp
from tests.streamlit_socket import Socket, ask

SEARCHES = 50
# The others are asked for on the light pages.
ON_THE_DASHBOARD = 10


@pytest.fixture(scope="module")
def canaries() -> list[str]:
    """Words nobody would write by chance."""
    return [f"kanari{secrets.token_hex(8)}" for _ in range(SEARCHES)]


def kept(served: ServedApp) -> Iterator[tuple[Path, bytes]]:
    """Read everything the app has on disk: database, its log of writes, logs, files of a moment, backups."""
    for path in [*served.data.rglob("*"), served.log]:
        if not path.is_file():
            continue
        yield path, path.read_bytes()
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                for name in archive.namelist():
                    yield path / name, archive.read(name)


def test_fifty_searches_leave_nothing_behind(
    served_app: ServedApp, served_directory: actions.Directory, canaries: list[str]
) -> None:
    for number, word in enumerate(canaries[ON_THE_DASHBOARD:]):
        answer = HTTP.post(
            f"{served_app.url}/lite/find",
            data={"near": word, "words": ""} if number % 2 else {"near": "21201", "words": word},
            headers={"Origin": served_app.url, "Sec-Fetch-Site": "same-origin"},
        )
        assert answer.status_code == 200
        assert word in answer.text, "the search did read the word"
        assert "no-store" in answer.headers["cache-control"]
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert "set-cookie" not in answer.headers

    async def talk(socket: Socket) -> None:
        drawn = await socket.run()
        for number, word in enumerate(canaries[:ON_THE_DASHBOARD]):
            box, fragment = drawn.box("near" if number % 2 else "what")
            typed = [WidgetState(id=box, string_value=word)]
            assert word in (await socket.run("", widgets=typed, fragment=fragment)).text

    ask(served_app.url, talk)
    backups = served_app.data / "backups"
    actions.backup(served_directory, backups, by=OPERATOR, now=datetime.now(UTC))
    seen = set()
    for path, content in kept(served_app):
        seen.add(path.name)
        for word in canaries:
            assert word.encode() not in content, f"{path.name} holds what was searched for"
    assert {served_app.database.name, f"{served_app.database.name}-wal", served_app.log.name} <= seen
    assert "change.jsonl" in seen, "the backup was read"


def test_a_search_on_the_dashboard_leaves_nothing_behind(served_app, new_page, canaries):
    page = new_page()
    addresses: list[str] = []
    headers: list[str] = []
    page.on("request", lambda request: (addresses.append(request.url), headers.append(str(request.headers))))
    page.goto(served_app.url)
    near = page.get_by_role("textbox", name="Near")
    near.wait_for(timeout=60_000)
    near.fill(canaries[0])
    near.press("Enter")
    page.get_by_text(canaries[0]).first.wait_for(timeout=30_000)
    assert canaries[0] not in page.url
    assert canaries[0] not in page.title()
    assert not [address for address in addresses if canaries[0] in address]
    assert not [each for each in headers if canaries[0] in each]
    for path, content in kept(served_app):
        assert canaries[0].encode() not in content, path
