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
import tinyhtml5  # type: ignore[import-untyped]
import weasyprint
from weasyprint import css
from weasyprint.css.functions import check_math
from weasyprint.html import UA, UA_COUNTER_STYLE
from weasyprint.layout import background, percent
from weasyprint.text import line_break

from diagnosis.paper import speed_draw, speed_style, speed_text, speed_tree

FITS: Final = weasyprint.VERSION.startswith("70.")

_PARSE: Final = tinyhtml5.parse
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
        *_replace(speed_text.SPLIT, speed_text.split),
        *_replace(speed_text.STRUT, speed_text.strut),
        *_replace(_RESOLVE, _resolve),
        *_replace(_PAINT, _paint),
        *_replace(speed_draw.DRAW, speed_draw.draw),
    ]
    tinyhtml5.parse = speed_tree.parser_with_shortcut(_PARSE)
    line_break.Layout.setup = speed_text.setup
    line_break.Layout.reactivate = speed_text.reactivate
    line_break.Layout.deactivate = speed_text.deactivate
    css.ComputedStyle.__missing__ = speed_style.missing
    css.StyleFor.set_computed_styles = speed_style.set_styles
    try:
        yield
    finally:
        css.ComputedStyle.__missing__ = speed_style.MISSING
        css.StyleFor.set_computed_styles = speed_style.SET_STYLES
        line_break.Layout.setup = speed_text.SETUP
        line_break.Layout.reactivate = speed_text.REACTIVATE
        line_break.Layout.deactivate = speed_text.DEACTIVATE
        tinyhtml5.parse = _PARSE
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
