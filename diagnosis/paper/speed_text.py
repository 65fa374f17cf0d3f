"""Shortcuts for lines of text: each text, style and width is broken once, and each kind of text has one Pango context.

Part of `speed`, and like it bound to one version of WeasyPrint.
"""

import re
from typing import Any, Final

from weasyprint.text import line_break
from weasyprint.text.ffi import ffi, gobject, pango

_LINES_KEPT: Final = 12_000
_TEXT: Final = re.findall(
    r"\w+",
    "font_size font_style font_stretch font_weight font_kerning font_variant_ligatures font_variant_position "
    "font_variant_caps font_variant_numeric font_variant_alternates font_variant_east_asian font_feature_settings "
    "font_variation_settings font_language_override lang direction letter_spacing word_spacing white_space "
    "overflow_wrap word_break hyphens hyphenate_character hyphenate_limit_chars hyphenate_limit_zone tab_size "
    "text_decoration_line line_height",
)

SPLIT: Final = line_break.split_first_line
STRUT: Final = line_break.strut
SETUP: Final = line_break.Layout.setup
REACTIVATE: Final = line_break.Layout.reactivate
DEACTIVATE: Final = line_break.Layout.deactivate

_kinds: dict[tuple[Any, ...], int] = {}
_lines: dict[tuple[Any, ...], tuple[Any, ...]] = {}
_contexts: dict[tuple[int, int], tuple[Any, ...]] = {}


def kind_of(style: Any) -> int:  # noqa: ANN401 - weasyprint ships no types
    """A number for everything in a style that shapes text; noted on the style, which does not change any more."""
    known: int | None = style.__dict__.get("_diagnosis_kind")
    if known is None:
        values = (tuple(style["font_family"]), *(style[name] for name in _TEXT))
        known = style.__dict__["_diagnosis_kind"] = _kinds.setdefault(values, len(_kinds))
    return known


def split(  # noqa: PLR0913, PLR0917 - as the original
    text: str,
    style: Any,  # noqa: ANN401
    context: Any,  # noqa: ANN401
    max_width: float | None,
    justification_spacing: float,
    is_line_start: bool = True,  # noqa: FBT001, FBT002
    minimum: bool = False,  # noqa: FBT001, FBT002
) -> tuple[Any, ...]:
    """`split_first_line`, once for each text, style and width; the questions are the same in every report."""
    key = (text, kind_of(style), id(style.font_config), max_width, justification_spacing, is_line_start, minimum)
    line = _lines.get(key)
    if line is None:
        if len(_lines) >= _LINES_KEPT:
            _lines.clear()
        line = SPLIT(text, style, context, max_width, justification_spacing, is_line_start, minimum)
        deactivate(line[0])
        _lines[key] = line
    layout = object.__new__(line_break.Layout)
    layout.__dict__.update(line[0].__dict__)
    return (layout, *line[1:])


def strut(style: Any) -> tuple[float, float]:  # noqa: ANN401
    """`strut`, once a style."""
    known: tuple[float, float] | None = style.__dict__.get("_diagnosis_strut")
    if known is None:
        known = style.__dict__["_diagnosis_strut"] = STRUT(style)
    return known


def setup(self: Any, style: Any) -> None:  # noqa: ANN401
    """`Layout.setup` with one Pango context for each kind of text instead of one for each line."""
    key = (id(style.font_config), kind_of(style))
    if key not in _contexts:
        _contexts[key] = (style.font_config, *_context_of(style))
    _, context, language, description = _contexts[key]
    if context is None:
        SETUP(self, style)
        return
    self.style, self.first_line_direction, self.language = style, 0, language
    self.layout = ffi.gc(pango.pango_layout_new(context), gobject.g_object_unref)
    pango.pango_layout_set_auto_dir(self.layout, False)  # noqa: FBT003 - a C function
    pango.pango_layout_set_font_description(self.layout, description)
    self.ascent = self.underline_position = self.strikethrough_position = None


def _context_of(style: Any) -> tuple[Any, Any, Any]:  # noqa: ANN401
    """Context, language and font description as the original makes them; None for text with decoration or features."""
    features = line_break.font_features(
        style["font_kerning"],
        style["font_variant_ligatures"],
        style["font_variant_position"],
        style["font_variant_caps"],
        style["font_variant_numeric"],
        style["font_variant_alternates"],
        style["font_variant_east_asian"],
        style["font_feature_settings"],
    )
    if features or style["text_decoration_line"] != "none" or style["font_language_override"] != "normal":
        return None, None, None
    font_map = style.font_config.font_map
    context = ffi.gc(pango.pango_font_map_create_context(font_map), gobject.g_object_unref)
    pango.pango_context_set_round_glyph_positions(context, False)  # noqa: FBT003 - a C function
    pango.pango_context_set_base_dir(context, line_break.PANGO_DIRECTION[style["direction"]])
    language = pango.pango_language_get_default()
    if style["lang"]:
        pointer, _ = line_break.unicode_to_char_p(style["lang"])
        language = pango.pango_language_from_string(pointer)
        pango.pango_context_set_language(context, language)
    return context, language, line_break.get_font_description(style)


def reactivate(self: Any, style: Any) -> None:  # noqa: ANN401 - weasyprint ships no types
    """`Layout.reactivate`, put off until somebody needs the layout."""
    self.style = style
    self.__dict__["_diagnosis_asleep"] = True


def deactivate(self: Any) -> None:  # noqa: ANN401
    """`Layout.deactivate`, also for a layout that was never woken."""
    for name in ("layout", "language", "style", "_diagnosis_asleep"):
        self.__dict__.pop(name, None)


def wake(layout: Any) -> None:  # noqa: ANN401
    """What `reactivate` put off."""
    if layout.__dict__.pop("_diagnosis_asleep", False):
        REACTIVATE(layout, layout.style)
