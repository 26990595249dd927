"""Who is signed in. Asked anew at each rerun and at each action, and never remembered."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from resourcemap import actions
from resourcemap.model.account import Login
from resourcemap.model.change import Actor
from resourcemap.ui.shared import directory, now, settings
from resourcemap.web.session_cookie import session_token


def signed_in() -> Actor | None:
    """
    Tell who works here now; None when nobody is signed in, or not any more.

    Every action asks again on its own (`Actor.still`): a button of a page that was drawn before
    somebody was signed out does nothing.
    """
    ask = _asker()
    found = None if ask is None else ask()
    if found is None or ask is None:
        return None

    def still() -> frozenset[str]:
        again = ask()
        return frozenset() if again is None else again.roles

    return Actor(found.account.name, found.roles, account_id=found.account.id, still=still)


def display_name() -> str:
    """Give the name of who is signed in as they write it; "" when nobody is."""
    ask = _asker()
    found = None if ask is None else ask()
    return "" if found is None else found.account.display_name


def sign_out() -> None:
    """End this sign-in here, whichever way it came about."""
    token = session_token(st.context.cookies)
    if token is not None:
        actions.sign_out(directory(), token, now=now())
    voucher = _voucher()
    if voucher is not None:
        actions.end_single_sign_on(
            directory(), issuer=voucher.issuer, subject=voucher.subject, issued=voucher.issued, now=now()
        )
        st.session_state.sso_logout = True


def _asker() -> Callable[[], Login | None] | None:
    """
    Find out how this visit's sign-in is asked for, from its cookies.

    The cookies are read here: an action may run where there is no visit to read them from.
    """
    token = session_token(st.context.cookies)
    opened = directory()
    if token is not None and actions.session(opened, token, now=now()) is not None:
        return lambda: actions.session(opened, token, now=now())
    voucher = _voucher()
    if voucher is None:
        return None
    return lambda: actions.single_sign_on(
        opened,
        issuer=voucher.issuer,
        subject=voucher.subject,
        issued=voucher.issued,
        name=voucher.name,
        roles=voucher.roles,
        now=now(),
    )


# --- Single sign-on --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Voucher:
    """What another service says of who is here, out of the cookie that Streamlit signed."""

    issuer: str
    subject: str
    issued: str
    name: str
    roles: frozenset[str]


def _voucher() -> _Voucher | None:
    mapping = settings().sso_roles
    if not mapping or not getattr(st.user, "is_logged_in", False):
        return None
    claims = st.user.to_dict()
    issuer, subject = claims.get("iss"), claims.get("sub")
    # Without these one sign-in cannot be told from the next, so it could never be ended.
    issued = claims.get("iat") or claims.get("auth_time")
    if not issuer or not subject or not issued:
        return None
    given = claims.get(settings().sso_claim)
    values = {given} if isinstance(given, str) else set(given) if isinstance(given, list) else set()
    name = claims.get("preferred_username") or claims.get("email") or claims.get("name") or subject
    return _Voucher(
        issuer=str(issuer),
        subject=str(subject),
        issued=str(issued),
        name=str(name)[:60],
        roles=frozenset(role for value, role in mapping.items() if value in values),
    )
