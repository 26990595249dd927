"""Whether the server is alive, for whatever watches it."""

from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from resourcemap import __version__


def health_route(data_version: Callable[[], int] | None = None) -> Route:
    """
    Answer GET /healthz with the status, the version of the app and of the data.

    200 while everything answers; 503 when the data cannot be read. The reason stays in the server's log:
    it may name files or hosts.
    """

    async def health(_request: Request) -> JSONResponse:
        answer: dict[str, str | int] = {"status": "ok", "version": __version__}
        if data_version is not None:
            try:
                answer["data_version"] = await run_in_threadpool(data_version)
            except Exception:
                return JSONResponse(answer | {"status": "data cannot be read"}, status_code=503)
        return JSONResponse(answer)

    return Route("/healthz", health, methods=["GET"])
