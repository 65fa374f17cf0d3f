"""A batch that is killed, stopped or starved, and started again, ends with the bytes of one that was left in peace."""

import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest

from diagnosis.store import Store
from tests.batch.conftest import tree
from tests.batch.inboxes import fill_inbox
from tests.store.made import CLOCK

ROOT = Path(__file__).parents[2]
GOOD, BAD = 5, 3
LOG = ("--log", "json", "--workers", "2")


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("inbox")
    fill_inbox(folder, good=GOOD, bad=BAD)
    return folder


def start(inbox: Path, out: Path, *more: str, limit: Callable[[], None] | None = None) -> subprocess.Popen[str]:
    """The real command; its log comes line by line, so a test can strike at a chosen moment."""
    return subprocess.Popen(
        [
            sys.executable,
            "-m",
            "diagnosis",
            "batch",
            str(inbox),
            "--out",
            str(out),
            "--date",
            "2026-11-24",
            *LOG,
            *more,
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=os.environ | {"LANG": "en_US.UTF-8"},
        preexec_fn=limit,  # noqa: PLW1509 - no threads run here
    )


def events(process: subprocess.Popen[str]) -> Iterator[dict[str, object]]:
    assert process.stderr
    for line in process.stderr:
        if line.startswith("{"):
            yield json.loads(line)


def finish(process: subprocess.Popen[str]) -> tuple[int, str]:
    out, err = process.communicate(timeout=300)
    return process.returncode, out + err


@pytest.fixture(scope="module")
def undisturbed(inbox: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    out = tmp_path_factory.mktemp("undisturbed")
    code, said = finish(start(inbox, out))
    assert code == 1, said
    found = tree(out)
    assert sum(name.startswith("reports/") for name in found) == GOOD
    return found


def kill_at_random(process: subprocess.Popen[str], out: Path, random: Random) -> None:
    """SIGKILL after some events, or at the first sight of a file that is being written."""
    steps = random.randrange(1, GOOD + BAD)
    if random.random() < 0.5:
        for _ in zip(range(steps), events(process), strict=False):
            pass
    else:
        before = {path.name for path in out.rglob("*")}
        while process.poll() is None and not any(
            path.name.startswith(".part-") or path.name not in before
            for path in out.rglob("*.*")
            if path.name != ".batch.lock"
        ):
            pass
    process.kill()
    process.communicate()


def test_killed_at_random_it_ends_with_the_same_bytes(inbox: Path, undisturbed: dict[str, str], tmp_path: Path) -> None:
    random = Random(20261124)
    for _ in range(int(os.environ.get("DIAGNOSIS_KILLS", "3"))):
        kill_at_random(start(inbox, tmp_path), tmp_path, random)
    code, said = finish(start(inbox, tmp_path))
    assert code == 1, said
    assert tree(tmp_path) == undisturbed
    last = start(inbox, tmp_path)
    assert {str(event["event"]) for event in events(last)} == {"began", "known", "summing-up"}
    finish(last)
    assert tree(tmp_path) == undisturbed


def test_an_interrupt_ends_it_in_good_order_and_says_how_to_go_on(
    inbox: Path, undisturbed: dict[str, str], tmp_path: Path
) -> None:
    process = start(inbox, tmp_path)
    next(event for event in events(process) if event["event"] == "diagnosed")
    process.send_signal(signal.SIGINT)
    code, said = finish(process)
    assert code == 130
    assert f"diagnosis batch {inbox} --out {tmp_path} --date 2026-11-24" in said
    assert not list(tmp_path.rglob(".part-*"))
    code, said = finish(start(inbox, tmp_path))
    assert code == 1, said
    assert tree(tmp_path) == undisturbed


def test_a_full_disk_is_named_and_what_it_stopped_is_done_when_there_is_room(inbox: Path, tmp_path: Path) -> None:
    def small_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (260_000, resource.RLIM_INFINITY))  # less than a report in Japanese

    Store.open(f"sqlite:///{tmp_path / 'store.db'}", CLOCK).close()  # making its tables takes more than that
    code, said = finish(start(inbox, tmp_path, "--lang", "ja", limit=small_files))
    assert code == 1, said
    assert f"今回できなかったもの {GOOD}" in said
    assert "batch.report-not-written" in (tmp_path / "summary.html").read_text("utf-8")
    assert not list((tmp_path / "reports").iterdir())
    code, said = finish(start(inbox, tmp_path, "--lang", "ja"))
    assert f"診断 {GOOD}、要対応 {BAD}、今回できなかったもの 0" in said
    assert len(list((tmp_path / "reports").iterdir())) == GOOD


def test_two_batches_on_one_store_do_not_fight(inbox: Path, undisturbed: dict[str, str], tmp_path: Path) -> None:
    store = f"sqlite:///{tmp_path}/store.db"
    both = [start(inbox, tmp_path / name, "--store", store) for name in ("one", "two")]
    for process in both:
        code, said = finish(process)
        assert code == 1, said
    assert tree(tmp_path / "one") == tree(tmp_path / "two") == undisturbed


def test_two_batches_on_one_outbox_do_not_fight(inbox: Path, undisturbed: dict[str, str], tmp_path: Path) -> None:
    both = [start(inbox, tmp_path) for _ in range(2)]
    assert [finish(process)[0] for process in both] == [1, 1]
    assert tree(tmp_path) == undisturbed
