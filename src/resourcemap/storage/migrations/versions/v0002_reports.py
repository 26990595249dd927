"""Anonymous reports on places."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the table of reports: no moment, no sender, nothing that could tell who wrote one."""
    op.create_table(
        "report",
        sa.Column("code", sa.Text, primary_key=True),
        sa.Column("listing_id", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("text", sa.Text),
        sa.Column("status", sa.Text, nullable=False),
    )
    op.create_index("ix_report_listing_id", "report", ["listing_id"])
