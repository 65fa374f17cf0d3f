"""What sheets may still become: how every route and condition of theirs stands once blanks are filled in."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from diagnosis.engine.codes import BLANK, Codes
from diagnosis.engine.conditions import AllNode, AnyNode, ScoreNode, TestNode, Truths
from diagnosis.engine.frame import Frame
from diagnosis.engine.possible import OF_ROUTE, OF_SOURCE, SURE
from diagnosis.engine.truths import FALSE, TRUE, UNDECIDED, negate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from diagnosis.engine.means import Range

Rows = NDArray[np.intp]


def find_open(frame: Frame) -> Rows:
    """The sheets that hold a blank: all others are what they will ever be.

    A route is undecided only by a blank, and a question is blank wherever its route is undecided.
    """
    open_ = np.zeros(frame.sheets.count, np.bool_)
    for number in range(len(frame.model.columns)):
        open_ |= frame.cell(number) == BLANK
    return open_.nonzero()[0]


class Completions:
    """The possible states and truths of some of the sheets in a frame.

    scores: bounds by name, filled in before a condition that reads them. A condition is decided only if it comes out
    alike in every completion, on the sheet as it stands and on every sheet between: the sheet's own scores keep
    within the bounds, and filling a blank never widens them.
    """

    def __init__(self, frame: Frame, rows: Rows) -> None:
        self.scores: Mapping[str, Range] = {}
        self.rows = rows
        self._frame = frame
        self._model = frame.model
        self._states: dict[int, Truths] = {}
        self._truths: dict[int, Truths] = {}

    def state(self, number: int) -> Truths:
        """How a question's route stands (`possible.NEVER` and the others)."""
        if number not in self._states:
            self._states[number] = self._find_state(number)
        return self._states[number]

    def found(self, number: int) -> Codes:
        """What stands on the sheets under a question, or under the one that it takes its answer from."""
        return self._frame.sheets.codes[self._model.root(number)][self.rows]

    def places(self, number: int) -> NDArray[np.intp]:
        """Where a question's state and answer stand in its stretch of the tables."""
        size = self._model.columns[number].coding.size
        return self.state(number).astype(np.intp) * size + self.found(number)

    def truth(self, node: int) -> Truths:
        """The truth that holds in every completion and on the way to it, or undecided."""
        if node not in self._truths:
            self._truths[node] = self._evaluate(node)
        return self._truths[node]

    def _find_state(self, number: int) -> Truths:
        column = self._model.columns[number]
        if column.source is None:
            if column.route is None:
                return np.full(len(self.rows), SURE, np.uint8)
            return OF_ROUTE.take(self.truth(column.route))
        if column.route is None:
            return self.state(column.source)
        return OF_SOURCE[self.truth(column.route), self.state(column.source)]

    def _evaluate(self, number: int) -> Truths:
        match self._model.nodes[number]:
            case TestNode(column):
                return self._model.spans.tests[number].take(self.places(column))
            case ScoreNode() as node:
                return self._test_score(node, self._frame.truth(number)[self.rows])
            case AllNode(parts):
                return self._fold(np.minimum, parts, TRUE)
            case AnyNode(parts):
                return self._fold(np.maximum, parts, FALSE)

    def _fold(self, combine: np.ufunc, parts: tuple[int, ...], empty: int) -> Truths:
        truth = np.full(len(self.rows), empty, np.uint8)
        for part in parts:
            truth = combine(truth, self.truth(part))
        return truth

    def _test_score(self, node: ScoreNode, point: Truths) -> Truths:
        """The truth on which the point, the bounds and, where there may be no score, its absence agree."""
        without = node.truth(None)
        score = self.scores.get(node.score)
        if score is None:
            return _agree(point, np.full_like(point, without))
        inside = (score.lower >= node.at_least) & (score.upper < node.below)
        outside = (score.upper < node.at_least) | (score.lower >= node.below)
        passes, fails = (negate(TRUE), negate(FALSE)) if node.negated else (TRUE, FALSE)
        bounds = np.select([inside, outside], [np.uint8(passes), np.uint8(fails)], np.uint8(UNDECIDED))
        bounds = np.where(score.lower < 0, np.uint8(without), bounds)
        return _agree(_agree(point, bounds), np.where(score.absent, np.uint8(fails), bounds))


def _agree(one: Truths, other: Truths) -> Truths:
    """The truth that both share, or undecided."""
    return np.where(one == other, one, np.uint8(UNDECIDED))
