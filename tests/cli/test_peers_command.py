"""`peers` from a store, given to reports and to a batch."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from tests.batch.inboxes import good_sheets

Run = Callable[..., Any]
ROOT = Path(__file__).parents[2]
PERIOD = ("--from", "2026-07-01", "--to", "2026-09-30", "--ruleset", "leak-liability@2026.1")


@pytest.fixture(scope="module")
def store(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("peers")
    (folder / "in").mkdir()
    for number, sheet in enumerate(good_sheets(60)):
        (folder / "in" / f"{number}.json").write_bytes(sheet)
    done = run("batch", folder / "in", "--out", folder / "out", "--no-reports", "--date", "2026-09-15")
    assert done.code == 0, done.err
    return folder / "out"


@pytest.fixture(scope="module")
def snapshot(run: Run, store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("snapshot") / "peers.json"
    done = run("peers", *PERIOD, "--store", store, "-o", path, "--lang", "en")
    assert done.code == 0, done.err
    assert "n = 60" in done.out
    return path


def test_making_a_snapshot_is_on_the_log(run: Run, store: Path, snapshot: Path) -> None:
    assert snapshot.exists()
    assert " peers-made " in run("log", "--store", store).out
    assert run("log", "--verify", "--store", store).code == 0


def chapters(report: Path) -> str:
    with pikepdf.open(report) as document, document.open_outline() as outline:
        return str([item.title for item in outline.root])


def test_a_report_is_given_the_snapshot(run: Run, sheet: Path, snapshot: Path, tmp_path: Path) -> None:
    done = run("report", sheet, "--peers", snapshot, "-o", tmp_path, "--lang", "en")
    assert done.code == 0, done.err
    (report,) = tmp_path.iterdir()
    assert "Compared with other members" in chapters(report)
    assert run("verify", report).code == 0


def test_a_batch_with_another_snapshot_is_other_work(run: Run, sheet: Path, snapshot: Path, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "one.yaml").write_bytes(sheet.read_bytes())
    batch = ("batch", tmp_path / "in", "--out", tmp_path / "out", "--workers", "1", "--lang", "en")
    assert run(*batch).code == 0
    assert run(*batch, "--peers", snapshot).code == 0
    assert run(*batch, "--peers", snapshot).code == 0
    reports = list((tmp_path / "out" / "reports").iterdir())
    assert sorted("Compared" in chapters(report) for report in reports) == [False, True]


@pytest.mark.parametrize(
    ("since", "until", "word"),
    [
        ("2026-07-02", "2026-09-30", "whole quarters"),
        ("2026-07-01", "2026-08-31", "whole quarters"),
        ("2026-09-30", "2026-07-01", "whole quarters"),
        ("2199-01-01", "2199-03-31", "not over yet"),
    ],
)
def test_only_whole_quarters_that_are_over_are_looked_at(
    run: Run, store: Path, since: str, until: str, word: str
) -> None:
    done = run("peers", "--from", since, "--to", until, "--store", store, "--lang", "en")
    assert (done.code, done.out) == (2, "")
    assert word in done.err


def test_a_file_that_is_no_snapshot_stops_the_batch_before_it_begins(run: Run, sheet: Path, tmp_path: Path) -> None:
    done = run("batch", sheet.parent, "--out", tmp_path / "out", "--peers", sheet, "--lang", "en")
    assert done.code == 1
    assert not (tmp_path / "out").exists()
