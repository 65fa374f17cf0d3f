"""Messages on a pipe: a head in JSON and bytes behind it, each with its length before it."""

import json
import struct
from dataclasses import dataclass
from typing import BinaryIO, Protocol

_LENGTHS = struct.Struct(">QQ")


@dataclass(frozen=True, slots=True)
class Message:
    """head: plain data (what JSON can say). blob: bytes that go with it."""

    head: object
    blob: bytes = b""


class Reader(Protocol):
    """What a message can be read from."""

    def read(self, size: int, /) -> bytes:
        """`size` bytes, fewer only at the end."""


def write_message(pipe: BinaryIO, message: Message) -> None:
    """Send a message whole; raises OSError where nobody reads."""
    head = json.dumps(message.head, ensure_ascii=False).encode(errors="surrogatepass")
    pipe.write(_LENGTHS.pack(len(head), len(message.blob)))
    pipe.write(head)
    pipe.write(message.blob)
    pipe.flush()


def read_message(pipe: Reader, largest: int) -> Message | None:
    """The next message; None at the end of the pipe. Raises ValueError for one over `largest` bytes or in pieces."""
    lengths = pipe.read(_LENGTHS.size)
    if not lengths:
        return None
    if len(lengths) < _LENGTHS.size:
        raise ValueError("a message broke off")
    head, blob = _LENGTHS.unpack(lengths)
    if head + blob > largest:
        raise ValueError("a message is too large")
    return Message(json.loads(_read_whole(pipe, head).decode(errors="surrogatepass")), _read_whole(pipe, blob))


def _read_whole(pipe: Reader, length: int) -> bytes:
    data = pipe.read(length)
    if len(data) < length:
        raise ValueError("a message broke off")
    return data
