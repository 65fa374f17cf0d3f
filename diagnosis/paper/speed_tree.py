"""A page that is well-formed XML as well as HTML, parsed by expat into the tree that the HTML parser would make.

Only where both must agree: known tags and attributes, nested so that HTML moves, closes or adds nothing. Any other page
is left to the HTML parser. Part of `speed`; a test compares the trees.
"""

import re
from collections.abc import Callable
from typing import Any, Final
from xml.etree import ElementTree as ET
from xml.parsers import expat

_START: Final = "<!DOCTYPE html>"
_SVG: Final = "{http://www.w3.org/2000/svg}"
_XMLNS: Final = {"xmlns": "{http://www.w3.org/2000/xmlns/}xmlns"}
_BLOCKS: Final = frozenset(["header", "nav", "section", "div", "p", "h1", "h2", "h3", "ul", "ol", "table"])
_PHRASES: Final = frozenset(["span", "b", "i", "a", "br", "svg"])
_CONTAINERS: Final = frozenset(["body", "header", "nav", "section", "div", "li", "td", "th"])
_PARENTS: Final[dict[str, frozenset[str | None]]] = {
    "html": frozenset({None}),
    **dict.fromkeys(("head", "body"), frozenset({"html"})),
    **dict.fromkeys(("title", "meta"), frozenset({"head"})),
    **dict.fromkeys(("colgroup", "thead", "tbody"), frozenset({"table"})),
    **dict.fromkeys(("td", "th"), frozenset({"tr"})),
    "col": frozenset({"colgroup"}),
    "tr": frozenset({"thead", "tbody"}),
    "li": frozenset({"ul", "ol"}),
    **dict.fromkeys(_BLOCKS, _CONTAINERS),
    **dict.fromkeys(_PHRASES, _CONTAINERS | {"p", "h1", "h2", "h3", "span", "b", "i", "a"}),
}
"""Where a tag may stand without HTML closing or adding another one."""
_DRAWN: Final = frozenset(["title", "g", "path", "rect", "text"])
_WITHOUT_TEXT: Final = frozenset(["html", "head", "table", "colgroup", "thead", "tbody", "tr", "ul", "ol"])
_ATTRIBUTES: Final = frozenset(
    "{http://www.w3.org/2000/xmlns/}xmlns lang class id href scope colspan rowspan style charset name content role "  # noqa: SIM905 - a list of words
    "aria-label width height viewBox font-family font-size font-weight text-anchor fill stroke stroke-width "
    "stroke-dasharray x y d transform".split()
)
_UNLIKE: Final = re.compile(
    r"""<[!?](?!DOCTYPE\ html>) | &(?!amp;|lt;|gt;|quot;|\#34;|\#39;) | =' | ="[^"\n\t]*[\n\t] | \r
    | <(?!br|meta|col\b|path|rect)\w+(?:\s[^<>"]*(?:"[^"]*"[^<>"]*)*)?/>""",
    re.VERBOSE,
)
"""What XML reads otherwise than HTML does: other references, line breaks in attributes, empty tags, comments."""


class _OtherwiseError(Exception):
    """HTML might make another tree of it."""


def parser_with_shortcut(parse: Callable[..., Any]) -> Callable[..., Any]:
    """The HTML parser, which is asked only where expat might not make the same tree."""

    def parse_page(source: Any, **options: Any) -> Any:  # noqa: ANN401 - as the original
        html = source.read()
        tree = read_tree(html) if isinstance(html, str) else None
        if tree is None:
            source.seek(0)
            return parse(source, **options)
        return tree

    return parse_page


def read_tree(html: str) -> ET.Element | None:
    """The page's root; None where the HTML parser has to be asked."""
    if not html.startswith(_START) or not html.endswith("</html>") or _UNLIKE.search(html):
        return None
    try:
        return _Reader().read(html)
    except (expat.ExpatError, _OtherwiseError):
        return None


class _Reader:
    """The names of the open elements while expat reads, and the tree so far."""

    def __init__(self) -> None:
        self._tree = ET.TreeBuilder()
        self._open: list[str | None] = [None]
        self._drawn = False

    def read(self, html: str) -> ET.Element:
        """The root; a page's last white space belongs to its body, its first to nothing."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.Parse(html, True)  # noqa: FBT003 - a C function
        root = self._tree.close()
        if [child.tag for child in root] != ["head", "body"]:
            raise _OtherwiseError
        body, root.text = root[1], None
        last = body[-1] if len(body) else None
        if last is None:
            body.text = (body.text or "") + (body.tail or "")
        else:
            last.tail = (last.tail or "") + (body.tail or "")
        body.tail = None
        return root

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if self._drawn:
            if name not in _DRAWN or self._open[-1] == "title":
                raise _OtherwiseError
        elif self._open[-1] not in _PARENTS.get(name, ()) or (name == "a" and "a" in self._open):
            raise _OtherwiseError
        if name == "svg":
            self._drawn = True
            attributes = {_XMLNS.get(key, key): value for key, value in attributes.items()}
        if not attributes.keys() <= _ATTRIBUTES:
            raise _OtherwiseError
        self._open.append(name)
        self._tree.start(_SVG + name if self._drawn else name, attributes)

    def _end(self, name: str) -> None:
        self._open.pop()
        self._tree.end(_SVG + name if self._drawn else name)
        self._drawn = self._drawn and name != "svg"

    def _text(self, text: str) -> None:
        if self._open[-1] in _WITHOUT_TEXT and text.strip(" \n\t"):
            raise _OtherwiseError
        self._tree.data(text)
