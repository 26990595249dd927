"""Who may work at the desk: invites, roles, disabling, ending sign-ins and setting them up anew."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from resourcemap.actions.directory import Directory
from resourcemap.actions.roles import check_role
from resourcemap.actions.sessions import hash_of, new_token
from resourcemap.errors import NotFoundError
from resourcemap.model.account import (
    FIRST_INVITE_LIMIT,
    INVITE_LIMIT,
    Account,
    AccountError,
    AccountEvent,
    Invite,
    InviteKind,
    fold_name,
    needs_second_factor,
    read_roles,
)
from resourcemap.model.change import Actor


@dataclass(frozen=True, slots=True)
class OneTimeLink:
    """A link to hand over, once; only its hash is kept, so it cannot be shown again."""

    token: str = field(repr=False)
    expires_at: datetime
    roles: frozenset[str]

    @property
    def path(self) -> str:
        """Where it leads on this site."""
        return f"/desk/invite/{self.token}"


def first_admin(directory: Directory, *, by: Actor, now: datetime) -> OneTimeLink | None:
    """
    Make the link with which the first administrator makes an account; None when there is an account.

    An earlier one stops working. It lasts a day.
    """
    check_role("first_admin", by)
    if not directory.store.accounts.is_empty():
        return None
    roles = frozenset({"administrator"})
    return _link(directory, "first", roles, None, by=by, now=now, lasting=FIRST_INVITE_LIMIT)


def accounts(directory: Directory, *, by: Actor) -> tuple[Account, ...]:
    """List all accounts, by name."""
    check_role("accounts", by)
    return directory.store.accounts.all()


def account_events(directory: Directory, *, by: Actor, limit: int = 200) -> tuple[AccountEvent, ...]:
    """List what happened to accounts and sign-ins, newest first."""
    check_role("account_events", by)
    return directory.store.accounts.events(limit=limit)


def open_invites(directory: Directory, *, by: Actor, now: datetime) -> tuple[Invite, ...]:
    """List the links that can still be used, newest first."""
    check_role("open_invites", by)
    return directory.store.accounts.open_invites(now)


def invite(directory: Directory, roles: Collection[str], *, by: Actor, now: datetime) -> OneTimeLink:
    """
    Make a link with which somebody makes an account with these roles. It lasts three days.

    Raises
    ------
    AccountError
        When there are no roles, or some that do not exist, or an auditor could write too.
    """
    check_role("invite", by)
    return _link(directory, "invite", read_roles(roles), None, by=by, now=now)


def set_roles(
    directory: Directory, account_id: str, roles: Collection[str], *, by: Actor, now: datetime
) -> OneTimeLink | None:
    """
    Give somebody other roles; all their sign-ins end.

    Returns
    -------
    OneTimeLink or None
        A link to set up a second factor, when the new roles need one and the account has none: until
        it is used, nobody can sign in to the account.

    Raises
    ------
    NotFoundError
        When there is no such account.
    AccountError
        When there are no roles, or an auditor could write too, or this would leave nobody who can administer.
    """
    check_role("set_roles", by)
    chosen = read_roles(roles)
    account = directory.store.accounts.get(account_id)
    if account.has_single_sign_on:
        raise AccountError("elsewhere")
    directory.store.accounts.set_roles(account_id, chosen, by=by.name, at=now)
    if needs_second_factor(chosen) and not account.has_second_factor:
        return _link(directory, "reset", chosen, account_id, by=by, now=now)
    return None


def disable_account(directory: Directory, account_id: str, *, by: Actor, now: datetime) -> None:
    """
    Shut an account out at once, on every browser.

    Raises
    ------
    NotFoundError
        When there is no such account.
    AccountError
        When this would leave nobody who can administer.
    """
    check_role("disable_account", by)
    directory.store.accounts.set_active(account_id, False, by=by.name, at=now)


def enable_account(directory: Directory, account_id: str, *, by: Actor, now: datetime) -> None:
    """
    Let an account in again, and forget its failed tries.

    Raises
    ------
    NotFoundError
        When there is no such account.
    """
    check_role("enable_account", by)
    directory.store.accounts.set_active(account_id, True, by=by.name, at=now)


def end_sign_ins(directory: Directory, account_id: str, *, by: Actor, now: datetime) -> int:
    """
    Sign somebody out on every browser, and say how many there were.

    Raises
    ------
    NotFoundError
        When there is no such account.
    """
    check_role("end_sign_ins", by)
    return directory.store.sign_ins.end_all(account_id, by=by.name, at=now, reason="revoked")


def reset_sign_in(directory: Directory, account_id: str, *, by: Actor, now: datetime) -> OneTimeLink:
    """
    Take away somebody's password and second factor, and make a link to set up new ones.

    Raises
    ------
    NotFoundError
        When there is no such account.
    AccountError
        When the person signs in elsewhere.
    """
    check_role("reset_sign_in", by)
    account = directory.store.accounts.get(account_id)
    if account.has_single_sign_on:
        raise AccountError("elsewhere")
    return _link(directory, "reset", account.roles, account_id, by=by, now=now)


def account_named(directory: Directory, name: str, *, by: Actor) -> Account:
    """
    Find an account by the name that is typed to sign in.

    Raises
    ------
    NotFoundError
        When nobody has it.
    """
    check_role("account_named", by)
    found = directory.store.accounts.credentials(name=fold_name(name))
    if found is None:
        raise NotFoundError(f"{name}: no account has this name.")
    return found.account


def _link(
    directory: Directory,
    kind: InviteKind,
    roles: frozenset[str],
    account_id: str | None,
    *,
    by: Actor,
    now: datetime,
    lasting: timedelta = INVITE_LIMIT,
) -> OneTimeLink:
    token = new_token()
    made = Invite(
        kind=kind,
        roles=roles,
        account_id=account_id,
        created_at=now,
        created_by=by.name,
        expires_at=now + lasting,
    )
    directory.store.accounts.add_invite(hash_of(token), made)
    return OneTimeLink(token, made.expires_at, roles)
