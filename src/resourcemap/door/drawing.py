"""How the door's pages look, and how they leave the server."""

import base64
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from resourcemap.model.locale_words import direction
from resourcemap.model.words import Sentence, languages, say
from resourcemap.settings import Settings
from resourcemap.web.assets import asset_url
from resourcemap.web.forms import FORM_FIELD, form_token, keep_form_token
from resourcemap.web.page import page_language

_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Visit:
    """One request at the door, and the language its page is written in."""

    request: Request
    settings: Settings

    @property
    def language(self) -> str:
        """The reader's language."""
        headers = self.request.headers
        return page_language(headers.get("cookie", ""), headers.get("accept-language", ""), languages())

    @property
    def https(self) -> bool:
        """Whether the visitor came over HTTPS."""
        return self.request.url.scheme == "https"

    def page(
        self, template: str, *, wrong: Sentence | None = None, status: int = 200, **values: Any
    ) -> Response:
        """Answer with a page; every value is escaped, and forms carry this visitor's token."""
        token = form_token(self.request)
        spoken = self.language
        shared = {
            "name": self.settings.public_name,
            "language": spoken,
            "direction": direction(spoken),
            "exit_url": self.settings.exit_url,
            "leave": say("web.leave", spoken),
            "leave_hint": say("web.leave_hint", spoken),
            "leave_js": asset_url("own/leave.js"),
            # Our own file, without a value in it.
            "style": Markup(style()),  # noqa: S704
            "form_field": FORM_FIELD,
            "form_token": token,
            "wrong": None if wrong is None else say(wrong, spoken),
            "account": lambda key, **given: say(f"account.{key}", spoken, **given),
        }
        body = _templates().get_template(template).render(shared | values)
        answer = HTMLResponse(
            body,
            status_code=status,
            headers={"Content-Security-Policy": _policy(), "Cache-Control": "no-store"},
        )
        keep_form_token(self.request, answer, token)
        return answer


@cache
def style() -> str:
    """Read the style that stands in every page."""
    return _FOLDER.joinpath("style.css").read_text(encoding="utf-8").strip()


@cache
def _policy() -> str:
    styles = base64.b64encode(hashlib.sha256(style().encode()).digest()).decode()
    return "; ".join(
        [
            "default-src 'none'",
            f"style-src 'sha256-{styles}'",
            "script-src 'self'",
            "img-src data:",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        ]
    )


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(_FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
