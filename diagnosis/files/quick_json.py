"""JSON taken apart without a word, for very many files: whatever is not plain goes to the careful reader instead."""

import json
from collections.abc import Mapping
from typing import NoReturn, TypeVar

import msgspec

T = TypeVar("T")


class NotPlainError(ValueError):
    """The careful reader must look at this."""


_NOTHING = msgspec.Raw(b"")
_HEAD = ("ruleset", "questionnaires", "member", "answered_on")


class _Sheet(msgspec.Struct, forbid_unknown_fields=True):
    ruleset: msgspec.Raw = _NOTHING
    questionnaires: msgspec.Raw = _NOTHING
    member: msgspec.Raw = _NOTHING
    answered_on: msgspec.Raw = _NOTHING
    answers: dict[str, msgspec.Raw] | msgspec.UnsetType = msgspec.UNSET


_SHEETS = msgspec.json.Decoder(_Sheet)


def split_sheet(data: bytes) -> tuple[dict[str, bytes], Mapping[str, bytes] | None]:
    """What stands in the head of an answer sheet, and its answers by question, all as they are written.

    Of two keys alike the last is kept. Raises NotPlainError for what is no sheet. A value is only known to be
    well-formed once `read_plain` read it.
    """
    try:
        found = _SHEETS.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise NotPlainError from error
    parts = {name: bytes(part) for name in _HEAD if (part := getattr(found, name)) is not _NOTHING}
    if found.answers is msgspec.UNSET:
        return parts, None
    return parts, dict(zip(found.answers, map(bytes, found.answers.values()), strict=True))


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


def read_as(kind: type[T], data: bytes) -> T:
    """JSON as a dataclass whose fields' types are looked at one by one; raises NotPlainError for anything else."""
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise NotPlainError from error
