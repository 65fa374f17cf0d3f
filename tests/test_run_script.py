"""The first command that anybody runs: what it says, and what it installs from."""

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LOCKS = ["requirements.lock", "requirements-dev.lock"]
PIN = re.compile(r"^([a-z0-9][a-z0-9.-]*)==\S+ \\$", re.MULTILINE)


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "run", *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def pins(lock: str) -> set[str]:
    return set(PIN.findall((ROOT / lock).read_text("utf-8")))


def test_without_a_command_it_prints_its_usage_in_both_languages() -> None:
    result = run(PATH="/usr/bin:/bin")
    assert (result.returncode, result.stderr) == (0, "")
    for word in ("demo", "test", "lint", "bench", "使い方", "Usage"):
        assert word in result.stdout


def test_without_a_python_it_says_what_is_needed(tmp_path: Path) -> None:
    for name in ("dirname", "bash"):
        found = shutil.which(name)
        assert found
        (tmp_path / name).symlink_to(found)
    result = run("doctor", PATH=str(tmp_path))
    assert result.returncode == 4
    assert "Python 3.11" in result.stderr
    assert "以上が必要です" in result.stderr


def test_continuous_integration_runs_the_same_command() -> None:
    assert "./run test" in (ROOT / ".ci" / "run").read_text()


@pytest.mark.parametrize("script", ["run", ".ci/run"])
def test_scripts_are_executable_and_sound(script: str) -> None:
    path = ROOT / script
    assert path.stat().st_mode & 0o111
    assert subprocess.run(["bash", "-n", path], check=False).returncode == 0


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_a_hash_and_no_lock_names_a_registry(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    assert "://" not in text
    blocks = re.split(r"^(?=[a-z])", text, flags=re.MULTILINE)[1:]
    assert len(blocks) == len(pins(lock)) > 20
    assert all("--hash=sha256:" in block for block in blocks)


def test_the_locks_hold_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    names = {re.split(r"[<>=! ]", line)[0] for line in project["project"]["dependencies"]}
    tools = {re.split(r"[<>=! \[]", line)[0] for line in project["project"]["optional-dependencies"]["dev"]}
    assert {name.replace("ruamel.yaml", "ruamel-yaml") for name in names} <= pins("requirements.lock")
    assert tools | pins("requirements.lock") <= pins("requirements-dev.lock")
    assert {"hatchling", "editables"} <= pins("requirements.lock")
