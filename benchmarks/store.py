"""What the store adds to the database's own work: results put on record 1,000 at a time, and keys looked up.

Run: ./run bench store [--rounds N] [--store URL]. Processor time of this process, so that it holds on a shared machine;
the time inside the database's driver (statements and commits) is taken off and printed beside it, and so is that of
packing the large parts, which workers may do before. Without --store it is an SQLite file in a temporary folder.
"""

import argparse
import hashlib
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import Engine, event

from diagnosis import pipeline
from diagnosis.settings import read_settings
from diagnosis.store import Diagnosed, NewBatch, Result, Store
from diagnosis.store.recording import pack, pack_result

ROOT = Path(__file__).parents[1]
NOW = datetime(2026, 11, 23, tzinfo=UTC)
MANY = 1000


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--store", default="")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = given.store or f"sqlite:///{folder}/store.db"
        with Store.open(url, lambda: NOW) as store:
            measure(store, given.rounds)
        if not given.store:
            size = sum(path.stat().st_size for path in Path(folder).iterdir())
            print(
                f"room in the store: {size / given.rounds / MANY / 1000:.1f} KB a result, the returned file not counted"
            )


def measure(store: Store, rounds: int) -> None:
    """Record `rounds` times a thousand results and look all of them up."""
    sheet, whole = real_parts()
    packing = timed(lambda: [pack(part) for _ in range(100) for part in (sheet, whole)]) / 100
    batch = store.begin_batch(NewBatch(inbox="in", outbox="out", language="ja", edition="member"))
    every = [[pack_result(result(turn, number, sheet, whole)) for number in range(MANY)] for turn in range(rounds)]
    with inside_driver(store._engine) as driver:  # noqa: SLF001 - the only way to tell the database's part from ours
        recording = timed(lambda: [store.record(batch, results) for results in every])
    count = rounds * MANY
    keys = [one.key for results in every for one in results]
    looking = timed(lambda: store.find_done(keys))
    walking = timed(store.verify_chain)
    print(f"{count:,} results, a sheet of {len(sheet):,} and a diagnosis of {len(whole):,} bytes each\n")
    print(f"{'':44}{'us a result':>12}")
    for name, seconds in (
        ("record, packed before", recording / count),
        ("  of it inside the database's driver", driver[0] / count),
        ("  of it the store's own", (recording - driver[0]) / count),
        ("packing sheet and diagnosis", packing),
        ("find_done", looking / count),
        ("verify_chain", walking / count),
    ):
        print(f"{name:44}{1e6 * seconds:>12.1f}")
    print(f"\nthe store's own work is {(recording - driver[0]) / driver[0]:.2f} of the database's")


def real_parts() -> tuple[bytes, bytes]:
    """The canonical sheet of a bundled member, and its whole diagnosis."""
    path = min((ROOT / "demo" / "sheets").glob("*.yaml"))
    diagnosis = pipeline.diagnose(path.read_bytes(), path.name, read_settings(), date(2026, 11, 23))
    return pipeline.sheet_bytes(diagnosis.sheet), pipeline.diagnosis_bytes(diagnosis)


def result(turn: int, number: int, sheet: bytes, whole: bytes) -> Result:
    """One of many, as a batch makes them."""
    name = f"{turn}-{number}"
    became = Diagnosed(
        member_id=f"M-{name}",
        member_name=f"見本商店{name}",
        sheet_digest=digest(f"sheet {name}"),
        ruleset="leak-liability@2026.1",
        definitions=[(f"part-{part}@2026.1", digest(str(part))) for part in range(5)],
        engine="0.1.0",
        diagnosed_on=NOW.date(),
        overall=7150,
        lower=7000,
        upper=7300,
        grade="C",
        tier=20,
        certification=20,
        discount=40,
        gates=("no-mfa",),
        sheet=sheet,
        diagnosis=whole,
    )
    return Result(
        key=digest(name), file=f"{name}.json", place=0, file_digest=digest(f"f{name}"), file_bytes=b"{}", became=became
    )


def digest(text: str) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def timed(run: Callable[[], object]) -> float:
    """Processor seconds."""
    begun = time.process_time()
    run()
    return time.process_time() - begun


@contextmanager
def inside_driver(engine: Engine) -> Iterator[Sequence[float]]:
    """Adds up the processor seconds between the library and the database, in the one number that it yields."""
    total, begun = [0.0], [0.0]
    commit = engine.dialect.do_commit

    def start(*_: object) -> None:
        begun[0] = time.process_time()

    def stop(*_: object) -> None:
        total[0] += time.process_time() - begun[0]

    def timed_commit(connection: object) -> None:
        total[0] += timed(lambda: commit(connection))  # type: ignore[arg-type]

    event.listen(engine, "before_cursor_execute", start)
    event.listen(engine, "after_cursor_execute", stop)
    engine.dialect.do_commit = timed_commit  # type: ignore[method-assign,assignment]
    yield total


if __name__ == "__main__":
    main()
