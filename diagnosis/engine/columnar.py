"""Many sheets at once: encode them to columns, score the columns."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from diagnosis.engine.codes import Codes
from diagnosis.engine.conditions import Truths
from diagnosis.engine.frame import Columns, Frame, Room, Scores
from diagnosis.engine.scoring_model import Column, ScoringModel
from diagnosis.engine.standing import Small, Standing, stand
from diagnosis.engine.sums import Flags, Totals, score_frame
from diagnosis.model.sheet import Answer, AnswerSheet

BLOCK = 1 << 15
"""Sheets scored in one go: enough to spread the cost of each call, few enough to stay in cache."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnScores:
    """What was found from many sheets; each array has one entry a sheet.

    scores: by the names that conditions use, in bp, -1 for none. in_scope: by questionnaire. grade: place in the
    ruleset, -1 for none. gates: 0 passed, 1 open, 255 closed. withheld: bit n set for reason n of `NoTier`.
    reached, point, suggested: tiers in percent; suggested and discount are -1 where no tier is suggested.
    certificates: places in `CertificateStanding`. certification: percent after its cap.
    """

    scores: Mapping[str, Scores]
    in_scope: Mapping[str, Flags]
    grade: Small
    gates: Mapping[str, Truths]
    reached: Small
    point: Small
    suggested: Small
    withheld: NDArray[np.uint8]
    certificates: Mapping[str, NDArray[np.uint8]]
    certification: Small
    discount: Small


def encode(model: ScoringModel, sheets: Iterable[AnswerSheet]) -> Columns:
    """Answer sheets as columns."""
    rows = tuple(sheets)
    asked = [number for number, column in enumerate(model.columns) if column.source is None]
    codes = {}
    for number in asked:
        column = model.columns[number]
        codes[number] = _codes(column, [sheet.answers.get(column.question.id) for sheet in rows])
    dates = {model.root(plan.expires) for plan in model.certifications}
    days = {number: _days(model, rows, number) for number in sorted(dates)}
    return Columns(len(rows), codes, days)


def _codes(column: Column, answers: Sequence[Answer | None]) -> Codes:
    """The codes of one question's answers. Sheets checked together share equal answers: each is coded once."""
    identities = list(map(id, answers))
    codes = {one: column.coding.encode(answer) for one, answer in dict(zip(identities, answers, strict=True)).items()}
    return np.fromiter(map(codes.__getitem__, identities), column.coding.dtype, len(answers))


def _days(model: ScoringModel, rows: tuple[AnswerSheet, ...], number: int) -> NDArray[np.int32]:
    question = model.columns[number].question.id
    answers = (sheet.answers.get(question) for sheet in rows)
    values = (answer.value if answer else None for answer in answers)
    return np.fromiter((value.toordinal() if isinstance(value, date) else 0 for value in values), np.int32, len(rows))


def score_block(frame: Frame, on: date) -> tuple[Totals, Standing]:
    """Score the frame's sheets in one go; the scores are left in the frame."""
    totals = score_frame(frame)
    return totals, stand(frame, totals, on.toordinal())


def score_columns(model: ScoringModel, columns: Columns, on: date) -> ColumnScores:
    """Score many sheets at once."""
    return ColumnScorer(model, columns.count).score(columns, on)


class ColumnScorer:
    """Scores one chunk of sheets after the other in the same memory, so that it does not grow with their number.

    most: sheets in a chunk, at most. What `score` returns holds until it is called again.
    """

    def __init__(self, model: ScoringModel, most: int) -> None:
        self._model = model
        self._found = _empty(model, most)
        self._room = Room(model, min(most, BLOCK))

    def score(self, columns: Columns, on: date) -> ColumnScores:
        """Score a chunk, block by block."""
        found = _first(self._found, columns.count)
        for start in range(0, columns.count, BLOCK):
            block = slice(start, min(start + BLOCK, columns.count))
            scores = {name: column[block] for name, column in found.scores.items()}
            self._room.clear()
            frame = Frame(self._model, columns.block(block.start, block.stop), scores, self._room)
            totals, standing = score_block(frame, on)
            _store(found, block, totals, standing)
        return found


def _first(found: ColumnScores, count: int) -> ColumnScores:
    """The part of `found` for so many sheets."""
    parts = {name: getattr(found, name) for name in found.__dataclass_fields__}
    return ColumnScores(**{name: _cut(part, count) for name, part in parts.items()})


def _cut(part: Any, count: int) -> Any:  # noqa: ANN401 - an array, or a mapping of arrays
    return {name: column[:count] for name, column in part.items()} if isinstance(part, Mapping) else part[:count]


def _empty(model: ScoringModel, count: int) -> ColumnScores:
    rules = model.definitions.ruleset

    def small() -> Small:
        return np.empty(count, np.int8)

    return ColumnScores(
        # One piece of memory, row by row: large enough for the system to hand it out in large pages.
        scores=dict(zip(model.score_names, np.empty((len(model.score_names), count), np.int16), strict=True)),
        in_scope={plan.id: np.ones(count, np.bool_) for plan in model.questionnaires},
        grade=small(),
        gates={gate.id: np.empty(count, np.uint8) for gate in rules.gates},
        reached=small(),
        point=small(),
        suggested=small(),
        withheld=np.empty(count, np.uint8),
        certificates={one.id: np.empty(count, np.uint8) for one in rules.certifications},
        certification=small(),
        discount=small(),
    )


def _store(result: ColumnScores, rows: slice, totals: Totals, standing: Standing) -> None:
    for questionnaire, flags in totals.in_scope.items():
        if flags is not None:
            result.in_scope[questionnaire][rows] = flags
    for gate, truth in zip(result.gates.values(), standing.gates, strict=True):
        gate[rows] = truth
    for certificate, found in zip(result.certificates.values(), standing.certificates, strict=True):
        certificate[rows] = found
    for field in ("grade", "reached", "point", "suggested", "withheld", "certification", "discount"):
        getattr(result, field)[rows] = getattr(standing, field)
