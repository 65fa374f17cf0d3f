"""Workbooks in a batch: read by their keys, marked where they are wrong; the records may be kept by PostgreSQL."""

import io
from pathlib import Path

import openpyxl
import pytest

from diagnosis import pipeline
from diagnosis.batch.watching import Step
from diagnosis.model.text import Language
from diagnosis.settings import Settings
from diagnosis.sheets.xlsx.writing import write_xlsx
from diagnosis.store import Store
from tests.batch.conftest import Batch, tree
from tests.batch.inboxes import DAY, good_sheets, model
from tests.sheets.xlsx.books import cell_of, changed
from tests.sheets.xlsx.test_faults import COMPOUND, FAR, PART, with_entry
from tests.store.made import CLOCK


@pytest.fixture
def inbox(tmp_path: Path, settings: Settings) -> Path:
    """Two members' workbooks, one with a faulty cell, one with a password, one that kills whoever parses it."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    sheets = [pipeline.open_sheet(data, "sheet.json", settings, DAY) for data in good_sheets(3)]
    books = [write_xlsx(model().definitions, Language.JA, sheet) for sheet in sheets]
    (folder / "一.xlsx").write_bytes(books[0])
    (folder / "二.xlsx").write_bytes(changed(books[1], lambda book: setattr(book.worksheets[1], "title", "名前を変更")))
    (folder / "bad.xlsx").write_bytes(changed(books[2], lambda book: setattr(cell_of(book, "industry"), "value", "魚")))
    (folder / "locked.xlsx").write_bytes(COMPOUND + "EncryptedPackage".encode("utf-16-le"))
    (folder / "far.xlsx").write_bytes(with_entry(books[0], PART, FAR))
    return folder


@pytest.mark.usefixtures("inbox")
def test_workbooks_are_diagnosed_and_a_faulty_one_comes_back_marked(batch: Batch, tmp_path: Path) -> None:
    ran = batch()
    assert {member.file for member in ran.summary.members} == {"一.xlsx", "二.xlsx"}
    assert {bad.file for bad in ran.summary.bad} == {"bad.xlsx", "far.xlsx", "locked.xlsx"}
    quarantine = tmp_path / "out" / "quarantine"
    assert "パスワード" in (quarantine / "locked.xlsx.reason.txt").read_text("utf-8-sig")
    book = openpyxl.load_workbook(io.BytesIO((quarantine / "bad.marked.xlsx").read_bytes()))
    assert "魚" in cell_of(book, "industry").comment.text
    assert not (quarantine / "locked.marked.xlsx").exists()
    first = tree(tmp_path / "out")
    again = batch()
    assert again.seen.count(Step.KNOWN) == len(again.seen.steps) == 5
    assert tree(tmp_path / "out") == first


@pytest.mark.usefixtures("inbox")
@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_postgresql_keeps_what_sqlite_keeps(batch: Batch, tmp_path: Path, url: str) -> None:
    own = batch(outbox=str(tmp_path / "own"))
    other = batch(store=url)
    assert tree(tmp_path / "out") == tree(tmp_path / "own")
    assert other.summary.diagnosed == own.summary.diagnosed == 2
    with Store.open(url, CLOCK) as store:
        assert sum(1 for _ in store.diagnoses()) == 2
        assert sum(1 for _ in store.quarantined()) == 3
        assert store.verify_chain().broken is None
    assert batch(store=url).seen.count(Step.KNOWN) == 5
