"""A sheet to draw on, in millimetres, y downwards; matplotlib writes it as a lean SVG whose text stays text.

One figure a chart is kept and its artists are used again from report to report: building artists costs more than
drawing them. What is drawn depends on the calls alone, never on what was drawn before.
"""

import io
import re
from collections.abc import Iterable, Sequence
from typing import Any, Final, Literal

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

Point = tuple[float, float]
Side = Literal["left", "center", "right"]

FONT: Final = "BIZ UDPGothic"
INK: Final = "#1c2a35"
ACCENT: Final = "#0b4a6f"
PALE: Final = "#d3e1ea"
MIST: Final = "#eef3f6"
GREY: Final = "#6d7a84"
RULE: Final = "#c3ccd2"
SIGNAL: Final = "#c4500a"
PAPER: Final = "#ffffff"

_POINTS_PER_MM: Final = 72 / 25.4
_SETTINGS: Final[dict[Any, object]] = {"svg.fonttype": "none", "svg.hashsalt": "diagnosis", "path.simplify": False}
_NO_METADATA: Final = {"Date": None, "Creator": None, "Format": None, "Type": None}
_TAG: Final = re.compile(r"<[^>]+>")
_STYLE: Final = re.compile(r'style="([^"]*)"')
_PREAMBLE: Final = re.compile(r".*?<svg[^>]*>", re.DOTALL)
_NOISE: Final = re.compile(
    r"<metadata>.*?</metadata>|<defs>\s*<style.*?</defs>|</?g\b[^>]*>|\stransform=\"rotate\(-?0 [^\"]*\"", re.DOTALL
)


class Label(Text):
    """A line of text that is written where it is put: the page's own engine shapes it, so nothing is measured here."""

    def draw(self, renderer: Any) -> None:  # noqa: ANN401 - matplotlib's own signature
        """Write the text, unless it is hidden."""
        if not self.get_visible():
            return
        gc = renderer.new_gc()
        gc.set_foreground(self.get_color())
        x, y = self.get_transform().transform(self.get_unitless_position())
        renderer.draw_text(
            gc, x, renderer.height - y, self.get_text(), self.get_fontproperties(), 0, ismath=False, mtext=self
        )
        gc.restore()


class Canvas:
    """A sheet of `width` by `height` mm. `start` clears it, `finish` gives its SVG."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self._figure = Figure(figsize=(width / 25.4, height / 25.4), dpi=72)
        self._figure.patch.set_visible(False)
        FigureCanvasSVG(self._figure)
        self._to_points = Affine2D().scale(_POINTS_PER_MM, -_POINTS_PER_MM).translate(0, height * _POINTS_PER_MM)
        self._shapes: list[PathPatch] = []
        self._labels: list[Label] = []
        self._used_shapes = self._used_labels = self._order = 0

    def start(self) -> None:
        """Begin an empty sheet."""
        self._used_shapes = self._used_labels = self._order = 0

    def shape(
        self, path: Path, *, fill: str = "none", line: str = "none", width: float = 0.0, dash: bool = False
    ) -> None:
        """Draw one path, in mm. width: of the line, in points."""
        artist = self._next_shape()
        artist.set_path(path)
        artist.set_facecolor(fill)
        artist.set_edgecolor(line)
        artist.set_linewidth(width)
        artist.set_linestyle((0, (3.0, 2.0)) if dash else "-")
        self._show(artist)

    def text(  # noqa: PLR0913 - a line of text has this many properties
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = 7.5,
        at: Side = "left",
        color: str = INK,
        bold: bool = False,
    ) -> None:
        """Write one line with its baseline at y. at: left, center or right. size: in points."""
        artist = self._next_label()
        artist.set_position((x, y))
        artist.set_text(words)
        artist.set_horizontalalignment(at)
        artist.set_fontproperties(_font(size, bold=bold))
        artist.set_color(color)
        self._show(artist)

    def finish(self, description: str) -> str:
        """The sheet as an SVG element; `description` is its text alternative."""
        for artist in [*self._shapes[self._used_shapes :], *self._labels[self._used_labels :]]:
            artist.set_visible(False)
        with mpl.rc_context(_SETTINGS), io.StringIO() as out:
            self._figure.savefig(out, format="svg", metadata=_NO_METADATA)
            return _lean(out.getvalue(), self.width, self.height, description)

    def _show(self, artist: Artist) -> None:
        artist.set_visible(True)
        artist.set_zorder(self._order)
        self._order += 1

    def _next_shape(self) -> PathPatch:
        if self._used_shapes == len(self._shapes):
            artist = PathPatch(Path([(0, 0), (1, 1)]), transform=self._to_points, joinstyle="miter", capstyle="butt")
            self._shapes.append(artist)
            self._figure.add_artist(artist)
        self._used_shapes += 1
        return self._shapes[self._used_shapes - 1]

    def _next_label(self) -> Label:
        if self._used_labels == len(self._labels):
            artist = Label(0, 0, "", transform=self._to_points)
            self._labels.append(artist)
            self._figure.add_artist(artist)
        self._used_labels += 1
        return self._labels[self._used_labels - 1]


_WIDE, _NARROW, _SPACE = 0.96, 0.61, 0.32
"""Advance of a kana or kanji, of a Latin letter or figure, and of a space, in em: rather more than in the font."""
_FIRST_WIDE: Final = "\u2000"
_ASIDE: Final = re.compile(r"\s*[（(][^（）()]*[）)]")


def width_of(words: str, size: float) -> float:
    """Roughly how wide a line is, in mm; never much less than it will be. size: in points."""
    em = sum(_SPACE if c == " " else _NARROW if c < _FIRST_WIDE else _WIDE for c in words)
    return em * size / _POINTS_PER_MM


def fitted(words: str, size: float, width: float, smallest: float = 4.8) -> tuple[str, float]:
    """The words and a size that stay within `width` mm: an aside in brackets goes first, then the size shrinks."""
    if width_of(words, size) > width:
        words = _ASIDE.sub("", words)
    return words, max(smallest, min(size, size * width / max(width_of(words, size), 0.1)))


def lines_of(words: str, size: float, width: float) -> list[str]:
    """The words broken into lines of at most `width` mm: at a space, or after 、 。 ・ ） where there is none."""
    lines = [""]
    for piece in re.findall(r"[^ 、。・）]*[ 、。・）]*", words):
        if lines[-1] and width_of(lines[-1] + piece.rstrip(), size) > width:
            lines.append("")
        lines[-1] += piece
    return [line.strip() for line in lines if line.strip()]


_FONTS: dict[tuple[float, bool], FontProperties] = {}


def _font(size: float, *, bold: bool) -> FontProperties:
    key = (size, bold)
    if key not in _FONTS:
        _FONTS[key] = FontProperties(family=[FONT], size=size, weight="bold" if bold else "normal")
    return _FONTS[key]


def boxes(rectangles: Iterable[tuple[float, float, float, float]]) -> Path:
    """Rectangles (x, y, width, height) as one path."""
    return joined([rectangle(*box) for box in rectangles])


def rectangle(x: float, y: float, width: float, height: float) -> Path:
    """One rectangle from its upper left corner."""
    return polygon([(x, y), (x + width, y), (x + width, y + height), (x, y + height)])


def polygon(points: Sequence[Point]) -> Path:
    """A closed outline."""
    return Path([*points, points[0]], closed=True)


def strokes(segments: Iterable[Sequence[Point]]) -> Path:
    """Open lines as one path."""
    return joined([Path(list(segment)) for segment in segments])


def discs(centres: Iterable[Point], radius: float) -> Path:
    """Filled circles as one path."""
    return joined([Path.circle(centre, radius) for centre in centres])


def diamonds(centres: Iterable[Point], radius: float) -> Path:
    """Squares on their points, as one path."""
    return joined([polygon([(x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y)]) for x, y in centres])


def hatching(x: float, y: float, width: float, height: float, gap: float = 1.6) -> Path:
    """Slanting lines that fill a rectangle: what was not asked, so that it never looks like a zero."""
    lines: list[Sequence[Point]] = []
    start = x - height
    while start < x + width:
        left, right = max(start, x), min(start + height, x + width)
        if right > left:
            lines.append([(left, y + height - (left - start)), (right, y + height - (right - start))])
        start += gap
    return strokes(lines)


def joined(paths: Sequence[Path]) -> Path:
    """Several paths as one: one node in the SVG instead of many."""
    return Path.make_compound_path(*paths)


def _lean(svg: str, width: float, height: float, description: str) -> str:
    """Keep what is drawn; write styles as attributes, which cost the page engine less than CSS."""
    body = _NOISE.sub("", _PREAMBLE.sub("", svg, count=1))
    body = _TAG.sub(lambda tag: _STYLE.sub(lambda found: _attributes(found[1]), tag[0]), body)
    body = re.sub(r"\s*\n\s*", " ", body)
    points = f"{width * _POINTS_PER_MM:.3f} {height * _POINTS_PER_MM:.3f}"
    title = description.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{title}" width="{width}mm" height="{height}mm"'
        f' viewBox="0 0 {points}" font-family="{FONT}"><title>{title}</title>{body}'
    )


def _attributes(style: str) -> str:
    """`fill: #fff; stroke: none` as attributes; what is the same all over the sheet is left out."""
    pairs = [declaration.split(":", 1) for declaration in style.split(";") if ":" in declaration]
    kept = [(name.strip(), value.strip()) for name, value in pairs]
    skip = {"font-family", "stroke-linejoin", "stroke-dashoffset", "stroke-miterlimit"}
    return " ".join(f'{name}="{value}"' for name, value in kept if name not in skip)
