"""Who is signed in, told from cookies alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Any

import pytest
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from resourcemap import actions
from resourcemap.errors import NotAllowedError
from resourcemap.model.change import OPERATOR
from resourcemap.settings import Settings
from resourcemap.storage.engine import writing
from resourcemap.web.who import Who
from tests.conftest import make_account

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
CLAIMS: dict[str, Any] = {
    "iss": "https://id.example",
    "sub": "7",
    "iat": int(NOW.timestamp()),
    "email": "bo@c.example",
    "groups": ["map-editors"],
}
SETTINGS = Settings.from_env({"RESOURCEMAP_SSO_ROLES": "map-editors=editor, map-admins=administrator"})


class _Clock:
    now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> _Clock:
    return _Clock()


@pytest.fixture
def who(tmp_path, clock: _Clock) -> Iterator[Who]:
    with actions.open_directory(f"sqlite:///{tmp_path / 'r.sqlite'}") as directory:
        yield Who(SETTINGS, lambda: directory, clock)


def _cookie(claims: dict[str, Any], secret: str | None = None) -> dict[str, str]:
    """Sign claims as Streamlit does after a sign-in at another service."""
    value = create_signed_value(secret or get_cookie_secret(), "_streamlit_user", json.dumps(claims))
    return {"_streamlit_user": value.decode()}


def test_a_session_cookie_stands_for_its_account(who: Who) -> None:
    account = make_account(who.directory(), "editor", now=NOW)
    by = who.actor(account.cookies)
    assert by is not None
    assert (by.name, by.roles, by.account_id) == (account.name, {"editor"}, account.id)
    assert who.actor({"__Host-resourcemap_session": account.token}) is not None
    for cookies in ({}, {"resourcemap_session": "x"}, {"resourcemap_session": ""}, {"other": account.token}):
        assert who.actor(cookies) is None
    # Whoever holds on to it is asked about again.
    who.sign_out(account.cookies)
    with pytest.raises(NotAllowedError):
        actions.imports(who.directory(), by=by)


def test_single_sign_on_lets_in_whom_its_claims_give_a_role(who: Who, clock: _Clock) -> None:
    by = who.actor(_cookie(CLAIMS))
    assert by is not None
    assert (by.name, by.roles) == ("bo@c.example", {"editor"})
    assert who.actor(_cookie(CLAIMS | {"sub": "8", "email": "x@y.example", "groups": ["others"]})) is None
    for iat in (None, "soon", 1, 1e300, NOW.timestamp() - 13 * 3600):
        assert who.actor(_cookie(CLAIMS | {"iat": iat})) is None
    assert who.actor(_cookie(CLAIMS, secret="somebody else's secret")) is None
    # Both ways to end it hold, although the cookie itself stays good for a month.
    actions.end_sign_ins(who.directory(), by.account_id or "", by=OPERATOR, now=NOW)
    assert who.actor(_cookie(CLAIMS)) is None
    assert who.is_vouched_for(_cookie(CLAIMS))
    again = _cookie(CLAIMS | {"iat": CLAIMS["iat"] + 1, "groups": "map-admins"})
    found = who.actor(again)
    assert found is not None
    assert found.roles == {"administrator"}
    who.sign_out(again)
    assert who.actor(again) is None
    late = _cookie(CLAIMS | {"nonce": "another"})
    assert who.actor(late) is not None
    clock.now += timedelta(hours=2)
    assert who.actor(late) is None


def test_single_sign_on_does_not_take_over_a_local_account(who: Who) -> None:
    link = actions.invite(who.directory(), ["contributor"], by=OPERATOR, now=NOW)
    name = CLAIMS["email"]
    actions.use_link(
        who.directory(),
        link.token,
        name=str(name),
        password="four odd words here",
        secret="",
        code="",
        now=NOW,
    )
    assert who.actor(_cookie(CLAIMS)) is None


def test_a_cookie_that_lets_nobody_in_waits_for_no_writer(who: Who) -> None:
    local = make_account(who.directory(), "contributor", now=NOW, name="bo@d.example")
    gone = _cookie(CLAIMS)
    by = who.actor(gone)
    assert by is not None
    actions.disable_account(who.directory(), by.account_id or "", by=OPERATOR, now=NOW)
    refused = {
        "without a role": CLAIMS | {"sub": "8", "email": "x@y.example", "groups": ["others"]},
        "disabled, from another browser": CLAIMS | {"nonce": "another"},
        "of a name that is taken": CLAIMS | {"sub": "9", "email": local.name},
    }
    with writing(who.directory().store._engine):
        start = monotonic()
        for why, claims in refused.items():
            assert who.actor(_cookie(claims)) is None, why
        # Whoever wrote would wait 30 s for the writer that is there, and be refused only then.
        assert monotonic() - start < 10


def test_without_the_setting_no_cookie_of_a_service_counts(who: Who) -> None:
    plain = Who(Settings.from_env({}), who.directory, who.clock)
    assert plain.actor(_cookie(CLAIMS)) is None
