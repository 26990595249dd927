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
from resourcemap.storage.engine import open_engine, read_url, writing
from resourcemap.storage.migrate import upgrade
from resourcemap.storage.store import Store
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


# Written by the first program that hashed its history, which took numbers as they are.
FIRST_HASHES = [
    ("39.29", "39.2903848", "8271b8719ee1168cd435b6ea352ad125b51a156135b874b91d61aeac80406202"),
    ("-76.61", "-76.0", "f80af96ddc833c25abd357fd467cb5646ba3398e69aa826801de4f6eb16c763f"),
    ("39.2903848", "39.290384812345674", "e89713be5f4e1294aedea3698e80a9c09c522e4778cfe830a8982ab30fca0cd4"),
    ("-76.0", "-77.61", "6fd75915821092ab23973edf6d352daf9d2f294f4c842e3ddb66d8edf0af9f90"),
    ("39.290384812345674", None, "409fe8c0543ab04d5d877a87c9a4385306240de9678a3d2212426a77ecfab653"),
]


@pytest.mark.parametrize("schema", ["0003", "0004"])
def test_numbers_in_the_history_of_an_older_database_are_no_damage(
    url: str, schema: str, at: datetime
) -> None:
    engine = open_engine(read_url(url))
    with writing(engine) as connection:
        upgrade(connection, schema)
        for number, (before, after, seal) in enumerate(FIRST_HASHES, 2):
            field = "longitude" if before.startswith("-") else "latitude"
            connection.execute(
                text(
                    'INSERT INTO change (number, at, "by", action, resource_type, resource_id, field_name, '
                    "previous_value, replacement_value, row_hash) VALUES (:number, :at, 'ana', 'update', "
                    "'location', 'l', :field, :before, :after, :seal)"
                ),
                # SQLite keeps no zone.
                {"number": number, "at": at.strftime("%Y-%m-%d %H:%M:%S.%f") + "+00:00" * ("postgres" in url)}
                | {"field": field, "before": before, "after": after, "seal": seal},
            )
    engine.dispose()
    with Store.open(url) as store:
        assert store.check().problems == ()
        for number, value in ((2, "39.28"), (3, "-76.5"), (5, "-75"), (6, "39.2903848123")):
            with writing(store._engine) as connection:
                change = "UPDATE change SET previous_value = :value WHERE number = :number"
                connection.execute(text(change), {"value": value, "number": number})
        assert [each.split(":")[0] for each in store.check().problems] == [
            f"change {n}" for n in (2, 3, 5, 6)
        ]
