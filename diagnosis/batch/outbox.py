"""The folder of results: every file is whole or not there, and what was killed half-way is swept away."""

import contextlib
import fcntl
import hashlib
import io
import os
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Protocol

REPORTS = "reports"
"""The folder of the reports."""

QUARANTINE = "quarantine"
"""The folder of what could not be diagnosed."""

_PART = ".part-"
_LOCK = ".batch.lock"
_BLOCK = 1 << 20


class Outbox(Protocol):
    """Where results are put. Names are relative paths with slashes, made by this program."""

    def write(self, name: str, data: bytes) -> None:
        """Put a whole file in its place and on the disk; raises OSError."""

    def put(self, name: str, source: BinaryIO) -> None:
        """Like `write`, for what is too large to hold."""

    def digest(self, name: str) -> str | None:
        """The SHA-256 of a file, in hexadecimal; None where there is none."""

    def names(self, folder: str) -> set[str]:
        """Every file in a folder and below it."""

    def remove(self, name: str) -> None:
        """Take a file away if it is there."""

    def in_use(self) -> contextlib.AbstractContextManager[None]:
        """While a batch is at work. What a killed one left is swept away first, unless another is at work."""


class LocalOutbox:
    """A folder on this machine."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def write(self, name: str, data: bytes) -> None:
        """See `Outbox`."""
        self.put(name, io.BytesIO(data))

    def put(self, name: str, source: BinaryIO) -> None:
        """See `Outbox`: under a temporary name, to the disk, renamed, and the folder to the disk."""
        path = self.root / name
        _make_folder(path.parent)
        part = path.with_name(f"{_PART}{uuid.uuid4().hex}")
        try:
            with part.open("wb") as file:
                shutil.copyfileobj(source, file, _BLOCK)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        except OSError:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
            raise
        _sync_folder(path.parent)

    def digest(self, name: str) -> str | None:
        """See `Outbox`."""
        try:
            with (self.root / name).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            return None

    def names(self, folder: str) -> set[str]:
        """See `Outbox`."""
        return {path.relative_to(self.root).as_posix() for path in (self.root / folder).rglob("*") if path.is_file()}

    def remove(self, name: str) -> None:
        """See `Outbox`."""
        (self.root / name).unlink(missing_ok=True)

    @contextlib.contextmanager
    def in_use(self) -> Iterator[None]:
        """See `Outbox`. The lock ends with the process, however that ends."""
        _make_folder(self.root)
        with (self.root / _LOCK).open("wb") as lock:
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self._sweep()
            fcntl.flock(lock, fcntl.LOCK_SH)
            yield

    def _sweep(self) -> None:
        for folder in (self.root, self.root / REPORTS, self.root / QUARANTINE):
            found = folder.rglob(f"{_PART}*") if folder.name == QUARANTINE else folder.glob(f"{_PART}*")
            for part in found:
                part.unlink(missing_ok=True)


def _make_folder(path: Path) -> None:
    if path.is_dir():
        return
    _make_folder(path.parent)
    path.mkdir(exist_ok=True)
    _sync_folder(path.parent)


def _sync_folder(path: Path) -> None:
    """A rename is on the disk when its folder is."""
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
