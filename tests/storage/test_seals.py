"""Rows that carry a hash are noticed when they say something else, and keep it through every honest change."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta

import pyotp
import pytest
from sqlalchemy import text

from resourcemap import actions
from resourcemap.model.account import AccountError
from resourcemap.model.change import OPERATOR
from resourcemap.model.verification import Verification
from resourcemap.storage.check import check_data
from resourcemap.storage.engine import writing
from tests.conftest import TestAccount, make_account


@pytest.fixture
def directory(url: str) -> Iterator[actions.Directory]:
    with actions.open_directory(url) as opened:
        yield opened


@pytest.fixture
def desk(directory: actions.Directory, at: datetime) -> TestAccount:
    """A desk after a day's work, whose every row was changed once by those who may."""
    store, ana = directory.store, make_account(directory, "editor", "administrator", now=at)
    ben = make_account(directory, "contributor", now=at)
    with pytest.raises(AccountError):
        actions.sign_in(directory, ana.name, "not this one at all", "", now=at)
    later = at + timedelta(minutes=1)
    actions.sign_in(directory, ana.name, ana.password, pyotp.TOTP(ana.secret).at(later), now=later)
    actions.set_roles(directory, ben.id, ["contributor", "auditor"], by=OPERATOR, now=later)
    draft = actions.open_draft(directory, None, by=ana.actor, now=at)
    actions.save_draft(
        directory, draft.id, {"name": "Porch tea ☕", "latitude": "39.2"}, by=ana.actor, now=later
    )
    actions.set_freshness(directory, store.policies.freshness(), by=ana.actor, now=later)
    actions.add_do_not_list(directory, "Recovery Palace", "It takes money.", by=ana.actor, now=later)
    (entry,) = actions.do_not_list(directory, by=ana.actor)
    actions.remove_do_not_list(directory, entry.id, by=ana.actor, now=later)
    checked = Verification(
        id="v", listing_id="l", at=at, by="ana", how="call", result="unchanged", answers={"open": True}
    )
    store.checks.write(checked, expected={}, title="")
    return ana


def test_every_honest_change_leaves_the_hashes_right(directory: actions.Directory, desk: TestAccount) -> None:
    with writing(directory.store._engine) as connection:
        for table in ("account", "account_event", "draft", "policy", "do_not_list", "verification"):
            hashes = connection.execute(text(f"SELECT row_hash FROM {table}")).scalars().all()
            assert hashes, table
            assert None not in hashes, table
    assert directory.store.check().problems == ()


CHANGES = [
    ("account", "display_name = 'Anb'"),
    ("account", "is_active = NOT is_active"),
    ("account", """roles = '["auditor"]'"""),
    ("account", "failed_count = failed_count + 4"),
    ("account", "password_hash = 'of another password'"),
    ("account_event", "kind = 'sign-in-out'"),
    ("draft", """document = '{"base":{},"typed":{"name":"Porch sea"}}'"""),
    ("draft", "base_version = 1"),
    ("policy", """value = '{"warn":1}'"""),
    ("policy", "\"by\" = 'nobody'"),
    ("do_not_list", "reason = 'It takes honey.'"),
    ("verification", "how = 'visit'"),
]


class _TakenBackError(Exception):
    """Ends a transaction whose changes nobody wants."""


def test_a_row_that_says_something_else_is_noticed(directory: actions.Directory, desk: TestAccount) -> None:
    for table, change in CHANGES:
        with suppress(_TakenBackError), writing(directory.store._engine) as connection:
            assert connection.exec_driver_sql(f"UPDATE {table} SET {change}").rowcount
            problems = check_data(connection).problems
            raise _TakenBackError
        assert problems, (table, change)
        assert all(each.startswith(f"{table} ") and "not what was written" in each for each in problems)
    assert directory.store.check().problems == ()
