"""In- and outbox by URL, for work on many machines. The only door to fsspec.

A file put to an object store (s3://…) is whole or not there by the store's own promise, so nothing is renamed.
"""

import contextlib
import hashlib
import shutil
from typing import BinaryIO, Final, cast

import fsspec

from diagnosis.batch.inbox import MOST_BYTES, InboxFile, RefusedFileError, is_passing
from diagnosis.batch.names import tame
from diagnosis.batch.refusals import Refusal

_BLOCK: Final = 1 << 20


class RemoteInbox:
    """Files below a URL."""

    def __init__(self, url: str) -> None:
        self._files, root = fsspec.core.url_to_fs(url)
        self._root = root.rstrip("/") + "/"

    def files(self) -> list[InboxFile]:
        """See `Inbox`."""
        if not self._files.isdir(self._root):
            raise FileNotFoundError(2, "No such folder")
        self._files.invalidate_cache()
        found = (path.removeprefix(self._root) for path in self._files.find(self._root))
        kept = (path for path in found if not any(map(is_passing, path.split("/"))))
        return sorted((InboxFile(path, tame(path)) for path in kept), key=lambda file: file.name)

    def read(self, file: InboxFile) -> bytes:
        """See `Inbox`."""
        try:
            data = cast("bytes", self._files.cat_file(self._root + file.found, start=0, end=MOST_BYTES + 1))
        except OSError as error:
            if self._is_empty(file):
                return b""  # of nothing there is no part from 0 to anywhere, an object store says
            raise RefusedFileError(Refusal("batch.unreadable", error.strerror or type(error).__name__)) from error
        if len(data) > MOST_BYTES:
            raise RefusedFileError(Refusal("batch.too-large", f"{MOST_BYTES:,}"))
        return data

    def _is_empty(self, file: InboxFile) -> bool:
        with contextlib.suppress(OSError):
            return bool(self._files.size(self._root + file.found) == 0)
        return False


class RemoteOutbox:
    """Results below a URL."""

    def __init__(self, url: str) -> None:
        self._files, root = fsspec.core.url_to_fs(url)
        self._root = root.rstrip("/") + "/"

    def write(self, name: str, data: bytes) -> None:
        """See `Outbox`."""
        self._files.pipe_file(self._root + name, data)

    def put(self, name: str, source: BinaryIO) -> None:
        """See `Outbox`."""
        with self._files.open(self._root + name, "wb") as file:
            shutil.copyfileobj(source, file, _BLOCK)

    def digest(self, name: str) -> str | None:
        """See `Outbox`."""
        try:
            with self._files.open(self._root + name, "rb") as file:
                return _digest(file)
        except FileNotFoundError:
            return None

    def names(self, folder: str) -> set[str]:
        """See `Outbox`."""
        return {path.removeprefix(self._root) for path in self._files.find(self._root + folder)}

    def remove(self, name: str) -> None:
        """See `Outbox`."""
        with contextlib.suppress(FileNotFoundError):
            self._files.rm_file(self._root + name)

    def in_use(self) -> contextlib.AbstractContextManager[None]:
        """See `Outbox`. Nothing is ever half written, so nothing is swept away."""
        return contextlib.nullcontext()


def _digest(file: BinaryIO) -> str:
    digest = hashlib.sha256()
    while block := file.read(_BLOCK):
        digest.update(block)
    return digest.hexdigest()
