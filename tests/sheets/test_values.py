"""What may stand on a sheet, and what is made of it."""

from collections.abc import Callable
from datetime import date

import pytest

from diagnosis.model.conditions import State
from diagnosis.model.problems import Problem
from diagnosis.model.sheet import Answer, AnswerSheet, Evidence

Check = Callable[..., AnswerSheet]
Faults = Callable[..., list[Problem]]


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("75000", 75_000),
        ("'75,000'", 75_000),
        ("75,000", 75_000),
        ("７５０００", 75_000),
        ("７５，０００", 75_000),
        ("75000.0", 75_000),
        ("75,000人", 75_000),
        ("75,000 persons", 75_000),
        ("'０'", 0),
        ("200000", 200_000),
    ],
)
def test_a_number_is_read_as_people_write_it(check: Check, written: str, number: int) -> None:
    assert check(f"persons: {written}").answers["persons"].value == number


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("1.5", "sheet.number"),
        ("約300", "sheet.number"),
        ("7万", "sheet.number"),
        ("75,00", "sheet.number"),
        ("true", "sheet.number"),
        (f"'{'9' * 5000}'", "sheet.number"),
        ("NaN", "sheet.number"),
        ("-1", "sheet.number-range"),
        ("'−1'", "sheet.number-range"),
        ("200001", "sheet.number-range"),
        ("[1]", "sheet.shape"),
        ("{value: {a: 1}}", "sheet.shape"),
    ],
)
def test_a_number_that_cannot_be_meant_is_refused(faults: Faults, written: str, code: str) -> None:
    [fault] = faults(f"persons: {written}")
    assert fault.code == code
    assert "persons" in fault.message.ja


def test_not_a_number_is_refused_by_the_reader(faults: Faults) -> None:
    [fault] = faults("persons: .nan")
    assert (fault.code, fault.at.line) == ("file.number", 4)


@pytest.mark.parametrize(
    "written",
    [
        "2026-11-23",
        "2026/11/23",
        "2026.11.23",
        "２０２６／１１／２３",
        "2026年11月23日",
        "20261123",
        "令和8年11月23日",
        "令和 8 年 11 月 23 日",
        "㋿8年11月23日",
        "R8.11.23",
        "r8/11/23",
        "平成38年11月23日",
    ],
)
def test_a_date_is_read_in_every_usual_form(check: Check, written: str) -> None:
    assert check(f"expires: '{written}'").answers["expires"].value == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("令和元年5月1日", date(2019, 5, 1)),
        ("平成1年1月8日", date(1989, 1, 8)),
        ("S64.1.7", date(1989, 1, 7)),
        ("大正15年12月24日", date(1926, 12, 24)),
        ("M45.7.29", date(1912, 7, 29)),
    ],
)
def test_eras_begin_where_they_began(check: Check, written: str, day: date) -> None:
    assert check(f"expires: {written}").answers["expires"].value == day


@pytest.mark.parametrize(
    "written", ["2026-02-30", "2026-13-01", "令和8年2月30日", "令和元年4月30日", "令和0年5月1日", "0000-01-01"]
)
def test_a_day_that_no_calendar_has_is_refused(faults: Faults, written: str) -> None:
    [fault] = faults(f"expires: {written}")
    assert fault.code == "sheet.no-such-date"
    assert written in fault.message.en


@pytest.mark.parametrize("written", ["26/11/23", "23 November 2026", "2026-11", "2026-11-23T00:00", "1.5", "true"])
def test_a_date_in_no_known_form_is_refused(faults: Faults, written: str) -> None:
    assert [fault.code for fault in faults(f"expires: {written}")] == ["sheet.date"]


@pytest.mark.parametrize("written", ["yes", "true", "はい", "Yes", "ＹＥＳ", '" yes "', "{value: はい}"])
def test_a_choice_is_known_by_value_label_and_true(check: Check, written: str) -> None:
    assert check(f"owner: {written}").answers["owner"] == Answer(State.ANSWERED, "yes")


def test_false_means_no_where_there_is_a_no(check: Check) -> None:
    sheet = check("owner: false")
    assert sheet.answers["owner"].value == "no"
    assert sheet.normalised == ("owner: false -> no",)


def test_a_wrong_choice_names_what_is_allowed_and_what_is_near(faults: Faults) -> None:
    [fault] = faults("owner: partl")
    assert fault.code == "sheet.value-unknown"
    assert "partl" in fault.message.en
    assert "yes (Yes), partly (Partly), no (No), unknown" in fault.message.en
    assert "Did you mean 'partly'?" in fault.message.en
    assert "「partly」のことですか" in fault.message.ja


def test_a_set_may_hold_labels_doubles_and_a_single_value(check: Check) -> None:
    assert check("data: [口座, bank, Health]").answers["data"].value == frozenset({"bank", "health"})
    assert check("data: bank").answers["data"].value == frozenset({"bank"})


def test_an_exclusive_choice_stands_alone(check: Check, faults: Faults) -> None:
    assert check("data: [none-of-these]").answers["data"].value == frozenset({"none-of-these"})
    assert [fault.code for fault in faults("data: [none-of-these, bank]")] == ["sheet.exclusive"]


@pytest.mark.parametrize("written", ["<b>太字</b>", "{{ 7 * 7 }}", "髙﨑𠮷 ①", "ＡＢＣ ｱｲｳ", "  spaced  "])
def test_free_text_is_kept_as_typed(check: Check, written: str) -> None:
    sheet = check(f"remarks: '{written}'\nowner: {{value: 'yes', note: '{written}'}}")
    assert sheet.answers["remarks"].value == written
    assert sheet.answers["owner"].note == written
    assert sheet.normalised == ()


def test_a_number_in_a_text_question_is_text(check: Check) -> None:
    assert check("remarks: 12345").answers["remarks"].value == "12345"


def test_free_text_has_a_limit_and_no_control_characters(faults: Faults) -> None:
    assert [fault.code for fault in faults(f"remarks: {'あ' * 21}")] == ["sheet.text-length"]
    assert [fault.code for fault in faults("owner: {value: 'yes', note: " + "x" * 501 + "}")] == ["sheet.text-length"]
    assert [fault.code for fault in faults('remarks: "\\x07"')] == ["file.control-character"]


@pytest.mark.parametrize("written", ["unknown", "{state: unknown}", "{value: unknown}", "わからない", "don't know"])
def test_unknown_is_a_state_and_no_value(check: Check, written: str) -> None:
    assert check(f"persons: {written}").answers["persons"] == Answer(State.UNKNOWN)


def test_not_applicable_needs_leave_and_a_reason(check: Check, faults: Faults) -> None:
    answer = check("usb: {state: not-applicable, reason: 端子がない}").answers["usb"]
    assert answer == Answer(State.NOT_APPLICABLE, reason="端子がない")
    assert [fault.code for fault in faults("usb: not-applicable")] == ["sheet.reason-missing"]
    assert [fault.code for fault in faults("owner: {state: not-applicable, reason: x}")] == ["sheet.not-applicable"]


@pytest.mark.parametrize(
    "written", ["{state: maybe}", "{state: answered}", "{state: unknown, value: yes}", "{state: [1]}"]
)
def test_a_state_that_contradicts_is_refused(faults: Faults, written: str) -> None:
    assert "sheet.state" in [fault.code for fault in faults(f"owner: {written}")]


def test_evidence_is_stated_unless_said(check: Check, faults: Faults) -> None:
    assert check("owner: 'yes'").answers["owner"].evidence is Evidence.STATED
    assert check("owner: {value: 'yes', evidence: Document}").answers["owner"].evidence is Evidence.DOCUMENT
    [fault] = faults("owner: {value: 'yes', evidence: documents}")
    assert fault.code == "sheet.evidence"
    assert "'document'?" in fault.message.en


@pytest.mark.parametrize("written", ["", "null", "''", "'  '", "[]", "{}", "{value: }"])
def test_nothing_is_blank(check: Check, written: str) -> None:
    assert check(f"data: {written}").answers == {}


def test_what_was_changed_is_on_record(check: Check) -> None:
    sheet = check("persons: ７５０００\nexpires: 令和8年11月23日\nowner: はい\nusb: {note: 後で}")
    assert sheet.normalised == (
        "persons: ７５０００ -> 75000",
        "expires: 令和8年11月23日 -> 2026-11-23",
        "owner: はい -> yes",
        "usb.note: 後で -> ",
    )
