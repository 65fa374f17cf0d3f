"""Whatever one sheet does to its worker costs that sheet only, and is said in words."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from diagnosis.batch.doing import do_portion, do_task
from diagnosis.batch.outbox import LocalOutbox
from diagnosis.batch.outcomes import Failed, Faulty, Made, Order, Outcome, Task
from diagnosis.batch.refusals import all_refusals
from diagnosis.codes import all_codes
from diagnosis.guard import Child, Limits
from diagnosis.model.diagnosis import Edition
from diagnosis.model.text import Language
from tests.batch.inboxes import DAY, good_sheets

ORDER = Order(language=Language.JA, edition=Edition.MEMBER, on=DAY)
SHEET = next(good_sheets(1))


@pytest.fixture(scope="module")
def worker() -> Iterator[Child]:
    with Child("tests.batch.workers", Limits(memory=2 << 30, cpu=4, wall=60, writes=1 << 20)) as child:
        yield child


def do(worker: Child, folder: Path, name: str, data: bytes = SHEET) -> Outcome:
    task = Task(name=f"{name}.json", place=0, key="0123456789abcdef", file_digest="", file=data, data=data, on=DAY)
    return do_task(task, ORDER, worker, LocalOutbox(folder))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("abort-in-reading", "batch.reading-crash"),
        ("raises-in-reading", "batch.reading-crash"),
        ("nonsense", "batch.reading-crash"),
        ("eats-in-reading", "batch.reading-memory"),
        ("burns-in-reading", "batch.reading-time"),
        ("abort-in-rendering", "batch.rendering-crash"),
        ("eats-in-rendering", "batch.rendering-memory"),
        ("burns-in-rendering", "batch.rendering-time"),
    ],
)
def test_a_sheet_that_ends_its_worker_is_at_fault(worker: Child, tmp_path: Path, name: str, code: str) -> None:
    outcome = do(worker, tmp_path, name)
    assert isinstance(outcome, Faulty)
    assert [problem.code for problem in outcome.problems] == [code]
    assert outcome.problems[0].at.file == f"{name}.json"
    assert isinstance(do(worker, tmp_path, "next"), Made)


@pytest.mark.parametrize("stage", ["reading", "rendering"])
def test_a_worker_that_is_killed_from_outside_is_not_the_sheets_fault(
    worker: Child, tmp_path: Path, stage: str
) -> None:
    outcome = do(worker, tmp_path, f"killed-in-{stage}")
    assert isinstance(outcome, Failed)
    assert (outcome.refusal.code, outcome.refusal.detail) == ("batch.worker-ended", "SIGKILL")


def test_a_sheet_that_takes_too_long_by_the_clock_is_tried_again_another_day(tmp_path: Path) -> None:
    with Child("tests.batch.workers", Limits(memory=2 << 30, wall=3)) as child:
        outcome = do(child, tmp_path, "sleeps-in-reading")
    assert isinstance(outcome, Failed)
    assert outcome.refusal.code == "batch.out-of-time"


def test_a_report_is_named_by_the_key_whatever_the_worker_says(worker: Child, tmp_path: Path) -> None:
    made = do(worker, tmp_path, "good")
    assert isinstance(made, Made)
    assert made.report
    assert made.report.name == "reports/x-%2E%2E-y-01234567.pdf"
    assert (tmp_path / made.report.name).read_bytes() == b"%PDF"


def test_a_report_that_cannot_be_written_is_not_the_sheets_fault(worker: Child, tmp_path: Path) -> None:
    (tmp_path / "reports").write_bytes(b"in the way")
    outcome = do(worker, tmp_path, "good")
    assert isinstance(outcome, Failed)
    assert outcome.refusal.code == "batch.report-not-written"


def test_the_faults_of_a_sheet_are_its_own(worker: Child, tmp_path: Path) -> None:
    outcome = do(worker, tmp_path, "faulty", b'{"ruleset": "x"}')
    assert isinstance(outcome, Faulty)
    assert [problem.code for problem in outcome.problems] == ["sheet.ruleset-unknown"]


def test_a_character_without_a_glyph_stops_the_report(worker: Child, tmp_path: Path) -> None:
    outcome = do(worker, tmp_path, "plain", SHEET.replace("例示商店".encode(), "例示\U00010600".encode()))
    assert isinstance(outcome, Faulty)
    assert [problem.code for problem in outcome.problems] == ["report.missing-glyph"]


def test_of_many_scored_together_the_one_that_kills_is_found(worker: Child, tmp_path: Path) -> None:
    names = ["a", "b-abort-in-reading", "c"]
    tasks = [
        Task(name=name, place=0, key=name, file_digest="", file=None, data=data, on=DAY)
        for name, data in zip(names, good_sheets(3), strict=True)
    ]
    plain = replace(ORDER, reports=False)
    outcomes = do_portion([*tasks, replace(tasks[0], data=b"{")], plain, worker, LocalOutbox(tmp_path))
    assert [type(outcome) for outcome in outcomes] == [Made, Faulty, Made, Faulty]
    assert do_portion(tasks[::2], plain, worker, LocalOutbox(tmp_path)) == outcomes[:3:2]


def test_where_no_worker_can_start_no_sheet_is_blamed(tmp_path: Path) -> None:
    with Child("tests.batch.no_such_worker", Limits(memory=2 << 30)) as child:
        outcome = do(child, tmp_path, "good")
    assert isinstance(outcome, Failed)
    assert outcome.refusal.code == "batch.machine"


def test_every_code_of_a_batch_is_explained() -> None:
    assert set(all_refusals()) == {code for code in all_codes() if code.startswith("batch.")}
