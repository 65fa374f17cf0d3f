"""Conditions, compiled to nodes that are evaluated once for a whole block of sheets.

A negation is carried down to the tests, so that only tests, `and` and `or` are left. Equal conditions become one node.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from diagnosis.engine.codes import BLANK
from diagnosis.engine.truths import FALSE, TRUE, UNDECIDED, negate
from diagnosis.model.conditions import All, Any, Condition, Not, QuestionTest, ScoreAtLeast, ScoreBelow

Truths = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class TestNode:
    """A test on a question. table: code to truth. runs: first and last of each stretch of true codes.

    Where the stretches are few, comparing is several times faster than looking up; runs is None where they are not.
    """

    column: int
    table: Truths
    runs: tuple[tuple[int, int], ...] | None


@dataclass(frozen=True, slots=True)
class ScoreNode:
    """A test on a score: `at_least <= score < below`, or its contrary."""

    score: str
    at_least: int
    below: int
    negated: bool

    def truth(self, score: int | None) -> int:
        """The truth for one score; a score that does not exist passes no test."""
        passes = score is not None and self.at_least <= score < self.below
        return FALSE if passes is self.negated else TRUE


@dataclass(frozen=True, slots=True)
class AllNode:
    """Kleene's and."""

    parts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AnyNode:
    """Kleene's or."""

    parts: tuple[int, ...]


Node = TestNode | ScoreNode | AllNode | AnyNode

NO_LIMIT = 1 << 14
"""Above every score."""
MOST_RUNS = 4
"""Stretches up to which comparing beats looking up."""


class ConditionCompiler:
    """Turns conditions into numbered nodes. table_of: the truth of a test on a question for each of its codes."""

    def __init__(self, column_of: Callable[[str], int], table_of: Callable[[QuestionTest], Truths]) -> None:
        self.nodes: list[Node] = []
        self._column_of = column_of
        self._table_of = table_of
        self._numbers: dict[tuple[Condition, bool], int] = {}

    def compile(self, condition: Condition, *, negated: bool = False) -> int:
        """The number of the condition's node, made on first sight."""
        key = (condition, negated)
        if key not in self._numbers:
            node = self._node(condition, negated=negated)
            self.nodes.append(node)
            self._numbers[key] = len(self.nodes) - 1
        return self._numbers[key]

    def _node(self, condition: Condition, *, negated: bool) -> Node:
        match condition:
            case Not(of):
                return AllNode((self.compile(of, negated=not negated),))
            case All(of) | Any(of):
                parts = tuple(self.compile(part, negated=negated) for part in of)
                return AllNode(parts) if isinstance(condition, All) is not negated else AnyNode(parts)
            case ScoreAtLeast(score, bp):
                return ScoreNode(score, bp, NO_LIMIT, negated)
            case ScoreBelow(score, bp):
                return ScoreNode(score, 0, bp, negated)
            case test:
                return self._test(test, negated=negated)

    def _test(self, test: QuestionTest, *, negated: bool) -> TestNode:
        table = self._table_of(test)
        if negated:
            table = np.array([negate(truth) for truth in table.tolist()], np.uint8)
        return TestNode(self._column_of(test.question), table, _runs(table))


def _runs(table: Truths) -> tuple[tuple[int, int], ...] | None:
    """The stretches of true codes, if they are few and only a blank is undecided."""
    undecided = (table == UNDECIDED).nonzero()[0].tolist()
    edges = np.flatnonzero(np.diff(table == TRUE, prepend=False, append=False)).tolist()
    runs = tuple((first, after - 1) for first, after in zip(edges[::2], edges[1::2], strict=True))
    return runs if undecided == [BLANK] and 0 < len(runs) <= MOST_RUNS and len(table) <= 1 << 8 else None
