"""What a question may yet become once blanks are filled in, by how its route stands and what stands on the sheet.

Both are few, so every set of possible codes is known beforehand: what bounds need to know of it stands in tables.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from diagnosis.engine.codes import BLANK, FIRST_ANSWER, LEVELS, NOT_ASKED
from diagnosis.engine.conditions import Node, TestNode, Truths
from diagnosis.engine.scoring_model import Column, QuestionnairePlan, SectionPlan, SpanPlan
from diagnosis.engine.truths import FALSE, TRUE, UNDECIDED
from diagnosis.model.ruleset import Ruleset

NEVER, PERHAPS, AS_FOUND, SURE = range(4)
"""How a question's route stands over all completions. AS_FOUND: perhaps in route, but its answer, taken from a
question that is surely asked, is settled."""

STATES = 4

OF_ROUTE = np.full(TRUE + 1, PERHAPS, np.uint8)
"""The state of a question that is asked, by the truth of its route."""
OF_ROUTE[[FALSE, TRUE]] = NEVER, SURE

OF_SOURCE = np.full((TRUE + 1, STATES), NEVER, np.uint8)
"""The state of a question that takes its answer from another, by the truth of its own route and the other's state."""
OF_SOURCE[UNDECIDED] = NEVER, PERHAPS, AS_FOUND, AS_FOUND
OF_SOURCE[TRUE] = NEVER, PERHAPS, AS_FOUND, SURE


def plan_spans(
    columns: Sequence[Column],
    nodes: Sequence[Node],
    sections: Sequence[SectionPlan],
    questionnaires: Sequence[QuestionnairePlan],
    rules: Ruleset,
) -> SpanPlan:
    """The tables for the questions of the sections."""
    scored = [number for section in sections for number in section.columns]
    questions = [columns[number].question for number in scored]
    homes = {plan.id: place for place, plan in enumerate(questionnaires)}
    tagged = {f"cause:{tag.id}": [tag.id in one.causes for one in questions] for tag in rules.causes}
    tagged |= {f"medium:{tag.id}": [tag.id in one.media for one in questions] for tag in rules.media}
    parts = [_parts(columns[number], rules) for number in scored]
    sizes = [STATES * columns[number].coding.size for number in scored]
    tests = {number: node for number, node in enumerate(nodes) if isinstance(node, TestNode)}
    flat = np.concatenate([np.empty((0, 6), np.int32), *parts]).T
    return SpanPlan(
        scored=tuple(scored),
        offsets=np.cumsum([0, *sizes[:-1]]).astype(np.intp),
        weights=np.array([columns[number].weight for number in scored], np.int64),
        there=flat[0].astype(np.bool_),
        certain=flat[1].astype(np.bool_),
        points=(flat[2], flat[3]),
        confidence=(flat[4], flat[5]),
        homes=np.array([homes[columns[number].questionnaire] for number in scored], np.intp),
        tagged={name: np.array(flags, np.bool_).nonzero()[0] for name, flags in tagged.items()},
        tests={number: _test_table(node, columns[node.column]) for number, node in tests.items()},
    )


def possible_codes(column: Column, state: int, found: int) -> tuple[int, ...]:
    """The codes that the question may have in the end; one, if nothing is open."""
    return _possible(column.coding.completions, state, found)


def _possible(completions: tuple[int, ...], state: int, found: int) -> tuple[int, ...]:
    filled = completions if found == BLANK else (found,)
    if state == NEVER:
        return (NOT_ASKED,)
    if state == SURE:
        return filled
    if state == AS_FOUND:
        return tuple(dict.fromkeys((NOT_ASKED, *filled)))
    # An answer found on an undecided route is one value among all.
    return tuple(dict.fromkeys((NOT_ASKED, *completions, *filled)))


@dataclass(frozen=True, slots=True)
class _Every:
    """The possible codes in the order of the tables: by state, then by code found. kinds: each once; places: of all."""

    kinds: tuple[tuple[int, ...], ...]
    places: NDArray[np.intp]


def _every(column: Column) -> _Every:
    return _every_of(column.coding.size, column.coding.completions)


@cache
def _every_of(size: int, completions: tuple[int, ...]) -> _Every:
    """Once for all questions with as many codes: there are few kinds."""
    every = [_possible(completions, state, found) for state in range(STATES) for found in range(size)]
    kinds = {codes: place for place, codes in enumerate(dict.fromkeys(every))}
    return _Every(tuple(kinds), np.array([kinds[codes] for codes in every], np.intp))


def _test_table(node: TestNode, column: Column) -> Truths:
    """The truth that holds in every completion and on the way to it, where what is open may also be blank."""
    truth, every = node.table.tolist(), _every(column)
    on_the_way = ((BLANK, *codes) if len(codes) > 1 else codes for codes in every.kinds)
    common = [common_truth(truth[code] for code in codes) for codes in on_the_way]
    return np.array(common, np.uint8)[every.places]


def _parts(column: Column, rules: Ruleset) -> NDArray[np.int32]:
    """A row each: may the question count, does it surely, and the extremes of its points and its confidence."""
    earned = [column.points_at(code) for code in range(column.coding.size)]
    sure = [_confidence(column, code, rules.evidence_confidence) for code in range(column.coding.size)]
    every = _every(column)
    return np.array([_part(codes, earned, sure) for codes in every.kinds], np.int32)[every.places]


def _part(
    codes: tuple[int, ...], earned: Sequence[int | None], sure: Sequence[int]
) -> tuple[int, int, int, int, int, int]:
    points = [found for code in codes if (found := earned[code]) is not None] or [0]
    counting = [code for code in codes if earned[code] is not None]
    levels = [sure[code] for code in counting] or [0]
    return bool(counting), len(counting) == len(codes), min(points), max(points), min(levels), max(levels)


def _confidence(column: Column, code: int, of_level: Mapping[str, int]) -> int:
    if code < FIRST_ANSWER:
        return 0
    return of_level[LEVELS[(code - FIRST_ANSWER) % column.coding.levels]]


def common_truth(truths: Iterable[int]) -> int:
    """The truth on which all agree, or undecided."""
    seen = set(truths)
    return seen.pop() if len(seen) == 1 else UNDECIDED
