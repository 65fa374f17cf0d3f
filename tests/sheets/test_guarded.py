"""Foreign files are read in a child: the same sheet comes back, and a file that kills the child is its own fault."""

import json
from collections.abc import Iterator
from random import Random

import pytest

from diagnosis.guard import Limits
from diagnosis.model.problems import ProblemsError
from diagnosis.model.ruleset import Definitions
from diagnosis.model.text import Language
from diagnosis.sheets.codes import explain_code
from diagnosis.sheets.guarded import GuardedReader
from diagnosis.sheets.pdf_form import read_pdf_form, write_pdf_form
from diagnosis.sheets.wire import plain_problems, plain_sheet, problems_of, sheet_of
from tests.sheets.pdf_form.forms import draw_sheet, fill_by_pikepdf
from tests.sheets.pdf_form.test_hostile import bomb_of_objects


@pytest.fixture(scope="module")
def form(definitions: Definitions) -> bytes:
    return write_pdf_form(definitions, Language.JA, draw_sheet(Random(2), definitions))


@pytest.fixture(scope="module")
def reader() -> Iterator[GuardedReader]:
    with GuardedReader() as reading:
        yield reading


def refusal(reader: GuardedReader, data: bytes, name: str) -> str:
    with pytest.raises(ProblemsError) as raised:
        reader.read(data, name)
    (problem,) = raised.value.problems
    assert explain_code(problem.code)
    return problem.code


def test_a_sheet_comes_back_as_it_was_read(reader: GuardedReader, form: bytes) -> None:
    returned = fill_by_pikepdf(form, {"persons": "many", "sheet:member-id": "M-else"})
    (sheet,) = reader.read(returned, "箱/returned.pdf")
    assert sheet == read_pdf_form(returned, "箱/returned.pdf")
    assert [fault.code for fault in sheet.faults] == ["pdf.needs-review"]
    assert [answer.at for answer in sheet.answers] == [
        answer.at for answer in read_pdf_form(returned, "箱/returned.pdf").answers
    ]


def test_a_format_tells_its_own_faults(reader: GuardedReader) -> None:
    assert refusal(reader, b"nonsense", "x.pdf") == "pdf.unreadable"


def test_a_child_that_dies_is_the_files_fault_and_the_next_is_read(form: bytes) -> None:
    small = Limits(memory=500 * 2**20, cpu=5, wall=20)
    with GuardedReader(small) as reader:
        assert refusal(reader, bomb_of_objects(), "x.pdf") in (
            "file.too-much-memory",
            "file.unreadable-content",
            "pdf.unreadable",
        )
        assert len(reader.read(form, "x.pdf")) == 1


def test_a_file_of_another_kind_is_told(reader: GuardedReader) -> None:
    assert refusal(reader, b"", "x.exe") == "file.format"


def test_time_is_limited(form: bytes) -> None:
    with GuardedReader(Limits(wall=0)) as reader:
        assert refusal(reader, form, "x.pdf") == "file.too-long-to-read"


@pytest.mark.parametrize("damage", [None, [], {}, {"at": 1}, {"answers": [1]}, {"places": {"x": ["f", "1", 1, ""]}}])
def test_what_a_child_makes_up_is_refused(form: bytes, damage: object) -> None:
    plain = json.loads(json.dumps(plain_sheet(read_pdf_form(form, "x.pdf"))))
    assert sheet_of(plain) == read_pdf_form(form, "x.pdf")
    with pytest.raises((TypeError, KeyError, ValueError)):
        sheet_of({**plain, **damage} if isinstance(damage, dict) and damage else damage)


def test_problems_come_back_whole(reader: GuardedReader) -> None:
    with pytest.raises(ProblemsError) as raised:
        reader.read(b"", "x.pdf")
    problems = raised.value.problems
    assert problems_of(json.loads(json.dumps(plain_problems(problems)))) == problems
