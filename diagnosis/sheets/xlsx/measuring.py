"""How many lines a text takes in a cell, roughly and rather too many than too few."""

import math
import unicodedata

_WIDE, _NARROW = 2.0, 1.08
"""Of a character at 10 points, in the unit of column widths: a figure of the standard font."""
_STANDARD = 10
_MARGIN = 1.0


def line_count(text: str, width: float, size: float) -> int:
    """Lines of `text` in a column of `width`, at `size` points; at least one."""
    return sum(_lines(line, width - _MARGIN, size) for line in (text.splitlines() or [""]))


def _lines(line: str, width: float, size: float) -> int:
    units = sum(_WIDE if unicodedata.east_asian_width(one) in "WF" else _NARROW for one in line)
    return max(1, math.ceil(units * size / _STANDARD / width))
