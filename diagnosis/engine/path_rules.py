"""The rules of the tiers as rows of a program: what a tier asks, and gates that must not close."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import assert_never

from diagnosis.engine.conditions import AllNode, AnyNode, Node, ScoreNode, TestNode
from diagnosis.engine.path_program import Program
from diagnosis.engine.path_scores import Scores
from diagnosis.engine.truths import FALSE, TRUE, UNDECIDED
from diagnosis.model.ruleset import FULL, Ruleset, Tier


@dataclass(frozen=True, slots=True)
class Goal:
    """What must hold: the requirements of `tier`, no gate true that caps below `percent`, and every gate decided."""

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
            writer.demand(node, FALSE, always)
        elif writer.may_be_undecided(node):
            writer.demand_decided(node, always)


def _require_score(program: Program, scores: Scores, name: str, least: int, where: int) -> None:
    score = scores.find(name)
    if score is None:
        program.bind({where: 1}, high=0)
    else:
        program.at_least(score, least, where)


@dataclass(frozen=True, slots=True)
class _GateWriter:
    """Writes rows that make a condition true, or make it false, wherever a variable, `where`, is 1."""

    program: Program
    scores: Scores

    def may_be_undecided(self, number: int) -> bool:
        """Whether any test in the condition is undecided, before or after."""
        match self._node(number):
            case AllNode(parts) | AnyNode(parts):
                return any(map(self.may_be_undecided, parts))
            case TestNode():
                return UNDECIDED in self.scores.span.truths(number)
            case ScoreNode():
                return False

    def demand_decided(self, number: int, where: int) -> None:
        """The condition is true or false."""
        self._one_of([(number, TRUE), (number, FALSE)], where)

    def demand(self, number: int, truth: int, where: int) -> None:
        """The condition has that truth, which is TRUE or FALSE."""
        match self._node(number):
            case AllNode(parts) | AnyNode(parts) as node:
                if isinstance(node, AllNode) is (truth == TRUE):
                    for part in parts:
                        self.demand(part, truth, where)
                else:
                    self._one_of([(part, truth) for part in parts], where)
            case TestNode(column):
                self._demand_test(number, column, truth, where)
            case ScoreNode() as node:
                self._demand_score(node, node.negated is (truth == FALSE), where)
            case never:
                assert_never(never)

    def _node(self, number: int) -> Node:
        return self.scores.span.frame.model.nodes[number]

    def _one_of(self, wanted: Iterable[tuple[int, int]], where: int) -> None:
        """At least one of the conditions has its truth."""
        options = []
        for number, truth in wanted:
            option = self.program.variable()
            self.demand(number, truth, option)
            options.append(option)
        self.program.bind({**dict.fromkeys(options, 1.0), where: -1}, low=0)

    def _demand_test(self, number: int, column: int, wanted: int, where: int) -> None:
        """A test hangs on one question, and so on one improvement: it may hold before it, after it, or both."""
        match tuple(truth == wanted for truth in self.scores.span.truths(number)):
            case (False, False):
                self.program.bind({where: 1}, high=0)
            case (False, True):
                self.program.bind({self.scores.span.chosen[column]: 1, where: -1}, low=0)
            case (True, False):
                self.program.bind({self.scores.span.chosen[column]: 1, where: 1}, high=1)

    def _demand_score(self, node: ScoreNode, inside: bool, where: int) -> None:  # noqa: FBT001 - it is what is demanded
        """The score lies within the node's limits, or it does not. A score that does not exist lies nowhere."""
        score = self.scores.find(node.score)
        if score is None:
            if inside:
                self.program.bind({where: 1}, high=0)
        elif inside:
            self.program.at_least(score, node.at_least, where)
            self.program.at_most(score, min(node.below - 1, FULL), FULL, where)
        else:
            under, over = self.program.variable(), self.program.variable()
            self.program.at_most(score, node.at_least - 1, FULL, under)
            self.program.at_least(score, node.below, over)
            self.program.bind({under: 1, over: 1, where: -1}, low=0)
