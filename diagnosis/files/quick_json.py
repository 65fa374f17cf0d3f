"""JSON taken apart without a word, for very many files: whatever is not plain goes to the careful reader instead."""

import json
from collections.abc import Mapping
from typing import NoReturn

import msgspec

_MEMBERS = msgspec.json.Decoder(dict[str, msgspec.Raw])


class NotPlainError(ValueError):
    """The careful reader must look at this."""


def split_members(data: bytes) -> Mapping[str, bytes]:
    """The members of an object, their values as they are written. Of two keys alike the last is kept.

    Raises NotPlainError for what is no JSON object. A value is only known to be well-formed once `read_plain` read it.
    """
    try:
        found = _MEMBERS.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise NotPlainError from error
    return dict(zip(found, map(bytes, found.values()), strict=True))


def count_colons(data: bytes) -> int:
    """How many keys there are at most: each has one colon behind it, and texts may hold more.

    Who finds distinct keys for all colons that stand in no text knows that no key comes twice.
    """
    return data.count(b":")


def read_plain(data: bytes) -> object:
    """A value: objects are tuples of pairs, arrays lists. Raises NotPlainError for fractions, NaN and bad JSON."""
    try:
        return _PLAIN.decode(data.decode())
    except (ValueError, RecursionError) as error:
        raise NotPlainError from error


def write_line(value: object) -> bytes:
    """The value as JSON on one line, without spaces, in UTF-8."""
    return msgspec.json.encode(value)


def _refuse(written: str) -> NoReturn:
    raise NotPlainError(written)


_PLAIN = json.JSONDecoder(object_pairs_hook=tuple, parse_float=_refuse, parse_constant=_refuse)
