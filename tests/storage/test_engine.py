"""How a database is opened, and what is said when it cannot be."""

from __future__ import annotations

import sqlite3
import stat
import threading

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text

from resourcemap.errors import StorageError
from resourcemap.storage.desk_tables import account
from resourcemap.storage.engine import open_engine, read_url, reading, writing
from resourcemap.storage.migrate import FOLDER, NEWEST
from resourcemap.storage.store import Store


@pytest.fixture
def sqlite_url(tmp_path):
    return f"sqlite:///{tmp_path / 'directory.sqlite'}"


def test_every_sqlite_connection_survives_a_power_cut(sqlite_url):
    Store.open(sqlite_url).close()
    engine = open_engine(read_url(sqlite_url))
    # Two at once, so that they are two connections.
    with reading(engine) as one, reading(engine) as two:
        for connection in (one, two):
            pragmas = {
                name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
                for name in ("synchronous", "secure_delete", "journal_mode", "foreign_keys", "busy_timeout")
            }
            assert pragmas == {
                "synchronous": 2,
                "secure_delete": 1,
                "journal_mode": "wal",
                "foreign_keys": 1,
                "busy_timeout": 30_000,
            }
    engine.dispose()


@pytest.mark.parametrize(
    ("asked", "kept", "said"),
    [("= FULL", "= NORMAL", "synchronous = 1"), ("delete = ON", "delete = FAST", "secure_delete = 2")],
)
def test_an_sqlite_that_does_not_do_as_it_is_told_is_refused(sqlite_url, monkeypatch, asked, kept, said):
    class Forgetful(sqlite3.Connection):
        def execute(self, statement, *values):
            return super().execute(statement.replace(asked, kept), *values)

    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *a, **k: connect(*a, **k, factory=Forgetful))
    monkeypatch.setattr(sqlite3.dbapi2, "connect", sqlite3.connect)
    with pytest.raises(StorageError, match=said):
        Store.open(sqlite_url)


def test_a_writer_takes_the_lock_at_its_beginning_and_readers_go_on(store):
    with writing(store._engine):
        done = threading.Event()

        def write():
            with writing(store._engine):
                done.set()

        waiting = threading.Thread(target=write)
        waiting.start()
        assert store.version() == 0
        assert not done.wait(0.3)
    waiting.join(20)
    assert done.is_set()


def test_a_new_sqlite_file_is_for_its_owner_only(tmp_path):
    path = tmp_path / "made" / "directory.sqlite"
    Store.open(f"sqlite:///{path}").close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_opening_again_finds_the_tables_as_they_are(store, url, make_bundle, at):
    store.write([record for _, record in make_bundle().records()], by="ana", at=at)
    with Store.open(url) as again:
        assert len(again.bundles()) == 1


def test_two_that_open_a_new_database_at_once_both_succeed(url):
    failures = []

    def open_it():
        try:
            Store.open(url).close()
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=open_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []


@pytest.mark.filterwarnings("ignore:Did not recognize type 'geography'")
def test_the_migrations_make_the_tables_the_program_knows(store):
    with reading(store._engine) as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                # PostGIS keeps a table of its own; the point is computed by the database.
                "include_object": lambda item, name, kind, reflected, other: (
                    not reflected
                    or name in account.metadata.tables
                    or kind not in ("table", "column", "index")
                ),
            },
        )
        assert compare_metadata(context, account.metadata) == []


def test_the_newest_migration_is_the_one_the_program_expects():
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    assert ScriptDirectory.from_config(config).get_heads() == [NEWEST]


def test_postgresql_keeps_a_point_beside_the_coordinates(postgres_url, make_bundle, at):
    with Store.open(postgres_url) as store:
        store.write([record for _, record in make_bundle().records()], by="ana", at=at)
        near = text("SELECT id FROM location WHERE ST_DWithin(point, ST_MakePoint(:x, :y)::geography, 200)")
        with reading(store._engine) as connection:
            found = connection.execute(near, {"x": -76.611, "y": 39.29}).scalars().all()
            far = connection.execute(near, {"x": 39.29, "y": -76.61}).scalars().all()
            index = connection.execute(
                text("SELECT indexdef FROM pg_indexes WHERE indexname = 'ix_location_point'")
            ).scalar_one()
    assert (found, far) == ([make_bundle().location.id], [])
    assert "gist" in index


def test_a_database_of_a_newer_program_is_left_alone(store, url):
    with writing(store._engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StorageError, match="newer version"):
        Store.open(url)


def test_somebody_elses_tables_are_left_alone(url):
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE change (id INTEGER)"))
    engine.dispose()
    with pytest.raises(StorageError, match="did not make"):
        Store.open(url)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("nonsense", "cannot be read"),
        ("mysql://user:secret@host/name", "'mysql'"),
        ("postgresql://u:secret@h:no:port/m", "has no whole number as its port"),
        ("sqlite://", "names no file"),
        ("sqlite:///:memory:", "names no file"),
        ("postgresql://user:secret@127.0.0.1:9/name", "cannot be reached"),
    ],
)
def test_an_address_that_cannot_work_is_told_without_its_password(address, said):
    with pytest.raises(StorageError, match=said) as caught:
        Store.open(address)
    assert "secret" not in str(caught.value)


def test_a_folder_that_cannot_hold_the_file_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="cannot be opened"):
        Store.open(f"sqlite:///{tmp_path}/file/directory.sqlite")


def test_a_file_that_is_no_database_is_named(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("Buy milk, call Ana Alvarez on 410-555-0101. " * 100)
    with pytest.raises(StorageError, match="not an SQLite database") as caught:
        Store.open(f"sqlite:///{path}")
    assert "Alvarez" not in str(caught.value)
    assert path.read_text().startswith("Buy milk")


def test_a_locked_database_says_so(sqlite_url, make_bundle, at, monkeypatch):
    monkeypatch.setattr("resourcemap.storage.engine.BUSY_TIMEOUT_MS", 100)
    with Store.open(sqlite_url) as store:
        holder = sqlite3.connect(store._engine.url.database, isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError, match=r"another program is writing.*try again"):
            store.write([make_bundle().organization], by="ana", at=at)
        holder.execute("ROLLBACK")
        holder.close()
        assert store.write([make_bundle().organization], by="ana", at=at) == 1
