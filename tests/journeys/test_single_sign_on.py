"""Signing in through a real OpenID Connect provider, in a browser, over the app that asks it."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import OctKey
from playwright.sync_api import Browser, Page, expect

from resourcemap import actions
from resourcemap.errors import NotFoundError
from resourcemap.model.account import ACCOUNT_ROLES
from resourcemap.model.change import OPERATOR
from resourcemap.model.words import say
from tests.conftest import HTTP, PROJECT, app_environ, free_port, serve

pytestmark = [pytest.mark.journey, pytest.mark.timeout(240)]

ROLES = ", ".join(f"map-{role}s={role}" for role in ACCOUNT_ROLES)
SLOW_MS = 60_000
COOKIE_SECRET = "a long text that nobody else has"


class Service:
    """The sign-in service that the app asks, and whom it knows."""

    def __init__(self, url: str) -> None:
        self.url = url

    def knows(self, subject: str, *groups: str) -> None:
        """Say what it vouches for from the next sign-in on."""
        claims = {"preferred_username": subject, "email": f"{subject}@county.example", "groups": groups}
        assert HTTP.put(f"{self.url}/users/{subject}", json=claims).status_code == 204


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A provider whose tokens the app fetches and whose signatures it checks, as with any other."""
    log = tmp_path_factory.mktemp("provider") / "log"
    url = f"http://127.0.0.1:{free_port()}"
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", url.rsplit(":", 1)[1]]
    health = "/.well-known/openid-configuration"
    with serve(command, url=url, health=health, log=log, environ=os.environ):
        yield Service(url)


class Map:
    """The app that asks the service, its directory and what it wrote."""

    def __init__(self, url: str, directory: actions.Directory, log: Path) -> None:
        self.url, self.directory, self.log = url, directory, log

    def roles(self, name: str) -> frozenset[str]:
        return actions.account_named(self.directory, name, by=OPERATOR).roles


@pytest.fixture(scope="module")
def app(service: Service, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Map]:
    data = tmp_path_factory.mktemp("single-sign-on")
    url = f"http://127.0.0.1:{free_port()}"
    secrets = data / "secrets.toml"
    secrets.write_text(
        "[auth]\n"
        f'redirect_uri = "{url}/oauth2callback"\n'
        f'cookie_secret = "{COOKIE_SECRET}"\n'
        'client_id = "map"\n'
        'client_secret = "known to both"\n'
        f'server_metadata_url = "{service.url}/.well-known/openid-configuration"\n'
    )
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", url.rsplit(":", 1)[1]]
    command += ["--secrets.files", str(secrets)]
    environ = app_environ(data, RESOURCEMAP_SSO_ROLES=ROLES)
    log = data / "log"
    with (
        actions.open_directory(environ["RESOURCEMAP_DATABASE"]) as directory,
        serve(command, url=url, health="/healthz", log=log, environ=environ, cwd=PROJECT),
    ):
        yield Map(url, directory, log)


class Elsewhere:
    """Another browser of the same person: it follows every redirect, and has no screen."""

    def __init__(self, app: Map, subject: str) -> None:
        self.app = app
        self.client = httpx.Client(timeout=30, verify=False)
        # What pressing the button leads to.
        wanted = {"provider": "default", "exp": int(time.time()) + 60}
        token = jwt.encode({"alg": "HS256"}, wanted, OctKey.import_key(COOKIE_SECRET))
        asked = self.client.get(f"{app.url}/auth/login", params={"provider": token}, follow_redirects=True)
        assert "Authorize Client" in asked.text
        back = self.client.post(asked.url, data={"sub": subject})
        answer = self.client.get(back.headers["location"])
        assert (answer.status_code, answer.headers["location"]) == (302, "/desk")

    def is_in(self) -> bool:
        """Tell whether the door says that somebody is signed in already."""
        return self.client.get(f"{self.app.url}/desk/sign-in").status_code == 303


@pytest.fixture(scope="module")
def browser(chromium: Browser) -> Iterator[Page]:
    """One browser for all: what it keeps of the page's files is not asked for again."""
    context = chromium.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture
def page(browser: Page) -> Page:
    """That browser with nobody signed in."""
    browser.context.clear_cookies()
    browser.set_default_timeout(SLOW_MS)
    return browser


def sign_in(page: Page, app: Map, subject: str) -> None:
    """Go the way a person goes: from the desk to the service, and back."""
    page.goto(f"{app.url}/desk")
    page.get_by_role("button", name=say("account.sso"), exact=True).click()
    page.get_by_placeholder("sub").fill(subject)
    page.get_by_role("button", name="Authorize", exact=True).click()
    # Back at the desk, and not at the page for visitors.
    page.wait_for_url(f"{app.url}/desk")


def leave_service(page: Page, app: Map) -> None:
    """Say yes at the service, which asks before it signs anybody out."""
    page.get_by_role("button", name="End session").click()
    page.wait_for_url(f"{app.url}/desk")
    is_out(page)
    assert not [each for each in page.context.cookies() if each["name"].startswith("_streamlit_user")]


def is_in(page: Page, subject: str) -> None:
    expect(page.get_by_text(f"Signed in: {subject}")).to_be_visible(timeout=SLOW_MS)


def is_out(page: Page) -> None:
    expect(page.get_by_text(say("account.closed.text"))).to_be_visible(timeout=SLOW_MS)
    expect(page.get_by_text("Signed in:")).to_have_count(0)


def look_again(page: Page) -> None:
    """Press a link of the page that lies open: no reload, the same connection."""
    page.get_by_role("link", name="Desk", exact=True).click()


def test_the_first_start_prints_a_link_that_opens(app: Map) -> None:
    # The data is read while the server answers already.
    deadline = time.monotonic() + SLOW_MS / 1000
    while not (printed := re.search(rf"{app.url}/desk/invite/\S+", app.log.read_text())):
        assert time.monotonic() < deadline, app.log.read_text()
        time.sleep(0.1)
    answer = HTTP.get(printed.group())
    assert answer.status_code == 200
    assert say("account.link_page.intro.first") in answer.text
    assert HTTP.get(f"{printed.group()}x").status_code == 404


def test_each_claim_gives_its_role_and_no_other(app: Map, service: Service) -> None:
    for role in ACCOUNT_ROLES:
        service.knows(f"ana-{role}", "staff", f"map-{role}s")
        assert Elsewhere(app, f"ana-{role}").is_in()
        assert app.roles(f"ana-{role}") == {role}
    service.knows("both", "map-editors", "map-verifiers")
    assert Elsewhere(app, "both").is_in()
    assert app.roles("both") == {"editor", "verifier"}


def test_a_group_nobody_named_gives_nothing(app: Map, service: Service, page: Page) -> None:
    service.knows("stranger", "map-editorss", "everybody")
    sign_in(page, app, "stranger")
    is_out(page)
    expect(page.get_by_text(say("account.closed.no_role"))).to_be_visible()
    with pytest.raises(NotFoundError):
        app.roles("stranger")
    # Somebody else may sign in on this browser.
    page.get_by_role("button", name=say("account.sso_other")).click()
    leave_service(page, app)


def test_signing_out_and_a_changed_claim_take_effect(app: Map, service: Service, page: Page) -> None:
    service.knows("carl", "map-administrators")
    sign_in(page, app, "carl")
    is_in(page, "carl")
    kept = page.context.cookies()
    assert next(each for each in kept if each["name"] == "_streamlit_user")["httpOnly"]
    page.get_by_role("button", name="Sign out").click()
    leave_service(page, app)
    # The cookie itself would last for a month: whoever copied it has nothing.
    stale = httpx.Client(cookies={each["name"]: each["value"] for each in kept}, verify=False)
    assert stale.get(f"{app.url}/desk/sign-in").status_code == 200
    service.knows("carl", "map-contributors")
    sign_in(page, app, "carl")
    is_in(page, "carl")
    assert app.roles("carl") == {"contributor"}
    expect(page.get_by_role("link", name="Accounts")).to_have_count(0)


def test_an_open_page_closes_with_the_role_the_sign_in_or_the_account(
    app: Map, service: Service, page: Page
) -> None:
    service.knows("dora", "map-editors")
    elsewhere = Elsewhere(app, "dora")
    assert elsewhere.is_in()
    who = actions.account_named(app.directory, "dora", by=OPERATOR)

    def retire() -> None:
        service.knows("dora", "retired")
        assert not Elsewhere(app, "dora").is_in()
        service.knows("dora", "map-editors")

    def revoke() -> None:
        actions.end_sign_ins(app.directory, who.id, by=OPERATOR, now=datetime.now(UTC))

    def disable() -> None:
        actions.disable_account(app.directory, who.id, by=OPERATOR, now=datetime.now(UTC))

    for end in (retire, revoke, disable):
        page.context.clear_cookies()
        sign_in(page, app, "dora")
        is_in(page, "dora")
        end()
        assert not elsewhere.is_in()
        look_again(page)
        is_out(page)
        if end is not disable:
            elsewhere = Elsewhere(app, "dora")
            assert elsewhere.is_in()
    assert not Elsewhere(app, "dora").is_in(), "a disabled account stays out"
    assert "county.example" not in app.log.read_text(), "who signs in stands in no log"
