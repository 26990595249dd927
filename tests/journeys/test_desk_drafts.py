"""What is typed at the desk survives a killed server, a reloaded page and a lost connection."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock, Thread

import pytest
from playwright.sync_api import Page, expect

from resourcemap import actions
from tests.conftest import HTTP, PROJECT, TestAccount, app_environ, free_port, make_account
from tests.journeys.finding import DESK, SLOW_MS, settle

# Servers start within these, and a busy machine takes its time.
pytestmark = [pytest.mark.journey, pytest.mark.timeout(300)]

BACK_MS = 90_000
# Each of the three kinds so many times: FAULT_DRAFTS=20.
RUNS = range(int(os.environ.get("FAULT_DRAFTS", "1")))
# A visit whose line was cut is forgotten by the server after this; two minutes as served.
FORGOTTEN_AFTER_S = 2
TEN_MINUTES_MS = 600_000
TYPED_ON = "Typed while nothing answered: the kettle is on, the door is open, and nobody has to say a word."


class Line:
    """The line between a browser and the server, which can be cut and mended."""

    def __init__(self, port: int) -> None:
        self.port, self.is_cut = port, False
        self.open: set[socket.socket] = set()
        self.lock = Lock()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self.listener.accept()
                Thread(target=self._join, args=(near,), daemon=True).start()

    def _join(self, near: socket.socket) -> None:
        try:
            far = socket.create_connection(("127.0.0.1", self.port))
        except OSError:
            near.close()
            return
        with self.lock:
            self.open |= {near, far}
            if self.is_cut:
                self._close({near, far})
        Thread(target=self._carry, args=(far, near), daemon=True).start()
        self._carry(near, far)

    def _carry(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65_536):
                target.sendall(data)
        self._close({source, target})

    def _close(self, sockets: set[socket.socket]) -> None:
        for each in sockets:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
        self.open -= sockets

    def cut(self) -> None:
        """Cut every connection; new ones end at once."""
        with self.lock:
            self.is_cut = True
            self._close(set(self.open))

    def mend(self) -> None:
        """Let connections through again."""
        self.is_cut = False


class Server:
    """The real app over a database of its own, which can be killed and started again."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.line = Line(self.port)
        self.running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(self.port)]
        command += ["--server.disconnectedSessionTTL", str(FORGOTTEN_AFTER_S)]
        log = (self.data / "server.log").open("ab")
        self.running = subprocess.Popen(
            command, cwd=PROJECT, env=app_environ(self.data), stdout=log, stderr=subprocess.STDOUT
        )
        deadline = time.monotonic() + 90
        while time.monotonic() < deadline:
            try:
                if HTTP.get(f"{self.url}/healthz", timeout=2).status_code == 200:
                    return
            except Exception:
                time.sleep(0.1)
        pytest.fail(f"the server did not start: {(self.data / 'server.log').read_text()}")

    def kill(self) -> None:
        assert self.running is not None
        os.kill(self.running.pid, signal.SIGKILL)
        self.running.wait()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    made = Server(tmp_path_factory.mktemp("drafts"))
    made.start()
    yield made
    made.kill()


@pytest.fixture
def account(server: Server) -> TestAccount:
    with actions.open_directory(f"sqlite:///{server.data / 'resourcemap.sqlite'}") as directory:
        return make_account(directory, "editor", now=datetime.now(UTC))


@pytest.fixture
def page(server: Server, account: TestAccount, new_page: Callable[..., Page]) -> Page:
    """A browser that is signed in."""
    page = new_page(**DESK)
    page.context.add_cookies(
        [{"name": name, "value": value, "url": server.url} for name, value in account.cookies.items()]
    )
    return page


@pytest.fixture
def put_forward(page: Page) -> Callable[[int], None]:
    """Put the clock of that browser forward by milliseconds."""
    page.clock.install()
    return page.clock.fast_forward


@pytest.fixture
def desk(server: Server, page: Page) -> Page:
    """The form of a new place, its name typed and kept."""
    page.set_default_timeout(SLOW_MS)
    expect.set_options(timeout=SLOW_MS)
    page.goto(f"{server.line.url}/desk-edit")
    page.get_by_role("button", name="Add a place").click(timeout=BACK_MS)
    field(page, "Name").fill("Porch tea")
    kept(page)
    return page


def field(page: Page, label: str):
    return page.locator(".form").get_by_label(label, exact=True).first


def kept(page: Page) -> None:
    expect(page.locator(".form .status")).to_contain_text("Draft kept", timeout=BACK_MS)
    settle(page)


def go_on(page: Page, url: str) -> None:
    """Come back as somebody does who closed the page."""
    page.goto(f"{url}/desk-edit")
    page.get_by_role("button", name="Go on: Porch tea").click(timeout=BACK_MS)
    expect(field(page, "Name")).to_have_value("Porch tea")


@pytest.mark.parametrize("run", RUNS)
def test_a_reload_loses_nothing_that_was_kept(server, desk, run):
    field(desk, "Latitude").fill("39.2 or so")
    field(desk, "About it").fill("Half a sentence, and")
    kept(desk)
    desk.reload()
    go_on(desk, server.url)
    expect(field(desk, "Latitude")).to_have_value("39.2 or so")
    expect(field(desk, "About it")).to_have_value("Half a sentence, and")


@pytest.mark.parametrize("run", RUNS)
def test_a_killed_server_loses_nothing_and_people_can_type_on_meanwhile(server, desk, run):
    field(desk, "About it").fill("Kept before the kill.")
    kept(desk)
    field(desk, "One line of welcome").click()
    server.kill()
    # Streamlit lays a cover over the page meanwhile; not one letter may go astray.
    desk.keyboard.type(TYPED_ON, delay=40)
    expect(desk.locator(".form .status")).to_contain_text("No connection", timeout=30_000)
    expect(desk.get_by_role("dialog")).to_have_count(0)
    field(desk, "Notice to all").fill("And this, a while later.")
    server.start()
    kept(desk)
    expect(field(desk, "One line of welcome")).to_have_value(TYPED_ON)
    go_on(desk, server.url)
    expect(field(desk, "About it")).to_have_value("Kept before the kill.")
    expect(field(desk, "One line of welcome")).to_have_value(TYPED_ON)
    expect(field(desk, "Notice to all")).to_have_value("And this, a while later.")


@pytest.mark.parametrize("run", RUNS)
def test_ten_minutes_without_a_connection_lose_nothing_that_was_typed(server, put_forward, desk, run):
    server.line.cut()
    field(desk, "One line of welcome").fill("Typed on a train.")
    expect(desk.locator(".form .status")).to_contain_text("No connection", timeout=30_000)
    # By the page's clock; the server forgets a visit sooner here, so that it has forgotten this one.
    put_forward(TEN_MINUTES_MS)
    desk.wait_for_timeout(FORGOTTEN_AFTER_S * 1000 + 500)
    field(desk, "Notice to all").fill("And this in the tunnel.")
    server.line.mend()
    kept(desk)
    expect(field(desk, "Notice to all")).to_have_value("And this in the tunnel.")
    go_on(desk, server.url)
    expect(field(desk, "One line of welcome")).to_have_value("Typed on a train.")
    expect(field(desk, "Notice to all")).to_have_value("And this in the tunnel.")
