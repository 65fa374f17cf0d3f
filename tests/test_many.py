"""Very many sheets take the quick way, and find exactly what the ordinary road finds."""

import csv
import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnosis.engine import compile_model, score, score_rows
from diagnosis.many import ManySheets
from diagnosis.model.plain import to_plain
from diagnosis.model.problems import ProblemsError
from diagnosis.model.scorecard import GateState, Score, Scorecard
from diagnosis.model.sheet import AnswerSheet, Member
from diagnosis.model.text import Language
from diagnosis.pipeline import open_sheet, score_many
from diagnosis.settings import read_settings
from diagnosis.sheets.csv_format import CsvForm, read_csv_sheets, write_csv
from diagnosis.sheets.json_format import write_json
from tests.laws.drawing import draw_definitions, draw_sheet
from tests.laws.small import TODAY
from tests.sheets.test_round_trip import REAL, sheets

DAY = date(2026, 11, 23)
DEMO = sorted((Path(__file__).parents[1] / "demo" / "sheets").glob("*.yaml"))
HEAD = '"ruleset": "leak-liability@2026.1", "member": {"id": "M-1", "name": "例"}'


def plain_card(card: Scorecard) -> dict[str, Any]:
    """A scorecard as a row, written without the engine."""
    scores: dict[str, Score] = {
        "overall": card.overall,
        "confidence": card.confidence,
        **{f"questionnaire:{part.questionnaire}": part.score for part in card.questionnaires},
        **{f"section:{part.section}": part.score for part in card.sections},
        **{f"cause:{part.tag}": part.score for part in card.causes},
        **{f"medium:{part.tag}": part.score for part in card.media},
    }
    discount = {
        name: to_plain(getattr(card.discount, name)) for name in ("certification", "suggested", "lower", "upper")
    }
    tier = {name: getattr(card.tier, name) for name in ("reached", "point", "lower", "upper", "suggested")}
    return {
        "ruleset": card.ruleset,
        "diagnosed_on": card.diagnosed_on.isoformat(),
        "sheet_digest": card.sheet_digest,
        "scores": {name: (one.point, one.lower, one.upper) for name, one in scores.items()},
        "may_be_absent": [name for name, one in scores.items() if one.may_be_absent],
        "completeness": card.completeness,
        "grade": card.grade,
        "gates": {
            "closed": [gate.gate for gate in card.gates if gate.state is GateState.CLOSED],
            "open": [gate.gate for gate in card.gates if gate.state is GateState.OPEN],
            "may_close": [gate.gate for gate in card.gates if gate.may_close],
        },
        "tier": {**tier, "withheld": [reason.reason.value for reason in card.tier.withheld]},
        "discount": {
            "certifications": {one.certification: one.standing.value for one in card.discount.certifications},
            **discount,
            "group": card.discount.group,
        },
        "risk_group": card.risk_group,
        "findings": list(card.findings),
        "referrals": list(card.referrals),
        "blank": list(card.blank),
        "unknown": list(card.unknown),
    }


@settings(max_examples=60, deadline=None)
@given(st.randoms(use_true_random=False))
def test_many_at_once_score_as_one_by_one(random: Random) -> None:
    definitions = draw_definitions(random)
    model = compile_model(definitions)
    drawn = [draw_sheet(random, definitions, open_share=share) for share in (0.0, 0.1, 0.3, 0.8, 0.0)]
    for sheet, row in zip(drawn, score_rows(model, drawn, TODAY), strict=True):
        assert row == plain_card(score(model, sheet, TODAY))


@settings(max_examples=15, deadline=None)
@given(st.lists(sheets(), min_size=1, max_size=3))
def test_real_sheets_score_as_one_by_one(drawn: list[AnswerSheet]) -> None:
    model = compile_model(REAL)
    rows = score_many(drawn, read_settings(), DAY)
    assert rows == [plain_card(score(model, sheet, DAY)) for sheet in drawn]


@settings(max_examples=25, deadline=None)
@given(st.lists(sheets(), min_size=1, max_size=2))
def test_the_quick_way_gives_the_same_sheets(drawn: list[AnswerSheet]) -> None:
    many = ManySheets(read_settings(), DAY)
    for sheet in (*drawn, *drawn):
        data = write_json(REAL, sheet)
        assert list(many.check(data, "s.json")) == [open_sheet(data, "s.json", read_settings(), DAY)]
    table = table_of(drawn)
    ordinary = [open_sheet(write_json(REAL, sheet), "s.json", read_settings(), DAY) for sheet in numbered(drawn)]
    for _ in range(2):
        assert [one.digest for one in many.check(table, "s.csv") if isinstance(one, AnswerSheet)] == [
            one.digest for one in ordinary
        ]


def numbered(drawn: list[AnswerSheet]) -> list[AnswerSheet]:
    return [replace(sheet, member=Member(f"M-{n}", sheet.member.name)) for n, sheet in enumerate(drawn)]


def table_of(drawn: list[AnswerSheet]) -> bytes:
    """Wide tables of one member each, put below each other; their columns differ, so each keeps to the first's."""
    parts = [write_csv(REAL, Language.JA, sheet, CsvForm.WIDE) for sheet in numbered(drawn)]
    return parts[0] if len(parts) == 1 else _join(parts)


def _join(parts: list[bytes]) -> bytes:
    tables = [list(csv.reader(io.StringIO(part.decode("utf-8-sig"), newline=""))) for part in parts]
    names = list(dict.fromkeys(name for table in tables for name in table[0]))
    rows = [[dict(zip(table[0], table[-1], strict=True)).get(name, "") for name in names] for table in tables]
    text = io.StringIO(newline="")
    csv.writer(text).writerows([names, *rows])
    return text.getvalue().encode("utf-8-sig")


@pytest.mark.parametrize(
    "answers",
    [
        '"answers": {"employees": 1, "employees": 2}',
        '"answers": {"employees": 1, "emp\\u006coyees": 2}',
        '"answers": {"employees": {"value": 1, "value": 2}}',
        '"answers": {"employees" : 1, "employees" : 2, "plan-requested": {"value": "A", "note": ":"}}',
        '"answers": {}, "answers": {"employees": 3}',
        '"member": {"id": "M-2", "name": "x"}, "answers": {}',
        '"answers": {"employees": NaN}',
        '"answers": {"employees": 1e999}',
        '"answers": {"employees": true}',
        '"answers": {"employees": 12345678901234567890}',
        '"answers": {"employees": 1, "emplyees": 2}',
        '"answers": {"plan-requested": {"value": "A", "note": "\\u200b"}}',
        '"answers": {"plan-requested": {"value": "A", "note": "\\ud800"}}',
        '"answers": {"employees": ' + "[" * 2000 + "]" * 2000 + "}",
        '"answers": {"sensitive-data": ["none-of-these", "my-number"]}',
        '"extra": 1, "answers": {}',
        '"answers": [1]',
        '"questionnaires": {"profile": "1999.1"}, "answers": {}',
        '"answered_on": "2027-01-01", "answers": {}',
    ],
)
def test_whatever_is_wrong_is_found_on_the_quick_way_too(answers: str) -> None:
    data = f"{{{HEAD}, {answers}}}".encode()
    many = ManySheets(read_settings(), DAY)
    clean = f'{{{HEAD}, "answers": {{"employees": 1, "plan-requested": "A", "sensitive-data": ["my-number"]}}}}'
    assert isinstance(next(many.check(clean.encode(), "s.json")), AnswerSheet)
    with pytest.raises(ProblemsError) as raised:
        open_sheet(data, "s.json", read_settings(), DAY)
    [found] = many.check(data, "s.json")
    assert isinstance(found, ProblemsError)
    assert found.problems == raised.value.problems


@pytest.mark.parametrize(
    "written", ["1", "true", "1.0", '"1"', '"１"', "[]", '{"value": 1}', '{"value": null}', "null", '" "']
)
def test_an_answer_is_never_taken_for_another_that_python_holds_to_be_equal(written: str) -> None:
    many = ManySheets(read_settings(), DAY)
    for first in ("1", "true", '"1"', written):
        for answer in (first, written):
            data = f'{{{HEAD}, "answers": {{"employees": {answer}, "remote-access": "yes"}}}}'.encode()
            try:
                expected: object = open_sheet(data, "s.json", read_settings(), DAY)
            except ProblemsError as error:
                expected = error.problems
            [found] = many.check(data, "s.json")
            assert (found.problems if isinstance(found, ProblemsError) else found) == expected


def test_the_demo_sheets_score_alike_in_every_text_format() -> None:
    many = ManySheets(read_settings(), DAY)
    for path in DEMO:
        [first] = many.check(path.read_bytes(), path.name)
        assert isinstance(first, AnswerSheet)
        tables = [write_csv(REAL, Language.EN, first, form) for form in CsvForm]
        assert len(list(read_csv_sheets(tables[0], "t.csv"))) == 1
        again = [next(many.check(data, "t.csv")) for data in tables]
        again.append(next(many.check(write_json(REAL, first), "t.json")))
        assert {one.digest for one in again if isinstance(one, AnswerSheet)} == {first.digest}
        assert json.dumps(many.score([first])) == json.dumps(
            many.score([one for one in again[:1] if isinstance(one, AnswerSheet)])
        )
