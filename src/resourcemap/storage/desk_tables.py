"""The tables of the outreach desk: accounts and sign-ins, drafts, checks, merges and policies."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, LargeBinary, Table, Text

from resourcemap.storage.seals import sealed
from resourcemap.storage.tables import Document, Number, UtcDateTime, metadata

account = Table(
    "account",
    metadata,
    Column("id", Text, primary_key=True),
    # As typed to sign in, folded: "Ana" and "ana" are one person.
    Column("name", Text, nullable=False, unique=True),
    Column("display_name", Text, nullable=False),
    Column("roles", Document, nullable=False),
    Column("password_hash", Text),
    Column("totp_secret", Text),
    # The newest time step whose code was used: a code works once.
    Column("totp_step", Number),
    # Issuer and subject of a single sign-on account.
    Column("subject", Text, unique=True),
    Column("is_active", Boolean, nullable=False),
    Column("failed_count", Integer, nullable=False),
    Column("locked_until", UtcDateTime),
    Column("created_at", UtcDateTime, nullable=False),
    Column("created_by", Text, nullable=False),
    sealed(),
)

# The token itself is only in the visitor's browser; whoever reads this table cannot sign in with it.
login = Table(
    "login",
    metadata,
    Column("token_hash", Text, primary_key=True),
    Column("account_id", Text, ForeignKey("account.id"), nullable=False, index=True),
    Column("created_at", UtcDateTime, nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
    # Whether a second factor was given.
    Column("is_strong", Boolean, nullable=False),
    Column("ended_at", UtcDateTime),
    Column("end_reason", Text),
)

invite = Table(
    "invite",
    metadata,
    Column("token_hash", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("account_id", Text, ForeignKey("account.id")),
    Column("roles", Document, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("used_at", UtcDateTime),
)

account_event = Table(
    "account_event",
    metadata,
    Column("number", Number, primary_key=True, autoincrement=False),
    Column("at", UtcDateTime, nullable=False),
    Column("account_id", Text, index=True),
    Column("kind", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("detail", Document),
    sealed(),
)

draft = Table(
    "draft",
    metadata,
    Column("id", Text, primary_key=True),
    Column("account_id", Text, ForeignKey("account.id"), nullable=False, index=True),
    # None for a place that is not listed yet.
    Column("listing_id", Text),
    # The newest change of the listing when the draft began: what it is compared with on saving.
    Column("base_version", Number, nullable=False),
    Column("document", Document, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    sealed(),
)

merge = Table(
    "merge",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kept_id", Text, nullable=False, index=True),
    Column("gone_id", Text, nullable=False, index=True),
    # The run whose changes did it; undoing that run undoes the merge.
    Column("import_id", Text, ForeignKey("import_run.id")),
    Column("at", UtcDateTime, nullable=False),
    Column("by", Text, nullable=False),
    Column("why", Text),
    Column("undone_at", UtcDateTime),
)

# "Not the same" is said once: the two ids in their order. Taken back, the row stays.
distinct_pair = Table(
    "distinct_pair",
    metadata,
    Column("first_id", Text, primary_key=True),
    Column("second_id", Text, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("by", Text, nullable=False),
    Column("why", Text),
    Column("undone_at", UtcDateTime),
    Column("undone_by", Text),
)

verification = Table(
    "verification",
    metadata,
    Column("id", Text, primary_key=True),
    Column("listing_id", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("by", Text, nullable=False),
    # call, visit, website or the place itself.
    Column("how", Text, nullable=False),
    Column("result", Text, nullable=False),
    Column("answers", Document, nullable=False),
    sealed(),
    Index("ix_verification_listing_id", "listing_id", "at"),
)

policy = Table(
    "policy",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Document, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("by", Text, nullable=False),
    sealed(),
)

# How the columns and values of one source's files are read, once staff said so.
column_mapping = Table(
    "column_mapping",
    metadata,
    Column("authority", Text, primary_key=True),
    Column("document", Document, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("by", Text, nullable=False),
)

do_not_list = Table(
    "do_not_list",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("by", Text, nullable=False),
    Column("removed_at", UtcDateTime),
    sealed(),
)

# A file somebody dropped and did not apply yet, with the data version its plan was made on.
saved_file = Table(
    "saved_file",
    metadata,
    Column("id", Text, primary_key=True),
    Column("file_name", Text, nullable=False),
    Column("format", Text, nullable=False),
    Column("authority", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("version", Number, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("by", Text, nullable=False),
)

# The last file that came of each source, whether it changed anything or not; and whether it could be read.
source_file = Table(
    "source_file",
    metadata,
    Column("authority", Text, primary_key=True),
    Column("file_name", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("by", Text, nullable=False),
    Column("is_readable", Boolean, nullable=False),
)

# A place somebody asks to add. Like reports: a day and no moment, and nothing of who unless they say so.
proposal = Table(
    "proposal",
    metadata,
    Column("code", Text, primary_key=True),
    Column("day", Date, nullable=False),
    Column("document", Document, nullable=False),
    Column("contact", Text),
    Column("status", Text, nullable=False),
    Column("outcome", Text),
    Column("decided_by", Text),
    Column("listing_id", Text),
)
