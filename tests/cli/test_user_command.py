"""`diagnosis user`: who may sign in. Passwords come from standard input and are never an argument."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GOOD = "seven green kettles sing"


def user(folder: Path, *words: str, password: str = GOOD) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "diagnosis", "--lang", "en", "user", *words]
    where = ["--store", f"sqlite:///{folder / 'store.db'}"]
    return subprocess.run(
        [*command, *where], input=f"{password}\n", capture_output=True, text=True, cwd=ROOT, env=os.environ, check=False
    )


def test_somebody_is_added_changed_disabled_and_listed(tmp_path: Path) -> None:
    assert user(tmp_path, "add", "hanako", "--name", "見本 花子", "--role", "clerk").returncode == 0
    assert user(tmp_path, "roles", "hanako", "--role", "reviewer", "--role", "approver").returncode == 0
    assert user(tmp_path, "password", "hanako", password="nine blue ladders hum").returncode == 0
    assert user(tmp_path, "disable", "hanako").returncode == 0
    listed = user(tmp_path, "list")
    assert listed.stdout == "hanako\t見本 花子\tapprover,reviewer\tpassword\tdisabled\n"
    assert GOOD not in listed.stdout + listed.stderr
    assert GOOD.encode() not in b"".join(path.read_bytes() for path in tmp_path.iterdir())


@pytest.mark.parametrize(
    ("words", "password", "said"),
    [
        (("add", "Bad Id", "--name", "x", "--role", "clerk"), GOOD, "Use a-z"),
        (("add", "taro", "--role", "clerk"), GOOD, "Give a name and a role"),
        (("add", "taro", "--name", "x", "--role", "clerk"), "short", "12 to 200 characters"),
        (("add", "taro", "--name", "x", "--role", "clerk"), "passwordpassword", "easily guessed"),
        (("roles", "nobody", "--role", "clerk"), GOOD, "There is no user nobody"),
        (("add", "taro", "--name", "x", "--role", "king"), GOOD, "king"),
    ],
)
def test_what_will_not_do_is_said(tmp_path: Path, words: tuple[str, ...], password: str, said: str) -> None:
    refused = user(tmp_path, *words, password=password)
    assert refused.returncode == 2
    assert said in refused.stderr
    assert "Traceback" not in refused.stderr
