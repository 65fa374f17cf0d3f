"""Whatever a child does, the parent learns of it and the next job is served."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from diagnosis.guard import Child, ChildError, Ending, Limits, Message


@pytest.fixture
def child() -> Iterator[Child]:
    limits = Limits(memory=1 << 30, cpu=1, wall=5, reply=1_000_000)
    with Child("tests.guard.jobs", limits) as child:
        yield child


def test_a_job_gets_its_head_and_bytes_and_answers_with_both(child: Child) -> None:
    assert child.ask("echo", {"名": ["髙", None, 1]}, b"abc") == Message({"名": ["髙", None, 1]}, b"cba")


@pytest.mark.parametrize(
    ("job", "ending"),
    [
        ("eat", Ending.MEMORY),
        ("burn", Ending.CPU),
        ("abort", Ending.CRASH),
        ("fail", Ending.CRASH),
        ("babble", Ending.CRASH),
        ("no-such-job", Ending.CRASH),
    ],
)
def test_a_job_that_goes_wrong_is_named_and_the_next_one_is_served(child: Child, job: str, ending: Ending) -> None:
    with pytest.raises(ChildError) as caught:
        child.ask(job, None)
    assert caught.value.ending is ending
    assert child.ask("echo", 1).head == 1


def test_a_job_that_never_ends_is_ended_by_the_clock() -> None:
    with Child("tests.guard.jobs", Limits(wall=1)) as child, pytest.raises(ChildError) as caught:
        child.ask("wait", None)
    assert caught.value.ending is Ending.WALL


def test_a_child_that_only_parses_can_write_no_file(child: Child, tmp_path: Path) -> None:
    with pytest.raises(ChildError):
        child.ask("write", str(tmp_path / "out"))
    assert not (tmp_path / "out").exists() or not (tmp_path / "out").stat().st_size
