"""What another service says of a visitor, out of the cookie that Streamlit signed after its sign-in."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Streamlit tells its own pages alone who is signed in; routes beside them have to read its cookie.
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME
from streamlit.web.server.starlette.starlette_websocket import _get_signed_cookie_with_chunks

from resourcemap.settings import Settings

LONGEST_NAME = 60
CALLBACK, DESK = "/oauth2callback", "/desk"


@dataclass(frozen=True, slots=True)
class Voucher:
    """Who a service says is here, and what that lets them do. `issued` tells one sign-in from the next."""

    issuer: str
    subject: str
    issued: str
    issued_at: datetime
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
    if not issuer or not subject or not isinstance(issued, int | float):
        return None
    try:
        issued_at = datetime.fromtimestamp(issued, UTC)
    except (OverflowError, OSError, ValueError):
        return None
    given = claims.get(settings.sso_claim)
    values = given if isinstance(given, list) else [given]
    name = claims.get("preferred_username") or claims.get("email") or claims.get("name") or subject
    return Voucher(
        issuer=str(issuer),
        subject=str(subject),
        # Two browsers may sign in within one second: the nonce that each sent tells them apart.
        issued=f"{issued} {claims.get('nonce') or ''}",
        issued_at=issued_at,
        name=str(name)[:LONGEST_NAME],
        roles=frozenset(role for value, role in settings.sso_roles.items() if value in values),
    )


class BackToTheDesk:
    """
    Lead people who come back from the sign-in service to the desk.

    Streamlit leads them to its first page, which is the one for visitors.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != CALLBACK:
            await self.app(scope, receive, send)
            return

        async def send_on(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 302:
                headers = MutableHeaders(scope=message)
                if headers.get("location") == "/":
                    headers["location"] = DESK
            await send(message)

        await self.app(scope, receive, send_on)
