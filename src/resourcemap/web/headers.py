"""The security headers of every response."""

import logging
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from resourcemap.model.words import say
from resourcemap.web.hosts import host_name
from resourcemap.web.page import inline_script_hashes

_LOG = logging.getLogger(__name__)

_EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
    "Permissions-Policy": ", ".join(
        [
            "geolocation=(self)",
            *(
                f"{feature}=()"
                for feature in (
                    "accelerometer",
                    "browsing-topics",
                    "camera",
                    "display-capture",
                    "gyroscope",
                    "magnetometer",
                    "microphone",
                    "midi",
                    "payment",
                    "usb",
                )
            ),
        ]
    ),
}

# Files that people handed over or take away. They may be looked at, and do nothing.
MEDIA_POLICY = (
    "sandbox; default-src 'none'; img-src 'self' data:; media-src 'self'; style-src 'unsafe-inline'; "
    "frame-ancestors 'self'; base-uri 'none'; form-action 'none'"
)

# Below these our own pages stand, without Streamlit.
_OWN_POLICY = ("/lite", "/desk/")


def page_policy(page: str, host: str | None) -> str:
    """
    Write the content security policy of the page itself.

    Parameters
    ----------
    page
        The HTML whose inline scripts may run, each by its hash.
    host
        Name and port the page was asked under, for browsers in which 'self' leaves out WebSockets.

    Notes
    -----
    Streamlit loads a component's own script from a blob: address, and its styles are inline.
    """
    hashes = " ".join(f"'{value}'" for value in inline_script_hashes(page))
    sockets = f" ws://{host} wss://{host}" if host is not None and host_name(host) is not None else ""
    return "; ".join(
        [
            "default-src 'self'",
            f"script-src 'self' blob: {hashes}".rstrip(),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            f"connect-src 'self'{sockets}",
            "media-src 'self' blob:",
            "worker-src 'self' blob:",
            "frame-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        ]
    )


def frame_policy(tiles: str | None) -> str:
    """
    Write the content security policy of a component's frame, such as the map's.

    folium's page is built from inline scripts, so this policy cannot forbid them. The sandbox makes the
    frame an origin of its own instead: whatever runs in it reaches neither the page nor its storage.
    """
    tile_host = ""
    if tiles is not None and tiles.startswith(("http://", "https://")):
        parts = urlsplit(tiles.replace("{s}", "*"))
        tile_host = f" {parts.scheme}://{parts.netloc}"
    return "; ".join(
        [
            "sandbox allow-scripts allow-popups",
            "default-src 'self'",
            "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
            "style-src 'self' 'unsafe-inline'",
            f"img-src 'self' data:{tile_host}",
            "connect-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'self'",
        ]
    )


class SecurityHeaders:
    """Put the headers on every response, and answer in plain words when something inside fails."""

    def __init__(self, app: ASGIApp, page: str, tiles: str | None = None) -> None:
        self.app = app
        self.page = page
        self.frame_policy = frame_policy(tiles)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def send_with_headers(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                self._add(scope, message["status"], MutableHeaders(scope=message))
            await send(message)

        try:
            await self.app(scope, receive, send_with_headers)
        except Exception:
            if started:
                raise
            # The path alone: a query string may hold what someone looks for.
            _LOG.exception("%s %s failed", scope["method"], scope["path"])
            failure = PlainTextResponse(say("web.failed"), status_code=500)
            await failure(scope, receive, send_with_headers)

    def _add(self, scope: Scope, status: int, headers: MutableHeaders) -> None:
        path: str = scope["path"]
        in_frame = path.startswith("/component/")
        public = in_frame or path.startswith(("/assets/", "/tiles/"))
        for name, value in _EVERYWHERE.items():
            headers[name] = value
        if in_frame:
            headers["Content-Security-Policy"] = self.frame_policy
        elif path.startswith("/media/"):
            headers["Content-Security-Policy"] = MEDIA_POLICY
        elif not (path.startswith(_OWN_POLICY) and "content-security-policy" in headers):
            # The pages without Streamlit bring a stricter policy of their own.
            headers["Content-Security-Policy"] = page_policy(self.page, Headers(scope=scope).get("host"))
        # The sandboxed frame is an origin of its own: to load these public files it needs leave to.
        headers["Cross-Origin-Resource-Policy"] = "cross-origin" if public else "same-origin"
        if public:
            headers["Access-Control-Allow-Origin"] = "*"
        if scope["scheme"] == "https":
            headers["Strict-Transport-Security"] = "max-age=31536000"
        keepable = status < 400 and "cache-control" in headers and (public or _is_static_file(path, headers))
        if not keepable:
            headers["Cache-Control"] = "no-store"


def _is_static_file(path: str, headers: MutableHeaders) -> bool:
    # An unknown path below /static/ is answered with the page.
    is_page = headers.get("content-type", "").startswith("text/html")
    return not is_page and (path.startswith("/static/") or path == "/favicon.png")
