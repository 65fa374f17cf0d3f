"""Routing among improvements: which of them decide what is asked, and the sheet under each way of making those.

Under one such way the route is settled. What is left then moves points and evidence only, so scores are linear in it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from diagnosis.engine.path_improvements import Improvement
from diagnosis.engine.scoring_model import ScoringModel
from diagnosis.engine.truths import judge
from diagnosis.model.conditions import QuestionTest, ScoreTest, State, tests_in
from diagnosis.model.sheet import Answer, AnswerSheet

MOST_ROUTING = 6
"""So many improvements that decide routes are tried in all their combinations; see `split_by_routing`."""


@dataclass(frozen=True, slots=True)
class Split:
    """routing: improvements that may change what is asked or what is in scope. free: all others that may be made."""

    routing: tuple[Improvement, ...]
    free: tuple[Improvement, ...]

    def combinations(self) -> Iterator[tuple[Improvement, ...]]:
        """Every set of the routing improvements, the least effort first."""
        sizes = range(len(self.routing) + 1)
        every = [chosen for size in sizes for chosen in combinations(self.routing, size)]
        yield from sorted(every, key=lambda chosen: sum(improvement.effort for improvement in chosen))


def split_by_routing(model: ScoringModel, sheet: AnswerSheet, improvements: tuple[Improvement, ...]) -> Split:
    """Part the improvements by whether any condition on a route or a scope would change its truth.

    Above MOST_ROUTING, those of most effort stay as they are: they are neither routing nor free, and the path is then
    proven least among the sets without them.
    """
    tests = list(_routing_tests(model))
    routing = tuple(one for one in improvements if _decides_a_route(model, sheet, one, tests))
    free = tuple(one for one in improvements if one not in routing)
    return Split(tuple(sorted(routing, key=lambda one: one.effort))[:MOST_ROUTING], free)


def _routing_tests(model: ScoringModel) -> Iterator[QuestionTest]:
    """Every test in an `applies_when` or an `out_of_scope_when`."""
    routes = [column.question.applies_when for column in model.columns]
    scopes = [rule.out_of_scope_when for rule in model.definitions.ruleset.questionnaires]
    for condition in (*routes, *scopes):
        for test in tests_in(condition) if condition is not None else ():
            if not isinstance(test, ScoreTest):
                yield test


def _decides_a_route(
    model: ScoringModel, sheet: AnswerSheet, improvement: Improvement, tests: list[QuestionTest]
) -> bool:
    before = sheet.answers[improvement.question]
    after = Answer(State.ANSWERED, improvement.value)
    return any(
        _judge(model, test, before) != _judge(model, test, after)
        for test in tests
        if test.question in improvement.members
    )


def _judge(model: ScoringModel, test: QuestionTest, answer: Answer) -> int:
    """The truth of a test, were its question in route and answered so."""
    column = model.column(test.question)
    points = column.points_at(column.coding.encode(answer))
    return judge(test, column.question, answer.state, answer.value, points)
