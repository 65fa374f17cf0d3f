"""Data on standard output is ours alone, whatever a library writes on descriptor 1 behind Python's back."""

import fcntl
import json
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# Compiled code that talks while a path is sought: straight to the descriptor, and through the buffer of C's stdout,
# which is written when the process ends.
NOISY = """
import ctypes, os, sys
from diagnosis import pipeline

quiet = pipeline.explain

def noisy(*given):
    os.write(1, b"SOLVER TALKS\\n")
    ctypes.CDLL(None).puts(b"SOLVER TALKS")
    return quiet(*given)

pipeline.explain = noisy
from diagnosis.cli import main
main()
"""


def run_noisy(*arguments: object, cache: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", NOISY, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, cwd=ROOT, env=environment_of(cache, **environment), check=False)


def environment_of(cache: Path, **more: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "FONTCONFIG_FILE") if name in os.environ}
    return kept | {"LANG": "ja_JP.UTF-8", "DIAGNOSIS_CACHE": str(cache), "PYTHONPATH": str(ROOT)} | more


def test_json_is_json_though_a_library_writes_to_descriptor_one(cache: Path, sheet: Path) -> None:
    done = run_noisy("score", sheet, "--json", cache=cache)
    assert done.returncode == 0, done.stderr.decode()
    assert json.loads(done.stdout)["scorecard"]
    assert b"SOLVER" not in done.stdout + done.stderr


def test_a_pdf_on_standard_output_is_a_pdf_and_nothing_else(cache: Path, sheet: Path) -> None:
    done = run_noisy("report", sheet, "-o", "-", cache=cache)
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout.startswith(b"%PDF-")
    assert done.stdout.rstrip().endswith(b"%%EOF")


def test_who_looks_for_a_fault_sees_what_libraries_write_on_standard_error(cache: Path, sheet: Path) -> None:
    done = run_noisy("score", sheet, "--json", cache=cache, DIAGNOSIS_DEBUG="1")
    assert json.loads(done.stdout)["scorecard"]
    assert done.stderr.count(b"SOLVER TALKS") == 2


def test_a_reader_that_leaves_early_is_no_error_there_either(cache: Path, sheet: Path) -> None:
    command = [sys.executable, "-c", NOISY, "score", *[str(sheet)] * 40, "--json", "--quick"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT, env=environment_of(cache)
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0


def test_a_closed_standard_output_is_not_touched(cache: Path, tmp_path: Path) -> None:
    command = f'exec "{sys.executable}" -m diagnosis check "$1" >&-'
    path = tmp_path / "sheet.yaml"
    path.write_text("ruleset: leak-liability@2026.1\nmember: {id: M-9, name: 例}\nanswers: {}\n", encoding="utf-8")
    done = subprocess.run(
        ["/bin/sh", "-c", command, "sh", str(path)],
        capture_output=True,
        cwd=ROOT,
        env=environment_of(cache),
        check=False,
    )
    assert b"Traceback" not in done.stderr
    assert done.returncode == 0, done.stderr.decode()


@pytest.mark.parametrize("columns", [60, 90])
def test_a_table_is_as_wide_as_the_terminal(cache: Path, sheet: Path, columns: int) -> None:
    """The size of the terminal is still asked of the terminal."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    with subprocess.Popen(
        [sys.executable, "-m", "diagnosis", "score", str(sheet), "--quick"],
        stdin=subprocess.DEVNULL, stdout=theirs, stderr=subprocess.DEVNULL, cwd=ROOT,
        env=environment_of(cache, NO_COLOR="1", TERM="xterm"),
    ) as process:  # fmt: skip
        os.close(theirs)
        text = b"".join(iter(lambda: read_some(ours), b"")).decode()
        assert process.wait() == 0
    widest = max(len(line) for line in re.findall("[ ─]*─[ ─]*", text))
    assert columns - 12 <= widest <= columns


def read_some(descriptor: int) -> bytes:
    """What stands there; nothing once the other end is closed."""
    try:
        return os.read(descriptor, 1 << 16)
    except OSError:
        return b""
