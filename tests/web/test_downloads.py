"""A file made at the desk is for who had it made; nobody's file stays longer than the visit."""

from __future__ import annotations

import ast
import asyncio
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from resourcemap.errors import NotAllowedError
from resourcemap.model.change import OPERATOR
from resourcemap.model.words import say
from resourcemap.web.downloads import only_for
from tests.conftest import HTTP, ServedApp
from tests.streamlit_socket import Drawn, Socket, ask
from tests.web.conftest import FORGOTTEN_AFTER_S


def files(drawn: Drawn) -> dict[str, str]:
    """Read where each button's file is, or how to ask for it, by its label."""
    buttons = [delta.new_element.download_button for delta in drawn.deltas]
    return {button.label: button.url or button.deferred_file_id for button in buttons if button.label}


def get(served: ServedApp, path: str, **headers: str) -> httpx.Response:
    HTTP.cookies.clear()
    return HTTP.get(served.url + path, headers=headers)


async def on_second(socket: Socket) -> Drawn:
    await socket.run()
    return await socket.run("second")


def test_a_marked_file_is_given_to_its_person_alone(served_probe: ServedApp) -> None:
    async def talk(socket: Socket) -> None:
        rows = files(await on_second(socket))["Rows"]
        # The cookie's value is read as it comes: up to the semicolon.
        mine = await asyncio.to_thread(get, served_probe, rows, cookie='name="a/n\\073 a"')
        assert (mine.status_code, mine.content) == (200, b"name\nPorch tea\n")
        assert mine.headers["content-type"].startswith("text/csv")
        assert "account" not in mine.headers["content-type"]
        assert 'filename="rows.csv"' in mine.headers["content-disposition"]
        missing = await asyncio.to_thread(get, served_probe, "/media/0123456789abcdef.csv")
        for cookie in ("name=ben", "name=", "other=x", 'name="a/n"'):
            answer = await asyncio.to_thread(get, served_probe, rows, cookie=cookie)
            assert answer.status_code == missing.status_code == 404, cookie
            assert answer.text == say("web.download.gone")
            assert answer.headers["cache-control"] == "no-store"
        part = await asyncio.to_thread(get, served_probe, rows, range="bytes=0-3")
        assert (part.status_code, part.text) == (404, say("web.download.gone"))

    ask(served_probe.url, talk)


def test_a_file_of_nobody_signed_in_is_not_made() -> None:
    with pytest.raises(NotAllowedError):
        only_for(OPERATOR, "text/csv")


def test_every_download_of_the_desk_is_marked(project: Path) -> None:
    found = 0
    for path in (project / "src/resourcemap/ui/desk").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in ("download_button", "audio", "video", "pdf"):
                found += 1
            if (
                isinstance(node, ast.keyword)
                and node.arg == "mime"
                and isinstance(node.value, ast.Call)
                and isinstance(node.value.func, ast.Name)
                and node.value.func.id == "only_for"
            ):
                found -= 1
                assert ast.unparse(node.value.args[0]) == "by", path.name
    assert found == 0, "a button of the desk gives its file to whoever knows where it is"


def test_what_a_visit_made_is_gone_soon_after_its_page_is_closed(served_probe: ServedApp) -> None:
    """Nobody else comes meanwhile: Streamlit by itself would keep all of it."""

    async def talk(socket: Socket) -> str:
        drawn = await on_second(socket)
        calendar = files(drawn)["Calendar"]
        plan = await socket.file(files(drawn)["Plan"])
        assert (await asyncio.to_thread(get, served_probe, plan)).content == b"%PDF-1.7"
        # Made on a press and offered by no page: it goes while the page is still open.
        await asyncio.to_thread(_wait, lambda: get(served_probe, plan).status_code == 404)
        assert (await asyncio.to_thread(get, served_probe, calendar)).status_code == 200
        there = (await asyncio.to_thread(get, served_probe, "/kept-of-visits")).json()
        assert there["notes"]
        assert there["typed"]
        return calendar

    calendar = ask(served_probe.url, talk)
    closed = time.monotonic()
    _wait(lambda: get(served_probe, calendar).status_code == 404)
    gone = {"visits": 0, "files": 0, "notes": 0, "typed": 0}
    _wait(lambda: get(served_probe, "/kept-of-visits").json() == gone)
    assert time.monotonic() - closed > FORGOTTEN_AFTER_S / 2, "a page whose line was cut could go on"


def _wait(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)
