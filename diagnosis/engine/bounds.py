"""Lower and upper bounds of every score, the tier and the certifications over all completions (contract, section 6).

Sound: no completion falls outside. Tight for a section of which no question is undecided: there, the extremes are
means over the questions' own extremes. Worked out for many sheets at once; where nothing is open, a bound is its point.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from diagnosis.engine.codes import BLANK, FIRST_ANSWER
from diagnosis.engine.completions import Completions, Rows, find_open
from diagnosis.engine.conditions import Truths
from diagnosis.engine.frame import Frame
from diagnosis.engine.means import Flags, Parts, Range, bound_means
from diagnosis.engine.possible import AS_FOUND, PERHAPS, SURE
from diagnosis.engine.scoring_model import CertificationPlan, Integers, ScoringModel
from diagnosis.engine.standing import Standing, lowered
from diagnosis.engine.truths import FALSE, TRUE, UNDECIDED
from diagnosis.model.ruleset import FULL, Tier

_POINTS = 100
_NO_CAP = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """Bounds of many sheets. scores: by name. may_close: by gate. tier, certification: least and greatest percent."""

    scores: Mapping[str, Range]
    may_close: tuple[Flags, ...]
    tier: tuple[Integers, Integers]
    certification: tuple[Integers, Integers]


def find_bounds(frame: Frame, standing: Standing, today: int) -> Bounds:
    """The bounds of the sheets in a frame whose scores are already there."""
    bounds = _as_they_stand(frame, standing)
    rows = find_open(frame)
    if len(rows):
        _put(bounds, _open_bounds(frame, standing, today, Completions(frame, rows)), rows)
    return bounds


def _as_they_stand(frame: Frame, standing: Standing) -> Bounds:
    """What holds where nothing is open."""
    points = {name: score.astype(np.int64) for name, score in frame.scores.items()}
    return Bounds(
        scores={name: Range(point, point.copy(), point < 0) for name, point in points.items()},
        may_close=tuple(truth == TRUE for truth in standing.gates),
        tier=_twice(standing.point),
        certification=_twice(standing.certification),
    )


def _twice(percent: NDArray[np.int8]) -> tuple[Integers, Integers]:
    return percent.astype(np.int64), percent.astype(np.int64)


def _put(whole: Bounds, part: Bounds, rows: Rows) -> None:
    """Write the bounds of some of the sheets into those of all."""
    for name, score in part.scores.items():
        target = whole.scores[name]
        target.lower[rows], target.upper[rows], target.absent[rows] = score.lower, score.upper, score.absent
    for flags, found in zip(whole.may_close, part.may_close, strict=True):
        flags[rows] = found
    for pair, found_pair in ((whole.tier, part.tier), (whole.certification, part.certification)):
        for target_percent, percent in zip(pair, found_pair, strict=True):
            target_percent[rows] = percent


def _open_bounds(frame: Frame, standing: Standing, today: int, completions: Completions) -> Bounds:
    scopes = {plan.id: _scope(completions, plan.out_of_scope) for plan in frame.model.questionnaires}
    completions.scores = _score_bounds(frame.model, completions, scopes)
    gates = tuple(completions.truth(node) for node in frame.model.gates)
    return Bounds(
        scores=completions.scores,
        may_close=tuple(truth != FALSE for truth in gates),
        tier=_tier_bounds(frame.model, completions, scopes, gates, standing.point[completions.rows]),
        certification=_certification_bounds(frame, completions, today),
    )


def _scope(completions: Completions, out_of_scope: int | None) -> Truths:
    """Whether a questionnaire is out of scope."""
    return np.zeros(len(completions.rows), np.uint8) if out_of_scope is None else completions.truth(out_of_scope)


def _score_bounds(model: ScoringModel, completions: Completions, scopes: Mapping[str, Truths]) -> dict[str, Range]:
    points, sure = _question_parts(model, completions)
    scores: dict[str, Range] = {}
    begin, count = 0, len(completions.rows)
    for section in model.sections:
        end = begin + len(section.columns)
        scores[f"section:{section.id}"] = bound_means(points.pick(slice(begin, end)), _POINTS)
        begin = end
    for plan in model.questionnaires:
        sections = [model.sections[place] for place in plan.sections]
        ranges = [scores[f"section:{section.id}"] for section in sections]
        weights = [section.weight for section in sections]
        scores[f"questionnaire:{plan.id}"] = bound_means(_as_parts(weights, ranges, count))
    whole = _as_parts(
        [plan.rule.weight for plan in model.questionnaires],
        [scores[f"questionnaire:{plan.id}"] for plan in model.questionnaires],
        count,
    )
    outs = np.array([scopes[plan.id] for plan in model.questionnaires], np.uint8).reshape(-1, count)
    scores["overall"] = bound_means(whole.scoped(outs != TRUE, outs == FALSE))
    out_of_column = outs[model.spans.homes]
    kept, surely = out_of_column != TRUE, out_of_column == FALSE
    scores["confidence"] = bound_means(sure.scoped(kept, surely))
    inside = points.scoped(kept, surely)
    for name, tagged in model.spans.tagged.items():
        scores[name] = bound_means(inside.pick(tagged), _POINTS)
    return scores


def _question_parts(model: ScoringModel, completions: Completions) -> tuple[Parts, Parts]:
    """What every scored question may add: its points, its confidence in bp."""
    spans = model.spans
    shape = len(spans.scored), len(completions.rows)
    places = np.array([completions.places(number) for number in spans.scored], np.intp).reshape(shape)
    places += spans.offsets[:, np.newaxis]
    there, certain = spans.there[places], spans.certain[places]
    points, sure = ([extreme[places].astype(np.int64) for extreme in pair] for pair in (spans.points, spans.confidence))
    return (
        Parts(spans.weights, points[0], points[1], there, certain, _POINTS),
        Parts(spans.weights, sure[0], sure[1], there, certain, FULL),
    )


def _as_parts(weights: Sequence[int], scores: Sequence[Range], count: int) -> Parts:
    """Scores of `count` sheets as parts of the mean above them."""
    shape = len(scores), count
    lower = np.array([score.lower for score in scores], np.int64).reshape(shape)
    upper = np.array([score.upper for score in scores], np.int64).reshape(shape)
    certain = ~np.array([score.absent for score in scores], np.bool_).reshape(shape)
    return Parts(np.array(weights, np.int64), lower, upper, lower >= 0, certain, FULL)


def _tier_bounds(
    model: ScoringModel,
    completions: Completions,
    scopes: Mapping[str, Truths],
    gates: tuple[Truths, ...],
    point: NDArray[np.int8],
) -> tuple[Integers, Integers]:
    """The tier in the worst and the best case. The sheet as it stands is one case more."""
    rules = model.definitions.ruleset
    worst, top = np.zeros(len(point), np.int64), np.zeros(len(point), np.int64)
    for tier in rules.tiers:
        np.maximum(worst, np.where(_surely(tier, completions.scores, scopes), tier.percent, 0), out=worst)
        np.maximum(top, np.where(_perhaps(tier, completions.scores, scopes), tier.percent, 0), out=top)
    for gate, truth in zip(rules.gates, gates, strict=True):
        np.minimum(worst, np.where(truth != FALSE, gate.cap, _NO_CAP), out=worst)
        np.minimum(top, np.where(truth == TRUE, gate.cap, _NO_CAP), out=top)
    steps = np.array([lowered(model, percent) for percent in range(_NO_CAP + 1)])
    return np.minimum(steps[worst], point), np.maximum(steps[top], point)


def _surely(tier: Tier, scores: Mapping[str, Range], scopes: Mapping[str, Truths]) -> Flags:
    """The requirements hold in every completion, of every questionnaire that may be in scope."""
    holds = _always(scores["overall"], tier.overall) & _always(scores["confidence"], tier.confidence)
    for questionnaire, out in scopes.items():
        holds &= (out == TRUE) | _always(scores[f"questionnaire:{questionnaire}"], tier.each_questionnaire)
    return holds


def _perhaps(tier: Tier, scores: Mapping[str, Range], scopes: Mapping[str, Truths]) -> Flags:
    """The requirements may hold, of every questionnaire that must be in scope."""
    holds = _at_best(scores["overall"], tier.overall) & _at_best(scores["confidence"], tier.confidence)
    for questionnaire, out in scopes.items():
        holds &= (out != FALSE) | _at_best(scores[f"questionnaire:{questionnaire}"], tier.each_questionnaire)
    return holds


def _always(score: Range, bp: int) -> Flags:
    """A requirement of 0 asks nothing, not even that there is a score."""
    return (score.lower >= bp) & ~score.absent if bp > 0 else np.ones(len(score.lower), np.bool_)


def _at_best(score: Range, bp: int) -> Flags:
    return score.upper >= bp if bp > 0 else np.ones(len(score.upper), np.bool_)


def _certification_bounds(frame: Frame, completions: Completions, today: int) -> tuple[Integers, Integers]:
    sure = np.zeros(len(completions.rows), np.int64)
    most = np.zeros(len(completions.rows), np.int64)
    for plan in frame.model.certifications:
        truth = _counted(frame, completions, plan, today)
        sure += np.where(truth == TRUE, plan.rule.percent, 0)
        most += np.where(truth != FALSE, plan.rule.percent, 0)
    cap = frame.model.definitions.ruleset.certification_cap
    return np.minimum(sure, cap), np.minimum(most, cap)


def _counted(frame: Frame, completions: Completions, plan: CertificationPlan, today: int) -> Truths:
    """Whether the certificate counts in every completion, in some, in none."""
    state, found = completions.state(plan.expires), completions.found(plan.expires)
    open_ = (state == PERHAPS) | (state == AS_FOUND) | ((state == SURE) & (found == BLANK))
    dated = frame.sheets.days[frame.model.root(plan.expires)][completions.rows] >= today
    settled = np.where((state == SURE) & (found >= FIRST_ANSWER) & dated, np.uint8(TRUE), np.uint8(FALSE))
    valid = np.where(open_, np.uint8(UNDECIDED), settled)
    return np.minimum(np.minimum(completions.truth(plan.held), completions.truth(plan.covers)), valid)
