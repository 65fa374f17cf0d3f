"""A smaller file: lean fonts, no tag that only says "text", no coordinate finer than a thousandth of a point.

A PDF finds a glyph by its number (CIDToGIDMap is Identity), so the font's own map of characters, its names and its
metrics for vertical writing are dead weight (ISO 32000-1, 9.9: which tables an embedded TrueType font needs).
A paragraph, a cell or a heading may hold marked content itself (14.7.4): half of all tags said nothing but "text".
Words in a chart that are centred or end at their place are drawn on the page, not in a form with its own resources; a
kerning below a thousandth is not written; the table of objects is written as differences (7.4.4.4).
Like `speed`, this leans on the inside of one version, and is left out with any other.
"""

import inspect
import io
import struct
import textwrap
from array import array
from types import FunctionType
from typing import Any, Final

import pydyf  # type: ignore[import-untyped]
from fontTools import subset
from fontTools.ttLib import TTFont
from weasyprint import svg
from weasyprint.draw import text
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
_DIRECT_TEXT: Final = (
    "if tag == 'Link':",
    "if tag in ('Link', 'P', 'TD', 'TH', 'LBody', 'Lbl', 'Span', 'H1', 'H2', 'H3'):",
)
_BARE_FONT: Final = ("'/OpenType'", "'/CIDFontType0C' if font.is_bare else '/OpenType'")
_KERNING: Final = ("if kerning:", "if int(kerning):")
_WORDS: Final = (
    (
        "group = self.stream.add_group(0, 0, 0, 0)  # BBox set after drawing\n            original_streams",
        "group = self.stream.clone()\n            original_streams",
    ),
    (
        "        group_id = self.stream.id\n        self.stream = original_streams.pop()\n        self.stream.push",
        "        words = self.stream.stream\n        self.stream = original_streams.pop()\n        self.stream.push",
    ),
    ("            group.extra['BBox'][:] = (\n", "            _ = (\n"),
    (
        "        self.stream.draw_x_object(group_id)\n        self.stream.pop_state()",
        "        self.stream.stream.extend(words)\n        self.stream.pop_state()",
    ),
)
_DIFFERENCES: Final = (
    "dict_stream = Stream([xref_stream], extra, compress)",
    "dict_stream = Stream([self.differences(xref_stream, extra)], extra, compress)",
)


def keep_files_lean() -> None:
    """Let whatever WeasyPrint writes from now on do without both."""
    if not FITS:
        return
    fonts.Font.subset = _subset
    fonts.Font.is_bare = property(lambda font: font.file_content[:2] == _BARE_CFF)
    fonts.Font.type = property(lambda font: "otf" if font.is_bare or font.file_content[:4] == _CFF else "ttf")
    pydyf._to_bytes = _to_bytes  # noqa: SLF001 - there is no public way
    pydyf.PDF.differences = staticmethod(differences)
    _rewrite(tags._build_box_tree, _DIRECT_TEXT)  # noqa: SLF001 - there is no public way
    _rewrite(fonts.build_fonts_dictionary, _BARE_FONT)
    _rewrite(text.draw_first_line, _KERNING)
    _rewrite(svg.SVG.draw_node, *_WORDS)
    _rewrite(pydyf.PDF.write, _DIFFERENCES)


def _rewrite(function: FunctionType, *changes: tuple[str, str]) -> None:
    """A function with some of its lines changed, wherever it is held; left alone where one of them is not there."""
    source = textwrap.dedent(inspect.getsource(function))
    if any(source.count(line) != 1 for line, _ in changes):
        return
    for line, better in changes:
        source = source.replace(line, better)
    names: dict[str, Any] = {}
    exec(source, names)  # noqa: S102 - nothing foreign is run
    function.__code__ = names[function.__name__].__code__


def differences(table: bytes, extra: dict[str, Any]) -> bytes:
    """A table of objects, each row less the one above it (predictor 12); `extra`, its dictionary, is told so."""
    columns = sum(extra["W"])
    extra["DecodeParms"] = pydyf.Dictionary({"Predictor": 12, "Columns": columns})
    rows = [table[start : start + columns] for start in range(0, len(table), columns)]
    pairs = zip([bytes(columns), *rows], rows, strict=False)
    return b"".join(b"\2" + bytes((b - a) % 256 for a, b in zip(above, row, strict=True)) for above, row in pairs)


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
