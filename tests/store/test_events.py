"""The log: only ever added to, and whoever changes it is found out."""

import multiprocessing
import os
import signal
import threading

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from diagnosis.store import Store
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
