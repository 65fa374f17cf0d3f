"""All sums over questions, packed side by side into one row of integers: one look-up and one addition do for all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import gcd

import numpy as np

from diagnosis.engine.arithmetic import round_div_all
from diagnosis.engine.codes import BLANK, FIRST_ANSWER, LEVELS, NOT_APPLICABLE, UNKNOWN
from diagnosis.engine.scoring_model import Column, Field, Integers, Layout, Lookup, SectionField, Sums
from diagnosis.model.ruleset import Ruleset

LANE_BITS = 63
SECTION_BITS = 18
PAIR_LIMIT = 1 << 12
"""Most entries in a table of two columns: above, it would push other data out of the cache."""


def plan_layout(columns: tuple[Column, ...], rules: Ruleset) -> Layout:
    """The narrowest fields that no sheet can overflow, over as many lanes as they need."""
    confidence = tuple(rules.evidence_confidence.values())
    planner = _Planner(
        points=gcd(*(points for column in columns for points in column.points)) or 1,
        confidence=gcd(*confidence) or 1,
    )
    scored = [column for column in columns if column.rule]
    weight = sum(column.weight for column in scored)
    sums = planner.sums(scored)
    sure = planner.place(weight * max(confidence) // planner.confidence, planner.confidence)
    blank, not_applicable = planner.place(weight), planner.place(weight)
    causes = {tag.id: planner.sums([one for one in scored if tag.id in one.question.causes]) for tag in rules.causes}
    media = {tag.id: planner.sums([one for one in scored if tag.id in one.question.media]) for tag in rules.media}
    section = planner.section(scored)
    return Layout(
        sums=sums,
        confidence=sure,
        blank=blank,
        not_applicable=not_applicable,
        causes=causes,
        media=media,
        section=section,
        lanes=1 << (planner.lane).bit_length(),
    )


@dataclass(slots=True)
class _Planner:
    """Hands out places for sums. points, confidence: the greatest units in which all of them are whole."""

    points: int
    confidence: int
    lane: int = 0
    shift: int = 0

    def sums(self, columns: list[Column]) -> Sums:
        """Places for the earned points and the weight of some columns."""
        earned = _most(columns)
        return Sums(
            self.place(earned // self.points, self.points), self.place(sum(column.weight for column in columns))
        )

    def section(self, columns: list[Column]) -> SectionField | None:
        """A place for one section's two sums at the upper end of a lane; None if the table would be too large."""
        sections = {column.section: [one for one in columns if one.section == column.section] for column in columns}
        weight = max((sum(one.weight for one in members) for members in sections.values()), default=0)
        earned = max((_most(members) for members in sections.values()), default=0) // self.points
        bits = weight.bit_length() + earned.bit_length()
        if bits > SECTION_BITS:
            return None
        if self.shift + bits > LANE_BITS:
            self.lane, self.shift = self.lane + 1, 0
        weights = np.repeat(np.arange(1 << weight.bit_length(), dtype=np.int64), 1 << earned.bit_length())
        points = np.tile(np.arange(1 << earned.bit_length(), dtype=np.int64), 1 << weight.bit_length())
        scores = round_div_all(np.minimum(points, weights * 100 // self.points), weights, 100 * self.points)
        return SectionField(self.lane, 64 - bits, earned.bit_length(), self.points, scores)

    def place(self, largest: int, unit: int = 1) -> Field:
        """The next free place that holds 0 to `largest`."""
        bits = largest.bit_length()
        if self.shift + bits > LANE_BITS:
            self.lane, self.shift = self.lane + 1, 0
        field = Field(self.lane, self.shift, (1 << bits) - 1, unit)
        self.shift += bits
        return field


def _most(columns: list[Column]) -> int:
    """The most points that the columns can earn, by weight."""
    return sum(column.weight * max(column.points) for column in columns)


def pack_section(
    columns: Sequence[Column], numbers: tuple[int, ...], layout: Layout, rules: Ruleset
) -> Iterator[Lookup]:
    """The look-ups of a section's questions: two by two, the smallest first, while their common table stays small."""
    waiting = sorted(numbers, key=lambda number: columns[number].coding.size)
    while waiting:
        first = waiting.pop(0)
        size = columns[first].coding.size
        table = _table(columns[first], layout, rules)
        if waiting and size * columns[waiting[0]].coding.size <= PAIR_LIMIT:
            second = waiting.pop(0)
            other = _table(columns[second], layout, rules)
            paired = (table[:, np.newaxis] + other).reshape(-1, layout.lanes)
            stride = np.uint8(len(other)) if len(paired) <= 1 << 8 else np.uint16(len(other))
            yield Lookup((first, second), stride, paired)
        else:
            yield Lookup((first,), np.uint8(1), table)


def _table(column: Column, layout: Layout, rules: Ruleset) -> Integers:
    """What each code of the column adds: a row of lanes a code."""
    table = np.zeros((column.coding.size, layout.lanes), np.int64)
    weight = column.weight
    answered = slice(FIRST_ANSWER, None)
    points = np.repeat(np.array(column.points, np.int64), len(LEVELS))
    grades = np.tile(np.array([rules.evidence_confidence[level] for level in LEVELS], np.int64), len(column.points))
    tagged = [layout.causes[tag] for tag in set(column.question.causes)]
    tagged += [layout.media[tag] for tag in set(column.question.media)]
    for sums in (layout.sums, *tagged):
        _put(table, sums.weight, UNKNOWN, weight)
        _put(table, sums.weight, answered, weight)
        _put(table, sums.earned, answered, weight * points)
    if layout.section:
        own = np.zeros(len(table), np.int64)
        own[UNKNOWN] = own[answered] = weight << layout.section.weight_shift
        own[answered] += weight * points // layout.section.unit
        table[:, layout.section.lane] += own << layout.section.shift
    _put(table, layout.confidence, answered, weight * grades)
    _put(table, layout.blank, BLANK, weight)
    _put(table, layout.not_applicable, NOT_APPLICABLE, weight)
    return table


def _put(table: Integers, field: Field, codes: int | slice, amount: Integers | int) -> None:
    table[codes, field.lane] += (amount // field.unit) << field.shift
