"""Batches end to end: reports a second with one worker and with more, the share of rendering, memory; scoring alone.

Run: ./run bench batch [--sheets N] [--plain N] [--workers N]. Sheets are of invented members; 0 leaves a part out.
Everything that a batch does is timed: reading, checking, scoring, rendering, writing, the store, the summaries.
"""

import argparse
import os
import resource
import shutil
import statistics
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import assert_never

import psutil

from benchmarks.fast_lane import draw_files, long_table_of, table_of
from diagnosis import pipeline
from diagnosis.batch.session import Wanted, run_batch
from diagnosis.batch.watching import Progress
from diagnosis.engine import compile_model
from diagnosis.engine.synthetic import draw_members, sheet_of
from diagnosis.model.diagnosis import Edition
from diagnosis.model.text import Language
from diagnosis.settings import read_settings
from diagnosis.sheets import sheet_bytes

TODAY = date(2026, 11, 23)
SEED = 20_261_123
MEMBERS = 1_250_000
"""Members of the scheme, for the extrapolation."""
FOLDER_FILES = 1000


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--sheets", type=int, default=1000, help="with reports")
    parser.add_argument("--plain", type=int, default=100_000, help="without reports")
    parser.add_argument("--workers", type=int, default=len(os.sched_getaffinity(0)))
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        if given.sheets:
            fill(place / "warm", 2)
            run(place, "warm", given.workers)
            fill(place / "reports", given.sheets)
            print_reports(place, given.sheets, given.workers)
        if given.plain:
            print_plain(place, given.plain, given.workers)


@dataclass
class Watch:
    """Adds up seconds by stage and looks at the workers' memory now and then."""

    sheets: int = 0
    total: int = 0
    settled_count: int = 0
    seconds: Counter[str] = field(default_factory=Counter)
    memory: dict[int, list[float]] = field(default_factory=dict)
    own: list[float] = field(default_factory=list)
    each: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    settled_at: list[float] = field(default_factory=list)
    began_at: float = 0.0
    summing_at: float = 0.0
    ended_at: float = 0.0

    @property
    def times(self) -> tuple[float, float]:
        """Seconds of work, once the workers were asked, and of summing up."""
        return self.summing_at - self.began_at, self.ended_at - self.summing_at

    @property
    def warm_rate(self) -> float:
        """Sheets a second without the first tenth."""
        times = self.settled_at[len(self.settled_at) // 10 :]
        return (len(times) - 1) / max(times[-1] - times[0], 1e-9)

    def began(self, files: int) -> None:
        """See `Watcher`."""
        self.total, self.began_at = self.sheets or files, time.perf_counter()

    def settled(self, progress: Progress) -> None:
        """See `Watcher`."""
        self.settled_count += 1
        self.seconds.update(progress.seconds)
        self.settled_at.append(time.perf_counter())
        for stage, seconds in progress.seconds.items():
            self.each[stage].append(seconds)
        if self.settled_count % max(1, self.total // 10) == 0:
            workers = psutil.Process().children()
            self.own.append(psutil.Process().memory_info().rss / 2**20)
            self.memory[self.settled_count] = [worker.memory_info().rss / 2**20 for worker in workers]

    def summing_up(self) -> None:
        """See `Watcher`."""
        self.summing_at = time.perf_counter()


@dataclass(frozen=True)
class Ran:
    """seconds: by the clock. processor: seconds of the coordinator and of its workers. watch: what was seen.

    size: bytes of reports. store: bytes.
    """

    seconds: float
    processor: tuple[float, float]
    watch: Watch
    size: int
    store: int


def run(place: Path, inbox: str, workers: int, *, plain: int = 0, keep: bool = False) -> Ran:
    """One batch into a new outbox, or into the last one if that was kept. plain: so many sheets, without reports."""
    out = place / "out"
    watch = Watch(sheets=plain)
    start, own, children = time.perf_counter(), time.process_time(), children_seconds()
    summary = run_batch(
        Wanted(
            inbox=str(place / inbox),
            outbox=str(out),
            store="",
            language=Language.JA,
            edition=Edition.MEMBER,
            day=TODAY,
            day_is_fixed=True,
            workers=workers,
            reports=not plain,
        ),
        read_settings(),
        watch,
        threading.Event(),
    )
    watch.ended_at = time.perf_counter()
    seconds = watch.ended_at - start
    assert summary.diagnosed == summary.sheets, "every sheet of this benchmark is sound"
    processor = time.process_time() - own, children_seconds() - children
    size = sum(path.stat().st_size for path in out.glob("store.db*"))
    ran = Ran(seconds, processor, watch, summary.bytes, size)
    if not keep:
        shutil.rmtree(out)
    return ran


def children_seconds() -> float:
    """Processor time of the workers that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def fill(folder: Path, count: int) -> None:
    """Sheets of invented members, a thousand files a folder."""
    for number, sheet in enumerate(sheets(count)):
        below = folder / f"{number // FOLDER_FILES:04}"
        below.mkdir(parents=True, exist_ok=True)
        (below / f"{number:07}.json").write_bytes(sheet)


def sheets(count: int) -> Iterator[bytes]:
    """Canonical sheets, drawn with a seed."""
    settings = read_settings()
    model = compile_model(pipeline.load(pipeline.list_rulesets(settings)[-1], settings))
    members = draw_members(model, count, SEED, TODAY)
    for row in range(count):
        yield sheet_bytes(sheet_of(model, members, row))


def print_reports(place: Path, count: int, most: int) -> None:
    """Reports with one worker and with all, and what 1.25 million would take."""
    print(f"{count:,} sheets with reports; warm: without the first tenth, in which workers load what they need\n")
    print("workers  reports/s   ratio  warm reports/s   ratio  rendering of the workers' time  of a usual sheet's")
    rates: list[tuple[float, float]] = []
    memory: list[str] = []
    for workers in sorted({1, most}):
        ran = run(place, "reports", workers)
        rates.append((count / ran.seconds, ran.watch.warm_rate))
        share = ran.watch.seconds["render"] / (ran.seconds * workers)
        usual = {stage: 1000 * statistics.median(each) for stage, each in ran.watch.each.items()}
        (all_, warm), (first_all, first_warm) = rates[-1], rates[0]
        print(f"{workers:7} {all_:10.2f} {all_ / first_all:7.2f} {warm:15.2f} {warm / first_warm:7.2f} ", end="")
        print(f"{share:30.1%} {usual['render'] / sum(usual.values()):19.1%}")
        memory.append(" ".join(f"{max(sizes, default=0):.0f}" for sizes in ran.watch.memory.values()))
    print("\nmemory of a worker, MB, at each tenth: " + "; ".join(memory))
    print("milliseconds of a usual sheet: " + ", ".join(f"{stage} {value:.1f}" for stage, value in usual.items()))
    print(f"a report: {ran.size / count / 1000:.0f} kB; the store: {ran.store / count / 1000:.1f} kB a sheet")
    hours = MEMBERS * ran.seconds * most / count / 3600
    print(
        f"\n{MEMBERS:,} members: {hours:,.0f} core-hours, {MEMBERS * ran.size / count / 1e9:,.0f} GB of reports, ",
        end="",
    )
    print(f"{MEMBERS * ran.store / count / 1e9:,.0f} GB of store")


def print_plain(place: Path, count: int, workers: int) -> None:
    """Scoring alone, from files of one member and from tables."""
    print(f"\n{count:,} sheets without reports, {workers} workers")
    for form in Form:
        fill_plain(place / form, form, count)
        ran = run(place, form, workers, plain=count, keep=True)
        again = run(place, form, workers, plain=count)
        shutil.rmtree(place / form)
        working, summing = ran.watch.times
        print(
            f"\n{form}: {count / ran.seconds:,.0f} a second from start to end, {count / working:,.0f} before summing up"
        )
        print(f"  seconds: {working:.1f} of work, {summing:.1f} of summing up, {ran.seconds:.1f} in all")
        coordinator, all_workers = (1e6 * seconds / count for seconds in ran.processor)
        print(f"  processor time a sheet: coordinator {coordinator:.0f} us, workers {all_workers:.0f} us")
        print(f"  the same inbox again: {again.seconds:.1f} seconds, nothing is done")
        highest = " ".join(f"{max(sizes, default=0):.0f}" for sizes in ran.watch.memory.values())
        own = " ".join(f"{size:.0f}" for size in ran.watch.own)
        print(f"  memory at each tenth, MB: of a worker {highest}; of the coordinator {own}")
        print(f"  the store: {ran.store / count / 1000:.1f} kB a sheet")


class Form(StrEnum):
    """What sheets come in."""

    JSON = "JSON files"
    WIDE = "wide tables"
    LONG = "long tables"


def fill_plain(folder: Path, form: Form, count: int) -> None:
    """Sheets of invented members with numbers and days of their own."""
    settings = read_settings()
    model = compile_model(pipeline.load(pipeline.list_rulesets(settings)[-1], settings))
    folder.mkdir()
    for start in range(0, count, FOLDER_FILES):
        files = draw_files(model, min(FOLDER_FILES, count - start), SEED + start, start)
        match form:
            case Form.JSON:
                below = folder / f"{start // FOLDER_FILES:04}"
                below.mkdir()
                for number, sheet in enumerate(files):
                    (below / f"{start + number:07}.json").write_bytes(sheet)
            case Form.WIDE | Form.LONG:
                table = table_of(model, files) if form is Form.WIDE else long_table_of(files)
                append_table(folder / f"{start // TABLE_MEMBERS[form]:04}.csv", table)
            case _:
                assert_never(form)


TABLE_MEMBERS = {Form.WIDE: 10_000, Form.LONG: 3_000}


def append_table(path: Path, table: bytes) -> None:
    """Put rows below those that are there already."""
    head, _, rows = table.partition(b"\r\n")
    with path.open("ab") as file:
        file.write(rows if file.tell() else head + b"\r\n" + rows)


if __name__ == "__main__":
    main()
