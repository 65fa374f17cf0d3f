"""A smaller file: lean fonts, no tag that only says "text", and no coordinate finer than a thousandth of a point.

A PDF finds a glyph by its number (CIDToGIDMap is Identity), so the font's own map of characters, its names and its
metrics for vertical writing are dead weight (ISO 32000-1, 9.9: which tables an embedded TrueType font needs).
A paragraph, a cell or a heading may hold marked content itself (14.7.4): half of all tags said nothing but "text".
Like `speed`, this leans on the inside of one version, and is left out with any other.
"""

import inspect
import io
import struct
from array import array
from types import FunctionType, ModuleType
from typing import Any, Final

import pydyf  # type: ignore[import-untyped]
from fontTools import subset
from fontTools.ttLib import TTFont
from weasyprint import pdf
from weasyprint.pdf import fonts, tags

from diagnosis.paper.speed import FITS

_NEEDED: Final = frozenset({b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp", b"cvt ", b"fpgm", b"prep"})
_TRUETYPE: Final = b"\x00\x01\x00\x00"
_CFF: Final = b"OTTO"
_BARE_CFF: Final = b"\x01\x00"
_CHECKSUM: Final = 0xB1B0AFBA
_SUBSET: Final = fonts.Font.subset if FITS else None


_LARGEST_FACTOR: Final = 4
_TO_BYTES: Final = pydyf._to_bytes  # noqa: SLF001 - there is no public way
_LINE: Final = "if tag == 'Link':"
_WRAPPED: Final = "'/OpenType'"
_BARE: Final = "'/CIDFontType0C' if font.is_bare else '/OpenType'"
_DIRECT: Final = "if tag in ('Link', 'P', 'TD', 'TH', 'LBody', 'Lbl', 'Span', 'H1', 'H2', 'H3'):"


def keep_files_lean() -> None:
    """Let whatever WeasyPrint writes from now on do without both."""
    if not FITS:
        return
    fonts.Font.subset = _subset
    fonts.Font.is_bare = property(lambda font: font.file_content[:2] == _BARE_CFF)
    fonts.Font.type = property(lambda font: "otf" if font.is_bare or font.file_content[:4] == _CFF else "ttf")
    pydyf._to_bytes = _to_bytes  # noqa: SLF001 - there is no public way
    _rewrite(tags, tags._build_box_tree, _LINE, _DIRECT)  # noqa: SLF001 - there is no public way
    _rewrite(fonts, fonts.build_fonts_dictionary, _WRAPPED, _BARE)
    pdf.build_fonts_dictionary = fonts.build_fonts_dictionary


def _rewrite(module: ModuleType, function: FunctionType, line: str, better: str) -> None:
    """WeasyPrint's own function with one line of it changed; left alone where the line is not there."""
    source = inspect.getsource(function)
    if source.count(line) == 1:
        exec(source.replace(line, better), module.__dict__)  # noqa: S102 - nothing foreign is run


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
    elif self.file_content[:4] == _CFF:
        self.file_content = without_empty_glyphs(self.file_content)


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


def without_empty_glyphs(font: bytes) -> bytes:
    """The bare CFF table of a CID-keyed OpenType font, with only the glyphs that are drawn.

    HarfBuzz keeps the number of every glyph, so one rare character drags tens of thousands of empty ones along. A
    reader finds a glyph of a CID-keyed font by its CID in the charset (ISO 32000-1, 9.7.4.2), which stays what it was.
    """
    with TTFont(io.BytesIO(font), recalcTimestamp=False) as parsed:
        subsetter = subset.Subsetter(subset.Options(layout_features=[], hinting=False, notdef_outline=True))
        subsetter.populate(unicodes=parsed.getBestCmap())
        subsetter.subset(parsed)
        compiled: bytes = parsed["CFF "].compile(parsed)
    return compiled


def _sum(content: bytes) -> int:
    numbers = array("I", content)
    numbers.byteswap()
    return sum(numbers)
