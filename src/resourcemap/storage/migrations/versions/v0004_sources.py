"""The last file of each source; and "not the same" with its reason, which can be taken back."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the table of the last file of each source, and widen the one of pairs kept apart."""
    op.create_table(
        "source_file",
        sa.Column("authority", sa.Text, primary_key=True),
        sa.Column("file_name", sa.Text, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("is_readable", sa.Boolean, nullable=False),
    )
    for column in (
        sa.Column("why", sa.Text),
        sa.Column("undone_at", MOMENT),
        sa.Column("undone_by", sa.Text),
    ):
        op.add_column("distinct_pair", column)
