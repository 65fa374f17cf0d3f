"""The one rounding of the product: division of integers, rounded half up."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from diagnosis.engine.frame import NO_SCORE, Scores
from diagnosis.engine.scoring_model import Integers
from diagnosis.model.ruleset import FULL

INT32_LIMIT = np.iinfo(np.int32).max
LARGEST_RECIPROCAL = (1 << 16) - 1
"""Twice 16 bits and the 16 of a doubled score leave the product below 2**63."""


def round_div(numerator: int, denominator: int) -> int:
    """The quotient, rounded half up; numerator >= 0, denominator > 0."""
    return (2 * numerator + denominator) // (2 * denominator)


def round_div_all(numerator: NDArray[np.signedinteger], denominator: Integers, factor: int = 1) -> Scores:
    """`round_div(factor x numerator, denominator)` of each pair; no score where the denominator, and so both, are 0.

    The quotients must not exceed FULL. Where the denominators are small, each is divided by multiplying with a
    reciprocal, which is exact (see `_reciprocals`) and twice as fast.
    """
    doubled = np.multiply(numerator, 2 * factor, dtype=np.int64)
    doubled += denominator
    largest = int(denominator.max(initial=0))
    if largest <= LARGEST_RECIPROCAL:
        reciprocals, shift = _reciprocals(largest.bit_length())
        doubled *= reciprocals.take(denominator)
        doubled >>= shift
    else:
        doubled //= np.maximum(2 * denominator, 1)
    score: Scores = doubled.astype(np.int16)
    score -= denominator == 0
    return score


@cache
def _reciprocals(bits: int) -> tuple[Integers, int]:
    """For d below 2**bits: m, such that n // 2d = n * m >> shift for 0 <= n <= (2 FULL + 1) d; 0 for d = 0.

    m is 2**shift / 2d, rounded up, hence too large by e < 1. n * m / 2**shift then exceeds n / 2d by n e / 2**shift,
    which must stay below 1 / 2d, the least distance of n / 2d to the next whole number: 2**shift > 2 (2 FULL + 1) d**2.
    n * m is near (FULL + 1/2) 2**shift, which bounds the shift from above, and so d.
    """
    denominators = np.arange(1 << bits, dtype=np.int64)
    shift = (2 * (2 * FULL + 1) << 2 * bits).bit_length()
    doubled = np.maximum(2 * denominators, 1)
    reciprocals = ((1 << shift) + doubled - 1) // doubled
    reciprocals[0] = 0
    return reciprocals, shift


def mean_of_scores(parts: Sequence[tuple[int, Scores, NDArray[np.bool_] | None]], count: int) -> Scores:
    """The mean by weight of the scores (weight, score, kept) that exist and are kept; kept None: all are.

    A part that is missing stands at -1 in the sum, so its weight is put back once the missing weight is known.
    """
    whole = sum(weight for weight, _, _ in parts)
    dtype = np.dtype(np.int32 if FULL * whole <= INT32_LIMIT else np.int64)
    total: NDArray[Any] = np.zeros(count, dtype)
    missing: NDArray[Any] = np.zeros(count, dtype)
    for weight, score, kept in parts:
        there = score if kept is None else np.where(kept, score, np.int16(NO_SCORE))
        weighed = there.astype(dtype)
        weighed *= weight
        total += weighed
        if there.min(initial=0) < 0:
            missing += np.multiply(there < 0, weight, dtype=dtype)
    total += missing
    return round_div_all(total, np.subtract(whole, missing, dtype=np.int64))
