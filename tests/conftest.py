"""What the tests share: real files, a real PostgreSQL, a real browser and the app as people get it."""

from __future__ import annotations

import os
import pwd
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import httpx
import hypothesis
import pyotp
import pytest

from resourcemap import actions
from resourcemap.model.account import needs_second_factor
from resourcemap.model.change import OPERATOR, Actor

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PROJECT = Path(__file__).resolve().parents[1]

# One client for all: making one reads every root certificate, which takes longer than most tests.
HTTP = httpx.Client(timeout=10)

CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)


# The first is the same engine without a window's own pages and needs a third of the processor.
CHROMIUM_NAMES = (PROJECT / ".ci" / "browsers").read_text().split()


# How long an example takes is the machine's business; benchmarks/ looks at speed.
hypothesis.settings.register_profile(
    "untimed", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("untimed")


@pytest.fixture(scope="session")
def project() -> Path:
    """The folder that holds pyproject.toml."""
    return PROJECT


@pytest.fixture(scope="session")
def realdata() -> Path:
    """Files as agencies publish them, beside the project; not part of it."""
    folder = PROJECT.parent / "shared" / "realdata"
    if not folder.is_dir():
        pytest.skip("../shared/realdata is not there: put real files in it to run this test")
    return folder


@pytest.fixture(scope="session")
def standards() -> Path:
    """Published schemas and examples, beside the project; not part of it."""
    folder = PROJECT.parent / "shared" / "standards"
    if not folder.is_dir():
        pytest.skip("../shared/standards is not there: put the published schemas in it to run this test")
    return folder


@pytest.fixture(scope="session")
def now() -> datetime:
    """A Tuesday in spring, half past five in the evening in Baltimore."""
    return datetime(2026, 5, 12, 17, 30, tzinfo=ZoneInfo("America/New_York"))


# --- PostgreSQL ---------------------------------------------------------------------------------


def _postgres_program(name: str) -> str:
    installed = sorted(
        Path("/usr/lib/postgresql").glob(f"*/bin/{name}"),
        key=lambda path: int(re.sub(r"\D", "", path.parts[-3]) or 0),
    )
    found = str(installed[-1]) if installed else shutil.which(name)
    if found is None:
        pytest.fail(
            f"PostgreSQL's {name} was not found. Install postgresql and its PostGIS package "
            "(Debian: apt-get install postgresql-15-postgis-3) and run `make test` again.",
            pytrace=False,
        )
    return found


def _server_account() -> str | None:
    """Name the account PostgreSQL runs under: it refuses root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            pwd.getpwnam(name)
        except KeyError:
            continue
        return name
    pytest.fail("PostgreSQL cannot run as root, and there is no postgres or nobody account", pytrace=False)


@pytest.fixture(scope="session")
def _postgres_socket() -> Iterator[Path]:
    account = _server_account()
    # A short path: a socket's path may be 107 bytes at most, and pytest's own folders are closed to others.
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    if account is not None:
        shutil.chown(folder, account)
    cluster, log = folder / "cluster", folder / "log"

    def run(*command: str) -> None:
        done = subprocess.run(
            command, user=account, cwd=folder, capture_output=True, text=True, check=False, timeout=90
        )
        if done.returncode != 0:
            server_log = log.read_text() if log.exists() else ""
            pytest.fail(
                f"{Path(command[0]).name} failed: {done.stdout}{done.stderr}{server_log}", pytrace=False
            )

    try:
        run(
            _postgres_program("initdb"),
            *("--pgdata", str(cluster), "--username", "postgres", "--auth", "trust"),
            *("--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"),
        )
        options = f"-k {folder} -c listen_addresses= -c fsync=off -c max_connections=60"
        control = _postgres_program("pg_ctl")
        run(control, "--pgdata", str(cluster), "--log", str(log), "--wait", "-o", options, "start")
        try:
            yield folder
        finally:
            run(control, "--pgdata", str(cluster), "--wait", "--mode", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def new_postgres_url(_postgres_socket: Path) -> Callable[[], str]:
    """Make a fresh, empty database with PostGIS at every call and return its SQLAlchemy URL."""
    import psycopg

    def administer(database: str, *statements: str) -> None:
        with psycopg.connect(
            host=str(_postgres_socket), user="postgres", dbname=database, autocommit=True
        ) as connection:
            for statement in statements:
                connection.execute(statement)  # type: ignore[call-overload]  # text made here, no parameters

    administer("postgres", "CREATE DATABASE with_postgis")
    try:
        administer("with_postgis", "CREATE EXTENSION postgis")
    except psycopg.Error as error:
        pytest.fail(
            f"PostGIS is missing from this PostgreSQL: {error}. "
            "Debian: apt-get install postgresql-15-postgis-3",
            pytrace=False,
        )
    made = 0

    def new_url() -> str:
        nonlocal made
        made += 1
        name = f"test_{made}"
        administer("postgres", f"CREATE DATABASE {name} TEMPLATE with_postgis")
        return f"postgresql+psycopg://postgres@/{name}?host={_postgres_socket}"

    return new_url


@pytest.fixture
def postgres_url(new_postgres_url: Callable[[], str]) -> str:
    """A fresh, empty PostgreSQL database with PostGIS, for one test."""
    return new_postgres_url()


# --- The app and the browser --------------------------------------------------------------------


@dataclass(frozen=True)
class ServedApp:
    """A running server: where it answers, what it wrote, and where it keeps its data."""

    url: str
    log: Path
    database: Path
    data: Path
    leave_url: str


def free_port() -> int:
    """Ask the system for a loopback port nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serve(
    command: list[str], *, url: str, health: str, log: Path, environ: Mapping[str, str], cwd: Path = PROJECT
) -> Iterator[str]:
    """
    Run a server until the block ends.

    Raises
    ------
    pytest.fail
        When it stops or stays silent for 90 s, with what it wrote.
    """
    with log.open("wb") as sink:
        server = subprocess.Popen(command, cwd=cwd, env=dict(environ), stdout=sink, stderr=subprocess.STDOUT)
    try:
        deadline = time.monotonic() + 90
        while True:
            if server.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"the server at {url} did not start:\n{log.read_text()}", pytrace=False)
            try:
                if HTTP.get(url + health, timeout=2).status_code == 200:
                    break
            except httpx.TransportError:
                time.sleep(0.1)
        yield url
    finally:
        server.terminate()
        try:
            server.wait(timeout=15)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def app_environ(data: Path, **settings: str) -> dict[str, str]:
    """Build the environment of a server that keeps everything in `data`, free of the caller's settings."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("RESOURCEMAP_")}
    return inherited | {
        "RESOURCEMAP_DATA": str(data),
        "RESOURCEMAP_DATABASE": f"sqlite:///{data / 'resourcemap.sqlite'}",
        "PYTHONUNBUFFERED": "1",
        **settings,
    }


@pytest.fixture(scope="session")
def neutral_page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A loopback page that stands for the harmless site quick exit goes to."""
    folder = tmp_path_factory.mktemp("neutral")
    (folder / "weather.html").write_text("<!doctype html><title>Weather</title><h1>Sunny today</h1>")
    url = f"http://127.0.0.1:{free_port()}"
    command = [sys.executable, "-m", "http.server", url.rsplit(":", 1)[1], "--bind", "127.0.0.1"]
    with serve(
        command, url=url, health="/weather.html", log=folder / "log", environ=os.environ, cwd=folder
    ) as base:
        yield f"{base}/weather.html"


@pytest.fixture(scope="session")
def served_app(tmp_path_factory: pytest.TempPathFactory, neutral_page: str) -> Iterator[ServedApp]:
    """The real app with the sample data, as `make run` serves it."""
    data = tmp_path_factory.mktemp("served")
    # What it leaves for a moment is looked at too.
    (data / "tmp").mkdir()
    environ = app_environ(data, RESOURCEMAP_EXIT_URL=neutral_page, TMPDIR=str(data / "tmp"))
    with actions.open_directory(environ["RESOURCEMAP_DATABASE"]) as directory:
        actions.load_sample(directory, by=OPERATOR, now=datetime.now(UTC), only_if_empty=True)
    url = f"http://127.0.0.1:{free_port()}"
    log = data / "server.log"
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", url.rsplit(":", 1)[1]]
    with serve(command, url=url, health="/healthz", log=log, environ=environ):
        yield ServedApp(
            url=url, log=log, database=data / "resourcemap.sqlite", data=data, leave_url=neutral_page
        )


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One headless Chromium for the whole run."""
    from playwright.sync_api import sync_playwright

    path = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if path is None:
        pytest.fail("Chromium was not found. Debian: apt-get install chromium-headless-shell", pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(CHROMIUM_FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def new_page(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """
    Open pages in contexts of their own; options as in `Browser.new_context`, closed after the test.

    Nothing moves unless a test asks for it: a colour that fades in is none to measure.
    """
    contexts = []

    def open_page(**options: object) -> Page:
        options = {"reduced_motion": "reduce"} | options
        context = chromium.new_context(**options)  # type: ignore[arg-type]  # Playwright's own options
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


# --- The desk -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class TestAccount:
    """An account of the served app that is signed in, and all that its owner knows."""

    __test__ = False

    id: str
    name: str
    roles: frozenset[str]
    token: str
    password: str
    secret: str

    @property
    def cookies(self) -> dict[str, str]:
        """What its browser sends."""
        return {"resourcemap_session": self.token}

    @property
    def actor(self) -> Actor:
        """Who acts, for actions."""
        return Actor(self.name, self.roles, account_id=self.id)

    def code(self, now: datetime) -> str:
        """Read the six numbers off the app."""
        return pyotp.TOTP(self.secret).at(now)


_PASSWORD = "four odd words here"
_names = count(1)


def make_account(directory: actions.Directory, *roles: str, now: datetime, name: str = "") -> TestAccount:
    """Make an account as people do: with a one-time link and, where the roles need it, a second factor."""
    name = name or f"{'-'.join(roles)}-{next(_names)}"
    link = actions.invite(directory, roles, by=OPERATOR, now=now)
    secret = actions.new_secret() if needs_second_factor(roles) else ""
    code = pyotp.TOTP(secret).at(now) if secret else ""
    made = actions.use_link(
        directory, link.token, name=name, password=_PASSWORD, secret=secret, code=code, now=now
    )
    account = made.account
    return TestAccount(account.id, account.name, account.roles, made.token, _PASSWORD, secret)


@pytest.fixture(scope="session")
def served_directory(served_app: ServedApp) -> Iterator[actions.Directory]:
    """The served app's own database, opened beside it."""
    with actions.open_directory(f"sqlite:///{served_app.database}") as opened:
        yield opened


@pytest.fixture
def account(served_directory: actions.Directory) -> Callable[..., TestAccount]:
    """Make an account of the served app that is signed in: `account("editor")`."""
    return lambda *roles: make_account(served_directory, *roles, now=datetime.now(UTC))


@pytest.fixture
def signed_in_page(
    served_app: ServedApp, account: Callable[..., TestAccount], new_page: Callable[..., Page]
) -> Callable[..., Page]:
    """Open a page with somebody signed in: `signed_in_page("editor", viewport={...})`; go to a desk page then."""

    def open_page(*roles: str, **options: object) -> Page:
        page = new_page(**options)
        cookies = account(*roles).cookies.items()
        page.context.add_cookies(
            [{"name": name, "value": value, "url": served_app.url} for name, value in cookies]
        )
        return page

    return open_page
