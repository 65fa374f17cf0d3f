"""Marks and Japanese ways of writing: read where they can mean one thing only."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnosis.model.problems import Problem
from diagnosis.model.sheet import AnswerSheet
from diagnosis.sheets.dates import read_date
from diagnosis.sheets.marks import read_mark, read_tick

Check = Callable[..., AnswerSheet]
Faults = Callable[..., list[Problem]]

YES = "○◯〇⭕✓✔☑レﾚ"
NO = "×✕✖✗✘❌"
ERAS = (("令和", date(2019, 5, 1)), ("平成", date(1989, 1, 8)), ("昭和", date(1926, 12, 25)))
KANJI = "〇一二三四五六七八九"


@pytest.mark.parametrize(("marks", "value"), [(YES, "yes"), (NO, "no"), ("△", "partly")])
def test_a_mark_is_read_and_on_record(check: Check, marks: str, value: str) -> None:
    for mark in marks:
        sheet = check(f"owner: '{mark}'")
        assert sheet.answers["owner"].value == value
        assert sheet.normalised == (f"owner: {mark} -> {value}",)


@pytest.mark.parametrize("written", ["◎", "x", "X", "○×", "?", "□", "■", "一部分", "△△"])
def test_a_mark_that_could_mean_two_things_is_a_fault(faults: Faults, written: str) -> None:
    assert [fault.code for fault in faults(f"owner: '{written}'")] == ["sheet.value-unknown"]


@pytest.mark.parametrize("written", ["○", "△", "はい"])
def test_a_mark_alone_says_nothing_of_several_choices_or_of_a_number(faults: Faults, written: str) -> None:
    assert [fault.code for fault in faults(f"data: '{written}'")] == ["sheet.value-unknown"]
    assert [fault.code for fault in faults(f"persons: '{written}'")] == ["sheet.number"]


@given(
    st.text(max_size=3) | st.sampled_from([*YES, *NO, "△", "はい", "いいえ"]),
    st.sets(st.sampled_from(["yes", "no", "partly", "planned", "none", "some", "all"])),
)
def test_a_mark_never_means_what_a_scale_does_not_have(written: str, values: set[str]) -> None:
    meant = read_mark(written, values)
    assert meant is None or ({"yes", "no", meant} <= values)
    if meant == "partly":
        assert values == {"yes", "partly", "no"}


def test_where_two_choices_stand_between_yes_and_no_a_triangle_means_neither() -> None:
    assert read_mark("△", ["yes", "partly", "planned", "no"]) is None
    assert read_mark("○", ["yes", "partly", "planned", "no"]) == "yes"
    assert read_mark("○", ["all", "none"]) is None


@pytest.mark.parametrize(
    ("tick", "chosen"),
    [("○", True), ("レ", True), (True, True), ("■", True), ("×", False), ("□", False), ("△", None), ("1", None)],
)
def test_a_tick_beside_a_choice(tick: object, *, chosen: bool | None) -> None:
    assert read_tick(tick) is chosen


@given(st.dates(date(1927, 1, 1), date(2099, 12, 31)), st.sampled_from(ERAS))
def test_a_day_is_the_same_in_every_way_of_writing_it(day: date, era: tuple[str, date]) -> None:
    name, start = era
    for written in (day.isoformat(), f"{day.year}/{day.month}/{day.day}", f"{day.year}年{day.month}月{day.day}日"):
        assert read_date(written) == day
        assert read_date(written.translate(str.maketrans("0123456789", "０１２３４５６７８９"))) == day
    if day >= start and day.year - start.year < 99:
        year = day.year - start.year + 1
        assert read_date(f"{name}{'元' if year == 1 else year}年{day.month}月{day.day}日") == day
        assert read_date(f"{name}{in_kanji(year)}年{in_kanji(day.month)}月{in_kanji(day.day)}日") == day


def in_kanji(number: int) -> str:
    tens, ones = divmod(number, 10)
    return (KANJI[tens] if tens > 1 else "") + ("十" if tens else "") + (KANJI[ones] if ones else "")


@pytest.mark.parametrize(
    ("written", "level"),
    [("書類あり", "document"), ("証拠なし", "none"), ("第三者が確認", "verified"), ("ＤＯＣＵＭＥＮＴ", "document")],
)
def test_evidence_may_be_in_words(check: Check, written: str, level: str) -> None:
    assert check(f"owner: {{value: はい, evidence: {written}}}").answers["owner"].evidence == level


def test_names_and_free_text_are_never_touched(check: Check) -> None:
    sheet = check("remarks: ＡＢＣ　①㈱ ○", head="ruleset: demo@2026.1\nmember: {id: Ｍ－１, name: ㈱例示　商店}\n")
    assert (sheet.member.id, sheet.member.name) == ("Ｍ－１", "㈱例示　商店")
    assert sheet.answers["remarks"].value == "ＡＢＣ　①㈱ ○"
    assert sheet.normalised == ()
