"""Numbers as people write them in files: finite, and short enough to count with."""

import math

from diagnosis.files.places import Faults
from diagnosis.model.problems import Span

_MOST_DIGITS = 18
"""A whole number of 18 digits always fits 64 bits."""


def read_int(written: str, at: Span, faults: Faults) -> int:
    """The whole number in decimal digits; 0 and a problem where it is too long."""
    if len(written.lstrip("+-")) > _MOST_DIGITS:
        _refuse(at, faults)
        return 0
    return int(written)


def read_float(written: str, at: Span, faults: Faults) -> float:
    """The number; 0.0 and a problem where it is not finite."""
    value = float(written)
    if math.isfinite(value):
        return value
    _refuse(at, faults)
    return 0.0


def refuse_not_a_number(written: str, at: Span, faults: Faults) -> float:
    """NaN and infinities: keep a problem, go on with 0."""
    faults.add(
        at,
        "file.number",
        ja=f"「{written}」は数ではありません。数を書くか、文字列なら引用符で囲んでください。",
        en=f"'{written}' is no number. Write a number, or put quotes round it if text is meant.",
    )
    return 0.0


def _refuse(at: Span, faults: Faults) -> None:
    faults.add(
        at,
        "file.number",
        ja=f"数が大きすぎます。整数は{_MOST_DIGITS}桁まで書けます。",
        en=f"The number is too large. A whole number may have up to {_MOST_DIGITS} digits.",
    )
