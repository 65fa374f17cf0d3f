"""The same sheets under two rulesets, tallied chunk by chunk: who changes tier, grade and discount."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest

import numpy as np
from numpy.typing import NDArray

from diagnosis.engine.codes import FIRST_ANSWER
from diagnosis.engine.columnar import ColumnScores
from diagnosis.engine.frame import Columns, Frame
from diagnosis.engine.risk_groups import risk_group_places
from diagnosis.engine.scoring_model import ScoringModel
from diagnosis.engine.standing import NONE
from diagnosis.model.impact import GroupImpact, Impact, Mover, Moves, Percent
from diagnosis.model.ruleset import Ruleset

MOST_MOVERS = 20
_PERCENTS = 102
"""Places of -1 (none) to 100."""
_POINTS = 100
_NOTHING = "—"

Integers = Sequence[int] | NDArray[np.int64]
Labels = Mapping[str, NDArray[np.intp]]
"""By kind of group, for each sheet the place of its label."""


@dataclass(frozen=True, slots=True)
class Members:
    """Whose the sheets of a chunk are. first: the place of the first among all sheets."""

    first: int
    names: Sequence[str]


class ImpactTally:
    """Adds up chunks of sheets. groups: by kind (trade, size …) the labels that `add` gives by their places."""

    def __init__(self, before: ScoringModel, after: ScoringModel, groups: Mapping[str, Sequence[str]]) -> None:
        self._models = before, after
        self._groups = {kind: tuple(labels) for kind, labels in groups.items()}
        self._sheets = 0
        self._tiers = np.zeros((_PERCENTS, _PERCENTS), np.int64)
        self._discounts = np.zeros_like(self._tiers)
        places = [len(model.definitions.ruleset.grades) + 1 for model in self._models]
        self._grades = np.zeros(places, np.int64)
        self._changes = np.zeros(2 * _POINTS + 1, np.int64)
        self._sums = {kind: np.zeros((len(labels), 7), np.int64) for kind, labels in self._groups.items()}
        self._movers: list[tuple[int, int, Mover]] = []

    def add(self, before: ColumnScores, after: ColumnScores, labels: Labels, members: "Members") -> None:
        """Add a chunk, in whatever order: the scores of the same sheets under both rulesets."""
        count = len(before.grade)
        _count(self._tiers, before.suggested, after.suggested)
        _count(self._discounts, before.discount, after.discount)
        _count(self._grades, before.grade, after.grade)
        old, new = (found.scores["overall"].astype(np.int64) for found in (before, after))
        both = (old >= 0) & (new >= 0)
        change = np.where(both, new - old, 0)
        self._changes += np.bincount(_whole_points(change[both]) + _POINTS, minlength=len(self._changes))
        marks = self._marks(before, after, change, both)
        for kind, places in labels.items():
            _add_groups(self._sums[kind], places, marks)
        self._keep_movers(before, after, change, members)
        self._sheets += count

    def result(self) -> Impact:
        """All that was found so far."""
        before, after = (model.definitions.ruleset for model in self._models)
        return Impact(
            before=before.reference,
            after=after.reference,
            sheets=self._sheets,
            tiers=_percent_moves(self._tiers),
            grades=_moves(self._grades, _grade_names(before), _grade_names(after), best_last=False),
            discounts=_percent_moves(self._discounts),
            changes={int(n) - _POINTS: int(self._changes[n]) for n in np.flatnonzero(self._changes)},
            groups={kind: self._group_impacts(kind) for kind in self._groups},
            movers=tuple(mover for _, _, mover in sorted(self._movers, key=lambda entry: entry[:2], reverse=True)),
        )

    def _marks(
        self, before: ColumnScores, after: ColumnScores, change: NDArray[np.int64], both: NDArray[np.bool_]
    ) -> NDArray[np.int64]:
        """A row a figure of `GroupImpact`, an entry a sheet."""
        rows = (
            np.ones(len(change), np.int64),
            after.suggested > before.suggested,
            after.suggested < before.suggested,
            after.discount > before.discount,
            after.discount < before.discount,
            change,
            both,
        )
        return np.array(rows, np.int64)

    def _keep_movers(
        self, before: ColumnScores, after: ColumnScores, change: NDArray[np.int64], members: "Members"
    ) -> None:
        far = np.abs(change)
        most = np.argpartition(-far, min(MOST_MOVERS, len(far) - 1))[:MOST_MOVERS] if len(far) else ()
        for row in most:
            if far[row]:
                mover = Mover(
                    members.names[row],
                    int(before.scores["overall"][row]),
                    int(after.scores["overall"][row]),
                    _percent(before.suggested[row]),
                    _percent(after.suggested[row]),
                )
                self._movers.append((int(far[row]), -(members.first + int(row)), mover))
        self._movers = nlargest(MOST_MOVERS, self._movers, key=lambda entry: entry[:2])

    def _group_impacts(self, kind: str) -> tuple[GroupImpact, ...]:
        found = zip(self._groups[kind], self._sums[kind].tolist(), strict=True)
        return tuple(GroupImpact(label, *sums) for label, sums in found if sums[0])


def _count(table: NDArray[np.int64], before: NDArray[np.int8], after: NDArray[np.int8]) -> None:
    """Add the sheets to a table of before by after, whose first row and column stand for none."""
    rows, columns = table.shape
    places = (before.astype(np.intp) + 1) * columns + after + 1
    table += np.bincount(places, minlength=rows * columns).reshape(rows, columns)


def _whole_points(change: NDArray[np.int64]) -> NDArray[np.int64]:
    """From bp to whole points, halves away from nothing, as it is printed."""
    points: NDArray[np.int64] = np.sign(change) * ((np.abs(change) + 50) // 100)
    return points


def _add_groups(sums: NDArray[np.int64], places: NDArray[np.intp], marks: NDArray[np.int64]) -> None:
    for figure, mark in enumerate(marks):
        # Sums of whole numbers far below 2**53 are exact in the floats that bincount adds up.
        sums[:, figure] += np.bincount(places, mark, len(sums)).astype(np.int64)


def _percent(value: np.int8) -> Percent:
    return None if value == NONE else int(value)


def _percent_moves(table: NDArray[np.int64]) -> Moves:
    names = [_NOTHING, *map(str, range(_PERCENTS - 1))]
    return _moves(table, names, names, best_last=True)


def _grade_names(rules: Ruleset) -> list[str]:
    return [_NOTHING, *(grade.id for grade in rules.grades)]


def _moves(table: NDArray[np.int64], before: Sequence[str], after: Sequence[str], *, best_last: bool) -> Moves:
    """A table of before by after, read off; the first row and column stand for none, which is worse than any."""
    rows, columns = np.nonzero(table)
    entries = list(zip(rows.tolist(), columns.tolist(), table[rows, columns].tolist(), strict=True))
    worth = [(_worth(row, best_last=best_last), _worth(column, best_last=best_last), n) for row, column, n in entries]
    return Moves(
        counts={(before[row], after[column]): n for row, column, n in entries},
        up=sum(n for old, new, n in worth if new > old),
        down=sum(n for old, new, n in worth if new < old),
    )


def _worth(place: int, *, best_last: bool) -> float:
    if place == 0:
        return -np.inf
    return place if best_last else -place


def find_groups(model: ScoringModel, columns: Columns, trade: str, employees: Integers, sizes: Sequence[int]) -> Labels:
    """By kind of group the place of each sheet's; the last place is for what is not known.

    trade: the question of the profile whose choices are the trades. employees: by sheet, negative if not known.
    sizes: the least number of each size of firm.
    """
    numbers = np.asarray(employees, np.int64)
    places = (np.searchsorted(sizes, numbers, "right") - 1).clip(0)
    return {
        "trade": _choice_places(model, columns, trade),
        "size": np.where(numbers < 0, len(sizes), places),
        "risk_group": risk_group_places(Frame(model, columns)),
    }


def _choice_places(model: ScoringModel, columns: Columns, question: str) -> NDArray[np.intp]:
    column = model.columns[model.index[question]]
    places = columns.codes[model.index[question]].astype(np.intp) - FIRST_ANSWER
    last = len(column.coding.classes.values)
    return np.where(places < 0, last, places // column.coding.levels)


def count_moves(before: ColumnScores, after: ColumnScores) -> tuple[int, int, int, int]:
    """How many sheets have another tier, grade, discount, overall score."""
    pairs = (
        (before.suggested, after.suggested),
        (before.grade, after.grade),
        (before.discount, after.discount),
        (before.scores["overall"], after.scores["overall"]),
    )
    tiers, grades, discounts, overall = (int(np.count_nonzero(old != new)) for old, new in pairs)
    return tiers, grades, discounts, overall
