"""Small forms: read within bounds, and taken only from our own pages."""

import hmac
import secrets
from collections.abc import Mapping
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response

LARGEST_BODY = 16 * 1024
MOST_FIELDS = 30
FORM_FIELD = "form"


async def read_form(request: Request) -> dict[str, str]:
    """Read what a form sends, as it was typed; a body larger than any of ours counts as empty."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            return {}
    try:
        pairs = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        return {}
    return dict(pairs)


def form_token(request: Request) -> str:
    """Give the token of this visitor's forms: that of the cookie, or a new one."""
    kept = request.cookies.get(_cookie(request), "")
    return kept if len(kept) >= 32 else secrets.token_urlsafe(32)


def keep_form_token(request: Request, response: Response, token: str) -> None:
    """Put the token into a cookie that other sites cannot make a browser send, nor scripts read."""
    https = request.url.scheme == "https"
    response.set_cookie(_cookie(request), token, path="/", httponly=True, samesite="strict", secure=https)


def is_our_form(request: Request, fields: Mapping[str, str]) -> bool:
    """Say whether a form came from a page of ours that this browser was given."""
    kept = request.cookies.get(_cookie(request), "")
    return len(kept) >= 32 and hmac.compare_digest(kept.encode(), fields.get(FORM_FIELD, "").encode())


def _cookie(request: Request) -> str:
    return "__Host-resourcemap_form" if request.url.scheme == "https" else "resourcemap_form"
