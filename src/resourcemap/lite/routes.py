"""The addresses of the light pages. What a person sets comes in bodies only, never in an address."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from resourcemap import actions
from resourcemap.actions import Directory
from resourcemap.geo.places import PlaceAnswer
from resourcemap.handout.link import DISCREET_PATH, read_plan_ids
from resourcemap.handout.link import PATH as PLAN_PATH
from resourcemap.lite import handing
from resourcemap.lite.answer import file_answer, page_answer, print_answer, script_answer
from resourcemap.lite.at_home import at_home_page, printable_home
from resourcemap.lite.drawing import Turn, draw
from resourcemap.lite.fields import Fields, TooLargeError, read_fields
from resourcemap.lite.help import help_page
from resourcemap.lite.place import place_page
from resourcemap.lite.plan import change, plan_page
from resourcemap.lite.results import press, results_page, start_page
from resourcemap.lite.telling import policies_page, tell_page
from resourcemap.lite.visit import read_visit
from resourcemap.model.words import languages, say
from resourcemap.settings import Settings
from resourcemap.web.page import LANGUAGE_COOKIE, page_language

START = "/lite"

Answerer = Callable[[Request, Turn, Fields], Response]


def lite_routes(
    settings: Settings, directory: Callable[[], Directory], *, clock: Callable[[], datetime] | None = None
) -> list[BaseRoute]:
    """
    List the routes below /lite.

    Parameters
    ----------
    directory
        Opens the directory that all visitors of this server share, at the first request.
    clock
        Tells the present, aware; the machine's own when left out.
    """
    desk = _Desk(settings, directory, clock or (lambda: datetime.now(UTC)))
    pages: dict[str, Answerer] = {
        "/find": _find,
        "/place": _place,
        "/help": _help,
        "/plan": _plan,
        "/tell": _tell,
        "/home/print": lambda request, turn, fields: print_answer(request, printable_home(turn, fields)),
        "/print": lambda request, turn, _: print_answer(request, handing.printable(turn)),
        "/text": lambda request, turn, _: page_answer(request, handing.text_page(turn)),
        "/pdf": lambda request, turn, _: file_answer(request, handing.pdf(turn)),
        "/calendar": _calendar,
        "/file": _file,
    }
    return [
        Route(START, desk.answers(_start), methods=["GET", "POST"]),
        Route(f"{START}/home", desk.answers(_home), methods=["GET", "POST"]),
        Route(f"{START}/policies", desk.answers(_policies), methods=["GET", "POST"]),
        *(Route(START + path, desk.answers(page), methods=["POST"]) for path, page in pages.items()),
        # Somebody types or reloads the address of a page that lives on what a form carries.
        *(Route(START + path, _to_start, methods=["GET"]) for path in pages),
        Route(f"{PLAN_PATH}{{ids}}", desk.answers(_shared_plan), methods=["GET", "POST"]),
        Route(f"{DISCREET_PATH}{{ids}}", desk.answers(_shared_discreetly), methods=["GET", "POST"]),
        Route(f"{START}/offline/", desk.answers(_offline), methods=["GET"]),
        Route(f"{START}/offline/worker.js", _worker, methods=["GET"]),
        Route(f"{START}/{{rest:path}}", desk.answers(_nowhere), methods=["GET", "POST"]),
    ]


@dataclass(frozen=True)
class _Desk:
    """Makes a turn of each request, and lets a page answer it outside the event loop."""

    settings: Settings
    directory: Callable[[], Directory]
    clock: Callable[[], datetime]

    def answers(self, page: Answerer) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            if request.method == "POST" and request.headers.get("sec-fetch-site") in (
                "cross-site",
                "same-site",
            ):
                return await run_in_threadpool(self._wrong, request, 403, "lite.wrong.elsewhere")
            try:
                fields = await read_fields(request)
            except TooLargeError:
                return await run_in_threadpool(self._wrong, request, 413, "lite.wrong.too_large")
            return await run_in_threadpool(self._answer, request, fields, page)

        return endpoint

    def _answer(self, request: Request, fields: Fields, page: Answerer) -> Response:
        response = page(request, self._turn(request, fields), fields)
        wanted = fields.one("language")
        if wanted in languages():
            # Which language a person reads; nothing of what they look for.
            response.set_cookie(
                LANGUAGE_COOKIE, wanted, path="/", samesite="lax", secure=request.url.scheme == "https"
            )
        return response

    def _turn(self, request: Request, fields: Fields) -> Turn:
        directory = self.directory()

        def find_place(text: str) -> PlaceAnswer:
            return actions.find_place(directory, text)

        wanted = fields.one("language")
        headers = request.headers
        return Turn(
            visit=read_visit(_pressed_place(fields), settings=self.settings, find_place=find_place),
            directory=directory,
            settings=self.settings,
            language=wanted
            if wanted in languages()
            else page_language(headers.get("cookie", ""), headers.get("accept-language", ""), languages()),
            moment=self.clock().astimezone(directory.zone),
            base_url=str(request.base_url),
        )

    def _wrong(self, request: Request, status: int, reason: str) -> Response:
        return _wrong(request, self._turn(request, Fields({})), status, reason)


def _pressed_place(fields: Fields) -> Fields:
    """Take a place that was offered as a button for one that was typed."""
    if suggested := fields.one("suggest"):
        return fields.with_one("near", suggested).with_one("picked", "")
    if picked := fields.one("pick"):
        return fields.with_one("picked", picked)
    return fields


def _start(request: Request, turn: Turn, _: Fields) -> Response:
    return page_answer(request, start_page(turn))


def _find(request: Request, turn: Turn, fields: Fields) -> Response:
    return page_answer(request, results_page(change(press(turn, fields), fields)))


def _place(request: Request, turn: Turn, fields: Fields) -> Response:
    status, page = place_page(change(turn, fields))
    return page_answer(request, page, status=status)


def _help(request: Request, turn: Turn, fields: Fields) -> Response:
    status, page = help_page(turn, fields)
    return page_answer(request, page, status=status)


def _tell(request: Request, turn: Turn, fields: Fields) -> Response:
    return page_answer(request, tell_page(turn, fields))


def _policies(request: Request, turn: Turn, _: Fields) -> Response:
    return page_answer(request, policies_page(turn))


def _home(request: Request, turn: Turn, fields: Fields) -> Response:
    return page_answer(request, at_home_page(change(turn, fields)))


def _plan(request: Request, turn: Turn, fields: Fields) -> Response:
    return page_answer(request, plan_page(change(turn, fields)))


def _shared_plan(request: Request, turn: Turn, _: Fields) -> Response:
    ids = read_plan_ids(request.path_params["ids"])
    return page_answer(request, plan_page(replace(turn, visit=turn.visit.with_plan(ids))))


def _shared_discreetly(request: Request, turn: Turn, fields: Fields) -> Response:
    ids = read_plan_ids(request.path_params["ids"])
    shared = replace(turn, visit=replace(turn.visit.with_plan(ids), discreet=True))
    # Nothing in it is known any more: the plan's own page says so.
    if not handing.handout_of(shared).items:
        return _shared_plan(request, turn, fields)
    return print_answer(request, handing.discreet_page(shared))


def _calendar(request: Request, turn: Turn, _: Fields) -> Response:
    made = handing.calendar(turn)
    return (
        file_answer(request, made)
        if made
        else _wrong(request, turn, 200, "lite.wrong.no_dates", back="/lite/plan#take")
    )


def _file(request: Request, turn: Turn, fields: Fields) -> Response:
    if fields.one("for") == "phone":
        return page_answer(request, handing.copy_page(turn, on_phone=True))
    return file_answer(request, handing.offline_file(turn))


def _offline(request: Request, turn: Turn, _: Fields) -> Response:
    return page_answer(request, handing.nothing_kept(turn.settings, turn.language))


def _nowhere(request: Request, turn: Turn, _: Fields) -> Response:
    return _wrong(request, turn, 404, "lite.wrong.nowhere")


def _wrong(request: Request, turn: Turn, status: int, reason: str, *, back: str = "") -> Response:
    page = draw(turn, "wrong.html", action="/lite", reason=say(reason, turn.language), back=back)
    return page_answer(request, page, status=status)


async def _to_start(_: Request) -> Response:
    return RedirectResponse(START, status_code=303)


async def _worker(_: Request) -> Response:
    return script_answer("own/lite-worker.js")
