"""Scripts, styles and base map files, all from this server."""

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from resourcemap.errors import ResourceMapError
from resourcemap.settings import PROJECT_ROOT
from resourcemap.web.compress import accepts_gzip, gzipped

PREFIX = "/assets"

# Only these kinds of file leave, whatever else lies in the folders.
_CONTENT_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
}
_YEAR_S = 365 * 24 * 3600
_HOUR_S = 3600


@dataclass(frozen=True)
class Asset:
    """A file as it is sent."""

    body: bytes
    content_type: str
    digest: str


def _package_folder(package: str) -> Path:
    found = find_spec(package)
    if found is None or found.origin is None:
        raise ResourceMapError(f"{package} is not installed. Run `make setup`.")
    return Path(found.origin).parent


@cache
def _files() -> dict[str, Path]:
    """List every file there is by its name below /assets: what is not in the list does not exist."""
    folders = {
        "leaflet": _package_folder("js_lib_leaflet") / "static" / "js_lib_leaflet",
        "jquery": _package_folder("xstatic.pkg.jquery") / "data",
        "basemap": PROJECT_ROOT / "data" / "basemap",
        "own": Path(__file__).parent / "static",
    }
    return {
        f"{name}/{path.relative_to(folder).as_posix()}": path
        for name, folder in folders.items()
        for path in sorted(folder.rglob("*"))
        if path.suffix in _CONTENT_TYPES and path.is_file() and not path.is_symlink()
    }


@cache
def read_asset(name: str) -> Asset:
    """
    Read a file by its name below /assets, once.

    Raises
    ------
    ResourceMapError
        When there is no such file.
    """
    path = _files().get(name)
    if path is None:
        raise ResourceMapError(f"There is no asset named {name!r}.")
    body = path.read_bytes()
    return Asset(body, _CONTENT_TYPES[path.suffix], hashlib.sha256(body).hexdigest()[:16])


def asset_names(folder: str) -> tuple[str, ...]:
    """List the assets below a folder, such as "basemap/counties"."""
    return tuple(name for name in _files() if name.startswith(f"{folder}/"))


def asset_url(name: str) -> str:
    """
    Give the address of an asset with its content's hash in it, so that browsers may keep it for a year.

    Files that one of these names, such as the images of leaflet.css, are found beside it as usual.

    Examples
    --------
    >>> asset_url("leaflet/leaflet.js")
    '/assets/v-.../leaflet/leaflet.js'
    """
    return f"{PREFIX}/v-{read_asset(name).digest}/{name}"


def asset_routes() -> list[BaseRoute]:
    """List the one route below /assets; anyone may read it, the map's sandboxed frame included."""

    async def asset(request: Request) -> Response:
        first, _, rest = request.path_params["path"].partition("/")
        versioned = first.startswith("v-")
        name = rest if versioned else f"{first}/{rest}"
        if name not in _files():
            return PlainTextResponse("There is no such file.", status_code=404)
        found = await run_in_threadpool(read_asset, name)
        headers = {
            "Cache-Control": (
                f"public, max-age={_YEAR_S}, immutable" if versioned else f"public, max-age={_HOUR_S}"
            ),
            "ETag": f'"{found.digest}"',
            "Access-Control-Allow-Origin": "*",
            "Vary": "Accept-Encoding",
        }
        if found.digest in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        body = found.body
        if accepts_gzip(request.headers) and not found.content_type.startswith("image/png"):
            body = await run_in_threadpool(gzipped, body)
            headers["Content-Encoding"] = "gzip"
        return Response(body, media_type=found.content_type, headers=headers)

    return [Route(f"{PREFIX}/{{path:path}}", asset, methods=["GET"])]
