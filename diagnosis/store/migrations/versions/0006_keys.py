"""Keys of other systems, and the answers that were given under an idempotency key."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Two tables more."""
    op.create_table(
        "api_keys",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("scopes", sa.Text, nullable=False),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.Column("expires_at", sa.BigInteger),
        sa.Column("used_on", sa.Text),
        sa.Column("is_revoked", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_api_keys"),
    )
    op.create_table(
        "api_answers",
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("request", sa.Text, nullable=False),
        sa.Column("began_at", sa.BigInteger, nullable=False),
        sa.Column("status", sa.Integer),
        sa.Column("kind", sa.Text),
        sa.Column("disposition", sa.Text),
        sa.Column("members", sa.Text),
        sa.Column("content", sa.LargeBinary),
        sa.PrimaryKeyConstraint("owner", "key", name="pk_api_answers"),
    )
    op.create_index("ix_api_answers_began_at", "api_answers", ["began_at"])


def downgrade() -> None:
    """Not offered: take the copy that was made before."""
    raise NotImplementedError
