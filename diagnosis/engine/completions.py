"""What one sheet may still become: the codes that every question may take once its blanks are filled in."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from diagnosis.engine.codes import BLANK, NOT_ASKED
from diagnosis.engine.conditions import AllNode, AnyNode, ScoreNode, TestNode
from diagnosis.engine.frame import Frame
from diagnosis.engine.truths import FALSE, TRUE, UNDECIDED, negate, truth_of

if TYPE_CHECKING:
    from diagnosis.model.scorecard import Score


class Completions:
    """The possible codes and truths of the one sheet in `frame`.

    scores: bounds by name, filled in before a condition that reads them. A condition is decided only if it comes out
    alike in every completion, on the sheet as it stands and on every sheet between: the sheet's own scores keep
    within the bounds, and filling a blank never widens them.
    """

    def __init__(self, frame: Frame) -> None:
        self.scores: Mapping[str, Score] = {}
        self._frame = frame
        self._model = frame.model
        self._codes: dict[int, tuple[int, ...]] = {}
        self._truths: dict[int, int] = {}

    def codes(self, number: int) -> tuple[int, ...]:
        """The codes that the question may have; one, if nothing is open."""
        if number not in self._codes:
            self._codes[number] = self._routed(number)
        return self._codes[number]

    def _routed(self, number: int) -> tuple[int, ...]:
        column = self._model.columns[number]
        route = TRUE if column.route is None else self.truth(column.route)
        if route == FALSE:
            return (NOT_ASKED,)
        asked = self._asked(number, certain=route == TRUE)
        return asked if route == TRUE else tuple(dict.fromkeys((NOT_ASKED, *asked)))

    def _asked(self, number: int, *, certain: bool) -> tuple[int, ...]:
        """Its codes where it is in route. An answer found on an undecided route is one value among all."""
        column = self._model.columns[number]
        if column.source is not None:
            return self.codes(column.source)
        found = int(self._frame.sheets.codes[number][0])
        if found == BLANK:
            return column.coding.completions
        return (found,) if certain else tuple(dict.fromkeys((*column.coding.completions, found)))

    def _on_the_way(self, number: int) -> set[int]:
        """Its codes now, in the end, and on the way there: what is open may first come into route, and be blank."""
        codes = {int(self._frame.cell(number)[0]), *self.codes(number)}
        return {*codes, BLANK} if len(codes) > 1 else codes

    def truth(self, node: int) -> int:
        """The truth that holds in every completion and on the way to it, or undecided."""
        if node not in self._truths:
            self._truths[node] = self._evaluate(node)
        return self._truths[node]

    def _evaluate(self, number: int) -> int:
        match self._model.nodes[number]:
            case TestNode(column, table):
                return common_truth(int(table[code]) for code in self._on_the_way(column))
            case ScoreNode() as node:
                return self._test_score(node, int(self._frame.truth(number)[0]))
            case AllNode(parts):
                return min((self.truth(part) for part in parts), default=TRUE)
            case AnyNode(parts):
                return max((self.truth(part) for part in parts), default=FALSE)

    def _test_score(self, node: ScoreNode, point: int) -> int:
        score = self.scores.get(node.score)
        if score is None or score.lower is None or score.upper is None:
            return common_truth((point, node.truth(None)))
        inside = node.at_least <= score.lower and score.upper < node.below
        outside = score.upper < node.at_least or score.lower >= node.below
        passes = [truth_of(inside) if inside or outside else UNDECIDED, *([FALSE] if score.may_be_absent else [])]
        return common_truth([point, *(negate(truth) if node.negated else truth for truth in passes)])


def common_truth(truths: Iterable[int]) -> int:
    """The truth on which all agree, or undecided."""
    seen = set(truths)
    return seen.pop() if len(seen) == 1 else UNDECIDED
