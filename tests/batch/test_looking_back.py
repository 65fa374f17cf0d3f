"""A member who was diagnosed before gets a report that shows the way since then."""

import shutil
from datetime import date
from pathlib import Path

import pikepdf
import pytest

from diagnosis.batch.watching import Step
from tests.batch.conftest import Batch, tree

DEMO = Path(__file__).parents[2] / "demo"


@pytest.fixture
def store(batch: Batch, tmp_path: Path) -> str:
    """A store with the diagnoses of ten years ago."""
    shutil.copytree(DEMO / "earlier", tmp_path / "then")
    url = f"sqlite:///{tmp_path}/store.db"
    batch(inbox=str(tmp_path / "then"), outbox=str(tmp_path / "old"), store=url, day=date(2016, 3, 1))
    return url


def carried(report: Path) -> set[str]:
    with pikepdf.open(report) as document:
        return {name for name in document.attachments if name.startswith("earlier-")}


def test_the_report_looks_back_to_what_the_store_has(batch: Batch, store: str, tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    for name in ("06-yoshino-inn.yaml", "03-mihon-clinic.yaml"):
        shutil.copy(DEMO / "sheets" / name, tmp_path / "inbox")
    batch(store=store, reports=True)
    by_member = {path.name[:6]: path for path in (tmp_path / "out" / "reports").iterdir()}
    assert carried(by_member["M-0006"]) == {"earlier-1.json"}
    assert carried(by_member["M-0003"]) == set()
    first = tree(tmp_path / "out")
    again = batch(store=store, reports=True)
    assert again.seen.count(Step.KNOWN) == len(again.seen.steps) == 2
    assert tree(tmp_path / "out") == first


def test_a_report_that_was_lost_looks_back_to_the_same_days(batch: Batch, store: str, tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    shutil.copy(DEMO / "sheets" / "06-yoshino-inn.yaml", tmp_path / "inbox")
    batch(store=store, reports=True)
    first = tree(tmp_path / "out")
    next((tmp_path / "out" / "reports").iterdir()).unlink()
    batch(store=store, reports=True)
    assert tree(tmp_path / "out") == first


def test_diagnoses_of_the_same_day_are_not_earlier_ones(batch: Batch, tmp_path: Path) -> None:
    """However often a run is killed and begun again, no sheet of its own inbox becomes another one's past."""
    (tmp_path / "inbox").mkdir()
    sheet = (DEMO / "sheets" / "06-yoshino-inn.yaml").read_text("utf-8")
    (tmp_path / "inbox" / "1.yaml").write_text(sheet, "utf-8")
    batch(reports=True)
    (tmp_path / "inbox" / "2.yaml").write_text(sheet.replace("employees: 22", "employees: 23"), "utf-8")
    batch(reports=True)
    reports = list((tmp_path / "out" / "reports").iterdir())
    assert [carried(report) for report in reports] == [set()] * len(reports)
