"""Where a member stands in its groups: the middle half as a bar, the median as a line, the own score as a mark."""

from dataclasses import dataclass
from functools import cache

from diagnosis.reports.charts.canvas import (
    ACCENT,
    GREY,
    INK,
    MIST,
    PALE,
    PAPER,
    RULE,
    SIGNAL,
    Canvas,
    boxes,
    discs,
    fitted,
    strokes,
)

_WIDTH, _TOP, _STEP, _THICK = 178.0, 7.0, 12.0, 4.4
_LEFT, _RIGHT = 62.0, 174.0


@dataclass(frozen=True, slots=True)
class Strip:
    """One group in whole points. n: how it is printed."""

    title: str
    n: str
    lower: int
    median: int
    upper: int


@dataclass(frozen=True, slots=True)
class StripsChart:
    """own: the member's score in bp, or None. legends: what bar, line and mark stand for."""

    strips: tuple[Strip, ...]
    own: int | None
    legends: tuple[str, str, str]
    description: str


@cache
def _canvas(rows: int) -> Canvas:
    return Canvas(_WIDTH, _TOP + _STEP * rows + 8.0)


def draw_strips(chart: StripsChart) -> str:
    """Draw a strip a group."""
    canvas = _canvas(len(chart.strips))
    canvas.start()
    bottom = _TOP + _STEP * len(chart.strips) - 3.0
    for points in (0, 25, 50, 75, 100):
        canvas.text(_x(points), 4.0, str(points), size=6, at="center", color=GREY)
    levels = [[(_x(points), 5.0), (_x(points), bottom)] for points in (0, 25, 50, 75, 100)]
    canvas.shape(strokes(levels), line=RULE, width=0.4)
    rows = [(_TOP + _STEP * row, strip) for row, strip in enumerate(chart.strips)]
    canvas.shape(boxes([(_x(0), y, _x(100) - _x(0), _THICK) for y, _ in rows]), fill=MIST)
    bars = [(_x(strip.lower), y, max(_x(strip.upper) - _x(strip.lower), 0.6), _THICK) for y, strip in rows]
    canvas.shape(boxes(bars), fill=PALE, line=ACCENT, width=0.7)
    medians = [[(_x(strip.median), y - 0.6), (_x(strip.median), y + _THICK + 0.6)] for y, strip in rows]
    canvas.shape(strokes(medians), line=ACCENT, width=1.8)
    for y, strip in rows:
        title, size = fitted(strip.title, 7.5, _LEFT - 6.0)
        canvas.text(0, y + 1.9, title, size=size, bold=True)
        canvas.text(0, y + 5.2, strip.n, size=6.2, color=GREY)
    if chart.own is not None:
        x = _x(chart.own / 100)
        canvas.shape(strokes([[(x, 5.0), (x, bottom)]]), line=SIGNAL, width=0.9, dash=True)
        canvas.shape(discs([(x, y + _THICK / 2) for y, _ in rows], 1.3), fill=PAPER, line=SIGNAL, width=1.1)
    _legend(canvas, chart, bottom + 7.0)
    return canvas.finish(chart.description)


def _x(points: float) -> float:
    return _LEFT + (_RIGHT - _LEFT) * points / 100


def _legend(canvas: Canvas, chart: StripsChart, y: float) -> None:
    middle, median, own = chart.legends
    canvas.shape(boxes([(_LEFT, y - 2.2, 7.0, 2.6)]), fill=PALE, line=ACCENT, width=0.7)
    canvas.text(_LEFT + 8.5, y, middle, size=7)
    canvas.shape(strokes([[(_LEFT + 50, y - 2.6), (_LEFT + 50, y + 0.6)]]), line=ACCENT, width=1.8)
    canvas.text(_LEFT + 52, y, median, size=7)
    if chart.own is not None:
        canvas.shape(discs([(_LEFT + 79, y - 0.9)], 1.3), fill=PAPER, line=SIGNAL, width=1.1)
        canvas.text(_LEFT + 81.5, y, own, size=7, color=INK)
