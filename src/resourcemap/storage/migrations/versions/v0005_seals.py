"""Rows of accounts, drafts, checks and policies carry a hash of what was written, as history does."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the hashes; a row from before gets its own when it is next written."""
    for table in ("account", "account_event", "draft", "verification", "policy", "do_not_list"):
        op.add_column(table, sa.Column("row_hash", sa.Text))
