"""Routing among improvements: what is asked and what counts once some of them are made, and what may then be added.

Improvements that decide what is asked, what is in scope or what counts settle a `Base`. What else may be made under it
moves points and evidence only, so that scores are linear in it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from diagnosis.engine.codes import BLANK, NOT_ASKED
from diagnosis.engine.columnar import encode, score_block
from diagnosis.engine.frame import Frame
from diagnosis.engine.path_improvements import FULL_POINTS, Improvement, improve, improvements_of
from diagnosis.engine.scoring_model import ScoringModel
from diagnosis.engine.standing import REASONS
from diagnosis.engine.sums import Totals
from diagnosis.engine.truths import TRUE, judge
from diagnosis.model.conditions import QuestionTest, ScoreTest, State, tests_in
from diagnosis.model.scorecard import NoTier
from diagnosis.model.sheet import Answer, AnswerSheet, Evidence

_NOTHING = Answer(State.BLANK)
_BUT_GATES = ~(1 << REASONS.index(NoTier.GATE_OPEN))


@dataclass(frozen=True, slots=True)
class Base:
    """Some improvements made, and what they settle. free: what may be added and settles nothing. further: what does.

    frame, totals: two rows, before and after all that is free. may_suggest: False where no tier can be suggested
    whatever is added from `free`.
    """

    free: tuple[Improvement, ...]
    further: tuple[Improvement, ...]
    frame: Frame
    totals: Totals
    may_suggest: bool


class Routing:
    """The sheet where a path begins. today: what can be improved as it stands. proof: the evidence of a new answer."""

    def __init__(
        self, model: ScoringModel, sheet: AnswerSheet, on: date, today: tuple[Improvement, ...], proof: Evidence
    ) -> None:
        self.model = model
        self.sheet = sheet
        self._on = on
        self.today = today
        self._proof = proof
        self._tests = _routing_tests(model)

    def improved(self, chosen: Iterable[Improvement]) -> AnswerSheet:
        """The sheet with some improvements made."""
        return improve(self.sheet, chosen, self._proof)

    def settle(self, chosen: frozenset[Improvement]) -> Base:
        """What a set of improvements leads to."""
        before = self.improved(chosen)
        open_ = [one for one in (*self.today, *self._new(before, chosen)) if one not in chosen]
        free = tuple(one for one in open_ if not self._settles(one))
        frame = Frame(self.model, encode(self.model, [before, improve(before, free, self._proof)]))
        totals, standing = score_block(frame, self._on)
        asked = [one for one in open_ if int(frame.cell(self.model.index[one.question])[0]) != NOT_ASKED]
        return Base(
            free=free,
            further=tuple(one for one in asked if self._settles(one)),
            frame=frame,
            totals=totals,
            may_suggest=not int(standing.withheld[0]) & _BUT_GATES,
        )

    def _new(self, sheet: AnswerSheet, chosen: frozenset[Improvement]) -> tuple[Improvement, ...]:
        """What can be improved on the improved sheet and could not before: questions that it asks in addition."""
        if not chosen:
            return ()
        frame = Frame(self.model, encode(self.model, [sheet]))
        weak = {self.model.columns[n].question.id: points for n, points in self._weak(frame)}
        known = {one.question for one in (*self.today, *chosen)}
        return tuple(one for one in improvements_of(self.model, weak) if one.question not in known)

    def _weak(self, frame: Frame) -> Iterable[tuple[int, int]]:
        """The columns in scope that count with fewer than 100 points, or are blank and newly asked; with points."""
        for plan in self.model.questionnaires:
            if plan.out_of_scope is not None and int(frame.truth(plan.out_of_scope)[0]) == TRUE:
                continue
            for place in plan.sections:
                for number in self.model.sections[place].columns:
                    code = int(frame.cell(number)[0])
                    points = self.model.columns[number].points_at(code)
                    if points is not None and points < FULL_POINTS:
                        yield number, points
                    elif code == BLANK and self._is_newly_asked(frame, number):
                        yield number, 0

    def _is_newly_asked(self, frame: Frame, number: int) -> bool:
        """Whether a blank stands at a question that is asked now and was not before."""
        root = self.model.root(number)
        return not _is_in_route(self._first, root) and _is_in_route(frame, root) and _is_in_route(frame, number)

    @cached_property
    def _first(self) -> Frame:
        """The sheet as it stands."""
        return Frame(self.model, encode(self.model, [self.sheet]))

    def _settles(self, improvement: Improvement) -> bool:
        """Whether an improvement changes what counts, or the truth of a test on which a route or a scope hangs."""
        before = self.sheet.answers.get(improvement.question, _NOTHING)
        if before.state is State.BLANK:
            return True
        after = Answer(State.ANSWERED, improvement.value)
        tests = [test for member in improvement.members for test in self._tests.get(member, ())]
        return any(self._judge(test, before) != self._judge(test, after) for test in tests)

    def _judge(self, test: QuestionTest, answer: Answer) -> int:
        """The truth of a test, were its question in route and answered so."""
        column = self.model.column(test.question)
        points = column.points_at(column.coding.encode(answer))
        return judge(test, column.question, answer.state, answer.value, points)


def _is_in_route(frame: Frame, number: int) -> bool:
    route = frame.model.columns[number].route
    return route is None or int(frame.truth(route)[0]) == TRUE


def _routing_tests(model: ScoringModel) -> dict[str, list[QuestionTest]]:
    """Every test in an `applies_when` or an `out_of_scope_when`, by its question."""
    routes = [column.question.applies_when for column in model.columns]
    scopes = [rule.out_of_scope_when for rule in model.definitions.ruleset.questionnaires]
    found: dict[str, list[QuestionTest]] = {}
    for condition in (*routes, *scopes):
        for test in tests_in(condition) if condition is not None else ():
            if not isinstance(test, ScoreTest):
                found.setdefault(test.question, []).append(test)
    return found
