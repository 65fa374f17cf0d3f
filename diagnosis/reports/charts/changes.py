"""Then and now by section, a column a questionnaire: a hollow diamond for then, a disc for now, and the way between."""

from dataclasses import dataclass
from functools import cache

from diagnosis.reports.charts.canvas import (
    ACCENT,
    GREY,
    INK,
    MIST,
    PAPER,
    SIGNAL,
    Canvas,
    boxes,
    diamonds,
    discs,
    fitted,
    strokes,
    width_of,
)
from diagnosis.reports.figures import percent, tenths, tenths_text

_WIDTH, _GAP, _TOP, _STEP = 178.0, 7.0, 12.5, 7.6
_THICK = 1.4
_FIGURES = "100.0 → 100.0"


@dataclass(frozen=True, slots=True)
class Way:
    """One section over the shared questions, in bp."""

    title: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class WayGroup:
    """One questionnaire. before, after: None where it shares no question."""

    title: str
    before: int | None
    after: int | None
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class ChangesChart:
    """legend: what the two marks stand for."""

    groups: tuple[WayGroup, ...]
    legend_before: str
    legend_after: str
    description: str


@cache
def _canvas(rows: int) -> Canvas:
    return Canvas(_WIDTH, _TOP + _STEP * rows + 4.0)


def draw_changes(chart: ChangesChart) -> str:
    """Draw each questionnaire's column."""
    rows = max((len(group.ways) for group in chart.groups), default=0)
    canvas = _canvas(rows)
    canvas.start()
    width = (_WIDTH - _GAP * (len(chart.groups) - 1)) / max(len(chart.groups), 1)
    size = min((_fit(way, width)[1] for group in chart.groups for way in group.ways), default=7.0)
    for number, group in enumerate(chart.groups):
        _column(canvas, number * (width + _GAP), width, group, size)
    _legend(canvas, chart, _TOP + _STEP * rows + 2.6)
    return canvas.finish(chart.description)


def change_text(before: int, after: int) -> str:
    """The difference of the two printed figures, with its sign: `+4.2`, `−0.3`, `±0.0`."""
    change = tenths(after) - tenths(before)
    sign = "+" if change > 0 else "−" if change < 0 else "±"
    return sign + tenths_text(abs(change))


def _fit(way: Way, width: float) -> tuple[str, float]:
    return fitted(way.title, 7, width - width_of(_FIGURES, 6.6) - 2.0)


def _column(canvas: Canvas, left: float, width: float, group: WayGroup, size: float) -> None:
    figure = "—" if group.before is None or group.after is None else change_text(group.before, group.after)
    title, title_size = fitted(group.title, 8, width - width_of(figure, 9) - 2.0)
    canvas.text(left, 4.0, title, size=title_size, bold=True, color=ACCENT)
    canvas.text(left + width, 4.0, figure, size=9, at="right", bold=True, color=ACCENT)
    canvas.shape(strokes([[(left, 6.0), (left + width, 6.0)]]), line=ACCENT, width=0.8)
    if not group.ways:
        return
    rows = [(_TOP + _STEP * row, way) for row, way in enumerate(group.ways)]
    canvas.shape(boxes([(left, y, width, _THICK) for y, _ in rows]), fill=MIST)
    for color, worse in ((ACCENT, False), (SIGNAL, True)):
        lines = [
            [(_x(left, width, way.before), y + _THICK / 2), (_x(left, width, way.after), y + _THICK / 2)]
            for y, way in rows
            if way.before != way.after and (way.after < way.before) is worse
        ]
        if lines:
            canvas.shape(strokes(lines), line=color, width=2.0, dash=worse)
    canvas.shape(
        diamonds([(_x(left, width, w.before), y + _THICK / 2) for y, w in rows], 1.3), fill=PAPER, line=GREY, width=0.9
    )
    canvas.shape(discs([(_x(left, width, w.after), y + _THICK / 2) for y, w in rows], 1.1), fill=INK)
    for y, way in rows:
        canvas.text(left, y - 1.2, _fit(way, width)[0], size=size)
        figures = f"{percent(way.before)} → {percent(way.after)}"
        canvas.text(left + width, y - 1.2, figures, size=6.6, at="right", bold=way.before != way.after)


def _x(left: float, width: float, bp: int) -> float:
    return left + 1.3 + (width - 2.6) * bp / 10_000


def _legend(canvas: Canvas, chart: ChangesChart, y: float) -> None:
    canvas.shape(diamonds([(2.0, y - 0.9)], 1.3), fill=PAPER, line=GREY, width=0.9)
    canvas.text(4.6, y, chart.legend_before, size=7)
    right = 4.6 + width_of(chart.legend_before, 7) + 6.0
    canvas.shape(discs([(right, y - 0.9)], 1.1), fill=INK)
    canvas.text(right + 2.6, y, chart.legend_after, size=7)
