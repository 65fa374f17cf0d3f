"""Which encoding a CSV file has: decided by rules that can be told, never guessed by likelihood."""

import codecs
import re
from typing import NoReturn

from diagnosis.model.problems import Problem, ProblemsError, Span
from diagnosis.model.text import Text

_UTF_8 = "utf-8"
_WITH_MARK = "utf-8-sig"
_UTF_16 = "utf-16"
_CP932 = "cp932"

_PIECE = 1 << 20
_LONG_SEQUENCE = re.compile(rb"[\xe0-\xf4]")
"""The first byte of a character that takes three or four bytes in UTF-8, as nearly every Japanese one does."""
_NOT_IN_CP932 = re.compile("[\x80\xa0\uf8f1-\uf8f3]")
"""What Python's codec makes of bytes that CP932 leaves free."""


def find_encoding(data: bytes, name: str) -> str:
    """The codec of a text, by Python's name; raises ProblemsError (`csv.encoding`, `csv.encoding-unclear`).

    A byte order mark decides. Without one it is UTF-8 if every byte is, else CP932 if every byte is. A text that would
    be sound as both, and holds no character that settles it, is refused: half-width ﾂｱ and ± are the same two bytes.
    """
    if data.startswith(codecs.BOM_UTF8):
        return _WITH_MARK if _is_sound(data, _UTF_8) else _refuse(name, _NEITHER)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _UTF_16 if _is_sound(data, _UTF_16) else _refuse(name, _NEITHER)
    if b"\0" in data:
        _refuse(name, _NO_TEXT)
    if _is_sound(data, _UTF_8):
        if data.isascii() or _LONG_SEQUENCE.search(data) or not _is_sound(data, _CP932):
            return _UTF_8
        _refuse(name, _UNCLEAR, "csv.encoding-unclear")
    return _CP932 if _is_sound(data, _CP932) else _refuse(name, _NEITHER)


def _is_sound(data: bytes, codec: str) -> bool:
    """Every byte is a character's in this encoding; piece by piece, so that memory does not grow with the file."""
    decoder = codecs.getincrementaldecoder(codec)("strict")
    try:
        for start in range(0, len(data), _PIECE):
            text = decoder.decode(data[start : start + _PIECE], final=start + _PIECE >= len(data))
            if codec == _CP932 and _NOT_IN_CP932.search(text):
                return False
    except UnicodeDecodeError:
        return False
    return True


_NEITHER = Text(
    ja="文字コードがUTF-8でもShift_JIS（CP932）でもありません。"
    "表計算ソフトで「CSV UTF-8」を選んで保存し直してください。",
    en='The encoding is neither UTF-8 nor Shift_JIS (CP932). Save it again, choosing "CSV UTF-8".',
)
_NO_TEXT = Text(
    ja="CSV（文字だけのファイル）ではありません。表計算ソフトで「CSV UTF-8」を選んで保存し直してください。",
    en='This is no CSV file: it holds more than text. Save it again, choosing "CSV UTF-8".',
)
_UNCLEAR = Text(
    ja="UTF-8としてもShift_JIS（CP932）としても読めるため、文字コードを決められません。"
    "表計算ソフトで「CSV UTF-8」を選んで保存し直してください。",
    en="It can be read both as UTF-8 and as Shift_JIS (CP932), so the encoding is unclear. "
    'Save it again, choosing "CSV UTF-8".',
)


def _refuse(name: str, message: Text, code: str = "csv.encoding") -> NoReturn:
    raise ProblemsError((Problem(Span(name, 0, 0), code, message),))
