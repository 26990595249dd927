"""Whether the server is alive, for whatever watches it."""

from collections.abc import Callable
from datetime import datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from resourcemap import __version__


def health_route(
    data_version: Callable[[], int] | None = None, last_backup: Callable[[], datetime | None] | None = None
) -> Route:
    """
    Answer GET /healthz with the status, the version of the app and of the data, and the newest backup's moment.

    200 while everything answers; 503 when the data cannot be read. The reason stays in the server's log:
    it may name files or hosts.
    """

    async def health(_request: Request) -> JSONResponse:
        answer: dict[str, str | int | None] = {"status": "ok", "version": __version__}
        if data_version is not None:
            try:
                answer["data_version"] = await run_in_threadpool(data_version)
                if last_backup is not None:
                    made_at = await run_in_threadpool(last_backup)
                    answer["last_backup"] = made_at.isoformat() if made_at else None
            except Exception:
                return JSONResponse(answer | {"status": "data cannot be read"}, status_code=503)
        return JSONResponse(answer)

    return Route("/healthz", health, methods=["GET"])
