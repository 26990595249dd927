"""Sign-ins: kept, counted and ended; each leaves an event in the same transaction."""

from datetime import datetime
from typing import Any

from sqlalchemy import Engine, func, or_, select, update

from resourcemap.model.account import Account, AccountError, EndReason, Login
from resourcemap.storage.account_rows import (
    WHO,
    add_account,
    end_logins,
    keep_login,
    login_of,
    note_event,
    read_account,
    update_account,
    write_login,
)
from resourcemap.storage.desk_tables import account, login
from resourcemap.storage.engine import reading, writing
from resourcemap.storage.seals import seal_again


class SignIns:
    """The sign-ins of one open database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def login(self, token_hash: str) -> Login | None:
        """Read a sign-in with its account; None when there never was one of this token."""
        query = (
            select(login, *(column.label(WHO + column.name) for column in account.c))
            .join(account, account.c.id == login.c.account_id)
            .where(login.c.token_hash == token_hash)
        )
        with reading(self._engine) as connection:
            row = connection.execute(query).first()
        return None if row is None else login_of(row)

    def logins(self, account_id: str) -> int:
        """Count the sign-ins of an account that were not ended."""
        query = select(func.count()).where(login.c.account_id == account_id, login.c.ended_at.is_(None))
        with reading(self._engine) as connection:
            return int(connection.execute(query).scalar_one())

    def add_login(self, token_hash: str, account_id: str, *, is_strong: bool, at: datetime) -> None:
        """Keep a sign-in that was earned already, such as by using a one-time link."""
        with writing(self._engine) as connection:
            write_login(connection, token_hash, account_id, is_strong=is_strong, at=at)

    def pass_sign_in(
        self, token_hash: str, account_id: str, *, totp_step: int | None, is_strong: bool, at: datetime
    ) -> bool:
        """
        Keep a sign-in whose password and code were right.

        Returns
        -------
        bool
            False, with nothing kept, when the code of this time step was used before, the account is
            locked or it is disabled.
        """
        usable = [
            account.c.id == account_id,
            account.c.is_active,
            or_(account.c.locked_until.is_(None), account.c.locked_until <= at),
        ]
        values: dict[str, Any] = {"failed_count": 0, "locked_until": None}
        if totp_step is not None:
            usable.append(or_(account.c.totp_step.is_(None), account.c.totp_step < totp_step))
            values["totp_step"] = totp_step
        with writing(self._engine) as connection:
            if connection.execute(update(account).where(*usable).values(**values)).rowcount != 1:
                return False
            seal_again(connection, account, account.c.id == account_id)
            write_login(connection, token_hash, account_id, is_strong=is_strong, at=at)
            return True

    def fail_sign_in(self, account_id: str | None, *, locked_until: datetime | None, at: datetime) -> None:
        """
        Count a try that did not match; None is a name that nobody has.

        Both write the same, so that neither takes longer. The name that was typed is not kept: it may
        be somebody's password.
        """
        values: dict[str, Any] = {"failed_count": account.c.failed_count + 1}
        if locked_until is not None:
            values["locked_until"] = locked_until
        with writing(self._engine) as connection:
            connection.execute(update(account).where(account.c.id == (account_id or "")).values(**values))
            seal_again(connection, account, account.c.id == (account_id or ""))
            kind = "sign-in-failed" if locked_until is None else "locked"
            note_event(connection, kind, account_id, at, "unknown", None)

    def see_login(self, token_hash: str, at: datetime) -> None:
        """Remember when a sign-in was last used; leaves no event."""
        with writing(self._engine) as connection:
            connection.execute(update(login).where(login.c.token_hash == token_hash).values(seen_at=at))

    def end_login(self, token_hash: str, *, at: datetime, reason: EndReason) -> None:
        """End one sign-in; nothing happens when it ended before or never was."""
        with writing(self._engine) as connection:
            row = connection.execute(
                select(login.c.account_id, account.c.name)
                .join(account, account.c.id == login.c.account_id)
                .where(login.c.token_hash == token_hash, login.c.ended_at.is_(None))
            ).first()
            if row is not None:
                connection.execute(
                    update(login)
                    .where(login.c.token_hash == token_hash)
                    .values(ended_at=at, end_reason=reason)
                )
                note_event(connection, "sign-out", row.account_id, at, row.name, {"reason": reason})

    def end_all(self, account_id: str, *, by: str, at: datetime, reason: EndReason) -> int:
        """End every sign-in of an account, and say how many there were."""
        with writing(self._engine) as connection:
            read_account(connection, account_id)
            ended = end_logins(connection, account_id, at=at, reason=reason)
            note_event(connection, "sign-ins-ended", account_id, at, by, {"reason": reason, "count": ended})
            return ended

    def sign_in_with_subject(
        self, token_hash: str, made: Account, subject: str, *, at: datetime
    ) -> Login | None:
        """
        Keep a sign-in that another service vouched for, making its account the first time.

        Of two requests that come at once with the same one, the second finds what the first made. The
        roles are those the service says now. None for an account that is disabled, and for one that
        gets no role any more: then its other sign-ins end too. Only what has something to write waits
        for other writers: cookies that let nobody in come with every request.

        Raises
        ------
        AccountError
            When the name belongs to another account.
        """
        with reading(self._engine) as connection:
            row = connection.execute(select(account).where(account.c.subject == subject)).first()
            if row is None and made.roles:
                same_name = select(account.c.id).where(account.c.name == made.name)
                if connection.execute(same_name).first() is not None:
                    raise AccountError("name_taken")
            if not made.roles if row is None else not row.is_active:
                return None
        with writing(self._engine) as connection:
            kept = connection.execute(
                select(login.c.ended_at).where(login.c.token_hash == token_hash)
            ).first()
            if kept is not None:
                return None if kept.ended_at is not None else self.login(token_hash)
            row = connection.execute(select(account).where(account.c.subject == subject)).first()
            if row is None:
                if not made.roles:
                    return None
                add_account(
                    connection, made, subject=subject, password_hash=None, totp_secret=None, totp_step=None
                )
                note_event(connection, "account-made", made.id, at, made.name, {"roles": sorted(made.roles)})
            elif not row.is_active:
                return None
            elif frozenset(row.roles) != made.roles:
                update_account(connection, row.id, roles=sorted(made.roles))
                detail = {"before": sorted(row.roles), "after": sorted(made.roles)}
                note_event(connection, "roles", row.id, at, "single sign-on", detail)
            account_id = made.id if row is None else row.id
            if not made.roles:
                end_logins(connection, account_id, at=at, reason="roles")
                # Over before it began: what this cookie says is heard once, not at each request.
                keep_login(connection, token_hash, account_id, is_strong=True, at=at, end_reason="roles")
                return None
            write_login(connection, token_hash, account_id, is_strong=True, at=at)
        return self.login(token_hash)
