"""How figures are printed."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnosis.model.text import Language
from diagnosis.reports.figures import about_yen, day, percent, pinpoint, share_out, yen

JA, EN = Language.JA, Language.EN


@pytest.mark.parametrize(("bp", "printed"), [(0, "0.0"), (4, "0.0"), (5, "0.1"), (8355, "83.6"), (9999, "100.0")])
def test_a_percent_has_one_decimal_rounded_half_up(bp: int, printed: str) -> None:
    assert percent(bp) == printed


@pytest.mark.parametrize(
    ("amount", "japanese", "english"),
    [
        (45_000_000, "約4,500万円", "about ¥45 million"),
        (123_456_789, "約1億2,300万円", "about ¥123 million"),
        (2_000_000_000, "約20億円", "about ¥2 billion"),
        (9_500, "約9,500円", "about ¥9,500"),
        (0, "約0円", "about ¥0"),
    ],
)
def test_a_large_sum_is_said_to_three_digits(amount: int, japanese: str, english: str) -> None:
    assert (about_yen(amount, JA), about_yen(amount, EN)) == (japanese, english)


def test_a_sum_is_printed_to_the_yen() -> None:
    assert (yen(45_000_000, JA), yen(45_000_000, EN)) == ("45,000,000円", "¥45,000,000")


@pytest.mark.parametrize(
    ("place", "japanese", "english"),
    [
        ("26", "第26条", "Art. 26"),
        ("26(1)", "第26条第1項", "Art. 26(1)"),
        ("26(1)(iii)", "第26条第1項第3号", "Art. 26(1)(iii)"),
        ("32(1)(iv)", "第32条第1項第4号", "Art. 32(1)(iv)"),
        ("2(6)(ix)", "第2条第6項第9号", "Art. 2(6)(ix)"),
        ("23-2", "第23条の2", "Art. 23-2"),
    ],
)
def test_a_place_in_a_statute_is_named_as_lawyers_do(place: str, japanese: str, english: str) -> None:
    assert pinpoint(place, JA, article=True) == japanese
    assert pinpoint(place, EN, article=True) == english


def test_a_place_in_a_guideline_stays_as_it_is() -> None:
    assert pinpoint("10-3(1)", JA, article=False) == "10-3(1)"


def test_a_day_is_written_out() -> None:
    assert (day(date(2026, 3, 4), JA), day(date(2026, 3, 4), EN)) == ("2026年3月4日", "4 March 2026")


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=30), st.integers(0, 1000))
@settings(max_examples=100)
def test_what_is_shared_out_adds_up(parts: list[int], total: int) -> None:
    shared = share_out(parts, total)
    assert sum(shared) == (total if sum(parts) else 0)
    assert all(share >= 0 for share in shared)
    assert all(not share or part for share, part in zip(shared, parts, strict=True))
