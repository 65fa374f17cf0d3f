"""The one rounding, for one number and for columns of them."""

from fractions import Fraction

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnosis.engine.arithmetic import mean_of_scores, round_div, round_div_all
from diagnosis.engine.frame import NO_SCORE

pairs = st.integers(1, 10**8).flatmap(lambda most: st.tuples(st.integers(0, 100 * most), st.just(most)))
small_pairs = st.integers(1, 60_000).flatmap(lambda most: st.tuples(st.integers(0, 100 * most), st.just(most)))


def half_up(quotient: Fraction) -> int:
    return (2 * quotient.numerator + quotient.denominator) // (2 * quotient.denominator)


def test_halves_are_rounded_up() -> None:
    assert [round_div(n, 2) for n in (0, 1, 2, 3)] == [0, 1, 1, 2]
    assert round_div(2, 3) == 1


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(small_pairs, pairs), min_size=1, max_size=30))
def test_columns_are_divided_as_single_numbers_are(drawn: list[tuple[int, int]]) -> None:
    for chosen in (drawn, [pair for pair in drawn if pair[1] <= 60_000]):
        earned = np.array([n for n, _ in chosen], np.int64)
        weight = np.array([d for _, d in chosen], np.int64)
        expected = [half_up(Fraction(100 * n, d)) for n, d in chosen]
        assert round_div_all(earned, weight, 100).tolist() == expected


def test_every_quotient_of_a_small_denominator_is_exact() -> None:
    for weight in (1, 2, 3, 7, 60, 449, 511):
        earned = np.arange(100 * weight + 1, dtype=np.int64)
        found = round_div_all(earned, np.full_like(earned, weight), 100)
        assert found.tolist() == [round_div(100 * n, weight) for n in earned.tolist()]


def test_nothing_divided_by_nothing_is_no_score() -> None:
    nothing = np.zeros(3, np.int64)
    assert round_div_all(nothing, nothing, 100).tolist() == [NO_SCORE] * 3
    assert round_div_all(np.zeros(0, np.int64), np.zeros(0, np.int64)).tolist() == []


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(1, 10**6), st.integers(-1, 10_000), st.one_of(st.none(), st.booleans())), max_size=12
    )
)
def test_a_mean_leaves_out_what_is_missing_or_out_of_scope(parts: list[tuple[int, int, bool | None]]) -> None:
    there = [(weight, score) for weight, score, kept in parts if score >= 0 and kept is not False]
    total = sum(weight for weight, _ in there)
    expected = half_up(Fraction(sum(w * s for w, s in there), total)) if total else NO_SCORE
    columns = [
        (weight, np.array([score], np.int16), None if kept is None else np.array([kept]))
        for weight, score, kept in parts
    ]
    assert mean_of_scores(columns, 1).tolist() == [expected]
