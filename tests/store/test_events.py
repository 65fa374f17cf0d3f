"""The log: only ever added to, and whoever changes it is found out."""

import contextlib
import multiprocessing
import os
import resource
import signal
import threading
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, event, text
from sqlalchemy.exc import DBAPIError

from diagnosis.store import Store, StoreError
from tests.store.made import BATCH, CLOCK, diagnosed, digest, quarantined


def engine_of(url: str):  # type: ignore[no-untyped-def]  # noqa: ANN201
    return create_engine(url.replace("postgresql://", "postgresql+psycopg://"))


def break_open(url: str, statement: str) -> None:
    """As somebody with full rights might: the guards off, the log changed, the guards on again."""
    engine = engine_of(url)
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("ALTER TABLE events DISABLE TRIGGER ALL"))
        else:
            connection.execute(text("DROP TRIGGER events_no_update"))
            connection.execute(text("DROP TRIGGER events_no_delete"))
            connection.execute(text("DROP TRIGGER events_no_replace"))
        connection.execute(text(statement))
    engine.dispose()


def filled(url: str) -> None:
    with Store.open(url, CLOCK) as store:
        store.record(store.begin_batch(BATCH), [diagnosed("one"), diagnosed("two"), quarantined("bad")])


def test_every_deed_is_an_event_that_names_no_person_and_no_answer(url: str) -> None:
    filled(url)
    with Store.open(url, CLOCK) as store:
        events = list(store.events())
        assert [event.action for event in events] == ["batch-began", "diagnosed", "diagnosed", "quarantined"]
        assert [event.seq for event in events] == [1, 2, 3, 4]
        assert events[1].subject == digest("key one")
        assert events[1].details["report"] == digest("pdf one")
        assert "見本" not in repr(events)
        assert [event.seq for event in store.events(subject=digest("key bad"))] == [4]


def test_a_whole_log_is_whole(url: str) -> None:
    filled(url)
    with Store.open(url, CLOCK) as store:
        found = store.verify_chain()
        assert (found.events, found.broken) == (4, None)
        assert found.head == list(store.events())[-1].hash


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("UPDATE events SET details = '{}' WHERE seq = 2", 2),
        ("UPDATE events SET actor = 'somebody' WHERE seq = 1", 1),
        ("DELETE FROM events WHERE seq = 3", 3),
        ("DELETE FROM events WHERE seq = 4", 4),
        ("UPDATE events SET at = '2020-01-01T00:00:00+00:00' WHERE seq = 4", 4),
        ("DELETE FROM chain_head", 5),
    ],
)
def test_whoever_changes_the_log_is_found_out(url: str, statement: str, broken: int) -> None:
    filled(url)
    break_open(url, statement)
    with Store.open(url, CLOCK) as store:
        assert store.verify_chain().broken == broken


@pytest.mark.parametrize("deed", ["UPDATE events SET actor = 'x'", "DELETE FROM events"])
def test_the_database_itself_refuses_to_change_the_log(url: str, deed: str) -> None:
    filled(url)
    engine = engine_of(url)
    with pytest.raises(DBAPIError, match="only ever added to"), engine.begin() as connection:
        connection.execute(text(deed))
    engine.dispose()


def test_an_event_cannot_be_replaced_on_sqlite(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'store.db'}"
    filled(url)
    engine = engine_of(url)
    with pytest.raises(DBAPIError, match="only ever added to"), engine.begin() as connection:
        connection.execute(
            text("REPLACE INTO events SELECT seq, at, 'x', action, subject, details, previous, hash FROM events")
        )
    engine.dispose()


def test_a_log_that_cannot_be_read_is_told_in_words(url: str) -> None:
    filled(url)
    break_open(url, "UPDATE events SET details = '{' WHERE seq = 2")
    with Store.open(url, CLOCK) as store:
        with pytest.raises(StoreError) as caught:
            list(store.events())
        assert "log --verify" in caught.value.message.en


def test_nothing_is_added_to_a_log_without_a_head(url: str) -> None:
    filled(url)
    break_open(url, "DELETE FROM chain_head")
    with Store.open(url, CLOCK) as store:
        with pytest.raises(StoreError):
            store.begin_batch(BATCH)
        assert len(store.batches()) == 1


def test_a_head_that_was_noted_is_found_until_the_end_is_cut_off(url: str) -> None:
    filled(url)
    with Store.open(url, CLOCK) as store:
        noted = store.verify_chain().head
        store.begin_batch(BATCH)
        assert store.has_head(noted)
    break_open(url, "DELETE FROM events WHERE seq > 3")
    break_open_again(url, "UPDATE chain_head SET seq = 3, hash = (SELECT hash FROM events WHERE seq = 3)")
    with Store.open(url, CLOCK) as store:
        assert store.verify_chain().broken is None
        assert not store.has_head(noted)


def break_open_again(url: str, statement: str) -> None:
    engine = engine_of(url)
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


def test_who_verifies_sees_one_state_whatever_is_written_meanwhile(url: str) -> None:
    filled(url)
    with Store.open(url, CLOCK) as store, Store.open(url, CLOCK) as other:
        written: list[int] = []

        def write_between(_connection, _cursor, statement: str, *_: object) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
            if "FROM chain_head" in statement and not written:
                written.append(other.begin_batch(BATCH))

        event.listen(store._engine, "before_cursor_execute", write_between)
        for events in (4, 5):
            found = store.verify_chain()
            assert (found.events, found.broken) == (events, None)
        assert written


def test_a_server_that_goes_away_between_two_statements_costs_nothing(postgres: Path, another_database: str) -> None:  # noqa: ARG001 - the cluster is started
    with Store.open(another_database, CLOCK) as store:
        batch = store.begin_batch(BATCH)
        ended: list[int] = []
        killer = engine_of(another_database)

        def end_once(connection: Connection, _cursor: object, statement: str, *_: object) -> None:
            if statement.startswith("INSERT INTO events") and not ended:
                own = connection.connection.driver_connection.info.backend_pid  # type: ignore[union-attr]
                ended.append(own)
                with killer.begin() as other:
                    other.execute(text("SELECT pg_terminate_backend(:own, 10000)"), {"own": own})

        event.listen(store._engine, "before_cursor_execute", end_once)
        store.record(batch, [diagnosed("one"), diagnosed("two")])
        killer.dispose()
        assert ended
        assert len(list(store.diagnoses())) == 2
        assert (store.verify_chain().events, store.verify_chain().broken) == (3, None)


WRITERS, ROUNDS = 3, 12


def write_many(url: str, writer: int) -> None:
    with Store.open(url, CLOCK) as store:
        batch = store.begin_batch(BATCH)
        for turn in range(ROUNDS):
            store.record(batch, [diagnosed(f"own {writer}-{turn}"), diagnosed(f"shared {turn}")])


def test_several_at_once_lose_nothing_and_do_nothing_twice(url: str) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=write_many, args=(url, number)) for number in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0] * WRITERS
    with Store.open(url, CLOCK) as store:
        assert sum(1 for _ in store.diagnoses()) == ROUNDS * (WRITERS + 1)
        actions = [event.action for event in store.events()]
        assert actions.count("diagnosed") == ROUNDS * (WRITERS + 1)
        assert store.verify_chain().broken is None


def write_and_tell(url: str, pipe: int) -> None:
    """Record for ever, and tell of each result once it is acknowledged."""
    with Store.open(url, CLOCK) as store, os.fdopen(pipe, "w") as out:
        batch = store.begin_batch(BATCH)
        for turn in range(1_000_000):
            results = [diagnosed(f"{os.getpid()} {turn} {number}") for number in range(5)]
            store.record(batch, results)
            out.write("".join(f"{one.key}\n" for one in results))
            out.flush()


def test_what_was_acknowledged_is_there_after_a_kill(url: str) -> None:
    Store.open(url, CLOCK).close()
    context = multiprocessing.get_context("fork")
    acknowledged: list[str] = []
    for lines in (1, 8, 23):
        reader, writer = os.pipe()
        process = context.Process(target=write_and_tell, args=(url, writer))
        process.start()
        os.close(writer)
        with os.fdopen(reader) as told:
            acknowledged += [told.readline().strip() for _ in range(lines)]
            os.kill(process.pid or 0, signal.SIGKILL)
            acknowledged += [line.strip() for line in told if line.endswith("\n")]
        process.join()
    with Store.open(url, CLOCK) as store:
        assert len(store.find_done(acknowledged)) == len(set(acknowledged))
        found = store.verify_chain()
        assert found.broken is None
        assert found.events >= len(acknowledged)


def write_and_stop_before_the_end(url: str, pipe: int) -> None:
    """One result is acknowledged; of the next everything is written but the end of its transaction."""
    with Store.open(url, CLOCK) as store, os.fdopen(pipe, "w") as out:
        batch = store.begin_batch(BATCH)
        store.record(batch, [diagnosed("acknowledged")])

        def wait_for_the_end(_connection: object) -> None:
            out.write("written\n")
            out.flush()
            signal.pause()

        event.listen(store._engine, "commit", wait_for_the_end)
        store.record(batch, [diagnosed("half"), quarantined("half too")])


def test_what_was_half_written_is_not_there_after_a_kill(url: str) -> None:
    Store.open(url, CLOCK).close()
    reader, writer = os.pipe()
    process = multiprocessing.get_context("fork").Process(target=write_and_stop_before_the_end, args=(url, writer))
    process.start()
    os.close(writer)
    with os.fdopen(reader) as told:
        assert told.readline() == "written\n"
    os.kill(process.pid or 0, signal.SIGKILL)
    process.join()
    with Store.open(url, CLOCK) as store:
        assert [one.member_id for one in store.diagnoses()] == ["M-acknowledged"]
        assert list(store.quarantined()) == []
        assert (store.verify_chain().events, store.verify_chain().broken) == (2, None)
        store.record(store.begin_batch(BATCH), [diagnosed("half")])
        assert store.verify_chain().broken is None


def fill_a_small_disk(url: str, acknowledged: "multiprocessing.Queue[int]") -> None:
    """As on a disk that is full: no file grows beyond half a megabyte."""
    with Store.open(url, CLOCK) as store:
        batch = store.begin_batch(BATCH)
        resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, 500_000))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        turn = 0
        with contextlib.suppress(StoreError):
            for turn in range(1000):
                store.record(batch, [diagnosed(f"{turn} {number}") for number in range(20)])
        acknowledged.put(turn)


def test_a_full_disk_is_told_and_what_was_acknowledged_is_there(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'store.db'}"
    Store.open(url, CLOCK).close()
    context = multiprocessing.get_context("fork")
    acknowledged: multiprocessing.Queue[int] = context.Queue()
    process = context.Process(target=fill_a_small_disk, args=(url, acknowledged))
    process.start()
    rounds = acknowledged.get()
    process.join()
    assert 0 < rounds < 999
    with Store.open(url, CLOCK) as store:
        assert len(list(store.diagnoses())) == 20 * rounds
        assert store.verify_chain().broken is None


def test_a_reader_does_not_wait_for_a_writer(url: str) -> None:
    filled(url)
    with Store.open(url, CLOCK) as store, Store.open(url, CLOCK) as other:
        reading = store.diagnoses()
        next(reading)
        done = threading.Thread(target=lambda: other.record(other.begin_batch(BATCH), [diagnosed("three")]))
        done.start()
        done.join()
        assert len(list(reading)) == 1
        assert len(list(store.diagnoses())) == 3
