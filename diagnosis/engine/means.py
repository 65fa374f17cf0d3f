"""The least and the greatest weighted mean of parts that are open, for many sheets at once."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from diagnosis.engine.scoring_model import Integers

Flags = NDArray[np.bool_]
NONE = -1
_WEIGHT_BITS = 24
_FEW = 4
"""Sheets that are gone through one by one: a member's own sheet is a single one."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Parts of a mean, a row each, a column a sheet. there: in some completion. certain: in every one.

    low, high: the extremes of its value, from 0 to `most`. weights: one a part.
    """

    weights: Integers
    low: Integers
    high: Integers
    there: Flags
    certain: Flags
    most: int

    def pick(self, rows: slice | NDArray[np.intp]) -> "Parts":
        """Some of the parts."""
        return Parts(
            self.weights[rows], self.low[rows], self.high[rows], self.there[rows], self.certain[rows], self.most
        )

    def scoped(self, kept: Flags, sure: Flags) -> "Parts":
        """What is left where not all is in scope. kept: may be. sure: is in every completion."""
        return Parts(self.weights, self.low, self.high, self.there & kept, self.certain & kept & sure, self.most)


@dataclass(frozen=True, slots=True)
class Range:
    """Bounds of a score for each sheet; -1 where no completion has one. absent: some completion has none."""

    lower: Integers
    upper: Integers
    absent: Flags


def bound_means(parts: Parts, scale: int = 1) -> Range:
    """The bounds of `scale` x the mean, rounded half up."""
    weights = parts.weights[:, np.newaxis]
    held = np.where(parts.certain & parts.there, weights, 0)
    sure = held.sum(0)
    total, heavy = (held * parts.low).sum(0), (held * (parts.most - parts.high)).sum(0)
    least, most = (total, sure), (heavy, sure)
    loose = parts.there & ~parts.certain
    some = np.flatnonzero(loose.any(0))
    if len(some):
        least = _join(least, parts.low, loose, parts.weights, some)
        most = _join(most, parts.most - parts.high, loose, parts.weights, some)
    lower = _rounded(scale * least[0], least[1])
    upper = _rounded(scale * (parts.most * most[1] - most[0]), most[1])
    return Range(lower, upper, sure == 0)


def _join(
    before: tuple[Integers, Integers], values: Integers, loose: Flags, weights: Integers, some: NDArray[np.intp]
) -> tuple[Integers, Integers]:
    """Numerator and denominator of the least mean that any choice of the loose parts gives, at `some` of the sheets.

    They join in order of their value as long as each lies below the mean so far: no other choice is lower.
    """
    joined = before[0].copy(), before[1].copy()
    if len(some) <= _FEW:
        for sheet in some.tolist():
            held = int(before[0][sheet]), int(before[1][sheet])
            here = loose[:, sheet]
            joined[0][sheet], joined[1][sheet] = _join_one(held, values[here, sheet].tolist(), weights[here].tolist())
        return joined
    rows = np.flatnonzero(loose[:, some].any(1))
    place = np.ix_(rows, some)
    order = np.where(loose[place], values[place] << _WEIGHT_BITS | weights[rows, np.newaxis], np.iinfo(np.int64).max)
    order.sort(0)
    total, whole = before[0][some], before[1][some]
    joins = np.ones(len(some), np.bool_)
    for key in order[: int(loose[place].sum(0).max())]:
        value, weight = key >> _WEIGHT_BITS, key & (1 << _WEIGHT_BITS) - 1
        joins &= (key < np.iinfo(np.int64).max) & ((whole == 0) | (value * whole < total))
        if not joins.any():
            break  # who did not join lets nobody join after
        weight = np.where(joins, weight, 0)
        total = total + weight * np.where(joins, value, 0)
        whole = whole + weight
    joined[0][some], joined[1][some] = total, whole
    return joined


def _join_one(held: tuple[int, int], values: list[int], weights: list[int]) -> tuple[int, int]:
    """The same for one sheet, where plain numbers are quicker than columns of one."""
    total, whole = held
    for value, weight in sorted(zip(values, weights, strict=True)):
        if whole and value * whole >= total:
            break
        total += weight * value
        whole += weight
    return total, whole


def _rounded(numerator: Integers, denominator: Integers) -> Integers:
    """Rounded half up; -1 where the denominator is 0."""
    quotient = (2 * numerator + denominator) // np.maximum(2 * denominator, 1)
    return np.where(denominator > 0, quotient, NONE)
