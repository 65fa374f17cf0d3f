"""The shortcut past the HTML parser: the same tree, or none at all."""

from typing import Any

import pytest
import tinyhtml5

from diagnosis.model.diagnosis import Edition
from diagnosis.model.text import Language
from diagnosis.paper.speed_tree import read_tree
from diagnosis.reports.pages import write_pages
from tests.reports.members import TEMPLATES, diagnose


def flatten(root: Any) -> list[tuple[Any, ...]]:
    return [(e.tag, list(e.attrib.items()), e.text or "", e.tail or "") for e in root.iter()]


def page(body: str) -> str:
    return f'<!DOCTYPE html>\n<html lang="ja">\n<head><title>a</title></head>\n<body>{body}\n</body>\n</html>'


@pytest.mark.parametrize("edition", Edition)
@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("kind", ["whole", "personal", "gaps", "typed", "blank"])
def test_a_report_is_read_as_the_html_parser_reads_it(kind: str, language: Language, edition: Edition) -> None:
    html = write_pages(diagnose(kind), language, edition, TEMPLATES)
    tree = read_tree(html)
    assert tree is not None
    assert flatten(tree) == flatten(tinyhtml5.parse(html, namespace_html_elements=False))


PLAIN = [
    "",
    "text <b>bold <i>both</i></b> &lt;b&gt; &#39;&amp;",
    "<p>a<br/>b</p> <ul>\n<li>c</li>\n</ul>",
    "<table><tbody>\n<tr> <td>a</td><th>b</th></tr></tbody></table> after",
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><title>a</title><path d="M 0 0"/></svg>',
]


@pytest.mark.parametrize("body", PLAIN)
def test_a_plain_page_is_read_as_the_html_parser_reads_it(body: str) -> None:
    tree = read_tree(page(body))
    assert tree is not None
    assert flatten(tree) == flatten(tinyhtml5.parse(page(body), namespace_html_elements=False))


UNLIKE = [
    "<p>never closed",
    "<br>",
    "<div/>rest",
    '<div title="a>b"/>rest',
    "<p><div>a</div></p>",
    "<p>a<table></table></p>",
    "<table><tr><td>no body</td></tr></table>",
    "<table><tbody>moved out<tr><td>a</td></tr></tbody></table>",
    '<a href="#a">a<span><a href="#b">b</a></span></a>',
    "<form>unknown tag</form>",
    '<p onclick="a">unknown attribute</p>',
    '<p class="a\nb">line break in an attribute</p>',
    "<p class='a'>other quotes</p>",
    "&nbsp;",
    "&#128;",
    "<!-- comment -->",
    "<![CDATA[a]]>",
    '<svg xmlns="http://www.w3.org/2000/svg"><p>out of the chart</p></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg"><title><path d="M 0 0"/></title></svg>',
]


@pytest.mark.parametrize("body", UNLIKE)
def test_what_html_might_read_otherwise_is_left_to_its_parser(body: str) -> None:
    assert read_tree(page(body)) is None


@pytest.mark.parametrize(
    "html", ["<p>a</p>", page("") + "\n", page("").replace("<!DOCTYPE html>", "<!DOCTYPE html []>")]
)
def test_what_is_no_page_is_left_to_the_html_parser(html: str) -> None:
    assert read_tree(html) is None
