"""An event cannot be replaced, either: on SQLite that is neither an update nor a deletion to a trigger."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One guard more; PostgreSQL has no way round those that it has."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE TRIGGER events_no_replace BEFORE INSERT ON events WHEN EXISTS "
            "(SELECT 1 FROM events WHERE seq = NEW.seq) BEGIN SELECT RAISE(ABORT, 'the log is only ever added to'); END"
        )


def downgrade() -> None:
    """Not offered: take the copy that was made before."""
    raise NotImplementedError
