"""Tables of many members and forms go through a batch like any other sheet."""

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from diagnosis import pipeline
from diagnosis.batch.crew import LocalCrew, Outcomes
from diagnosis.batch.keys import digest_of
from diagnosis.batch.outcomes import Faulty, Made, Task
from diagnosis.batch.store_ledger import StoreLedger
from diagnosis.batch.watching import Step
from diagnosis.model.text import Language
from diagnosis.settings import Settings
from diagnosis.sheets.csv_format import CsvForm, write_csv
from diagnosis.sheets.pdf_form import write_pdf_form
from diagnosis.store import Seen, Store
from tests.batch.conftest import Batch, tree
from tests.batch.inboxes import DAY, good_sheets, model
from tests.store.made import CLOCK


@pytest.fixture
def inbox(tmp_path: Path, settings: Settings) -> Path:
    """A table of three members, the second of them wrong, and a filled form."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    sheets = [pipeline.open_sheet(data, "sheet.json", settings, DAY) for data in good_sheets(4)]
    tables = [write_csv(model().definitions, Language.JA, sheet, CsvForm.WIDE).splitlines() for sheet in sheets[:3]]
    tables[1][-1] = tables[1][-1].replace(b"S-0000001", b"")
    (folder / "table.csv").write_bytes(b"\r\n".join([*tables[0], tables[1][-1], tables[2][-1], b""]))
    (folder / "form.pdf").write_bytes(write_pdf_form(model().definitions, Language.JA, sheets[3]))
    return folder


def test_members_of_a_table_are_told_apart_and_a_form_is_read(batch: Batch, inbox: Path, tmp_path: Path) -> None:
    ran = batch()
    members = {(member.file, member.place, member.id) for member in ran.summary.members}
    assert members == {("form.pdf", 0, "S-0000003"), ("table.csv", 1, "S-0000000"), ("table.csv", 3, "S-0000002")}
    assert [(bad.file, bad.place) for bad in ran.summary.bad] == [("table.csv", 2)]
    quarantine = tmp_path / "out" / "quarantine"
    assert (quarantine / "table.csv").read_bytes() == (inbox / "table.csv").read_bytes()
    assert "【要修正】".encode() in (quarantine / "table.marked.csv").read_bytes()
    reason = (quarantine / "table.csv.reason.txt").read_text("utf-8-sig")
    assert "table.marked.csv" in reason
    assert "2 人目" in reason
    first = tree(tmp_path / "out")
    again = batch()
    assert again.seen.count(Step.KNOWN) == len(again.seen.steps) == 4
    assert tree(tmp_path / "out") == first


def test_a_table_that_cannot_be_read_costs_that_file_only(batch: Batch, inbox: Path) -> None:
    (inbox / "bad.csv").write_bytes(b"member_id,member_name\r\n" + b'"unclosed\r\n')
    ran = batch()
    assert ran.summary.diagnosed == 3
    assert {bad.file for bad in ran.summary.bad} == {"bad.csv", "table.csv"}


class Backwards(LocalCrew):
    """The first member of a table is settled only when something of it is on record."""

    recorded = threading.Event()

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.chunk = 1

    def _do(self, tasks: Sequence[Task]) -> Outcomes:
        assert tasks[0].place != 1 or self.recorded.wait(60)
        return super()._do(tasks)


def test_the_file_is_on_record_whichever_of_its_members_is_settled_first(
    batch: Batch, inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def record(ledger: StoreLedger, number: int, results: Sequence[Made | Faulty], seen: Sequence[Seen]) -> None:
        put(ledger, number, results, seen)
        if any(result.task.place == 3 for result in results):
            Backwards.recorded.set()

    put = StoreLedger.record
    monkeypatch.setattr(StoreLedger, "record", record)
    monkeypatch.setattr("diagnosis.batch.session.LocalCrew", Backwards)
    monkeypatch.setattr("diagnosis.batch.run._GROUP", 1)
    ran = batch(workers=2)
    assert ran.summary.diagnosed == 3
    with Store.open(f"sqlite:///{tmp_path}/out/store.db", CLOCK) as store:
        (digest,) = {digest for name, digest, _ in store.quarantined() if name == "table.csv"}
        assert store.file(digest) == (inbox / "table.csv").read_bytes()


def test_a_table_is_kept_whatever_of_it_was_done_before(batch: Batch, inbox: Path, tmp_path: Path) -> None:
    """Under two names at once, and again in a store that has it."""
    (inbox / "again.csv").write_bytes((inbox / "table.csv").read_bytes())
    first = batch()
    assert first.summary.failed == []
    second = batch()
    assert second.summary.diagnosed == first.summary.diagnosed
    assert second.seen.count(Step.KNOWN) == len(second.seen.steps)
    with Store.open(f"sqlite:///{tmp_path}/out/store.db", CLOCK, create=False) as store:
        digest = digest_of((inbox / "table.csv").read_bytes())
        assert store.file(digest) == (inbox / "table.csv").read_bytes()
