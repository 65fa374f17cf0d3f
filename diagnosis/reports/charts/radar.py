"""The radar of the causes: the member's own score against the level that its risk group should have."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import cos, pi, sin

from diagnosis.reports.charts.canvas import (
    ACCENT,
    GREY,
    INK,
    PALE,
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
    polygon,
    strokes,
)
from diagnosis.reports.figures import percent

_WIDTH, _HEIGHT = 86.0, 82.0
_CENTRE: Point = (43.0, 37.0)
_RADIUS = 23.5
_AREA = 3
"""Points that enclose an area."""


@dataclass(frozen=True, slots=True)
class Spoke:
    """One cause. own: bp, or None where nothing counted; note is then written in place of a figure."""

    title: str
    own: int | None
    desired: int | None
    note: str
    peers: int | None = None


@dataclass(frozen=True, slots=True)
class RadarChart:
    """legend: what the lines are called; of peers, empty where there is none."""

    spokes: tuple[Spoke, ...]
    legend_own: str
    legend_desired: str
    description: str
    legend_peers: str = ""


@cache
def _canvas() -> Canvas:
    return Canvas(_WIDTH, _HEIGHT)


def draw_radar(chart: RadarChart) -> str:
    """Draw the rings, both outlines, the names with their figures and the legend."""
    canvas = _canvas()
    canvas.start()
    count = len(chart.spokes)
    own = [(i, s.own) for i, s in enumerate(chart.spokes) if s.own is not None]
    desired = [(i, s.desired) for i, s in enumerate(chart.spokes) if s.desired is not None]
    own_points = [_place(i, count, bp) for i, bp in own]
    if len(own_points) >= _AREA:
        canvas.shape(polygon(own_points), fill=PALE)
    _draw_rings(canvas, count)
    desired_points = [_place(i, count, bp) for i, bp in desired]
    _outline(canvas, desired_points, color=SIGNAL, width=1.0, dash=True)
    canvas.shape(diamonds(desired_points, 1.2), fill=PAPER, line=SIGNAL, width=0.9)
    if chart.legend_peers:
        peers = [_place(i, count, spoke.peers) for i, spoke in enumerate(chart.spokes) if spoke.peers is not None]
        _outline(canvas, peers, color=GREY, width=0.8, dash=False)
        canvas.shape(boxes([(x - 0.9, y - 0.9, 1.8, 1.8) for x, y in peers]), fill=PAPER, line=GREY, width=0.8)
    _outline(canvas, own_points, color=ACCENT, width=1.6, dash=False)
    canvas.shape(discs(own_points, 1.1), fill=ACCENT)
    for index, spoke in enumerate(chart.spokes):
        _name(canvas, index, count, spoke)
    _legend(canvas, chart)
    return canvas.finish(chart.description)


def _place(index: int, count: int, bp: int, beyond: float = 0.0) -> Point:
    angle = 2 * pi * index / count - pi / 2
    radius = _RADIUS * bp / 10_000 + beyond
    return (_CENTRE[0] + radius * cos(angle), _CENTRE[1] + radius * sin(angle))


def _outline(canvas: Canvas, points: Sequence[Point], *, color: str, width: float, dash: bool) -> None:
    if len(points) > 1:
        canvas.shape(polygon(points), line=color, width=width, dash=dash)


def _draw_rings(canvas: Canvas, count: int) -> None:
    rings = [[_place(i % count, count, bp) for i in range(count + 1)] for bp in (2500, 5000, 7500, 10_000)]
    spokes = [[_CENTRE, _place(i, count, 10_000)] for i in range(count)]
    canvas.shape(strokes([*rings, *spokes]), line=RULE, width=0.5)
    for bp in (5000, 10_000):
        x, y = _place(0, count, bp)
        canvas.text(x + 0.8, y - 0.5, str(bp // 100), size=5.5, color=GREY)


def _name(canvas: Canvas, index: int, count: int, spoke: Spoke) -> None:
    x, y = _place(index, count, 10_000, beyond=3.0)
    at: Side
    side = round(cos(2 * pi * index / count - pi / 2), 6)
    if side == 0:
        at, top = "center", y - 3.6 if y < _CENTRE[1] else y + 2.2
    else:
        at, top = ("left", y - 1.0) if side > 0 else ("right", y - 1.0)
    x = x - 1.2 if side > 0 else x + 1.2 if side < 0 else x
    figure = spoke.note if spoke.own is None else percent(spoke.own)
    target = "" if spoke.desired is None else f" / {percent(spoke.desired)}"
    if side:
        lines = _broken(spoke.title)
        for row, words in enumerate(lines):
            canvas.text(x, top - 0.2 - 3.2 * (len(lines) - 1 - row), words, size=7.5, at=at, bold=True)
        canvas.text(x, top + 3.4, figure + target, size=7.5, at=at, color=ACCENT)
    else:
        canvas.text(x, top, f"{spoke.title}　{figure}{target}", size=7.5, at=at, bold=True, color=INK)


def _broken(title: str) -> list[str]:
    """A long name in two lines, so that it stays on the sheet."""
    words = title.split(" ")
    return [title] if len(words) == 1 else [words[0], " ".join(words[1:])]


def _legend(canvas: Canvas, chart: RadarChart) -> None:
    y = _HEIGHT - (9.6 if chart.legend_peers else 5.4)
    canvas.shape(strokes([[(4, y - 0.9), (12, y - 0.9)]]), line=ACCENT, width=1.6)
    canvas.shape(discs([(8, y - 0.9)], 1.1), fill=ACCENT)
    canvas.text(13.5, y, chart.legend_own, size=7)
    y += 4.2
    canvas.shape(strokes([[(4, y - 0.9), (12, y - 0.9)]]), line=SIGNAL, width=1.0, dash=True)
    canvas.shape(diamonds([(8, y - 0.9)], 1.2), fill=PAPER, line=SIGNAL, width=0.9)
    words, size = fitted(chart.legend_desired, 7, _WIDTH - 15.0)
    canvas.text(13.5, y, words, size=size)
    if chart.legend_peers:
        y += 4.2
        canvas.shape(strokes([[(4, y - 0.9), (12, y - 0.9)]]), line=GREY, width=0.8)
        canvas.shape(boxes([(7.1, y - 1.8, 1.8, 1.8)]), fill=PAPER, line=GREY, width=0.8)
        words, size = fitted(chart.legend_peers, 7, _WIDTH - 15.0)
        canvas.text(13.5, y, words, size=size)
