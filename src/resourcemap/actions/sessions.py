"""Signing in, staying signed in and signing out."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256

from resourcemap.actions.directory import Directory
from resourcemap.actions.passwords import hash_password, is_password, read_password
from resourcemap.actions.second_factor import read_secret, step_of
from resourcemap.errors import NotFoundError
from resourcemap.model.account import (
    ABSOLUTE_LIMIT,
    Account,
    AccountError,
    Invite,
    Login,
    fold_name,
    needs_second_factor,
    read_account_name,
    read_roles,
    without_writing,
)
from resourcemap.storage.accounts import LINK_IS_SPENT, NewSignIn

LOCK_AFTER = 10
LOCK = timedelta(minutes=15)
LONGEST_LOCK = timedelta(hours=24)
# A page that reruns ten times a minute need not write each time.
SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class NewLogin:
    """A fresh sign-in. The token goes into the visitor's cookie and nowhere else."""

    token: str = field(repr=False)
    account: Account


def new_token() -> str:
    """Make a token that nobody guesses: 256 random bits."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """Hash a token as the tables hold it."""
    return sha256(f"token\x1f{token}".encode()).hexdigest()


def _sso_hash(issuer: str, subject: str, issued: str) -> str:
    # Unlike a token none of these is secret: no token may ever hash to the same.
    return sha256("\x1f".join(("sso", issuer, subject, issued)).encode()).hexdigest()


def sign_in(directory: Directory, name: str, password: str, code: str, *, now: datetime) -> NewLogin:
    """
    Sign somebody in with a name, a password and, where the account has one, a second factor.

    Raises
    ------
    AccountError
        When they do not fit together: one answer for every reason.
    TooManyError
        When there were too many tries.
    """
    accounts, sign_ins = directory.store.accounts, directory.store.sign_ins
    folded = fold_name(name)[:200]
    directory.guess_limit.take(folded, now=now)
    known = accounts.credentials(name=folded)
    fits = is_password(password, None if known is None else known.password_hash)
    if known is not None and fits and known.account.is_active:
        step, is_strong = None, known.totp_secret is not None
        if known.totp_secret is not None:
            step = step_of(known.totp_secret, code, now=now, after=known.totp_step)
        if (step is not None) == is_strong:
            token = new_token()
            if sign_ins.pass_sign_in(
                hash_of(token), known.account.id, totp_step=step, is_strong=is_strong, at=now
            ):
                directory.guess_limit.forgive(folded)
                return NewLogin(token, known.account)
    account_id = None if known is None else known.account.id
    failed = 0 if known is None else known.failed_count + 1
    sign_ins.fail_sign_in(account_id, locked_until=_locked_until(failed, now), at=now)
    raise AccountError("no_match")


def _locked_until(failed: int, now: datetime) -> datetime | None:
    """Lock after every tenth try in a row, each time twice as long."""
    if failed == 0 or failed % LOCK_AFTER:
        return None
    doublings = min(failed // LOCK_AFTER - 1, 10)
    return now + min(LOCK * int(2**doublings), LONGEST_LOCK)


def session(directory: Directory, token: str, *, now: datetime) -> Login | None:
    """
    Tell who a token belongs to, as of now; None when it may not be used, or not any more.

    Ask at every request and every rerun: this is where signing out, disabling an account and the
    limits take hold.
    """
    return _live(directory, hash_of(token), now=now)


def _live(directory: Directory, token_hash: str, *, now: datetime) -> Login | None:
    sign_ins = directory.store.sign_ins
    found = sign_ins.login(token_hash)
    if found is None or found.ended_at is not None:
        return None
    reason = found.end_due(now)
    if reason is not None:
        sign_ins.end_login(token_hash, at=now, reason=reason)
        return None
    if now - found.seen_at >= SEEN_EVERY:
        sign_ins.see_login(token_hash, now)
    return found


def sign_out(directory: Directory, token: str, *, now: datetime) -> None:
    """End a sign-in; a token that means nothing any more is no mistake."""
    directory.store.sign_ins.end_login(hash_of(token), at=now, reason="signed-out")


def open_link(directory: Directory, token: str, *, now: datetime) -> tuple[Invite, Account | None]:
    """
    Read a one-time link and the account it sets up anew, if it is for one.

    Raises
    ------
    NotFoundError
        When there is none like it, or it was used, or its time is over.
    """
    found = directory.store.accounts.invite(hash_of(token))
    if found is None or found.used_at is not None or found.expires_at <= now:
        raise NotFoundError(LINK_IS_SPENT)
    account = None if found.account_id is None else directory.store.accounts.get(found.account_id)
    return found, account


def use_link(
    directory: Directory, token: str, *, name: str, password: str, secret: str, code: str, now: datetime
) -> NewLogin:
    """
    Use a one-time link: make the account or set its sign-in up anew, and sign its owner in.

    Parameters
    ----------
    secret, code
        The second factor that was shown and the first code of it; both empty where the roles need
        none and the person wants none.

    Raises
    ------
    NotFoundError
        When the link cannot be used any more.
    AccountError
        When the name is taken, the password is too easy or the code does not fit. The link stays good.
    """
    link, before = open_link(directory, token, now=now)
    display_name = read_account_name(name) if before is None else before.display_name
    read_password(password, name=display_name)
    wants = bool(secret and code) or needs_second_factor(link.roles)
    step = None
    if wants:
        step = step_of(read_secret(secret), code, now=now)
        if step is None:
            raise AccountError("code")
    made = before or Account(
        id=secrets.token_hex(8),
        name=fold_name(display_name),
        display_name=display_name,
        roles=link.roles,
        has_password=True,
        has_second_factor=wants,
        has_single_sign_on=False,
        is_active=True,
        locked_until=None,
        created_at=now,
        created_by=link.created_by,
    )
    kept = NewSignIn(
        password_hash=hash_password(password), totp_secret=secret if wants else None, totp_step=step
    )
    directory.store.accounts.use_invite(hash_of(token), made, kept, at=now)
    login = new_token()
    directory.store.sign_ins.add_login(hash_of(login), made.id, is_strong=wants, at=now)
    return NewLogin(login, made)


def single_sign_on(
    directory: Directory,
    *,
    issuer: str,
    subject: str,
    issued: str,
    issued_at: datetime,
    name: str,
    roles: Collection[str],
    now: datetime,
) -> Login | None:
    """
    Tell who another service vouches for, with a sign-in of our own beside its cookie.

    Parameters
    ----------
    issued
        What tells one sign-in at that service from the next.
    issued_at
        When the service vouched. A sign-in that was not used here for the longest that one may last
        is worth nothing: the service may think otherwise by now.
    roles
        Those that its claims give; beside auditor, those that write are left out. Without any there is no way in, and what the account could do
        before ends on every browser.

    Returns
    -------
    Login or None
        None when the roles are none, the account is disabled, or this very sign-in was ended here:
        its cookie would last for a month, and is worth nothing then.
    """
    token_hash = _sso_hash(issuer, subject, issued)
    if directory.store.sign_ins.login(token_hash) is not None:
        return _live(directory, token_hash, now=now)
    if now - issued_at >= ABSOLUTE_LIMIT:
        return None
    display_name = read_account_name(name)
    made = Account(
        id=secrets.token_hex(8),
        name=fold_name(display_name),
        display_name=display_name,
        roles=read_roles(without_writing(roles)) if roles else frozenset(),
        has_password=False,
        has_second_factor=False,
        has_single_sign_on=True,
        is_active=True,
        locked_until=None,
        created_at=now,
        created_by="single sign-on",
    )
    return directory.store.sign_ins.sign_in_with_subject(
        token_hash, made, "\x1f".join((issuer, subject)), at=now
    )


def end_single_sign_on(
    directory: Directory, *, issuer: str, subject: str, issued: str, now: datetime
) -> None:
    """End a sign-in that another service vouched for."""
    token_hash = _sso_hash(issuer, subject, issued)
    directory.store.sign_ins.end_login(token_hash, at=now, reason="signed-out")
