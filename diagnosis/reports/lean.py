"""A smaller file: lean fonts, no tag that only says "text", and no coordinate finer than a thousandth of a point.

A PDF finds a glyph by its number (CIDToGIDMap is Identity), so the font's own map of characters, its names and its
metrics for vertical writing are dead weight (ISO 32000-1, 9.9: which tables an embedded TrueType font needs).
A paragraph, a cell or a heading may hold marked content itself (14.7.4): half of all tags said nothing but "text".
Like `speed`, this leans on the inside of one version, and is left out with any other.
"""

import inspect
import struct
from array import array
from typing import Any, Final

import pydyf  # type: ignore[import-untyped]
from weasyprint.pdf import fonts, tags

from diagnosis.reports.speed import FITS

_NEEDED: Final = frozenset({b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp", b"cvt ", b"fpgm", b"prep"})
_TRUETYPE: Final = b"\x00\x01\x00\x00"
_CHECKSUM: Final = 0xB1B0AFBA
_SUBSET: Final = fonts.Font.subset if FITS else None


_LARGEST_FACTOR: Final = 4
_TO_BYTES: Final = pydyf._to_bytes  # noqa: SLF001 - there is no public way
_LINE: Final = "if tag == 'Link':"
_DIRECT: Final = "if tag in ('Link', 'P', 'TD', 'TH', 'LBody', 'Lbl', 'Span', 'H1', 'H2', 'H3'):"


def keep_files_lean() -> None:
    """Let whatever WeasyPrint writes from now on do without both."""
    if not FITS:
        return
    fonts.Font.subset = _subset
    pydyf._to_bytes = _to_bytes  # noqa: SLF001 - there is no public way
    source = inspect.getsource(tags._build_box_tree)  # noqa: SLF001 - there is no public way
    if source.count(_LINE) == 1:
        exec(source.replace(_LINE, _DIRECT), tags.__dict__)  # noqa: S102 - WeasyPrint's own code, one condition wider


def _to_bytes(item: Any) -> bytes:  # noqa: ANN401 - whatever may stand in a PDF
    """As pydyf writes it, but a length in points has three decimals; a factor, which is small, keeps its six."""
    kind = type(item)
    if kind is bytes:
        return bytes(item)
    if kind is float and abs(item) >= _LARGEST_FACTOR:
        return f"{item:.3f}".rstrip("0").rstrip(".").encode()
    written: bytes = b"%d" % item if kind is int else _TO_BYTES(item)
    return written


def _subset(self: Any, to_unicode: Any, hinting: bool) -> None:  # noqa: ANN401, FBT001 - as the original
    assert _SUBSET is not None
    _SUBSET(self, to_unicode, hinting)
    if self.file_content[:4] == _TRUETYPE:
        self.file_content = without_dead_tables(self.file_content)


def without_dead_tables(font: bytes) -> bytes:
    """The same TrueType font with only the tables that drawing its glyphs needs, and its checksum mended."""
    (count,) = struct.unpack_from(">H", font, 4)
    entries = [struct.unpack_from(">4sLLL", font, 12 + 16 * number) for number in range(count)]
    kept = [(tag, checksum, font[start : start + size]) for tag, checksum, start, size in entries if tag in _NEEDED]
    power = len(kept).bit_length() - 1
    header = struct.pack(">4sHHHH", _TRUETYPE, len(kept), 16 << power, power, 16 * len(kept) - (16 << power))
    directory, body, start = b"", b"", 12 + 16 * len(kept)
    for tag, checksum, content in kept:
        if tag == b"head":
            head, content = start + len(body), content[:8] + bytes(4) + content[12:]  # noqa: PLW2901 - zero, then mended
        directory += struct.pack(">4sLLL", tag, checksum, start + len(body), len(content))
        body += content + bytes(-len(content) % 4)
    whole = header + directory + body
    adjustment = struct.pack(">L", (_CHECKSUM - _sum(whole)) % 2**32)
    return whole[: head + 8] + adjustment + whole[head + 12 :]


def _sum(content: bytes) -> int:
    numbers = array("I", content)
    numbers.byteswap()
    return sum(numbers)
