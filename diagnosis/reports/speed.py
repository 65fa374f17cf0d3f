"""Shortcuts through WeasyPrint's private parts: the same bytes for about half the time.

Each does what the original does, once instead of many times: a stylesheet without rules that cannot match, lines of
text that were broken before, lengths that have no percentage in them. They are known to fit one version only; with
any other, reports are made without them. A test proves that the bytes are the same.
"""

import re
import sys
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, Final, cast

import tinycss2  # type: ignore[import-untyped]
import weasyprint
from weasyprint import css
from weasyprint.css.functions import check_math
from weasyprint.html import UA, UA_COUNTER_STYLE
from weasyprint.layout import background, percent
from weasyprint.text import line_break
from weasyprint.text.ffi import ffi, gobject, pango

FITS: Final = weasyprint.VERSION.startswith("70.")

_TAGS: Final = frozenset(
    re.findall(
        r"\w+",
        "html head title meta style body header nav section div p h1 h2 h3 ul ol li a span b i br svg "
        "table colgroup col thead tbody tr th td",
    )
)
"""Every tag that the templates use; one that is missing here only loses its default style."""
_MARKED: Final = ("li::", "br::", "a::")
"""Rules for parts of any element at all, such as footnotes, would give every element styles that nothing uses."""
_ATTRIBUTES: Final = frozenset({"lang", "class", "id", "href", "scope", "colspan", "rowspan"})
_LINES_KEPT: Final = 12_000
_TEXT: Final = re.findall(
    r"\w+",
    "font_size font_style font_stretch font_weight font_kerning font_variant_ligatures font_variant_position "
    "font_variant_caps font_variant_numeric font_variant_alternates font_variant_east_asian font_feature_settings "
    "font_variation_settings font_language_override lang direction letter_spacing word_spacing white_space "
    "overflow_wrap word_break hyphens hyphenate_character hyphenate_limit_chars hyphenate_limit_zone tab_size "
    "text_decoration_line line_height",
)
_LENGTHS: Final = re.findall(
    r"\w+",
    "margin_left margin_right margin_top margin_bottom padding_left padding_right padding_top padding_bottom "
    "width min_width max_width height min_height max_height",
)


def fast_html(html: type[Any]) -> type[Any]:
    """The HTML class with a default stylesheet that holds only what the templates' tags can match."""
    pruned: type[Any] = _pruned(cast("Hashable", html)) if FITS else html
    return pruned


@contextmanager
def shortcuts() -> Iterator[None]:
    """Take the shortcuts while a report is laid out and written."""
    if not FITS:
        yield
        return
    undo = [
        *_replace(_SPLIT, _split),
        *_replace(_STRUT, _strut),
        *_replace(_RESOLVE, _resolve),
        *_replace(_PAINT, _paint),
    ]
    line_break.Layout.setup = _setup
    css.ComputedStyle.__missing__ = _missing
    try:
        yield
    finally:
        css.ComputedStyle.__missing__ = _MISSING
        line_break.Layout.setup = _SETUP
        for module, name, original in undo:
            setattr(module, name, original)


def _replace(original: Callable[..., Any], shortcut: Callable[..., Any]) -> list[tuple[Any, str, Callable[..., Any]]]:
    """Put `shortcut` wherever WeasyPrint's modules hold `original`; what to put back afterwards."""
    name = original.__name__
    modules = [module for key, module in list(sys.modules.items()) if key.startswith("weasyprint.")]
    holders = [module for module in modules if module.__dict__.get(name) is original]
    for module in holders:
        setattr(module, name, shortcut)
    return [(module, name, original) for module in holders]


# The default stylesheet


@cache
def _pruned(html: Any) -> Any:  # noqa: ANN401 - weasyprint ships no types
    """A subclass, made once: its stylesheet is parsed once, too."""
    default = UA.replace("\n::marker", "\nli::marker")
    rules = [rule for rule in tinycss2.parse_stylesheet(default) if _is_needed(rule)]
    sheet = weasyprint.CSS(string=tinycss2.serialize(rules), counter_style=UA_COUNTER_STYLE)

    class PrunedHTML(html):  # type: ignore[misc]  # weasyprint ships no types
        """HTML whose default stylesheet has no rule in vain."""

        def _ua_stylesheets(self, forms: bool = False) -> list[Any]:  # noqa: FBT001, FBT002, ARG002 - as inherited
            return [sheet]

    return PrunedHTML


def _is_needed(rule: Any) -> bool:  # noqa: ANN401 - tinycss2 ships no types
    """Page rules, and rules one of whose selectors could match; in doubt a rule is kept."""
    if rule.type != "qualified-rule":
        return bool(rule.type == "at-rule" and rule.at_keyword == "page")
    selectors = tinycss2.serialize(rule.prelude)
    if ":is(" in selectors:
        return any(tag in _TAGS for tag in re.findall(r"[a-z][a-z0-9]*", selectors))
    return any(_may_match(selector) for selector in selectors.split(","))


def _may_match(selector: str) -> bool:
    if "::" in selector and not selector.strip().startswith(_MARKED):
        return False
    attributes = set(re.findall(r"\[([a-z-]+)", selector))
    tags = re.findall(r"(?<![\w:.#-])[a-z][a-z0-9]*", re.sub(r"\[[^\]]*\]|::?[\w-]+(?:\([^)]*\))?", " ", selector))
    return attributes <= _ATTRIBUTES and all(tag in _TAGS for tag in tags)


# Lines of text

_SPLIT: Final = line_break.split_first_line
_STRUT: Final = line_break.strut
_SETUP: Final = line_break.Layout.setup

_kinds: dict[tuple[Any, ...], int] = {}
_lines: dict[tuple[Any, ...], tuple[Any, ...]] = {}
_contexts: dict[tuple[int, int], tuple[Any, ...]] = {}


def _kind(style: Any) -> int:  # noqa: ANN401 - weasyprint ships no types
    """A number for everything in a style that shapes text; noted on the style, which does not change any more."""
    known: int | None = style.__dict__.get("_diagnosis_kind")
    if known is None:
        values = (tuple(style["font_family"]), *(style[name] for name in _TEXT))
        known = style.__dict__["_diagnosis_kind"] = _kinds.setdefault(values, len(_kinds))
    return known


def _split(  # noqa: PLR0913, PLR0917 - as the original
    text: str,
    style: Any,  # noqa: ANN401
    context: Any,  # noqa: ANN401
    max_width: float | None,
    justification_spacing: float,
    is_line_start: bool = True,  # noqa: FBT001, FBT002
    minimum: bool = False,  # noqa: FBT001, FBT002
) -> tuple[Any, ...]:
    """`split_first_line`, once for each text, style and width; the questions are the same in every report."""
    key = (text, _kind(style), id(style.font_config), max_width, justification_spacing, is_line_start, minimum)
    line = _lines.get(key)
    if line is None:
        if len(_lines) >= _LINES_KEPT:
            _lines.clear()
        line = _SPLIT(text, style, context, max_width, justification_spacing, is_line_start, minimum)
        _lines[key] = line
    layout = object.__new__(line_break.Layout)
    layout.__dict__.update(line[0].__dict__)
    return (layout, *line[1:])


def _strut(style: Any) -> tuple[float, float]:  # noqa: ANN401
    """`strut`, once a style."""
    known: tuple[float, float] | None = style.__dict__.get("_diagnosis_strut")
    if known is None:
        known = style.__dict__["_diagnosis_strut"] = _STRUT(style)
    return known


def _setup(self: Any, style: Any) -> None:  # noqa: ANN401
    """`Layout.setup` with one Pango context for each kind of text instead of one for each line."""
    key = (id(style.font_config), _kind(style))
    if key not in _contexts:
        _contexts[key] = (style.font_config, *_context_of(style))
    _, context, language, description = _contexts[key]
    if context is None:
        _SETUP(self, style)
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


# Styles

_MISSING: Final = css.ComputedStyle.__missing__
_TAKEN_OVER: Final = frozenset(
    name
    for name in css.INHERITED
    if name not in css.PHYSICAL_FUNCTIONS and not name.startswith("text_decoration_") and name != "page"
)
_LEFT_AS_IS: Final = frozenset(
    name
    for name in css.INITIAL_VALUES
    if name not in css.INHERITED
    and name not in css.INITIAL_NOT_COMPUTED
    and name not in {"page", "position", "float", "display"}
    and not name.startswith("text_decoration_")
)


def _missing(self: Any, key: str) -> Any:  # noqa: ANN401
    """A property that no rule sets: the parent's value or the initial one, without asking what a rule might have said.

    A rule may also set a physical property by its logical name (`margin-inline`): then the original decides.
    """
    cascaded = self.cascaded
    if key not in cascaded and self.parent_style is not None:
        if key in _TAKEN_OVER:
            value = self[key] = self.parent_style[key]
            return value
        if key in _LEFT_AS_IS and (key not in css.PHYSICAL_FUNCTIONS or not _has_logical_names(self)):
            value = self[key] = css.INITIAL_VALUES[key]
            return value
    return _MISSING(self, key)


def _has_logical_names(style: Any) -> bool:  # noqa: ANN401
    known: bool | None = style.__dict__.get("_diagnosis_logical")
    if known is None:
        names = style.cascaded
        known = style.__dict__["_diagnosis_logical"] = any("block" in name or "inline" in name for name in names)
    return known


# Lengths

_RESOLVE: Final = percent.resolve_percentages


def _resolve(box: Any, containing_block: Any) -> None:  # noqa: ANN401
    """`resolve_percentages` for a box all of whose lengths are fixed: the same values every time."""
    style = box.style
    fixed = style.__dict__.get("_diagnosis_lengths", 0)
    if fixed == 0:
        fixed = style.__dict__["_diagnosis_lengths"] = _fixed_lengths(style)
    if fixed is None:
        _RESOLVE(box, containing_block)
        return
    attributes = box.__dict__
    attributes.update(fixed[0])
    if fixed[1]:
        for name, value in fixed[2]:
            attributes.setdefault(name, value)
    else:
        attributes.update(fixed[2])


def _fixed_lengths(style: Any) -> tuple[dict[str, Any], bool, list[tuple[str, Any]]] | None:  # noqa: ANN401
    """Lengths in px, whether borders are collapsed, and the borders' widths; None where a length depends on others."""
    lengths = {name: style[name] for name in _LENGTHS}
    if style["box_sizing"] != "content-box":
        return None
    for name, value in lengths.items():
        if value == "auto":
            lengths[name] = 0 if name in {"min_width", "min_height"} else "auto"
        elif check_math(value) or value.unit != "px":
            return None
        else:
            lengths[name] = value.value
    borders = [(f"border_{side}_width", style[f"border_{side}_width"]) for side in ("top", "right", "bottom", "left")]
    return lengths, style["border_collapse"] == "collapse", borders


# Backgrounds

_PAINT: Final = background.layout_box_backgrounds
_RADII: Final = [f"border_{corner}_radius" for corner in ("top_left", "top_right", "bottom_right", "bottom_left")]


def _paint(page: Any, box: Any, get_image: Any, layout_children: bool = True, style: Any = None) -> None:  # noqa: ANN401, FBT001, FBT002
    """`layout_box_backgrounds`, without a second look at boxes whose style was found to have nothing to paint."""
    if style is not None or box is page or not box.style.__dict__.get("_diagnosis_bare", False):
        _PAINT(page, box, get_image, layout_children, style)
        if style is None and box is not page and box.background is None:
            box.style.__dict__["_diagnosis_bare"] = _is_bare(box.style)
        return
    box.__dict__.update(dict.fromkeys(_RADII, (0, 0)))
    if layout_children:
        for child in box.all_children():
            _paint(page, child, get_image)
    box.background = None


def _is_bare(style: Any) -> bool:  # noqa: ANN401
    """Whether a style without a background has neither round corners nor a picture for its border."""
    pictures = (style["border_image_source"][0], style["mask_border_source"][0])
    return pictures == ("none", "none") and all((0, "px") in style[name] for name in _RADII)
