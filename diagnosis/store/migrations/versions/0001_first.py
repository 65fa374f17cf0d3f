"""The first version: members, files, sheets, diagnoses, reports, quarantine, batches, events."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_BEGINNING = "0" * 64


def upgrade() -> None:
    """Every table, the head of the chain, and the guards of the log."""
    _sheets()
    _diagnoses()
    _batches()
    _log()


def downgrade() -> None:
    """Not offered: take the copy that was made before."""
    raise NotImplementedError


def _text(name: str, *, empty: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=empty)


def _number(name: str, *, empty: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=empty)


def _sheets() -> None:
    op.create_table("members", _text("id"), _text("name"), sa.PrimaryKeyConstraint("id", name="pk_members"))
    op.create_table(
        "files",
        _text("digest"),
        sa.Column("content", sa.LargeBinary, nullable=False),
        _text("name"),
        _text("kept_at"),
        sa.PrimaryKeyConstraint("digest", name="pk_files"),
    )
    op.create_table(
        "sheets",
        _text("digest"),
        _text("member_id"),
        sa.Column("answered_on", sa.Date),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_sheets"),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_sheets_member_id"),
    )
    op.create_index("ix_sheets_member_id", "sheets", ["member_id"])


def _diagnoses() -> None:
    op.create_table(
        "diagnoses",
        *map(_text, ("key", "member_id", "sheet_digest", "file_digest")),
        _number("place"),
        *map(_text, ("ruleset", "definitions", "engine")),
        sa.Column("diagnosed_on", sa.Date, nullable=False),
        *(_number(name, empty=True) for name in ("overall", "lower", "upper")),
        _text("grade", empty=True),
        _number("tier", empty=True),
        _number("certification"),
        _number("discount", empty=True),
        *(_text(name, empty=True) for name in ("risk_group", "trade")),
        *(sa.Column(name, sa.BigInteger) for name in ("employees", "persons")),
        *map(_text, ("gates", "findings", "referrals")),
        sa.Column("content", sa.LargeBinary, nullable=False),
        _text("recorded_at"),
        sa.PrimaryKeyConstraint("key", name="pk_diagnoses"),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_diagnoses_member_id"),
        sa.ForeignKeyConstraint(["sheet_digest"], ["sheets.digest"], name="fk_diagnoses_sheet_digest"),
        sa.ForeignKeyConstraint(["file_digest"], ["files.digest"], name="fk_diagnoses_file_digest"),
    )
    op.create_index("ix_diagnoses_sheet_digest", "diagnoses", ["sheet_digest"])
    op.create_index("ix_diagnoses_file_digest", "diagnoses", ["file_digest"])
    op.create_index("ix_diagnoses_member_id_diagnosed_on", "diagnoses", ["member_id", "diagnosed_on"])
    op.create_table(
        "reports",
        *map(_text, ("key", "name", "digest")),
        *map(_number, ("size", "pages")),
        *map(_text, ("language", "edition", "templates")),
        sa.PrimaryKeyConstraint("key", name="pk_reports"),
        sa.ForeignKeyConstraint(["key"], ["diagnoses.key"], name="fk_reports_key"),
    )
    op.create_table(
        "quarantine",
        *map(_text, ("key", "file_digest")),
        _number("place"),
        *map(_text, ("problems", "recorded_at")),
        sa.PrimaryKeyConstraint("key", name="pk_quarantine"),
        sa.ForeignKeyConstraint(["file_digest"], ["files.digest"], name="fk_quarantine_file_digest"),
    )
    op.create_index("ix_quarantine_file_digest", "quarantine", ["file_digest"])


def _batches() -> None:
    op.create_table(
        "batches",
        sa.Column("id", sa.Integer, autoincrement=True, nullable=False),
        *map(_text, ("inbox", "outbox", "language", "edition", "asked", "started_at")),
        *(_text(name, empty=True) for name in ("finished_at", "counts")),
        sa.Column("interrupted", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_batches"),
    )
    op.create_table(
        "batch_items",
        _number("batch_id"),
        _text("file"),
        _number("place"),
        _text("key"),
        sa.PrimaryKeyConstraint("batch_id", "file", "place", name="pk_batch_items"),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.id"], name="fk_batch_items_batch_id"),
    )
    op.create_index("ix_batch_items_key", "batch_items", ["key"])


def _log() -> None:
    long = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    op.create_table(
        "events",
        sa.Column("seq", long, autoincrement=False, nullable=False),
        *map(_text, ("at", "actor", "action", "subject", "details", "previous", "hash")),
        sa.PrimaryKeyConstraint("seq", name="pk_events"),
    )
    op.create_index("ix_events_action", "events", ["action"])
    op.create_index("ix_events_subject", "events", ["subject"])
    head = op.create_table(
        "chain_head",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("seq", long, nullable=False),
        _text("hash"),
        sa.PrimaryKeyConstraint("id", name="pk_chain_head"),
    )
    op.bulk_insert(head, [{"id": 1, "seq": 0, "hash": _BEGINNING}])
    _guard_log()


def _guard_log() -> None:
    """Events are added and never changed, by nobody."""
    if op.get_bind().dialect.name == "sqlite":
        for deed in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER events_no_{deed.lower()} BEFORE {deed} ON events "
                "BEGIN SELECT RAISE(ABORT, 'the log is only ever added to'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION events_stay() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the log is only ever added to'; END $$"
    )
    for deed, each in (("UPDATE", "ROW"), ("DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
        op.execute(
            f"CREATE TRIGGER events_no_{deed.lower()} BEFORE {deed} ON events "
            f"FOR EACH {each} EXECUTE FUNCTION events_stay()"
        )
