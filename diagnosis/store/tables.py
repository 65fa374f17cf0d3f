"""The tables as they are today. How a store gets there, from the first version on, stands in `migrations`."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    false,
)

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

MEMBERS = Table(
    "members",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
)

FILES = Table(
    "files",
    METADATA,
    Column("digest", Text, primary_key=True),
    Column("content", LargeBinary, nullable=False),  # see `pack_file`
    Column("name", Text, nullable=False),
    Column("kept_at", Text, nullable=False),
)

SHEETS = Table(
    "sheets",
    METADATA,
    Column("digest", Text, primary_key=True),
    Column("member_id", Text, ForeignKey("members.id"), nullable=False, index=True),
    Column("answered_on", Date),
    Column("content", LargeBinary, nullable=False),  # canonical JSON, zlib
)

DIAGNOSES = Table(
    "diagnoses",
    METADATA,
    Column("key", Text, primary_key=True),
    Column("member_id", Text, ForeignKey("members.id"), nullable=False),
    Column("sheet_digest", Text, ForeignKey("sheets.digest"), nullable=False, index=True),
    Column("file_digest", Text, ForeignKey("files.digest"), nullable=False, index=True),
    Column("place", Integer, nullable=False),
    Column("ruleset", Text, nullable=False),
    Column("definitions", Text, nullable=False),  # JSON
    Column("engine", Text, nullable=False),
    Column("diagnosed_on", Date, nullable=False),
    Column("overall", Integer),  # bp, as lower and upper
    Column("lower", Integer),
    Column("upper", Integer),
    Column("grade", Text),
    Column("tier", Integer),  # percent, as certification and discount
    Column("certification", Integer, nullable=False),
    Column("discount", Integer),
    Column("risk_group", Text),
    Column("trade", Text),
    Column("employees", BigInteger),
    Column("persons", BigInteger),
    Column("gates", Text, nullable=False),  # JSON, as findings and referrals
    Column("findings", Text, nullable=False),
    Column("referrals", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),  # the whole diagnosis as JSON, zlib
    Column("recorded_at", Text, nullable=False),
    Index(None, "member_id", "diagnosed_on"),
)

REPORTS = Table(
    "reports",
    METADATA,
    Column("key", Text, ForeignKey("diagnoses.key"), primary_key=True),
    Column("name", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("pages", Integer, nullable=False),
    Column("language", Text, nullable=False),
    Column("edition", Text, nullable=False),
    Column("templates", Text, nullable=False),
)

QUARANTINE = Table(
    "quarantine",
    METADATA,
    Column("key", Text, primary_key=True),
    Column("file_digest", Text, ForeignKey("files.digest"), nullable=False, index=True),
    Column("place", Integer, nullable=False),
    Column("problems", Text, nullable=False),  # JSON
    Column("recorded_at", Text, nullable=False),
)

BATCHES = Table(
    "batches",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("inbox", Text, nullable=False),
    Column("outbox", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("edition", Text, nullable=False),
    Column("asked", Text, nullable=False),  # JSON, as counts
    Column("started_at", Text, nullable=False),
    Column("finished_at", Text),
    Column("counts", Text),
    Column("interrupted", Boolean, nullable=False, default=False),
)

ITEMS = Table(
    "batch_items",
    METADATA,
    Column("batch_id", Integer, ForeignKey("batches.id"), primary_key=True),
    Column("file", Text, primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("key", Text, nullable=False, index=True),
)

DRAFTS = Table(
    "drafts",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("content", LargeBinary, nullable=False),  # locked with a key that its owner has
    Column("expires_at", BigInteger, nullable=False, index=True),  # seconds since 1970
)

USERS = Table(
    "users",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("roles", Text, nullable=False),  # with blanks between
    Column("password", Text),  # hashed; none for those whom the directory signs in
    Column("is_active", Boolean, nullable=False),
    Column("is_initial", Boolean, nullable=False, server_default=false()),  # the password, given by somebody else
    Column("second_factor", Text),  # the secret of an authenticator app
    Column("last_step", BigInteger, nullable=False, server_default="0"),  # of the code that was taken last
)

SESSIONS = Table(
    "sessions",
    METADATA,
    Column("name", Text, primary_key=True),  # a hash of what the browser has
    Column("user_id", Text, ForeignKey("users.id"), nullable=False, index=True),
    Column("began_at", BigInteger, nullable=False),  # seconds since 1970
    Column("seen_at", BigInteger, nullable=False),
)

COUNTERS = Table(
    "counters",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("last", Integer, nullable=False),
)
"""Numbers that were given out: one is never given out again, whatever is deleted."""

CASES = Table(
    "cases",
    METADATA,
    Column("number", Text, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("state", Text, nullable=False, index=True),
    Column("origin", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("received_at", Text, nullable=False),
    Column("file_digest", Text, ForeignKey("files.digest"), nullable=False, index=True),
    Column("place", Integer, nullable=False),
    Column("member_id", Text, nullable=False, index=True),
    Column("member_name", Text, nullable=False),
    Column("ruleset", Text, nullable=False),
    Column("received", LargeBinary),  # canonical sheets, packed
    Column("current", LargeBinary),
    Column("found", LargeBinary, nullable=False),  # problems, places and normalisations, JSON, packed
    Column("accepted", Text, nullable=False),  # JSON, as matters and override
    Column("overall", Integer),
    Column("grade", Text),
    Column("tier", Integer),
    Column("certification", Integer),
    Column("discount", Integer),
    Column("matters", Text, nullable=False),
    Column("override", Text),
    Column("trade", Text),
    Column("points", LargeBinary),  # of every counting question, JSON, packed
)

CASE_STEPS = Table(
    "case_steps",
    METADATA,
    Column("case_number", Text, ForeignKey("cases.number"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("details", Text, nullable=False),  # JSON
)

DOCUMENTS = Table(
    "documents",
    METADATA,
    Column("number", Text, primary_key=True),
    Column("case_number", Text, ForeignKey("cases.number"), nullable=False, index=True),
    Column("at", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),  # the PDF
    Column("pages", Integer, nullable=False),
    Column("language", Text, nullable=False),
    Column("tier", Integer),
    Column("discount", Integer),
    Column("replaces", Text),
    Column("replaced_by", Text),
)

API_KEYS = Table(
    "api_keys",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("hash", Text, nullable=False),
    Column("scopes", Text, nullable=False),  # with blanks between
    Column("made_at", BigInteger, nullable=False),  # seconds since 1970
    Column("expires_at", BigInteger),
    Column("used_on", Text),  # a day
    Column("is_revoked", Boolean, nullable=False),
)

API_ANSWERS = Table(
    "api_answers",
    METADATA,
    Column("owner", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("request", Text, nullable=False),  # digest
    Column("began_at", BigInteger, nullable=False, index=True),
    Column("status", Integer),
    Column("kind", Text),
    Column("disposition", Text),
    Column("members", Text),  # JSON: the numbers of those whom the answer tells of, so that it goes with their data
    Column("content", LargeBinary),
)

EVENTS = Table(
    "events",
    METADATA,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False, index=True),
    Column("subject", Text, nullable=False, index=True),
    Column("details", Text, nullable=False),  # canonical JSON: what the hash is over
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False),
)

CHAIN = Table(
    "chain_head",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), nullable=False),
    Column("hash", Text, nullable=False),
)
"""One row. Whoever writes to the log holds it, so that there is one writer at a time."""
