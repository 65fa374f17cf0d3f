"""Small definitions and sheets, built by hand."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from diagnosis.model.conditions import (
    Condition,
    State,
)
from diagnosis.model.loss_model import LossModel, WorkedExample
from diagnosis.model.problems import Span
from diagnosis.model.questionnaire import (
    Choice,
    DateQuestion,
    MultiQuestion,
    NumberQuestion,
    Question,
    Questionnaire,
    Scale,
    Section,
    SingleQuestion,
)
from diagnosis.model.ruleset import (
    Band,
    Certification,
    Gate,
    Grade,
    QuestionnaireRule,
    QuestionRule,
    Ruleset,
    Tag,
    Tier,
)
from diagnosis.model.sheet import Answer, AnswerSheet, Evidence, Member, Value
from diagnosis.model.text import Text

NOWHERE = Span("small", 0, 0)
WORD = Text("語", "word")
TODAY = date(2026, 11, 23)
CAUSES = ("attack", "mistake")
MEDIA = ("electronic", "paper")
LEVELS = tuple(Evidence)

YES_NO = Scale((Choice("yes", WORD), Choice("no", WORD)))
THREE = Scale((Choice("low", WORD), Choice("middle", WORD), Choice("high", WORD)), ordered=True)
PARTS = (Choice("a", WORD), Choice("b", WORD), Choice("c", WORD), Choice("none", WORD, exclusive=True))
SCALE_POINTS = {"low": 0, "middle": 45, "high": 100}
SET_POINTS = {"a": 60, "b": 50, "c": 15, "none": 0}
BANDS = (Band(0, 100), Band(3, 70), Band(8, 0))


def single(id_: str, scale: Scale = THREE, **more: Any) -> SingleQuestion:
    return SingleQuestion(id=id_, text=WORD, scale=scale, at=NOWHERE, **more)


def multi(id_: str, **more: Any) -> MultiQuestion:
    return MultiQuestion(id=id_, text=WORD, choices=PARTS, at=NOWHERE, **more)


def number(id_: str, **more: Any) -> NumberQuestion:
    return NumberQuestion(id=id_, text=WORD, unit=WORD, minimum=0, maximum=12, at=NOWHERE, **more)


def calendar(id_: str, **more: Any) -> DateQuestion:
    return DateQuestion(id=id_, text=WORD, at=NOWHERE, **more)


def rule(question: Question, weight: int = 1, **more: Any) -> QuestionRule:
    kinds = {SingleQuestion: ({}, ()), MultiQuestion: (SET_POINTS, ()), NumberQuestion: ({}, BANDS)}
    points, bands = kinds[type(question)]
    if isinstance(question, SingleQuestion):
        points = SCALE_POINTS if question.scale == THREE else {"yes": 100, "no": 0}
    settings = {"points": points, "bands": bands, "effort": 1} | more
    return QuestionRule(
        question=question.id, weight=weight, because=WORD, sources=(), advice=(), at=NOWHERE, **settings
    )


def questionnaire(id_: str, sections: Mapping[str, Sequence[Question]], *, scored: bool = True) -> Questionnaire:
    return Questionnaire(
        id=id_,
        version="1",
        title=WORD,
        introduction=WORD,
        law_read_as_of=TODAY,
        answerable_from=TODAY,
        answerable_until=None,
        scored=scored,
        citations=(),
        sections=tuple(Section(name, WORD, tuple(questions)) for name, questions in sections.items()),
        digest=f"digest of {id_}",
        at=NOWHERE,
    )


def questionnaire_rule(
    id_: str, weight: int, sections: Mapping[str, int], out_of_scope_when: Condition | None = None
) -> QuestionnaireRule:
    return QuestionnaireRule(
        questionnaire=id_,
        version="1",
        weight=weight,
        section_weights=sections,
        out_of_scope_when=out_of_scope_when,
        at=NOWHERE,
    )


def gate(id_: str, when: Condition, cap: int) -> Gate:
    return Gate(id=id_, title=WORD, when=when, cap=cap, reason=WORD, sources=(), at=NOWHERE)


def certification(id_: str, percent: int, held: Condition, covers: Condition, expires: str) -> Certification:
    return Certification(
        id=id_, name=WORD, percent=percent, held=held, covers=covers, expires=expires, sources=(), at=NOWHERE
    )


NO_LOSS = LossModel(
    persons="",
    heads=(),
    scenarios=(),
    sensitivity=(),
    sensitivity_percent={},
    jnsa_base=1,
    identifiability=(),
    full_identifiability=1,
    responsibility=(),
    response=(),
    condolence_cap=0,
    assumptions=(),
    sources=(),
    worked_example=WorkedExample("", 0, {}, 0),
)

TIERS = (
    Tier(40, 9000, 8000, 7500, ()),
    Tier(30, 8000, 7000, 6500, ()),
    Tier(20, 6500, 5000, 5000, ()),
    Tier(10, 4500, 0, 0, ()),
    Tier(0, 0, 0, 0, ()),
)


def ruleset(questionnaires: Iterable[QuestionnaireRule], questions: Iterable[QuestionRule], **more: Any) -> Ruleset:
    settings = {
        "causes": tuple(Tag(id_, WORD, 5000, ()) for id_ in CAUSES),
        "media": tuple(Tag(id_, WORD, 0, ()) for id_ in MEDIA),
        "evidence_confidence": {"none": 4000, "stated": 6000, "document": 8000, "verified": 10_000},
        "completeness": 9000,
        "not_applicable_ceiling": 2000,
        "grades": (Grade("A", 9000, WORD), Grade("B", 6000, WORD), Grade("C", 0, WORD)),
        "gates": (),
        "tiers": TIERS,
        "certifications": (),
        "certification_cap": 30,
        "combined_cap": 60,
        "group_discount": 20,
        "risk_groups": (),
        "findings": (),
        "referrals": (),
    } | more
    return Ruleset(
        id="small",
        version="1",
        title=WORD,
        law_read_as_of=TODAY,
        applies_from=TODAY,
        applies_until=None,
        source_catalogue=(),
        questionnaires=tuple(questionnaires),
        questions=tuple(questions),
        plans=(),
        loss=NO_LOSS,
        incidents=(),
        digest="digest of the rules",
        at=NOWHERE,
        **settings,
    )


def sheet(answers: Mapping[str, Answer]) -> AnswerSheet:
    return AnswerSheet(
        ruleset="small@1",
        questionnaires={},
        member=Member("M-1", "例示商店"),
        answered_on=None,
        answers=answers,
        digest="digest of the sheet",
    )


def answered(value: Value, evidence: Evidence = Evidence.STATED) -> Answer:
    return Answer(State.ANSWERED, value, evidence)


UNKNOWN = Answer(State.UNKNOWN)
NOT_APPLICABLE = Answer(State.NOT_APPLICABLE, reason="理由")
