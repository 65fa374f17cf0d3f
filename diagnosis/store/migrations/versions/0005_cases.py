"""Cases, what was done to them, the reports that were issued, and the numbers that were given out."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Four tables more."""
    op.create_table(
        "counters",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("last", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_counters"),
    )
    _cases()
    op.create_table(
        "case_steps",
        sa.Column("case_number", sa.Text, nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("details", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("case_number", "seq", name="pk_case_steps"),
        sa.ForeignKeyConstraint(["case_number"], ["cases.number"], name="fk_case_steps_case_number"),
    )
    _documents()


def downgrade() -> None:
    """Not offered: take the copy that was made before."""
    raise NotImplementedError


def _cases() -> None:
    op.create_table(
        "cases",
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("origin", sa.Text, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("received_at", sa.Text, nullable=False),
        sa.Column("file_digest", sa.Text, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("member_id", sa.Text, nullable=False),
        sa.Column("member_name", sa.Text, nullable=False),
        sa.Column("ruleset", sa.Text, nullable=False),
        sa.Column("received", sa.LargeBinary),
        sa.Column("current", sa.LargeBinary),
        sa.Column("found", sa.LargeBinary, nullable=False),
        sa.Column("accepted", sa.Text, nullable=False),
        sa.Column("overall", sa.Integer),
        sa.Column("grade", sa.Text),
        sa.Column("tier", sa.Integer),
        sa.Column("certification", sa.Integer),
        sa.Column("discount", sa.Integer),
        sa.Column("matters", sa.Text, nullable=False),
        sa.Column("override", sa.Text),
        sa.Column("trade", sa.Text),
        sa.Column("points", sa.LargeBinary),
        sa.PrimaryKeyConstraint("number", name="pk_cases"),
        sa.ForeignKeyConstraint(["file_digest"], ["files.digest"], name="fk_cases_file_digest"),
    )
    for column in ("state", "file_digest", "member_id"):
        op.create_index(f"ix_cases_{column}", "cases", [column])


def _documents() -> None:
    op.create_table(
        "documents",
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("case_number", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("pages", sa.Integer, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("tier", sa.Integer),
        sa.Column("discount", sa.Integer),
        sa.Column("replaces", sa.Text),
        sa.Column("replaced_by", sa.Text),
        sa.PrimaryKeyConstraint("number", name="pk_documents"),
        sa.ForeignKeyConstraint(["case_number"], ["cases.number"], name="fk_documents_case_number"),
    )
    op.create_index("ix_documents_case_number", "documents", ["case_number"])
