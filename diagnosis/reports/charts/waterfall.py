"""Where the points were lost: from 100 down to the overall score, one step a section, the largest first."""

from dataclasses import dataclass
from functools import cache

from diagnosis.reports.charts.canvas import ACCENT, GREY, PAPER, RULE, SIGNAL, Canvas, boxes, fitted, strokes
from diagnosis.reports.figures import tenths_text

_WIDTH, _LEFT, _SPAN, _STEP, _THICK, _TOP = 178.0, 52.0, 114.0, 5.0, 3.5, 1.0

_FULL = 1000
_ROOM = 120
"""Tenths of a percent: a bar of this length has room for its figure."""


@dataclass(frozen=True, slots=True)
class Fall:
    """One step down, in tenths of a percent of the overall score."""

    title: str
    lost: int


@dataclass(frozen=True, slots=True)
class WaterfallChart:
    """falls add up to 1,000 - score (tenths). start, end: what the first and last bar are called."""

    start: str
    falls: tuple[Fall, ...]
    end: str
    score: int
    description: str


@cache
def _canvas(rows: int) -> Canvas:
    return Canvas(_WIDTH, _TOP + _STEP * rows + 1.0)


def draw_waterfall(chart: WaterfallChart) -> str:
    """Draw the full bar, each fall where the one before ended, and the score."""
    canvas = _canvas(len(chart.falls) + 2)
    canvas.start()
    levels = [1000]
    for fall in chart.falls:
        levels.append(levels[-1] - fall.lost)
    last = len(chart.falls) + 1
    ends = [1000, *levels[1:], chart.score]
    drops = [[(_x(ends[row]), _y(row)), (_x(ends[row]), _y(row + 1) + _THICK)] for row in range(last)]
    canvas.shape(strokes(drops), line=RULE, width=0.5)
    canvas.shape(boxes([(_LEFT, _y(0), _SPAN, _THICK)]), fill=RULE)
    falls = [(_x(levels[i + 1]), _y(i + 1), _x(levels[i]) - _x(levels[i + 1]), _THICK) for i in range(len(chart.falls))]
    if falls:
        canvas.shape(boxes(falls), fill=SIGNAL)
    canvas.shape(boxes([(_LEFT, _y(last), _x(chart.score) - _LEFT, _THICK)]), fill=ACCENT)
    _words(canvas, chart, levels)
    return canvas.finish(chart.description)


def _x(tenths: int) -> float:
    return _LEFT + _SPAN * tenths / 1000


def _y(row: int) -> float:
    return _TOP + _STEP * row


def _words(canvas: Canvas, chart: WaterfallChart, levels: list[int]) -> None:
    _row(canvas, 0, chart.start, bold=True)
    canvas.text(_LEFT + _SPAN + 1.5, _y(0) + 2.7, "100.0", size=7.5, bold=True)
    for number, fall in enumerate(chart.falls, start=1):
        _row(canvas, number, fall.title, bold=False)
        canvas.text(_x(levels[number - 1]) + 1.5, _y(number) + 2.7, f"−{tenths_text(fall.lost)}", size=7.5)
    last = len(chart.falls) + 1
    _row(canvas, last, chart.end, bold=True)
    inside = chart.score > _ROOM
    canvas.text(
        _x(chart.score) + (-1.5 if inside else 1.5),
        _y(last) + 2.7,
        tenths_text(chart.score),
        size=8,
        at="right" if inside else "left",
        color=PAPER if inside else GREY,
        bold=True,
    )


def _row(canvas: Canvas, row: int, title: str, *, bold: bool) -> None:
    words, size = fitted(title, 7.2, _LEFT - 3.5)
    canvas.text(_LEFT - 2.5, _y(row) + 2.7, words, size=size, at="right", bold=bold)
