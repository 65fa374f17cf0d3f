"""Shortcuts for computed styles: each is computed once a process, and what no rule sets is looked up directly.

A style follows from its parent's and from the declarations that apply, whose values live as long as their stylesheet:
these are compared, never the element. Part of `speed`, and like it bound to one version of WeasyPrint.
"""

from typing import Any, Final
from xml.etree.ElementTree import Element

from weasyprint import css

_STYLES_KEPT: Final = 4_000

SET_STYLES: Final = css.StyleFor.set_computed_styles

_styles: dict[tuple[Any, ...], Any] = {}
_page_sizes: Final[dict[str, Any]] = {}


def set_styles(  # noqa: PLR0913, PLR0917 - as the original
    self: Any,  # noqa: ANN401 - weasyprint ships no types
    element: Any,  # noqa: ANN401
    parent: Any,  # noqa: ANN401
    root: Any = None,  # noqa: ANN401
    pseudo_type: str | None = None,
    base_url: str | None = None,
    target_collector: Any = None,  # noqa: ANN401
) -> None:
    """`set_computed_styles`; an element's style is that of an earlier report where nothing differs.

    Left to the original: pages and pseudo-elements, whose styles are changed later on, and what is handed to the page.
    """
    computed, cascaded = self.get_computed_styles(), self.get_cascaded_styles().get((element, pseudo_type), {})
    parent_style = None if parent is None else computed[parent, None]
    if (
        not isinstance(element, Element)
        or pseudo_type is not None
        or (_is_outer(parent_style) and "overflow" in cascaded)
    ):
        SET_STYLES(self, element, parent, root, pseudo_type, base_url, target_collector)
        return
    if parent is None:
        self.initial_page_sizes = _page_sizes
        _page_sizes.update(box=None, area=None)
    key = (id(parent_style), id(self.font_config), base_url, *map(_mark, cascaded.items()))
    style = _styles.get(key)
    if style is None:
        SET_STYLES(self, element, parent, root, pseudo_type, base_url, target_collector)
        if len(_styles) >= _STYLES_KEPT:
            _styles.clear()
        _styles[key] = computed[element, None]
        return
    computed[element, None] = style
    if target_collector and style["anchor"]:
        target_collector.collect_anchor(style["anchor"])


def _is_outer(parent_style: Any) -> bool:  # noqa: ANN401
    """Whether an element is the root or its child."""
    return parent_style is None or parent_style.parent_style is None


def _mark(declaration: tuple[str, tuple[Any, Any]]) -> tuple[Any, ...]:
    """A declaration by what it says: words and lengths by their value, since an attribute may have said them."""
    name, (value, weight) = declaration
    plain = isinstance(value, tuple) and all(isinstance(part, str | int | float) for part in value)
    return name, repr(value) if plain or isinstance(value, str) else id(value), weight


MISSING: Final = css.ComputedStyle.__missing__
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


def missing(self: Any, key: str) -> Any:  # noqa: ANN401
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
    return MISSING(self, key)


def _has_logical_names(style: Any) -> bool:  # noqa: ANN401
    known: bool | None = style.__dict__.get("_diagnosis_logical")
    if known is None:
        names = style.cascaded
        known = style.__dict__["_diagnosis_logical"] = any("block" in name or "inline" in name for name in names)
    return known
