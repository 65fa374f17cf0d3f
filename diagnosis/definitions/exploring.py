"""Exact reasoning about conditions: every way in which the questions that they read can be answered.

Questions are settled in the order of asking, with their own routes, as the contract says. Scores are taken as free:
what is found never to hold is then never to hold, whatever the scores.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from math import prod

from diagnosis.definitions.cases import BLANK, NOT_ASKED, Case, Rules, TooManyCasesError, cases_of, truth_of
from diagnosis.definitions.draft import QuestionDraft, World
from diagnosis.definitions.kleene import Truth, evaluate
from diagnosis.model.conditions import Condition, QuestionTest, ScoreAtLeast, ScoreTest, Test, questions_in, tests_in

MOST_COMBINATIONS = 20_000


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way of answering. answers: a case for each question read, by id. truths: of the conditions, in order."""

    answers: dict[str, Case]
    truths: tuple[Truth, ...]

    @property
    def complete(self) -> bool:
        """Whether nothing was left blank."""
        return BLANK not in self.answers.values()


class Explorer:
    """Reasons about the conditions of one world."""

    def __init__(self, world: World) -> None:
        self._world = world
        rules = world.ruleset.ruleset.questions if world.ruleset else ()
        self._rules: Rules = {rule.question: rule for rule in rules}

    def outcomes(self, *conditions: Condition) -> tuple[Outcome, ...]:
        """Every distinguishable way of answering; raises TooManyCasesError where that is too much to look at."""
        space = _Space(self._world, self._rules, conditions)
        return tuple(space.outcomes())


class _Space:
    def __init__(self, world: World, rules: Rules, conditions: tuple[Condition, ...]) -> None:
        self._world = world
        self._rules = rules
        self._conditions = conditions
        self._questions = self._closure()
        self._tests = self._all_tests()

    def outcomes(self) -> Iterator[Outcome]:
        asked = [draft for draft in self._questions if draft.question.same_as is None]
        choices = [self._cases(draft) for draft in asked]
        scores = self._score_truths
        if prod(len(each) for each in (*choices, *scores.values())) > MOST_COMBINATIONS:
            raise TooManyCasesError
        for cases, known in product(product(*choices), list(product(*scores.values()))):
            answers = {draft.id: case for draft, case in zip(asked, cases, strict=True)}
            truths = {test: truth for outcome in known for test, truth in outcome.items()}
            self._settle(answers, truths)
            yield Outcome(answers, tuple(evaluate(each, truths.__getitem__) for each in self._conditions))

    def _closure(self) -> list[QuestionDraft]:
        """All questions that the conditions depend on, in the order of asking."""
        found: dict[str, QuestionDraft] = {}
        waiting = [name for condition in self._conditions for name in questions_in(condition)]
        while waiting:
            name = waiting.pop()
            if name not in found:
                draft = found[name] = self._world.questions[name]
                if draft.question.applies_when is not None:
                    waiting.extend(questions_in(draft.question.applies_when))
                if draft.question.same_as is not None:
                    waiting.append(draft.question.same_as)
        return sorted(found.values(), key=lambda draft: draft.position)

    def _all_tests(self) -> tuple[Test, ...]:
        routes = (draft.question.applies_when for draft in self._questions)
        conditions: Iterable[Condition] = (*self._conditions, *(route for route in routes if route is not None))
        return tuple(dict.fromkeys(test for condition in conditions for test in tests_in(condition)))

    def _tests_on(self, names: set[str]) -> tuple[QuestionTest, ...]:
        return tuple(test for test in self._tests if not isinstance(test, ScoreTest) and test.question in names)

    def _cases(self, draft: QuestionDraft) -> tuple[Case, ...]:
        aliases = {each.id for each in self._questions if each.question.same_as == draft.id}
        return cases_of(draft.question, self._tests_on({draft.id, *aliases}), self._rules)

    @cached_property
    def _score_truths(self) -> dict[str, tuple[dict[Test, Truth], ...]]:
        """For each score, how the tests on it come out: where there is none, and around every bound."""
        by_name: dict[str, list[ScoreTest]] = {}
        for test in self._tests:
            if isinstance(test, ScoreTest):
                by_name.setdefault(test.score, []).append(test)
        return {name: _score_cases(tests) for name, tests in by_name.items()}

    def _settle(self, answers: dict[str, Case], truths: dict[Test, Truth]) -> None:
        """Put every question in route or out of it, and decide the tests on it."""
        for draft in self._questions:
            route = draft.question.applies_when
            in_route = True if route is None else evaluate(route, truths.__getitem__)
            if draft.question.same_as is not None:
                answers[draft.id] = answers[draft.question.same_as]
            if in_route is not True:
                answers[draft.id] = BLANK if in_route is None else NOT_ASKED
            for test in self._tests_on({draft.id}):
                truths[test] = truth_of(test, answers[draft.id], draft.question, self._rules)


def _score_cases(tests: list[ScoreTest]) -> tuple[dict[Test, Truth], ...]:
    bounds = {0, *(test.bp for test in tests), *(test.bp - 1 for test in tests)}
    values = [None, *(bound for bound in sorted(bounds) if bound >= 0)]
    distinct = {tuple(_score_truth(test, value) for test in tests): None for value in values}
    return tuple(dict(zip(tests, truths, strict=True)) for truths in distinct)


def _score_truth(test: ScoreTest, value: int | None) -> bool:
    if value is None:
        return False
    return value >= test.bp if isinstance(test, ScoreAtLeast) else value < test.bp
