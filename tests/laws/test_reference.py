"""The engine against the contract's second, independent implementation."""

from collections.abc import Mapping
from datetime import timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from diagnosis.engine import ColumnScorer, ColumnScores, compile_model, encode, score, score_columns
from diagnosis.engine.standing import NONE, REASONS, STANDINGS
from diagnosis.model.conditions import Includes, Is
from diagnosis.model.questionnaire import Choice, MultiQuestion
from diagnosis.model.ruleset import Band, Definitions
from diagnosis.model.sheet import AnswerSheet
from tests.laws.drawing import cases, draw_definitions, draw_sheet
from tests.laws.reference import Plain, flatten, reference
from tests.laws.small import (
    NOWHERE,
    TODAY,
    WORD,
    YES_NO,
    answered,
    calendar,
    certification,
    gate,
    number,
    questionnaire,
    questionnaire_rule,
    rule,
    ruleset,
    sheet,
    single,
)

GATE_STATES = {0: "passed", 1: "open", 255: "closed"}


@settings(max_examples=200, deadline=None)
@given(cases())
def test_the_engine_agrees_with_the_reference_on_everything(case: tuple[Definitions, AnswerSheet]) -> None:
    definitions, answers = case
    assert flatten(score(compile_model(definitions), answers, TODAY)) == reference(definitions, answers, TODAY)


@settings(max_examples=40, deadline=None)
@given(st.randoms(use_true_random=False))
def test_many_sheets_at_once_score_as_one_by_one(random: Random) -> None:
    definitions = draw_definitions(random)
    model = compile_model(definitions)
    sheets = [draw_sheet(random, definitions, open_share=random.choice([0.0, 0.1, 0.5])) for _ in range(12)]
    found = score_columns(model, encode(model, sheets), TODAY)
    for row, answers in enumerate(sheets):
        assert row_of(found, row, definitions) == columnar_part(reference(definitions, answers, TODAY))


def row_of(found: ColumnScores, row: int, definitions: Definitions) -> Plain:
    """One sheet's results out of the columns."""
    return {
        "scores": {name: int(scores[row]) for name, scores in found.scores.items() if scores[row] != NONE},
        "in_scope": {name: bool(flags[row]) for name, flags in found.in_scope.items()},
        "grade": None if found.grade[row] == NONE else definitions.ruleset.grades[found.grade[row]].id,
        "gates": {gate: GATE_STATES[int(truths[row])] for gate, truths in found.gates.items()},
        "reached": int(found.reached[row]),
        "point": int(found.point[row]),
        "suggested": None if found.suggested[row] == NONE else int(found.suggested[row]),
        "withheld": {str(reason) for place, reason in enumerate(REASONS) if found.withheld[row] >> place & 1},
        "certificates": {one: str(STANDINGS[places[row]]) for one, places in found.certificates.items()},
        "certification": int(found.certification[row]),
        "discount": None if found.discount[row] == NONE else int(found.discount[row]),
    }


def columnar_part(plain: Mapping[str, object]) -> Plain:
    """What the columnar result covers."""
    columnar = ("scores", "in_scope", "grade", "gates", "reached", "point", "suggested", "withheld")
    return {name: plain[name] for name in (*columnar, "certificates", "certification", "discount")}


def test_a_block_boundary_changes_nothing() -> None:
    random = Random(5)
    definitions = draw_definitions(random)
    model = compile_model(definitions)
    sheets = [draw_sheet(random, definitions) for _ in range(50)]
    many = score_columns(model, encode(model, sheets * 700), TODAY)
    few = score_columns(model, encode(model, sheets), TODAY)
    for name, scores in few.scores.items():
        assert many.scores[name].tolist() == scores.tolist() * 700


@settings(max_examples=20, deadline=None)
@given(st.randoms(use_true_random=False))
def test_a_chunk_is_scored_alike_whatever_was_scored_in_its_memory_before(random: Random) -> None:
    definitions = draw_definitions(random)
    model = compile_model(definitions)
    scorer = ColumnScorer(model, 9)
    for count in (9, 1, 7):
        sheets = [draw_sheet(random, definitions, open_share=random.choice([0.0, 0.5])) for _ in range(count)]
        found = scorer.score(encode(model, sheets), TODAY)
        assert [row_of(found, row, definitions) for row in range(count)] == [
            columnar_part(reference(definitions, answers, TODAY)) for answers in sheets
        ]


def test_questions_with_very_many_values_and_very_large_weights_score_alike() -> None:
    """Codes that need two bytes, sums that need several lanes, means that need eight bytes."""
    bands = tuple(Band(n, n) for n in range(1, 101))
    counts = [number(f"q{n}", causes=("attack",), media=("paper",)) for n in range(3)]
    long = tuple(Choice(f"v{n}", WORD) for n in range(9))
    wide = MultiQuestion(id="wide", text=WORD, choices=long, at=NOWHERE)
    route = Includes("wide", "v3")
    counts = [type(one)(**(_fields(one) | {"maximum": 200, "applies_when": route})) for one in counts]
    rules = [rule(one, 10**7 + n, bands=bands) for n, one in enumerate(counts)]
    definitions = Definitions(
        ruleset(
            [questionnaire_rule("profile", 0, {}), questionnaire_rule("n", 3, {"s": 10**6})],
            rules,
            gates=tuple(gate(f"g{n}", Includes("wide", f"v{n}"), 10) for n in range(9)),
        ),
        (questionnaire("profile", {"p": [wide]}, scored=False), questionnaire("n", {"s": counts})),
    )
    model = compile_model(definitions)
    assert model.column("q0").coding.size > 256
    assert model.column("wide").coding.size > 256
    assert model.layout.lanes > 1
    values = {"q0": answered(37), "q1": answered(0), "q2": answered(200)}
    for chosen in (frozenset({"v3"}), frozenset({"v1", "v2"}), frozenset({"v0", "v3", "v8"})):
        answers = sheet({"wide": answered(chosen), **values})
        assert flatten(score(model, answers, TODAY)) == reference(definitions, answers, TODAY)
    undecided = sheet(values)
    assert flatten(score(model, undecided, TODAY)) == reference(definitions, undecided, TODAY)


def _fields(question: object) -> Plain:
    return {name: getattr(question, name) for name in question.__dataclass_fields__}  # type: ignore[attr-defined]


def test_today_still_counts_for_a_certificate_and_yesterday_does_not() -> None:
    held, until, question = single("held", YES_NO), calendar("until"), single("q")
    definitions = Definitions(
        ruleset(
            [questionnaire_rule("profile", 0, {}), questionnaire_rule("n", 1, {"s": 1})],
            [rule(question)],
            certifications=(certification("c", 20, Is("held", ("yes",)), Is("held", ("yes",)), "until"),),
        ),
        (questionnaire("profile", {"p": [held, until]}, scored=False), questionnaire("n", {"s": [question]})),
    )
    model = compile_model(definitions)
    for days, percent in ((0, 20), (-1, 0)):
        answers = sheet({"held": answered("yes"), "until": answered(TODAY + timedelta(days=days))})
        assert score(model, answers, TODAY).discount.certification == percent
