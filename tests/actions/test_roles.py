"""Who may do what: every action for every role, as the table says and no other way."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from resourcemap import actions
from resourcemap.actions import ROLES
from resourcemap.errors import NotAllowedError
from resourcemap.model.account import ACCOUNT_ROLES
from resourcemap.model.change import Actor
from tests.conftest import make_account

NOBODY = ""

# What asks for no role: what the public may do and read, what opens a sign-in or ends one, what runs by
# itself, and what only works on what is held already.
PUBLIC = {
    *("export", "find", "find_place", "handout", "home_page", "listing", "listings_frame", "outcome"),
    *("plan_view", "propose_place", "public_listings", "public_policies", "report", "rights_help"),
    *("rights_lines", "same_group"),
    *("end_single_sign_on", "new_secret", "open_link", "secret_link", "session", "sign_in", "sign_out"),
    *("single_sign_on", "use_link"),
    *("last_backup", "newest_backup", "open_directory", "scheduled_backup"),
    *("fields_to_choose", "propose_mapping", "view_draft"),
}


class _Anything:
    """Stands for what an action is about: whoever may not do it must not get as far as looking at it."""


def _call(action: str, directory: actions.Directory, by: Actor, now: datetime) -> Any:
    function: Callable[..., Any] = getattr(actions, action)
    given: dict[str, Any] = {"directory": directory, "by": by, "now": now}
    positional, named = [], {}
    for name, parameter in inspect.signature(function).parameters.items():
        value = given.get(name, _Anything())
        if parameter.kind is parameter.POSITIONAL_ONLY or parameter.kind is parameter.POSITIONAL_OR_KEYWORD:
            if name in given or parameter.default is parameter.empty:
                positional.append(value)
        elif parameter.kind is parameter.KEYWORD_ONLY and (
            name in given or parameter.default is parameter.empty
        ):
            named[name] = value
    result = function(*positional, **named)
    # An action that is a generator has done nothing until somebody asks for the first of it.
    return next(iter(result), None) if inspect.isgenerator(result) else result


def _asking() -> dict[str, str]:
    """Every action that is told who acts, with the line of the table that it checks first."""
    lines = {}
    for name in actions.__all__:
        function = getattr(actions, name)
        if inspect.isfunction(function) and "by" in inspect.signature(function).parameters:
            checked = re.findall(r'check_role\(\s*"(\w+)"', inspect.getsource(function))
            lines[name] = checked[0] if checked else ""
    # It only tells, and takes part in nothing.
    lines.pop("may")
    return lines


ASKING = _asking()


def test_every_action_that_asks_who_acts_checks_a_line_of_the_table() -> None:
    assert {name: line for name, line in ASKING.items() if line not in ROLES} == {}


def test_every_other_action_is_told_who_acts() -> None:
    told_nobody = {
        name
        for name in actions.__all__
        if inspect.isfunction(function := getattr(actions, name))
        and "by" not in inspect.signature(function).parameters
    }
    assert told_nobody == PUBLIC


def test_every_line_of_the_table_is_checked_somewhere() -> None:
    text = "".join(path.read_text() for path in Path(actions.__file__).parent.glob("*.py"))
    assert [line for line in ROLES if not re.search(rf'(check_role|may)\(\s*"{line}"', text)] == []


def test_the_table_names_roles_that_there_are() -> None:
    assert {role for roles in ROLES.values() for role in roles} <= set(ACCOUNT_ROLES)
    assert all(ROLES.values())


def test_an_auditor_changes_nothing() -> None:
    reading = {name for name, line in ASKING.items() if "auditor" in ROLES[line]}
    writing = re.compile(
        r"apply|undo|close|load|clear|write|save|set_|merge|disable|enable|accept|decline|record_c|hide|show_l|add|remove"
    )
    assert sorted(name for name in reading if writing.match(name)) == []


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, moment: datetime) -> Iterator[actions.Directory]:
    """A database with one account of every role; nobody who may not do it changes anything in it."""
    url = f"sqlite:///{tmp_path_factory.mktemp('roles') / 'r.sqlite'}"
    with actions.open_directory(url) as opened:
        for role in ACCOUNT_ROLES:
            make_account(opened, role, now=moment)
        yield opened


def _actor(directory: actions.Directory, role: str) -> Actor:
    if role == NOBODY:
        return Actor("a visitor")
    account = next(each for each in directory.store.accounts.all() if each.roles == {role})
    return Actor(account.name, account.roles, account_id=account.id)


@pytest.mark.parametrize("role", [NOBODY, *ACCOUNT_ROLES])
def test_what_a_role_may_not_do_is_refused_before_anything_is_looked_at(
    desk: actions.Directory, moment: datetime, role: str
) -> None:
    before = (desk.store.version(), desk.store.accounts.events(limit=10_000))
    by = _actor(desk, role)
    for action in sorted(name for name, line in ASKING.items() if role not in ROLES[line]):
        with pytest.raises(NotAllowedError):
            _call(action, desk, by, moment)
    assert (desk.store.version(), desk.store.accounts.events(limit=10_000)) == before


@pytest.mark.parametrize("role", ACCOUNT_ROLES)
def test_what_a_role_may_do_is_not_refused(empty: actions.Directory, moment: datetime, role: str) -> None:
    make_account(empty, role, now=moment)
    by = _actor(empty, role)
    refused = []
    for action in sorted(name for name, line in ASKING.items() if role in ROLES[line]):
        try:
            _call(action, empty, by, moment)
        except NotAllowedError as error:
            refused.append((action, str(error)))
        except Exception:  # it got as far as what it was about, which was nothing real
            continue
    assert refused == []


def test_whoever_was_signed_out_since_does_nothing_any_more(
    desk: actions.Directory, moment: datetime
) -> None:
    # A page drawn earlier still holds who its reader was.
    gone = Actor("ana", frozenset(ACCOUNT_ROLES), account_id="1", still=lambda: frozenset())
    for action in sorted(ASKING):
        with pytest.raises(NotAllowedError):
            _call(action, desk, gone, moment)
