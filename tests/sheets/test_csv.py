"""Tables of many members: what is wrong is told at its cell, and the other members are read all the same."""

import csv
import io
from collections.abc import Iterator

import pytest

from diagnosis.model.problems import Problem, ProblemsError
from diagnosis.model.ruleset import Definitions
from diagnosis.model.sheet import AnswerSheet
from diagnosis.sheets import check_sheet
from diagnosis.sheets.csv_format import mark_faults, read_csv_sheets

RULES = "demo@2026.1"
WIDE = "member-id,member-name,ruleset,owner,persons,data,remarks\n"
LONG = "member-id,member-name,ruleset,question,value,reason\n"


def read(text: str | bytes, definitions: Definitions) -> Iterator[AnswerSheet | tuple[Problem, ...]]:
    """Each member's sheet, or its faults."""
    data = text.encode() if isinstance(text, str) else text
    try:
        for raw in read_csv_sheets(data, "t.csv"):
            try:
                yield check_sheet(raw, definitions)
            except ProblemsError as error:
                yield error.problems
    except ProblemsError as error:
        yield error.problems


def told(found: object) -> list[tuple[str, str]]:
    assert isinstance(found, tuple), found
    return [(problem.at.spot, problem.code) for problem in found]


def values(found: object) -> dict[str, object]:
    assert isinstance(found, AnswerSheet), found
    return {question: answer.value for question, answer in found.answers.items()}


def test_a_row_is_a_member(definitions: Definitions) -> None:
    text = f"{WIDE}M-1,例示商店,{RULES},yes,75000,bank;health,\nM-2,見本商会,{RULES},一部,,口座、病歴,=1\n"
    first, second = read(text, definitions)
    assert values(first) == {"owner": "yes", "persons": 75_000, "data": frozenset({"bank", "health"})}
    assert isinstance(first, AnswerSheet)
    assert first.normalised == ()
    assert values(second) == {"owner": "partly", "data": frozenset({"bank", "health"}), "remarks": "=1"}


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_every_usual_separator_and_encoding_is_read(definitions: Definitions, separator: str, encoding: str) -> None:
    text = f"{WIDE}M-1,例示商店,{RULES},はい,１２人,bank,\n".replace(",", separator)
    [found] = read(text.encode(encoding), definitions)
    assert values(found) == {"owner": "yes", "persons": 12, "data": frozenset({"bank"})}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\xef\xbb\xbf" + "member-id,あ".encode("cp932"), "csv.encoding"),
        (b"member-id,\x81\xff\xfe", "csv.encoding"),
        (b"member-id,\x00", "csv.encoding"),
        (f"{WIDE}M-1,ﾂｱ,{RULES}".encode("cp932"), "csv.encoding-unclear"),
        ("会員番号,名称\n1,x\n".encode(), "csv.header-missing"),
        (b"", "csv.header-missing"),
        (b"member-id,owner\nM-1,yes\n", "csv.header-missing"),
        (b"member-id,member-name,ruleset,owner,OWNER\nM,x,demo@2026.1,yes,no\n", "csv.column-twice"),
        (b"member-id,member-name,ruleset\n" + b"," * 5000, "csv.too-many-rows"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_words(definitions: Definitions, data: bytes, code: str) -> None:
    [found] = read(data, definitions)
    assert [problem.code for problem in found if isinstance(problem, Problem)] == [code]


def test_a_faulty_member_never_stops_the_others(definitions: Definitions) -> None:
    text = f"{WIDE}M-1,例,{RULES},yse,1,,\n,例,{RULES},yes,,,\nM-3,例,{RULES},no,,,\n"
    first, second, third = read(text, definitions)
    assert told(first) == [("D2", "sheet.value-unknown")]
    assert told(second) == [("A3", "sheet.member-missing")]
    assert values(third) == {"owner": "no"}


def test_a_column_that_is_not_known_is_told_where_something_stands_in_it(definitions: Definitions) -> None:
    text = f"member-id,member-name,ruleset,ownr,メモ,,owner\nM-1,例,{RULES},yes,x,y,\nM-2,例,{RULES},,,,yes\n"
    first, second = read(text, definitions)
    assert told(first) == [
        ("D2", "sheet.question-unknown"),
        ("E2", "csv.unknown-column"),
        ("F2", "csv.unknown-column"),
    ]
    assert values(second) == {"owner": "yes"}


def test_a_member_with_two_rows_is_told_once_with_both(definitions: Definitions) -> None:
    text = f"{WIDE}M-1,例,{RULES},yes,,,\nM-2,例,{RULES},no,,,\nM-1,例,{RULES},no,,,\n"
    first, second = read(text, definitions)
    assert told(first) == [("A2", "csv.member-twice"), ("A4", "csv.member-twice")]
    assert values(second) == {"owner": "no"}


def test_in_the_long_form_a_row_is_an_answer(definitions: Definitions) -> None:
    text = f"{LONG}M-1,例,{RULES},owner,yes,\nM-1,,,usb,not-applicable,端末なし\nM-2,見本,{RULES},persons,5,\n"
    first, second = read(text, definitions)
    assert isinstance(first, AnswerSheet)
    assert first.answers["usb"].reason == "端末なし"
    assert values(second) == {"persons": 5}


def test_rows_of_one_member_that_do_not_stand_together_are_told(definitions: Definitions) -> None:
    rows = [f"M-1,例,{RULES},owner,yes,", f"M-2,例,{RULES},owner,no,", f"M-1,例,{RULES},persons,5,"]
    first, second = read(LONG + "\n".join(rows), definitions)
    assert told(first) == [("A2", "csv.member-scattered"), ("A4", "csv.member-scattered")]
    assert values(second) == {"owner": "no"}


def test_rows_of_one_member_may_not_contradict_each_other(definitions: Definitions) -> None:
    rows = [
        f"M-1,例,{RULES},owner,yes,",
        f"M-1,別,{RULES},persons,5,",
        f"M-1,例,{RULES},,5,",
        f"M-1,例,{RULES},owner,no,",
    ]
    [found] = read(LONG + "\n".join(rows), definitions)
    assert told(found) == [
        ("B3", "csv.rows-disagree"),
        ("D4", "csv.question-missing"),
        ("E5", "sheet.two-answers"),
    ]


def test_a_quotation_mark_that_is_not_closed_spares_what_stands_above(definitions: Definitions) -> None:
    text = f'{WIDE}M-1,例,{RULES},yes,,,\nM-2,"例,{RULES},no,,,\nM-3,例,{RULES},no,,,\n'
    first, broken = read(text, definitions)
    assert values(first) == {"owner": "yes"}
    assert told(broken) == [("A3", "csv.broken")]


def test_a_cell_without_an_end_and_a_line_without_an_end_are_refused(definitions: Definitions) -> None:
    for text in (f'{WIDE}M-1,"{"x" * 200_000}",{RULES},yes,,,\n', f"{WIDE}M-1,{'x,' * 700_000}\n"):
        [found] = read(text, definitions)
        assert told(found) == [("A2", "csv.broken")]


def test_a_hundred_thousand_rows_of_one_member_are_not_kept() -> None:
    text = LONG + f"M-1,例,{RULES},owner,yes,\n" * 100_000
    [sheet] = read_csv_sheets(text.encode(), "t.csv")
    assert len(sheet.answers) == 5_000
    assert [fault.code for fault in sheet.faults] == ["csv.too-many-answers"]


def test_members_are_read_one_by_one(definitions: Definitions) -> None:
    text = WIDE + "".join(f"M-{n},例,{RULES},yes,{n},,\n" for n in range(20_000))
    sheets = read_csv_sheets(text.encode(), "t.csv")
    first = next(sheets)
    assert (first.member_id, check_sheet(first, definitions).answers["persons"].value) == ("M-0", 0)
    assert sum(1 for _ in sheets) == 19_999


def test_characters_that_deceive_are_told_at_their_cell(definitions: Definitions) -> None:
    [found] = read(f"{WIDE}M-1,例\u200b,{RULES},yes,,,\n", definitions)
    assert told(found)[0] == ("B2", "file.control-character")


def test_choices_may_be_ticked_one_by_one(definitions: Definitions) -> None:
    head = "member-id,member-name,ruleset,data:bank,data:health\n"
    first, second, third = read(f"{head}M-1,例,{RULES},○,×\nM-2,例,{RULES},△,\nM-3,例,{RULES},×,\n", definitions)
    assert values(first) == {"data": frozenset({"bank"})}
    assert told(second) == [("D3", "sheet.tick")]
    assert told(third) == [("D4", "sheet.tick")]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp932"])
def test_a_marked_copy_can_be_put_right_and_sent_back(definitions: Definitions, encoding: str) -> None:
    text = f"{WIDE}# 番号,名称,,,,,\nM-1,例示商店,{RULES},yse,約3,bank,=1+1\nM-2,見本,{RULES},no,5,,-\n"
    data = text.encode(encoding)
    faulty, _ = read(data, definitions)
    assert isinstance(faulty, tuple)
    marked = mark_faults(data, "t.csv", faulty)
    assert marked
    assert marked.startswith(b"\xef\xbb\xbf") == (encoding == "utf-8-sig")
    rows = list(csv.reader(io.StringIO(marked.decode(encoding))))
    assert rows[0][-1] == "faults"
    assert rows[2][3:7] == ["【要修正】yse", "【要修正】約3", "bank", "'=1+1"]
    assert "D3:" in rows[2][-1]
    assert rows[3][-1] == ""
    again, _ = read(marked, definitions)
    assert told(again) == [("D3", "sheet.value-unknown"), ("E3", "sheet.number")]
    mended = marked.decode(encoding).replace("yse", "yes").replace("約3", "3").encode(encoding)
    first, second = read(mended, definitions)
    assert values(first) == {"owner": "yes", "persons": 3, "data": frozenset({"bank"}), "remarks": "=1+1"}
    assert values(second) == {"owner": "no", "persons": 5, "remarks": "-"}


def test_a_marked_tick_can_be_put_right_in_its_cell(definitions: Definitions) -> None:
    data = f"member-id,member-name,ruleset,data:bank,data:health\nM-1,例,{RULES},,△\n".encode()
    [faulty] = read(data, definitions)
    assert isinstance(faulty, tuple)
    marked = mark_faults(data, "t.csv", faulty)
    assert marked
    assert "【要修正】,△" in marked.decode()  # the question's first choice is marked, whichever is faulty
    [mended] = read(marked.decode().replace("△", "○"), definitions)
    assert values(mended) == {"data": frozenset({"health"})}
    [other] = read(marked.decode().replace("【要修正】,△", "【要修正】○,"), definitions)
    assert values(other) == {"data": frozenset({"bank"})}


def test_a_marked_member_is_the_same_member() -> None:
    """A mark that stays in one of two rows does not make two members of one."""
    wide = f"{WIDE}【要修正】M-1,例,{RULES},yes,,,\nM-1,例,{RULES},no,,,\n"
    [sheet] = read_csv_sheets(wide.encode(), "t.csv")
    assert [fault.code for fault in sheet.faults] == ["csv.member-twice", "csv.member-twice"]
    rows = f"M-1,例,{RULES},owner,yes\n【要修正】M-1,例,{RULES},persons,5\n"
    [sheet] = read_csv_sheets(f"member-id,member-name,ruleset,question,value\n{rows}".encode(), "t.csv")
    assert (sheet.member_id, len(sheet.answers), sheet.faults) == ("M-1", 2, ())


def test_a_table_that_breaks_off_has_no_marked_copy() -> None:
    assert mark_faults(f'{WIDE}"'.encode(), "t.csv", ()) is None
