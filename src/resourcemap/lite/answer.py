"""How the light pages leave the server: small, never stored, and with nothing in them that runs."""

from starlette.requests import Request
from starlette.responses import Response

from resourcemap.lite.drawing import style_hash
from resourcemap.lite.handing import Download
from resourcemap.web.assets import read_asset
from resourcemap.web.compress import accepts_gzip, pack


def page_answer(request: Request, page: str, *, status: int = 200) -> Response:
    """Answer with a page whose one style is its own and whose scripts are this server's files."""
    return _html(request, page, status, f"'{style_hash()}'")


def print_answer(request: Request, page: str) -> Response:
    """Answer with the page to print, which brings styles of its own."""
    return _html(request, page, 200, "'unsafe-inline'")


def file_answer(request: Request, made: Download) -> Response:
    """Answer with a file to keep."""
    headers = {
        "Content-Disposition": f'attachment; filename="{made.name}"',
        "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
        "Cache-Control": "no-store",
    }
    return _packed(request, made.data, made.kind, 200, headers)


def script_answer(name: str) -> Response:
    """Answer with a script that has to stand below /lite."""
    asset = read_asset(name)
    headers = {"Content-Security-Policy": _policy("'none'"), "Cache-Control": "no-store"}
    return Response(asset.body, media_type=asset.content_type, headers=headers)


def _html(request: Request, page: str, status: int, styles: str) -> Response:
    headers = {"Content-Security-Policy": _policy(styles), "Cache-Control": "no-store"}
    return _packed(request, page.encode(), "text/html; charset=utf-8", status, headers)


def _policy(styles: str) -> str:
    return "; ".join(
        [
            "default-src 'none'",
            f"style-src {styles}",
            "script-src 'self'",
            "img-src data:",
            "connect-src 'self'",
            "worker-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        ]
    )


def _packed(request: Request, body: bytes, kind: str, status: int, headers: dict[str, str]) -> Response:
    if accepts_gzip(request.headers):
        body = pack(body)
        headers = headers | {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
    return Response(body, status_code=status, media_type=kind, headers=headers)
