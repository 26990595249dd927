"""Which listings became one, and which somebody said are not the same."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Engine, and_, insert, or_, select, update

from resourcemap.errors import NotFoundError, StalePlanError
from resourcemap.model.edit import DESK_AUTHORITY, MERGE, DistinctPair, RecordKey
from resourcemap.model.hsds import Bundle
from resourcemap.model.writes import Deletion, ImportFile, ImportRun
from resourcemap.storage.desk_tables import distinct_pair, merge
from resourcemap.storage.documents import prepare
from resourcemap.storage.engine import reading, writing
from resourcemap.storage.imports import write_import
from resourcemap.storage.journal import stored_rows
from resourcemap.storage.redirects import read_redirects
from resourcemap.storage.tables import suggestion
from resourcemap.storage.undo import in_use


class Merges:
    """The merges. Each is a run that `Store.undo` takes back, and with it the way from the old id."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def write(
        self,
        merged: Bundle,
        gone: Bundle,
        *,
        expected: Mapping[RecordKey, int],
        by: str,
        at: datetime,
        why: str | None = None,
    ) -> ImportRun:
        """
        Write the kept listing, take the other out of use and let its id lead to the kept one.

        Its service, place and organization go with it unless something else needs them.

        Parameters
        ----------
        merged
            The kept listing as it becomes.
        gone
            The listing that goes.
        expected
            The newest change number seen of each record of the two, as `Edits.state` gives them.

        Raises
        ------
        StalePlanError
            When one of the two changed, or was hidden, since it was looked at. Nothing is written.
        """
        kept_id, gone_id = merged.service_at_location.id, gone.service_at_location.id
        with writing(self._engine) as connection:
            stored = stored_rows(connection, expected)
            if any(
                key not in stored or stored[key].is_deleted or stored[key].version > seen
                for key, seen in expected.items()
            ):
                raise StalePlanError(
                    f"{merged.service.name}: one of the two changed while they were compared. "
                    "Look at them again; nothing was changed."
                )
            records = [prepare(record) for _, record in merged.records()]
            run = write_import(
                connection,
                ImportFile(
                    file_name=merged.service.name,
                    format=MERGE,
                    authority=DESK_AUTHORITY,
                    file_hash=records[-1].row_hash,
                    counts={"merged": 1},
                ),
                records,
                sources=(),
                suggestions=(),
                deletions=_leaving(connection, merged, gone),
                expected_version=None,
                by=by,
                at=at,
                why=why,
            )
            row = {
                "id": run.id,
                "kept_id": kept_id,
                "gone_id": gone_id,
                "import_id": run.id,
                "at": at,
                "by": by,
                "why": why,
            }
            connection.execute(insert(merge), [row])
            return run

    def redirects(self) -> Mapping[str, str]:
        """Read where the ids of merged listings lead to, to the end of the way."""
        with reading(self._engine) as connection:
            return read_redirects(connection)

    def distinct_pairs(self) -> frozenset[tuple[str, str]]:
        """Read the pairs that are not the same, the smaller id first."""
        return frozenset((each.first_id, each.second_id) for each in self.distinct())

    def distinct(self) -> tuple[DistinctPair, ...]:
        """Read the pairs that are not the same, the newest decision first."""
        query = (
            select(distinct_pair)
            .where(distinct_pair.c.undone_at.is_(None))
            .order_by(distinct_pair.c.at.desc(), distinct_pair.c.first_id, distinct_pair.c.second_id)
        )
        with reading(self._engine) as connection:
            return tuple(
                DistinctPair(
                    first_id=row.first_id, second_id=row.second_id, at=row.at, by=row.by, why=row.why
                )
                for row in connection.execute(query)
            )

    def set_distinct(
        self, one_id: str, other_id: str, *, by: str, at: datetime, why: str | None = None
    ) -> None:
        """Remember that two listings are not the same, and stop asking. Saying it twice is once."""
        first, second = sorted((one_id, other_id))
        said = {"at": at, "by": by, "why": why, "undone_at": None, "undone_by": None}
        with writing(self._engine) as connection:
            row = connection.execute(select(distinct_pair).where(*_pair(first, second))).first()
            if row is None:
                connection.execute(insert(distinct_pair), [{"first_id": first, "second_id": second, **said}])
            elif row.undone_at is not None:
                connection.execute(update(distinct_pair).where(*_pair(first, second)).values(**said))
            _answer(connection, first, second, "open", "done")

    def undo_distinct(self, one_id: str, other_id: str, *, by: str, at: datetime) -> None:
        """
        Ask about two listings again. That somebody kept them apart stays written.

        Raises
        ------
        NotFoundError
            When they are not kept apart.
        """
        first, second = sorted((one_id, other_id))
        with writing(self._engine) as connection:
            done = connection.execute(
                update(distinct_pair)
                .where(*_pair(first, second), distinct_pair.c.undone_at.is_(None))
                .values(undone_at=at, undone_by=by)
            )
            if done.rowcount == 0:
                raise NotFoundError("pair: it is not kept apart any more. Nothing was changed.")
            _answer(connection, first, second, "done", "open")


def _pair(first: str, second: str) -> tuple[ColumnElement[bool], ...]:
    return distinct_pair.c.first_id == first, distinct_pair.c.second_id == second


def _answer(connection: Connection, first: str, second: str, before: str, after: str) -> None:
    """Move the questions about a pair from one status to another."""
    connection.execute(
        update(suggestion)
        .where(
            suggestion.c.status == before,
            or_(
                and_(suggestion.c.listing_id == first, suggestion.c.other_id == second),
                and_(suggestion.c.listing_id == second, suggestion.c.other_id == first),
            ),
        )
        .values(status=after)
    )


def _leaving(connection: Connection, merged: Bundle, gone: Bundle) -> list[Deletion]:
    kept = {(name, record.id) for name, record in merged.records()}
    sal_id = gone.service_at_location.id
    leaving = [Deletion("service_at_location", sal_id)]
    for name, record in reversed(gone.records()[:-1]):
        without = [sal_id] if name != "organization" else [gone.service.id]
        is_free = name != "organization" or Deletion("service", gone.service.id) in leaving
        if is_free and (name, record.id) not in kept and not in_use(connection, name, [record.id], without):
            leaving.append(Deletion(name, record.id))
    return leaving
