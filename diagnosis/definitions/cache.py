"""Compiled definitions kept between runs; only what is provably ours and whole is ever read back."""

import hashlib
import os
import pickle
import stat
import tempfile
from functools import cache
from pathlib import Path

_MAGIC = b"diagnosis cache 1\n"
_KEPT = 32
_PACKAGE = Path(__file__).parent.parent
_FILES = ("*.yaml", "*/*.yaml", "migrations/*/*.yaml", "published/*/*.yaml.gz")
_PARTS = ("definitions", "files", "model")


def digest_of(*parts: str, folders: tuple[Path, ...]) -> str:
    """A name that changes with any byte of the files in `folders`, with `parts`, and with the code itself."""
    digest = hashlib.sha256(_code_digest())
    for part in parts:
        digest.update(part.encode() + b"\0")
    for folder in folders:
        for path in sorted(each for pattern in _FILES for each in folder.glob(pattern)):
            digest.update(f"{path}\0".encode())
            digest.update(_file_digest(path))
    return digest.hexdigest()


def read_cached(folder: Path, name: str) -> object | None:
    """What was kept under `name`; None where there is nothing, or nothing to be trusted."""
    try:
        if not _is_private(folder.lstat(), directory=True):
            return None
        payload = _read_private(folder / f"{name}.pickle")
        return _unpack(payload)
    except (OSError, ValueError):
        return None


def keep(folder: Path, name: str, value: object) -> None:
    """Keep `value` under `name`, in one step; where that is impossible, do nothing: a cache is a convenience."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _made_private(folder):
            return
        _write_whole(folder, f"{name}.pickle", _pack(value))
        _drop_oldest(folder)
    except OSError:
        return


def _pack(value: object) -> bytes:
    payload = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
    return _MAGIC + hashlib.sha256(payload).digest() + payload


def _unpack(data: bytes) -> object:
    start = len(_MAGIC) + 32
    payload = data[start:]
    if not data.startswith(_MAGIC) or hashlib.sha256(payload).digest() != data[len(_MAGIC) : start]:
        raise ValueError("not a whole cache file")
    return pickle.loads(payload)  # noqa: S301 - written by this user, whole, and no other may write there


def _read_private(path: Path) -> bytes:
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
    with os.fdopen(descriptor, "rb") as file:
        if not _is_private(os.fstat(descriptor), directory=False):
            raise ValueError("not ours alone")
        return file.read()


def _is_private(status: os.stat_result, *, directory: bool) -> bool:
    kind = stat.S_ISDIR if directory else stat.S_ISREG
    if not kind(status.st_mode):
        return False
    if not hasattr(os, "getuid"):  # Windows keeps a user's cache folder to the user
        return True
    return status.st_uid == os.getuid() and not status.st_mode & 0o077


def _made_private(folder: Path) -> bool:
    """Whether the folder is this user's alone, after closing it to others where it is this user's."""
    if not folder.is_symlink() and hasattr(os, "getuid") and folder.stat().st_uid == os.getuid():
        folder.chmod(0o700)  # what others may have put there is not read: files are checked one by one
    return _is_private(folder.lstat(), directory=True)


def _write_whole(folder: Path, name: str, data: bytes) -> None:
    descriptor, temporary = tempfile.mkstemp(dir=folder, prefix=".part-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        Path(temporary).replace(folder / name)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise


def _drop_oldest(folder: Path) -> None:
    files = sorted(folder.glob("*.pickle"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in files[_KEPT:]:
        path.unlink(missing_ok=True)


@cache
def _code_digest() -> bytes:
    digest = hashlib.sha256()
    for part in _PARTS:
        for path in sorted((_PACKAGE / part).rglob("*.[jp][sy]*")):
            if path.suffix in {".py", ".json"}:
                digest.update(path.read_bytes())
    return digest.digest()


def _file_digest(path: Path) -> bytes:
    try:
        return hashlib.sha256(path.read_bytes()).digest()
    except OSError:
        return b"unreadable"
