"""Accounts and one-time links; each change leaves an event in the same transaction."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, insert, select, update

from resourcemap.errors import NotFoundError, ResourceMapError
from resourcemap.model.account import Account, AccountEvent, Credentials, Invite
from resourcemap.storage.account_rows import (
    account_of,
    add_account,
    end_logins,
    invite_of,
    keep_one_administrator,
    note_event,
    read_account,
    spend_invites,
    update_account,
)
from resourcemap.storage.desk_tables import account, account_event, invite
from resourcemap.storage.engine import reading, writing

LINK_IS_SPENT = "This link was used already, or its time is over. Ask an administrator for a new one."


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSignIn:
    """What an account gets when its link is used: a password, a second factor, or single sign-on."""

    password_hash: str | None = None
    totp_secret: str | None = None
    totp_step: int | None = None


class Accounts:
    """The accounts of one open database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    # --- Reading ---------------------------------------------------------------------------------

    def is_empty(self) -> bool:
        """Tell whether there is no account yet."""
        with reading(self._engine) as connection:
            return connection.execute(select(account.c.id).limit(1)).first() is None

    def all(self) -> tuple[Account, ...]:
        """Read all accounts, by name."""
        with reading(self._engine) as connection:
            return tuple(
                account_of(row) for row in connection.execute(select(account).order_by(account.c.name))
            )

    def display_names(self) -> dict[str, str]:
        """Read what people are called, by the names that the history knows them by."""
        with reading(self._engine) as connection:
            rows = connection.execute(select(account.c.name, account.c.display_name))
            return {row.name: row.display_name for row in rows}

    def get(self, account_id: str) -> Account:
        """
        Read one account.

        Raises
        ------
        NotFoundError
            When there is none of this id.
        """
        with reading(self._engine) as connection:
            return read_account(connection, account_id)

    def credentials(self, *, name: str | None = None, subject: str | None = None) -> Credentials | None:
        """Read what an account is checked against, by its folded name or its single sign-on subject."""
        column, value = (account.c.name, name) if subject is None else (account.c.subject, subject)
        with reading(self._engine) as connection:
            row = connection.execute(select(account).where(column == value)).first()
        if row is None:
            return None
        return Credentials(
            account=account_of(row),
            password_hash=row.password_hash,
            totp_secret=row.totp_secret,
            totp_step=row.totp_step,
            failed_count=row.failed_count,
        )

    def invite(self, token_hash: str) -> Invite | None:
        """Read a one-time link; None when there never was one of this token."""
        with reading(self._engine) as connection:
            row = connection.execute(select(invite).where(invite.c.token_hash == token_hash)).first()
        return None if row is None else invite_of(row)

    def open_invites(self, at: datetime) -> tuple[Invite, ...]:
        """Read the links that can still be used, newest first."""
        query = (
            select(invite)
            .where(invite.c.used_at.is_(None), invite.c.expires_at > at)
            .order_by(invite.c.created_at.desc())
        )
        with reading(self._engine) as connection:
            return tuple(invite_of(row) for row in connection.execute(query))

    def events(self, account_id: str | None = None, *, limit: int = 200) -> tuple[AccountEvent, ...]:
        """Read what happened, newest first, to one account or to all."""
        query = select(account_event).order_by(account_event.c.number.desc()).limit(limit)
        if account_id is not None:
            query = query.where(account_event.c.account_id == account_id)
        with reading(self._engine) as connection:
            return tuple(
                AccountEvent(
                    number=row.number,
                    at=row.at,
                    account_id=row.account_id,
                    kind=row.kind,
                    by=row.by,
                    detail=row.detail,
                )
                for row in connection.execute(query)
            )

    # --- One-time links --------------------------------------------------------------------------

    def add_invite(self, token_hash: str, new: Invite) -> None:
        """
        Keep a one-time link. An earlier one for the same account, or for the first one, stops working.

        A link of kind "reset" also takes the account's password and second factor away and ends its
        sign-ins: from now on only the link lets its owner in.

        Raises
        ------
        ResourceMapError
            When a first link is asked for and there is an account already.
        """
        with writing(self._engine) as connection:
            if new.kind == "first":
                if connection.execute(select(account.c.id).limit(1)).first() is not None:
                    raise ResourceMapError(
                        "first-admin: there is an account already. An administrator invites others."
                    )
                spend_invites(connection, invite.c.kind == "first", at=new.created_at)
            if new.account_id is not None:
                spend_invites(connection, invite.c.account_id == new.account_id, at=new.created_at)
            if new.kind == "reset" and new.account_id is not None:
                update_account(
                    connection,
                    new.account_id,
                    password_hash=None,
                    totp_secret=None,
                    totp_step=None,
                    failed_count=0,
                    locked_until=None,
                )
                end_logins(connection, new.account_id, at=new.created_at, reason="reset")
            connection.execute(
                insert(invite),
                {
                    "token_hash": token_hash,
                    "kind": new.kind,
                    "account_id": new.account_id,
                    "roles": sorted(new.roles),
                    "created_at": new.created_at,
                    "created_by": new.created_by,
                    "expires_at": new.expires_at,
                    "used_at": None,
                },
            )
            detail = {"roles": sorted(new.roles)}
            note_event(connection, f"link-{new.kind}", new.account_id, new.created_at, new.created_by, detail)

    def use_invite(self, token_hash: str, made: Account, sign_in: NewSignIn, *, at: datetime) -> None:
        """
        Use a link: make the account, or give an account its new password and second factor.

        Raises
        ------
        NotFoundError
            When the link was used before or is too old. Nothing is written then.
        AccountError
            When the name belongs to somebody else.
        """
        secrets = {
            "password_hash": sign_in.password_hash,
            "totp_secret": sign_in.totp_secret,
            "totp_step": sign_in.totp_step,
        }
        with writing(self._engine) as connection:
            row = connection.execute(select(invite).where(invite.c.token_hash == token_hash)).first()
            used = connection.execute(
                update(invite)
                .where(
                    invite.c.token_hash == token_hash, invite.c.used_at.is_(None), invite.c.expires_at > at
                )
                .values(used_at=at)
            )
            if row is None or used.rowcount != 1:
                raise NotFoundError(LINK_IS_SPENT)
            if row.kind == "first" and connection.execute(select(account.c.id).limit(1)).first() is not None:
                raise NotFoundError(LINK_IS_SPENT)
            if row.account_id is None:
                add_account(connection, made, subject=None, **secrets)
            else:
                update_account(connection, row.account_id, **secrets)
            kind = "account-made" if row.account_id is None else "sign-in-reset"
            note_event(
                connection, kind, row.account_id or made.id, at, made.name, {"roles": sorted(made.roles)}
            )

    # --- Changing accounts -----------------------------------------------------------------------

    def set_roles(self, account_id: str, roles: frozenset[str], *, by: str, at: datetime) -> None:
        """
        Give an account other roles; its sign-ins end, so that none keeps the old ones.

        Raises
        ------
        AccountError
            When this would leave nobody who can administer.
        """
        with writing(self._engine) as connection:
            before = read_account(connection, account_id)
            if "administrator" in before.roles and "administrator" not in roles:
                keep_one_administrator(connection, account_id)
            update_account(connection, account_id, roles=sorted(roles))
            end_logins(connection, account_id, at=at, reason="roles")
            detail = {"before": sorted(before.roles), "after": sorted(roles)}
            note_event(connection, "roles", account_id, at, by, detail)

    def set_active(self, account_id: str, is_active: bool, *, by: str, at: datetime) -> None:
        """
        Disable an account, which ends its sign-ins and links at once, or let it in again.

        Raises
        ------
        AccountError
            When this would leave nobody who can administer.
        """
        with writing(self._engine) as connection:
            before = read_account(connection, account_id)
            if not is_active:
                if "administrator" in before.roles:
                    keep_one_administrator(connection, account_id)
                end_logins(connection, account_id, at=at, reason="disabled")
                spend_invites(connection, invite.c.account_id == account_id, at=at)
            update_account(connection, account_id, is_active=is_active, failed_count=0, locked_until=None)
            note_event(connection, "enabled" if is_active else "disabled", account_id, at, by, None)
