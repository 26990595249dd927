"""The page Streamlit sends first, with its language, a neutral title and quick exit."""

import base64
import gzip
import hashlib
import html
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import file_util

from resourcemap.model.locale_words import direction
from resourcemap.model.words import languages, say
from resourcemap.web.assets import asset_url
from resourcemap.web.compress import accepts_gzip, gzipped

LANGUAGE_COOKIE = "resourcemap_language"
_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def streamlit_index() -> str:
    """Read the page that the installed Streamlit serves."""
    return Path(file_util.get_static_dir(), "index.html").read_text(encoding="utf-8")


def inline_script_hashes(page: str) -> tuple[str, ...]:
    """
    Hash each inline script of a page, as a content security policy names it.

    Examples
    --------
    >>> inline_script_hashes("<script>1</script><script src='x.js'></script>")
    ('sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s=',)
    """
    return tuple(
        "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        for script in _INLINE_SCRIPT.findall(page)
    )


def page_language(cookie: str, accept_language: str, supported: Iterable[str]) -> str:
    """
    Choose the page's language: the person's own choice, else the browser's, else English.

    Parameters
    ----------
    cookie, accept_language
        The two request headers; "" when absent.

    Examples
    --------
    >>> page_language("", "fr;q=0.9, es-MX;q=0.8, en;q=0.1", ["en", "es"])
    'es'
    >>> page_language("a=b; resourcemap_language=ar", "en", ["ar", "en"])
    'ar'
    """
    known = set(supported)
    chosen = re.search(rf"(?:^|;\s*){LANGUAGE_COOKIE}=([A-Za-z-]+)", cookie)
    wishes: list[tuple[float, str]] = [(2.0, chosen[1])] if chosen else []
    for part in accept_language.split(",")[:20]:
        tag, _, weight = part.strip().partition(";q=")
        try:
            wishes.append((float(weight or 1), tag))
        except ValueError:
            continue
    for wish, tag in sorted(wishes, key=lambda each: -each[0]):
        language = tag.partition("-")[0].lower()
        if wish > 0 and language in known:
            return language
    return "en"


def shell(page: str, *, language: str, title: str, exit_url: str) -> str:
    """
    Set the page's language, direction and title, and add quick exit before anything else loads.

    The layout stands here too, so that nothing is drawn before it is known. It stands in the body:
    Streamlit adds its own styles to the head as it goes, and of two equal rules the later one counts.

    Streamlit's pointer for programs and its font go: the first is switched off, the second unused.
    """

    def text(key: str) -> str:
        return html.escape(say(key, language))

    leave = (
        f'<link rel="stylesheet" href="{asset_url("own/leave.css")}">'
        f'<script src="{asset_url("own/leave.js")}" data-url="{html.escape(exit_url)}" '
        f'data-label="{text("web.leave")}" data-hint="{text("web.leave_hint")}"></script>'
    )
    page = re.sub(r"<html\b[^>]*>", f'<html lang="{language}" dir="{direction(language)}">', page, count=1)
    page = re.sub(r"<title>.*?</title>", lambda _: f"<title>{html.escape(title)}</title>", page, count=1)
    page = re.sub(r'<link\s[^>]*rel="service-desc"[^>]*>', "", page)
    page = re.sub(r'<link\s[^>]*rel="preload"[^>]*as="font"[^>]*>', "", page)
    page = re.sub(
        r"<noscript>.*?</noscript>",
        lambda _: f"<noscript><p>{text('web.needs_scripts')}</p></noscript>",
        page,
        flags=re.DOTALL,
    )
    page = re.sub(r"<!--.*?-->\s*", "", page, flags=re.DOTALL)
    layout = f'<link rel="stylesheet" href="{asset_url("own/page.css")}">'
    page = re.sub(r"<body\b[^>]*>", lambda found: found[0] + layout, page, count=1)
    return re.sub(r'(<meta charset="UTF-8" ?/?>)', lambda found: found[1] + leave, page, count=1)


def frame_shell(page: str, *, language: str) -> str:
    """Set the language and title of a component's frame, and let Shift leave from inside it too."""
    page = re.sub(r"<html\b", f'<html dir="{direction(language)}"', page, count=1)
    page = re.sub(r'lang="[^"]*"', f'lang="{language}"', page, count=1)
    title = html.escape(say("web.map_title", language))
    page = re.sub(r"<title>.*?</title>", lambda _: f"<title>{title}</title>", page, count=1)
    script = f'<script src="{asset_url("own/leave-frame.js")}"></script>'
    return page.replace("</head>", f"{script}</head>", 1)


class PageShell:
    """Rewrite the first page and the frames of components on their way out; all else passes untouched."""

    def __init__(self, app: ASGIApp, page: str, title: str, exit_url: str) -> None:
        self.app = app
        self.page_bytes = page.encode()

        @lru_cache(maxsize=64)
        def page_in(language: str) -> bytes:
            return shell(page, language=language, title=title, exit_url=exit_url).encode()

        self.page_in = page_in

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await self.app(scope, receive, send)
            return
        asked = Headers(scope=scope)
        held: Message | None = None
        body = b""

        async def rewrite(message: Message) -> None:
            nonlocal held, body
            if message["type"] == "http.response.start" and _is_html(message):
                held = message
            elif held is None:
                await send(message)
            else:
                body += message.get("body", b"")
                if not message.get("more_body", False):
                    start, held = held, None
                    await self._send(start, body, scope, asked, send)

        await self.app(scope, receive, rewrite)

    async def _send(self, start: Message, body: bytes, scope: Scope, asked: Headers, send: Send) -> None:
        headers = MutableHeaders(scope=start)
        new = self._rewritten(scope, asked, headers, body)
        if new is not None:
            for name in ("etag", "last-modified", "accept-ranges", "content-encoding"):
                del headers[name]
            if accepts_gzip(asked):
                new = gzipped(new)
                headers["Content-Encoding"] = "gzip"
                headers.add_vary_header("Accept-Encoding")
            headers["Content-Length"] = str(len(new))
            body = b"" if scope["method"] == "HEAD" else new
        await send(start)
        await send({"type": "http.response.body", "body": body})

    def _rewritten(self, scope: Scope, asked: Headers, answered: MutableHeaders, body: bytes) -> bytes | None:
        language = page_language(asked.get("cookie", ""), asked.get("accept-language", ""), languages())
        if scope["method"] == "HEAD":
            is_page = answered.get("content-length") == str(len(self.page_bytes))
            return self.page_in(language) if is_page else None
        # Streamlit's own middleware compresses the page on some paths and not on others.
        plain = gzip.decompress(body) if answered.get("content-encoding") == "gzip" else body
        if scope["path"].startswith("/component/"):
            return frame_shell(plain.decode(), language=language).encode()
        # Streamlit answers every path of its own with the same page; other pages here are not its.
        return self.page_in(language) if plain == self.page_bytes else None


def _is_html(start: Message) -> bool:
    headers = Headers(raw=start["headers"])
    return start["status"] == 200 and headers.get("content-type", "").startswith("text/html")
