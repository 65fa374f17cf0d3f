"""What a field shows: marks and typed text as drawing instructions of PDF (ISO 32000-1, 8.5 and 9.4)."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Final

FONT: Final = "/BIZ"
RARE_FONT: Final = "/Noto"
COLOUR: Final = "0.11 0.165 0.208"
_LARGEST: Final = 9.5
_SMALLEST: Final = 3.0
_STEP: Final = 0.5
_LEADING: Final = 1.2
_INDENT: Final = 2.0
_MISSING: Final = "〓"
"""What Japanese printers have always put where a character is lacking."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character as it is drawn: its font's name in the resources, its number there, its advance in thousandths."""

    font: str
    code: int
    width: int


def draw_dot(size: float) -> bytes:
    """A filled circle in the middle of a box: four Bézier curves."""
    middle, radius = size / 2, size * 0.29
    pull = radius * 0.5523
    left, right, low, high = middle - radius, middle + radius, middle - pull, middle + pull
    return (
        f"{COLOUR} rg {left:.3f} {middle:.3f} m "
        f"{left:.3f} {high:.3f} {low:.3f} {right:.3f} {middle:.3f} {right:.3f} c "
        f"{high:.3f} {right:.3f} {right:.3f} {high:.3f} {right:.3f} {middle:.3f} c "
        f"{right:.3f} {low:.3f} {high:.3f} {left:.3f} {middle:.3f} {left:.3f} c "
        f"{low:.3f} {left:.3f} {left:.3f} {low:.3f} {left:.3f} {middle:.3f} c f"
    ).encode()


def draw_tick(size: float) -> bytes:
    """A tick across a box."""
    return (
        f"{COLOUR} RG {size * 0.15:.3f} w 1 J 1 j {size * 0.22:.3f} {size * 0.5:.3f} m "
        f"{size * 0.42:.3f} {size * 0.27:.3f} l {size * 0.8:.3f} {size * 0.76:.3f} l S"
    ).encode()


def draw_text(text: str, width: float, height: float, glyphs: Mapping[str, Glyph]) -> bytes:
    """Text in the largest size at which it fits, in as many lines as fit. width, height: of the field, in points.

    glyphs: every character that can be drawn.
    """
    size = _LARGEST
    shown = "".join(one if one in glyphs or one in "\r\n" else _MISSING for one in text.replace("\t", " "))
    lines = list(_break(shown, (width - 2 * _INDENT) / size * 1000, glyphs))
    while size > _SMALLEST and len(lines) * size * _LEADING > height:
        size -= _STEP
        lines = list(_break(shown, (width - 2 * _INDENT) / size * 1000, glyphs))
    top = (height + len(lines) * size * _LEADING) / 2 - size * 1.0
    drawn = " T* ".join(_show(line, size, glyphs) for line in lines)
    return (
        f"/Tx BMC q 0 0 {width:.3f} {height:.3f} re W n BT {COLOUR} rg {FONT} {size:g} Tf {size * _LEADING:.2f} TL "
        f"{_INDENT:g} {top:.3f} Td {drawn} ET Q EMC"
    ).encode()


def _show(line: str, size: float, glyphs: Mapping[str, Glyph]) -> str:
    """A line, font by font."""
    runs = groupby((glyphs[one] for one in line), key=lambda glyph: glyph.font)
    return " ".join(f"{font} {size:g} Tf <{''.join(f'{one.code:04X}' for one in run)}> Tj" for font, run in runs)


def _break(text: str, width: float, glyphs: Mapping[str, Glyph]) -> Iterator[str]:
    """Lines no wider than `width`; an English word stays whole where it fits into a line."""
    for paragraph in text.splitlines() or [""]:
        line, used = "", 0
        for piece in _pieces(paragraph):
            length = sum(glyphs[one].width for one in piece)
            if line and used + length > width:
                yield line
                line, used = "", 0
            for one in piece:
                if line and used + glyphs[one].width > width:
                    yield line
                    line, used = "", 0
                line, used = line + one, used + glyphs[one].width
        yield line


def _pieces(text: str) -> Iterator[str]:
    """What may stand on a line of its own: a wide character, or a run of narrow ones up to a space."""
    run = ""
    for one in text:
        run += one
        if one == " " or unicodedata.east_asian_width(one) in "WF":
            yield run
            run = ""
    if run:
        yield run
