"""Who may send files to the server, and how much."""

from collections import deque
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from threading import Lock

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from resourcemap.model.change import Actor
from resourcemap.model.words import say

PATH = "/_stcore/upload_file"
LARGEST = 50 * 1024 * 1024
WINDOW = timedelta(minutes=10)
MOST_BYTES, MOST_FILES = 200 * 1024 * 1024, 40

_MOST_DIGITS = 19

WhoIs = Callable[[Mapping[str, str]], Actor | None]
"""Tells from a request's cookies who is signed in now and may do what it is asked about; None is nobody."""


def nobody(_: Mapping[str, str]) -> Actor | None:
    """Let nobody in."""
    return None


class UploadGate:
    """
    Keep Streamlit's upload address closed to everybody but signed-in people whose work needs it.

    Streamlit itself takes files from anybody who opened a page and keeps them in memory: a stranger
    could fill it. What one person sends is counted too.
    """

    def __init__(self, app: ASGIApp, who: WhoIs, clock: Callable[[], datetime] | None = None) -> None:
        self.app = app
        self.who = who
        self.clock = clock or (lambda: datetime.now(UTC))
        self.taken: dict[str, deque[tuple[datetime, int]]] = {}
        self.lock = Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not _is_upload(scope["path"]) or scope["method"] == "OPTIONS":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refused = await run_in_threadpool(self._refusal, scope["method"], headers)
        if refused is None:
            await self.app(scope, receive, send)
            return
        status, key = refused
        # The connection closes: what is still being sent is not read.
        answer = PlainTextResponse(say(key), status_code=status, headers={"Connection": "close"})
        await answer(scope, receive, send)

    def _refusal(self, method: str, headers: Headers) -> tuple[int, str] | None:
        by = self.who(cookie_parser(headers.get("cookie", "")))
        if by is None:
            return 403, "web.upload.closed"
        if method not in ("PUT", "POST"):
            return None
        length = headers.get("content-length", "")
        if not length.isascii() or not length.isdigit():
            return 411, "web.upload.size"
        # A number of thousands of digits is not read at all.
        if len(length) > _MOST_DIGITS or int(length) > LARGEST:
            return 413, "web.upload.size"
        return None if self._take(by.account_id or by.name, int(length)) else (429, "web.upload.many")

    def _take(self, account: str, size: int) -> bool:
        now = self.clock()
        with self.lock:
            taken = self.taken.setdefault(account, deque())
            while taken and now - taken[0][0] >= WINDOW:
                taken.popleft()
            if len(taken) >= MOST_FILES or sum(each for _, each in taken) + size > MOST_BYTES:
                return False
            taken.append((now, size))
            return True


def _is_upload(path: str) -> bool:
    # Streamlit's router knows no other spelling; anything that comes close is closed all the same.
    folded = "/" + "/".join(part for part in path.lower().split("/") if part)
    return folded.startswith(PATH)
