"""The cheapest path: improvements of least total effort after which the rescored sheet has a higher suggested tier.

Least is proven, not greedy. Improvements that decide what is asked or what counts are tried in all their combinations,
the least effort first, until nothing cheaper can follow; for each, an integer program settles the rest (`path_search`).
Whatever it finds is scored again by the engine before it is believed. Above MOST_BASES combinations nothing is claimed.
"""

from dataclasses import dataclass, replace
from datetime import date
from heapq import heappop, heappush
from itertools import count

from diagnosis.engine.columnar import encode, score_columns
from diagnosis.engine.path_improvements import Improvement, find_improvements
from diagnosis.engine.path_routing import Base, Routing
from diagnosis.engine.path_rules import find_goals
from diagnosis.engine.path_scores import Span
from diagnosis.engine.path_search import Field, Price, search
from diagnosis.engine.scoring_model import ScoringModel
from diagnosis.model.conditions import State
from diagnosis.model.explanation import Path, PathOutcome
from diagnosis.model.scorecard import Scorecard
from diagnosis.model.sheet import AnswerSheet, Evidence

MOST_BASES = 1024
"""So many combinations of improvements that decide what is asked or what counts are tried."""


def find_path(model: ScoringModel, sheet: AnswerSheet, scorecard: Scorecard, on: date) -> Path:
    """The cheapest path from a scored sheet to any tier above its own, or why there is none.

    Where no tier is suggested, no path is sought: what is missing comes first.
    """
    tier = scorecard.tier
    if tier.suggested is None:
        return Path(PathOutcome.NO_TIER_YET)
    if tier.suggested >= max(one.percent for one in model.definitions.ruleset.tiers):
        return Path(PathOutcome.AT_TOP)
    today = find_improvements(model, scorecard)
    start = _Start(Routing(model, sheet, on, today, Evidence.STATED), on, tier.suggested)
    found = _find_best(start)
    if not found.proven:
        return Path(PathOutcome.NOT_PROVEN)
    if found.best is not None:
        return _as_path(found.best)
    return Path(_why_none(_Start(Routing(model, _proven(model, sheet), on, today, _strongest(model)), on, start.point)))


def _why_none(documented: "_Start") -> PathOutcome:
    """Whether a higher tier is in reach once every answer, present or improved, has the strongest evidence."""
    today = documented.routing.today
    # Nothing or all is nearly always enough; only a gate that closes on a good answer leaves it to a search.
    if _score_again(documented, ()) is not None or _score_again(documented, today) is not None:
        return PathOutcome.NEEDS_EVIDENCE
    found = _find_best(documented)
    if found.best is not None:
        return PathOutcome.NEEDS_EVIDENCE
    return PathOutcome.BLOCKED if found.proven else PathOutcome.NOT_PROVEN


@dataclass(frozen=True, slots=True)
class _Start:
    """Where a path begins. point: the suggested tier."""

    routing: Routing
    on: date
    point: int

    @property
    def model(self) -> ScoringModel:
        return self.routing.model

    def place(self, improvement: Improvement) -> int:
        """Where the question stands in the order of asking."""
        return self.model.index[improvement.question]


@dataclass(frozen=True, slots=True)
class _Lift:
    """A set that was scored again and has a higher tier. places: of its questions in the order of asking."""

    chosen: tuple[Improvement, ...]
    places: int
    overall: int
    tier: int

    @property
    def price(self) -> Price:
        return _price(self.chosen)

    @property
    def rank(self) -> tuple[Price, int, int]:
        """Least first: effort, number, then the greatest overall score, then the earliest questions."""
        return self.price, -self.overall, self.places


@dataclass(frozen=True, slots=True)
class _Found:
    """The least lift that was found. proven: nothing that was left untried can be less, or a lift at all."""

    best: _Lift | None
    proven: bool


def _price(chosen: frozenset[Improvement] | tuple[Improvement, ...]) -> Price:
    return sum(improvement.effort for improvement in chosen), len(chosen)


def _find_best(start: _Start) -> _Found:
    """The least of all lifts: combinations that settle a base, cheapest first, while they may still lead to less."""
    best: _Lift | None = None
    serial = count()
    nothing: frozenset[Improvement] = frozenset()
    waiting, seen = [((0, 0), next(serial), nothing)], {nothing}
    for _ in range(MOST_BASES):
        if not waiting or (best is not None and waiting[0][0] > best.price):
            return _Found(best, proven=True)
        _, _, chosen = heappop(waiting)
        base = start.routing.settle(chosen)
        best = _best_of(start, base, chosen, best)
        for one in base.further:
            more = chosen | {one}
            if more not in seen:
                seen.add(more)
                heappush(waiting, (_price(more), next(serial), more))
    return _Found(best, proven=not waiting or (best is not None and waiting[0][0] > best.price))


def _best_of(start: _Start, base: Base, chosen: frozenset[Improvement], best: _Lift | None) -> _Lift | None:
    """The best lift that begins with the base, if it beats `best`, else `best`."""
    if not base.may_suggest:
        return best
    free = tuple((start.place(one), one) for one in base.free)
    variables = {start.model.index[m]: number for number, one in enumerate(base.free) for m in one.members}
    span = Span(base.frame, base.totals, 0, 1, variables)
    for goal in find_goals(start.model.definitions.ruleset, start.point):
        best = _better(start, Field(free, span, goal), chosen, best)
    return best


def _better(start: _Start, field: Field, base: frozenset[Improvement], best: _Lift | None) -> _Lift | None:
    """The best lift that begins with `base`, if it beats `best`, else `best`."""
    effort, number = _price(base)
    limit = None if best is None else (best.price[0] - effort, best.price[1] - number)
    for numbers in search(field, limit):
        found = _score_again(start, (*base, *(field.free[number][1] for number in numbers)))
        if found is not None:
            return found if best is None or found.rank < best.rank else best
    return best


def _score_again(start: _Start, chosen: tuple[Improvement, ...]) -> _Lift | None:
    """The lift that the engine itself finds; None if it finds none."""
    scores = score_columns(start.model, encode(start.model, [start.routing.improved(chosen)]), start.on)
    tier, overall = int(scores.suggested[0]), int(scores.scores["overall"][0])
    ordered = tuple(sorted(chosen, key=start.place))
    return _Lift(ordered, sum(map(start.place, chosen)), overall, tier) if tier > start.point else None


def _as_path(lift: _Lift) -> Path:
    questions = tuple(improvement.question for improvement in lift.chosen)
    return Path(PathOutcome.FOUND, questions, lift.price[0], lift.overall, lift.tier)


def _strongest(model: ScoringModel) -> Evidence:
    levels = model.definitions.ruleset.evidence_confidence
    return max(Evidence, key=lambda level: levels[level])


def _proven(model: ScoringModel, sheet: AnswerSheet) -> AnswerSheet:
    """The sheet, every answer of it with the strongest evidence."""
    strongest = _strongest(model)
    answers = {
        question: replace(answer, evidence=strongest) if answer.state is State.ANSWERED else answer
        for question, answer in sheet.answers.items()
    }
    return replace(sheet, answers=answers)
