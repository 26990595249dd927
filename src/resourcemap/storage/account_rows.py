"""Rows of accounts, sign-ins, links and events: read into values, and written within a transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from resourcemap.errors import NotFoundError
from resourcemap.model.account import Account, AccountError, EndReason, Invite, Login
from resourcemap.storage.desk_tables import account, account_event, invite, login
from resourcemap.storage.seals import seal_again

WHO = "who_"
"""What the account's columns are called beside those of its sign-in."""


def write_login(
    connection: Connection, token_hash: str, account_id: str, *, is_strong: bool, at: datetime
) -> None:
    """Keep a sign-in and note it."""
    who = read_account(connection, account_id)
    keep_login(connection, token_hash, account_id, is_strong=is_strong, at=at)
    note_event(connection, "sign-in", account_id, at, who.name, {"second_factor": is_strong})


def keep_login(
    connection: Connection,
    token_hash: str,
    account_id: str,
    *,
    is_strong: bool,
    at: datetime,
    end_reason: EndReason | None = None,
) -> None:
    """Keep a sign-in; with a reason to end it is over already."""
    connection.execute(
        insert(login),
        {
            "token_hash": token_hash,
            "account_id": account_id,
            "created_at": at,
            "seen_at": at,
            "is_strong": is_strong,
            "ended_at": None if end_reason is None else at,
            "end_reason": end_reason,
        },
    )


def add_account(connection: Connection, made: Account, **secrets: Any) -> None:
    """
    Keep a new account.

    Raises
    ------
    AccountError
        When the name belongs to somebody else.
    """
    values = {
        "id": made.id,
        "name": made.name,
        "display_name": made.display_name,
        "roles": sorted(made.roles),
        "is_active": made.is_active,
        "failed_count": 0,
        "locked_until": None,
        "created_at": made.created_at,
        "created_by": made.created_by,
    }
    try:
        connection.execute(insert(account), values | secrets)
    except IntegrityError:
        raise AccountError("name_taken") from None


def read_account(connection: Connection, account_id: str) -> Account:
    """
    Read one account.

    Raises
    ------
    NotFoundError
        When there is none of this id.
    """
    row = connection.execute(select(account).where(account.c.id == account_id)).first()
    if row is None:
        raise NotFoundError("account: it is not here. Open the list of accounts again.")
    return account_of(row)


def update_account(connection: Connection, account_id: str, **values: Any) -> None:
    """Set some columns of an account that is there."""
    if connection.execute(update(account).where(account.c.id == account_id).values(**values)).rowcount != 1:
        raise NotFoundError("account: it is not here. Open the list of accounts again.")
    seal_again(connection, account, account.c.id == account_id)


def spend_invites(connection: Connection, which: Any, *, at: datetime) -> None:
    """Make links stop working."""
    connection.execute(update(invite).where(which, invite.c.used_at.is_(None)).values(used_at=at))


def end_logins(connection: Connection, account_id: str, *, at: datetime, reason: EndReason) -> int:
    """End every sign-in of an account, and say how many there were."""
    ended = connection.execute(
        update(login)
        .where(login.c.account_id == account_id, login.c.ended_at.is_(None))
        .values(ended_at=at, end_reason=reason)
    )
    return int(ended.rowcount)


def keep_one_administrator(connection: Connection, leaving: str) -> None:
    """Refuse to leave the desk without anybody who can administer."""
    rows = connection.execute(select(account.c.roles).where(account.c.is_active, account.c.id != leaving))
    if not any("administrator" in row.roles for row in rows):
        raise AccountError("last_administrator")


def note_event(
    connection: Connection,
    kind: str,
    account_id: str | None,
    at: datetime,
    by: str,
    detail: Mapping[str, Any] | None,
) -> None:
    """Keep one event under the next number; writers come one at a time."""
    newest = connection.execute(select(func.max(account_event.c.number))).scalar()
    connection.execute(
        insert(account_event),
        {
            "number": (newest or 0) + 1,
            "at": at,
            "account_id": account_id,
            "kind": kind,
            "by": by,
            "detail": None if detail is None else dict(detail),
        },
    )


def account_of(row: Row[Any], prefix: str = "") -> Account:
    """Read an account out of a row whose columns may have a prefix."""

    def value(name: str) -> Any:
        return getattr(row, prefix + name)

    return Account(
        id=value("id"),
        name=value("name"),
        display_name=value("display_name"),
        roles=frozenset(value("roles")),
        has_password=value("password_hash") is not None,
        has_second_factor=value("totp_secret") is not None,
        has_single_sign_on=value("subject") is not None,
        is_active=value("is_active"),
        locked_until=value("locked_until"),
        created_at=value("created_at"),
        created_by=value("created_by"),
    )


def login_of(row: Row[Any]) -> Login:
    """Read a sign-in with its account."""
    return Login(
        token_hash=row.token_hash,
        account=account_of(row, WHO),
        created_at=row.created_at,
        seen_at=row.seen_at,
        is_strong=row.is_strong,
        ended_at=row.ended_at,
        end_reason=row.end_reason,
    )


def invite_of(row: Row[Any]) -> Invite:
    """Read a one-time link."""
    return Invite(
        kind=row.kind,
        roles=frozenset(row.roles),
        account_id=row.account_id,
        created_at=row.created_at,
        created_by=row.created_by,
        expires_at=row.expires_at,
        used_at=row.used_at,
    )
