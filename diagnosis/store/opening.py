"""From a URL to a database that is ready: opened, and brought up to the present version."""

import contextlib
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from diagnosis.store.errors import StoreError

T = TypeVar("T")

MIGRATIONS = Path(__file__).parent / "migrations"
_WAIT_MS = 60_000
"""How long a writer waits for another one."""
_ROOM = ("cache_size=-32768", "wal_autocheckpoint=16000")
"""32 MB of pages in memory, and 64 MB in the log before they are moved: keys lie anywhere, so a page is changed many
times. What is acknowledged is on disk all the same: the log is, at each commit.
"""
_MIGRATION_LOCK = 7_260_231
"""Any number, the same for all who migrate one PostgreSQL database."""
_ALEMBIC = threading.Lock()
"""Alembic's way into `env.py` is one for the whole process."""
_TRIES = 3
_UNLUCKY = frozenset({"40001", "40P01"})
"""PostgreSQL: gave way to another transaction."""
_FAILURES = (DBAPIError, OSError, UnicodeError, OverflowError)
"""What a database, a disk, or a text or number that a database cannot hold end in."""


def open_engine(url: str, *, create: bool) -> Engine:
    """The database at `url`, at the present version. create: make it where there is none. Raises StoreError."""
    parsed = _parse(url)
    if not create:
        _expect_file(parsed)
    try:
        return _ready(_create(parsed), create=create)
    except ModuleNotFoundError as error:
        raise StoreError(
            ja=f"このデータベースを使うための {error.name} がありません。"
            "「pip install 'diagnosis[pg]'」で入れてください。",
            en=f"This database needs {error.name}. Install it: pip install 'diagnosis[pg]'.",
        ) from error
    except _FAILURES as error:
        raise cannot_use(parsed, error) from error


def _ready(engine: Engine, *, create: bool) -> Engine:
    """At the present version; where that fails no connection is left open."""
    with contextlib.ExitStack() as undo:
        undo.callback(engine.dispose)
        with engine.connect() as connection:
            _migrate(connection, create=create)
        undo.pop_all()
    return engine


def no_store(url: URL) -> StoreError:
    """Where a store was expected, there is none."""
    name = url.database if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=True)
    return StoreError(
        ja=f"保管庫 {name} がありません。diagnosis batch が作ったもの（出力フォルダーなど）を "
        "--store か環境変数 DIAGNOSIS_STORE で指定してください。",
        en=f"There is no store {name}. Name one that diagnosis batch has made, such as its outbox, "
        "with --store or DIAGNOSIS_STORE.",
    )


def cannot_use(url: URL, error: Exception) -> StoreError:
    """The store's own words for what the database or the disk said."""
    reason = " ".join(str(error.orig if isinstance(error, DBAPIError) else error).split())
    name = url.render_as_string(hide_password=True)
    return StoreError(
        ja=f"保管庫 {name} を使えません（{reason}）。場所、権限、空き容量、接続先を確かめてください。",
        en=f"The store {name} cannot be used ({reason}). Check the place, permissions, space left and the connection.",
    )


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
        backend = parsed.get_backend_name()
    except (ArgumentError, NoSuchModuleError, ValueError):
        backend = ""
    if backend not in {"sqlite", "postgresql"}:
        raise StoreError(
            ja=f"保管庫の場所「{url}」を読み取れません。sqlite:///ファイル名 か "
            "postgresql+psycopg://利用者@サーバー/データベース と書いてください。",
            en=f"'{url}' is no place for a store. Write sqlite:///FILE or postgresql+psycopg://USER@SERVER/DATABASE.",
        )
    return parsed.set(drivername="postgresql+psycopg") if backend == "postgresql" else parsed


def _expect_file(url: URL) -> None:
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        raise no_store(url)


def _create(url: URL) -> Engine:
    if url.get_backend_name() == "postgresql":
        return create_engine(url, pool_pre_ping=True)
    if url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection, _record) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001 - as the library calls it
    connection.isolation_level = None  # transactions begin where we say so, see `_begin_sqlite`
    for pragma in (
        f"busy_timeout={_WAIT_MS}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
        *_ROOM,
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes its place in the queue at once: two that both read first could not both write."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def write(engine: Engine, deed: Callable[[Connection], T]) -> T:
    """Do `deed` in a transaction that writes, whole or not at all. Raises StoreError.

    Done again where another writer came first or the server went away: a deed must bear being done twice.
    """
    for left in reversed(range(_TRIES)):
        try:
            with engine.connect().execution_options(writes=True) as connection, connection.begin():
                return deed(connection)
        except _FAILURES as error:
            if not left or not _may_pass(error):
                raise cannot_use(engine.url, error) from error
    raise AssertionError


@contextlib.contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that only reads: one state of the store from start to end. Raises StoreError."""
    try:
        with engine.connect().execution_options(**_one_state(engine)) as connection:
            yield connection
    except _FAILURES as error:
        raise cannot_use(engine.url, error) from error


def _one_state(engine: Engine) -> Mapping[str, object]:
    """SQLite shows a reader one state anyway; PostgreSQL, unless asked, a new one at each statement."""
    return {"isolation_level": "REPEATABLE READ"} if engine.dialect.name == "postgresql" else {}


def _may_pass(error: Exception) -> bool:
    if not isinstance(error, DBAPIError):
        return False
    return error.connection_invalidated or getattr(error.orig, "sqlstate", None) in _UNLUCKY


def _migrate(connection: Connection, *, create: bool) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    newest = ScriptDirectory.from_config(config).get_current_head()
    with connection.begin():
        found = MigrationContext.configure(connection).get_current_revision()
        is_foreign = found is None and connection.dialect.name == "sqlite" and inspect(connection).get_table_names()
    if found == newest:
        return
    url = connection.engine.url
    if is_foreign:
        raise StoreError(
            ja=f"{url.database} は別のプログラムのデータベースです。ほかのファイルを --store で指定してください。",
            en=f"{url.database} is the database of another program. Name another file with --store.",
        )
    if found is None and not create:
        raise no_store(url)
    connection = connection.execution_options(writes=True)
    with _ALEMBIC, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _MIGRATION_LOCK})
        config.attributes["connection"] = connection
        _upgrade(config)


def _upgrade(config: Config) -> None:
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise StoreError(
            ja="この保管庫は、より新しい版のプログラムで作られています。プログラムを新しくしてください。",
            en="This store was made by a newer version of the program. Update the program.",
        ) from error
