"""Bringing a database to the tables this version of the program needs."""

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from resourcemap.errors import StorageError
from resourcemap.storage.engine import reading, writing
from resourcemap.storage.faults import place_of

NEWEST = "0005"
"""The migration this program is written for; a test holds it to the newest file."""

FOLDER = Path(__file__).parent / "migrations"


def migrate(engine: Engine) -> None:
    """
    Run the migrations the database does not have yet, all or none.

    Raises
    ------
    StorageError
        When a newer program made the database, or it holds somebody else's tables.
    """
    with reading(engine) as connection:
        if _revision(connection, engine) == NEWEST:
            return
    with writing(engine) as connection:
        # Another process may have done it while this one waited.
        if _revision(connection, engine) != NEWEST:
            upgrade(connection, "head")


def upgrade(connection: Connection, revision: str) -> None:
    """
    Run the migrations up to one, in the transaction of the caller.

    Raises
    ------
    StorageError
        When a newer program made the database, or there is no such migration.
    """
    # Alembic takes a while to import, and most starts do not need it.
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, revision)
    except CommandError:
        raise StorageError(
            f"{place_of(connection.engine.url)}: a newer version of the program made it. "
            "Update the program, or name another database."
        ) from None


def _revision(connection: Connection, engine: Engine) -> str | None:
    tables = set(inspect(connection).get_table_names())
    if "alembic_version" in tables:
        revision: str | None = connection.execute(
            text("SELECT version_num FROM alembic_version")
        ).scalar_one_or_none()
        return revision
    ours = {"service_at_location", "change"} & tables
    if ours:
        raise StorageError(
            f"{place_of(engine.url)}: it holds tables of the same names ({', '.join(sorted(ours))}) that "
            "this program did not make. Name another database."
        )
    return None
