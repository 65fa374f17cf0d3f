"""Lower and upper bounds of every score, the tier and the certifications over all completions (contract, section 6).

Sound: no completion falls outside. Tight for a section of which no question is undecided: there, the extremes are
means over the questions' own extremes.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from diagnosis.engine.arithmetic import round_div
from diagnosis.engine.codes import FIRST_ANSWER, LEVELS, UNKNOWN
from diagnosis.engine.completions import Completions
from diagnosis.engine.frame import Frame
from diagnosis.engine.scoring_model import CertificationPlan, Column, ScoringModel
from diagnosis.engine.standing import lowered
from diagnosis.engine.truths import FALSE, TRUE, UNDECIDED, truth_of
from diagnosis.model.ruleset import Tier
from diagnosis.model.scorecard import Score


@dataclass(frozen=True, slots=True)
class Bounds:
    """Bounds of one sheet. scores: by name, points included. may_close: by gate. percentages: (lower, upper)."""

    scores: dict[str, Score]
    may_close: tuple[bool, ...]
    tier: tuple[int, int]
    certification: tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a weighted mean that lies from `low` to `high`. certain: it is there in every completion."""

    weight: int
    low: int
    high: int
    certain: bool


def find_bounds(frame: Frame, point: int, today: int) -> Bounds:
    """The bounds of the one sheet in the frame, whose scores are already there. point: its tier in percent."""
    completions = Completions(frame)
    scores = _score_bounds(frame, completions)
    completions.scores = scores
    gates = tuple(completions.truth(node) for node in frame.model.gates)
    return Bounds(
        scores=scores,
        may_close=tuple(truth != FALSE for truth in gates),
        tier=_tier_bounds(frame, completions, gates, point),
        certification=_certification_bounds(frame, completions, today),
    )


def _score_bounds(frame: Frame, completions: Completions) -> dict[str, Score]:
    model = frame.model
    scope = {
        plan.id: FALSE if plan.out_of_scope is None else completions.truth(plan.out_of_scope)
        for plan in model.questionnaires
    }
    open_ = {number: completions.codes(number) for number in _scored(model)}
    points = {number: _question_part(model.columns[number], codes) for number, codes in open_.items()}
    scores: dict[str, Score] = {}

    def put(name: str, parts: Iterable[_Part], scale: int = 1) -> None:
        scores[name] = _bound(int(frame.scores[name][0]), tuple(parts), scale)

    for section in model.sections:
        put(f"section:{section.id}", (part for number in section.columns if (part := points[number])), 100)
    for plan in model.questionnaires:
        sections = (model.sections[place] for place in plan.sections)
        named = ((section.weight, scores[f"section:{section.id}"]) for section in sections)
        put(f"questionnaire:{plan.id}", _score_parts(named))
    whole = ((plan, _as_part(plan.rule.weight, scores[f"questionnaire:{plan.id}"])) for plan in model.questionnaires)
    put("overall", (kept for plan, part in whole if (kept := _scoped(part, scope[plan.id]))))
    sure = {number: _confidence_part(model, model.columns[number], codes) for number, codes in open_.items()}
    put("confidence", (part for _, part in _in_scope(model, sure, scope)))
    inside = [(model.columns[number].question, part) for number, part in _in_scope(model, points, scope)]
    for tag in model.definitions.ruleset.causes:
        put(f"cause:{tag.id}", (part for question, part in inside if tag.id in question.causes), 100)
    for tag in model.definitions.ruleset.media:
        put(f"medium:{tag.id}", (part for question, part in inside if tag.id in question.media), 100)
    return scores


def _scored(model: ScoringModel) -> Iterator[int]:
    for section in model.sections:
        yield from section.columns


def _question_part(column: Column, codes: tuple[int, ...]) -> _Part | None:
    """The question's points; None if it counts in no completion."""
    if len(codes) == 1:
        only = column.points_at(codes[0])
        return None if only is None else _Part(column.weight, only, only, certain=True)
    points = [earned for code in codes if (earned := column.points_at(code)) is not None]
    if not points:
        return None
    return _Part(column.weight, min(points), max(points), len(points) == len(codes))


def _confidence_part(model: ScoringModel, column: Column, codes: tuple[int, ...]) -> _Part | None:
    """The question's confidence in bp; None if it counts in no completion."""
    if len(codes) == 1:
        only = None if column.points_at(codes[0]) is None else _confidence(model, column, codes[0])
        return None if only is None else _Part(column.weight, only, only, certain=True)
    counting = [code for code in codes if column.points_at(code) is not None]
    if not counting:
        return None
    sure = [_confidence(model, column, code) for code in counting]
    return _Part(column.weight, min(sure), max(sure), len(counting) == len(codes))


def _confidence(model: ScoringModel, column: Column, code: int) -> int:
    if code == UNKNOWN:
        return 0
    return model.definitions.ruleset.evidence_confidence[LEVELS[(code - FIRST_ANSWER) % column.coding.levels]]


def _as_part(weight: int, score: Score) -> _Part | None:
    """A score as part of the mean above it."""
    if score.lower is None or score.upper is None:
        return None
    return _Part(weight, score.lower, score.upper, not score.may_be_absent)


def _score_parts(scores: Iterable[tuple[int, Score]]) -> Iterator[_Part]:
    return (part for weight, score in scores if (part := _as_part(weight, score)))


def _scoped(part: _Part | None, out_of_scope: int) -> _Part | None:
    """What is left of a part whose questionnaire is certainly, perhaps or never out of scope."""
    if part is None or out_of_scope == TRUE:
        return None
    if out_of_scope == FALSE:
        return part
    return _Part(part.weight, part.low, part.high, certain=False)


def _in_scope(
    model: ScoringModel, parts: dict[int, _Part | None], scope: dict[str, int]
) -> Iterator[tuple[int, _Part]]:
    for number, part in parts.items():
        if kept := _scoped(part, scope[model.columns[number].questionnaire]):
            yield number, kept


def _bound(point: int, parts: tuple[_Part, ...], scale: int) -> Score:
    own = point if point >= 0 else None
    if not parts:
        return Score(own, None, None, may_be_absent=True)
    if all(part.certain for part in parts):
        weight = sum(part.weight for part in parts)
        lower = round_div(scale * sum(part.weight * part.low for part in parts), weight)
        return Score(own, lower, round_div(scale * sum(part.weight * part.high for part in parts), weight))
    least, weight = _least_mean([(part.weight, part.low, part.certain) for part in parts])
    most, heavy = _least_mean([(part.weight, -part.high, part.certain) for part in parts])
    absent = not any(part.certain for part in parts)
    return Score(own, round_div(scale * least, weight), round_div(-scale * most, heavy), may_be_absent=absent)


def _least_mean(parts: list[tuple[int, int, bool]]) -> tuple[int, int]:
    """Numerator and denominator of the least mean of (weight, value, certain) that any choice of the others gives.

    The others join in order of their value as long as each lies below the mean so far: no other choice is lower.
    """
    total = sum(weight * value for weight, value, certain in parts if certain)
    weights = sum(weight for weight, _, certain in parts if certain)
    for value, weight in sorted((value, weight) for weight, value, certain in parts if not certain):
        if weights and value * weights >= total:
            break
        total, weights = total + weight * value, weights + weight
    return total, weights


def _tier_bounds(frame: Frame, completions: Completions, gates: tuple[int, ...], point: int) -> tuple[int, int]:
    """The tier in the worst and the best case. The sheet as it stands is one case more."""
    rules = frame.model.definitions.ruleset
    safe = max((tier.percent for tier in rules.tiers if _surely(tier, frame, completions)), default=0)
    best = max((tier.percent for tier in rules.tiers if _perhaps(tier, frame, completions)), default=0)
    low_caps = [gate.cap for gate, truth in zip(rules.gates, gates, strict=True) if truth != FALSE]
    high_caps = [gate.cap for gate, truth in zip(rules.gates, gates, strict=True) if truth == TRUE]
    worst, top = lowered(frame.model, min([safe, *low_caps])), lowered(frame.model, min([best, *high_caps]))
    return min(worst, point), max(top, point)


def _surely(tier: Tier, frame: Frame, completions: Completions) -> bool:
    scores = completions.scores
    return all(_always(scores[name], bp) for name, bp in _requirements(tier, frame, completions, scope=TRUE))


def _perhaps(tier: Tier, frame: Frame, completions: Completions) -> bool:
    scores = completions.scores
    return all(_at_best(scores[name], bp) for name, bp in _requirements(tier, frame, completions, scope=FALSE))


def _requirements(tier: Tier, frame: Frame, completions: Completions, *, scope: int) -> Iterator[tuple[str, int]]:
    """Score and least bp. scope TRUE: of every questionnaire that may be in scope; FALSE: of those that must be."""
    yield "overall", tier.overall
    yield "confidence", tier.confidence
    for plan in frame.model.questionnaires:
        out = FALSE if plan.out_of_scope is None else completions.truth(plan.out_of_scope)
        if out == FALSE or (scope == TRUE and out != TRUE):
            yield f"questionnaire:{plan.id}", tier.each_questionnaire


def _always(score: Score, bp: int) -> bool:
    return bp <= 0 or (score.lower is not None and score.lower >= bp and not score.may_be_absent)


def _at_best(score: Score, bp: int) -> bool:
    return bp <= 0 or (score.upper is not None and score.upper >= bp)


def _certification_bounds(frame: Frame, completions: Completions, today: int) -> tuple[int, int]:
    truths = [_counted(frame, completions, plan, today) for plan in frame.model.certifications]
    percents = [plan.rule.percent for plan in frame.model.certifications]
    cap = frame.model.definitions.ruleset.certification_cap
    sure = sum(percent for percent, truth in zip(percents, truths, strict=True) if truth == TRUE)
    most = sum(percent for percent, truth in zip(percents, truths, strict=True) if truth != FALSE)
    return min(sure, cap), min(most, cap)


def _counted(frame: Frame, completions: Completions, plan: CertificationPlan, today: int) -> int:
    """Whether the certificate counts in every completion, in some, in none."""
    codes = completions.codes(plan.expires)
    if len(codes) > 1:
        valid = UNDECIDED
    else:
        dated = frame.sheets.days[frame.model.root(plan.expires)][0] >= today
        valid = truth_of(codes[0] >= FIRST_ANSWER and bool(dated))
    return min(completions.truth(plan.held), completions.truth(plan.covers), valid)
