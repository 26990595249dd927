"""The store: everything the program keeps, on SQLite or PostgreSQL."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from types import TracebackType
from typing import Self

from sqlalchemy import select

from resourcemap.errors import NotFoundError
from resourcemap.model.change import Change
from resourcemap.model.hsds import Bundle, HsdsRecord, Organization
from resourcemap.model.writes import (
    CheckResult,
    Deletion,
    FieldKey,
    ImportFile,
    ImportRun,
    KnownSource,
    SourceKey,
    SourceRow,
    Suggestion,
    UndoneImport,
    Write,
)
from resourcemap.storage.check import Progress, check_data
from resourcemap.storage.documents import prepare
from resourcemap.storage.engine import open_engine, read_url, reading, writing
from resourcemap.storage.faults import place_of
from resourcemap.storage.history import read_edited_fields, read_history
from resourcemap.storage.imports import (
    read_import,
    read_imports,
    read_imports_of,
    read_sources,
    read_suggestions,
    write_import,
)
from resourcemap.storage.journal import Journal, newest_change, stored_rows
from resourcemap.storage.migrate import migrate
from resourcemap.storage.reading import (
    read_bundles,
    read_changed_listing_ids,
    read_organizations,
    was_replaced,
)
from resourcemap.storage.rooms import Rooms
from resourcemap.storage.tables import service_at_location
from resourcemap.storage.undo import leave_unused, undo_import


class Store(Rooms):
    """
    One open database. Safe to share between threads; processes open their own.

    Every method raises StorageError when the database cannot be reached, read or written; the
    text says where and what to do, and holds nothing of the data.
    """

    @classmethod
    def open(cls, url: str) -> Self:
        """
        Open a database and bring its tables up to date.

        Parameters
        ----------
        url
            A SQLAlchemy URL: sqlite:///FOLDER/FILE or postgresql+psycopg://USER@HOST/NAME.

        Raises
        ------
        StorageError
            When it cannot be opened, or a newer version of the program made it.
        """
        engine = open_engine(read_url(url))
        try:
            migrate(engine)
        except BaseException:
            engine.dispose()
            raise
        return cls(engine)

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        """Use the store in a with block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it at the block's end."""
        self.close()

    @property
    def place(self) -> str:
        """Which database this is, for people; never with a password."""
        return place_of(self._engine.url)

    # --- Reading ---------------------------------------------------------------------------------

    def version(self) -> int:
        """Read the data version: the newest change's number, 0 when nothing was ever written."""
        with reading(self._engine) as connection:
            return newest_change(connection)

    def bundles(self, ids: Iterable[str] | None = None) -> tuple[Bundle, ...]:
        """Read the listings in use, by listing id; all of them, or those of `ids` that there are."""
        with reading(self._engine) as connection:
            return read_bundles(connection, ids)

    def bundle(self, listing_id: str) -> Bundle:
        """
        Read one listing.

        Raises
        ------
        NotFoundError
            When there is none of this id, or it was deleted.
        """
        found = self.bundles([listing_id])
        if not found:
            raise NotFoundError(f"Listing {listing_id}: it is not here any more. Search for it by name.")
        return found[0]

    def snapshot(self) -> tuple[int, tuple[Bundle, ...]]:
        """Read the data version and all listings in use at that same moment."""
        with reading(self._engine) as connection:
            return newest_change(connection), read_bundles(connection, None)

    def changes_since(self, version: int) -> tuple[int, frozenset[str] | None, tuple[Bundle, ...]]:
        """
        Read what is new after a data version, all from one moment.

        Returns
        -------
        tuple
            The data version now, the ids of the listings touched, and those of them in use. An id
            without a bundle was deleted. None and all listings after a backup was restored.
        """
        with reading(self._engine) as connection:
            newest = newest_change(connection)
            if newest == version:
                return newest, frozenset(), ()
            if newest < version or was_replaced(connection, version):
                return newest, None, read_bundles(connection, None)
            ids = read_changed_listing_ids(connection, version)
            return newest, ids, read_bundles(connection, ids)

    def changed_listing_ids(self, since: int) -> frozenset[str]:
        """Find the listings whose own records, or the organization behind them, changed after `since`."""
        with reading(self._engine) as connection:
            return read_changed_listing_ids(connection, since)

    def organizations(self) -> tuple[Organization, ...]:
        """Read the organizations in use, those without a listing too."""
        with reading(self._engine) as connection:
            return read_organizations(connection)

    def history(self, *resource_ids: str) -> tuple[Change, ...]:
        """Read the changes of some records, oldest first."""
        with reading(self._engine) as connection:
            return read_history(connection, resource_ids)

    def edited_fields(self) -> frozenset[FieldKey]:
        """Find the fields whose newest value a person gave by hand; an import leaves them alone."""
        with reading(self._engine) as connection:
            return read_edited_fields(connection)

    def check(self, progress: Progress | None = None) -> CheckResult:
        """Look for damage: the database's own check, every row as it reads, and rows against their hashes."""
        with reading(self._engine) as connection:
            return check_data(connection, progress)

    # --- Writing ---------------------------------------------------------------------------------

    def write(self, writes: Sequence[Write], *, by: str, at: datetime, why: str | None = None) -> int:
        """
        Write whole records or deletions in one transaction and return the data version.

        Each field that differs leaves a change; a record that does not differ leaves none. Writing
        a deleted record brings it back.

        Raises
        ------
        NotFoundError
            When a deletion names a record that is not in use. Nothing is written then.
        """
        records = [prepare(each) for each in writes if not isinstance(each, Deletion)]
        deletions = [each for each in writes if isinstance(each, Deletion)]
        with writing(self._engine) as connection:
            journal = Journal(connection, by=by, at=at, why=why)
            journal.put_all(records)
            journal.flush()
            keys = list(dict.fromkeys((each.resource_type, each.resource_id) for each in deletions))
            stored = stored_rows(connection, keys)
            for key in keys:
                if key not in stored or stored[key].is_deleted:
                    raise NotFoundError(f"{key[0]} {key[1]}: it is not here any more. Nothing was changed.")
                journal.delete(*key)
            return journal.flush()

    def clear_authority(self, authority: str, *, by: str, at: datetime, why: str) -> int:
        """
        Take all listings of one source out of use, such as the sample data.

        Services, locations and organizations that no other listing needs go with them. Everything
        stays in the database with its history.

        Returns
        -------
        int
            How many listings were taken out.
        """
        with writing(self._engine) as connection:
            sal = service_at_location
            ids = connection.execute(
                select(sal.c.id).where(sal.c.authority == authority, sal.c.deleted_at.is_(None))
            ).scalars()
            journal = Journal(connection, by=by, at=at, why=why)
            removed = leave_unused(connection, journal, set(ids))
            journal.flush()
            return removed

    # --- Imports ---------------------------------------------------------------------------------

    def apply_import(
        self,
        file: ImportFile,
        records: Sequence[HsdsRecord],
        *,
        sources: Sequence[SourceRow] = (),
        suggestions: Sequence[Suggestion] = (),
        deletions: Sequence[Deletion] = (),
        expected_version: int,
        by: str,
        at: datetime,
        why: str | None = None,
    ) -> ImportRun:
        """
        Write all of a planned import in one transaction; `why` is the file's name unless said.

        Raises
        ------
        StalePlanError
            When the data is not at `expected_version` any more; plan it again.
        """
        prepared = [prepare(record) for record in records]
        with writing(self._engine) as connection:
            return write_import(
                connection,
                file,
                prepared,
                sources=sources,
                suggestions=suggestions,
                deletions=deletions,
                expected_version=expected_version,
                by=by,
                at=at,
                why=why,
            )

    def undo(self, import_id: str, *, by: str, at: datetime) -> UndoneImport:
        """
        Take back one import, field by field; what was edited since stays and is reported.

        Raises
        ------
        NotFoundError
            When there is no such import.
        ResourceMapError
            When it was undone before.
        """
        with writing(self._engine) as connection:
            return undo_import(connection, import_id, by=by, at=at)

    def imports(self, *, without: Collection[str] = ()) -> tuple[ImportRun, ...]:
        """Read all imports, newest first, those of some formats left out."""
        with reading(self._engine) as connection:
            return read_imports(connection, without=without)

    def imports_of(self, ids: Iterable[str]) -> dict[str, ImportRun]:
        """Read some imports, by id; ids that there are none of are left out."""
        with reading(self._engine) as connection:
            return read_imports_of(connection, ids)

    def import_run(self, import_id: str) -> ImportRun:
        """
        Read one import.

        Raises
        ------
        NotFoundError
            When there is no such import.
        """
        with reading(self._engine) as connection:
            return read_import(connection, import_id)

    def sources(self, authority: str | None = None) -> dict[SourceKey, KnownSource]:
        """Read what each row of earlier files last said, of one authority or of all."""
        with reading(self._engine) as connection:
            return read_sources(connection, authority)

    def suggestions(self, status: str = "open") -> tuple[Suggestion, ...]:
        """Read the questions that wait for staff, oldest first."""
        with reading(self._engine) as connection:
            return read_suggestions(connection, status)
