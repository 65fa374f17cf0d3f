"""The folder of returned sheets: what is in it, in order of name, and the bytes of each file."""

import contextlib
import errno
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from diagnosis.batch.names import tame
from diagnosis.batch.refusals import Refusal

MOST_BYTES = 64 * 1024 * 1024
"""Of one file; what its format allows is less and is said by its reader."""

REASON = ".reason.txt"
"""Ends the name of the explanation beside a quarantined file; such a file is no sheet."""

_TEMPORARY = (".tmp", ".part", ".crdownload", ".swp", "~", REASON)
_READING = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_OF_SYSTEMS = {"thumbs.db", "desktop.ini", "__macosx"}


@dataclass(frozen=True, slots=True)
class InboxFile:
    """A file of the inbox. found: its path there, as it is. name: the same, safe to print and to store."""

    found: str
    name: str


class RefusedFileError(Exception):
    """A file cannot be had; `refusal` says why."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


class Inbox(Protocol):
    """Where returned sheets lie."""

    def files(self) -> list[InboxFile]:
        """Every file, in order of name; hidden and temporary ones are left out. Raises OSError for no such folder."""

    def read(self, file: InboxFile) -> bytes:
        """Its bytes; raises RefusedFileError."""


def is_passing(part: str) -> bool:
    """Whether a name is that of a hidden or temporary file, or of one that a system or an earlier batch left behind."""
    lower = part.lower()
    return lower.startswith((".", "~$")) or lower.endswith(_TEMPORARY) or lower in _OF_SYSTEMS


@dataclass(frozen=True, slots=True)
class LocalInbox:
    """A folder on this machine. Links are followed to files inside it only."""

    root: Path

    def files(self) -> list[InboxFile]:
        """See `Inbox`."""
        return sorted((InboxFile(found, tame(found)) for found in self._walk("")), key=lambda file: file.name)

    def read(self, file: InboxFile) -> bytes:
        """See `Inbox`. What changed since it was listed is looked at again here, on the open file."""
        handle = self._open(file)
        try:
            found = os.fstat(handle)
            if not stat.S_ISREG(found.st_mode):
                raise RefusedFileError(Refusal("batch.not-a-file"))
            return _read_capped(handle, found.st_size)
        finally:
            os.close(handle)

    def _open(self, file: InboxFile) -> int:
        path = f"{self.root}/{file.found}"
        try:
            return os.open(path, _READING)
        except OSError as error:
            if error.errno != errno.ELOOP:
                raise _unreadable(error) from error
        target = self._follow(Path(path))
        try:
            return os.open(target, _READING)
        except OSError as error:
            raise _unreadable(error) from error

    def _walk(self, folder: str) -> Iterator[str]:
        with os.scandir(self.root / folder) as entries:
            for entry in entries:
                found = f"{folder}{entry.name}"
                if is_passing(entry.name):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    yield from self._walk_below(found)
                elif not (entry.is_symlink() and self._is_folder_inside(found)):
                    yield found

    def _walk_below(self, found: str) -> Iterator[str]:
        try:
            yield from self._walk(f"{found}/")
        except OSError:
            yield found  # a folder that cannot be listed is told of as a file that cannot be read

    def _is_folder_inside(self, found: str) -> bool:
        """A link to a folder of the inbox: its files are found where they are."""
        with contextlib.suppress(OSError, RuntimeError):  # a link to nothing, or to itself
            target = (self.root / found).resolve(strict=True)
            return target.is_dir() and target.is_relative_to(self.root.resolve())
        return False

    def _follow(self, path: Path) -> Path:
        try:
            target = path.resolve(strict=True)
        except (OSError, RuntimeError) as error:
            raise _unreadable(error) from error
        if not target.is_relative_to(self.root.resolve()):
            raise RefusedFileError(Refusal("batch.link-out"))
        return target


def _read_capped(handle: int, size: int) -> bytes:
    """All of a file. size: what it had when it was opened; it may have grown or shrunk since."""
    parts = []
    left = MOST_BYTES + 1
    try:
        while left > 0 and (part := os.read(handle, min(size + 1, left))):
            parts.append(part)
            left -= len(part)
    except OSError as error:
        raise _unreadable(error) from error
    if left <= 0:
        raise RefusedFileError(Refusal("batch.too-large", f"{MOST_BYTES:,}"))
    return b"".join(parts)


def _unreadable(error: OSError | RuntimeError) -> RefusedFileError:
    return RefusedFileError(Refusal("batch.unreadable", getattr(error, "strerror", None) or ""))
