"""Remaining exposure by cause: each cause's share of the risk, and how much of it is left."""

from dataclasses import dataclass
from functools import cache

from diagnosis.reports.charts.canvas import (
    ACCENT,
    GREY,
    INK,
    PAPER,
    RULE,
    SIGNAL,
    Canvas,
    hatching,
    rectangle,
    strokes,
)
from diagnosis.reports.figures import percent

_WIDTH, _LEFT, _SPAN, _STEP, _THICK, _TOP = 178.0, 34.0, 96.0, 6.6, 4.0, 1.0


@dataclass(frozen=True, slots=True)
class Remainder:
    """share, remaining: bp of the whole; remaining is None where the cause has no score."""

    title: str
    share: int
    remaining: int | None


@dataclass(frozen=True, slots=True)
class ExposureChart:
    """left_of: `残り {remaining}（配分 {share}）`, as printed beside a bar. empty: where there is no score."""

    rows: tuple[Remainder, ...]
    left_of: str
    empty: str
    description: str


@cache
def _canvas(rows: int) -> Canvas:
    return Canvas(_WIDTH, _TOP + _STEP * rows)


def draw_exposure(chart: ExposureChart) -> str:
    """Draw a frame as long as the share, filled as far as it remains."""
    canvas = _canvas(len(chart.rows))
    canvas.start()
    longest = max((row.share for row in chart.rows), default=1) or 1
    canvas.shape(strokes([[(_LEFT, 0), (_LEFT, _TOP + _STEP * len(chart.rows) - 1)]]), line=GREY, width=0.6)
    for number, row in enumerate(chart.rows):
        _bar(canvas, _TOP + _STEP * number, row, longest, chart)
    return canvas.finish(chart.description)


def _bar(canvas: Canvas, y: float, row: Remainder, longest: int, chart: ExposureChart) -> None:
    frame = _SPAN * row.share / longest
    canvas.text(_LEFT - 2.5, y + 3.1, row.title, at="right")
    if row.remaining is None:
        canvas.shape(hatching(_LEFT, y, frame, _THICK), line=RULE, width=0.4)
        canvas.shape(rectangle(_LEFT, y, frame, _THICK), line=RULE, width=0.6)
        canvas.text(_LEFT + frame + 2, y + 3.1, chart.empty, color=GREY)
        return
    canvas.shape(rectangle(_LEFT, y, frame, _THICK), fill=PAPER, line=ACCENT, width=0.7)
    canvas.shape(rectangle(_LEFT, y, _SPAN * row.remaining / longest, _THICK), fill=SIGNAL)
    words = chart.left_of.replace("{remaining}", percent(row.remaining)).replace("{share}", percent(row.share))
    canvas.text(_LEFT + frame + 2, y + 3.1, words, size=7.5, color=INK)
