"""The light pages over the sample data, asked as a browser without scripts asks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from html.parser import HTMLParser
from urllib.parse import urlencode

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from resourcemap import actions
from resourcemap.actions import Directory
from resourcemap.lite import lite_routes
from resourcemap.model.change import OPERATOR
from resourcemap.settings import Settings

NOW = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)


class Form(HTMLParser):
    """Read a page as a browser does: the fields its form would send, its buttons and its texts."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.fields: list[tuple[str, str]] = []
        self.buttons: list[dict[str, str]] = []
        self.action = ""
        self.tags: list[tuple[str, dict[str, str]]] = []
        self._select = ""
        self._first: str | None = None
        self._chosen: str | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.tags.append((tag, values))
        if tag == "form":
            self.action = values["action"]
        elif tag == "input" and "name" in values:
            if values.get("type") not in ("checkbox", "radio") or "checked" in values:
                self.fields.append((values["name"], values.get("value", "")))
        elif tag == "select":
            self._select, self._first, self._chosen = values["name"], None, None
        elif tag == "option":
            self._first = values["value"] if self._first is None else self._first
            if "selected" in values:
                self._chosen = values["value"]
        elif tag == "button":
            self.buttons.append(values)

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.fields.append(
                (self._select, self._chosen if self._chosen is not None else self._first or "")
            )

    def ids(self) -> list[str]:
        """List the listings on the page, in order."""
        return [each["value"] for each in self.buttons if each.get("name") == "open"]

    def button(self, name: str, value: str | None = None) -> dict[str, str]:
        """Find a button by what it sends."""
        return next(
            each for each in self.buttons if each.get("name") == name and value in (None, each.get("value"))
        )


class Browser:
    """A browser without scripts: it follows forms, and keeps nothing but cookies."""

    def __init__(self, client: TestClient) -> None:
        self.client = client
        self.page = Form(client.get("/lite").text)
        self.text = ""

    def post(self, path: str, *fields: tuple[str, str]) -> Form:
        """Send fields; the answer becomes the page."""
        answer = self.client.post(
            path.partition("#")[0],
            content=urlencode(fields),
            headers={"content-type": "application/x-www-form-urlencoded"},
        )
        assert answer.status_code == 200, answer.text
        self.text = answer.text
        self.page = Form(answer.text)
        return self.page

    def press(self, button: dict[str, str], **typed: str) -> Form:
        """Press a button of the page, some of its fields filled in anew."""
        fields = [(name, typed.pop(name, value)) for name, value in self.page.fields]
        fields += typed.items()
        if "name" in button:
            fields.append((button["name"], button["value"]))
        return self.post(button.get("formaction", self.page.action), *fields)


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Directory]:
    url = f"sqlite:///{tmp_path_factory.mktemp('lite') / 'r.sqlite'}"
    with actions.open_directory(url) as directory:
        actions.load_sample(directory, by=OPERATOR, now=NOW)
        yield directory


@pytest.fixture(scope="session")
def app(sample: Directory) -> Starlette:
    return Starlette(routes=lite_routes(Settings.from_env({}), lambda: sample, clock=lambda: NOW))


@pytest.fixture
def client(app: Starlette) -> TestClient:
    return TestClient(app)


@pytest.fixture
def browser(client: TestClient) -> Browser:
    return Browser(client)
