"""Cause by medium: the darker a cell, the lower its score; hatched where nothing was asked."""

from dataclasses import dataclass
from functools import cache

from diagnosis.reports.charts.canvas import GREY, INK, MIST, PAPER, RULE, Canvas, hatching, rectangle
from diagnosis.reports.figures import percent

_WIDTH, _HEIGHT = 86.0, 82.0
_LEFT, _TOP, _CELL_WIDTH, _CELL_HEIGHT = 25.0, 13.0, 30.0, 13.5
_RAMP = ((4000, "#0b3a57"), (6000, "#2f6f96"), (7500, "#7fabc6"), (9000, "#bfd6e3"), (10_001, "#e9f1f6"))
"""One hue from dark to light, so that it reads the same in grey; the figure is printed on every cell."""


@dataclass(frozen=True, slots=True)
class HeatChart:
    """cells: a row a cause, a column a medium; bp or None. empty: what is written where there is no score."""

    causes: tuple[str, ...]
    media: tuple[str, ...]
    cells: tuple[tuple[int | None, ...], ...]
    empty: str
    weak: str
    strong: str
    description: str


@cache
def _canvas() -> Canvas:
    return Canvas(_WIDTH, _HEIGHT)


def draw_heat(chart: HeatChart) -> str:
    """Draw the cells with their figures, the names and the key."""
    canvas = _canvas()
    canvas.start()
    for column, title in enumerate(chart.media):
        canvas.text(_x(column) + _CELL_WIDTH / 2, _TOP - 2.6, title, at="center")
    for row, title in enumerate(chart.causes):
        _row_name(canvas, row, title)
        for column, bp in enumerate(chart.cells[row]):
            _cell(canvas, _x(column), _y(row), bp, chart.empty)
    _key(canvas, chart)
    return canvas.finish(chart.description)


def _x(column: int) -> float:
    return _LEFT + column * _CELL_WIDTH


def _y(row: int) -> float:
    return _TOP + row * _CELL_HEIGHT


def _row_name(canvas: Canvas, row: int, title: str) -> None:
    words = title.split(" ")
    lines = [title] if len(words) == 1 else [words[0], " ".join(words[1:])]
    first = _y(row) + _CELL_HEIGHT / 2 + 1.0 - 1.6 * (len(lines) - 1)
    for number, line in enumerate(lines):
        canvas.text(_LEFT - 2.0, first + 3.2 * number, line, at="right")


def _cell(canvas: Canvas, x: float, y: float, bp: int | None, empty: str) -> None:
    inside = (x + 0.4, y + 0.4, _CELL_WIDTH - 0.8, _CELL_HEIGHT - 0.8)
    middle = (x + _CELL_WIDTH / 2, y + _CELL_HEIGHT / 2 + 1.3)
    if bp is None:
        canvas.shape(rectangle(*inside), fill=PAPER, line=RULE, width=0.6)
        canvas.shape(hatching(*inside), line=RULE, width=0.4)
        canvas.shape(rectangle(middle[0] - 8, middle[1] - 3.2, 16, 4.4), fill=PAPER)
        canvas.text(*middle, empty, size=7, at="center", color=GREY)
        return
    fill = next(color for below, color in _RAMP if bp < below)
    dark = bp < _RAMP[1][0]
    canvas.shape(rectangle(*inside), fill=fill)
    canvas.text(*middle, percent(bp), size=10, at="center", bold=True, color=PAPER if dark else INK)


def _key(canvas: Canvas, chart: HeatChart) -> None:
    y, width = _HEIGHT - 9.0, 9.0
    canvas.text(_LEFT, y - 1.4, chart.weak, size=6.5, color=GREY)
    canvas.text(_LEFT + width * len(_RAMP), y - 1.4, chart.strong, size=6.5, at="right", color=GREY)
    for number, (below, color) in enumerate(_RAMP):
        canvas.shape(rectangle(_LEFT + width * number, y, width, 2.6), fill=color, line=MIST, width=0.3)
        if number < len(_RAMP) - 1:
            canvas.text(_LEFT + width * (number + 1), y + 5.4, str(below // 100), size=6, at="center", color=GREY)
