"""Synthetic members, drawn with a seed: a firm that is well run is well run throughout, so its answers go together."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import log

import numpy as np
from numpy.typing import NDArray

from diagnosis.engine.codes import BLANK, FIRST_ANSWER, LEVELS, NOT_APPLICABLE, UNKNOWN, Codes, state_of
from diagnosis.engine.frame import Columns
from diagnosis.engine.scoring_model import Column, ScoringModel
from diagnosis.model.conditions import State
from diagnosis.model.questionnaire import DateQuestion, NumberQuestion
from diagnosis.model.sheet import Answer, AnswerSheet, Member

OPEN_SHARES = {BLANK: 0.02, UNKNOWN: 0.04, NOT_APPLICABLE: 0.02}
"""How often an answer is missing, unknown, or (where allowed) said not to apply."""
COMPLETE_SHARE = 0.5
"""Members who leave nothing open in the profile and answer every question in their route."""
NOISE = 0.22
"""How far one answer strays from how well the firm is run, as a part of the whole scale."""
MIDDLES = {"employees": 18, "annual-sales": 300_000_000, "persons-on-record": 3_000, "persons-on-record-peak": 4_000}
"""What half of the members stay below, by question of the profile; assumed."""
SPREAD = 1.5
"""Standard deviation of the logarithm of such a number."""

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Population:
    """Members as columns. numbers: what those answered who gave a number, by question of the profile."""

    columns: Columns
    numbers: Mapping[str, NDArray[np.int64]]


def draw_members(model: ScoringModel, count: int, seed: int, today: date) -> Columns:
    """`count` sheets as columns; the same seed gives the same sheets."""
    return draw_population(model, count, seed, today).columns


def draw_population(model: ScoringModel, count: int, seed: int, today: date) -> Population:
    """`count` members; the same seed gives the same ones."""
    random = np.random.default_rng(seed)
    quality = random.beta(3.2, 1.6, count)
    complete = random.random(count) < COMPLETE_SHARE
    codes: dict[int, Codes] = {}
    numbers: dict[str, NDArray[np.int64]] = {}
    for number, column in enumerate(model.columns):
        if column.source is not None:
            continue
        if isinstance(column.question, NumberQuestion) and column.question.id in MIDDLES:
            drawn = numbers[column.question.id] = _draw_number(random, column.question, count)
            places = _places_of(column, drawn)
        else:
            places = _draw_places(random, column, quality)
        codes[number] = _finish(random, column, places, quality, complete)
    dates = {model.root(plan.expires) for plan in model.certifications}
    days = {
        number: (today.toordinal() + random.integers(-365, 3 * 365, count)).astype(np.int32) for number in sorted(dates)
    }
    return Population(Columns(count, codes, days), numbers)


def _draw_number(random: np.random.Generator, question: NumberQuestion, count: int) -> NDArray[np.int64]:
    middle = log(MIDDLES[question.id])
    drawn = np.exp(middle + SPREAD * random.standard_normal(count))
    return drawn.clip(question.minimum, question.maximum).astype(np.int64)


def _places_of(column: Column, numbers: NDArray[np.int64]) -> NDArray[np.intp]:
    """The class of each number; the lowest number of a class stands for it."""
    lowest = np.array(column.coding.classes.values, np.int64)
    return (np.searchsorted(lowest, numbers, "right") - 1).clip(0)


def _draw_places(random: np.random.Generator, column: Column, quality: Numbers) -> NDArray[np.intp]:
    """Places of classes: by how well the firm is run where that earns points, else evenly."""
    count, classes = len(quality), len(column.coding.classes.values)
    if not column.rule:
        return random.integers(0, classes, count)
    order = np.argsort(column.points, kind="stable")
    place = (quality + random.normal(0, NOISE, count)).clip(0, 0.999) * classes
    return order[place.astype(np.intp)]


def _finish(
    random: np.random.Generator,
    column: Column,
    places: NDArray[np.intp],
    quality: Numbers,
    complete: NDArray[np.bool_],
) -> Codes:
    """Codes of the classes, with the evidence for them; some left open."""
    levels = column.coding.levels
    codes = FIRST_ANSWER + places * levels
    if levels > 1:
        codes += (quality * random.random(len(quality)) * levels * 1.3).clip(0, levels - 1).astype(np.intp)
    return _open_some(random, column, codes, complete).astype(column.coding.dtype)


def _open_some(
    random: np.random.Generator, column: Column, codes: NDArray[np.intp], complete: NDArray[np.bool_]
) -> NDArray[np.intp]:
    chance = random.random(len(codes))
    above = 0.0
    for code, share in OPEN_SHARES.items():
        allowed = column.question.allows_not_applicable if code == NOT_APPLICABLE else ~complete
        codes = np.where((above <= chance) & (chance < above + share) & allowed, code, codes)
        above += share
    return codes


def sheet_of(model: ScoringModel, members: Columns, row: int) -> AnswerSheet:
    """One synthetic member as an answer sheet."""
    answers = {}
    for number, codes in members.codes.items():
        if answer := _answer(model.columns[number], int(codes[row]), members, row, number):
            answers[model.columns[number].question.id] = answer
    return AnswerSheet(
        ruleset=model.definitions.ruleset.reference,
        questionnaires={part.id: part.version for part in model.definitions.questionnaires},
        member=Member(f"S-{row:07}", "例示商店"),
        answered_on=None,
        answers=answers,
    )


def _answer(column: Column, code: int, members: Columns, row: int, number: int) -> Answer | None:
    state = state_of(code)
    if state is State.BLANK:
        return None
    if state is not State.ANSWERED:
        return Answer(state, reason="該当する業務がない" if state is State.NOT_APPLICABLE else "")
    place, level = divmod(code - FIRST_ANSWER, column.coding.levels)
    value = column.coding.classes.values[place]
    if isinstance(column.question, DateQuestion):
        value = date.fromordinal(int(members.days[number][row])) if number in members.days else date(2026, 1, 1)
    if value is None:
        value = "記載あり"
    return Answer(state, value, LEVELS[level] if column.coding.levels > 1 else LEVELS[1])
