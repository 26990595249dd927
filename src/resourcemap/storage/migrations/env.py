"""Runs the migrations on the connection the store hands over; Alembic executes this file."""

from alembic import context

from resourcemap.storage import desk_tables

# The store's own transaction covers all migrations: they are applied whole or not at all.
context.configure(
    connection=context.config.attributes["connection"], target_metadata=desk_tables.account.metadata
)
context.run_migrations()
