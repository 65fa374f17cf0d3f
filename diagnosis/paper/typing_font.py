"""The font in which a form is filled in: embedded with every character that is usually typed in Japan.

BIZ UDGothic, because none of its glyphs serves two characters: a reader that turns typed text into glyphs by the
font's own map then finds the right ones.
"""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from fontTools import subset
from fontTools.ttLib import TTFont

from diagnosis.model.problems import Problem, ProblemsError, Span
from diagnosis.model.text import Text
from diagnosis.paper.fonts import FontFile, code_points, find_fonts

FAMILY: Final = "BIZ UDGothic"
_USUAL: Final = "cp932"
"""Windows' character set for Japan: JIS levels 1 and 2, and the vendors' characters such as 髙 and ①."""
_DROPPED: Final = ["GSUB", "GPOS", "GDEF", "DSIG", "VORG", "vhea", "vmtx", "OS/2", "gasp", "meta", "VDMX", "hdmx"]
_NOT_EMBEDDED: Final = ("cmap", "name", "post")


@dataclass(frozen=True, slots=True, eq=False)
class TypingFont:
    """glyph, width: number of a character's glyph, and its advance in thousandths of the size. program: TrueType.

    ascent, descent, box: in thousandths of the size.
    """

    program: bytes
    glyph: Mapping[str, int]
    width: Mapping[str, int]
    ascent: int
    descent: int
    box: tuple[int, int, int, int]


def typing_font(typed: str = "") -> TypingFont:
    """The font with all usual characters and those of `typed`, as far as it has them.

    Made once a process for each set of characters. Raises ProblemsError where this machine does not have it.
    """
    font = _find()
    rare = {one for one in typed if ord(one) in code_points(font) and not _is_usual(one)}
    return _make(font, "".join(sorted(rare)))


@cache
def _make(file: FontFile, rare: str) -> TypingFont:
    with TTFont(file.path, recalcTimestamp=False) as font:
        wanted = {point for point in font.getBestCmap() if _is_usual(chr(point)) or chr(point) in rare}
        options = subset.Options(
            layout_features=[], hinting=False, notdef_outline=True, name_IDs=[], drop_tables=_DROPPED
        )
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=wanted)
        subsetter.subset(font)
        return _measure(font)


def _measure(font: TTFont) -> TypingFont:
    unit, head = 1000 / font["head"].unitsPerEm, font["head"]
    names = {chr(point): name for point, name in font.getBestCmap().items()}
    for table in _NOT_EMBEDDED:
        del font[table]
    program = io.BytesIO()
    font.save(program, reorderTables=False)
    return TypingFont(
        program=program.getvalue(),
        glyph={character: font.getGlyphID(name) for character, name in names.items()},
        width={character: round(font["hmtx"][name][0] * unit) for character, name in names.items()},
        ascent=round(font["hhea"].ascent * unit),
        descent=round(font["hhea"].descent * unit),
        box=(round(head.xMin * unit), round(head.yMin * unit), round(head.xMax * unit), round(head.yMax * unit)),
    )


def _is_usual(character: str) -> bool:
    try:
        character.encode(_USUAL)
    except UnicodeEncodeError:
        return False
    return True


def _find() -> FontFile:
    found = next((font for font in find_fonts() if font.family == FAMILY), None)
    if found is None:
        message = Text(
            f"フォント「{FAMILY}」がないため、PDFの回答票を作れません。fonts-morisawa-bizud-gothic を入れてください"
            "（diagnosis doctor で確かめられます）。",
            f"The font '{FAMILY}' is missing, so no PDF form can be made. Install fonts-morisawa-bizud-gothic "
            "(see diagnosis doctor).",
        )
        raise ProblemsError((Problem(Span(FAMILY, 0, 0), "report.missing-glyph", message),))
    return found
