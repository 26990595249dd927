"""
Every control of the desk, pressed by who may not: over the page's own connection, with the server's own ids.

A control is drawn for an administrator, whose roles then become fewer: what it does is still known to the
server, as on a page that was left open. The same ids are then said on a connection of those roles.
"""

from __future__ import annotations

import asyncio
import sqlite3
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update
from streamlit.proto.WidgetStates_pb2 import WidgetState

from resourcemap import actions
from resourcemap.actions import ROLES
from resourcemap.model.account import ACCOUNT_ROLES
from resourcemap.model.change import OPERATOR
from resourcemap.model.words import say
from resourcemap.storage.account_rows import update_account
from resourcemap.storage.desk_tables import login
from resourcemap.storage.engine import writing
from tests.conftest import TestAccount, app_environ, free_port, make_account, serve
from tests.streamlit_socket import Drawn, Socket, ask

pytestmark = [pytest.mark.journey, pytest.mark.timeout(300)]

# Lines of the table that no control of a page asks for: what a page reads to draw itself, and opens for its
# roles alone; what only the command line and scripts do; and a file and its columns, which are kept from
# others with the page that takes them.
NO_CONTROL = {
    *("imports", "report_views", "report_change", "place_proposals", "call_list", "check_sheet", "history"),
    *("checks_of", "policy_texts", "do_not_list", "desk_tasks", "standing", "staged_files", "planned_pair"),
    *("duplicates", "compare", "accounts", "account_events", "open_invites", "preview_check", "backup_runs"),
    *("plan_import", "apply_import", "reports", "close_report", "load_sample", "clear_sample", "backup"),
    *("restore", "check", "first_admin", "account_named", "stage_file", "remember_mapping"),
}
CONTROLS = set(ROLES) - NO_CONTROL
NOBODY = ""
HEAD = "id,name,organization,address,city,state,latitude,longitude,phone\n"
ROW = "{0},{1},Open Door,{0} Example St,Baltimore,MD,39.29,-76.6{0},410-555-010{0}\n"


@dataclass(frozen=True)
class Press:
    """A control as the server drew it: the line of the table it needs, and what a browser says of it."""

    action: str
    said: tuple[WidgetState, ...]
    fragment: str = ""


class Desk:
    """A served desk with something of each kind to decide, and its directory beside it."""

    def __init__(self, url: str, path: Path, directory: actions.Directory) -> None:
        now = datetime.now(UTC)
        self.url, self.path, self.directory = url, path, directory
        self.boss = make_account(directory, "administrator", now=now)
        self.target = make_account(directory, "contributor", now=now)
        self.off = make_account(directory, "contributor", now=now)
        actions.disable_account(directory, self.off.id, by=OPERATOR, now=now)
        self.run = self._import("county", "Porch tea", "Pier walk", "Quiet room")
        self._import("city", "Porch tea", "Pier walk")
        self.places = [each.service_at_location.id for each in directory.store.bundles()]
        self.codes = [actions.report(directory, each, "closed", now=now) for each in self.places[:2]]
        for name in ("Garden club", "Choir"):
            answers = {
                "name": name,
                "phone": "410-555-0199",
                "zip": "21201",
                "city": "Baltimore",
                "state": "MD",
            }
            self.codes.append(actions.propose_place(directory, answers, now=now))
        self.waiting = [self._stage(each, each).file.id for each in ("Reading", "Cooking")]
        actions.add_do_not_list(directory, "Recovery Palace", "It takes money.", by=OPERATOR, now=now)
        (self.barred,) = (each.id for each in actions.do_not_list(directory, by=OPERATOR))

    def _stage(self, source: str, *names: str) -> actions.Staged:
        rows = "".join(ROW.format(at, name) for at, name in enumerate(names, 1))
        return actions.stage_file(
            self.directory,
            (HEAD + rows).encode(),
            file_name=f"{source}.csv",
            source_name=source,
            by=OPERATOR,
            now=datetime.now(UTC),
        )

    def _import(self, source: str, *names: str) -> str:
        staged = self._stage(source, *names)
        return actions.apply_staged(self.directory, staged, by=OPERATOR, now=datetime.now(UTC)).id

    def holds(self, who: TestAccount) -> dict[str, list[str]]:
        """Read all that is kept, but for sign-ins, when backups ran, and the account whose roles change."""
        with closing(sqlite3.connect(self.path)) as connection:
            tables = [
                name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type='table'")
            ]
            return {
                name: sorted(
                    str(row)
                    for row in connection.execute(f"SELECT * FROM {name}")
                    if name != "account" or row[0] != who.id
                )
                for name in tables
                if name not in ("login", "backup_run")
            }

    def give(self, who: TestAccount, role: str) -> None:
        """Change what a sign-in may do while its page is open; to NOBODY it ends."""
        ended = datetime.now(UTC) if role == NOBODY else None
        with writing(self.directory.store._engine) as connection:
            update_account(connection, who.id, roles=[role or "administrator"])
            connection.execute(update(login).where(login.c.account_id == who.id).values(ended_at=ended))


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    data = tmp_path_factory.mktemp("rights")
    environ = app_environ(data)
    with actions.open_directory(environ["RESOURCEMAP_DATABASE"]) as directory:
        url = f"http://127.0.0.1:{free_port()}"
        made = Desk(url, data / "resourcemap.sqlite", directory)
        command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", url.rsplit(":", 1)[1]]
        with serve(command, url=url, health="/healthz", log=data / "log", environ=environ):
            yield made


def button(action: str, drawn: Drawn, key: str, *boxes: WidgetState) -> list[Press]:
    """Give the press of a button, if it is there: what was decided is not asked again."""
    return [Press(action, (*boxes, found)) for found in drawn.buttons(key)[:1]]


def submit(action: str, drawn: Drawn, form: str, *boxes: WidgetState) -> list[Press]:
    (found,) = (
        each.new_element.button.id
        for each in drawn.deltas
        if each.new_element.button.is_form_submitter and each.new_element.button.form_id == form
    )
    return [Press(action, (*boxes, WidgetState(id=found, trigger_value=True)))]


def part(action: str, found: tuple[str, str, dict[str, Any]], **said: Any) -> list[Press]:
    return [Press(action, (Socket.event(found, "act", said),), found[1])]


# --- Where the controls are: each draws a page as an administrator and gives what can be pressed ---------

Scene = Callable[[Socket, Desk], Awaitable[list[Press]]]


async def of_accounts(socket: Socket, desk: Desk) -> list[Press]:
    drawn = await socket.run("desk-accounts")
    roles = WidgetState(id=drawn.box("account_new_roles")[0])
    their = WidgetState(id=drawn.box(f"account_roles_{desk.target.id}")[0])
    for chosen in (roles, their):
        words = f"{say('account.role.verifier')}: {say('account.role_help.verifier')}"
        chosen.string_array_value.data.append(words)
    drawn = await socket.run("desk-accounts", widgets=[roles, their])
    return [
        *button("invite", drawn, "account_invite", roles),
        *button("set_roles", drawn, f"account_save_roles_{desk.target.id}", their),
        *button("end_sign_ins", drawn, f"account_end_{desk.target.id}"),
        *button("reset_sign_in", drawn, f"account_reset_{desk.target.id}"),
        *button("disable_account", drawn, f"account_disable_{desk.target.id}"),
        *button("enable_account", drawn, f"account_enable_{desk.off.id}"),
    ]


async def of_policies(socket: Socket, desk: Desk) -> list[Press]:
    drawn = await socket.run("desk-policies")
    name, reason = (
        WidgetState(id=drawn.box(f"policy_barred_{each}")[0], string_value="Golden Gate")
        for each in ("name", "reason")
    )
    return [
        *submit("set_freshness", drawn, "policy_bands"),
        *button("set_source_policy", drawn, "policy_source_save"),
        *button("set_policy_text", drawn, "policy_publish_[a-z_]+"),
        *submit("add_do_not_list", drawn, "policy_barred", name, reason),
        *button("remove_do_not_list", drawn, f"policy_remove_{desk.barred}"),
    ]


def of_told(at: int, accept: str, decline: str) -> Scene:
    async def scene(socket: Socket, desk: Desk) -> list[Press]:
        drawn = await socket.run("desk-reports")
        if back := drawn.buttons("told_back"):
            drawn = await socket.run("desk-reports", widgets=back)
        # The first of the two, and the second once that one is decided.
        pick = drawn.buttons(f"told_pick_(?:{desk.codes[at]}|{desk.codes[at + 1]})")[:1]
        if not pick:
            return []
        drawn = await socket.run("desk-reports", widgets=pick)
        answer = WidgetState(id=drawn.box("told_answer")[0], string_value="We asked, and it is open.")
        return [*button(accept, drawn, "told_accept"), *button(decline, drawn, "told_decline", answer)]

    return scene


async def of_checks(socket: Socket, desk: Desk) -> list[Press]:
    drawn = await socket.run("desk-verify")
    if not drawn.buttons("verify_back"):
        drawn = await socket.run("desk-verify", widgets=drawn.buttons('verify_pick_[^"]+')[:1])
    return [*button("record_check", drawn, "verify_same")]


async def of_files(socket: Socket, desk: Desk) -> list[Press]:
    drawn = await socket.run("desk-import")
    if look := drawn.buttons(f"import_open_{desk.waiting[0]}"):
        drawn = await socket.run("desk-import", widgets=look)
        while not drawn.buttons("import_apply"):
            await asyncio.sleep(0.05)
            drawn = await socket.run("desk-import")
    return [*button("apply_staged", drawn, "import_apply")]


async def of_waiting_files(socket: Socket, desk: Desk) -> list[Press]:
    drawn = await socket.run("desk-import")
    if leave := drawn.buttons("import_leave"):
        drawn = await socket.run("desk-import", widgets=leave)
    drop, look = (f"import_{each}_{desk.waiting[1]}" for each in ("drop", "open"))
    return [*button("restage", drawn, look), *button("drop_staged", drawn, drop)]


def of_pairs(do: str, action: str) -> Scene:
    async def scene(socket: Socket, desk: Desk) -> list[Press]:
        found = (await socket.run("desk-duplicates")).part("pair")
        return part(action, found, do=do, pair=found[2]["pair"], take=[]) if found else []

    return scene


def one_or_many(drawn: Drawn, chosen: str) -> list[WidgetState]:
    try:
        return [WidgetState(id=drawn.box("edit_mode")[0], string_value=chosen)]
    except LookupError:
        return []  # A form is open.


async def of_new_places(socket: Socket, desk: Desk) -> list[Press]:
    drawn = await socket.run("desk-edit")
    drawn = await socket.run("desk-edit", widgets=one_or_many(drawn, "one"))
    return [*button("open_draft", drawn, "edit_new")]


def of_the_form(do: str, action: str) -> Scene:
    async def scene(socket: Socket, desk: Desk) -> list[Press]:
        drawn = await socket.run("desk-edit")
        form = drawn.part("edit_form")
        if form is None or form[2].get("draft") is None:
            drawn = await socket.run("desk-edit", widgets=one_or_many(drawn, "one"))
            find = WidgetState(id=drawn.box("edit_find")[0], string_value="Quiet room")
            drawn = await socket.run("desk-edit", widgets=[find])
            drawn = await socket.run("desk-edit", widgets=[find, *drawn.buttons('edit_open_[^"]+')])
            form = drawn.part("edit_form")
        if form is None or form[2].get("draft") is None:
            return []
        typed = {"description": "Now with soup."}
        return part(action, form, draft=form[2]["draft"], do=do, typed=typed, seq=1, why="")

    return scene


async def of_many(socket: Socket, desk: Desk) -> list[Press]:
    drawn = await socket.run("desk-edit")
    if not drawn.buttons("bulk_apply"):
        (many,) = one_or_many(drawn, "many")
        drawn = await socket.run("desk-edit", widgets=[many])
        drawn = await socket.run("desk-edit", widgets=[many, *drawn.buttons("bulk_all")])
        field = WidgetState(id=drawn.box("bulk_field")[0], string_value="description")
        drawn = await socket.run("desk-edit", widgets=[many, field])
        value = WidgetState(id=drawn.box("bulk_value_description")[0], string_value="Bring a friend.")
        drawn = await socket.run("desk-edit", widgets=[many, field, value])
        drawn = await socket.run("desk-edit", widgets=[many, field, value, *drawn.buttons("bulk_look")])
    return [*button("bulk_edit", drawn, "bulk_apply")]


async def of_history(socket: Socket, desk: Desk) -> list[Press]:
    drawn = await socket.run("desk-history")
    if not drawn.buttons(f"history_yes_{desk.run}"):
        drawn = await socket.run("desk-history", widgets=drawn.buttons(f"history_undo_{desk.run}"))
    return [
        *button("audit_csv", drawn, "history_export"),
        *button("undo_import", drawn, f"history_yes_{desk.run}"),
    ]


SCENES: list[tuple[str, Scene]] = [
    ("desk-accounts", of_accounts),
    ("desk-policies", of_policies),
    ("desk-reports", of_told(0, "accept_report", "decline_report")),
    ("desk-reports", of_told(2, "accept_place", "decline_place")),
    ("desk-verify", of_checks),
    ("desk-import", of_files),
    ("desk-import", of_waiting_files),
    ("desk-duplicates", of_pairs("distinct", "not_the_same")),
    ("desk-duplicates", of_pairs("merge", "merge")),
    ("desk-edit", of_many),
    ("desk-edit", of_new_places),
    ("desk-edit", of_the_form("save", "save_edit")),
    ("desk-edit", of_the_form("hide", "hide_listing")),
    ("desk-history", of_history),
]


@pytest.mark.parametrize("role", [NOBODY, *(each for each in ACCOUNT_ROLES if each != "administrator")])
def test_what_a_role_may_not_do_no_control_does_for_it(desk: Desk, role: str) -> None:
    now = datetime.now(UTC)
    who = make_account(desk.directory, "administrator", now=now)
    other = make_account(desk.directory, role, now=now) if role else None
    forbidden: list[tuple[str, Press]] = []

    async def left_open(socket: Socket) -> None:
        await socket.run()
        for path, scene in SCENES:
            desk.give(who, "administrator")
            # Tells once more that the last press was refused.
            await socket.run("desk")
            presses = [each for each in await scene(socket, desk) if role not in ROLES[each.action]]
            if not presses:
                continue
            forbidden.extend((path, each) for each in presses)
            desk.give(who, role)
            before = desk.holds(who)
            said = [state for each in presses for state in each.said]
            drawn = await socket.run(path, widgets=said, fragment=presses[0].fragment)
            assert desk.holds(who) == before, (path, [each.action for each in presses])
            assert not is_file_offered(drawn)

    async def said_anew(socket: Socket) -> None:
        await socket.run()
        for path in dict(SCENES):
            said = [state for where, each in forbidden if where == path for state in each.said]
            for _ in range(2):  # As if the first had drawn the controls.
                assert not is_file_offered(await socket.run(path, widgets=said)), path

    ask(desk.url, left_open, who.cookies)
    assert {each.action for _, each in forbidden} == {each for each in CONTROLS if role not in ROLES[each]}
    before = desk.holds(who)
    ask(desk.url, said_anew, other.cookies if other else None)
    assert desk.holds(who) == before


def is_file_offered(drawn: Drawn) -> bool:
    return any(each.new_element.HasField("download_button") for each in drawn.deltas)


def test_every_control_works_for_who_may_use_it(desk: Desk) -> None:
    """What shows that the presses above were real ones, and that every line of the table is among them."""
    who = make_account(desk.directory, "administrator", now=datetime.now(UTC))
    tried: set[str] = set()

    async def once(path: str, scene: Scene, socket: Socket) -> bool:
        await socket.run()
        press = next((each for each in await scene(socket, desk) if each.action not in tried), None)
        if press is None:
            return False
        before = desk.holds(who)
        drawn = await socket.run(path, widgets=press.said, fragment=press.fragment)
        if press.action == "audit_csv":
            assert is_file_offered(drawn)
        elif press.action == "restage":
            assert not drawn.buttons("import_look"), "the file is read, or its plan is shown"
        else:
            assert desk.holds(who) != before, press.action
        tried.add(press.action)
        return True

    for path, scene in SCENES:
        while ask(desk.url, partial(once, path, scene), who.cookies):
            pass
    assert tried == CONTROLS
