"""What a database's own errors mean, said so that somebody can act, and without a word of the data."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from resourcemap.errors import DamagedError, StorageError

# The beginning of what SQLite says, and what to do. Its other texts may quote data.
_SQLITE_ADVICE = (
    ("database is locked", "another program is writing to it. Wait a moment and try again."),
    (
        "unable to open database file",
        "it cannot be opened. Check that its folder exists and may be written to.",
    ),
    ("attempt to write a readonly", "it may only be read. Allow writing to the file and its folder."),
    ("database or disk is full", "the disk is full. Nothing was changed; free some space and try again."),
    ("disk i/o error", "the disk did not answer as it should. Check the disk, then try again."),
    ("database disk image is malformed", "it is damaged. Stop the server and restore the newest backup."),
    ("malformed database schema", "it is damaged. Stop the server and restore the newest backup."),
    ("could not decode to utf-8", "it is damaged. Stop the server and restore the newest backup."),
    ("file is not a database", "the file is not an SQLite database. Name another file or move it away."),
    ("no such table", "a table is missing. Restore the newest backup or name another file."),
)
_DAMAGED = frozenset(advice for start, advice in _SQLITE_ADVICE[-5:])
_POSTGRES_ADVICE = {
    "53100": "the server's disk is full. Nothing was changed; free some space and try again.",
    "53300": "the server has no connection left. Try again, or raise max_connections.",
    "25006": "the server only reads now. Point RESOURCEMAP_DATABASE to the primary.",
    "42501": "the account may not do this. Grant it the rights of the database's owner.",
    "28P01": "the password was refused. Correct it in RESOURCEMAP_DATABASE.",
    "28000": "the account was refused. Correct it in RESOURCEMAP_DATABASE.",
    "3D000": "there is no database of this name. Create it, or correct RESOURCEMAP_DATABASE.",
    "55P03": "another program is writing to it. Wait a moment and try again.",
    "40001": "another program changed the same data. Try again.",
    "40P01": "another program changed the same data. Try again.",
    "57P01": "the server is shutting down. Try again when it is back.",
    "57P03": "the server is starting. Try again in a moment.",
}


def place_of(url: URL) -> str:
    """Name a database without its password."""
    if url.get_backend_name() == "sqlite":
        return f"Database {url.database}"
    return f"Database {url.render_as_string(hide_password=True)}"


@contextmanager
def told_plainly(place: str) -> Iterator[None]:
    """
    Turn the database's errors into StorageError.

    The original error is not chained: its text may hold names, addresses and phones.
    """
    try:
        yield
    except IntegrityError:
        raise StorageError(
            f"{place}: a record names another record that is not there (organization_id, service_id or "
            "location_id), or lacks its service_id. Nothing was changed; write both together."
        ) from None
    except UnicodeDecodeError:
        # SQLite quotes the damaged letters in what it says, and Python cannot read that.
        raise DamagedError(
            f"{place}: it is damaged. Stop the server and restore the newest backup."
        ) from None
    except PoolTimeoutError:
        raise StorageError(f"{place}: too many people use it at once. Try again in a moment.") from None
    except DBAPIError as error:
        advice = _advice(error)
        raise (DamagedError if advice in _DAMAGED else StorageError)(f"{place}: {advice}") from None
    except StatementError as error:
        # A value this program should never have handed over: a mistake in it, not in the database.
        raise error.orig or error from None
    except SQLAlchemyError as error:
        raise StorageError(
            f"{place}: it could not be used ({type(error).__name__}). Check RESOURCEMAP_DATABASE."
        ) from None


def _advice(error: DBAPIError) -> str:
    text = str(error.orig).lower()
    for start, advice in _SQLITE_ADVICE:
        if text.startswith(start):
            return advice
    state = getattr(error.orig, "sqlstate", None)
    if state in _POSTGRES_ADVICE:
        return _POSTGRES_ADVICE[state]
    if type(error.orig).__module__.startswith("psycopg") and (state is None or state.startswith("08")):
        return "it cannot be reached. Check that the server runs and that RESOURCEMAP_DATABASE names it."
    return (
        f"it refused the request ({type(error.orig).__name__}{f', {state}' if state else ''}). "
        "Nothing was changed; try again, and check the server's own log if it stays."
    )
