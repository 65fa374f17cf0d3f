"""Answers that come again and again: each is coded once and has a number, and columns are made from numbers at once."""

from array import array
from collections.abc import Iterable, Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from diagnosis.engine.codes import BLANK
from diagnosis.engine.frame import Columns
from diagnosis.engine.scoring_model import ScoringModel
from diagnosis.model.sheet import Answer

_NO_COLUMN = -1
_Key = tuple[int, int, int]
"""Column, code, and day of a date that a certification expires on."""


class KnownAnswers:
    """Numbers of answers under one model. There are no more than codes and days, so memory stays flat."""

    def __init__(self, model: ScoringModel) -> None:
        self.model = model
        self._dated = sorted({model.root(plan.expires) for plan in model.certifications})
        self._asked = [number for number, column in enumerate(model.columns) if column.source is None]
        self._numbers: dict[_Key, int] = {}
        self._parts = tuple(array("i") for _ in range(3))

    def number(self, question: str, answer: Answer) -> int:
        """The number of an answer; those that no rule tells apart share one."""
        place = self.model.index.get(question, _NO_COLUMN)
        column = self.model.columns[place]
        if place == _NO_COLUMN or column.source is not None:
            return self._keep((_NO_COLUMN, BLANK, 0))
        day = answer.value.toordinal() if place in self._dated and isinstance(answer.value, date) else 0
        return self._keep((place, column.coding.encode(answer), day))

    def columns(self, rows: Sequence[Iterable[int]]) -> Columns:
        """Sheets as columns, each given by the numbers of its answers; all else is blank."""
        flat = array("i")
        ends = []
        for row in rows:
            flat.extend(row)
            ends.append(len(flat))
        numbers = np.frombuffer(flat, np.intc) if flat else np.zeros(0, np.intc)
        places, codes, days = (np.array(part, np.int32)[numbers] for part in self._parts)
        sheets = np.repeat(np.arange(len(rows)), np.diff([0, *ends]))
        shape = len(self.model.columns) + 1, len(rows)  # the last row takes what no column asks
        return Columns(len(rows), self._coded(places, codes, sheets, shape), self._days(places, days, sheets, shape))

    def _keep(self, key: _Key) -> int:
        found = self._numbers.setdefault(key, len(self._numbers))
        if found == len(self._parts[0]):
            for part, value in zip(self._parts, key, strict=True):
                part.append(value)
        return found

    def _coded(
        self, places: NDArray[np.int32], codes: NDArray[np.int32], sheets: NDArray[np.intp], shape: tuple[int, int]
    ) -> dict[int, NDArray[np.unsignedinteger]]:
        table = np.full(shape, BLANK, np.int32)
        table[places, sheets] = codes
        return {number: table[number].astype(self.model.columns[number].coding.dtype) for number in self._asked}

    def _days(
        self, places: NDArray[np.int32], days: NDArray[np.int32], sheets: NDArray[np.intp], shape: tuple[int, int]
    ) -> dict[int, NDArray[np.int32]]:
        found = {}
        for number in self._dated:
            here = places == number
            column = np.zeros(shape[1], np.int32)
            column[sheets[here]] = days[here]
            found[number] = column
        return found
