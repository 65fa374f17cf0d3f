"""The overall score over the years: as it was printed each time, and like for like between the last two."""

from collections.abc import Mapping, Sequence
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
"""mm that a figure needs above or below its mark."""
MOST = 5
"""Days that have room beside each other."""


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
    _alike(canvas, chart.alike, across)
    _printed(canvas, chart.moments, across, _beside(chart))
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


def _beside(chart: TrendChart) -> dict[int, int]:
    """The other mark on the last two days, in bp by the day's number: figures keep away from it."""
    count = len(chart.moments)
    return {} if chart.alike is None else {count - 2: chart.alike[0], count - 1: chart.alike[1]}


def _y(bp: int) -> float:
    return _BOTTOM - (_BOTTOM - _TOP) * bp / 10_000


def _levels(canvas: Canvas) -> None:
    canvas.shape(boxes([(_LEFT, _TOP, _RIGHT - _LEFT, _BOTTOM - _TOP)]), fill=MIST)
    canvas.shape(strokes([[(_LEFT, _y(bp)), (_RIGHT, _y(bp))] for bp in _LEVELS]), line=PAPER, width=1.0)
    canvas.shape(strokes([[(_LEFT, _BOTTOM), (_RIGHT, _BOTTOM)]]), line=RULE, width=0.6)
    for bp in _LEVELS:
        canvas.text(_LEFT - 2.0, _y(bp) + 0.9, str(bp // 100), size=6, at="right", color=GREY)


def _alike(canvas: Canvas, pair: tuple[int, int] | None, across: Sequence[float]) -> None:
    if pair is None:
        return
    ends = [(x, _y(bp)) for x, bp in zip(across[-2:], pair, strict=True)]
    canvas.shape(strokes([ends]), line=SIGNAL, width=1.1, dash=True)
    canvas.shape(diamonds(ends, 1.7), fill=PAPER, line=SIGNAL, width=1.0)
    sides: tuple[tuple[float, Side], ...] = ((-3.0, "right"), (3.0, "left"))
    for (x, y), bp, (beside, at) in zip(ends, pair, sides, strict=True):
        canvas.text(x + beside, y + 1.0, percent(bp), size=7, at=at, color=SIGNAL)


def _printed(canvas: Canvas, moments: Sequence[Moment], across: Sequence[float], beside: Mapping[int, int]) -> None:
    points = {
        number: (x, _y(moment.score))
        for number, (moment, x) in enumerate(zip(moments, across, strict=True))
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
    for number, (x, y) in points.items():
        score = moments[number].score or 0
        below = beside.get(number, 0) > score or y < _TOP + _ROOM
        canvas.text(
            x, y + 4.6 if below and y < _BOTTOM - _ROOM else y - 2.6, percent(score), size=8, at="center", bold=True
        )


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
