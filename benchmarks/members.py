"""Synthetic members, drawn with a seed: a firm that is well run is well run throughout, so its answers go together."""

from datetime import date

import numpy as np
from numpy.typing import NDArray

from diagnosis.engine import Columns, ScoringModel
from diagnosis.engine.codes import BLANK, FIRST_ANSWER, LEVELS, NOT_APPLICABLE, UNKNOWN, Codes, state_of
from diagnosis.engine.scoring_model import Column
from diagnosis.model.conditions import State
from diagnosis.model.questionnaire import DateQuestion
from diagnosis.model.sheet import Answer, AnswerSheet, Member

OPEN_SHARES = {BLANK: 0.02, UNKNOWN: 0.04, NOT_APPLICABLE: 0.02}
"""How often an answer is missing, unknown, or (where allowed) said not to apply."""
COMPLETE_SHARE = 0.5
"""Members who leave nothing open in the profile and answer every question in their route."""
NOISE = 0.22
"""How far one answer strays from how well the firm is run, as a part of the whole scale."""

Numbers = NDArray[np.float64]


def draw_members(model: ScoringModel, count: int, seed: int, today: date) -> Columns:
    """`count` sheets as columns; the same seed gives the same sheets."""
    random = np.random.default_rng(seed)
    quality = random.beta(3.2, 1.6, count)
    complete = random.random(count) < COMPLETE_SHARE
    codes = {
        number: _draw_column(random, column, quality, complete)
        for number, column in enumerate(model.columns)
        if column.source is None
    }
    dates = {model.root(plan.expires) for plan in model.certifications}
    days = {
        number: (today.toordinal() + random.integers(-365, 3 * 365, count)).astype(np.int32) for number in sorted(dates)
    }
    return Columns(count, codes, days)


def _draw_column(random: np.random.Generator, column: Column, quality: Numbers, complete: NDArray[np.bool_]) -> Codes:
    count = len(quality)
    classes = len(column.coding.classes.values)
    if column.rule:
        order = np.argsort(column.points, kind="stable")
        place = (quality + random.normal(0, NOISE, count)).clip(0, 0.999) * classes
        drawn = order[place.astype(np.intp)]
    else:
        drawn = random.integers(0, classes, count)
    proof = (quality * random.random(count) * column.coding.levels * 1.3).clip(0, column.coding.levels - 1)
    codes = FIRST_ANSWER + drawn * column.coding.levels + proof.astype(np.intp)
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
