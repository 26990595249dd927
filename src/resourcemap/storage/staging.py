"""What staff prepare before an import: files that wait, and how the tables of a source are read."""

from datetime import datetime

from sqlalchemy import Engine, delete, insert, select, update

from resourcemap.errors import NotFoundError
from resourcemap.model.source import SavedFile, SourceFile
from resourcemap.model.table import TableMapping
from resourcemap.storage.desk_tables import column_mapping, saved_file, source_file
from resourcemap.storage.documents import clean
from resourcemap.storage.engine import reading, writing


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

    def source_files(self) -> tuple[SourceFile, ...]:
        """List the last file of each source, newest first."""
        query = select(source_file).order_by(source_file.c.at.desc(), source_file.c.authority)
        with reading(self._engine) as connection:
            return tuple(SourceFile(**row._mapping) for row in connection.execute(query))

    def note_source_file(self, file: SourceFile) -> None:
        """Remember the last file of a source; nothing of what is in it is kept here."""
        row = {
            "authority": file.authority,
            "file_name": file.file_name,
            "at": file.at,
            "by": file.by,
            "is_readable": file.is_readable,
        }
        with writing(self._engine) as connection:
            connection.execute(delete(source_file).where(source_file.c.authority == file.authority))
            connection.execute(insert(source_file), [row])

    def forget_source_file(self, authority: str) -> None:
        """Forget that a file of a source came."""
        with writing(self._engine) as connection:
            connection.execute(delete(source_file).where(source_file.c.authority == authority))

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
