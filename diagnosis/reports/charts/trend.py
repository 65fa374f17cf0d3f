"""The overall score over the years: as it was printed each time, and like for like between the last two."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise

from diagnosis.reports.charts.canvas import (
    ACCENT,
    GREY,
    INK,
    MIST,
    PAPER,
    RULE,
    SIGNAL,
    Canvas,
    Point,
    Side,
    boxes,
    diamonds,
    discs,
    fitted,
    strokes,
)
from diagnosis.reports.figures import percent

_WIDTH, _HEIGHT = 178.0, 52.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 14.0, 164.0, 5.0, 35.0
_LEVELS = (0, 2500, 5000, 7500, 10_000)
_NEAR = 30.0
"""mm between days below which their labels would touch."""
_ROOM = 4.0
"""mm that a figure needs below its mark."""
_APART = 2.2
"""mm from a day to either of its two marks: one never covers the other, however near the two scores are."""
MOST = 5
"""Days that have room beside each other."""


@dataclass(frozen=True, slots=True)
class _Style:
    """How a series writes its figures. aside: how one is set beside its mark, so that it leads away from the other."""

    size: float
    bold: bool
    color: str
    aside: Side


_PRINTED = _Style(8.0, bold=True, color=INK, aside="right")
_ALIKE = _Style(7.0, bold=False, color=SIGNAL, aside="left")


@dataclass(frozen=True, slots=True)
class Moment:
    """One diagnosis. score: bp as printed then, None where there was none; note is then written. label: the day."""

    on: date
    label: str
    edition: str
    score: int | None
    note: str


@dataclass(frozen=True, slots=True)
class TrendChart:
    """moments: earliest first, two to `MOST`. alike: then and now in bp over the shared questions, or None."""

    moments: tuple[Moment, ...]
    alike: tuple[int, int] | None
    legend_printed: str
    legend_alike: str
    description: str


@cache
def _canvas() -> Canvas:
    return Canvas(_WIDTH, _HEIGHT)


def draw_trend(chart: TrendChart) -> str:
    """Draw the levels, both series and the days. Printed scores are joined only where the edition is the same."""
    canvas = _canvas()
    canvas.start()
    _levels(canvas)
    across = _spread([moment.on for moment in chart.moments])
    ends = [] if chart.alike is None else _ends(chart.alike, across)
    if ends:
        canvas.shape(strokes([ends]), line=SIGNAL, width=1.1, dash=True)
    _printed(canvas, chart, across)
    _alike(canvas, chart, ends)
    _days(canvas, chart.moments, across)
    _legend(canvas, chart)
    return canvas.finish(chart.description)


def _spread(days: Sequence[date]) -> list[float]:
    """Where each day stands: by time, but never so near to the one before that labels touch."""
    whole = max((days[-1] - days[0]).days, 1)
    room = _RIGHT - _LEFT - 24.0
    found = [_LEFT + 12.0 + room * (one - days[0]).days / whole for one in days]
    for number in range(1, len(found) - 1):
        found[number] = max(found[number], found[number - 1] + _NEAR)
    for number in range(len(found) - 2, 0, -1):
        found[number] = min(found[number], found[number + 1] - _NEAR)
    return found


def _y(bp: int) -> float:
    return _BOTTOM - (_BOTTOM - _TOP) * bp / 10_000


def _levels(canvas: Canvas) -> None:
    canvas.shape(boxes([(_LEFT, _TOP, _RIGHT - _LEFT, _BOTTOM - _TOP)]), fill=MIST)
    canvas.shape(strokes([[(_LEFT, _y(bp)), (_RIGHT, _y(bp))] for bp in _LEVELS]), line=PAPER, width=1.0)
    canvas.shape(strokes([[(_LEFT, _BOTTOM), (_RIGHT, _BOTTOM)]]), line=RULE, width=0.6)
    for bp in _LEVELS:
        canvas.text(_LEFT - 2.0, _y(bp) + 0.9, str(bp // 100), size=6, at="right", color=GREY)


def _ends(pair: tuple[int, int], across: Sequence[float]) -> list[Point]:
    return [(x + _APART, _y(bp)) for x, bp in zip(across[-2:], pair, strict=True)]


def _alike(canvas: Canvas, chart: TrendChart, ends: Sequence[Point]) -> None:
    """The marks of the pair, over every line: its own and the one that joins printed scores."""
    if chart.alike is None:
        return
    canvas.shape(diamonds(ends, 1.7), fill=PAPER, line=SIGNAL, width=1.0)
    for end, bp, moment in zip(ends, chart.alike, chart.moments[-2:], strict=True):
        _figure(canvas, end, bp, _ALIKE, is_lower=moment.score is not None and bp <= moment.score)


def _printed(canvas: Canvas, chart: TrendChart, across: Sequence[float]) -> None:
    moments = chart.moments
    others = [*[None] * (len(moments) - 2), *(chart.alike or (None, None))]
    points = {
        number: (x if other is None else x - _APART, _y(moment.score))
        for number, (moment, x, other) in enumerate(zip(moments, across, others, strict=True))
        if moment.score is not None
    }
    joined = [
        [points[before], points[after]]
        for before, after in pairwise(points)
        if after == before + 1 and moments[before].edition == moments[after].edition
    ]
    if joined:
        canvas.shape(strokes(joined), line=ACCENT, width=1.5)
    if points:
        canvas.shape(discs(points.values(), 1.4), fill=ACCENT)
    for number, point in points.items():
        score, other = moments[number].score or 0, others[number]
        _figure(canvas, point, score, _PRINTED, is_lower=other is not None and score < other)


def _figure(canvas: Canvas, mark: Point, bp: int, style: _Style, *, is_lower: bool) -> None:
    """The figure of a mark: above it, below it where the day's other mark is above, aside where there is no room."""
    (x, y), at = mark, style.aside
    if is_lower and y > _BOTTOM - _ROOM:
        x, y = (x - 2.6, y + 0.6) if at == "right" else (x + 2.6, y + 0.6)
    else:
        y, at = (y + 4.6 if is_lower else y - 2.6), "center"
    canvas.text(x, y, percent(bp), size=style.size, at=at, color=style.color, bold=style.bold)


def _days(canvas: Canvas, moments: Sequence[Moment], across: Sequence[float]) -> None:
    for moment, x in zip(moments, across, strict=True):
        canvas.shape(strokes([[(x, _BOTTOM), (x, _BOTTOM + 1.2)]]), line=GREY, width=0.6)
        canvas.text(x, _BOTTOM + 4.4, moment.label, size=7, at="center", bold=True, color=INK)
        canvas.text(x, _BOTTOM + 7.6, moment.edition, size=5.8, at="center", color=GREY)
        if moment.score is None:
            canvas.text(x, _BOTTOM - 1.6, moment.note, size=6.5, at="center", color=GREY)


def _legend(canvas: Canvas, chart: TrendChart) -> None:
    y = _HEIGHT - 2.0
    canvas.shape(discs([(_LEFT + 4, y - 0.9)], 1.4), fill=ACCENT)
    words, size = fitted(chart.legend_printed, 7, 66.0)
    canvas.text(_LEFT + 7.5, y, words, size=size)
    if chart.alike is not None:
        canvas.shape(strokes([[(_LEFT + 76, y - 0.9), (_LEFT + 84, y - 0.9)]]), line=SIGNAL, width=1.1, dash=True)
        canvas.shape(diamonds([(_LEFT + 80, y - 0.9)], 1.5), fill=PAPER, line=SIGNAL, width=1.0)
        words, size = fitted(chart.legend_alike, 7, 76.0)
        canvas.text(_LEFT + 86, y, words, size=size)
