"""Backup files: whole or not there, noticed when damaged, and restored into either database."""

from __future__ import annotations

import hashlib
import json
import stat
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from resourcemap.errors import ResourceMapError, UnreadableFileError
from resourcemap.model.backup import Backup
from resourcemap.storage.backup_file import backup_rows, check_backup, write_backup
from resourcemap.storage.desk_tables import account, draft, login, saved_file
from resourcemap.storage.engine import reading, writing
from resourcemap.storage.row_text import LEFT_OUT, kept_tables, read_rows
from resourcemap.storage.store import Store
from resourcemap.storage.tables import metadata

AT = datetime(2026, 5, 12, 21, 30, tzinfo=UTC)


def fill(store: Store, make_bundle, apply_bundles) -> None:
    apply_bundles(store, make_bundle("1"), make_bundle("2", name="Café für alle \U0001f9e1"))
    with writing(store._engine) as connection:
        connection.execute(
            insert(account),
            {
                "id": "a1",
                "name": "ana",
                "display_name": "Ana",
                "roles": ["editor"],
                "is_active": True,
                "failed_count": 0,
                "created_at": AT,
                "created_by": "operator",
            },
        )
        connection.execute(
            insert(login),
            {
                "token_hash": "t",
                "account_id": "a1",
                "created_at": AT,
                "seen_at": AT,
                "is_strong": True,
            },
        )
        connection.execute(
            insert(draft),
            {
                "id": "d1",
                "account_id": "a1",
                "base_version": 3,
                "document": {"name": None, "latitude": 39.0, "list": [1, 2.5, "é"]},
                "updated_at": AT,
            },
        )
        connection.execute(
            insert(saved_file),
            {
                "id": "f1",
                "file_name": "a.csv",
                "format": "csv",
                "authority": "a",
                "content": bytes(range(256)),
                "version": 3,
                "at": AT,
                "by": "ana",
            },
        )


def write(store: Store, path: Path) -> Backup:
    return store.backups.write(path, program="0", made_at=AT)


def rows(store: Store) -> dict[str, list[list[object]]]:
    with reading(store._engine) as connection:
        return {table.name: list(read_rows(connection, table)) for table in kept_tables()}


@pytest.fixture
def other_url(request: pytest.FixtureRequest, url: str, tmp_path: Path) -> str:
    """A fresh database of the other kind."""
    if url.startswith("sqlite"):
        made: str = request.getfixturevalue("postgres_url")
        return made
    return f"sqlite:///{tmp_path / 'other.sqlite'}"


@pytest.mark.postgres
def test_a_backup_of_one_database_restores_into_the_other_to_the_letter(
    store: Store, other_url: str, make_bundle, apply_bundles, tmp_path: Path
) -> None:
    fill(store, make_bundle, apply_bundles)
    before = rows(store)
    made = check_backup(write(store, tmp_path / "b.zip").path)
    with Store.open(other_url) as other:
        version, problems = other.backups.put_back(made, by="ana", at=AT)
        assert problems == ()
        assert version == made.version + 1
        after = rows(other)
        note = after["change"].pop()
        assert after == before
        assert note[6:8] == ["database", "b.zip"]
        assert other.bundles() == store.bundles()
        with reading(other._engine) as connection:
            assert connection.execute(select(login)).all() == []


def test_every_table_is_either_kept_or_left_out_on_purpose() -> None:
    assert {table.name for table in kept_tables()} | LEFT_OUT == set(metadata.tables)
    assert sorted(LEFT_OUT) == ["backup_run", "invite", "login"]


def test_restoring_over_data_goes_on_with_the_higher_version_and_ends_sign_ins(
    store: Store, make_bundle, apply_bundles, tmp_path: Path
) -> None:
    fill(store, make_bundle, apply_bundles)
    listings = store.bundles()
    made = check_backup(write(store, tmp_path / "b.zip").path)
    apply_bundles(store, make_bundle("3"), make_bundle("4"))
    seen = store.version()
    version, problems = store.backups.put_back(made, by="ana", at=AT)
    assert (version, problems) == (seen + 1, ())
    assert store.bundles() == listings
    assert store.changes_since(seen) == (version, None, listings)
    assert store.changes_since(version) == (version, frozenset(), ())
    # The next writes go on as if nothing had happened.
    apply_bundles(store, make_bundle("5"))
    assert len(store.changes_since(version)[2]) == 1
    assert store.check().is_whole


def test_a_restore_that_is_stopped_changes_nothing(
    store: Store, make_bundle, apply_bundles, tmp_path: Path
) -> None:
    fill(store, make_bundle, apply_bundles)
    made = check_backup(write(store, tmp_path / "b.zip").path)
    apply_bundles(store, make_bundle("3"))
    before = rows(store)

    def stop(done: int, total: int) -> None:
        if done > 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.backups.put_back(made, by="ana", at=AT, progress=stop)
    assert rows(store) == before


def test_a_backup_of_the_version_before_is_brought_up_to_date(
    store: Store, make_bundle, apply_bundles, tmp_path: Path
) -> None:
    apply_bundles(store, make_bundle())
    listings = store.bundles()
    old = tmp_path / "old.zip"
    _as_first_version_wrote_it(write(store, tmp_path / "b.zip"), old)
    apply_bundles(store, make_bundle("2"))
    seen = store.version()
    version, problems = store.backups.put_back(check_backup(old), by="ana", at=AT)
    assert (version, problems) == (seen + 1, ())
    assert store.bundles() == listings
    assert store.inbox.reports() == ()
    apply_bundles(store, make_bundle("2"))
    assert store.check().problems == ()


def _as_first_version_wrote_it(made: Backup, old: Path) -> None:
    """Leave out the tables and columns that came later."""
    tables = {}
    with zipfile.ZipFile(old, "w") as archive:
        for name, columns, rows_of_table in backup_rows(made.path):
            if name not in FIRST_TABLES:
                continue
            kept = [place for place, column in enumerate(columns) if (name, column) not in LATER_COLUMNS]
            lines = b"".join(
                json.dumps([row[place] for place in kept]).encode() + b"\n" for row in rows_of_table
            )
            archive.writestr(f"{name}.jsonl", lines)
            tables[name] = {
                "columns": [columns[place] for place in kept],
                "rows": lines.count(b"\n"),
                "sha256": hashlib.sha256(lines).hexdigest(),
            }
        manifest = {
            "format": "resourcemap-backup-1",
            "made_at": AT.isoformat(),
            "program": "0",
            "schema": "0001",
            "version": made.version,
            "tables": tables,
        }
        text = json.dumps(manifest, sort_keys=True)
        seal = hashlib.sha256(text.encode()).hexdigest()
        archive.writestr("manifest.json", json.dumps(manifest | {"sha256": seal}))


LATER_COLUMNS = {(name, "row_hash") for name in ("change", "import_run", "source_record")}
FIRST_TABLES = {
    "organization",
    "service",
    "location",
    "service_at_location",
    "change",
    "import_run",
    "source_record",
    "suggestion",
}


def test_a_backup_of_a_newer_program_is_left_alone(store: Store, tmp_path: Path) -> None:
    with reading(store._engine) as connection:
        made = write_backup(connection, tmp_path / "b.zip", schema="9999", program="9.9", made_at=AT)
    with pytest.raises(UnreadableFileError, match="newer than this one"):
        store.backups.put_back(made, by="ana", at=AT)


def test_a_backup_is_for_its_owner_and_never_over_another_file(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "new" / "b.zip"
    made = write(store, path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    with pytest.raises(ResourceMapError, match="such a file already"):
        write(store, path)
    assert check_backup(path).file_hash == made.file_hash


def test_a_backup_that_is_stopped_leaves_nothing(
    store: Store, make_bundle, apply_bundles, tmp_path: Path
) -> None:
    apply_bundles(store, *(make_bundle(str(number)) for number in range(150)))

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    folder = tmp_path / "backups"
    with pytest.raises(KeyboardInterrupt):
        store.backups.write(folder / "b.zip", program="0", made_at=AT, progress=stop)
    assert list(folder.iterdir()) == []


def test_every_flipped_byte_of_a_backup_is_noticed_or_of_no_effect(
    tmp_path: Path, make_bundle, apply_bundles
) -> None:
    path = tmp_path / "b.zip"
    with Store.open(f"sqlite:///{tmp_path / 'd.sqlite'}") as store:
        fill(store, make_bundle, apply_bundles)
        made = write(store, path)
    whole = path.read_bytes()
    missed = []
    for place in range(0, len(whole), 7):
        damaged = bytearray(whole)
        damaged[place] ^= 0x10
        path.write_bytes(damaged)
        try:
            found = check_backup(path)
        except UnreadableFileError:
            continue
        # Dates and flags of the zip itself carry nothing; the hash of the whole file tells even those.
        assert (found.rows, found.version, found.made_at) == (made.rows, made.version, made.made_at)
        assert found.file_hash != made.file_hash
        missed.append(place)
    assert len(missed) < len(whole) // 7 // 4


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"no backup at all" * 50])
def test_a_file_that_is_no_backup_is_told_plainly(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "notes.zip"
    path.write_bytes(content)
    with pytest.raises(UnreadableFileError, match="no backup, or damaged"):
        check_backup(path)
    other = tmp_path / "other.zip"
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("a.txt", "x")
    with pytest.raises(UnreadableFileError, match="no backup of this program"):
        check_backup(other)


def test_of_two_servers_one_makes_the_backup_and_one_that_was_cut_off_blocks_for_an_hour(
    store: Store, url: str, tmp_path: Path
) -> None:
    day = timedelta(days=1)
    with Store.open(url) as other:
        number = store.backups.begin(by="schedule", at=AT, every=day)
        assert number == 1
        assert other.backups.begin(by="schedule", at=AT, every=day) is None
        assert other.backups.begin(by="schedule", at=AT + timedelta(minutes=61), every=day) == 2
        made = write(store, tmp_path / "b.zip")
        store.backups.finish(1, made, at=AT + timedelta(minutes=62))
        other.backups.fail(2, at=AT + timedelta(minutes=63), fault="The disk is full.")
        assert other.backups.begin(by="schedule", at=AT + timedelta(hours=24), every=day) is None
        assert other.backups.begin(by="schedule", at=AT + timedelta(hours=26), every=day) == 3
        last = other.backups.last()
        assert last is not None
        assert (last.number, last.file_name, last.file_hash) == (1, "b.zip", made.file_hash)
        assert [run.fault for run in other.backups.runs()] == [None, "The disk is full.", None]
    assert store.version() == 0
