"""Shortcut for drawing text: each line is turned into glyphs once, and its operators are written again from then on.

What a line writes depends on its text, its kind of text and the glyph widths that its document knows by then: these are
compared, and a line that differs is drawn anew. Part of `speed`, and like it bound to one version of WeasyPrint.
"""

from dataclasses import dataclass
from typing import Any, Final

import pydyf  # type: ignore[import-untyped]
from weasyprint.draw import text as drawing

from diagnosis.paper.speed_text import kind_of, wake

_LINES_KEPT: Final = 12_000

DRAW: Final = drawing.draw_first_line

_drawn: dict[tuple[Any, ...], "_Line"] = {}
_layouts: dict[Any, Any] = {}
"""For each Pango font a layout that holds it, so that it stays where it is."""


@dataclass(slots=True)
class _Glyphs:
    """What a line needs of one font: its Pango font, and each glyph's characters and width."""

    font: Any
    to_unicode: dict[int, str]
    widths: dict[int, int]
    measured: frozenset[int]
    """Glyphs whose width was measured for this line; the others' widths were known before."""


@dataclass(frozen=True, slots=True)
class _Line:
    """Operators after the text matrix, and the glyphs by the document's key of their font."""

    operators: tuple[bytes | tuple[str, float], ...]
    glyphs: dict[Any, _Glyphs]


class _UnusualError(Exception):
    """A line with pictures for glyphs, or without a glyph."""


def draw(stream: Any, textbox: Any, text_overflow: str, block_ellipsis: str, matrix: Any) -> list[Any]:  # noqa: ANN401
    """`draw_first_line`, once for each text and kind of text; a cut text, or pictures for glyphs, as ever."""
    layout, style = textbox.pango_layout, textbox.style
    if text_overflow != "ellipsis" and block_ellipsis == "none" and textbox.text.strip() and style["font_size"] >= 1:
        key = (layout.text, kind_of(style), id(style.font_config), layout.justification_spacing)
        line = _drawn.get(key)
        if line is None or not _fits(line, stream):
            wake(layout)
            line = _record(key, stream, textbox, matrix)
        if line is not None:
            _replay(line, stream, matrix)
            return []
    wake(layout)
    emojis: list[Any] = DRAW(stream, textbox, text_overflow, block_ellipsis, matrix)
    return emojis


def _fits(line: _Line, stream: Any) -> bool:  # noqa: ANN401
    """Whether the document would give every glyph the width that the line was drawn with."""
    for key, glyphs in line.glyphs.items():
        known = stream._fonts[key].widths if key in stream._fonts else {}  # noqa: SLF001 - there is no public way
        if not glyphs.widths.items() <= known.items() and any(
            known.get(glyph, width if glyph in glyphs.measured else None) != width
            for glyph, width in glyphs.widths.items()
        ):
            return False
    return True


def _replay(line: _Line, stream: Any, matrix: Any) -> None:  # noqa: ANN401
    names = {}
    for key, glyphs in line.glyphs.items():
        font = stream._fonts.get(key) or stream.add_font(glyphs.font)[0]  # noqa: SLF001 - there is no public way
        names[font.hash] = font
        if not glyphs.to_unicode.keys() <= font.to_unicode.keys():
            for glyph, characters in glyphs.to_unicode.items():
                font.to_unicode.setdefault(glyph, characters)
        if not glyphs.widths.keys() <= font.widths.keys():
            for glyph, width in glyphs.widths.items():
                font.widths.setdefault(glyph, width)
    stream.set_text_matrix(*matrix.values)
    for operator in line.operators:
        if isinstance(operator, tuple):
            stream.set_font_size(*operator)
        else:
            stream.stream.append(operator)


def _record(key: tuple[Any, ...], stream: Any, textbox: Any, matrix: Any) -> _Line | None:  # noqa: ANN401
    """Draw a line beside the page, and keep what was written; None where the original has to draw it."""
    paper = _Paper(stream, textbox.pango_layout.layout)
    try:
        emojis = DRAW(paper, textbox, "clip", "none", matrix)
    except _UnusualError:
        return None
    if emojis:
        return None
    line = _Line(tuple(paper.stream), {key: font.glyphs() for key, font in paper.fonts.items()})
    if len(_drawn) >= _LINES_KEPT:
        _drawn.clear()
    _drawn[key] = line
    return line


class _Paper(pydyf.Stream):  # type: ignore[misc]  # pydyf ships no types
    """Takes the operators of one line; a change of font stays a pair of its name and size."""

    def __init__(self, stream: Any, layout: Any) -> None:  # noqa: ANN401
        super().__init__()
        self._stream = stream
        self._layout = layout
        self.fonts: dict[Any, _Font] = {}
        self.ink_rect, self.logical_rect = stream.ink_rect, stream.logical_rect

    def set_text_matrix(self, *_: float) -> None:
        """The matrix differs with every place: left out."""

    def set_font_size(self, font: str, size: float) -> None:
        """Kept as it is: whether it has to be written depends on what was written before."""
        self.stream.append((font, size))

    def add_font(self, pango_font: Any) -> tuple["_Font", float]:  # noqa: ANN401
        """The document's font, seen as if no glyph of it had been used."""
        font, size = self._stream.add_font(pango_font)
        key = next(key for key, value in self._stream._fonts.items() if value is font)  # noqa: SLF001 - there is no public way
        if key not in self.fonts:
            _layouts.setdefault(pango_font, self._layout)
            self.fonts[key] = _Font(font, pango_font)
        return self.fonts[key], size


class _Font:
    """A font of the document while one line is drawn."""

    png = svg = colr = bitmap = False

    def __init__(self, font: Any, pango_font: Any) -> None:  # noqa: ANN401
        if font.bitmap or font.png or font.svg or font.colr:
            raise _UnusualError
        self.hash = font.hash
        self.to_unicode: dict[int, str] = {}
        self.widths: dict[int, int] = dict(font.widths)
        self._before = frozenset(font.widths)
        self._pango_font = pango_font

    def get_unused_glyph_id(self, _: int) -> int:
        raise _UnusualError

    def glyphs(self) -> _Glyphs:
        used = {glyph: self.widths[glyph] for glyph in self.to_unicode}
        return _Glyphs(self._pango_font, self.to_unicode, used, frozenset(used) - self._before)
