"""A warm worker: `python -m diagnosis.batch.worker`, a guarded child that reads, scores and renders sheet after sheet.

Jobs: `get_ready`; `diagnose` a file (the blob), then `render` what was just diagnosed; or `score` many files at once.
It writes no file but its caches: whatever a hostile sheet might make of it, the outbox is out of its reach.
"""

import os

for _threads in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_threads] = "1"  # before numpy is loaded: there are as many workers as cores

# ruff: noqa: E402 - see above
import functools
import gc
import itertools
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final, cast

from diagnosis import __version__, pipeline
from diagnosis.batch.figures import digests_of, figures_of, score_columns, sheet_columns
from diagnosis.batch.wire import ScoredPortion, plain_problem, read_problems
from diagnosis.files.quick_json import write_line
from diagnosis.guard import Message, serve
from diagnosis.many import ManySheets
from diagnosis.model.diagnosis import Diagnosis, Edition
from diagnosis.model.problems import ProblemsError
from diagnosis.model.sheet import RawSheet
from diagnosis.model.text import Language
from diagnosis.peers import open_snapshot, place_among
from diagnosis.progress import look_back, reopen_earlier
from diagnosis.settings import read_settings
from diagnosis.sheets import read_sheet, sheet_bytes
from diagnosis.sheets.csv_format import TableReader, split_table
from diagnosis.sheets.foreign import mark_foreign, read_foreign
from diagnosis.sheets.quick import QuickChecked

_SELDOM: Final = 50_000
"""Objects more before garbage is looked for: a sheet of hundreds of answers is thousands, and none of them garbage."""

_PARTS: Final = 200
_table: Final[list[Iterator[bytes]]] = []
"""What is left of the file that is being split."""

_at_hand: Final[dict[str, Diagnosis]] = {}
"""The last diagnosis by its key: `render` needs it."""


def get_ready(_: Message) -> Message:
    """Load all that sheets and reports need."""
    from diagnosis import engine  # noqa: F401, PLC0415 - loading is what is asked
    from diagnosis.reports import issue  # noqa: F401, PLC0415

    for reference in pipeline.list_rulesets(read_settings()):
        pipeline.load(reference, read_settings())
    gc.collect()
    gc.freeze()  # what was loaded stays for good: the collector need not look through it again and again
    return Message(None)


def split(message: Message) -> Message:
    """{"name", "goes_on"} and a file of many members, in the first request, to the next of its sheets, one a part.

    Answers {"head", "sizes", "problems", "end"}: the length of the table's head, the first time, then those of the
    parts; the blob holds them. A task's `table` and its `data` are such a head and such a part.
    """
    given = cast("Mapping[str, object]", message.head)
    head = b""
    parts: list[bytes] = []
    problems: list[object] = []
    try:
        if not given["goes_on"]:
            head, _table[:] = _open_table(message.blob, str(given["name"]))
        parts.extend(itertools.islice(_table[0], _PARTS))  # what comes before a fault is kept
    except ProblemsError as error:
        problems = [plain_problem(problem) for problem in error.problems]
    sizes = [len(part) for part in parts]
    end = len(parts) < _PARTS
    return Message({"head": len(head), "sizes": sizes, "problems": problems, "end": end}, b"".join([head, *parts]))


def _open_table(data: bytes, name: str) -> tuple[bytes, list[Iterator[bytes]]]:
    head, parts = split_table(data, name)
    return head, [parts]


def mark(message: Message) -> Message:
    """{"name", "problems"} and a faulty file to a copy with its faulty cells marked; no bytes where there is none."""
    given = cast("Mapping[str, object]", message.head)
    name, problems = str(given["name"]), read_problems(given["problems"])
    return Message(None, mark_foreign(message.blob, name, problems) or b"")


def _read(data: bytes, name: str, table: str) -> RawSheet:
    return _reader(table).read(data)[1]() if table else read_sheet(data, name, read_foreign)


@functools.lru_cache(maxsize=4)
def _reader(head: str) -> TableReader:
    return TableReader(head.encode())


def diagnose(message: Message) -> Message:
    """{"key", "name", "table", "on"} and a file, or a member of a table, to its figures.

    The blob is the sheet and the diagnosis.
    """
    given = cast("Mapping[str, object]", message.head)
    _at_hand.clear()
    settings, on = read_settings(), date.fromisoformat(str(given["on"]))
    clock = _Clock()
    try:
        raw = _read(message.blob, str(given["name"]), str(given["table"]))
        scored = pipeline.score_one(raw, settings, on)
    except ProblemsError as error:
        return Message({"problems": [plain_problem(problem) for problem in error.problems]})
    clock.take("score")
    diagnosis = pipeline.explain(scored, settings)
    clock.take("explain")
    _at_hand[str(given["key"])] = diagnosis
    sheet = sheet_bytes(diagnosis.sheet)
    head = {
        "figures": figures_of(diagnosis.definitions, diagnosis.sheet, diagnosis.scorecard),
        "sheet": len(sheet),
        "seconds": clock.taken,
    }
    return Message(head, sheet + pipeline.diagnosis_bytes(diagnosis))


def score(message: Message) -> Message:
    """{"on", "tables", "sheets": [[name, size, table], …]} and their bytes in a row: figures without an explanation.

    tables: heads of tables; a sheet's is its place among them, None for a file of its own.

    Answers {"columns": length}: the blob is a `ScoredPortion` as JSON of that length, then sheets and diagnoses.
    """
    given = cast("Mapping[str, Any]", message.head)
    many = _many(date.fromisoformat(given["on"]))
    clock = _Clock()
    checked = list(_check_all(many, given["sheets"], given["tables"], message.blob))
    good = [(place, found) for place, found in enumerate(checked) if isinstance(found, QuickChecked)]
    scored: list[Any] = many.score_checked([found for _, found in good])
    whole = [_plain_results(found) for found in scored]
    sheets = [found.sheet for _, found in good]
    clock.take("score")
    portion = ScoredPortion(
        good=[place for place, _ in good],
        sheet=[len(found.content) for _, found in good],
        diagnosis=list(map(len, whole)),
        engine=__version__,
        diagnosed_on=given["on"],
        definitions={reference: digests_of(reference) for reference in {sheet.ruleset for sheet in sheets}},
        **sheet_columns(sheets),
        **score_columns(scored),
        problems={
            place: [plain_problem(problem) for problem in found.problems]
            for place, found in enumerate(checked)
            if isinstance(found, ProblemsError)
        },
        seconds=clock.taken,
    )
    columns = write_line(portion)
    parts = (part for (_, found), diagnosis in zip(good, whole, strict=True) for part in (found.content, diagnosis))
    return Message({"columns": len(columns)}, b"".join([columns, *parts]))


@functools.lru_cache(maxsize=1)
def _many(on: date) -> ManySheets:
    """What was learned from one sheet serves the next. This process is a guarded child already."""
    return ManySheets(read_settings(), on, read_foreign)


def _check_all(
    many: ManySheets, sheets: Iterable[tuple[str, int, int | None]], tables: Sequence[str], blob: bytes
) -> Iterator[QuickChecked | ProblemsError]:
    """One outcome a sheet, in order."""
    readers = [_reader(head) for head in tables]
    start = 0
    for name, size, table in sheets:
        data = blob[start : start + size]
        start += size
        if table is None:
            yield _only(many, data, name)
        else:
            yield many.check_row(*readers[table].read(data))


def _only(many: ManySheets, data: bytes, name: str) -> QuickChecked | ProblemsError:
    """The one sheet of a file; files of many come in parts."""
    found = list(itertools.islice(many.check_whole(data, name), 2))
    if len(found) == 1:
        return found[0]
    try:
        read_sheet(data, name, read_foreign)  # says in words why it is not one
    except ProblemsError as error:
        return error
    raise ValueError(name)


def _plain_results(found: Mapping[str, object]) -> bytes:
    """The scores of a diagnosis as JSON, without the questions: they follow from the sheet."""
    return write_line({"format": pipeline.FORMAT, "engine": __version__, "results": found}) + b"\n"


def render(message: Message) -> Message:
    """{"key", "language", "edition", "peers": size, "earlier": [[day, size], …]} and their bytes in a row to a report.

    Answers its name and pages; the blob is the PDF.
    """
    given = cast("Mapping[str, Any]", message.head)
    diagnosis = _at_hand[given["key"]]
    clock = _Clock()
    try:
        peers, earlier = message.blob[: given["peers"]], message.blob[given["peers"] :]
        whole = _look_back(diagnosis, given["earlier"], earlier)
        if peers:
            whole = place_among(whole, open_snapshot(peers, "peers.json"))
        report = pipeline.report(whole, Language(given["language"]), Edition(given["edition"]), read_settings())
    except ProblemsError as error:
        return Message({"problems": [plain_problem(problem) for problem in error.problems]})
    except ImportError as error:  # a library of the system
        return Message({"machine": str(error)})
    clock.take("render")
    return Message({"name": report.name, "pages": report.pages, "seconds": clock.taken}, report.pdf)


def _look_back(diagnosis: Diagnosis, earlier: Sequence[tuple[str, int]], blob: bytes) -> Diagnosis:
    """The diagnosis beside the member's earlier ones; alone where no way leads from their edition to this one."""
    kept: list[tuple[date, bytes]] = []
    start = 0
    for on, size in earlier:
        kept.append((date.fromisoformat(on), blob[start : start + size]))
        start += size
    try:
        return look_back(diagnosis, reopen_earlier(kept, "store", read_settings()), read_settings())
    except ProblemsError:
        return diagnosis


class _Clock:
    """Seconds by stage."""

    def __init__(self) -> None:
        self.taken: dict[str, float] = {}
        self._last = time.perf_counter()

    def take(self, stage: str) -> None:
        """Note what has passed since the last stage."""
        now = time.perf_counter()
        self.taken[stage], self._last = now - self._last, now


JOBS: Final[Mapping[str, Callable[[Message], Message]]] = {
    "get_ready": get_ready,
    "diagnose": diagnose,
    "score": score,
    "split": split,
    "mark": mark,
    "render": render,
}

if __name__ == "__main__":
    gc.set_threshold(_SELDOM)
    serve(JOBS)
