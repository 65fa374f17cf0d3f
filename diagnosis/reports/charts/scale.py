"""The overall score on a line from 0 to 100 with the grades' thresholds, and its bounds where answers are missing."""

from dataclasses import dataclass
from functools import cache

from diagnosis.model.scorecard import Score
from diagnosis.reports.charts.canvas import (
    ACCENT,
    GREY,
    INK,
    MIST,
    PALE,
    PAPER,
    Canvas,
    Side,
    boxes,
    diamonds,
    polygon,
    strokes,
)
from diagnosis.reports.figures import percent

_WIDTH, _HEIGHT = 106.0, 21.0
_LEFT, _SPAN, _TOP, _THICK = 3.0, 100.0, 9.0, 3.6
_EDGE = 8.0
"""mm from either end where the figure would run off the sheet if it stood centred."""


@dataclass(frozen=True, slots=True)
class ScaleChart:
    """grades: letter and threshold in bp, highest first."""

    score: Score
    grades: tuple[tuple[str, int], ...]
    description: str


@cache
def _canvas() -> Canvas:
    return Canvas(_WIDTH, _HEIGHT)


def draw_scale(chart: ScaleChart) -> str:
    """Draw the line, the bands of the grades, the bounds and the score."""
    canvas = _canvas()
    canvas.start()
    _draw_bands(canvas, chart.grades)
    if chart.score.point is not None:
        _draw_score(canvas, chart.score, chart.score.point)
    return canvas.finish(chart.description)


def _x(bp: int) -> float:
    return _LEFT + _SPAN * bp / 10_000


def _draw_bands(canvas: Canvas, grades: tuple[tuple[str, int], ...]) -> None:
    canvas.shape(boxes([(_LEFT, _TOP, _SPAN, _THICK)]), fill=MIST)
    edges = [10_000, *(at_least for _, at_least in grades)]
    for (letter, at_least), upper in zip(grades, edges, strict=False):
        canvas.text(
            _x((at_least + upper) // 2), _TOP + _THICK + 3.6, letter, size=7.5, at="center", color=GREY, bold=True
        )
    inner = [at_least for _, at_least in grades if at_least > 0]
    canvas.shape(strokes([((_x(bp), _TOP), (_x(bp), _TOP + _THICK + 1.0)) for bp in inner]), line=PAPER, width=1.2)
    for bp in (0, *inner, 10_000):
        canvas.text(_x(bp), _TOP + _THICK + 6.7, str(bp // 100), size=6, at="center", color=GREY)


def _draw_score(canvas: Canvas, score: Score, point: int) -> None:
    canvas.shape(boxes([(_LEFT, _TOP, _x(point) - _LEFT, _THICK)]), fill=ACCENT)
    if score.lower is not None and score.upper is not None and score.lower < score.upper:
        _draw_bounds(canvas, _x(score.lower), _x(score.upper))
    x = _x(point)
    canvas.shape(polygon([(x, _TOP - 0.4), (x - 1.5, _TOP - 3.0), (x + 1.5, _TOP - 3.0)]), fill=INK)
    at: Side = "left" if _x(point) < _LEFT + _EDGE else "right" if _x(point) > _LEFT + _SPAN - _EDGE else "center"
    canvas.text(x, _TOP - 4.2, percent(point), size=8, at=at, bold=True)


def _draw_bounds(canvas: Canvas, low: float, high: float) -> None:
    middle = _TOP + _THICK / 2
    canvas.shape(boxes([(low, _TOP + 0.9, high - low, _THICK - 1.8)]), fill=PALE, line=INK, width=0.6)
    canvas.shape(diamonds([(low, middle), (high, middle)], 1.1), fill=PAPER, line=INK, width=0.8)
