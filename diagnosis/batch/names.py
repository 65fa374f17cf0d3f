"""Names of files as they came, and names that are safe to print, to store and to write."""

import hashlib
import re
from collections.abc import Container
from pathlib import PurePosixPath

_LONGEST = 180
"""Bytes of one part of a path; what is put behind it must still fit into 255."""

# Control characters, separators, characters without width or that turn the direction of writing, halves of characters.
_UNSAFE = re.compile(
    '[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff<>:"|?*\\\\]'
    "|%(?=[0-9A-Fa-f]{2})"
)


def tame(name: str) -> str:
    """A relative path that can be printed and written anywhere: odd characters stand as %XX, and none leads upwards.

    Two different names never become one. name: with slashes, as found.
    """
    return "/".join(_tame_part(part) for part in name.split("/") if part) or "%00"


def marked_name(name: str, taken: Container[str]) -> str:
    """Where the copy with marked cells stands, which no other file has: `a/b.xlsx` gives `a/b.marked.xlsx`."""
    path = PurePosixPath(name)
    while True:
        path = path.with_name(f"{path.stem}.marked{path.suffix}")
        if str(path) not in taken:
            return str(path)


def _tame_part(part: str) -> str:
    if part in {".", ".."}:
        return part.replace(".", "%2E")
    tamed = _UNSAFE.sub(_escape, part)
    if len(tamed.encode()) <= _LONGEST:
        return tamed
    stem, suffix = PurePosixPath(tamed).stem, PurePosixPath(tamed).suffix[:10]
    digest = hashlib.sha256(part.encode(errors="surrogateescape")).hexdigest()[:8]
    return f"{_cut(stem, _LONGEST - 20)}-{digest}{suffix}"


def _escape(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode(errors="surrogatepass"))


def _cut(text: str, size: int) -> str:
    return text.encode()[:size].decode(errors="ignore")
