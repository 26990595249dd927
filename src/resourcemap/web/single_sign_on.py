"""What another service says of a visitor, out of the cookie that Streamlit signed after its sign-in."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

# Streamlit tells its own pages alone who is signed in; routes beside them have to read its cookie.
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME
from streamlit.web.server.starlette.starlette_websocket import _get_signed_cookie_with_chunks

from resourcemap.settings import Settings

LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Voucher:
    """Who a service says is here, and what that lets them do. `issued` tells one sign-in from the next."""

    issuer: str
    subject: str
    issued: str
    name: str
    roles: frozenset[str]


def voucher(settings: Settings, cookies: Mapping[str, str]) -> Voucher | None:
    """Read who single sign-on vouches for; None without it, or when the cookie is not Streamlit's own."""
    if not settings.sso_roles or USER_COOKIE_NAME not in cookies:
        return None
    signed = _get_signed_cookie_with_chunks(dict(cookies), USER_COOKIE_NAME)
    try:
        claims = json.loads(signed) if signed else None
    except ValueError:
        return None
    return read_claims(settings, claims) if isinstance(claims, dict) else None


def read_claims(settings: Settings, claims: Mapping[str, Any]) -> Voucher | None:
    """
    Read the claims of a sign-in; None when they cannot tell who it is.

    Examples
    --------
    >>> settings = Settings.from_env({"RESOURCEMAP_SSO_ROLES": "map-editors=editor"})
    >>> claims = {"iss": "https://id", "sub": "7", "iat": 1, "email": "a@b.c", "groups": ["map-editors"]}
    >>> sorted(read_claims(settings, claims).roles), read_claims(settings, claims).name
    (['editor'], 'a@b.c')
    >>> read_claims(settings, claims | {"iat": None}) is None
    True
    """
    issuer, subject = claims.get("iss"), claims.get("sub")
    # Without a moment one sign-in cannot be told from the next, so it could never be ended.
    issued = claims.get("iat") or claims.get("auth_time")
    if not issuer or not subject or not issued:
        return None
    given = claims.get(settings.sso_claim)
    values = {given} if isinstance(given, str) else set(given) if isinstance(given, list) else set()
    name = claims.get("preferred_username") or claims.get("email") or claims.get("name") or subject
    return Voucher(
        issuer=str(issuer),
        subject=str(subject),
        issued=str(issued),
        name=str(name)[:LONGEST_NAME],
        roles=frozenset(role for value, role in settings.sso_roles.items() if value in values),
    )
