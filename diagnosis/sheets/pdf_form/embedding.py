"""The fonts of a form as objects of PDF (ISO 32000-1, 9.7 and 9.10.3)."""

from functools import cache

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from diagnosis.paper.typing_font import TypingFont

_CMAP_BLOCK = 100
_TRUETYPE = b"\x00\x01\x00\x00"
_USUAL_WIDTH = 1000


def zapf_dingbats() -> Dictionary:
    """Every reader has it; it serves one that draws ticks anew."""
    return Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.ZapfDingbats)


def font_object(document: pikepdf.Pdf, font: TypingFont) -> Dictionary:
    """A font whose codes are numbers of glyphs, with the map back to characters."""
    is_truetype = font.program.startswith(_TRUETYPE)
    name = Name(f"/AAAAAA+{font.name}")
    program = document.make_stream(font.program, Length1=len(font.program))
    if not is_truetype:
        program.Subtype = Name.CIDFontType0C
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=name,
        Flags=4,
        FontBBox=Array(list(font.box)),
        ItalicAngle=0,
        Ascent=font.ascent,
        Descent=font.descent,
        CapHeight=font.ascent,
        StemV=80,
    )
    descriptor[Name.FontFile2 if is_truetype else Name.FontFile3] = program
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2 if is_truetype else Name.CIDFontType0,
        BaseFont=name,
        CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
        FontDescriptor=document.make_indirect(descriptor),
        DW=_USUAL_WIDTH,
        W=_widths(font),
    )
    if is_truetype:
        descendant.CIDToGIDMap = Name.Identity
    return Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=name,
        Encoding=Name("/Identity-H"),
        DescendantFonts=Array([document.make_indirect(descendant)]),
        ToUnicode=document.make_stream(_to_unicode(font)),
    )


def _widths(font: TypingFont) -> Array:
    """Runs of glyphs that are not as wide as they are high: `first last width`."""
    narrow = sorted({(font.code[one], width) for one, width in font.width.items() if width != _USUAL_WIDTH})
    runs: list[list[int]] = []
    for code, width in narrow:
        if runs and runs[-1][1] == code - 1 and runs[-1][2] == width:
            runs[-1][1] = code
        else:
            runs.append([code, code, width])
    return Array([number for run in runs for number in run])


@cache
def _to_unicode(font: TypingFont) -> bytes:
    pairs = sorted({code: one for one, code in sorted(font.code.items(), reverse=True)}.items())
    lines = [f"<{code:04X}> <{one.encode('utf-16-be').hex().upper()}>" for code, one in pairs]
    blocks = [lines[start : start + _CMAP_BLOCK] for start in range(0, len(lines), _CMAP_BLOCK)]
    body = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n{body}\n"
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode()
