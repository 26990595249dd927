"""Opening a database, and the two kinds of transaction: one that reads and one that writes."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError

from resourcemap.errors import StorageError
from resourcemap.storage.documents import write_json
from resourcemap.storage.faults import place_of, told_plainly

BUSY_TIMEOUT_MS = 30_000
EMPTY_LOG_TIMEOUT_MS = 250
SYNCHRONOUS_FULL = 2
SECURE_DELETE_ON = 1

# Any number will do, as long as every writer asks for the same one.
_WRITE_LOCK = 7_301_945_112


def read_url(url: str) -> URL:
    """
    Read a database's address.

    Raises
    ------
    StorageError
        When it is not one; the address is not repeated, as it may hold a password.
    """
    advice = "Write sqlite:///FOLDER/FILE or postgresql+psycopg://USER:PASSWORD@HOST/NAME."
    where = "The database's address (RESOURCEMAP_DATABASE)"
    try:
        read = make_url(url)
    except ArgumentError:
        raise StorageError(f"{where} cannot be read. {advice}") from None
    except ValueError:
        # The text of the error may hold the end of a password that is not quoted.
        raise StorageError(
            f"{where} has no whole number as its port. In a password write @ as %40, : as %3A and / as "
            f"%2F. {advice}"
        ) from None
    if read.drivername in ("postgres", "postgresql"):
        read = read.set(drivername="postgresql+psycopg")
    if read.drivername not in ("sqlite", "sqlite+pysqlite", "postgresql+psycopg"):
        raise StorageError(f"{where} begins with {read.drivername!r}. {advice}")
    if read.get_backend_name() == "sqlite" and read.database in (None, "", ":memory:"):
        raise StorageError(f"{where} names no file, so nothing would be kept. {advice}")
    return read


def open_engine(url: URL) -> Engine:
    """
    Make the engine of one database; nothing is read or written but an empty SQLite file.

    Raises
    ------
    StorageError
        When an SQLite file cannot be created.
    """
    # Parameters would put names and addresses into error texts.
    options: dict[str, Any] = {"json_serializer": write_json, "hide_parameters": True}
    if url.get_backend_name() == "sqlite":
        _create_file(url)
        options["json_serializer"] = _write_sqlite_json
        engine = create_engine(url, connect_args={"timeout": BUSY_TIMEOUT_MS / 1000}, **options)
        event.listen(engine, "connect", _prepare_sqlite(place_of(url)))
        event.listen(engine, "begin", _begin_sqlite)
    else:
        # The ping finds connections that a restarted server has dropped.
        engine = create_engine(url, pool_pre_ping=True, **options)
        event.listen(engine, "connect", _prepare_postgres)
    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Read one unchanging state of the data."""
    with told_plainly(place_of(engine.url)):
        if engine.dialect.name == "postgresql":
            engine = engine.execution_options(isolation_level="REPEATABLE READ")
        with engine.connect() as connection:
            yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """
    Write, one writer at a time, so that change numbers follow the order of commits.

    Everything or nothing is kept: an error takes all of it back.
    """
    with told_plainly(place_of(engine.url)), engine.execution_options(writes=True).begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _WRITE_LOCK})
        yield connection


def empty_log(engine: Engine) -> None:
    """
    Move SQLite's log into the file and empty it, so that what was deleted stands in neither.

    The log keeps old pages until others are written over them. While somebody reads or writes it is
    left for the next time; PostgreSQL's is its own business.
    """
    if engine.dialect.name != "sqlite":
        return
    # What was decided is kept already: nobody is told that it failed.
    with suppress(StorageError), told_plainly(place_of(engine.url)), engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {EMPTY_LOG_TIMEOUT_MS}")
        try:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").all()
        finally:
            connection.exec_driver_sql(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")


def _write_sqlite_json(value: Any) -> str | bytes:
    # SQLite makes a number of its own from a text that is one, and a long one loses its last digits:
    # bytes it leaves alone.
    text = write_json(value)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return text.encode() if is_number else text


def _create_file(url: URL) -> None:
    path = Path(str(url.database))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Addresses of hidden places are inside: for nobody else on this machine.
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise StorageError(
            f"{place_of(url)}: it cannot be opened ({error.strerror}). "
            "Check that its folder exists and may be written to, or set RESOURCEMAP_DATABASE."
        ) from None


def _prepare_sqlite(place: str) -> Any:
    def prepare(connection: sqlite3.Connection, record: object) -> None:
        # sqlite3 would begin transactions on its own, deferred; `_begin_sqlite` does it instead.
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        (level,) = connection.execute("PRAGMA synchronous").fetchone()
        if level != SYNCHRONOUS_FULL:
            raise StorageError(
                f"{place}: SQLite reports synchronous = {level}, so a power cut could lose saved edits. "
                "Use an SQLite that honours PRAGMA synchronous = FULL."
            )
        # What somebody left to be reached is forgotten, not only unlinked: its bytes become zeros.
        (erases,) = connection.execute("PRAGMA secure_delete = ON").fetchone()
        if erases != SECURE_DELETE_ON:
            raise StorageError(
                f"{place}: SQLite reports secure_delete = {erases}, so what was deleted would stay in the file. "
                "Use an SQLite that honours PRAGMA secure_delete = ON."
            )

    return prepare


def _begin_sqlite(connection: Connection) -> None:
    # A deferred transaction that turns into a writing one fails at once when another wrote meanwhile.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _prepare_postgres(connection: Any, record: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW synchronous_commit")
        if cursor.fetchone()[0] == "off":
            cursor.execute("SET synchronous_commit = on")
    connection.commit()
