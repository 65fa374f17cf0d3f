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
_RARE_FAMILY: Final = "Noto Sans CJK JP"
_USUAL: Final = "cp932"
"""Windows' character set for Japan: JIS levels 1 and 2, and the vendors' characters such as 髙 and ①."""
_DROPPED: Final = ["GSUB", "GPOS", "GDEF", "DSIG", "VORG", "vhea", "vmtx", "OS/2", "gasp", "meta", "VDMX", "hdmx"]
_NOT_EMBEDDED: Final = ("cmap", "name", "post")


@dataclass(frozen=True, slots=True, eq=False)
class TypingFont:
    """A font whose characters are written by number.

    program: TrueType, or a bare CFF table. code, width: a character's number, and its advance in thousandths of the
    size. ascent, descent, box: in thousandths of the size.
    """

    name: str
    program: bytes
    code: Mapping[str, int]
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
        return _whole(font)


def rare_font(typed: str) -> TypingFont | None:
    """Noto Sans CJK with only those characters of `typed` that the typing font lacks; None where it lacks none.

    A character that neither has is in none of them.
    """
    file = next((font for font in find_fonts() if font.family == _RARE_FAMILY), None)
    missing = set(typed) - typing_font(typed).code.keys()
    rare = {one for one in missing if file and one.isprintable() and ord(one) in code_points(file)}
    return _make_rare(file, "".join(sorted(rare))) if file and rare else None


@cache
def _make_rare(file: FontFile, characters: str) -> TypingFont:
    """A character's number is its CID, which a reader looks up in the charset of the CFF table."""
    with TTFont(file.path, fontNumber=file.index, recalcTimestamp=False) as font:
        subsetter = subset.Subsetter(subset.Options(layout_features=[], hinting=False, notdef_outline=True))
        subsetter.populate(unicodes=map(ord, characters))
        subsetter.subset(font)
        names = {chr(point): name for point, name in font.getBestCmap().items()}
        code = {one: int(name.removeprefix("cid")) for one, name in names.items()}
        return _measure(font, file.family, names, code, font["CFF "].compile(font))


def _whole(font: TTFont) -> TypingFont:
    names = {chr(point): name for point, name in font.getBestCmap().items()}
    code = {one: font.getGlyphID(name) for one, name in names.items()}
    for table in _NOT_EMBEDDED:
        del font[table]
    program = io.BytesIO()
    font.save(program, reorderTables=False)
    return _measure(font, FAMILY, names, code, program.getvalue())


def _measure(
    font: TTFont, family: str, names: Mapping[str, str], code: Mapping[str, int], program: bytes
) -> TypingFont:
    unit, head = 1000 / font["head"].unitsPerEm, font["head"]
    return TypingFont(
        name=family.replace(" ", ""),
        program=program,
        code=code,
        width={one: round(font["hmtx"][name][0] * unit) for one, name in names.items()},
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
