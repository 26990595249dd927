"""Who works at the desk: accounts, their roles, sign-ins, one-time links and what happened to them."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal, get_args

from resourcemap.errors import ResourceMapError
from resourcemap.model.words import Sentence, Value, say

Role = Literal["contributor", "editor", "verifier", "administrator", "auditor"]
ACCOUNT_ROLES: tuple[Role, ...] = get_args(Role)
STRONG_ROLES: frozenset[str] = frozenset({"editor", "verifier", "administrator", "auditor"})
"""Roles that see or change what is not public: they need a second factor or single sign-on."""
WRITING_ROLES: frozenset[str] = frozenset({"editor", "verifier", "administrator"})
"""Roles that write in the list or decide: an auditor, who changes nothing, has none of them."""

IDLE_LIMIT = timedelta(hours=1)
ABSOLUTE_LIMIT = timedelta(hours=12)
INVITE_LIMIT = timedelta(days=3)
FIRST_INVITE_LIMIT = timedelta(hours=24)
LONGEST_NAME = 60

InviteKind = Literal["first", "invite", "reset"]
EndReason = Literal["signed-out", "idle", "too-old", "revoked", "disabled", "reset", "roles"]


class AccountError(ResourceMapError):
    """
    Something about an account or a sign-in that cannot be done, said as one of our own sentences.

    `sentence` is for pages, which say it in the reader's language.
    """

    def __init__(self, wrong: str, **values: Value) -> None:
        self.sentence = Sentence(f"account.wrong.{wrong}", values)
        super().__init__(say(self.sentence))


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """
    One person's account, as administrators see it. It holds nothing that lets anyone sign in.

    `name` is folded: what is typed to sign in. `display_name` is as the person writes it.
    """

    id: str
    name: str
    display_name: str
    roles: frozenset[str]
    has_password: bool
    has_second_factor: bool
    has_single_sign_on: bool
    is_active: bool
    locked_until: datetime | None
    created_at: datetime
    created_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """What an account is checked against on sign-in; never shown, never logged."""

    account: Account
    password_hash: str | None = field(repr=False)
    totp_secret: str | None = field(repr=False)
    totp_step: int | None
    failed_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """
    One sign-in on one browser, with the account it belongs to.

    The table has the hash of the token; the token is only in the browser.
    """

    token_hash: str = field(repr=False)
    account: Account
    created_at: datetime
    seen_at: datetime
    is_strong: bool
    ended_at: datetime | None
    end_reason: str | None

    @property
    def roles(self) -> frozenset[str]:
        """The account's roles that this sign-in is strong enough for."""
        return self.account.roles if self.is_strong else self.account.roles - STRONG_ROLES

    def end_due(self, now: datetime) -> EndReason | None:
        """Say why this sign-in has to end now; None while it may go on."""
        if not self.account.is_active:
            return "disabled"
        if now - self.created_at >= ABSOLUTE_LIMIT:
            return "too-old"
        return "idle" if now - self.seen_at >= IDLE_LIMIT else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Invite:
    """A one-time link: to make an account ("first", "invite"), or to set up sign-in anew ("reset")."""

    kind: InviteKind
    roles: frozenset[str]
    account_id: str | None
    created_at: datetime
    created_by: str
    expires_at: datetime
    used_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountEvent:
    """Something that happened to an account or a sign-in. It never says what anyone looked for."""

    number: int
    at: datetime
    account_id: str | None
    kind: str
    by: str
    detail: Mapping[str, Any] | None


def fold_name(text: str) -> str:
    """
    Fold a name as it is typed to sign in: "Ana", "ANA " and "ana" are one person.

    Examples
    --------
    >>> fold_name("  Ana  LÓPEZ ")
    'ana lópez'
    """
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def read_account_name(text: str) -> str:
    """
    Read the name a person chose, as they write it.

    Raises
    ------
    AccountError
        When it is too short, too long or holds characters that nobody sees.
    """
    name = " ".join(unicodedata.normalize("NFKC", text).split())
    if not 2 <= len(name) <= LONGEST_NAME or not name.isprintable():
        raise AccountError("name", most=LONGEST_NAME)
    return name


def read_roles(roles: Iterable[str]) -> frozenset[str]:
    """
    Read a choice of roles.

    Raises
    ------
    AccountError
        When there is none, or one that does not exist, or an auditor could write too.
    """
    chosen = frozenset(roles)
    if not chosen or not chosen <= frozenset(ACCOUNT_ROLES):
        raise AccountError("roles")
    if chosen != without_writing(chosen):
        raise AccountError("auditor")
    return chosen


def without_writing(roles: Iterable[str]) -> frozenset[str]:
    """
    Take from an auditor the roles that write; others keep all of theirs.

    Examples
    --------
    >>> sorted(without_writing(["auditor", "editor"])), sorted(without_writing(["editor"]))
    (['auditor'], ['editor'])
    """
    chosen = frozenset(roles)
    return chosen - WRITING_ROLES if "auditor" in chosen else chosen


def needs_second_factor(roles: Iterable[str]) -> bool:
    """
    Say whether any of these roles needs a second factor.

    Examples
    --------
    >>> needs_second_factor(["contributor"]), needs_second_factor(["contributor", "editor"])
    (False, True)
    """
    return not STRONG_ROLES.isdisjoint(roles)
