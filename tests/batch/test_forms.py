"""Tables of many members and forms go through a batch like any other sheet."""

from pathlib import Path

import pytest

from diagnosis import pipeline
from diagnosis.batch.watching import Step
from diagnosis.model.text import Language
from diagnosis.settings import Settings
from diagnosis.sheets.csv_format import CsvForm, write_csv
from diagnosis.sheets.pdf_form import write_pdf_form
from tests.batch.conftest import Batch, tree
from tests.batch.inboxes import DAY, good_sheets, model


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
