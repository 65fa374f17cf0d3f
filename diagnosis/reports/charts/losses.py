"""The loss scenarios as stacked bars of their heads, with the plans' limits marked where they lie in range."""

from dataclasses import dataclass
from functools import cache

from diagnosis.reports.charts.canvas import (
    ACCENT,
    GREY,
    INK,
    PALE,
    PAPER,
    RULE,
    Canvas,
    hatching,
    lines_of,
    rectangle,
    strokes,
    width_of,
)

_WIDTH, _LEFT, _SPAN, _STEP, _THICK, _TOP = 178.0, 67.0, 78.0, 9.6, 5.4, 6.0
_HAIR = 0.05
"""mm: narrower than this nothing is drawn."""
_FILLS = (ACCENT, "#7fabc6", PALE, PAPER, GREY)


@dataclass(frozen=True, slots=True)
class ScenarioBar:
    """One scenario, its rank (low, middle, high): yen by head in the heads' order, and its total as printed."""

    rank: str
    title: str
    parts: tuple[int, ...]
    figure: str


@dataclass(frozen=True, slots=True)
class LossChart:
    """limits: a plan's name and the yen it pays at most in all."""

    bars: tuple[ScenarioBar, ...]
    heads: tuple[str, ...]
    limits: tuple[tuple[str, int], ...]
    description: str


@cache
def _canvas(rows: int) -> Canvas:
    return Canvas(_WIDTH, _TOP + _STEP * rows + 6.0)


def draw_losses(chart: LossChart) -> str:
    """Draw each scenario's bar, the limits across them and the key of the heads."""
    canvas = _canvas(len(chart.bars))
    canvas.start()
    longest = max((sum(bar.parts) for bar in chart.bars), default=0) or 1
    bottom = _TOP + _STEP * len(chart.bars) - 1.6
    _limits(canvas, chart.limits, longest, bottom)
    for number, bar in enumerate(chart.bars):
        _bar(canvas, _TOP + _STEP * number, bar, longest)
    _key(canvas, chart.heads, bottom + 5.0)
    return canvas.finish(chart.description)


def _limits(canvas: Canvas, limits: tuple[tuple[str, int], ...], longest: int, bottom: float) -> None:
    edge = 0.0
    for name, limit in limits:
        x = _LEFT + _SPAN * limit / longest
        if limit > longest or x < edge:
            continue
        canvas.shape(strokes([[(x, _TOP - 1.6), (x, bottom)]]), line=GREY, width=0.7, dash=True)
        canvas.text(x, _TOP - 2.4, name, size=6.5, at="center", color=GREY)
        edge = x + 20


def _bar(canvas: Canvas, y: float, bar: ScenarioBar, longest: int) -> None:
    canvas.text(0, y + 3.6, bar.rank, size=7.6, bold=True, color=ACCENT)
    lines = lines_of(bar.title, 6.6, _LEFT - 15.0)
    for number, line in enumerate(lines):
        canvas.text(13.0, y + 3.6 + 2.9 * (number - (len(lines) - 1) / 2), line, size=6.6)
    x = _LEFT
    for number, amount in enumerate(bar.parts):
        width = _SPAN * amount / longest
        _piece(canvas, (x, y, width, _THICK), number)
        x += width
    canvas.text(x + 1.8, y + 3.5, bar.figure, size=7.5, bold=True)


def _piece(canvas: Canvas, box: tuple[float, float, float, float], number: int) -> None:
    if box[2] < _HAIR:
        return
    canvas.shape(rectangle(*box), fill=_FILLS[number % len(_FILLS)], line=INK, width=0.4)
    if _FILLS[number % len(_FILLS)] == PAPER:
        canvas.shape(hatching(*box, 1.2), line=INK, width=0.4)


def _key(canvas: Canvas, heads: tuple[str, ...], y: float) -> None:
    canvas.shape(strokes([[(_LEFT, _TOP - 1.6), (_LEFT, y - 6.0)]]), line=RULE, width=0.6)
    x = max(0.0, min(_LEFT, _WIDTH - sum(9.0 + width_of(title, 6.8) for title in heads)))
    for number, title in enumerate(heads):
        _piece(canvas, (x, y - 2.3, 4.0, 2.6), number)
        canvas.text(x + 5.2, y, title, size=6.8)
        x += 9.0 + width_of(title, 6.8)
