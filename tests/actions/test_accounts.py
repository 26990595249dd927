"""Accounts and signing in: what lets somebody in, and what shuts them out at once."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from threading import Barrier

import pyotp
import pytest

from resourcemap import actions
from resourcemap.actions.passwords import common_passwords, hash_password, is_password, read_password
from resourcemap.errors import NotAllowedError, NotFoundError, TooManyError
from resourcemap.model.account import ABSOLUTE_LIMIT, IDLE_LIMIT, INVITE_LIMIT, AccountError
from resourcemap.model.change import OPERATOR, Actor
from tests.conftest import TestAccount, make_account

ADMIN = Actor("admin", frozenset({"administrator"}))
PASSWORD = "seven grey boats at noon"


def _use(directory: actions.Directory, token: str, now: datetime, **changes: str) -> actions.NewLogin:
    secret = changes.pop("secret", None) or actions.new_secret()
    given = {"name": "Ana", "password": PASSWORD} | changes
    given.setdefault("code", pyotp.TOTP(secret).at(now) if "code" not in changes else "")
    return actions.use_link(directory, token, secret=secret, now=now, **given)


def _sign_in(directory: actions.Directory, who: TestAccount, at: datetime) -> actions.NewLogin:
    return actions.sign_in(directory, who.name, who.password, who.code(at) if who.secret else "", now=at)


# --- The first account and one-time links ----------------------------------------------------------


def test_there_is_no_account_until_the_first_link_is_used(empty: actions.Directory, moment: datetime) -> None:
    assert actions.accounts(empty, by=ADMIN) == ()
    older = actions.first_admin(empty, by=OPERATOR, now=moment)
    link = actions.first_admin(empty, by=OPERATOR, now=moment)
    assert older is not None
    assert link is not None
    with pytest.raises(NotFoundError):
        _use(empty, older.token, moment)
    made = _use(empty, link.token, moment)
    assert made.account.roles == {"administrator"}
    assert actions.session(empty, made.token, now=moment) is not None
    assert actions.first_admin(empty, by=OPERATOR, now=moment) is None


@pytest.mark.parametrize("kind", ["first", "invite"])
def test_a_link_works_once_and_not_for_long(empty: actions.Directory, moment: datetime, kind: str) -> None:
    make: Callable[[], actions.OneTimeLink | None] = (
        (lambda: actions.first_admin(empty, by=OPERATOR, now=moment))
        if kind == "first"
        else (lambda: actions.invite(empty, ["editor"], by=ADMIN, now=moment))
    )
    link = make()
    assert link is not None
    for token in (link.token[:-1] + "!", "", "x" * 500):
        with pytest.raises(NotFoundError):
            _use(empty, token, moment)
    with pytest.raises(NotFoundError):
        _use(empty, link.token, link.expires_at)
    _use(empty, link.token, moment)
    with pytest.raises(NotFoundError):
        _use(empty, link.token, moment, name="Eva")
    assert [each.name for each in actions.accounts(empty, by=ADMIN)] == ["ana"]


def test_a_mistake_leaves_the_link_good(empty: actions.Directory, moment: datetime) -> None:
    link = actions.invite(empty, ["verifier"], by=ADMIN, now=moment)
    wrong = [
        {"password": "short"},
        {"password": "passwordpassword"},
        {"password": "aaaaaaaaaaaaaaa"},
        {"password": "x" * 300},
        {"name": "A"},
        {"name": "A" * 61},
        {"name": "A\x00na"},
        {"code": "000000"},
        {"code": ""},
        {"secret": "A", "code": "123456"},
    ]
    for changes in wrong:
        with pytest.raises(AccountError):
            _use(empty, link.token, moment, **changes)
    assert actions.accounts(empty, by=ADMIN) == ()
    assert _use(empty, link.token, moment, password="é" * 3 + " quiet rivers" * 5).account.name == "ana"


def test_a_name_belongs_to_one_account_however_it_is_written(
    empty: actions.Directory, moment: datetime
) -> None:
    _use(empty, actions.invite(empty, ["editor"], by=ADMIN, now=moment).token, moment, name="Ana  LÓPEZ")
    link = actions.invite(empty, ["editor"], by=ADMIN, now=moment)
    with pytest.raises(AccountError, match="has this name"):
        _use(empty, link.token, moment, name="ana lópez")


def test_a_role_that_sees_what_is_not_public_needs_a_second_factor(
    empty: actions.Directory, moment: datetime
) -> None:
    for role in ("editor", "verifier", "administrator", "auditor"):
        link = actions.invite(empty, ["contributor", role], by=ADMIN, now=moment)
        with pytest.raises(AccountError, match="six numbers"):
            actions.use_link(empty, link.token, name=role, password=PASSWORD, secret="", code="", now=moment)
    plain = make_account(empty, "contributor", now=moment)
    assert _sign_in(empty, plain, moment).account.roles == {"contributor"}
    # Given more, a password alone lets nobody in any more.
    link = actions.set_roles(empty, plain.id, ["contributor", "editor"], by=ADMIN, now=moment)
    assert link is not None
    assert actions.session(empty, plain.token, now=moment) is None
    with pytest.raises(AccountError):
        _sign_in(empty, plain, moment)
    again = _use(empty, link.token, moment)
    found = actions.session(empty, again.token, now=moment)
    assert found is not None
    assert (found.account.name, found.roles) == (plain.name, {"contributor", "editor"})


# --- Passwords and codes ----------------------------------------------------------------------------


def test_passwords_from_leaks_are_refused_and_long_ones_are_not() -> None:
    assert len(common_passwords()) >= 3000
    refused = [password for password in common_passwords() if len(password) >= 12][:200]
    assert len(refused) > 100
    for password in [*refused, "Password1234", "123123123123", "qwertyqwerty"]:
        with pytest.raises(AccountError):
            read_password(password)
    for password in ("four odd words here", "ж" * 8 + "оселедець", "a1b2c3d4e5f6g7h8" * 8):
        assert read_password(password) == password


def test_a_password_is_kept_as_argon2id_of_19_mib_and_two_passes() -> None:
    kept = hash_password(PASSWORD)
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert is_password(PASSWORD, kept)
    assert not is_password(PASSWORD + " ", kept)
    assert not is_password(PASSWORD, None)
    assert hash_password(PASSWORD) != kept


def test_a_code_works_once_and_for_about_a_minute(empty: actions.Directory, moment: datetime) -> None:
    who = make_account(empty, "editor", now=moment)
    with pytest.raises(AccountError):
        _sign_in(empty, who, moment)
    later = moment + timedelta(seconds=30)
    _sign_in(empty, who, later)
    with pytest.raises(AccountError):
        _sign_in(empty, who, later)
    old = moment + timedelta(minutes=5)
    for code in (who.code(old - timedelta(minutes=2)), "", "12345", "1234567", "abcdef"):
        with pytest.raises(AccountError):
            actions.sign_in(empty, who.name, who.password, code, now=old)
    spaced = who.code(old)
    assert actions.sign_in(empty, who.name, who.password, f"{spaced[:3]} {spaced[3:]}", now=old)


# --- Guessing ----------------------------------------------------------------------------------------


def test_guessing_is_stopped_by_ten_tries(empty: actions.Directory, moment: datetime) -> None:
    who = make_account(empty, "editor", now=moment)
    refused = {"wrong": 0, "too many": 0}
    for number in range(1000):
        try:
            actions.sign_in(
                empty, who.name, f"a guess {number}", "", now=moment + timedelta(milliseconds=number)
            )
        except TooManyError:
            refused["too many"] += 1
        except AccountError:
            refused["wrong"] += 1
    assert refused == {"wrong": 10, "too many": 990}
    # Not even the right password is looked at now, nor after a restart that forgets the tries.
    soon = moment + timedelta(minutes=2)
    with pytest.raises(TooManyError):
        _sign_in(empty, who, soon)
    with actions.open_directory(str(empty.store._engine.url)) as restarted:
        with pytest.raises(AccountError):
            _sign_in(restarted, who, soon)
        assert _sign_in(restarted, who, moment + timedelta(minutes=40)).account.id == who.id


def test_a_name_nobody_has_is_stopped_just_the_same(empty: actions.Directory, moment: datetime) -> None:
    answers = []
    for _ in range(12):
        with pytest.raises((AccountError, TooManyError)) as caught:
            actions.sign_in(empty, "nobody", "a guess", "", now=moment)
        answers.append(type(caught.value))
    assert answers == [AccountError] * 10 + [TooManyError] * 2


def test_many_names_at_once_are_stopped_too(empty: actions.Directory, moment: datetime) -> None:
    empty.guess_limit.take("first", now=moment)
    with pytest.raises(TooManyError):
        for number in range(200):
            empty.guess_limit.take(f"name {number}", now=moment)
    empty.guess_limit.take("later", now=moment + timedelta(minutes=2))


@pytest.mark.alone
def test_known_and_unknown_names_answer_within_20_ms(empty: actions.Directory, moment: datetime) -> None:
    make_account(empty, "editor", now=moment)
    known = actions.accounts(empty, by=ADMIN)[0].name
    took: dict[str, list[float]] = {known: [], "nobody at all": []}
    for number in range(20):
        at = moment + timedelta(hours=number)
        for name, times in took.items():
            began = time.perf_counter()
            with pytest.raises(AccountError):
                actions.sign_in(empty, name, "a guess at it", "123456", now=at)
            times.append(time.perf_counter() - began)
    first, second = (statistics.median(times) for times in took.values())
    assert abs(first - second) < 0.020, (first, second)


def _memory_mib(line: str) -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(each.split()[1]) / 1024 for each in status if each.startswith(line))


def test_twenty_people_who_sign_in_at_once_take_the_memory_of_few(
    empty: actions.Directory, moment: datetime
) -> None:
    together = Barrier(20)

    def sign_in(number: int) -> None:
        together.wait()
        with pytest.raises(AccountError):
            actions.sign_in(empty, f"somebody {number}", "a guess at it", "", now=moment)

    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # The most from now on.
    before = _memory_mib("VmRSS")
    with ThreadPoolExecutor(max_workers=20) as threads:
        list(threads.map(sign_in, range(20)))
    # Each try takes 19 MiB, and twenty at once would take 380, as twenty one after another do in
    # threads that each keep theirs.
    assert _memory_mib("VmHWM") - before < 150


# --- Staying signed in and being shut out -------------------------------------------------------------


@pytest.fixture
def twice(empty: actions.Directory, moment: datetime) -> Iterator[tuple[TestAccount, str, str]]:
    """Somebody signed in on two browsers."""
    make_account(empty, "administrator", now=moment)
    who = make_account(empty, "editor", now=moment)
    yield who, who.token, _sign_in(empty, who, moment + timedelta(seconds=30)).token


def test_signing_out_ends_this_sign_in_alone(
    empty: actions.Directory, moment: datetime, twice: tuple[TestAccount, str, str]
) -> None:
    _, here, there = twice
    now = moment + timedelta(minutes=1)
    actions.sign_out(empty, here, now=now)
    assert actions.session(empty, here, now=now) is None
    assert actions.session(empty, there, now=now) is not None
    actions.sign_out(empty, here, now=now)
    actions.sign_out(empty, "never was one", now=now)


SHUT_OUT: dict[str, Callable[[actions.Directory, str, datetime], object]] = {
    "disable": lambda directory, who, now: actions.disable_account(directory, who, by=ADMIN, now=now),
    "end": lambda directory, who, now: actions.end_sign_ins(directory, who, by=ADMIN, now=now),
    "reset": lambda directory, who, now: actions.reset_sign_in(directory, who, by=ADMIN, now=now),
    "roles": lambda directory, who, now: actions.set_roles(directory, who, ["verifier"], by=ADMIN, now=now),
}


@pytest.mark.parametrize("way", SHUT_OUT)
def test_shutting_out_ends_every_sign_in_at_once(
    empty: actions.Directory, moment: datetime, twice: tuple[TestAccount, str, str], way: str
) -> None:
    who, *tokens = twice
    now = moment + timedelta(minutes=1)
    assert all(actions.session(empty, token, now=now) for token in tokens)
    SHUT_OUT[way](empty, who.id, now)
    assert [actions.session(empty, token, now=now) for token in tokens] == [None, None]
    later = now + timedelta(minutes=1)
    if way in ("disable", "reset"):
        with pytest.raises(AccountError):
            _sign_in(empty, who, later)
    else:
        assert _sign_in(empty, who, later)


def test_a_disabled_account_comes_back_only_by_signing_in_again(
    empty: actions.Directory, moment: datetime, twice: tuple[TestAccount, str, str]
) -> None:
    who, here, _ = twice
    now = moment + timedelta(minutes=1)
    link = actions.reset_sign_in(empty, who.id, by=ADMIN, now=now)
    actions.disable_account(empty, who.id, by=ADMIN, now=now)
    with pytest.raises(NotFoundError):
        _use(empty, link.token, now)
    actions.enable_account(empty, who.id, by=ADMIN, now=now)
    assert actions.session(empty, here, now=now) is None


def test_a_sign_in_ends_by_itself(
    empty: actions.Directory, moment: datetime, twice: tuple[TestAccount, str, str]
) -> None:
    _, idle, busy = twice
    assert actions.session(empty, idle, now=moment + IDLE_LIMIT) is None
    assert actions.session(empty, idle, now=moment) is None, "ended for good"
    at = moment + timedelta(seconds=30)
    end = at + ABSOLUTE_LIMIT
    while at + timedelta(minutes=30) < end:
        at += timedelta(minutes=30)
        assert actions.session(empty, busy, now=at) is not None
    assert actions.session(empty, busy, now=end) is None


def test_somebody_can_always_administer(empty: actions.Directory, moment: datetime) -> None:
    only = make_account(empty, "administrator", now=moment)
    with pytest.raises(AccountError, match="only account"):
        actions.disable_account(empty, only.id, by=ADMIN, now=moment)
    with pytest.raises(AccountError, match="only account"):
        actions.set_roles(empty, only.id, ["editor"], by=ADMIN, now=moment)
    other = make_account(empty, "administrator", now=moment)
    actions.disable_account(empty, only.id, by=ADMIN, now=moment)
    with pytest.raises(AccountError, match="only account"):
        actions.set_roles(empty, other.id, ["editor"], by=ADMIN, now=moment)


# --- Single sign-on -----------------------------------------------------------------------------------


def test_the_first_requests_of_a_single_sign_on_may_come_at_once(
    empty: actions.Directory, moment: datetime
) -> None:
    together = Barrier(4)

    def come(issued: int) -> str:
        together.wait(timeout=30)
        found = actions.single_sign_on(
            empty,
            issuer="https://id",
            subject="7",
            issued=str(issued),
            issued_at=moment,
            name="b@c.d",
            roles=["editor"],
            now=moment,
        )
        assert found is not None
        return found.account.id

    with ThreadPoolExecutor(max_workers=4) as threads:
        came = [set(threads.map(come, [issued] * 4)) for issued in range(12)]
    (account,) = actions.accounts(empty, by=ADMIN)
    assert came == [{account.id}] * 12
    assert empty.store.sign_ins.logins(account.id) == 12


def test_single_sign_on_has_a_sign_in_of_ours_that_can_be_ended(
    empty: actions.Directory, moment: datetime
) -> None:
    def come(issued: str, *roles: str, now: datetime = moment) -> frozenset[str] | None:
        found = actions.single_sign_on(
            empty,
            issuer="https://id",
            subject="7",
            issued=issued,
            issued_at=moment,
            name="b@c.d",
            roles=roles,
            now=now,
        )
        return None if found is None else found.roles

    assert come("1") is None
    assert come("1", "editor") == {"editor"}
    assert come("1", "editor") == {"editor"}
    (account,) = actions.accounts(empty, by=ADMIN)
    actions.end_sign_ins(empty, account.id, by=ADMIN, now=moment)
    assert come("1", "editor") is None, "its cookie lasts a month and is worth nothing now"
    assert come("2", "verifier") == {"verifier"}
    assert come("2", "verifier", now=moment + IDLE_LIMIT) is None
    assert come("3", "verifier") == {"verifier"}
    actions.disable_account(empty, account.id, by=ADMIN, now=moment)
    assert come("3", "verifier") is None
    assert come("4", "verifier") is None
    # What names such a sign-in is no secret: as a token it opens nothing.
    actions.enable_account(empty, account.id, by=ADMIN, now=moment)
    assert come("5", "editor") == {"editor"}
    assert actions.session(empty, "\x1f".join(("sso", "https://id", "7", "5")), now=moment) is None
    # A sign-in that was not used for half a day says nothing of today.
    assert come("6", "editor", now=moment + ABSOLUTE_LIMIT) is None
    # Whom the service gives no role any more is out on every browser, and comes in again with one.
    assert come("7") is None
    assert come("5", "editor") is None
    assert actions.accounts(empty, by=ADMIN)[0].roles == frozenset()
    assert come("8", "editor") == {"editor"}
    assert come("7") is None
    assert come("8", "editor") == {"editor"}, "an old cookie without a role ends nothing again"
    # Whoever only reads does not write because of another group.
    assert come("9", "auditor", "editor", "contributor") == {"auditor", "contributor"}


def test_an_auditor_is_given_no_role_that_writes(empty: actions.Directory, moment: datetime) -> None:
    ana = make_account(empty, "auditor", now=moment)
    for role in ("editor", "verifier", "administrator"):
        with pytest.raises(AccountError, match="An auditor changes nothing"):
            actions.invite(empty, ["auditor", role], by=ADMIN, now=moment)
        with pytest.raises(AccountError, match="An auditor changes nothing"):
            actions.set_roles(empty, ana.id, ["auditor", role], by=ADMIN, now=moment)
    assert actions.open_invites(empty, by=ADMIN, now=moment) == ()
    assert actions.invite(empty, ["auditor"], by=ADMIN, now=moment).roles == {"auditor"}


# --- What is written down ------------------------------------------------------------------------------


def test_what_happened_is_kept_without_passwords_tokens_or_typed_names(
    empty: actions.Directory, moment: datetime
) -> None:
    who = make_account(empty, "administrator", now=moment)
    with pytest.raises(AccountError):
        actions.sign_in(empty, "typed-by-mistake-hunter2", "wrong one here", "", now=moment)
    with pytest.raises(AccountError):
        actions.sign_in(empty, who.name, "wrong one here", "", now=moment)
    actions.sign_out(empty, who.token, now=moment)
    events = actions.account_events(empty, by=who.actor)
    kinds = [event.kind for event in reversed(events)]
    assert kinds == ["link-invite", "account-made", "sign-in", "sign-in-failed", "sign-in-failed", "sign-out"]
    text = repr(events)
    for secret in ("hunter2", "wrong one here", who.password, who.secret, who.token):
        assert secret not in text


def test_links_run_out_after_three_days(empty: actions.Directory, moment: datetime) -> None:
    link = actions.invite(empty, ["editor"], by=ADMIN, now=moment)
    assert len(actions.open_invites(empty, by=ADMIN, now=moment)) == 1
    assert actions.open_invites(empty, by=ADMIN, now=moment + INVITE_LIMIT) == ()
    assert link.token not in repr(link)


def test_only_administrators_manage_accounts(empty: actions.Directory, moment: datetime) -> None:
    for roles in ({"editor"}, {"verifier"}, {"auditor"}, {"contributor"}, set()):
        with pytest.raises(NotAllowedError):
            actions.invite(empty, ["administrator"], by=Actor("x", frozenset(roles)), now=moment)
