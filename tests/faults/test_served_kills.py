"""The served app is killed while people save on its pages: nothing that a page called kept is lost."""

from __future__ import annotations

import asyncio
import json
import os
import random
import sqlite3
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from threading import Event

import httpx
import pytest
from sqlalchemy import select
from websockets.exceptions import WebSocketException

from resourcemap import actions
from resourcemap.model.words import say
from resourcemap.storage.desk_tables import draft
from resourcemap.storage.engine import reading
from resourcemap.storage.store import Store
from resourcemap.storage.tables import change, import_run, service, service_at_location
from tests.conftest import HTTP, TestAccount, app_environ, free_port, make_account
from tests.faults.conftest import kill, program
from tests.faults.writers import tell
from tests.streamlit_socket import Drawn, Socket, connected

KILLS = int(os.environ.get("FAULT_KILLS", "20"))
# Two servers of one database are killed in each round.
SERVERS = 2
CHECK_EVERY = 5
TYPED_BEFORE_SAVING = 3
PATH = "desk-edit"
SAVED = say("edit.saved", name="").partition(":")[0]


class Editor:
    """Somebody who types and saves on the edit page, comes back after each kill and goes on."""

    def __init__(self, account: TestAccount, url: str) -> None:
        self.account, self.url = account, url
        self.numbers = count(1)
        self.typed: dict[str, int] = {}
        """The newest number that the page called kept, by draft."""
        self.saving: dict[str, str] = {}
        """The names that a draft was to be saved under, by draft."""
        self.saved: dict[str, str] = {}
        """What the page called saved: the text of each name."""
        self.acks = 0
        self.ends = Event()

    async def work(self) -> None:
        """Edit until told to end; a server that is gone is waited for."""
        while not self.ends.is_set():
            with suppress(WebSocketException, OSError, EOFError):
                async with connected(self.url, self.account.cookies) as connection:
                    await self._edit(Socket(connection))
            await asyncio.sleep(0.02)

    async def _edit(self, socket: Socket) -> None:
        await socket.run()
        drawn = await socket.run(PATH)
        # Half an edit that was kept is there to go on with.
        drawn = await socket.run(
            PATH, widgets=drawn.buttons('edit_go_on_[^"]+')[:1] or drawn.buttons("edit_new")
        )
        while not self.ends.is_set():
            drawn = await self._one_place(socket, drawn)

    async def _one_place(self, socket: Socket, drawn: Drawn) -> Drawn:
        form = drawn.part("edit_form")
        assert form is not None, drawn.text[-2000:]
        place, text = form[2]["draft"], ""
        for _ in range(TYPED_BEFORE_SAVING):
            number = next(self.numbers)
            text = f"{self.account.name} {number}"
            said = {"draft": place, "typed": {"description": text}, "seq": number}
            answered = (await socket.say(PATH, form, "typed", said)).part("edit_form")
            assert answered is not None
            assert answered[2]["seq"] == number
            self.typed[place] = number
            self.acks += 1
        name = self.saving.setdefault(place, f"Place {text}")
        said = {"draft": place, "do": "save", "typed": {"name": name}, "seq": number, "why": ""}
        after = await socket.say(PATH, form, "act", said)
        if SAVED in after.text:
            self.saved[name] = text
            self.acks += 1
        return await socket.run(PATH, widgets=after.buttons("edit_new"))


class Servers:
    """The program that starts servers, and those that run."""

    def __init__(self, running: subprocess.Popen[str], data: Path) -> None:
        self.program, self.data = running, data
        self.ports = [free_port() for _ in range(SERVERS)]
        self.processes: list[int] = []

    def start(self) -> None:
        """Start one server for each port and wait until all answer."""
        assert self.program.stdin is not None
        assert self.program.stdout is not None
        for port in self.ports:
            wanted = {"port": port, "log": str(self.data / "log"), "environ": app_environ(self.data)}
            self.program.stdin.write(json.dumps(wanted) + "\n")
            self.program.stdin.flush()
            self.processes.append(int(self.program.stdout.readline()))
        for port in self.ports:
            self._wait(port)

    def _wait(self, port: int) -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with suppress(httpx.TransportError):
                if HTTP.get(f"http://127.0.0.1:{port}/healthz").status_code == 200:
                    return
            time.sleep(0.02)
        pytest.fail(f"a server did not start: {(self.data / 'log').read_text()[-3000:]}")

    def kill_all(self, chance: random.Random) -> None:
        """Kill every server, in any order."""
        chance.shuffle(self.processes)
        for process in self.processes:
            kill(process)
            time.sleep(chance.choice((0.0, 0.02)))
        self.processes.clear()


@pytest.fixture
def servers(tmp_path: Path) -> Iterator[Servers]:
    """Something that starts real servers in a moment; they end with the test."""
    with (tmp_path / "errors").open("w") as errors:
        running = subprocess.Popen(
            program("serving"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True
        )
    assert running.stdout is not None
    assert running.stdout.readline() == "ready\n", (tmp_path / "errors").read_text()
    started = Servers(running, tmp_path)
    try:
        yield started
    finally:
        for process in started.processes:
            kill(process)
        running.kill()
        running.communicate()


@pytest.mark.timeout(240 + 20 * KILLS)
def test_nothing_a_page_called_kept_is_lost_when_its_server_is_killed(
    tmp_path: Path, listings: Callable[[str], None], servers: Servers, seed: int
) -> None:
    chance, url = random.Random(seed), f"sqlite:///{tmp_path / 'resourcemap.sqlite'}"
    listings(url)
    with actions.open_directory(url) as directory:
        accounts = [make_account(directory, "editor", now=datetime.now(UTC)) for _ in servers.ports]
    editors = [
        Editor(account, f"http://127.0.0.1:{port}")
        for account, port in zip(accounts, servers.ports, strict=True)
    ]

    async def work() -> None:
        await asyncio.gather(*(editor.work() for editor in editors))

    with ThreadPoolExecutor(max_workers=1) as thread:
        working = thread.submit(asyncio.run, work())
        try:
            for killed in range(0, KILLS, SERVERS):
                servers.start()
                before = [editor.acks for editor in editors]
                wanted = chance.randrange(1, 2 * (TYPED_BEFORE_SAVING + 1))
                deadline = time.monotonic() + 60
                # Both have saved something, so that both are in the middle of the next.
                while not working.done() and any(
                    editor.acks < acks + wanted for editor, acks in zip(editors, before, strict=True)
                ):
                    assert time.monotonic() < deadline, (tmp_path / "log").read_text()[-3000:]
                    time.sleep(0.002)
                time.sleep(chance.uniform(0.0, 0.1))
                servers.kill_all(chance)
                if killed // SERVERS % CHECK_EVERY == 0 or killed + SERVERS >= KILLS:
                    assert_kept(tmp_path, url, editors)
        finally:
            for editor in editors:
                editor.ends.set()
        working.result(timeout=60)
    totals = Counter(
        typed=sum(len(editor.typed) for editor in editors), saved=sum(len(editor.saved) for editor in editors)
    )
    tell(f"{KILLS} kills of a served app, {sum(editor.acks for editor in editors)} acknowledged: {totals}")
    assert totals["saved"] > KILLS / 4
    assert totals["typed"] > totals["saved"]


def assert_kept(folder: Path, url: str, editors: list[Editor]) -> None:
    """Hold what the pages acknowledged against the rows; what they did not may be there whole or not at all."""
    connection = sqlite3.connect(folder / "resourcemap.sqlite")
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()
    with Store.open(url) as store:
        with reading(store._engine) as rows:
            drafts = {row.id: row.document["typed"] for row in rows.execute(select(draft))}
            services = {row.name: row for row in rows.execute(select(service))}
            placed = set(rows.execute(select(service_at_location.c.service_id)).scalars())
            changes = rows.execute(select(change).order_by(change.c.number)).all()
            runs = {row.file_name: row for row in rows.execute(select(import_run))}
        assert [row.number for row in changes] == list(range(1, len(changes) + 1))
        assert store.check().problems == ()
    of_run = Counter(row.import_id for row in changes)
    for run in runs.values():
        assert of_run[run.id] == run.last_change - run.first_change + 1, f"{run.file_name} is half there"
        assert services[run.file_name].id in placed, f"{run.file_name} is half there"
    for editor in editors:
        name = editor.account.name
        for place, text in editor.saved.items():
            assert place in runs, f"{name}: {place} was called saved and is gone"
            assert services[place].document["description"] == text
            assert runs[place].by == name
        for each, number in editor.typed.items():
            if each in drafts:
                assert int(drafts[each]["description"].rsplit(" ", 1)[1]) >= number, (
                    f"{name}: {number} is gone"
                )
            else:
                assert editor.saving.get(each) in runs, f"{name}: the draft of {number} is gone"
