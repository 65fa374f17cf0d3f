"""diagnosis key: made and shown once, listed without its secret, revoked."""

from pathlib import Path

import pytest

from diagnosis.store import Store
from tests.cli.conftest import Run
from tests.store.made import CLOCK


def test_a_key_is_shown_once_listed_and_revoked(run: Run, tmp_path: Path) -> None:
    place = ("--store", tmp_path / "store.db")
    made = run("key", "add", "broker", "--scope", "check", "--scope", "status", "--days", "0", *place)
    assert made.code == 0
    shown = made.out.strip()
    assert "もう表示できません" in made.err
    _, id_, secret = shown.split("_", 2)
    listed = run("key", "list", *place, language="en_GB.UTF-8")
    assert listed.out == f"{id_}\tbroker\tcheck,status\tno end\t-\n"
    with Store.open(f"sqlite:///{tmp_path / 'store.db'}", CLOCK) as store:
        assert store.api_keys.find(shown)
    assert secret not in listed.out
    assert "\t2026-" in run("key", "list", *place).out
    assert run("key", "revoke", id_, *place).code == 0
    assert "取消し" in run("key", "list", *place).out
    again = run("key", "revoke", id_, *place, language="en_GB.UTF-8")
    assert (again.code, again.out) == (2, "")
    assert f"no key {id_}" in " ".join(again.err.split())


@pytest.mark.parametrize(
    "wrong",
    ["add", "add broker", "add Broker --scope check", "add broker --scope all", "add b --scope check --days -1"],
)
def test_what_makes_no_key_is_told(run: Run, tmp_path: Path, wrong: str) -> None:
    done = run("key", *wrong.split(), "--store", tmp_path / "store.db")
    assert (done.code, done.out) == (2, "")
    assert done.err
