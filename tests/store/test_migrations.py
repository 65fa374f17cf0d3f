"""A store of any version becomes one of today, with everything that it had."""

import multiprocessing
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from diagnosis.store import Store, StoreError
from diagnosis.store.tables import METADATA
from tests.store.made import BATCH, CLOCK, diagnosed, digest, quarantined
from tests.store.test_events import engine_of

FIRST = Path(__file__).parent / "first"


def load_first(url: str) -> None:
    """The store that the first version made, as it stood then: two diagnoses, a quarantined sheet, two runs."""
    engine = engine_of(url)
    script = (FIRST / f"{engine.dialect.name}.sql").read_text("utf-8")
    if engine.dialect.name == "sqlite":
        path = Path(engine.url.database or "")
        path.parent.mkdir(parents=True)
        with sqlite3.connect(path) as connection:
            connection.executescript(script)
        connection.close()
    else:
        with engine.connect() as connection:
            connection.connection.driver_connection.execute(script)  # type: ignore[union-attr]
            connection.connection.commit()
    engine.dispose()


def schema_of(url: str) -> list[tuple[object, ...]]:
    """Tables, indexes and guards, as the database itself describes them."""
    engine = engine_of(url)
    sqlite = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY 1, 2"
    postgresql = (
        "SELECT 'column', table_name, column_name, data_type || is_nullable || coalesce(column_default, '') "
        "FROM information_schema.columns WHERE table_schema = 'public' UNION ALL "
        "SELECT 'index', tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' UNION ALL "
        "SELECT 'rule', conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE connamespace = 'public'::regnamespace UNION ALL "
        "SELECT 'guard', tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger "
        "WHERE NOT tgisinternal ORDER BY 1, 2, 3"
    )
    with engine.connect() as connection:
        found = connection.execute(text(sqlite if engine.dialect.name == "sqlite" else postgresql)).all()
    engine.dispose()
    return [tuple(" ".join(str(part).replace('"', "").split()) for part in row) for row in found]


def test_the_first_version_keeps_everything_and_goes_on(url: str) -> None:
    load_first(url)
    with Store.open(url, CLOCK, create=False) as store:
        assert [one.member_id for one in store.diagnoses()] == ["M-one", "M-two"]
        one, two = store.results([digest("key one"), digest("key two")])
        assert one.diagnosed
        assert two.diagnosed
        assert (one.diagnosed.member_name, one.diagnosed.findings) == ("見本商店one", ("mfa-without-remote",))
        assert (two.diagnosed.overall, two.diagnosed.report) == (None, None)
        assert one.diagnosis == b'{"scorecard":{}}'
        assert store.sheet(one.key) == b'{"name":"one"}'
        assert store.file(digest("file bad")) == b"bytes of bad"
        assert [file for file, _, _ in store.results_of(1)] == ["bad.xlsx", "one.xlsx", "two.xlsx"]
        assert [(run.id, dict(run.counts)) for run in store.batches()] == [
            (2, {}),
            (1, {"diagnosed": 2, "quarantined": 1}),
        ]
        assert (store.verify_chain().events, store.verify_chain().broken) == (6, None)
        store.record(store.begin_batch(BATCH), [diagnosed("one"), diagnosed("three"), quarantined("bad")])
        assert (store.verify_chain().events, store.verify_chain().broken) == (8, None)


def test_however_a_store_came_here_it_has_the_same_tables_and_guards(
    url: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    load_first(url)
    Store.open(url, CLOCK).close()
    if url.startswith("sqlite"):
        other = f"sqlite:///{tmp_path / 'other.db'}"
    else:
        other = request.getfixturevalue("another_database")
    Store.open(other, CLOCK).close()
    assert schema_of(url) == schema_of(other)


def test_the_tables_that_the_program_knows_are_those_that_are_made(url: str) -> None:
    Store.open(url, CLOCK).close()
    engine = engine_of(url)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
    engine.dispose()


def open_and_close(url: str) -> None:
    Store.open(url, CLOCK).close()


@pytest.mark.parametrize("begin", ["nothing", "first"])
def test_several_may_open_at_once_what_none_has_brought_up_to_date(url: str, begin: str) -> None:
    if begin == "first":
        load_first(url)
    context = multiprocessing.get_context("spawn")
    openers = [context.Process(target=open_and_close, args=(url,)) for _ in range(3)]
    for opener in openers:
        opener.start()
    for opener in openers:
        opener.join()
    assert [opener.exitcode for opener in openers] == [0, 0, 0]
    with Store.open(url, CLOCK) as store:
        assert store.verify_chain().events == (6 if begin == "first" else 0)


def test_a_newer_store_is_left_alone(url: str) -> None:
    Store.open(url, CLOCK).close()
    engine = engine_of(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(StoreError) as caught:
        Store.open(url, CLOCK)
    assert "newer version" in caught.value.message.en
    assert "新しい版" in caught.value.message.ja


def test_the_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "theirs.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE theirs (id)")
    connection.close()
    with pytest.raises(StoreError) as caught:
        Store.open(f"sqlite:///{path}", CLOCK)
    assert "another program" in caught.value.message.en
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("theirs",)]
    connection.close()


def test_a_reader_makes_no_store(postgres: Path, url: str) -> None:  # noqa: ARG001 - the cluster is started
    with pytest.raises(StoreError) as caught:
        Store.open(url, CLOCK, create=False)
    assert "There is no store" in caught.value.message.en
    if url.startswith("postgresql"):
        assert schema_of(url) == []


def test_the_program_may_stand_in_a_folder_with_any_name(tmp_path: Path) -> None:
    folder = tmp_path / "a %s 50% & 見本"
    package = Path(__file__).parents[2] / "diagnosis"
    for part in ("store", "model", "files"):
        shutil.copytree(package / part, folder / "diagnosis" / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(package / "__init__.py", folder / "diagnosis")
    code = (
        "import datetime, diagnosis.store as s; "
        "s.Store.open('sqlite:///store.db', lambda: datetime.datetime.now(datetime.UTC)).close(); print(s.__file__)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert str(folder) in done.stdout
