"""Then and now by section or cause, in columns: a hollow diamond for then, a disc for now, and the way between."""

from collections.abc import Sequence
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

_WIDTH, _GAP, _HEAD, _STEP, _LEGEND = 178.0, 7.0, 8.0, 7.6, 6.5
_FIRST = 4.5
"""mm from the first row's top to its bar."""
_THICK = 1.4


@dataclass(frozen=True, slots=True)
class Way:
    """One section or cause over the shared questions, in bp."""

    title: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class WayGroup:
    """One column. before, after: of the whole, None where it shares no question. title: none in a chart of causes."""

    ways: tuple[Way, ...]
    title: str = ""
    before: int | None = None
    after: int | None = None


@dataclass(frozen=True, slots=True)
class ChangesChart:
    """legend: what the two marks stand for, nothing where a chart above says so."""

    groups: tuple[WayGroup, ...]
    description: str
    legend: tuple[str, str] | None = None


@cache
def _canvas(height: float) -> Canvas:
    return Canvas(_WIDTH, height)


def draw_changes(chart: ChangesChart) -> str:
    """Draw each column."""
    head = _HEAD if any(group.title for group in chart.groups) else 0.0
    bottom = head + _STEP * max((len(group.ways) for group in chart.groups), default=0)
    canvas = _canvas(bottom + (_LEGEND if chart.legend else 0.0))
    canvas.start()
    width = (_WIDTH - _GAP * (len(chart.groups) - 1)) / max(len(chart.groups), 1)
    size = min((_fit(way, width)[1] for group in chart.groups for way in group.ways), default=7.0)
    for number, group in enumerate(chart.groups):
        left = number * (width + _GAP)
        if group.title:
            _title(canvas, left, width, group)
        _rows(canvas, left, width, [(head + _FIRST + _STEP * row, way) for row, way in enumerate(group.ways)])
        for row, way in enumerate(group.ways):
            _words(canvas, (left, width, head + _FIRST + _STEP * row - 1.2), way, size)
    if chart.legend:
        _legend(canvas, chart.legend, bottom + _LEGEND - 1.4)
    return canvas.finish(chart.description)


def change_text(before: int, after: int) -> str:
    """The difference of the two printed figures, with its sign: `+4.2`, `−0.3`, `±0.0`."""
    change = tenths(after) - tenths(before)
    sign = "+" if change > 0 else "−" if change < 0 else "±"
    return sign + tenths_text(abs(change))


def _fit(way: Way, width: float) -> tuple[str, float]:
    return fitted(way.title, 7, width - width_of(_figures(way), 6.6) - 2.0)


def _figures(way: Way) -> str:
    return f"{percent(way.before)} → {percent(way.after)}"


def _title(canvas: Canvas, left: float, width: float, group: WayGroup) -> None:
    figure = "—" if group.before is None or group.after is None else change_text(group.before, group.after)
    title, size = fitted(group.title, 8, width - width_of(figure, 9) - 2.0)
    canvas.text(left, 4.0, title, size=size, bold=True, color=ACCENT)
    canvas.text(left + width, 4.0, figure, size=9, at="right", bold=True, color=ACCENT)
    canvas.shape(strokes([[(left, 6.0), (left + width, 6.0)]]), line=ACCENT, width=0.8)


def _rows(canvas: Canvas, left: float, width: float, rows: Sequence[tuple[float, Way]]) -> None:
    """Bars with their marks; each way with the y of its bar."""
    if not rows:
        return
    canvas.shape(boxes([(left, y, width, _THICK) for y, _ in rows]), fill=MIST)
    ends = [
        (way, (_x(left, width, way.before), y + _THICK / 2), (_x(left, width, way.after), y + _THICK / 2))
        for y, way in rows
    ]
    for color, worse in ((ACCENT, False), (SIGNAL, True)):
        lines = [
            [then, now] for way, then, now in ends if way.before != way.after and (way.after < way.before) is worse
        ]
        if lines:
            canvas.shape(strokes(lines), line=color, width=2.0, dash=worse)
    canvas.shape(diamonds([then for _, then, _ in ends], 1.3), fill=PAPER, line=GREY, width=0.9)
    canvas.shape(discs([now for _, _, now in ends], 1.1), fill=INK)


def _words(canvas: Canvas, place: tuple[float, float, float], way: Way, size: float) -> None:
    """Title and figures. place: left, width, baseline."""
    left, width, y = place
    canvas.text(left, y, _fit(way, width)[0], size=size)
    canvas.text(left + width, y, _figures(way), size=6.6, at="right", bold=way.before != way.after)


def _x(left: float, width: float, bp: int) -> float:
    return left + 1.3 + (width - 2.6) * bp / 10_000


def _legend(canvas: Canvas, words: tuple[str, str], y: float) -> None:
    then, now = words
    canvas.shape(diamonds([(2.0, y - 0.9)], 1.3), fill=PAPER, line=GREY, width=0.9)
    canvas.text(4.6, y, then, size=7)
    right = 4.6 + width_of(then, 7) + 6.0
    canvas.shape(discs([(right, y - 0.9)], 1.1), fill=INK)
    canvas.text(right + 2.6, y, now, size=7)
