"""The web server around a page that needs everything the policies must let through."""

import os

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from streamlit.starlette import App

from resourcemap.settings import Settings
from resourcemap.web import middleware, routes
from resourcemap.web.logs import keep_no_visits


async def fail(_request: Request) -> Response:
    raise RuntimeError("a secret nobody outside may read")


settings = Settings.from_env(os.environ)
keep_no_visits()
app = App("main.py", routes=[*routes(settings), Route("/fails", fail)], middleware=middleware(settings))
