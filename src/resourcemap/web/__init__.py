"""
What the pages share as one web server: headers, language, quick exit, assets and health.

`app.py` hands `routes` and `middleware` to Streamlit's App, which serves everything in one process.
"""

from collections.abc import Callable
from datetime import datetime

from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from resourcemap.settings import Settings
from resourcemap.web.assets import asset_routes
from resourcemap.web.compress import CompressStatic
from resourcemap.web.downloads import DownloadGate
from resourcemap.web.headers import SecurityHeaders
from resourcemap.web.health import health_route
from resourcemap.web.hosts import KnownHosts
from resourcemap.web.page import PageShell, streamlit_index
from resourcemap.web.single_sign_on import BackToTheDesk
from resourcemap.web.tiles import tile_routes
from resourcemap.web.uploads import UploadGate, WhoIs, nobody

__all__ = ["middleware", "routes"]


def routes(
    settings: Settings,
    *,
    data_version: Callable[[], int] | None = None,
    last_backup: Callable[[], datetime | None] | None = None,
) -> list[BaseRoute]:
    """List the routes beside Streamlit's own; `data_version` and `last_backup` are asked at each /healthz."""
    return [health_route(data_version, last_backup), *asset_routes(), *tile_routes(settings)]


def middleware(settings: Settings, *, uploaders: WhoIs = nobody, staff: WhoIs = nobody) -> list[Middleware]:
    """
    List what every request passes, outermost first: refusals and failures carry the headers too.

    Parameters
    ----------
    uploaders
        Tells from a request's cookies who may send files; nobody may when left out.
    staff
        Tells from a request's cookies who is signed in; nobody is when left out.
    """
    index = streamlit_index()
    return [
        Middleware(SecurityHeaders, page=index, tiles=settings.tiles),
        Middleware(KnownHosts, names=settings.hosts),
        Middleware(UploadGate, who=uploaders),
        Middleware(DownloadGate, who=staff),
        Middleware(BackToTheDesk),
        Middleware(CompressStatic),
        Middleware(PageShell, page=index, title=settings.public_name, exit_url=settings.exit_url),
    ]
