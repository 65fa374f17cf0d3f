"""The cheapest path to a higher tier: improvements of least total effort after which the rescored sheet has one.

Least is proven, not greedy. Improvements that decide what is asked are tried in all their combinations, at most
`path_routing.MOST_ROUTING` of them; for each, an integer program settles the rest (`path_search`). Whatever it finds is
scored again by the engine before it is believed.
"""

from dataclasses import dataclass, replace
from datetime import date

from diagnosis.engine.columnar import encode, score_block, score_columns
from diagnosis.engine.frame import Frame
from diagnosis.engine.path_improvements import Improvement, find_improvements, improve
from diagnosis.engine.path_routing import split_by_routing
from diagnosis.engine.path_rules import find_goals
from diagnosis.engine.path_scores import Span
from diagnosis.engine.path_search import Field, Price, search
from diagnosis.engine.scoring_model import ScoringModel
from diagnosis.model.conditions import State
from diagnosis.model.explanation import Path, PathOutcome
from diagnosis.model.scorecard import Scorecard
from diagnosis.model.sheet import AnswerSheet, Evidence


def find_path(model: ScoringModel, sheet: AnswerSheet, scorecard: Scorecard, on: date) -> Path:
    """The cheapest path from a scored sheet to any tier above its own, or why there is none.

    Where no tier is suggested, no path is sought: what is missing comes first.
    """
    tier = scorecard.tier
    if tier.suggested is None:
        return Path(PathOutcome.NO_TIER_YET)
    if tier.point >= max(one.percent for one in model.definitions.ruleset.tiers):
        return Path(PathOutcome.AT_TOP)
    start = _Start(model, sheet, on, tier.point, find_improvements(model, scorecard), Evidence.STATED)
    best = _find_best(start)
    if best is not None:
        return _as_path(best)
    return Path(PathOutcome.NEEDS_EVIDENCE if _documents_would_do(start) else PathOutcome.BLOCKED)


@dataclass(frozen=True, slots=True)
class _Start:
    """Where a path begins. proof: the evidence of an improved answer without any. improvements: in order of asking."""

    model: ScoringModel
    sheet: AnswerSheet
    on: date
    point: int
    improvements: tuple[Improvement, ...]
    proof: Evidence

    def improved(self, chosen: tuple[Improvement, ...]) -> AnswerSheet:
        return improve(self.sheet, chosen, self.proof)

    def place(self, improvement: Improvement) -> int:
        return self.improvements.index(improvement)


@dataclass(frozen=True, slots=True)
class _Lift:
    """A set that was scored again and has a higher tier. places: of its questions in the order of asking."""

    chosen: tuple[Improvement, ...]
    places: int
    overall: int
    tier: int

    @property
    def price(self) -> Price:
        return _effort(self.chosen), len(self.chosen)

    @property
    def rank(self) -> tuple[Price, int, int]:
        """Least first: effort, number, then the greatest overall score, then the earliest questions."""
        return self.price, -self.overall, self.places


def _effort(chosen: tuple[Improvement, ...]) -> int:
    return sum(improvement.effort for improvement in chosen)


def _find_best(start: _Start) -> _Lift | None:
    """The least of all lifts, over every combination of routing improvements and every goal."""
    split = split_by_routing(start.model, start.sheet, start.improvements)
    bases = list(split.combinations())
    sheets = [start.improved(chosen) for base in bases for chosen in (base, (*base, *split.free))]
    frame = Frame(start.model, encode(start.model, sheets))
    totals, _ = score_block(frame, start.on)
    goals = find_goals(start.model.definitions.ruleset, start.point)
    free = tuple((start.place(one), one) for one in split.free)
    chosen = _variables(start.model, split.free)
    best: _Lift | None = None
    for number, base in enumerate(bases):
        if best is not None and _effort(base) > best.price[0]:
            break
        span = Span(frame, totals, 2 * number, 2 * number + 1, chosen)
        for goal in goals:
            best = _better(start, Field(free, span, goal), base, best)
    return best


def _variables(model: ScoringModel, free: tuple[Improvement, ...]) -> dict[int, int]:
    """Column to the number of the improvement that moves it."""
    return {model.index[member]: number for number, one in enumerate(free) for member in one.members}


def _better(start: _Start, field: Field, base: tuple[Improvement, ...], best: _Lift | None) -> _Lift | None:
    """The best lift that begins with `base`, if it beats `best`, else `best`."""
    limit = None if best is None else (best.price[0] - _effort(base), best.price[1] - len(base))
    for numbers in search(field, limit):
        found = _score_again(start, (*base, *(field.free[number][1] for number in numbers)))
        if found is not None:
            return found if best is None or found.rank < best.rank else best
    return best


def _score_again(start: _Start, chosen: tuple[Improvement, ...]) -> _Lift | None:
    """The lift that the engine itself finds; None if it finds none."""
    scores = score_columns(start.model, encode(start.model, [start.improved(chosen)]), start.on)
    tier, overall = int(scores.point[0]), int(scores.scores["overall"][0])
    ordered = tuple(sorted(chosen, key=start.place))
    places = sum(start.place(improvement) for improvement in chosen)
    return _Lift(ordered, places, overall, tier) if tier > start.point else None


def _as_path(lift: _Lift) -> Path:
    questions = tuple(improvement.question for improvement in lift.chosen)
    return Path(PathOutcome.FOUND, questions, lift.price[0], lift.overall, lift.tier)


def _documents_would_do(start: _Start) -> bool:
    """Whether a higher tier is in reach once every answer, present or improved, has the strongest evidence."""
    levels = start.model.definitions.ruleset.evidence_confidence
    strongest = max(Evidence, key=lambda level: levels[level])
    proven = {
        question: replace(answer, evidence=strongest) if answer.state is State.ANSWERED else answer
        for question, answer in start.sheet.answers.items()
    }
    proven_start = replace(start, sheet=replace(start.sheet, answers=proven), proof=strongest)
    return _score_again(proven_start, ()) is not None or _find_best(proven_start) is not None
