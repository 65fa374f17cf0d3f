"""Data to standard output, all else to standard error; files are read with a cap and written whole or not at all."""

import contextlib
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from diagnosis.cli.exits import Exit, StopError
from diagnosis.cli.words import say
from diagnosis.model.problems import Problem, ProblemsError, Span
from diagnosis.model.text import Text
from diagnosis.sheets import ENDINGS

STDIN = "-"
_STDIN_NAME = "<stdin>"
_MOST_BYTES = 512 * 1024 * 1024
"""Read at most, so that an endless file ends: a table of 100,000 members fits. A sheet of one may have less."""


def emit(text: str) -> None:
    """Print data; where nobody reads any more, end quietly."""
    emit_bytes(f"{text}\n".encode(errors="backslashreplace"))


def emit_bytes(data: bytes) -> None:
    """Print data as it is."""
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise StopError(Exit.OK, "") from None


def note(text: str) -> None:
    """Tell the person at the terminal; never data."""
    with contextlib.suppress(BrokenPipeError):
        sys.stderr.write(f"{text}\n")
        sys.stderr.flush()


def name_of(path: str) -> str:
    """How a source is named in messages."""
    return _STDIN_NAME if path == STDIN else path


def read_source(path: str) -> bytes:
    """The bytes of a file, or of standard input for `-`; raises ProblemsError (`file.unreadable`)."""
    try:
        if path == STDIN:
            return sys.stdin.buffer.read(_MOST_BYTES)
        with Path(path).open("rb") as file:
            return file.read(_MOST_BYTES)
    except (OSError, ValueError) as error:
        raise ProblemsError((_unreadable(name_of(path), error),)) from error


def expand(paths: Iterable[str]) -> Iterator[str]:
    """The paths, with each folder replaced by the answer sheets in it, by name; a folder without any stays."""
    for path in paths:
        yield from (path != STDIN and Path(path).is_dir() and _sheets_in(Path(path))) or [path]


def _sheets_in(folder: Path) -> list[str]:
    return sorted(str(file) for file in folder.iterdir() if file.suffix.lower() in ENDINGS)


def write_file(path: Path, data: bytes) -> None:
    """Write the whole file under another name, then put it in its place; raises StopError where that fails."""
    with output(path) as file:
        file.write(data)


@contextlib.contextmanager
def output(path: Path) -> Iterator[BinaryIO]:
    """A file to be written whole or not at all: under another name until the block ends well; else as `write_file`."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        raise StopError(
            Exit.ENVIRONMENT,
            say(
                f"{path} に書き込めません（{error.strerror}）。場所と空き容量、権限を確かめてください。",
                f"Cannot write {path} ({error.strerror}). Check the place, the space left and your permissions.",
            ),
        ) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def _unreadable(name: str, error: OSError | ValueError) -> Problem:
    reason = error.strerror if isinstance(error, OSError) else str(error)
    message = Text(
        ja=f"ファイルを読めません（{reason}）。名前と権限を確かめてください。",
        en=f"The file cannot be read ({reason}). Check its name and your permissions.",
    )
    return Problem(Span(name, 0, 0), "file.unreadable", message)
