"""Bytes to text: size, encoding and characters that deceive the eye are settled before any parser runs."""

import re

from diagnosis.files.places import Faults, Lines
from diagnosis.model.problems import Span

ONE_MIB = 1024 * 1024

_BOM = "\ufeff"

# Control characters, line separators that editors do not count, characters without width, bidirectional controls and
# noncharacters. Variation selectors stay: 葛󠄀 and 辻󠄀 need them.
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u00ad\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff0-\ufffb\ufffe\uffff\U000e0000-\U000e007f]",
)
SURROGATE = re.compile("[\ud800-\udfff]")


def decode(data: bytes, file: str, limit: int) -> str:
    """UTF-8 text of at most `limit` bytes, without a byte order mark; raises ProblemsError."""
    faults = Faults()
    if len(data) > limit:
        _refuse_size(file, limit, faults)
    text = _decode_utf8(data, file, faults).removeprefix(_BOM)
    lines = Lines(text, file)
    for match in FORBIDDEN.finditer(text):
        _refuse_character(match.group(), lines.at(match.start()), faults)
    faults.stop()
    return text


def check_string(value: str, at: Span, faults: Faults) -> None:
    """Refuse in a finished string what an escape sequence may have brought in."""
    if match := FORBIDDEN.search(value):
        _refuse_character(match.group(), at, faults)
    if SURROGATE.search(value):
        faults.add(
            at,
            "file.surrogate",
            ja="文字の片割れ（単独のサロゲート）があります。文字をそのまま書いてください。",
            en="Half of a character (a lone surrogate) stands here. Write the character itself.",
        )


def _refuse_size(file: str, limit: int, faults: Faults) -> None:
    faults.add(
        Span(file, 0, 0),
        "file.too-large",
        ja=f"ファイルが大きすぎます。{limit:,}バイト以下にしてください。",
        en=f"The file is too large. Keep it within {limit:,} bytes.",
    )
    faults.stop()


def _refuse_character(character: str, at: Span, faults: Faults) -> None:
    name = f"U+{ord(character):04X}"
    faults.add(
        at,
        "file.control-character",
        ja=f"目に見えない制御文字 {name} があります。この文字を削除してください。",
        en=f"There is an invisible control character, {name}. Delete it.",
    )


def _decode_utf8(data: bytes, file: str, faults: Faults) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        ja, en = _guess_encoding(data)
        faults.add(
            _place_of_byte(data, error.start, file),
            "file.encoding",
            ja=f"UTF-8ではありません（{ja}）。エディターの「名前を付けて保存」で文字コードに「UTF-8」を選んで保存し直してください。",
            en=f'This is not UTF-8 ({en}). Save it again with "Save as", choosing the encoding UTF-8.',
        )
        faults.stop()
        raise


def _guess_encoding(data: bytes) -> tuple[str, str]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "UTF-16のようです", "it looks like UTF-16"
    try:
        data.decode("cp932")
    except UnicodeDecodeError:
        return "文字コードが分かりません", "its encoding is unclear"
    return "Shift_JIS（CP932）のようです", "it looks like Shift_JIS, CP932"


def _place_of_byte(data: bytes, offset: int, file: str) -> Span:
    before = data[:offset].decode("utf-8", errors="replace").removeprefix(_BOM)
    return Lines(before, file).at(len(before))
