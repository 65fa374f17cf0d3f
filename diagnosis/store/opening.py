"""From a URL to a database that is ready: opened, and brought up to the present version."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from diagnosis.store.errors import StoreError

MIGRATIONS = Path(__file__).parent / "migrations"
_WAIT_MS = 60_000
"""How long a writer waits for another one."""
_MIGRATION_LOCK = 7_260_231
"""Any number, the same for all who migrate one PostgreSQL database."""


def open_engine(url: str, *, create: bool) -> Engine:
    """The database at `url`, at the present version. create: make it where there is none. Raises StoreError."""
    parsed = _parse(url)
    if not create:
        _expect_file(parsed)
    try:
        engine = _create(parsed)
        with engine.connect() as connection:
            _migrate(connection)
    except ModuleNotFoundError as error:
        raise StoreError(
            ja=f"このデータベースを使うための {error.name} がありません。"
            "「pip install 'diagnosis[pg]'」で入れてください。",
            en=f"This database needs {error.name}. Install it: pip install 'diagnosis[pg]'.",
        ) from error
    except (DBAPIError, OSError) as error:
        raise cannot_use(parsed, error) from error
    return engine


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
        raise StoreError(
            ja=f"保管庫 {url.database} がありません。diagnosis batch が作ったものを --store で指定してください。",
            en=f"There is no store {url.database}. Name with --store one that diagnosis batch has made.",
        )


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
    for pragma in ("journal_mode=WAL", "synchronous=FULL", f"busy_timeout={_WAIT_MS}", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes its place in the queue at once: two that both read first could not both write."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextlib.contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that writes; whole or not at all. Raises StoreError."""
    try:
        with engine.connect().execution_options(writes=True) as connection, connection.begin():
            yield connection
    except (DBAPIError, OSError) as error:
        raise cannot_use(engine.url, error) from error


@contextlib.contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that only reads: one state of the store from start to end. Raises StoreError."""
    try:
        with engine.connect() as connection:
            yield connection
    except (DBAPIError, OSError) as error:
        raise cannot_use(engine.url, error) from error


def _migrate(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    newest = ScriptDirectory.from_config(config).get_current_head()
    with connection.begin():
        found = MigrationContext.configure(connection).get_current_revision()
    if found == newest:
        return
    connection = connection.execution_options(writes=True)
    with connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _MIGRATION_LOCK})
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            raise StoreError(
                ja="この保管庫は、より新しい版のプログラムで作られています。プログラムを新しくしてください。",
                en="This store was made by a newer version of the program. Update the program.",
            ) from error
