"""Who may do what: every action for every role, as the table says and no other way."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from resourcemap import actions
from resourcemap.actions import ROLES
from resourcemap.errors import NotAllowedError
from resourcemap.model.account import ACCOUNT_ROLES
from resourcemap.model.change import Actor

NOBODY = ""


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


def test_every_action_that_asks_who_acts_is_in_the_table_and_no_other() -> None:
    asking = {
        name
        for name in actions.__all__
        if inspect.isfunction(function := getattr(actions, name))
        and "by" in inspect.signature(function).parameters
    }
    assert asking - {"may"} == set(ROLES)


def test_the_table_names_roles_that_there_are() -> None:
    assert {role for roles in ROLES.values() for role in roles} <= set(ACCOUNT_ROLES)
    assert all(ROLES.values())


def test_an_auditor_changes_nothing() -> None:
    reading = {name for name, roles in ROLES.items() if "auditor" in roles}
    verbs = ("apply", "undo", "close", "load", "clear", "write", "save", "set", "merge", "disable", "enable")
    assert [name for name in reading if name.startswith(verbs)] == []


@pytest.mark.parametrize("role", [NOBODY, *ACCOUNT_ROLES])
@pytest.mark.parametrize("action", sorted(ROLES))
def test_an_action_is_done_for_its_roles_alone(
    empty: actions.Directory, moment: datetime, action: str, role: str
) -> None:
    by = Actor("somebody", frozenset({role} - {NOBODY}))
    before = (empty.store.version(), empty.store.accounts.events())
    if role in ROLES[action]:
        try:
            _call(action, empty, by, moment)
        except NotAllowedError:
            pytest.fail(f"{role} may do {action}, and was refused")
        except Exception:
            # It got as far as what it was about, which was nothing real.
            return
    else:
        with pytest.raises(NotAllowedError):
            _call(action, empty, by, moment)
        assert (empty.store.version(), empty.store.accounts.events()) == before


@pytest.mark.parametrize("action", sorted(ROLES))
def test_whoever_was_signed_out_since_does_nothing_any_more(
    empty: actions.Directory, moment: datetime, action: str
) -> None:
    # A page drawn earlier still holds who its reader was.
    gone = Actor("ana", frozenset(ACCOUNT_ROLES), account_id="1", still=lambda: frozenset())
    with pytest.raises(NotAllowedError):
        _call(action, empty, gone, moment)
