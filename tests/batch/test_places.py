"""The inbox gives what is in it and nothing from outside; the outbox holds whole files only."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from diagnosis.batch.inbox import MOST_BYTES, InboxFile, LocalInbox, RefusedFileError
from diagnosis.batch.outbox import QUARANTINE, REPORTS, LocalOutbox


def names(folder: Path) -> list[str]:
    return [file.name for file in LocalInbox(folder).files()]


def refusal(folder: Path, name: str) -> str:
    with pytest.raises(RefusedFileError) as caught:
        LocalInbox(folder).read(InboxFile(name, name))
    return caught.value.refusal.code


def test_files_come_in_order_of_name_from_all_folders(tmp_path: Path) -> None:
    for name in ("b.json", "a/z.json", "a/b/c.xlsx", "さ.csv"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    assert names(tmp_path) == ["a/b/c.xlsx", "a/z.json", "b.json", "さ.csv"]


@pytest.mark.parametrize(
    "name",
    [".hidden", "~$open.xlsx", "half.tmp", "x.crdownload", "old.json~", "Thumbs.db", ".git/config", "a.reason.txt"],
)
def test_hidden_and_temporary_files_are_left_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_bytes(b"")
    assert names(tmp_path) == []


def test_a_link_out_of_the_inbox_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("x")
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "out.json").symlink_to(tmp_path / "secret")
    (inbox / "up.json").symlink_to("../secret")
    (inbox / "folder").symlink_to(tmp_path)
    (inbox / "lost.json").symlink_to("nowhere")
    (inbox / "round.json").symlink_to("round.json")
    assert names(inbox) == ["folder", "lost.json", "out.json", "round.json", "up.json"]
    assert [refusal(inbox, name) for name in names(inbox)] == [
        "batch.link-out",
        "batch.unreadable",
        "batch.link-out",
        "batch.unreadable",
        "batch.link-out",
    ]


def test_a_link_inside_the_inbox_is_followed(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "real.json").write_bytes(b"x")
    (tmp_path / "link.json").symlink_to("a/real.json")
    (tmp_path / "b").symlink_to("a")
    assert names(tmp_path) == ["a/real.json", "link.json"]
    assert LocalInbox(tmp_path).read(InboxFile("link.json", "")) == b"x"


def test_what_is_no_file_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.json")
    assert refusal(tmp_path, "pipe.json") == "batch.not-a-file"
    assert refusal(tmp_path, "gone.json") == "batch.unreadable"


def test_a_file_without_end_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "huge.json").open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    assert refusal(tmp_path, "huge.json") == "batch.too-large"


def test_odd_names_are_read_as_they_are_and_shown_safely(tmp_path: Path) -> None:
    for name in (b"new\nline.json", b"\xff.json", b"x\\..\\..\\y.json"):
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_bytes(name)
    inbox = LocalInbox(tmp_path)
    shown = {file.name: inbox.read(file) for file in inbox.files()}
    assert shown == {
        "x%5C..%5C..%5Cy.json": b"x\\..\\..\\y.json",
        "new%0Aline.json": b"new\nline.json",
        "%ED%B3%BF.json": b"\xff.json",
    }


def test_a_file_that_cannot_be_finished_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    outbox = LocalOutbox(tmp_path)
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        outbox.write("summary.html", b"x")
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_run_left_is_swept_away(tmp_path: Path) -> None:
    outbox = LocalOutbox(tmp_path)
    left = [tmp_path / ".part-1", tmp_path / REPORTS / ".part-2", tmp_path / QUARANTINE / "支部" / ".part-3"]
    for path in left:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"half")
    outbox.write(f"{REPORTS}/whole.pdf", b"whole")
    with outbox.in_use():
        assert not any(path.exists() for path in left)
        assert outbox.names(REPORTS) == {f"{REPORTS}/whole.pdf"}


def test_nothing_is_swept_away_under_a_batch_that_is_at_work(tmp_path: Path) -> None:
    with LocalOutbox(tmp_path).in_use():
        (tmp_path / ".part-1").write_bytes(b"being written")
        other = "import sys, pathlib; from diagnosis.batch.outbox import LocalOutbox\n"
        other += "with LocalOutbox(pathlib.Path(sys.argv[1])).in_use(): pass"
        subprocess.run([sys.executable, "-c", other, str(tmp_path)], check=True)
        assert (tmp_path / ".part-1").exists()
