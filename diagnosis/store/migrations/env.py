"""Alembic's way in: the connection is handed over by `opening`, in a transaction that is already open."""

from alembic import context

from diagnosis.store.tables import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA, transactional_ddl=False)
context.run_migrations()
