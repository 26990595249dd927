"""The four record tables, their history, imports and suggestions."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

# Written out and not taken from tables.py: a migration must stay what it was.
NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create all tables."""
    _create_record_tables()
    op.create_table(
        "import_run",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("number", NUMBER, nullable=False, unique=True),
        sa.Column("first_change", NUMBER, nullable=False),
        sa.Column("last_change", NUMBER, nullable=False),
        sa.Column("file_name", sa.Text, nullable=False),
        sa.Column("format", sa.Text, nullable=False),
        sa.Column("authority", sa.Text, nullable=False),
        sa.Column("source_name", sa.Text),
        sa.Column("file_hash", sa.Text, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("counts", sa.JSON, nullable=False),
        sa.Column("undone_at", MOMENT),
        sa.Column("undone_by", sa.Text),
    )
    op.create_table(
        "change",
        sa.Column("number", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("why", sa.Text),
        sa.Column("import_id", sa.Text, sa.ForeignKey("import_run.id")),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("resource_type", sa.Text, nullable=False),
        sa.Column("resource_id", sa.Text, nullable=False),
        sa.Column("field_name", sa.Text),
        sa.Column("previous_value", sa.JSON),
        sa.Column("replacement_value", sa.JSON),
    )
    op.create_index("ix_change_resource", "change", ["resource_type", "resource_id"])
    op.create_table(
        "source_record",
        sa.Column("authority", sa.Text, primary_key=True),
        sa.Column("identifier", sa.Text, primary_key=True),
        sa.Column("import_id", sa.Text, sa.ForeignKey("import_run.id"), primary_key=True),
        sa.Column("listing_id", sa.Text, sa.ForeignKey("service_at_location.id"), nullable=False),
        sa.Column("content_hash", sa.Text, nullable=False),
        sa.Column("raw", sa.JSON, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
    )
    op.create_table(
        "suggestion",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("listing_id", sa.Text, nullable=False),
        sa.Column("other_id", sa.Text, nullable=False),
        sa.Column("reasons", sa.JSON, nullable=False),
        sa.Column("import_id", sa.Text, sa.ForeignKey("import_run.id")),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
    )
    op.create_index("ix_suggestion_listing_id", "suggestion", ["listing_id"])
    if op.get_bind().dialect.name == "postgresql":
        _add_points()


def _create_record_tables() -> None:
    def table(name: str, *columns: sa.Column[object]) -> None:
        op.create_table(
            name,
            sa.Column("id", sa.Text, primary_key=True),
            *columns,
            sa.Column("document", sa.JSON, nullable=False),
            sa.Column("row_hash", sa.Text, nullable=False),
            sa.Column("version", NUMBER, nullable=False),
            sa.Column("deleted_at", MOMENT),
        )

    table("organization", sa.Column("name", sa.Text))
    table(
        "service",
        sa.Column("organization_id", sa.Text, sa.ForeignKey("organization.id")),
        sa.Column("name", sa.Text),
        sa.Column("status", sa.Text),
        sa.Column("assured_date", sa.Date),
    )
    table(
        "location",
        sa.Column("name", sa.Text),
        sa.Column("latitude", sa.Float),
        sa.Column("longitude", sa.Float),
    )
    table(
        "service_at_location",
        sa.Column("service_id", sa.Text, sa.ForeignKey("service.id"), nullable=False),
        sa.Column("location_id", sa.Text, sa.ForeignKey("location.id")),
        sa.Column("authority", sa.Text),
    )
    for name, column in (
        ("service", "organization_id"),
        ("service_at_location", "service_id"),
        ("service_at_location", "location_id"),
        ("service_at_location", "authority"),
    ):
        op.create_index(f"ix_{name}_{column}", name, [column])


def _add_points() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS postgis")
    # Computed by the database, so that no write can leave the point behind its coordinates.
    op.execute(
        """
        ALTER TABLE location ADD COLUMN point geography(Point, 4326) GENERATED ALWAYS AS (
          CASE WHEN latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180
          THEN ST_SetSRID(ST_MakePoint(longitude, latitude), 4326)::geography END
        ) STORED
        """
    )
    op.execute("CREATE INDEX ix_location_point ON location USING gist (point)")
