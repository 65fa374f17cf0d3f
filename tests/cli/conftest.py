"""The real commands, run as a user runs them: a process of their own, in either language."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Result:
    code: int
    out: str
    err: str
    data: bytes


Run = Callable[..., Result]


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cache")
    folder.chmod(0o700)
    return folder


@pytest.fixture(scope="session")
def run(cache: Path) -> Run:
    """Run a command; `language` is that of the locale, `given` goes to standard input."""

    def run_command(
        *arguments: object, language: str = "ja_JP.UTF-8", given: bytes = b"", **environment: str
    ) -> Result:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "FONTCONFIG_FILE") if name in os.environ}
        done = subprocess.run(
            [sys.executable, "-m", "diagnosis", *map(str, arguments)],
            input=given,
            capture_output=True,
            cwd=ROOT,
            env=kept | {"LANG": language, "DIAGNOSIS_CACHE": str(cache), "PYTHONPATH": str(ROOT)} | environment,
            check=False,
        )
        return Result(done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(), done.stdout)

    return run_command


@pytest.fixture(scope="session")
def sheet() -> Path:
    """A bundled sheet without a fault."""
    return min((ROOT / "demo" / "sheets").glob("*.yaml"))


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """A sheet with two faults."""
    path = tmp_path / "faulty.yaml"
    path.write_text(
        "ruleset: leak-liability@2026.1\nmember: {id: M-9, name: 例}\nanswers:\n  industry: retial\n  employees: -1\n",
        encoding="utf-8",
    )
    return path
