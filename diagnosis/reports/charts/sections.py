"""Bars by section, a column a questionnaire: score, bounds where answers are missing, hatching where there is none."""

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from diagnosis.model.scorecard import Score
from diagnosis.reports.charts.canvas import (
    ACCENT,
    GREY,
    INK,
    MIST,
    PAPER,
    RULE,
    Canvas,
    boxes,
    fitted,
    hatching,
    joined,
    rectangle,
    strokes,
    width_of,
)
from diagnosis.reports.figures import percent

if TYPE_CHECKING:
    from matplotlib.path import Path

_WIDTH, _GAP, _TOP, _STEP, _THICK = 178.0, 7.0, 12.5, 8.9, 2.7


_FIGURE = len("100.0")
_BETWEEN = 2.0
"""Between a title and the figure beside it, at least, in mm."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One section. note: why there is no score, written where the bar would be."""

    title: str
    score: Score
    note: str


@dataclass(frozen=True, slots=True)
class BarGroup:
    """One questionnaire with its sections. figure: its score as printed, or why it has none."""

    title: str
    figure: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class SectionsChart:
    """Three groups or fewer stand well beside each other."""

    groups: tuple[BarGroup, ...]
    description: str


@cache
def _canvas(rows: int) -> Canvas:
    return Canvas(_WIDTH, _TOP + _STEP * rows)


def draw_sections(chart: SectionsChart) -> str:
    """Draw each questionnaire's column."""
    canvas = _canvas(max(len(group.bars) for group in chart.groups))
    canvas.start()
    width = (_WIDTH - _GAP * (len(chart.groups) - 1)) / len(chart.groups)
    label = _label_size(chart, width)
    for number, group in enumerate(chart.groups):
        _column(canvas, number * (width + _GAP), width, group, label)
    return canvas.finish(chart.description)


def _label_size(chart: SectionsChart, width: float) -> float:
    """One size for all sections' titles, in which the longest has room."""
    return min(_fitted_title(bar, width)[1] for group in chart.groups for bar in group.bars)


def _fitted_title(bar: Bar, width: float) -> tuple[str, float]:
    figure = bar.note if bar.score.point is None else "100.0"
    return fitted(bar.title, 7, width - width_of(figure, 7.5) - _BETWEEN)


def _column(canvas: Canvas, left: float, width: float, group: BarGroup, label: float) -> None:
    figure = 9.0 if len(group.figure) <= _FIGURE else 7.5
    title, size = fitted(group.title, 8, width - width_of(group.figure, figure) - _BETWEEN)
    canvas.text(left, 4.0, title, size=size, bold=True, color=ACCENT)
    canvas.text(left + width, 4.0, group.figure, size=figure, at="right", bold=True, color=ACCENT)
    canvas.shape(strokes([[(left, 6.0), (left + width, 6.0)]]), line=ACCENT, width=0.8)
    scored = [(row, bar) for row, bar in enumerate(group.bars) if bar.score.point is not None]
    empty = [row for row, bar in enumerate(group.bars) if bar.score.point is None]
    if scored:
        canvas.shape(boxes([(left, _y(row), width, _THICK) for row, _ in scored]), fill=MIST)
        full = [(left, _y(row), width * (bar.score.point or 0) / 10_000, _THICK) for row, bar in scored]
        canvas.shape(boxes(full), fill=ACCENT)
    if empty:
        canvas.shape(joined([hatching(left, _y(row), width, _THICK) for row in empty]), line=RULE, width=0.4)
        canvas.shape(joined([rectangle(left, _y(row), width, _THICK) for row in empty]), line=RULE, width=0.5)
    _whiskers(canvas, left, width, scored)
    for row, bar in enumerate(group.bars):
        _label(canvas, left, width, row, bar, label)


def _y(row: int) -> float:
    return _TOP + _STEP * row


def _whiskers(canvas: Canvas, left: float, width: float, scored: list[tuple[int, Bar]]) -> None:
    lines: list[Path] = []
    for row, bar in scored:
        low, high = bar.score.lower, bar.score.upper
        if low is None or high is None or low == high:
            continue
        x1, x2, y = left + width * low / 10_000, left + width * high / 10_000, _y(row) + _THICK / 2
        lines.append(strokes([[(x1, y), (x2, y)], [(x1, y - 1), (x1, y + 1)], [(x2, y - 1), (x2, y + 1)]]))
    if lines:
        canvas.shape(joined(lines), line=PAPER, width=2.2)
        canvas.shape(joined(lines), line=INK, width=0.9)


def _label(canvas: Canvas, left: float, width: float, row: int, bar: Bar, size: float) -> None:  # noqa: PLR0913, PLR0917
    baseline = _y(row) - 1.3
    canvas.text(left, baseline, _fitted_title(bar, width)[0], size=size)
    if bar.score.point is None:
        canvas.text(left + width, baseline, bar.note, size=7, at="right", color=GREY)
    else:
        canvas.text(left + width, baseline, percent(bar.score.point), size=7.5, at="right", bold=True)
