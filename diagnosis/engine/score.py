"""One sheet scored: the columnar engine with one row, read off into a scorecard."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import product
from typing import assert_never

from diagnosis.engine.arithmetic import round_div, round_div_all
from diagnosis.engine.bounds import find_bounds
from diagnosis.engine.case import Case, Earned
from diagnosis.engine.codes import BLANK, FIRST_ANSWER, state_of
from diagnosis.engine.columnar import encode, score_block
from diagnosis.engine.frame import Frame
from diagnosis.engine.scoring_model import Integers, ScoringModel
from diagnosis.engine.standing import REASONS, STANDINGS, passes_ceiling
from diagnosis.engine.truths import FALSE, TRUE, UNDECIDED
from diagnosis.model.conditions import State
from diagnosis.model.ruleset import FULL
from diagnosis.model.scorecard import (
    CellScore,
    CertificationResult,
    Discount,
    Exposure,
    GateResult,
    GateState,
    NoTier,
    NoTierReason,
    QuestionnaireScore,
    QuestionResult,
    Scorecard,
    SectionScore,
    TagScore,
    TierResult,
)
from diagnosis.model.sheet import AnswerSheet, Evidence

GATE_STATES = {FALSE: GateState.PASSED, UNDECIDED: GateState.OPEN, TRUE: GateState.CLOSED}


def score(model: ScoringModel, sheet: AnswerSheet, on: date) -> Scorecard:
    """The scorecard of one sheet on the day `on`."""
    frame = Frame(model, encode(model, (sheet,)))
    totals, standing = score_block(frame, on)
    bounds = find_bounds(frame, standing, on.toordinal())
    points = tuple(column.points_at(int(frame.cell(number)[0])) for number, column in enumerate(model.columns))
    return _read(Case(model, sheet, frame, totals, points, standing, bounds), on)


def _read(case: Case, on: date) -> Scorecard:
    rules = case.model.definitions.ruleset
    questions = tuple(_questions(case))
    asked = [result for result in questions if case.model.column(result.question).source is None]
    causes = tuple(_tags("cause", case, case.model.layout.causes))
    return Scorecard(
        ruleset=rules.reference,
        definitions=(
            (rules.reference, rules.digest),
            *((one.reference, one.digest) for one in case.model.definitions.questionnaires),
        ),
        sheet_digest=case.sheet.digest,
        diagnosed_on=on,
        questions=questions,
        sections=tuple(_sections(case)),
        questionnaires=tuple(_questionnaires(case)),
        overall=case.score("overall"),
        confidence=case.score("confidence"),
        causes=causes,
        media=tuple(_tags("medium", case, case.model.layout.media)),
        cells=tuple(_cells(case, questions)),
        exposure=tuple(_exposure(case, causes)),
        completeness=_share(case.totals.overall.counting, case.totals.overall.blank),
        grade=None if case.standing.grade[0] < 0 else rules.grades[case.standing.grade[0]].id,
        gates=tuple(_gates(case)),
        tier=read_tier(case),
        discount=_discount(case),
        risk_group=_risk_group(case),
        findings=_true(case, [finding.id for finding in rules.findings], case.model.findings),
        referrals=_true(case, [referral.id for referral in rules.referrals], case.model.referrals),
        blank=tuple(result.question for result in asked if result.state is State.BLANK),
        unknown=tuple(result.question for result in asked if result.state is State.UNKNOWN),
    )


def _questions(case: Case) -> Iterator[QuestionResult]:
    sums = {plan.id: case.section(place) for place, plan in enumerate(case.model.sections)}
    for number, column in enumerate(case.model.columns):
        code = int(case.frame.cell(number)[0])
        own = answer = case.sheet.answers.get(column.question.id)
        if column.source is not None:
            answer = case.sheet.answers.get(case.model.columns[case.model.root(number)].question.id)
        asked = column.source is None and code > BLANK
        points = case.points[number]
        yield QuestionResult(
            question=column.question.id,
            section=column.section,
            questionnaire=column.questionnaire,
            state=state_of(code),
            value=answer.value if answer and code >= FIRST_ANSWER else None,
            found=None if asked else own,
            evidence=answer.evidence if answer else Evidence.STATED,
            points=points,
            weight=column.weight if column.rule else None,
            counts=points is not None,
            loss=None if points is None else _loss(sums[column.section], column.weight, points),
        )


def _loss(section: Earned, weight: int, points: int) -> int:
    """How far the section's score would rise with 100 points here."""
    best = section.points + weight * (100 - points)
    return round_div(100 * best, section.weight) - round_div(100 * section.points, section.weight)


def _sections(case: Case) -> Iterator[SectionScore]:
    for place, plan in enumerate(case.model.sections):
        sums = case.section(place)
        yield SectionScore(
            section=plan.id,
            questionnaire=plan.questionnaire,
            score=case.score(f"section:{plan.id}"),
            earned=sums.points,
            weight=sums.weight,
            rule_weight=plan.weight,
        )


def _questionnaires(case: Case) -> Iterator[QuestionnaireScore]:
    for plan in case.model.questionnaires:
        tally = case.totals.questionnaires[plan.id]
        yield QuestionnaireScore(
            questionnaire=plan.id,
            score=case.score(f"questionnaire:{plan.id}"),
            rule_weight=plan.rule.weight,
            in_scope=case.has_in_scope(plan.id),
            not_applicable=_share(tally.not_applicable, tally.counting + tally.blank) or 0,
        )


def _share(part: Integers, rest: Integers) -> int | None:
    """The share of `part` in the whole, in bp; None where there is neither."""
    share = round_div_all(FULL * part, part + rest)
    return None if share[0] < 0 else int(share[0])


def _tags(kind: str, case: Case, tags: Iterable[str]) -> Iterator[TagScore]:
    for tag in tags:
        sums = case.tagged(kind, tag)
        yield TagScore(tag, case.score(f"{kind}:{tag}"), sums.points, sums.weight)


def _cells(case: Case, questions: Sequence[QuestionResult]) -> Iterator[CellScore]:
    """The cause by medium map, over the questionnaires in scope."""
    sums: dict[tuple[str, str], tuple[int, int]] = {}
    for result in questions:
        if result.points is not None and result.weight is not None and case.has_in_scope(result.questionnaire):
            question = case.model.column(result.question).question
            for cell in product(set(question.causes), set(question.media)):
                earned, weight = sums.get(cell, (0, 0))
                sums[cell] = earned + result.weight * result.points, weight + result.weight
    for cause, medium in product(case.model.layout.causes, case.model.layout.media):
        earned, weight = sums.get((cause, medium), (0, 0))
        yield CellScore(cause, medium, round_div(100 * earned, weight) if weight else None)


def _exposure(case: Case, causes: Sequence[TagScore]) -> Iterator[Exposure]:
    for tag, result in zip(case.model.definitions.ruleset.causes, causes, strict=True):
        point = result.score.point
        yield Exposure(tag.id, tag.share, None if point is None else round_div(tag.share * (FULL - point), FULL))


def _gates(case: Case) -> Iterator[GateResult]:
    rules = case.model.definitions.ruleset
    for gate, truth, may_close in zip(rules.gates, case.standing.gates, case.bounds.may_close, strict=True):
        yield GateResult(gate.id, GATE_STATES[int(truth[case.row])], gate.cap, bool(may_close[case.row]))


def read_tier(case: Case) -> TierResult:
    """The control-quality tier of a scored sheet, with its bounds and the reasons why none is suggested."""
    standing = case.standing
    point = int(standing.point[case.row])
    lower, upper = (int(percent[case.row]) for percent in case.bounds.tier)
    suggested = int(standing.suggested[case.row])
    return TierResult(
        reached=int(standing.reached[case.row]),
        point=point,
        lower=lower,
        upper=upper,
        suggested=None if suggested < 0 else suggested,
        withheld=tuple(
            NoTierReason(reason, tuple(_about(case, reason)))
            for place, reason in enumerate(REASONS)
            if standing.withheld[case.row] >> place & 1
        ),
    )


def _about(case: Case, reason: NoTier) -> Iterator[str]:
    """What a reason concerns."""
    model = case.model
    inside = [plan.id for plan in model.questionnaires if case.has_in_scope(plan.id)]
    match reason:
        case NoTier.GATE_OPEN:
            yield from (gate.gate for gate in _gates(case) if gate.state is GateState.OPEN)
        case NoTier.SCORE_MISSING:
            names = ("overall", *(f"questionnaire:{one}" for one in inside))
            yield from (name for name in names if case.frame.scores[name][case.row] < 0)
        case NoTier.NOT_APPLICABLE_CEILING:
            yield from (one for one in inside if passes_ceiling(model, case.totals.questionnaires[one])[case.row])
        case NoTier.INCOMPLETE:
            yield from (one for one in inside if case.totals.questionnaires[one].blank[case.row])
        case _:
            assert_never(reason)


def _discount(case: Case) -> Discount:
    rules = case.model.definitions.ruleset
    suggested = int(case.standing.discount[0])
    tier, certification = (
        [int(percent[0]) for percent in pair] for pair in (case.bounds.tier, case.bounds.certification)
    )
    return Discount(
        certifications=tuple(_certifications(case)),
        certification=int(case.standing.certification[0]),
        suggested=None if suggested < 0 else suggested,
        lower=min(tier[0] + certification[0], rules.combined_cap),
        upper=min(tier[1] + certification[1], rules.combined_cap),
        group=rules.group_discount,
    )


def _certifications(case: Case) -> Iterator[CertificationResult]:
    for plan, standing in zip(case.model.certifications, case.standing.certificates, strict=True):
        code = int(case.frame.cell(plan.expires)[0])
        root = case.model.columns[case.model.root(plan.expires)].question.id
        expires = case.sheet.answers[root].value if state_of(code) is State.ANSWERED else None
        yield CertificationResult(
            certification=plan.rule.id,
            percent=plan.rule.percent,
            standing=STANDINGS[int(standing[0])],
            expires=expires if isinstance(expires, date) else None,
        )


def _risk_group(case: Case) -> str | None:
    """The first group that holds; None if there is none, or if one before it might hold yet."""
    groups = zip(case.model.definitions.ruleset.risk_groups, case.model.risk_groups, strict=True)
    first = next(((group, truth) for group, node in groups if (truth := case.truth(node)) != FALSE), None)
    return first[0].id if first is not None and first[1] == TRUE else None


def _true(case: Case, ids: Sequence[str], nodes: tuple[int, ...]) -> tuple[str, ...]:
    return tuple(one for one, node in zip(ids, nodes, strict=True) if case.truth(node) == TRUE)
