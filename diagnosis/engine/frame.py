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


class Frame:
    """A block of sheets under one model. scores: by name, filled in before a condition reads them."""

    def __init__(self, model: ScoringModel, sheets: Columns, scores: Mapping[str, Scores] | None = None) -> None:
        self.model = model
        self.sheets = sheets
        self.scores = scores or {name: np.empty(sheets.count, np.int16) for name in model.score_names}
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
        return np.minimum(codes, _as_limit(self.truth(column.route), codes.dtype))

    def truth(self, node: int) -> Truths:
        """The truth of a condition for each sheet."""
        if node not in self._truths:
            self._truths[node] = self._evaluate(node)
        return self._truths[node]

    def _evaluate(self, number: int) -> Truths:
        match self.model.nodes[number]:
            case TestNode(column, table, runs):
                return _look_up(self.cell(column), table, runs)
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


def _look_up(codes: Codes, table: Truths, runs: tuple[tuple[int, int], ...] | None) -> Truths:
    """The truth of a test for each code."""
    if runs is None or len(codes) <= FEW:
        return table.take(codes)
    inside = _in_run(codes, runs[0])
    for run in runs[1:]:
        inside |= _in_run(codes, run)
    truth: Truths = -inside.view(np.uint8) | (codes == BLANK).view(np.uint8)
    return truth


def _in_run(codes: Codes, run: tuple[int, int]) -> NDArray[np.bool_]:
    first, last = run
    inside: NDArray[np.bool_]
    inside = codes == np.uint8(first) if first == last else (codes - np.uint8(first)) <= np.uint8(last - first)
    return inside
