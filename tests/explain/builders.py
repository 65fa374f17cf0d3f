"""Small definitions and sheets, built in place so that each test shows the numbers it is about."""

from collections.abc import Mapping
from datetime import date

from diagnosis.model.conditions import Condition, State
from diagnosis.model.loss_model import Factor, LossHead, LossModel, LossScenario, SensitivityLevel, WorkedExample
from diagnosis.model.problems import Span
from diagnosis.model.questionnaire import (
    Choice,
    MultiQuestion,
    NumberQuestion,
    Question,
    Questionnaire,
    Scale,
    Section,
    SingleQuestion,
)
from diagnosis.model.ruleset import (
    Advice,
    Band,
    Definitions,
    Gate,
    Grade,
    Plan,
    QuestionnaireRule,
    QuestionRule,
    Ruleset,
    Tag,
    Tier,
)
from diagnosis.model.sheet import Answer, AnswerSheet, Evidence, Member, Value
from diagnosis.model.text import Text

ON = date(2026, 11, 23)
HERE = Span("", 0, 0)
YES_PARTLY_NO = {"yes": 100, "partly": 50, "no": 0}
UNKNOWN = Answer(State.UNKNOWN)


def text(words: str) -> Text:
    return Text(words, words)


def single(
    name: str,
    *,
    when: Condition | None = None,
    same_as: str | None = None,
    values: tuple[str, ...] = ("yes", "partly", "no"),
    causes: tuple[str, ...] = (),
) -> SingleQuestion:
    scale = Scale(tuple(Choice(value, text(value)) for value in values))
    return SingleQuestion(
        id=name, text=text(name), applies_when=when, same_as=same_as, scale=scale, causes=causes,
        allows_not_applicable=True, at=HERE,
    )  # fmt: skip


def number(name: str, *, minimum: int = 0, maximum: int = 9999, when: Condition | None = None) -> NumberQuestion:
    return NumberQuestion(
        id=name, text=text(name), unit=text("days"), minimum=minimum, maximum=maximum, applies_when=when, at=HERE
    )


def multi(name: str, values: tuple[str, ...], *, exclusive: str = "none-of-these") -> MultiQuestion:
    choices = (*(Choice(value, text(value)) for value in values), Choice(exclusive, text(exclusive), exclusive=True))
    return MultiQuestion(id=name, text=text(name), choices=choices, at=HERE)


def rule(  # noqa: PLR0913 - a rule has that many sides, and a test names only those it is about
    name: str,
    *,
    weight: int = 1,
    effort: int = 1,
    points: Mapping[str, int] = YES_PARTLY_NO,
    bands: tuple[Band, ...] = (),
    advice: tuple[Advice, ...] = (Advice(100, text("do it")),),
) -> QuestionRule:
    return QuestionRule(
        question=name, weight=weight, points={} if bands else points, bands=bands, effort=effort,
        because=text("because"), sources=(), advice=advice, at=HERE,
    )  # fmt: skip


def questionnaire(name: str, sections: Mapping[str, tuple[Question, ...]], *, scored: bool = True) -> Questionnaire:
    return Questionnaire(
        id=name, version="1", title=text(name), introduction=text(name), law_read_as_of=ON, answerable_from=ON,
        answerable_until=None, scored=scored, citations=(),
        sections=tuple(Section(section, text(section), asked) for section, asked in sections.items()),
        digest="", at=HERE,
    )  # fmt: skip


def part(
    of: Questionnaire, *, weight: int = 1, sections: Mapping[str, int] | None = None, out: Condition | None = None
) -> QuestionnaireRule:
    weights = sections or {section.id: 1 for section in of.sections}
    return QuestionnaireRule(
        questionnaire=of.id, version="1", weight=weight, section_weights=weights, out_of_scope_when=out, at=HERE
    )


def gate(name: str, when: Condition, cap: int) -> Gate:
    return Gate(id=name, title=text(name), when=when, cap=cap, reason=text(name), sources=(), at=HERE)


def tier(percent: int, overall: int = 0, each: int = 0, confidence: int = 0) -> Tier:
    return Tier(percent, overall, each, confidence, ())


LEVELS: dict[str, int] = {
    Evidence.NONE: 4000,
    Evidence.STATED: 6000,
    Evidence.DOCUMENT: 8000,
    Evidence.VERIFIED: 10_000,
}


FLYER = LossScenario(
    "flyer", text("flyer"), per=3000, serious=300, serious_unit=100_000, other=700, other_unit=10_000,
    condolence=2000, condolence_unit=500, fixed={"apology-advertising": 5_000_000, "lawyer-fees": 2_000_000},
)  # fmt: skip

PLANS = (
    Plan("A", text("A"), 10_000_000, 1_000_000, 100_000),
    Plan("B", text("B"), 50_000_000, 5_000_000, 100_000),
    Plan("C", text("C"), 100_000_000, 10_000_000, 100_000),
    Plan("D", text("D"), 300_000_000, 30_000_000, 100_000),
    Plan("E", text("E"), None, None, None),
)


def loss_model(
    *,
    scenarios: tuple[LossScenario, ...] = (FLYER,),
    sensitivity: tuple[SensitivityLevel, ...] = (SensitivityLevel(None, 1, 1),),
    identifiability: tuple[Factor, ...] = (Factor(None, 6),),
    response: tuple[Factor, ...] = (Factor(None, 1),),
    full_identifiability: int = 6,
) -> LossModel:
    covers = {"damages": "liability", "condolence": "cost", "apology-advertising": "cost", "lawyer-fees": "liability"}
    return LossModel(
        persons="persons", heads=tuple(LossHead(head, text(head), cover, ()) for head, cover in covers.items()),
        scenarios=scenarios, sensitivity=sensitivity, sensitivity_percent={1: 100, 2: 200, 3: 300}, jnsa_base=500,
        identifiability=identifiability, full_identifiability=full_identifiability,
        responsibility=(Factor(None, 1),), response=response, condolence_cap=1000, assumptions=(), sources=(),
        worked_example=WorkedExample("flyer", 3000, {}, 45_000_000),
    )  # fmt: skip


def define(  # noqa: PLR0913 - as `rule`
    questionnaires: tuple[Questionnaire, ...],
    parts: tuple[QuestionnaireRule, ...],
    rules: tuple[QuestionRule, ...],
    *,
    tiers: tuple[Tier, ...] = (tier(10, 5000), tier(0)),
    gates: tuple[Gate, ...] = (),
    causes: tuple[str, ...] = (),
    not_applicable_ceiling: int = 10_000,
    loss: LossModel | None = None,
) -> Definitions:
    ruleset = Ruleset(
        id="small", version="1", title=text("small"), law_read_as_of=ON, applies_from=ON, applies_until=None,
        source_catalogue=(), questionnaires=parts, questions=rules,
        causes=tuple(Tag(cause, text(cause), 0, ()) for cause in causes), media=(), evidence_confidence=dict(LEVELS),
        completeness=0, not_applicable_ceiling=not_applicable_ceiling, grades=(Grade("A", 0, text("A")),),
        gates=gates, tiers=tiers, certifications=(), certification_cap=30, combined_cap=60, group_discount=20,
        risk_groups=(), findings=(), referrals=(), plans=PLANS, loss=loss or loss_model(), incidents=(),
        digest="", at=HERE,
    )  # fmt: skip
    return Definitions(ruleset, questionnaires)


def small(
    questions: tuple[Question, ...], rules: tuple[QuestionRule, ...], *,
    tiers: tuple[Tier, ...] = (tier(10, 5000), tier(0)), gates: tuple[Gate, ...] = (),
) -> Definitions:  # fmt: skip
    """One questionnaire with one section."""
    only = questionnaire("only", {"main": questions})
    return define((only,), (part(only),), rules, tiers=tiers, gates=gates)


def sheet(answers: Mapping[str, Value | Answer]) -> AnswerSheet:
    checked = {
        question: value if isinstance(value, Answer) else Answer(State.ANSWERED, value)
        for question, value in answers.items()
    }
    return AnswerSheet(
        ruleset="small@1", questionnaires={}, member=Member("M-1", "例示商店"), answered_on=None, answers=checked
    )
