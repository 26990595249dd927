"""Whether an SQLite file still describes the tables that the program knows: its description can be damaged too."""

from collections.abc import Iterator

from sqlalchemy import Connection, ForeignKeyConstraint, Integer, Table

from resourcemap.storage.desk_tables import account

_ADVICE = "Stop the server and restore the newest backup that is whole."


def schema_problems(connection: Connection) -> Iterator[str]:
    """Compare columns, keys and indexes of every table with what the program made."""
    for table in account.metadata.sorted_tables:
        for what, found, expected in (
            ("columns", _columns(connection, table.name), _own_columns(connection, table)),
            ("keys to other tables", _pointers(connection, table.name), _own_pointers(table)),
            ("indexes", _indexes(connection, table.name), _own_indexes(table)),
        ):
            if found != expected:
                yield f"{table.name}: its {what} are not those that were made. {_ADVICE}"


def _columns(connection: Connection, name: str) -> list[tuple[object, ...]]:
    rows = connection.exec_driver_sql(f'PRAGMA table_xinfo("{name}")')
    # Name, type, whether it may be empty, default, place in the key, hidden.
    return [tuple(row)[1:] for row in rows]


def _own_columns(connection: Connection, table: Table) -> list[tuple[object, ...]]:
    key = [column.name for column in table.primary_key.columns]
    return [
        (
            column.name,
            column.type.compile(dialect=connection.dialect),
            int(not column.nullable),
            None,
            key.index(column.name) + 1 if column.name in key else 0,
            0,
        )
        for column in table.columns
    ]


def _pointers(connection: Connection, name: str) -> set[tuple[object, ...]]:
    rows = connection.exec_driver_sql(f'PRAGMA foreign_key_list("{name}")')
    return {(table, own, other, *rules) for _, _, table, own, other, *rules in rows}


def _own_pointers(table: Table) -> set[tuple[object, ...]]:
    return {
        (each.column.table.name, each.parent.name, each.column.name, "NO ACTION", "NO ACTION", "NONE")
        for constraint in table.constraints
        if isinstance(constraint, ForeignKeyConstraint)
        for each in constraint.elements
    }


def _indexes(connection: Connection, name: str) -> set[tuple[object, ...]]:
    made = [
        (index, bool(unique), origin)
        for _, index, unique, origin, _ in connection.exec_driver_sql(f'PRAGMA index_list("{name}")')
    ]
    found: set[tuple[object, ...]] = set()
    for index, unique, origin in made:
        columns = tuple(row[2] for row in connection.exec_driver_sql(f'PRAGMA index_info("{index}")'))
        # SQLite names those of keys itself.
        found.add((index if origin == "c" else None, unique, columns))
    return found


def _own_indexes(table: Table) -> set[tuple[object, ...]]:
    named: set[tuple[object, ...]] = {
        (index.name, bool(index.unique), tuple(column.name for column in index.columns))
        for index in table.indexes
    }
    columns = table.primary_key.columns.values()
    # A whole number that is the key is the row's own number: SQLite makes no index for it.
    is_row_number = len(columns) == 1 and isinstance(columns[0].type, Integer)
    key: set[tuple[object, ...]] = (
        set() if is_row_number else {(None, True, tuple(column.name for column in columns))}
    )
    single = {(None, True, (column.name,)) for column in table.columns if column.unique}
    return named | key | single
