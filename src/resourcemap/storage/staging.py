"""What staff prepare before an import: files that wait, and how the tables of a source are read."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, delete, insert, select, update

from resourcemap.errors import NotFoundError
from resourcemap.model.table import TableMapping
from resourcemap.storage.desk_tables import column_mapping, saved_file, source_fault
from resourcemap.storage.documents import clean
from resourcemap.storage.engine import reading, writing


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedFile:
    """A file somebody dropped and did not apply yet, with the data version its plan was made on."""

    id: str
    file_name: str
    format: str
    authority: str
    version: int
    at: datetime
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFault:
    """A source whose last file could not be read: which file, when and by whom it was brought."""

    authority: str
    file_name: str
    at: datetime
    by: str


class Staging:
    """Files that wait to be applied, and the mappings of their columns."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def keep(self, file: SavedFile, content: bytes) -> None:
        """Keep a file, in place of one of the same id."""
        values = {
            "file_name": file.file_name,
            "format": file.format,
            "authority": file.authority,
            "version": file.version,
            "at": file.at,
            "by": file.by,
            "content": content,
        }
        with writing(self._engine) as connection:
            done = connection.execute(update(saved_file).where(saved_file.c.id == file.id).values(**values))
            if done.rowcount == 0:
                connection.execute(insert(saved_file), [{"id": file.id, **values}])

    def files(self) -> tuple[SavedFile, ...]:
        """List the files that wait, newest first."""
        columns = [column for column in saved_file.c if column.name != "content"]
        with reading(self._engine) as connection:
            rows = connection.execute(select(*columns).order_by(saved_file.c.at.desc(), saved_file.c.id))
            return tuple(SavedFile(**row._mapping) for row in rows)

    def content(self, file_id: str) -> tuple[SavedFile, bytes]:
        """
        Read one file.

        Raises
        ------
        NotFoundError
            When it was applied or dropped.
        """
        with reading(self._engine) as connection:
            row = connection.execute(select(saved_file).where(saved_file.c.id == file_id)).one_or_none()
        if row is None:
            raise NotFoundError(
                "This file is not waiting any more: it was applied or dropped. Choose it again."
            )
        values = dict(row._mapping)
        content = bytes(values.pop("content"))
        return SavedFile(**values), content

    def drop(self, file_id: str) -> None:
        """Forget a file; one that is gone already is no fault."""
        with writing(self._engine) as connection:
            connection.execute(delete(saved_file).where(saved_file.c.id == file_id))

    def faults(self) -> tuple[SourceFault, ...]:
        """List the sources whose last file could not be read, newest first."""
        query = select(source_fault).order_by(source_fault.c.at.desc(), source_fault.c.authority)
        with reading(self._engine) as connection:
            return tuple(SourceFault(**row._mapping) for row in connection.execute(query))

    def note_fault(self, fault: SourceFault) -> None:
        """Remember that a file could not be read; nothing of the file itself is kept."""
        row = {"authority": fault.authority, "file_name": fault.file_name, "at": fault.at, "by": fault.by}
        with writing(self._engine) as connection:
            connection.execute(delete(source_fault).where(source_fault.c.authority == fault.authority))
            connection.execute(insert(source_fault), [row])

    def forget_fault(self, authority: str) -> None:
        """Let a source be: a later file could be read, or somebody said so."""
        with reading(self._engine) as connection:
            query = select(source_fault.c.authority).where(source_fault.c.authority == authority)
            if connection.execute(query).first() is None:
                return
        with writing(self._engine) as connection:
            connection.execute(delete(source_fault).where(source_fault.c.authority == authority))

    def mapping(self, authority: str) -> TableMapping:
        """Read how the tables of a source are read; empty when nobody said."""
        with reading(self._engine) as connection:
            query = select(column_mapping.c.document).where(column_mapping.c.authority == authority)
            document = connection.execute(query).scalar()
        return TableMapping.from_document(document or {})

    def remember(self, authority: str, mapping: TableMapping, *, by: str, at: datetime) -> None:
        """Remember how the tables of a source are read; an empty mapping forgets it."""
        with writing(self._engine) as connection:
            connection.execute(delete(column_mapping).where(column_mapping.c.authority == authority))
            if mapping:
                row = {"authority": authority, "document": clean(mapping.to_document()), "at": at, "by": by}
                connection.execute(insert(column_mapping), [row])
