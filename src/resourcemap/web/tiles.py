"""The operator's own street map: tiles out of one .pmtiles file, from this server."""

from pathlib import Path

from pmtiles.reader import MmapSource, Reader
from pmtiles.tile import TileType
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from resourcemap.errors import SettingsError
from resourcemap.settings import Settings

TEMPLATE = "/tiles/{z}/{x}/{y}"
_PICTURES = {
    TileType.PNG: "image/png",
    TileType.JPEG: "image/jpeg",
    TileType.WEBP: "image/webp",
    TileType.AVIF: "image/avif",
}
_DEEPEST_ZOOM = 26
_DAY_S = 24 * 3600


def tile_template(settings: Settings) -> str | None:
    """Give the address of tiles with {z}, {x} and {y}; None where the map draws its own lines only."""
    if settings.tiles is None or settings.tiles.startswith(("http://", "https://")):
        return settings.tiles
    return TEMPLATE


def tile_routes(settings: Settings) -> list[BaseRoute]:
    """
    List the route that gives out tiles; none without a .pmtiles file.

    Raises
    ------
    SettingsError
        When the file is no PMTiles file, or holds vector tiles, which the map cannot draw.
    """
    if tile_template(settings) != TEMPLATE or settings.tiles is None:
        return []
    path = Path(settings.tiles).expanduser()
    with path.open("rb") as file:
        # The mapping outlives the file object.
        reader = Reader(MmapSource(file))
    try:
        kind = reader.header()["tile_type"]
    except Exception as error:  # Whatever the library meets in a file that is something else.
        raise SettingsError(f"RESOURCEMAP_TILES is {path.name!r}, which is no PMTiles file.") from error
    if kind not in _PICTURES:
        raise SettingsError(
            f"RESOURCEMAP_TILES is {path.name!r}, whose tiles are not pictures (png, jpeg, webp or avif). "
            "Make a .pmtiles file of raster tiles."
        )

    async def tile(request: Request) -> Response:
        zoom, column, row = (int(request.path_params[name]) for name in ("z", "x", "y"))
        if zoom > _DEEPEST_ZOOM or max(column, row) >= 2**zoom:
            return Response(status_code=404)
        body = await run_in_threadpool(reader.get, zoom, column, row)
        if body is None:
            return Response(status_code=404)
        headers = {"Cache-Control": f"public, max-age={_DAY_S}", "Access-Control-Allow-Origin": "*"}
        return Response(body, media_type=_PICTURES[kind], headers=headers)

    return [Route("/tiles/{z:int}/{x:int}/{y:int}", tile, methods=["GET"])]
