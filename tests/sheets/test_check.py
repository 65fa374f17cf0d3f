"""A sheet as a whole: its head, its questions, and all faults at once."""

import hashlib
import json
from collections.abc import Callable
from datetime import date

import pytest

from diagnosis.model.conditions import State
from diagnosis.model.problems import Problem, ProblemsError, Span
from diagnosis.model.ruleset import Definitions
from diagnosis.model.sheet import AnswerSheet, RawAnswer, RawSheet
from diagnosis.sheets import check_sheet, choose_ruleset, read_sheet, sheet_bytes
from diagnosis.sheets.codes import explain_code

Check = Callable[..., AnswerSheet]
Faults = Callable[..., list[Problem]]


def test_every_fault_is_told_at_once_in_file_order(definitions: Definitions) -> None:
    text = """\
ruleset: demo@2025.1
questionnaires: {basics: "2025.9", extra: "1"}
member: {id: "", nam: x}
answered_on: 2026-02-30
colour: red
answers:
  owner: maybe
  usb: {state: not-applicable, raeson: x}
  ownr: "yes"
  persons: -5
"""
    with pytest.raises(ProblemsError) as raised:
        check_sheet(read_sheet(text.encode(), "s.yaml"), definitions)
    found = [(fault.at.line, fault.at.column, fault.code) for fault in raised.value.problems]
    assert found == [
        (1, 10, "sheet.ruleset-unknown"),
        (2, 26, "sheet.questionnaire-version"),
        (2, 43, "sheet.questionnaire-unknown"),
        (3, 9, "sheet.member-missing"),
        (3, 14, "sheet.member-missing"),
        (3, 18, "sheet.unknown-key"),
        (4, 14, "sheet.no-such-date"),
        (5, 1, "sheet.unknown-key"),
        (7, 10, "sheet.value-unknown"),
        (8, 8, "sheet.reason-missing"),
        (8, 32, "sheet.unknown-key"),
        (9, 9, "sheet.question-unknown"),
        (10, 12, "sheet.number-range"),
    ]


def test_every_fault_is_explained_and_said_in_both_languages(faults: Faults) -> None:
    found = faults(
        "owner: maybe\nusb: not-applicable\nowner-again: 'yes'\nother: 1", head="answered_on: 1\ncolour: 1\n"
    )
    assert len(found) >= 8
    for fault in found:
        assert explain_code(fault.code)
        assert fault.message.ja.isascii() is False
        assert fault.message.en


@pytest.mark.parametrize("head", ["", "ruleset:\n", "ruleset: ''\n"])
def test_a_sheet_names_its_ruleset(head: str) -> None:
    raw = read_sheet(f"{head}member: {{id: M, name: x}}\n".encode(), "s.yaml")
    with pytest.raises(ProblemsError) as raised:
        choose_ruleset(raw, ("demo@2026.1", "demo@2026.2"))
    [fault] = raised.value.problems
    assert fault.code == "sheet.ruleset-missing"
    assert "demo@2026.1, demo@2026.2" in fault.message.en


@pytest.mark.parametrize("written", ["demo@2027.1", "nothing", "2026.1", "[1]", "true"])
def test_a_ruleset_that_does_not_exist_names_those_that_do(written: str) -> None:
    raw = read_sheet(f"ruleset: {written}\n".encode(), "s.yaml")
    with pytest.raises(ProblemsError) as raised:
        choose_ruleset(raw, ("demo@2026.1",))
    [fault] = raised.value.problems
    assert (fault.code, fault.at) == ("sheet.ruleset-unknown", Span("s.yaml", 1, 10))
    assert "demo@2026.1" in fault.message.ja


def test_versions_written_without_quotes_are_read_as_written(check: Check, faults: Faults) -> None:
    head = "ruleset: demo@2026.1\nmember: {id: 00012, name: 12}\nquestionnaires: {basics: 2026.1}\n"
    sheet = check("owner: 'yes'", head=head)
    assert (sheet.member.id, sheet.member.name) == ("00012", "12")
    assert [fault.code for fault in faults("", head=head.replace("2026.1}", "2026.10}"))] == [
        "sheet.questionnaire-version"
    ]


def test_a_member_name_is_kept_to_the_letter(check: Check) -> None:
    head = "ruleset: demo@2026.1\nmember: {id: M-1, name: 髙﨑𠮷商店 ＡＢＣ ㈱}\n"
    assert check("", head=head).member.name == "髙﨑𠮷商店 ＡＢＣ ㈱"


def test_a_name_has_one_line(faults: Faults) -> None:
    head = 'ruleset: demo@2026.1\nmember: {id: M-1, name: "a\\nb"}\n'
    assert [fault.code for fault in faults("", head=head)] == ["sheet.text-characters"]


def test_a_sheet_is_answered_while_its_questionnaire_is_open(check: Check, faults: Faults) -> None:
    head = "ruleset: demo@2026.1\nmember: {id: M, name: x}\nanswered_on: "
    assert check("", head=f"{head}令和9年3月31日\n").answered_on == date(2027, 3, 31)
    for day in ("2026-10-31", "2027-04-01"):
        assert [fault.code for fault in faults("", head=f"{head}{day}\n")] == ["sheet.not-answerable-then"]


def test_a_sheet_is_not_diagnosed_before_it_was_answered(check: Check, faults: Faults) -> None:
    head = "ruleset: demo@2026.1\nmember: {id: M, name: x}\nanswered_on: 2026-11-10\n"
    assert check("", head=head, on=date(2026, 11, 10)).answered_on == date(2026, 11, 10)
    assert [fault.code for fault in faults("", head=head, on=date(2026, 11, 9))] == ["sheet.answered-later"]


def test_two_answers_to_one_question_are_refused(definitions: Definitions, faults: Faults) -> None:
    assert [fault.code for fault in faults("owner: 'yes'\nowner: 'no'")] == ["file.duplicate-key"]
    raw = RawSheet(
        ruleset="demo@2026.1",
        questionnaires={},
        member_id="M",
        member_name="x",
        answered_on=None,
        answers=(
            RawAnswer("owner", "yes", at=Span("s.csv", 2, 1)),
            RawAnswer("owner", "no", at=Span("s.csv", 3, 1)),
        ),
        at=Span("s.csv", 0, 0),
    )
    with pytest.raises(ProblemsError) as raised:
        check_sheet(raw, definitions)
    [fault] = raised.value.problems
    assert (fault.code, fault.at.line) == ("sheet.two-answers", 3)
    assert "s.csv:2:1" in fault.message.en


def test_a_double_json_key_is_refused() -> None:
    with pytest.raises(ProblemsError) as raised:
        read_sheet(b'{"answers": {"owner": "yes", "owner": "no"}}', "s.json")
    assert [problem.code for problem in raised.value.problems] == ["file.duplicate-key"]


def test_a_question_that_takes_anothers_answer_is_not_answered(check: Check, faults: Faults) -> None:
    assert check("owner-again:").answers == {}
    assert [fault.code for fault in faults("owner-again: 'yes'")] == ["sheet.not-asked"]


@pytest.mark.parametrize("text", ["[]", "1", "text", "null", "{answers: [1]}", "{member: x}", "{questionnaires: 3}"])
def test_a_file_of_another_shape_is_refused_without_a_traceback(definitions: Definitions, text: str) -> None:
    with pytest.raises(ProblemsError) as raised:
        check_sheet(read_sheet(text.encode(), "s.yaml"), definitions)
    assert "sheet.shape" in [problem.code for problem in raised.value.problems]


def test_ten_megabytes_are_refused_at_once() -> None:
    with pytest.raises(ProblemsError) as raised:
        read_sheet(b"a" * 10_000_000, "s.yaml")
    assert [problem.code for problem in raised.value.problems] == ["file.too-large"]


def test_hundreds_of_faults_end_the_check(faults: Faults) -> None:
    found = faults("\n".join(f"question-{number}: 1" for number in range(5000)))
    assert found[-1].code == "sheet.too-many-faults"
    assert len(found) == 501


@pytest.mark.parametrize(
    ("written", "states"),
    [
        ("", set()),
        ("unknown", {State.UNKNOWN}),
    ],
)
def test_all_blank_and_all_unknown_are_fine_sheets(check: Check, written: str, states: set[State]) -> None:
    ids = ("owner", "usb", "data", "persons", "expires", "remarks")
    sheet = check("\n".join(f"{name}: {written}" for name in ids))
    assert {answer.state for answer in sheet.answers.values()} == states


def test_the_canonical_sheet_reads_back_to_itself(check: Check, definitions: Definitions) -> None:
    sheet = check(
        "owner: はい\nusb: {state: not-applicable, reason: 端子がない}\ndata: [health, bank]\npersons: 7,500\n"
        "expires: R9.1.1\nremarks: '<b>{{ x }}</b>'",
        head="ruleset: demo@2026.1\nmember: {id: M-1, name: 𠮷田}\nanswered_on: 令和8年11月10日\n",
    )
    data = sheet_bytes(sheet)
    again = check_sheet(read_sheet(data, "sheet.json"), definitions)
    assert sheet_bytes(again) == data
    assert again.answers == sheet.answers
    assert again.normalised == ()
    assert sheet.digest == again.digest == hashlib.sha256(data).hexdigest()


def test_the_digest_depends_on_content_and_not_on_form(check: Check) -> None:
    first = check("owner: 'yes'\npersons: 5")
    assert check("persons: ５\nowner: {value: はい, evidence: stated}").digest == first.digest
    assert check("owner: 'yes'\npersons: 6").digest != first.digest


def test_json_and_yaml_say_the_same(definitions: Definitions) -> None:
    plain = {"ruleset": "demo@2026.1", "member": {"id": "M-1", "name": "例"}, "answers": {"owner": True, "persons": 5}}
    as_json = check_sheet(read_sheet(json.dumps(plain).encode(), "-"), definitions)
    text = "ruleset: demo@2026.1\nmember: {id: M-1, name: 例}\nanswers: {owner: true, persons: 5}\n"
    assert check_sheet(read_sheet(text.encode(), "-"), definitions).digest == as_json.digest
