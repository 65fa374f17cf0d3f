"""The rules of the tiers as rows of a program: what a tier asks, and gates that must not close."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import assert_never

from diagnosis.engine.conditions import AllNode, AnyNode, Node, ScoreNode, TestNode
from diagnosis.engine.path_program import Program
from diagnosis.engine.path_scores import Scores
from diagnosis.engine.truths import TRUE
from diagnosis.model.ruleset import FULL, Ruleset, Tier


@dataclass(frozen=True, slots=True)
class Goal:
    """What must hold: the requirements of `tier`, and no gate true that caps below `percent`."""

    tier: Tier
    percent: int


def find_goals(rules: Ruleset, point: int) -> tuple[Goal, ...]:
    """The ways to a tier above `point`: its requirements, or those of a higher one that ask less of some score."""
    higher = sorted((tier for tier in rules.tiers if tier.percent > point), key=lambda tier: tier.percent)
    goals: list[Goal] = []
    for tier in higher:
        if not any(_asks_no_more(goal.tier, tier) for goal in goals):
            goals.append(Goal(tier, higher[0].percent))
    return tuple(goals)


def _asks_no_more(easier: Tier, harder: Tier) -> bool:
    return (
        easier.overall <= harder.overall
        and easier.each_questionnaire <= harder.each_questionnaire
        and easier.confidence <= harder.confidence
    )


def write_goal(program: Program, scores: Scores, goal: Goal, always: int) -> None:
    """Add the goal's rows. always: a variable that is 1."""
    model = scores.span.frame.model
    in_scope = [f"questionnaire:{plan.id}" for plan in model.questionnaires if scores.span.in_scope(plan)]
    asked = {"overall": goal.tier.overall, "confidence": goal.tier.confidence}
    asked |= dict.fromkeys(in_scope, goal.tier.each_questionnaire)
    for name, least in asked.items():
        # A requirement of 0 asks nothing, not even that there is a score.
        if least > 0:
            _require_score(program, scores, name, least, always)
    writer = _GateWriter(program, scores)
    for gate, node in zip(model.definitions.ruleset.gates, model.gates, strict=True):
        if gate.cap < goal.percent:
            writer.keep_from_true(node, always)


def _require_score(program: Program, scores: Scores, name: str, least: int, where: int) -> None:
    score = scores.find(name)
    if score is None:
        program.bind({where: 1}, high=0)
    else:
        program.at_least(score, least, where)


@dataclass(frozen=True, slots=True)
class _GateWriter:
    """Writes rows that keep a condition from being true wherever a variable, `where`, is 1."""

    program: Program
    scores: Scores

    def keep_from_true(self, number: int, where: int) -> None:
        node: Node = self.scores.span.frame.model.nodes[number]
        match node:
            case AllNode(parts):
                self._keep_one(parts, where)
            case AnyNode(parts):
                for part in parts:
                    self.keep_from_true(part, where)
            case TestNode(column):
                self._keep_test(number, column, where)
            case ScoreNode():
                self._keep_score(node, where)
            case _:
                assert_never(node)

    def _keep_one(self, parts: Iterable[int], where: int) -> None:
        """Keep at least one of the parts from being true."""
        options = []
        for part in parts:
            option = self.program.variable()
            self.keep_from_true(part, option)
            options.append(option)
        self.program.bind({**dict.fromkeys(options, 1.0), where: -1}, low=0)

    def _keep_test(self, number: int, column: int, where: int) -> None:
        """A test hangs on one question, and so on one improvement: it may be true before it, after it, or both."""
        match tuple(truth == TRUE for truth in self.scores.span.truths(number)):
            case (True, True):
                self.program.bind({where: 1}, high=0)
            case (True, False):
                self.program.bind({self.scores.span.chosen[column]: 1, where: -1}, low=0)
            case (False, True):
                self.program.bind({self.scores.span.chosen[column]: 1, where: 1}, high=1)

    def _keep_score(self, node: ScoreNode, where: int) -> None:
        score = self.scores.find(node.score)
        if score is None:
            if node.truth(None) == TRUE:
                self.program.bind({where: 1}, high=0)
        elif node.negated:
            self.program.at_least(score, node.at_least, where)
            self.program.at_most(score, min(node.below - 1, FULL), FULL, where)
        else:
            under, over = self.program.variable(), self.program.variable()
            self.program.at_most(score, node.at_least - 1, FULL, under)
            self.program.at_least(score, node.below, over)
            self.program.bind({under: 1, over: 1, where: -1}, low=0)
