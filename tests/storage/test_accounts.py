"""Accounts, links and sign-ins on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from resourcemap.errors import NotFoundError
from resourcemap.model.account import Account, AccountError, Invite
from resourcemap.storage.accounts import NewSignIn
from resourcemap.storage.store import Store

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
LINK = Invite(
    kind="invite",
    roles=frozenset({"editor"}),
    account_id=None,
    created_at=NOW,
    created_by="admin",
    expires_at=NOW + timedelta(days=1),
)
ANA = Account(
    id="1",
    name="ana",
    display_name="Ana",
    roles=frozenset({"editor", "administrator"}),
    has_password=True,
    has_second_factor=True,
    has_single_sign_on=False,
    is_active=True,
    locked_until=None,
    created_at=NOW,
    created_by="admin",
)
SIGN_IN = NewSignIn(password_hash="hash", totp_secret="secret", totp_step=7)


def _ana(store: Store) -> None:
    store.accounts.add_invite("link", LINK)
    store.accounts.use_invite("link", ANA, SIGN_IN, at=NOW)


def test_an_account_comes_back_as_it_was_made(store: Store) -> None:
    assert store.accounts.is_empty()
    _ana(store)
    assert not store.accounts.is_empty()
    assert store.accounts.all() == (ANA,)
    kept = store.accounts.credentials(name="ana")
    assert kept is not None
    assert (kept.password_hash, kept.totp_secret, kept.totp_step, kept.failed_count) == (
        "hash",
        "secret",
        7,
        0,
    )
    assert store.accounts.credentials(name="eva") is None


def test_a_name_that_is_taken_leaves_nothing_and_the_link_stays_good(store: Store) -> None:
    _ana(store)
    store.accounts.add_invite("second", LINK)
    with pytest.raises(AccountError):
        store.accounts.use_invite("second", replace(ANA, id="2"), SIGN_IN, at=NOW)
    store.accounts.use_invite("second", replace(ANA, id="2", name="eva"), SIGN_IN, at=NOW)
    with pytest.raises(NotFoundError):
        store.accounts.use_invite("second", replace(ANA, id="3", name="zoe"), SIGN_IN, at=NOW)
    assert [each.name for each in store.accounts.all()] == ["ana", "eva"]


def test_a_code_is_taken_once_and_a_locked_account_not_at_all(store: Store) -> None:
    _ana(store)
    passed = [
        store.sign_ins.pass_sign_in(f"token {step}", "1", totp_step=step, is_strong=True, at=NOW)
        for step in (7, 8, 8, 6, 9)
    ]
    assert passed == [False, True, False, False, True]
    store.sign_ins.fail_sign_in("1", locked_until=NOW + timedelta(minutes=15), at=NOW)
    for minutes, fits in ((14, False), (15, True)):
        at = NOW + timedelta(minutes=minutes)
        assert store.sign_ins.pass_sign_in(f"at {minutes}", "1", totp_step=20, is_strong=True, at=at) is fits
    assert store.sign_ins.logins("1") == 3


def test_a_sign_in_knows_its_account_and_its_end(store: Store) -> None:
    _ana(store)
    store.sign_ins.add_login("token", "1", is_strong=False, at=NOW)
    found = store.sign_ins.login("token")
    assert found is not None
    assert (found.account, found.created_at, found.roles) == (ANA, NOW, frozenset())
    assert store.sign_ins.login("another") is None
    assert store.sign_ins.end_all("1", by="admin", at=NOW, reason="revoked") == 1
    ended = store.sign_ins.login("token")
    assert ended is not None
    assert (ended.ended_at, ended.end_reason) == (NOW, "revoked")
    assert [event.kind for event in store.accounts.events(limit=2)] == ["sign-ins-ended", "sign-in"]
