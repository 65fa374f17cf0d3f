"""Users: a password that somebody else gave, and a second factor."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Three columns more. Whoever has a password keeps it, and is asked for a second factor when they next sign in."""
    op.add_column("users", sa.Column("is_initial", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("users", sa.Column("second_factor", sa.Text))
    op.add_column("users", sa.Column("last_step", sa.BigInteger, nullable=False, server_default=sa.text("0")))


def downgrade() -> None:
    """Not offered: take the copy that was made before."""
    raise NotImplementedError
