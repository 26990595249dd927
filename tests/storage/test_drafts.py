"""Drafts keep what was typed, as typed, and nobody else sees them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import create_engine, insert

from resourcemap.errors import NotFoundError, StorageError
from resourcemap.model.edit import Draft
from resourcemap.storage.desk_tables import account


@pytest.fixture
def people(store, url, at):
    """Two accounts."""
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(
            insert(account),
            [
                {
                    "id": name,
                    "name": name,
                    "display_name": name.title(),
                    "roles": ["editor"],
                    "is_active": True,
                    "failed_count": 0,
                    "created_at": at,
                    "created_by": "operator",
                }
                for name in ("ana", "ben")
            ],
        )
    engine.dispose()
    return "ana", "ben"


@pytest.fixture
def draft(store, people, at):
    new = Draft(
        id="d1",
        account="ana",
        listing_id="listing",
        base_version=4,
        base={"service": {"id": "s", "name": "Circle"}},
        updated_at=at,
    )
    store.drafts.add(new)
    return new


def test_what_is_typed_is_kept_key_by_key_half_a_date_too(store, draft, at):
    store.drafts.type("d1", "ana", {"service.name": "Circl", "service.assured_date": "2026-1"}, at=at)
    later = at + timedelta(minutes=1)
    kept = store.drafts.type("d1", "ana", {"service.name": "Circle of tea "}, at=later)
    assert kept.typed == {"service.name": "Circle of tea ", "service.assured_date": "2026-1"}
    assert kept == replace(draft, typed=kept.typed, updated_at=later)
    assert store.drafts.of("ana") == (kept,)


def test_typing_is_no_change_of_the_data(store, draft, at):
    version = store.version()
    store.drafts.type("d1", "ana", {"service.name": "x"}, at=at)
    assert store.version() == version


def test_nobody_else_sees_or_changes_a_draft(store, draft, at):
    assert store.drafts.of("ben") == ()
    with pytest.raises(NotFoundError):
        store.drafts.get("d1", "ben")
    with pytest.raises(NotFoundError):
        store.drafts.type("d1", "ben", {"service.name": "x"}, at=at)
    store.drafts.drop("d1", "ben")
    assert store.drafts.get("d1", "ana") == draft


def test_a_draft_is_gone_once_it_is_dropped(store, draft):
    store.drafts.drop("d1", "ana")
    assert store.drafts.of("ana") == ()
    with pytest.raises(NotFoundError, match="open the place anew"):
        store.drafts.get("d1", "ana")


def test_a_draft_needs_an_account(store, at, draft):
    with pytest.raises(StorageError):
        store.drafts.add(replace(draft, id="d2", account="nobody"))
    assert len(store.drafts.of("ana")) == 1


def test_letters_a_database_refuses_do_not_lose_the_rest(store, draft, at):
    kept = store.drafts.type("d1", "ana", {"service.name": "a\x00b"}, at=at)
    assert kept.typed == {"service.name": "ab"}
