"""Which names the server answers to, and who may ask it to change something."""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from resourcemap.model.words import say

_HOST = re.compile(r"(?P<name>\[[0-9a-f:]+\]|[a-z0-9._-]+)(:\d{1,5})?", re.IGNORECASE)
_READING = ("GET", "HEAD", "OPTIONS")
# Pages of our own whose forms send the whole of what they do.
_OWN_FORMS = ("/lite", "/desk/")


def host_name(host: str) -> str | None:
    """
    Take the name out of a Host header, without its port; None when it is not a host at all.

    Examples
    --------
    >>> host_name("Map.example.org:8501")
    'map.example.org'
    >>> host_name("a.example/b") is None
    True
    """
    found = _HOST.fullmatch(host)
    return found["name"].lower().rstrip(".") if found else None


class KnownHosts:
    """
    Refuse other names for this server, and requests from other sites that do more than read.

    Without the first, a site that points its own name at this machine could read everything here as if
    it were its own (DNS rebinding). The session's WebSocket counts as more than reading.
    """

    def __init__(self, app: ASGIApp, names: Iterable[str]) -> None:
        self.app = app
        self.names = frozenset(names)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if "*" not in self.names and host_name(host) not in self.names:
            await _refuse(400, say("web.unknown_host", host=_quotable(host)), scope, receive, send)
            return
        origin = headers.get("origin")
        reading = scope["type"] == "http" and scope["method"] in _READING
        if origin is not None and not reading and not _is_own(origin, host, headers, scope):
            await _refuse(403, say("web.foreign_origin"), scope, receive, send)
            return
        await self.app(scope, receive, send)


def _is_own(origin: str, host: str, headers: Headers, scope: Scope) -> bool:
    if origin == "null" and scope["type"] == "http" and scope["path"].startswith(_OWN_FORMS):
        # Browsers write this for the form of a page that sends no Referer. Newer ones also say where the
        # form stood; from an older one it may pass: the light pages change nothing here, and those of the
        # desk ask for a token that other sites do not have.
        return headers.get("sec-fetch-site", "same-origin") == "same-origin"
    return urlsplit(origin).netloc.lower() == host.lower()


def _quotable(host: str) -> str:
    return re.sub(r"[^\w.:\[\]-]", "?", host)[:80] or '""'


async def _refuse(status: int, why: str, scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
        return
    await PlainTextResponse(why, status_code=status)(scope, receive, send)
