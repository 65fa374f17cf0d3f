"""Cases as a person of the trade would write them: tests/cases/*.yaml against the real definitions.

A case names a member of `members.yaml` for its profile, and answers every scored question at once (`best: all`,
`worst`, `unknown`, `blank`, `not-applicable`), but for those under `except`. It checks what it expects, no more.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from diagnosis.definitions import load_definitions
from diagnosis.engine import ScoringModel, compile_model, score
from diagnosis.model.conditions import State
from diagnosis.model.questionnaire import DateQuestion, MultiQuestion, NumberQuestion
from diagnosis.model.scorecard import GateState, Score, Scorecard
from diagnosis.model.sheet import Answer, AnswerSheet, Evidence, Member

ROOT = Path(__file__).parents[1]
CASES = ROOT / "tests" / "cases"
SWEEPS = ("best", "worst", "unknown", "blank", "not-applicable")


@dataclass(frozen=True)
class Case:
    """One case, and where it stands."""

    place: str
    told: Mapping[str, Any]


def read_yaml(path: Path) -> Any:
    return YAML(typ="rt").load(path.read_text(encoding="utf-8"))


def read_cases() -> Iterator[Case]:
    for path in sorted(CASES.glob("*.yaml")):
        if path.name != "members.yaml":
            cases = read_yaml(path)
            yield from (
                Case(f"{path.relative_to(ROOT)}:{cases.lc.item(n)[0] + 1}", told) for n, told in enumerate(cases)
            )


@cache
def model_of(reference: str) -> ScoringModel:
    return compile_model(load_definitions(reference, ROOT / "questionnaires", ROOT / "scoring"))


def sheet_of(model: ScoringModel, told: Mapping[str, Any]) -> AnswerSheet:
    """The sheet that a case describes."""
    asked = told.get("profile", {})
    profile = (read_yaml(CASES / "members.yaml")[asked["as"]] | asked.get("except", {})) if asked else {}
    sweep = told["answers"]
    evidence = Evidence(sweep.get("evidence", "stated"))
    answers = sweep_answers(model, next(name for name in SWEEPS if name in sweep), evidence)
    for id_, value in {**profile, **sweep.get("except", {})}.items():
        answers[id_] = answer_of(model, id_, value, evidence)
    present = {id_: answer for id_, answer in answers.items() if answer}
    return AnswerSheet(
        ruleset=told["ruleset"],
        questionnaires={},
        member=Member("CASE", "例示商店"),
        answered_on=None,
        answers=present,
    )


def sweep_answers(model: ScoringModel, sweep: str, evidence: Evidence) -> dict[str, Answer | None]:
    """The same kind of answer at every scored question that is asked."""
    answers: dict[str, Answer | None] = {}
    for column in model.columns:
        if column.rule and column.source is None:
            choose = min if sweep == "worst" else max
            value = column.coding.classes.values[column.points.index(choose(column.points))]
            answered = Answer(State.ANSWERED, value, evidence)
            found = {"unknown": Answer(State.UNKNOWN), "blank": None, "not-applicable": Answer(State.NOT_APPLICABLE)}
            answers[column.question.id] = found.get(sweep, answered)
    return answers


def answer_of(model: ScoringModel, id_: str, value: Any, evidence: Evidence) -> Answer | None:
    """One answer as a case writes it."""
    if value in ("blank", None):
        return None
    if value in ("unknown", "not-applicable"):
        return Answer(State(value))
    match model.column(id_).question:
        case MultiQuestion():
            value = frozenset(str(part) for part in value)
        case NumberQuestion():
            value = int(value)
        case DateQuestion():
            assert isinstance(value, date)
        case _:
            value = str(value)
    return Answer(State.ANSWERED, value, evidence)


def gates_in(card: Scorecard, state: GateState) -> set[str]:
    return {gate.gate for gate in card.gates if gate.state is state}


def bounds_of(card: Scorecard) -> dict[str, list[int | None]]:
    scores: dict[str, Score] = {"overall": card.overall, "confidence": card.confidence}
    scores |= {f"section:{one.section}": one.score for one in card.sections}
    return {name: [one.lower, one.upper] for name, one in scores.items()} | {
        "tier": [card.tier.lower, card.tier.upper],
        "discount": [card.discount.lower, card.discount.upper],
    }


FOUND: Mapping[str, Callable[[Scorecard], Any]] = {
    "overall": lambda card: card.overall.point,
    "confidence": lambda card: card.confidence.point,
    "grade": lambda card: card.grade,
    "completeness": lambda card: card.completeness,
    "reached": lambda card: card.tier.reached,
    "tier": lambda card: card.tier.point,
    "suggested": lambda card: card.tier.suggested,
    "withheld": lambda card: {str(one.reason) for one in card.tier.withheld},
    "gates": lambda card: gates_in(card, GateState.CLOSED),
    "open": lambda card: gates_in(card, GateState.OPEN),
    "certification": lambda card: card.discount.certification,
    "discount": lambda card: card.discount.suggested,
    "group": lambda card: card.discount.group,
    "certificates": lambda card: {one.certification: str(one.standing) for one in card.discount.certifications},
    "referrals": lambda card: set(card.referrals),
    "findings": lambda card: set(card.findings),
    "blank": lambda card: set(card.blank) & {one.question for one in card.questions if one.weight},
    "states": lambda card: {one.question: str(one.state) for one in card.questions},
    "bounds": bounds_of,
    "sections": lambda card: {one.section: one.score.point for one in card.sections},
    "out-of-scope": lambda card: {one.questionnaire for one in card.questionnaires if not one.in_scope},
}
"""What a case may expect, and how a scorecard says it. Lists are sets; of a mapping, only what is named counts."""


def differences(card: Scorecard, expected: Mapping[str, Any]) -> Iterator[str]:
    for name, wanted in expected.items():
        found = FOUND[name](card)
        if isinstance(wanted, Mapping):
            found = {key: found.get(key) for key in wanted}
            same = found == {key: list(one) if isinstance(one, list) else one for key, one in wanted.items()}
        else:
            same = found == (set(wanted) if isinstance(wanted, list) else wanted)
        if not same:
            yield f"{name}: expected {wanted}, found {found}"


def steps(card: Scorecard) -> Iterator[str]:
    """How the result came about, from the sections up."""
    for section in card.sections:
        sums = f"{section.earned} of {100 * section.weight} points"
        yield f"  section {section.section}: {section.score.point} bp = {sums}, weight {section.rule_weight}"
    for part in card.questionnaires:
        scope = "" if part.in_scope else ", out of scope"
        yield f"  questionnaire {part.questionnaire}: {part.score.point} bp, weight {part.rule_weight}{scope}"
    yield f"  overall {card.overall.point} bp, confidence {card.confidence.point} bp, complete {card.completeness} bp"
    yield from (f"  gate {one.gate}: {one.state}, cap {one.cap}" for one in card.gates if one.state != "passed")
    yield f"  tier {card.tier.reached} reached, {card.tier.point} after gates, {card.tier.suggested} suggested"
    yield from (f"  withheld: {one.reason} ({', '.join(one.about)})" for one in card.tier.withheld)
    yield from (f"  certificate {one.certification}: {one.standing}" for one in card.discount.certifications)


@pytest.mark.parametrize("case", tuple(read_cases()), ids=lambda case: case.told["name"])
def test_case(case: Case) -> None:
    model = model_of(case.told["ruleset"])
    card = score(model, sheet_of(model, case.told), case.told["on"])
    wrong = list(differences(card, case.told["expect"]))
    if wrong:
        pytest.fail("\n".join([f"{case.place}: {case.told['name']}", *wrong, "steps:", *steps(card)]), pytrace=False)
