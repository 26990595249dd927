"""Files that pages hand out: one that was made at the desk is for whoever had it made, and for nobody else."""

from email.message import Message as Header
from urllib.parse import quote, unquote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from resourcemap.errors import NotAllowedError
from resourcemap.model.change import Actor
from resourcemap.model.words import say
from resourcemap.web.uploads import WhoIs

PATH = "/media/"
_FOR = "for-account"


def only_for(by: Actor, kind: str) -> str:
    """
    Mark a download's media type, so that `DownloadGate` gives it to this person alone.

    Streamlit keeps a download under a hash of what is in it, its name and its media type, and gives it
    to whoever asks for that. The mark is a part of the media type: no two people share one.

    Raises
    ------
    NotAllowedError
        When nobody is signed in with an account.

    Examples
    --------
    >>> only_for(Actor("Ana", frozenset(), account_id="a1"), "text/csv")
    'text/csv; for-account="a1"'
    """
    if by.account_id is None:
        raise NotAllowedError("download: it belongs to an account. Sign in at the desk.")
    return f'{kind}; {_FOR}="{quote(by.account_id, safe="")}"'


class DownloadGate:
    """Give a marked download to the account it was made for, while that is signed in; others find nothing."""

    def __init__(self, app: ASGIApp, who: WhoIs) -> None:
        self.app = app
        self.who = who

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(PATH):
            await self.app(scope, receive, send)
            return
        is_refused = False

        async def send_on(message: Message) -> None:
            nonlocal is_refused
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                kind, owner = _read(headers.get("content-type", ""))
                if owner is not None:
                    headers["content-type"] = kind
                    by = await run_in_threadpool(
                        self.who, cookie_parser(Headers(scope=scope).get("cookie", ""))
                    )
                    is_refused = by is None or by.account_id != owner
            if not is_refused:
                await send(message)

        await self.app(scope, receive, send_on)
        if is_refused:
            # As for one that is not there: whether it is tells nobody else anything.
            await PlainTextResponse(say("web.download.gone"), status_code=404)(scope, receive, send)


def _read(content_type: str) -> tuple[str, str | None]:
    """
    Take the mark out of a media type.

    Examples
    --------
    >>> _read('text/csv; for-account="a1"; charset=utf-8')
    ('text/csv; charset="utf-8"', 'a1')
    >>> _read("application/pdf")
    ('application/pdf', None)
    """
    if _FOR not in content_type:
        return content_type, None
    header = Header()
    header["content-type"] = content_type
    owner = header.get_param(_FOR)
    header.del_param(_FOR)
    # A mark that cannot be read belongs to nobody.
    return str(header["content-type"]), unquote(owner) if isinstance(owner, str) else ""
