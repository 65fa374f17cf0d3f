"""What is kept is kept small: zlib's format, written by a library that is four times as quick."""

import zlib

from isal import isal_zlib

_PACKED = b"x"
"""How zlib's format begins. JSON never does."""
_MARK = b"\0packed\0"
"""Before a file's packed bytes. A file that begins so itself is always packed, so the two are never mixed up."""
_SMALLER = 0.9
"""A file whose packed bytes are no smaller than this part of it (a PDF, a workbook) stays as it is."""


def pack(plain: bytes) -> bytes:
    """JSON, made small; what is packed already stays as it is."""
    return plain if is_packed(plain) else isal_zlib.compress(plain, 1)


def is_packed(content: bytes) -> bool:
    """Whether this comes from `pack`."""
    return content.startswith(_PACKED)


def unpack(packed: bytes) -> bytes:
    """Back from `pack`; raises zlib.error."""
    return zlib.decompress(packed)


def pack_file(data: bytes) -> bytes:
    """Any bytes, made small where that is worth it."""
    packed = _MARK + isal_zlib.compress(data, 1)
    return packed if len(packed) < _SMALLER * len(data) or data.startswith(_MARK) else data


def unpack_file(content: bytes) -> bytes:
    """Back from `pack_file`."""
    return zlib.decompress(content[len(_MARK) :]) if content.startswith(_MARK) else content
