"""Definitions and sheets drawn at random for the laws: small, but with every kind of question, route and rule."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

from hypothesis import strategies as st

from diagnosis.model.conditions import (
    All,
    AtLeast,
    AtMost,
    Condition,
    Includes,
    Is,
    Not,
    PointsAtLeast,
    PointsBelow,
    ScoreAtLeast,
    ScoreBelow,
    State,
    StateIs,
)
from diagnosis.model.conditions import Any as AnyOf
from diagnosis.model.questionnaire import MultiQuestion, NumberQuestion, Question, SingleQuestion
from diagnosis.model.ruleset import Band, Definitions, Finding, FindingSeverity, QuestionRule, Referral, RiskGroup
from diagnosis.model.sheet import Answer, AnswerSheet, Evidence, Value
from tests.laws.small import (
    BANDS,
    CAUSES,
    MEDIA,
    NOT_APPLICABLE,
    NOWHERE,
    PARTS,
    SCALE_POINTS,
    SET_POINTS,
    TODAY,
    UNKNOWN,
    WORD,
    YES_NO,
    answered,
    calendar,
    certification,
    gate,
    multi,
    number,
    questionnaire,
    questionnaire_rule,
    rule,
    ruleset,
    sheet,
    single,
)

LEVELS = tuple(Evidence)


def draw_test(random: Random, questions: Sequence[Question], *, scores: Sequence[str] = ()) -> Condition:
    """One test that fits the question it reads."""
    if scores and random.random() < 0.4:
        bp = random.choice([0, 4500, 10_000, random.randint(0, 10_000)])
        return random.choice([ScoreAtLeast, ScoreBelow])(random.choice(scores), bp)
    question = random.choice(questions)
    if random.random() < 0.15:
        return StateIs(question.id, random.choice(list(State)))
    if scores and random.random() < 0.3:
        return random.choice([PointsBelow, PointsAtLeast])(question.id, random.randint(0, 100))
    return draw_value_test(random, question)


def draw_value_test(random: Random, question: Question) -> Condition:
    match question:
        case SingleQuestion(scale=scale):
            values = [choice.value for choice in scale.choices]
            if scale.ordered and random.random() < 0.5:
                return random.choice([AtLeast, AtMost])(question.id, random.choice(values))
            return Is(question.id, tuple(random.sample(values, random.randint(1, len(values)))))
        case MultiQuestion():
            return Includes(question.id, random.choice(PARTS).value)
        case NumberQuestion():
            limit = random.randint(0, 12)
            return random.choice([AtLeast(question.id, limit), AtMost(question.id, limit), Is(question.id, (limit,))])
    return StateIs(question.id, State.ANSWERED)


def draw_condition(
    random: Random, questions: Sequence[Question], *, scores: Sequence[str] = (), depth: int = 2
) -> Condition:
    shape = random.random()
    if depth == 0 or shape < 0.5:
        return draw_test(random, questions, scores=scores)
    if shape < 0.65:
        return Not(draw_condition(random, questions, scores=scores, depth=depth - 1))
    parts = [draw_condition(random, questions, scores=scores, depth=depth - 1) for _ in range(random.randint(1, 3))]
    return (All if shape < 0.82 else AnyOf)(tuple(parts))


def draw_question(random: Random, id_: str, earlier: Sequence[Question], *, routed: bool = True) -> Question:
    more = {
        "causes": tuple(random.sample(CAUSES, random.randint(0, 2))),
        "media": tuple(random.sample(MEDIA, random.randint(0, 2))),
        "pilot": random.random() < 0.1,
        "allows_not_applicable": True,
    }
    if routed and random.random() < 0.4:
        more["applies_when"] = draw_condition(random, earlier)
    twins = [one for one in earlier if id_[0] == "q" and one.id[0] == "q"]
    if twins and random.random() < 0.12:
        twin = random.choice(twins)
        return replace(twin, id=id_, same_as=twin.id, **({"applies_when": None} | more))
    return random.choice([single, single, single, multi, number])(id_, **more)


def draw_rule(random: Random, question: Question) -> QuestionRule:
    points = {}
    if isinstance(question, SingleQuestion):
        points = SCALE_POINTS if random.random() < 0.7 else {"low": 0, "middle": 30, "high": 100}
    if isinstance(question, MultiQuestion):
        points = SET_POINTS if random.random() < 0.7 else {"a": 100, "b": 20, "c": 7, "none": 0}
    bands = ()
    if isinstance(question, NumberQuestion):
        bands = BANDS if random.random() < 0.5 else (Band(2, 35), Band(6, 100))
    return rule(question, random.randint(1, 5), points=points, bands=bands)


def draw_definitions(random: Random, *, routed: bool = True) -> Definitions:
    profile: list[Question] = [single("p-yes", YES_NO), number("p-number"), multi("p-multi"), calendar("p-expires")]
    profile.append(single("p-routed", applies_when=draw_condition(random, profile[:3])))
    earlier, parts, rules, weights = list(profile[:3]), [], [], []
    for n in range(random.randint(1, 2)):
        sections = draw_sections(random, f"n{n}", earlier, routed=routed)
        scored = {name: [one for one in questions if not one.pilot] for name, questions in sections.items()}
        rules += [draw_rule(random, one) for questions in scored.values() for one in questions]
        parts.append(questionnaire(f"n{n}", sections))
        scope = draw_condition(random, profile[:3]) if n and random.random() < 0.6 else None
        section_weights = {name: random.randint(1, 9) for name, questions in scored.items() if questions}
        weights.append(questionnaire_rule(f"n{n}", random.randint(1, 9), section_weights, scope))
    whole = ruleset(
        [questionnaire_rule("profile", 0, {}), *weights], rules, **draw_judgements(random, profile, earlier)
    )
    return Definitions(whole, (questionnaire("profile", {"p": profile}, scored=False), *parts))


def draw_sections(random: Random, home: str, earlier: list[Question], *, routed: bool) -> dict[str, list[Question]]:
    """One or two sections; their questions are added to `earlier`, which later ones may read."""
    sections: dict[str, list[Question]] = {}
    for s in range(random.randint(1, 2)):
        sections[f"{home}-s{s}"] = []
        for _ in range(random.randint(1, 4)):
            question = draw_question(random, f"q{len(earlier)}", earlier, routed=routed)
            sections[f"{home}-s{s}"].append(question)
            earlier.append(question)
    return sections


def draw_judgements(random: Random, profile: list[Question], questions: list[Question]) -> dict[str, Any]:
    """Gates, certificates and all else that reads finished answers and scores."""
    names = ["overall", "confidence", "section:n0-s0", "questionnaire:n0", "questionnaire:n1", "cause:attack"]
    names += ["medium:paper", "questionnaire:profile"]

    def condition() -> Condition:
        return draw_condition(random, questions, scores=names)

    return {
        "gates": tuple(gate(f"g{n}", condition(), random.choice([0, 10, 15, 30])) for n in range(random.randint(0, 2))),
        "certifications": tuple(
            certification(
                f"c{n}", 20, draw_condition(random, profile[:3]), draw_condition(random, profile), "p-expires"
            )
            for n in range(random.randint(0, 2))
        ),
        "findings": (Finding(id="f", when=condition(), severity=FindingSeverity.NOTE, message=WORD, at=NOWHERE),),
        "referrals": (Referral(id="r", when=condition(), message=WORD, sources=(), at=NOWHERE),),
        "risk_groups": (
            RiskGroup(id="high", title=WORD, when=draw_condition(random, profile), desired={}, sources=()),
            RiskGroup(id="other", title=WORD, when=None, desired={}, sources=()),
        ),
        "completeness": random.choice([0, 5000, 9000, 10_000]),
        "not_applicable_ceiling": random.choice([0, 2000, 10_000]),
    }


def draw_value(random: Random, question: Question) -> Value:
    match question:
        case SingleQuestion(scale=scale):
            return random.choice(scale.choices).value
        case MultiQuestion():
            parts = frozenset(part for part in "abc" if random.random() < 0.5)
            return parts or frozenset({"none"})
        case NumberQuestion(minimum=minimum, maximum=maximum):
            return random.randint(minimum, maximum)
        case _:
            return TODAY + timedelta(days=random.randint(-1, 1))


def draw_answer(random: Random, question: Question, *, open_share: float = 0.3) -> Answer | None:
    """An answer, or None for a blank."""
    drawn = random.random()
    if drawn < open_share:
        return None
    if drawn < open_share + 0.1:
        return replace(UNKNOWN, evidence=random.choice(LEVELS))
    if drawn < open_share + 0.2 and question.allows_not_applicable:
        return NOT_APPLICABLE
    return answered(draw_value(random, question), random.choice(LEVELS))


def draw_sheet(random: Random, definitions: Definitions, *, open_share: float = 0.3) -> AnswerSheet:
    answers = {}
    for part in definitions.questionnaires:
        for question in part.questions:
            answer = draw_answer(random, question, open_share=open_share)
            if answer and (question.same_as is None or random.random() < 0.1):
                answers[question.id] = answer
    return sheet(answers)


@st.composite
def cases(draw: st.DrawFn, *, open_share: float | None = None, routed: bool = True) -> tuple[Definitions, AnswerSheet]:
    """Definitions and a sheet for them."""
    random = draw(st.randoms(use_true_random=False))
    share = random.choice([0.0, 0.1, 0.3, 0.8]) if open_share is None else open_share
    definitions = draw_definitions(random, routed=routed)
    return definitions, draw_sheet(random, definitions, open_share=share)
