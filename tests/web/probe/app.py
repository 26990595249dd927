"""The web server around a page that needs everything the policies must let through."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import remembered
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from streamlit.runtime import get_instance
from streamlit.starlette import App

from resourcemap.model.change import Actor
from resourcemap.settings import Settings
from resourcemap.web import middleware, routes
from resourcemap.web.logs import keep_no_visits
from resourcemap.web.visits import forgotten_visits


async def fail(_request: Request) -> Response:
    raise RuntimeError("a secret nobody outside may read")


async def kept(_request: Request) -> Response:
    """Say what the server holds of all visits."""
    runtime = get_instance()
    return JSONResponse(
        {
            "visits": len(runtime._session_mgr._session_storage._cache._data)
            + len(runtime._session_mgr.list_active_sessions()),
            "files": len(runtime.media_file_mgr._storage._files_by_id),
            "notes": remembered.notes(),
            "typed": remembered.visits(),
        }
    )


@asynccontextmanager
async def lifespan(_app: object) -> AsyncIterator[None]:
    async with forgotten_visits(look_every_s=0.25):
        yield


def staff(cookies: object) -> Actor | None:
    """Let in whoever says a name; no test of the probe is about accounts."""
    name = cookies.get("name")  # type: ignore[attr-defined]  # a mapping
    return Actor(name, frozenset(), account_id=name) if name else None


settings = Settings.from_env(os.environ)
keep_no_visits()
app = App(
    "main.py",
    lifespan=lifespan,
    routes=[*routes(settings), Route("/fails", fail), Route("/kept-of-visits", kept)],
    middleware=middleware(settings, staff=staff),
)
