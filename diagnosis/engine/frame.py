"""One block of sheets while it is scored: routed codes and truths, each worked out once, on first need."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from diagnosis.engine.codes import BLANK, Codes
from diagnosis.engine.conditions import AllNode, AnyNode, ScoreNode, TestNode, Truths
from diagnosis.engine.scoring_model import ScoringModel
from diagnosis.engine.truths import FALSE, TRUE, UNDECIDED

Scores = NDArray[np.int16]

NO_SCORE = -1
FEW = 1 << 8
"""Up to so many sheets, one look-up is quicker than several comparisons."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Many sheets, question by question, before routing.

    codes: by column number, for the questions that are asked (no `same_as`). days: proleptic ordinals of the dates
    in which a certification expires, by column number; any number where there is none.
    """

    count: int
    codes: Mapping[int, Codes]
    days: Mapping[int, NDArray[np.int32]]

    def block(self, start: int, stop: int) -> "Columns":
        """Some of the sheets, without a copy."""
        codes = {number: column[start:stop] for number, column in self.codes.items()}
        days = {number: column[start:stop] for number, column in self.days.items()}
        return Columns(min(stop, self.count) - start, codes, days)

    def under(self, own: ScoringModel, other: ScoringModel) -> "Columns":
        """The same sheets for another model that was compiled with `own`; what only the other asks is blank.

        Raises ValueError where a question is coded in two ways: such sheets are to be encoded anew.
        """
        codes = {
            number: self._codes_for(own, other, number)
            for number, column in enumerate(other.columns)
            if column.source is None
        }
        days = {
            number: self.days.get(own.index.get(other.columns[number].question.id, -1), np.zeros(self.count, np.int32))
            for number in sorted({other.root(plan.expires) for plan in other.certifications})
        }
        return Columns(self.count, codes, days)

    def _codes_for(self, own: ScoringModel, other: ScoringModel, number: int) -> Codes:
        column = other.columns[number]
        place = own.index.get(column.question.id)
        if place is None or own.columns[place].source is not None:
            return np.full(self.count, BLANK, column.coding.dtype)
        if own.columns[place].coding != column.coding:
            raise ValueError(column.question.id)
        return self.codes[place]


class Room:
    """Memory for the codes and truths of one block, used again for the next: fresh pages cost a tenth of all time.

    model: what will be worked out. most: sheets in a block, at most.
    """

    def __init__(self, model: ScoringModel, most: int) -> None:
        self._rows = np.empty((len(model.columns) + len(model.nodes), most), np.uint8)
        self._used = 0

    def clear(self) -> None:
        """What was taken is not read any more."""
        self._used = 0

    def take(self, count: int) -> Truths:
        """A byte for each of `count` sheets, with anything in it."""
        self._used += 1
        return self._rows[self._used - 1, :count]


class Frame:
    """A block of sheets under one model.

    scores: by name, filled in before a condition reads them. room: of this block alone while it is scored.
    """

    def __init__(
        self,
        model: ScoringModel,
        sheets: Columns,
        scores: Mapping[str, Scores] | None = None,
        room: Room | None = None,
    ) -> None:
        self.model = model
        self.sheets = sheets
        self.scores = scores or {name: np.empty(sheets.count, np.int16) for name in model.score_names}
        self._room = room
        self._cells: dict[int, Codes] = {}
        self._truths: dict[int, Truths] = {}

    def cell(self, number: int) -> Codes:
        """A question's codes after routing and `same_as`."""
        if number not in self._cells:
            self._cells[number] = self._route(number)
        return self._cells[number]

    def _route(self, number: int) -> Codes:
        column = self.model.columns[number]
        codes = self.sheets.codes[number] if column.source is None else self.cell(column.source)
        if column.route is None:
            return codes
        limit = _as_limit(self.truth(column.route), codes.dtype)
        return np.minimum(codes, limit, out=self._bytes() if codes.dtype == np.uint8 else None)

    def _bytes(self) -> Truths:
        return np.empty(self.sheets.count, np.uint8) if self._room is None else self._room.take(self.sheets.count)

    def truth(self, node: int) -> Truths:
        """The truth of a condition for each sheet."""
        if node not in self._truths:
            self._truths[node] = self._evaluate(node)
        return self._truths[node]

    def _evaluate(self, number: int) -> Truths:
        match self.model.nodes[number]:
            case TestNode(column, table, runs):
                return _look_up(self.cell(column), table, runs, self._bytes())
            case ScoreNode() as node:
                return self._test_score(node)
            case AllNode(parts):
                return self._fold(np.minimum, parts, TRUE)
            case AnyNode(parts):
                return self._fold(np.maximum, parts, FALSE)

    def _fold(self, combine: np.ufunc, parts: tuple[int, ...], empty: int) -> Truths:
        if not parts:
            return np.full(self.sheets.count, empty, np.uint8)
        truth = self.truth(parts[0])
        for part in parts[1:]:
            truth = combine(truth, self.truth(part))
        return truth

    def _test_score(self, node: ScoreNode) -> Truths:
        score = self.scores.get(node.score)
        if score is None:
            return np.full(self.sheets.count, node.truth(None), np.uint8)
        passes = (score >= max(node.at_least, 0)) & (score < node.below)
        return np.where(passes, np.uint8(node.truth(node.at_least)), np.uint8(TRUE if node.negated else FALSE))


def _as_limit(truth: Truths, dtype: np.dtype[np.unsignedinteger]) -> Codes:
    """The largest code that a route lets pass: none but not-asked, up to blank, or every code."""
    if dtype == np.uint8:
        return truth
    limits = np.zeros(TRUE + 1, dtype)
    limits[[UNDECIDED, TRUE]] = BLANK, np.iinfo(dtype).max
    return limits[truth]


def _look_up(codes: Codes, table: Truths, runs: tuple[tuple[int, int], ...] | None, truth: Truths) -> Truths:
    """The truth of a test for each code, written into `truth`."""
    if runs is None or len(codes) <= FEW:
        return table.take(codes, 0, truth, "clip")
    inside = truth.view(np.bool_)
    _find_in_run(codes, runs[0], inside)
    for run in runs[1:]:
        inside |= _find_in_run(codes, run)
    np.negative(truth, truth)
    truth |= (codes == BLANK).view(np.uint8)
    return truth


def _find_in_run(codes: Codes, run: tuple[int, int], inside: NDArray[np.bool_] | None = None) -> NDArray[np.bool_]:
    """Whether each code is in the run, written into `inside` if it is given."""
    first, last = run
    if first == last:
        return np.equal(codes, np.uint8(first), inside)
    found: NDArray[np.bool_] = np.less_equal(codes - np.uint8(first), np.uint8(last - first), inside)
    return found
