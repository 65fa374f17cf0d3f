"""A folder in, a folder out: every sheet is accounted for, and doing it again changes nothing."""

import json
from pathlib import Path

import openpyxl
import pytest

from diagnosis.batch.cannot import CannotRunError
from diagnosis.batch.outbox import LocalOutbox
from diagnosis.batch.watching import Step
from diagnosis.model.text import Language
from tests.batch.conftest import Batch, tree
from tests.batch.inboxes import WAYS, fill_inbox, good_sheets


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


def put(folder: Path, name: str, number: int = 0) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(list(good_sheets(number + 1))[number])
    return path


def test_forty_good_sheets_and_every_broken_one_are_told_apart(batch: Batch, inbox: Path, tmp_path: Path) -> None:
    fill_inbox(inbox, good=40, bad=len(WAYS))
    before = tree(inbox)
    ran = batch()
    assert (ran.summary.diagnosed, ran.summary.quarantined, ran.summary.failed) == (40, len(WAYS), [])
    assert tree(inbox) == before, "the inbox is the user's"
    quarantine = tmp_path / "out" / "quarantine"
    for bad in inbox.glob("bad-*"):
        assert (quarantine / bad.name).read_bytes() == bad.read_bytes()
        reason = (quarantine / f"{bad.name}.reason.txt").read_text("utf-8-sig")
        assert "次にすること" in reason
        assert "What to do now" in reason
    lines = [json.loads(line) for line in (tmp_path / "out" / "diagnoses.jsonl").read_text("utf-8").splitlines()]
    assert [line["file"] for line in lines] == sorted(line["file"] for line in lines)
    assert len(lines) == 40
    first = tree(tmp_path / "out")

    again = batch()
    assert tree(tmp_path / "out") == first
    assert again.seen.count(Step.KNOWN) == len(again.seen.steps) == 40 + len(WAYS)


def test_a_report_that_was_lost_is_made_again_as_it_was(batch: Batch, inbox: Path, tmp_path: Path) -> None:
    put(inbox, "one.json")
    batch(reports=True, day_is_fixed=False)
    first = tree(tmp_path / "out")
    report = next((tmp_path / "out" / "reports").iterdir())
    report.write_bytes(b"damaged")
    later = batch(reports=True, day_is_fixed=False, day=__import__("datetime").date(2026, 12, 24))
    assert later.seen.count(Step.DIAGNOSED) == 1
    assert tree(tmp_path / "out") == first, "made again as of the day on which it was made"


def test_a_corrected_sheet_leaves_the_quarantine(batch: Batch, inbox: Path, tmp_path: Path) -> None:
    path = put(inbox, "支部/one.json")
    good = path.read_bytes()
    path.write_bytes(good.replace(b"leak-liability@", b"leek-liability@"))
    assert batch().summary.quarantined == 1
    assert len(tree(tmp_path / "out" / "quarantine")) == 2
    path.write_bytes(good)
    ran = batch()
    assert (ran.summary.quarantined, ran.summary.diagnosed) == (0, 1)
    assert tree(tmp_path / "out" / "quarantine") == {}


def test_the_same_bytes_twice_are_diagnosed_once(batch: Batch, inbox: Path) -> None:
    put(inbox, "a.json")
    put(inbox, "copy/a.json")
    ran = batch()
    assert (ran.summary.diagnosed, [twin.twin_of for twin in ran.summary.twins]) == (1, ["a.json"])


def test_other_wishes_are_other_work(batch: Batch, inbox: Path) -> None:
    put(inbox, "a.json")
    assert batch().seen.count(Step.DIAGNOSED) == 1
    assert batch(language=Language.EN).seen.count(Step.DIAGNOSED) == 1
    assert batch(language=Language.EN).seen.count(Step.DIAGNOSED) == 0


def test_what_the_file_system_refuses_is_named_and_tried_again(batch: Batch, inbox: Path, tmp_path: Path) -> None:
    put(inbox, "good.json")
    (tmp_path / "secret.json").write_bytes(b"{}")
    (inbox / "out.json").symlink_to(tmp_path / "secret.json")
    for _ in range(2):
        ran = batch()
        assert [(bad.file, bad.problems[0].code) for bad in ran.summary.failed] == [("out.json", "batch.link-out")]
    assert "受付フォルダーの外" in (tmp_path / "out" / "summary.html").read_text("utf-8")


def test_a_dry_run_finds_everything_and_writes_nothing(batch: Batch, inbox: Path, tmp_path: Path) -> None:
    put(inbox, "good.json")
    (inbox / "bad.json").write_bytes(b"{")
    ran = batch(dry_run=True)
    assert (ran.summary.diagnosed, ran.summary.quarantined) == (1, 1)
    assert not (tmp_path / "out").exists()


def test_nothing_that_a_member_typed_becomes_markup_or_a_formula(batch: Batch, inbox: Path, tmp_path: Path) -> None:
    path = put(inbox, "a.json")
    name = "=HYPERLINK(1)<script>alert(1)</script>"
    path.write_bytes(path.read_bytes().replace("例示商店".encode(), name.encode()))
    batch()
    page = (tmp_path / "out" / "summary.html").read_text("utf-8")
    assert "<script>" not in page
    assert "=HYPERLINK(1)&lt;script&gt;" in page
    book = openpyxl.load_workbook(tmp_path / "out" / "summary.xlsx")
    cell = book["診断した会員"]["D2"]
    assert (cell.value, cell.data_type) == (name, "s")


def test_an_outbox_inside_the_inbox_is_refused(batch: Batch, inbox: Path) -> None:
    with pytest.raises(CannotRunError, match="inside"):
        batch(outbox=str(inbox / "out"))


def test_an_inbox_that_is_not_there_is_said(batch: Batch) -> None:
    with pytest.raises(CannotRunError, match="cannot be opened"):
        batch()


def test_an_outbox_that_cannot_be_written_is_said(batch: Batch, inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    put(inbox, "good.json")
    monkeypatch.setattr(LocalOutbox, "put", full)
    with pytest.raises(CannotRunError, match="No space left"):
        batch()
