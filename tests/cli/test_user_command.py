"""`diagnosis user`: who may sign in. Passwords come from standard input and are never an argument."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from diagnosis.store import Store

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
    assert listed.stdout == "hanako\t見本 花子\tapprover,reviewer\tpassword\tno app yet\tdisabled\n"
    assert GOOD not in listed.stdout + listed.stderr
    assert GOOD.encode() not in b"".join(path.read_bytes() for path in tmp_path.iterdir())


def test_a_password_is_made_up_where_none_is_typed(tmp_path: Path) -> None:
    words = "--name", "見本 花子", "--role", "clerk"
    first, second = (user(tmp_path, "add", one, *words, password="").stdout for one in ("hanako", "taro"))
    assert first.startswith("First password: ")
    assert len(first.split()[-1]) == 20
    assert first != second


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


def test_a_password_given_here_is_for_one_sign_in_and_a_lost_app_is_forgotten(tmp_path: Path) -> None:
    assert user(tmp_path, "add", "hanako", "--name", "見本 花子", "--role", "clerk").returncode == 0
    with Store.open(f"sqlite:///{tmp_path / 'store.db'}", lambda: datetime.now(UTC), "test") as store:
        kept = store.people.find("hanako")
        assert kept
        assert kept.is_initial
        store.people.put(replace(kept, is_initial=False, second_factor="A" * 32), "test")
    assert "\tapp\t" in user(tmp_path, "list").stdout
    assert user(tmp_path, "new-app", "hanako").returncode == 0
    assert "\tno app yet\t" in user(tmp_path, "list").stdout
    assert user(tmp_path, "password", "hanako", password="nine blue ladders hum").returncode == 0
    with Store.open(f"sqlite:///{tmp_path / 'store.db'}", lambda: datetime.now(UTC), "test") as store:
        again = store.people.find("hanako")
        assert again
        assert again.is_initial
