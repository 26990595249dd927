"""Nobody gets at the desk from the side: addresses, uploads and messages of Streamlit's own protocol."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from resourcemap import actions
from resourcemap.actions import ROLES
from resourcemap.model.account import ACCOUNT_ROLES
from resourcemap.model.words import say
from resourcemap.ui.desk.pages import PAGES
from tests.conftest import HTTP, ServedApp, TestAccount
from tests.coroutines import run_apart
from tests.streamlit_socket import Drawn, Socket, ask

pytestmark = pytest.mark.journey

CLOSED = say("account.closed.text")
REFUSED = say("account.refused")
SIGNED_IN = "Signed in:"


def test_without_a_sign_in_no_page_of_the_desk_opens(
    served_app: ServedApp, served_directory: actions.Directory, account: Callable[..., TestAccount]
) -> None:
    secrets = account("administrator")

    def state() -> object:
        accounts = served_directory.store.accounts
        return served_directory.store.version(), accounts.all(), accounts.events()

    async def talk(socket: Socket) -> dict[str, str]:
        await socket.run(page_hash="")
        assert {page.path for page in PAGES} <= set(socket.pages)
        seen = {}
        for page in PAGES:
            seen[page.path] = (await socket.run(page.path)).text
        return seen

    before = state()
    for cookies in (None, {"resourcemap_session": "forged" * 8}):
        seen = ask(served_app.url, talk, cookies)
        for path, text in seen.items():
            assert CLOSED in text, path
            assert SIGNED_IN not in text, path
            assert secrets.name not in text, path
    assert state() == before


@pytest.mark.parametrize("role", ACCOUNT_ROLES)
def test_a_page_opens_for_its_roles_alone(
    served_app: ServedApp, account: Callable[..., TestAccount], role: str
) -> None:
    who = account(role)

    async def talk(socket: Socket) -> dict[str, str]:
        await socket.run(page_hash="")
        return {page.path: (await socket.run(page.path)).text for page in PAGES}

    seen = ask(served_app.url, talk, who.cookies)
    for page in PAGES:
        assert SIGNED_IN in seen[page.path], page.path
        assert (REFUSED in seen[page.path]) == (role not in page.roles), (page.path, role)


def test_a_page_that_stays_open_closes_with_its_sign_in(
    served_app: ServedApp, served_directory: actions.Directory, account: Callable[..., TestAccount]
) -> None:
    boss, who = account("administrator"), account("administrator")

    async def talk(socket: Socket) -> tuple[Drawn, Drawn]:
        await socket.run(page_hash="")
        before = await socket.run("desk-accounts")
        await asyncio.to_thread(actions.disable_account, served_directory, who.id, by=boss.actor, now=_now())
        # The button is there and known to the server: pressing it has to do nothing.
        invites = served_directory.store.accounts.open_invites(_now())
        after = await socket.run("desk-accounts", widgets=before.buttons("account_invite"))
        assert served_directory.store.accounts.open_invites(_now()) == invites
        return before, after

    before, after = ask(served_app.url, talk, who.cookies)
    assert SIGNED_IN in before.text
    assert SIGNED_IN not in after.text
    assert CLOSED in after.text


def test_a_pressed_button_does_its_work_while_the_sign_in_lasts(
    served_app: ServedApp, served_directory: actions.Directory, account: Callable[..., TestAccount]
) -> None:
    """What shows that the press above was a real one."""
    who = account("administrator")

    async def talk(socket: Socket) -> int:
        await socket.run(page_hash="")
        drawn = await socket.run("desk-accounts")
        ended = drawn.buttons(f"account_end_{who.id}")
        assert ended
        await socket.run("desk-accounts", widgets=ended)
        return served_directory.store.sign_ins.logins(who.id)

    assert ask(served_app.url, talk, who.cookies) == 0


def _now() -> datetime:
    return datetime.now(UTC)


def test_a_file_made_at_the_desk_is_given_to_who_had_it_made_while_signed_in(
    served_app: ServedApp, served_directory: actions.Directory, account: Callable[..., TestAccount]
) -> None:
    who, other = account("administrator"), account("administrator")

    def get(path: str, cookies: dict[str, str]) -> tuple[int, str]:
        HTTP.cookies.clear()
        headers = {"cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
        answer = HTTP.get(served_app.url + path, headers=headers)
        return answer.status_code, answer.text

    async def talk(socket: Socket) -> None:
        await socket.run(page_hash="")
        drawn = await socket.run("desk-history")
        drawn = await socket.run("desk-history", widgets=drawn.buttons("history_export"))
        (path,) = (
            delta.new_element.download_button.url
            for delta in drawn.deltas
            if delta.new_element.download_button.id.endswith("-history_download")
        )
        status, text = await asyncio.to_thread(get, path, who.cookies)
        assert status == 200
        assert text == actions.audit_csv(served_directory, by=who.actor).decode()
        for cookies in (other.cookies, {}, {"resourcemap_session": "forged" * 8}):
            status, text = await asyncio.to_thread(get, path, cookies)
            assert (status, text) == (404, say("web.download.gone")), cookies
        await asyncio.to_thread(actions.sign_out, served_directory, who.token, now=_now())
        assert await asyncio.to_thread(get, path, who.cookies) == (404, say("web.download.gone"))

    ask(served_app.url, talk, who.cookies)


def test_a_foreign_page_cannot_open_the_socket(
    served_app: ServedApp, account: Callable[..., TestAccount]
) -> None:
    cookies = "; ".join(f"{name}={value}" for name, value in account("administrator").cookies.items())

    async def run() -> None:
        async with connect(
            f"{served_app.url.replace('http', 'ws', 1)}/_stcore/stream",
            additional_headers={"Cookie": cookies},
            origin="https://elsewhere.example",  # type: ignore[arg-type]  # a plain text is one
        ):
            pytest.fail("a page of another site was let in")

    with pytest.raises(InvalidStatus):
        run_apart(run())


@pytest.mark.parametrize("role", ["", *ACCOUNT_ROLES])
def test_files_are_taken_from_those_who_import(
    served_app: ServedApp, account: Callable[..., TestAccount], role: str
) -> None:
    cookies = account(role).cookies if role else {}
    headers = {"cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())} if cookies else {}
    url = f"{served_app.url}/_stcore/upload_file/no-such-session/file"
    answer = HTTP.put(url, files={"file": ("a.csv", b"name\n")}, headers=headers)
    # Past the gate Streamlit itself asks for its own token and for a session that there is.
    closed = answer.text == say("web.upload.closed")
    assert closed == (role not in ROLES["plan_import"]), (role, answer.status_code, answer.text)
    assert answer.status_code >= 400


@pytest.mark.parametrize("path", ["/desk/sign-in", "/desk/sign-out", "/desk/invite/anything"])
def test_the_door_takes_no_form_of_another_site(served_app: ServedApp, path: str) -> None:
    url, form = served_app.url + path, {"form": "x" * 40, "name": "a", "password": "b"}
    own = {"cookie": "resourcemap_form=" + "x" * 40}
    foreign = [
        {},
        {"cookie": "resourcemap_form=" + "y" * 40},
        {"cookie": "resourcemap_form=x"},
        own | {"origin": "https://elsewhere.example"},
        own | {"origin": "null", "sec-fetch-site": "cross-site"},
    ]
    for headers in foreign:
        HTTP.cookies.clear()
        answer = HTTP.post(url, data=form, headers=headers)
        assert answer.status_code == 403, headers
        assert "set-cookie" not in answer.headers or "resourcemap_session" not in answer.headers["set-cookie"]
    HTTP.cookies.clear()
    assert HTTP.post(url, data=form, headers=own | {"origin": served_app.url}).status_code != 403
    HTTP.cookies.clear()


def test_the_door_is_not_kept_and_says_nothing_to_other_sites(served_app: ServedApp) -> None:
    for path in ("/desk/sign-in", "/desk/sign-out", "/desk/invite/anything"):
        headers = HTTP.get(served_app.url + path).headers
        assert headers["cache-control"] == "no-store"
        assert headers["referrer-policy"] == "no-referrer"
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert "HttpOnly" in headers["set-cookie"]
        assert "samesite=strict" in headers["set-cookie"].lower()
    secure = HTTP.get(f"{served_app.url}/desk/sign-in", headers={"x-forwarded-proto": "https"})
    assert secure.headers["set-cookie"].startswith("__Host-resourcemap_form=")
    assert "Secure" in secure.headers["set-cookie"]
