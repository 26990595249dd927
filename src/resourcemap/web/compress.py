"""Smaller answers for slow connections."""

import gzip
from functools import lru_cache

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_TEXT = ("text/javascript", "application/javascript", "text/css", "application/json", "image/svg+xml")


def accepts_gzip(headers: Headers) -> bool:
    """Say whether the browser reads gzip and asks for the whole."""
    return "gzip" in headers.get("accept-encoding", "") and "range" not in headers


@lru_cache(maxsize=512)
def gzipped(body: bytes) -> bytes:
    """Compress, and remember: the same few hundred files go to everybody."""
    return gzip.compress(body, compresslevel=7, mtime=0)


def pack(body: bytes) -> bytes:
    """Compress what only one person gets, and remember nothing of it."""
    return gzip.compress(body, compresslevel=6, mtime=0)


class CompressStatic:
    """
    Compress Streamlit's own scripts and styles, which it sends as they are.

    Each is compressed once, on its first request; the names carry a hash of the content, so what is
    remembered never goes stale.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.remembered: dict[str, tuple[list[tuple[bytes, bytes]], bytes]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if (
            scope["type"] != "http"
            or scope["method"] != "GET"
            or not scope["path"].startswith("/static/")
            or not accepts_gzip(asked := Headers(scope=scope))
            or "if-none-match" in asked
        ):
            await self.app(scope, receive, send)
            return
        path: str = scope["path"]
        if path in self.remembered:
            headers, body = self.remembered[path]
            await send({"type": "http.response.start", "status": 200, "headers": list(headers)})
            await send({"type": "http.response.body", "body": body})
            return
        held: Message | None = None
        chunks: list[bytes] = []

        async def compress(message: Message) -> None:
            nonlocal held
            if message["type"] == "http.response.start":
                kind = Headers(raw=message["headers"]).get("content-type", "").partition(";")[0]
                # Only files that exist: an unknown path is answered with the page, as text/html.
                if message["status"] == 200 and kind in _TEXT:
                    held = message
                    return
            elif held is not None:
                chunks.append(message.get("body", b""))
                if message.get("more_body", False):
                    return
                body = await run_in_threadpool(gzip.compress, b"".join(chunks), 6, mtime=0)
                headers = MutableHeaders(scope=held)
                headers["Content-Encoding"] = "gzip"
                headers["Content-Length"] = str(len(body))
                headers.add_vary_header("Accept-Encoding")
                self.remembered[path] = (list(headers.raw), body)
                start, held = held, None
                await send(start)
                await send({"type": "http.response.body", "body": body})
                return
            await send(message)

        await self.app(scope, receive, compress)
