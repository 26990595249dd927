"""The addresses of the door."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from resourcemap import actions
from resourcemap.actions import Directory, NewLogin
from resourcemap.door.drawing import Visit
from resourcemap.errors import NotFoundError, TooManyError
from resourcemap.handout.qr import qr_svg
from resourcemap.model.account import AccountError, needs_second_factor
from resourcemap.model.words import Sentence
from resourcemap.settings import Settings
from resourcemap.web.forms import is_our_form, read_form
from resourcemap.web.session_cookie import session_cookie_name
from resourcemap.web.who import Who

DESK, SIGN_IN, SIGN_OUT, INVITE = "/desk", "/desk/sign-in", "/desk/sign-out", "/desk/invite/{token}"
QR_SIZE = 220

Fields = Mapping[str, str]
Answerer = Callable[[Visit, Fields], Response]


def door_routes(
    settings: Settings, directory: Callable[[], Directory], *, clock: Callable[[], datetime] | None = None
) -> list[BaseRoute]:
    """
    List the routes of the door, all below /desk/.

    Parameters
    ----------
    directory
        Opens the directory that all visitors of this server share, at the first request.
    clock
        Tells the present, aware; the machine's own when left out.
    """
    door = _Door(settings, directory, clock or (lambda: datetime.now(UTC)))
    return [
        Route(SIGN_IN, door.answers(door.show_sign_in, door.sign_in), methods=["GET", "POST"]),
        Route(SIGN_OUT, door.answers(door.show_sign_out, door.sign_out), methods=["GET", "POST"]),
        Route(INVITE, door.answers(door.show_link, door.use_link), methods=["GET", "POST"]),
    ]


@dataclass(frozen=True)
class _Door:
    settings: Settings
    directory: Callable[[], Directory]
    clock: Callable[[], datetime]

    def answers(self, show: Answerer, take: Answerer) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            visit = Visit(request, self.settings)
            if request.method != "POST":
                return await run_in_threadpool(show, visit, {})
            fields = await read_form(request)
            if not is_our_form(request, fields):
                # A form of another site, or cookies are off, or the page lay open for very long.
                return await run_in_threadpool(self._again, visit)
            return await run_in_threadpool(take, visit, fields)

        return endpoint

    def _again(self, visit: Visit) -> Response:
        wrong = Sentence("account.wrong.form")
        return visit.page("wrong.html", wrong=wrong, status=403, back=visit.request.url.path)

    # --- Signing in and out ----------------------------------------------------------------------

    def show_sign_in(self, visit: Visit, _: Fields) -> Response:
        if self._who().login(visit.request.cookies) is not None:
            return RedirectResponse(DESK, status_code=303)
        return visit.page("sign_in.html", typed="")

    def sign_in(self, visit: Visit, fields: Fields) -> Response:
        name = fields.get("name", "")[:200]
        try:
            made = actions.sign_in(
                self.directory(),
                name,
                fields.get("password", ""),
                fields.get("code", ""),
                now=self.clock(),
            )
        except TooManyError:
            wrong = Sentence("account.wrong.too_many")
            return visit.page("sign_in.html", wrong=wrong, status=429, typed=name)
        except AccountError as error:
            return visit.page("sign_in.html", wrong=error.sentence, status=401, typed=name)
        return self._let_in(visit, made)

    def show_sign_out(self, visit: Visit, _: Fields) -> Response:
        if self._who().login(visit.request.cookies) is None:
            return visit.page("signed_out.html")
        return visit.page("sign_out.html")

    def sign_out(self, visit: Visit, _: Fields) -> Response:
        self._who().sign_out(visit.request.cookies)
        answer = visit.page("signed_out.html")
        for https in {False, visit.https}:
            answer.delete_cookie(
                session_cookie_name(https=https), path="/", httponly=True, samesite="strict", secure=https
            )
        return answer

    # --- One-time links --------------------------------------------------------------------------

    def show_link(self, visit: Visit, _: Fields) -> Response:
        return self._link_page(visit, {})

    def use_link(self, visit: Visit, fields: Fields) -> Response:
        password = fields.get("password", "")
        try:
            if password != fields.get("again", ""):
                raise AccountError("password_again")
            made = actions.use_link(
                self.directory(),
                visit.request.path_params["token"],
                name=fields.get("name", "")[:200],
                password=password,
                secret=fields.get("secret", ""),
                code=fields.get("code", ""),
                now=self.clock(),
            )
        except NotFoundError:
            return self._spent(visit)
        except AccountError as error:
            return self._link_page(visit, fields, wrong=error.sentence)
        return self._let_in(visit, made)

    def _link_page(self, visit: Visit, fields: Fields, *, wrong: Sentence | None = None) -> Response:
        token = visit.request.path_params["token"]
        try:
            link, account = actions.open_link(self.directory(), token, now=self.clock())
        except NotFoundError:
            return self._spent(visit)
        # The same picture again after a mistake: it may be in the app already.
        secret = fields.get("secret", "") or actions.new_secret()
        name = fields.get("name", "") if account is None else account.display_name
        try:
            app_link = actions.secret_link(secret, name=name or "desk", issuer=self.settings.public_name)
        except AccountError as error:
            secret, wrong = actions.new_secret(), error.sentence
            app_link = actions.secret_link(secret, name=name or "desk", issuer=self.settings.public_name)
        return visit.page(
            "link.html",
            wrong=wrong,
            status=200 if wrong is None else 422,
            kind=link.kind,
            typed=name,
            is_new=account is None,
            must=needs_second_factor(link.roles),
            roles=sorted(link.roles),
            secret=secret,
            spaced=" ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
            # A drawing made here, out of squares.
            picture=Markup(qr_svg(app_link, size=QR_SIZE)),  # noqa: S704
        )

    def _spent(self, visit: Visit) -> Response:
        return visit.page("wrong.html", wrong=Sentence("account.wrong.link"), status=404, back=SIGN_IN)

    # --- Who is there ----------------------------------------------------------------------------

    def _who(self) -> Who:
        return Who(self.settings, self.directory, self.clock)

    def _let_in(self, visit: Visit, made: NewLogin) -> Response:
        # Whoever was signed in here before is not any more.
        self._who().sign_out(visit.request.cookies)
        answer = RedirectResponse(DESK, status_code=303)
        answer.set_cookie(
            session_cookie_name(https=visit.https),
            made.token,
            path="/",
            httponly=True,
            samesite="strict",
            secure=visit.https,
        )
        return answer
