"""A client of the served app that speaks Streamlit's own protocol, without a browser."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, TypeVar

from google.protobuf.message import Message
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

from tests.coroutines import run_apart

Answer = TypeVar("Answer")


class Drawn:
    """What one run of a page drew."""

    def __init__(self, deltas: Sequence[Delta]) -> None:
        self.deltas = deltas

    @property
    def text(self) -> str:
        """Everything that came, as text."""
        return "\n".join(_text_of(delta) for delta in self.deltas)

    def buttons(self, key: str) -> list[WidgetState]:
        """Press the buttons of a key, by the ids that the server gave them."""
        ids = re.findall(rf'id: "(\$\$ID-[0-9a-f]+-{key})"', self.text)
        return [WidgetState(id=each, trigger_value=True) for each in ids]

    def box(self, key: str) -> tuple[str, str]:
        """Find a box to type or choose in by its key: its id and its fragment."""
        for delta in self.deltas:
            for _, element in delta.new_element.ListFields():
                if getattr(element, "id", "").endswith(f"-{key}"):
                    return element.id, delta.fragment_id
        raise LookupError(key)

    def part(self, key: str) -> tuple[str, str, dict[str, Any]] | None:
        """Find a component of ours by its key: its id, its fragment, and the data it was given."""
        found = None
        for delta in self.deltas:
            component = delta.new_element.bidi_component
            if component.id.endswith(f"-{key}"):
                found = component.id, delta.fragment_id, json.loads(component.json)["all"]
        return found


class Socket:
    """One connection: asks for runs, and reads what comes."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection
        self.pages: dict[str, str] = {}
        self.visit = ""

    async def run(
        self,
        path: str | None = None,
        *,
        page_hash: str = "",
        widgets: Sequence[WidgetState] = (),
        fragment: str = "",
    ) -> Drawn:
        """Ask for a run of a page, or of one fragment of it, and wait until it is drawn."""
        message = BackMsg()
        rerun = message.rerun_script
        rerun.page_script_hash = self.pages[path] if path is not None else page_hash
        rerun.widget_states.widgets.extend(widgets)
        rerun.fragment_id = fragment
        await self.connection.send(message.SerializeToString())
        return await self._until_finished()

    async def say(
        self, path: str, part: tuple[str, str, dict[str, Any]], event: str, value: Mapping[str, Any]
    ) -> Drawn:
        """Say what a component of ours says, as its script does."""
        return await self.run(path, widgets=[self.event(part, event, value)], fragment=part[1])

    @staticmethod
    def event(part: tuple[str, str, dict[str, Any]], event: str, value: Mapping[str, Any]) -> WidgetState:
        """Write what a component of ours says."""
        said = json.dumps([{"event": event, "value": value}])
        return WidgetState(id=f"$$STREAMLIT_INTERNAL_KEY_{part[0]}__events", json_trigger_value=said)

    async def file(self, deferred: str) -> str:
        """Press a button whose file is made when somebody asks, and tell where it is."""
        message = BackMsg()
        asked = message.backend_operation_request
        asked.request_id, asked.session_id, asked.deferred_file.file_id = "1", self.visit, deferred
        await self.connection.send(message.SerializeToString())
        while True:
            answer = (await self._next()).backend_operation_response
            if answer.request_id:
                assert answer.error_msg == ""
                return answer.deferred_file.url

    async def _next(self) -> ForwardMsg:
        forward = ForwardMsg()
        forward.ParseFromString(await asyncio.wait_for(self.connection.recv(decode=False), 60))
        return forward

    async def _until_finished(self) -> Drawn:
        deltas: list[Delta] = []
        while True:
            forward = await self._next()
            kind = forward.WhichOneof("type")
            if kind == "new_session":
                self.visit = forward.new_session.initialize.session_id
            elif kind == "navigation":
                self.pages = {
                    page.url_pathname: page.page_script_hash for page in forward.navigation.app_pages
                }
            elif kind == "delta":
                deltas.append(forward.delta)
            elif kind == "script_finished" and forward.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                return Drawn(deltas)


def _text_of(message: Message) -> str:
    return str(message).encode().decode("unicode_escape", "replace")


def connected(url: str, cookies: Mapping[str, str] | None = None) -> connect:
    """Open the socket of an app as its own page does."""
    headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in (cookies or {}).items())}
    return connect(
        f"{url.replace('http', 'ws', 1)}/_stcore/stream",
        additional_headers=headers if cookies else {},
        origin=url,  # type: ignore[arg-type]  # a plain text is one
        max_size=None,
    )


def ask(
    url: str, talk: Callable[[Socket], Awaitable[Answer]], cookies: Mapping[str, str] | None = None
) -> Answer:
    """Talk to the app over one connection, and give back what came of it."""

    async def run() -> Answer:
        async with connected(url, cookies) as connection:
            return await talk(Socket(connection))

    return run_apart(run())
