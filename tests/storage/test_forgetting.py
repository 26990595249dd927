"""What was deleted is gone from the disk too: from the file, from its log and from the next backup."""

from __future__ import annotations

import random
import zipfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from resourcemap.model.edit import Draft
from resourcemap.model.report import Report
from resourcemap.storage.desk_tables import account
from resourcemap.storage.engine import reading, writing
from resourcemap.storage.store import Store
from resourcemap.storage.tables import report

REPORT = Report(code="C", listing_id="place", kind="turned-away", day=date(2026, 5, 12), text=None)


def an_account(store: Store, at: datetime) -> str:
    """Keep an account that drafts can belong to."""
    row = {"id": "ana", "name": "ana", "display_name": "Ana", "roles": ["editor"], "is_active": True}
    with writing(store._engine) as connection:
        connection.execute(
            insert(account), [row | {"failed_count": 0, "created_at": at, "created_by": "operator"}]
        )
    return "ana"


@pytest.mark.parametrize("count", [1, 60])
def test_the_bytes_of_a_contact_that_was_forgotten_are_nowhere(
    tmp_path: Path, at: datetime, count: int
) -> None:
    path, chance = tmp_path / "directory.sqlite", random.Random(7)

    def told(contact: bytes) -> list[str]:
        """Name the files that hold these bytes; a backup is a compressed file of lines."""
        found = [each.name for each in tmp_path.iterdir() if contact in each.read_bytes()]
        for backup in tmp_path.glob("*.zip"):
            with zipfile.ZipFile(backup) as parts:
                found += [backup.name for name in parts.namelist() if contact in parts.read(name)]
        return found

    with Store.open(f"sqlite:///{path}") as store:
        account_id = an_account(store, at)
        contacts = {}
        for number in range(count):
            contacts[f"C{number}"] = f"reporter-{number}-{chance.random()}@elsewhere.example"
            text = "x" * chance.choice((0, 10, 900, 9000))
            store.inbox.add_report(
                replace(REPORT, code=f"C{number}", text=text, contact=contacts[f"C{number}"])
            )
        kept = contacts.pop("C0") if count > 1 else None
        codes = sorted(contacts, key=lambda _: chance.random())
        assert all(told(contacts[code].encode()) for code in codes), "they can be found while they are there"
        for code in codes:
            if chance.random() < 0.5:
                store.inbox.close(code)
            else:
                store.inbox.decide(code, status="done", outcome=None, by="ana", at=at)
        for code in codes:
            assert told(contacts[code].encode()) == [], code
        # A reader may have held the log: the next backup empties it.
        with reading(store._engine) as connection:
            connection.execute(select(report)).all()
            store.inbox.add_report(replace(REPORT, code="held", contact="held-by-a-reader@elsewhere.example"))
            store.inbox.close("held")
            assert told(b"held-by-a-reader@elsewhere.example") == ["directory.sqlite-wal"]
        draft = Draft(
            id="d",
            account=account_id,
            listing_id=None,
            base_version=0,
            base={},
            updated_at=at,
            typed={"about": "typed and thrown away"},
        )
        store.drafts.add(draft)
        assert told(b"typed and thrown away")
        store.drafts.drop("d", account_id)
        store.backups.write(tmp_path / "backup.zip", program="0", made_at=at)
        assert told(b"held-by-a-reader@elsewhere.example") == []
        assert told(b"typed and thrown away") == []
        for code in codes:
            assert told(contacts[code].encode()) == []
        if kept is not None:
            assert "backup.zip" in told(kept.encode()), "what is still to be done is there"
