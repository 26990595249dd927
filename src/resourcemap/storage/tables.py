"""The tables: HSDS documents with the typed columns the database needs to find them, and their history."""

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    TypeDecorator,
)
from sqlalchemy.schema import SchemaItem

from resourcemap.storage.seals import sealed


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, kept in UTC. SQLite has no zones, so the zone is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn a moment of any zone into UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the moment back with its zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


# Plain JSON on both databases: JSONB would reorder fields and rewrite numbers, and the row's hash
# would no longer be that of the document as written.
Document = JSON(none_as_null=True)
# SQLite knows whole numbers of 64 bits only under the name INTEGER.
Number = BigInteger().with_variant(Integer, "sqlite")

metadata = MetaData()


def _record_table(name: str, *columns: SchemaItem) -> Table:
    return Table(
        name,
        metadata,
        Column("id", Text, primary_key=True),
        *columns,
        Column("document", Document, nullable=False),
        Column("row_hash", Text, nullable=False),
        Column("version", Number, nullable=False),
        Column("deleted_at", UtcDateTime),
    )


organization = _record_table("organization", Column("name", Text))
service = _record_table(
    "service",
    Column("organization_id", Text, ForeignKey("organization.id"), index=True),
    Column("name", Text),
    Column("status", Text),
    Column("assured_date", Date),
)
location = _record_table(
    "location",
    Column("name", Text),
    Column("latitude", Float),
    Column("longitude", Float),
)
service_at_location = _record_table(
    "service_at_location",
    Column("service_id", Text, ForeignKey("service.id"), nullable=False, index=True),
    Column("location_id", Text, ForeignKey("location.id"), index=True),
    Column("authority", Text, index=True),
)

# In the order in which they may be written: those others point to first.
RECORD_TABLES: dict[str, Table] = {
    "organization": organization,
    "service": service,
    "location": location,
    "service_at_location": service_at_location,
}

change = Table(
    "change",
    metadata,
    Column("number", Number, primary_key=True, autoincrement=False),
    Column("at", UtcDateTime, nullable=False),
    Column("by", Text, nullable=False),
    Column("why", Text),
    Column("import_id", Text, ForeignKey("import_run.id")),
    Column("action", Text, nullable=False),
    Column("resource_type", Text, nullable=False),
    Column("resource_id", Text, nullable=False),
    Column("field_name", Text),
    Column("previous_value", Document),
    Column("replacement_value", Document),
    sealed(),
    Index("ix_change_resource", "resource_type", "resource_id"),
)

import_run = Table(
    "import_run",
    metadata,
    Column("id", Text, primary_key=True),
    Column("number", Number, nullable=False, unique=True),
    # Its changes are the numbers from first to last, both included; none when last < first.
    Column("first_change", Number, nullable=False),
    Column("last_change", Number, nullable=False),
    Column("file_name", Text, nullable=False),
    Column("format", Text, nullable=False),
    Column("authority", Text, nullable=False),
    Column("source_name", Text),
    Column("file_hash", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("by", Text, nullable=False),
    Column("counts", Document, nullable=False),
    Column("undone_at", UtcDateTime),
    Column("undone_by", Text),
    sealed(),
)

# One row for each import that said something new, so that an undo finds what was said before.
source_record = Table(
    "source_record",
    metadata,
    Column("authority", Text, primary_key=True),
    Column("identifier", Text, primary_key=True),
    Column("import_id", Text, ForeignKey("import_run.id"), primary_key=True),
    Column("listing_id", Text, ForeignKey("service_at_location.id"), nullable=False),
    Column("content_hash", Text, nullable=False),
    Column("raw", Document, nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
    sealed(),
)

# Each time somebody or a server began to make a backup, and what came of it.
backup_run = Table(
    "backup_run",
    metadata,
    Column("number", Number, primary_key=True, autoincrement=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("by", Text, nullable=False),
    Column("finished_at", UtcDateTime),
    Column("file_name", Text),
    Column("file_hash", Text),
    Column("size_bytes", Number),
    # The data version it holds.
    Column("version", Number),
    # What went wrong, or what was found to be damaged; None is all well.
    Column("fault", Text),
)

suggestion = Table(
    "suggestion",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("listing_id", Text, nullable=False, index=True),
    Column("other_id", Text, nullable=False),
    Column("reasons", Document, nullable=False),
    Column("import_id", Text, ForeignKey("import_run.id")),
    Column("created_at", UtcDateTime, nullable=False),
    Column("status", Text, nullable=False),
)

# A day and no moment, a random code and no number: nothing in a row tells who wrote it.
report = Table(
    "report",
    metadata,
    Column("code", Text, primary_key=True),
    Column("listing_id", Text, nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("day", Date, nullable=False),
    Column("text", Text),
    Column("status", Text, nullable=False),
    # Corrections somebody proposes, and how to reach them if they want: only what they wrote themselves.
    Column("changes", Document),
    Column("contact", Text),
    Column("outcome", Text),
    Column("decided_by", Text),
)
