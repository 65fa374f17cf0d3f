"""Sums over questions, and the scores made of them (contract, section 4), for a block of sheets.

Codes are routed for the whole block, packed sums are added up part by part: one code is a byte, one row of sums is
many, so what is best for the cache differs.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from diagnosis.engine.arithmetic import mean_of_scores, round_div_all
from diagnosis.engine.codes import Codes
from diagnosis.engine.frame import Frame, Scores
from diagnosis.engine.scoring_model import Integers, Layout, Lookup, QuestionnairePlan, Sums
from diagnosis.engine.truths import TRUE

Flags = NDArray[np.bool_]

PART = 1 << 14
"""Sheets whose packed sums are added up in one go."""


@dataclass(frozen=True, slots=True)
class Routed:
    """The weight in route: that counts, is blank, is not applicable."""

    counting: Integers
    blank: Integers
    not_applicable: Integers


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """Weights in route, by questionnaire and over those in scope (overall). in_scope: None where all sheets are."""

    in_scope: Mapping[str, Flags | None]
    questionnaires: Mapping[str, Routed]
    overall: Routed


def score_frame(frame: Frame) -> Totals:
    """Work out every sum, and fill in every score in the frame."""
    model, count = frame.model, frame.sheets.count
    totals = Totals(
        in_scope={plan.id: _in_scope(frame, plan) for plan in model.questionnaires},
        questionnaires={plan.id: _empty_routed(count) for plan in model.questionnaires},
        overall=_empty_routed(count),
    )
    for start in range(0, count, PART):
        _score_part(frame, totals, slice(start, min(start + PART, count)))
    for plan in model.questionnaires:
        sections = (model.sections[place] for place in plan.sections)
        parts = [(section.weight, frame.scores[f"section:{section.id}"], None) for section in sections]
        frame.scores[f"questionnaire:{plan.id}"][:] = mean_of_scores(parts, count)
    whole = [
        (plan.rule.weight, frame.scores[f"questionnaire:{plan.id}"], totals.in_scope[plan.id])
        for plan in model.questionnaires
    ]
    frame.scores["overall"][:] = mean_of_scores(whole, count)
    return totals


def _in_scope(frame: Frame, plan: QuestionnairePlan) -> Flags | None:
    return None if plan.out_of_scope is None else frame.truth(plan.out_of_scope) != TRUE


def _empty_routed(count: int) -> Routed:
    return Routed(np.empty(count, np.int64), np.empty(count, np.int64), np.empty(count, np.int64))


def _score_part(frame: Frame, totals: Totals, part: slice) -> None:
    """Fill in the sums of some of the sheets, and the scores that are made of them."""
    model, layout, scores = frame.model, frame.model.layout, frame.scores
    whole = np.zeros((part.stop - part.start, layout.lanes), np.int64)
    found = np.empty_like(whole)
    for plan in model.questionnaires:
        rows = np.zeros_like(whole)
        for place in plan.sections:
            own = _sum_rows(frame, model.sections[place].lookups, part, found)
            scores[f"section:{model.sections[place].id}"][part] = _section_scores(layout, own)
            rows += own
        _read_routed(layout, rows, totals.questionnaires[plan.id], part)
        kept = totals.in_scope[plan.id]
        if kept is not None:
            rows[~kept[part]] = 0
        whole += rows
    _read_routed(layout, whole, totals.overall, part)
    sure = layout.confidence.read(whole)
    scores["confidence"][part] = round_div_all(sure, totals.overall.counting[part], layout.confidence.unit)
    for kind, tags in (("cause", layout.causes), ("medium", layout.media)):
        for tag, sums in tags.items():
            scores[f"{kind}:{tag}"][part] = _mean(sums, whole)


def _sum_rows(frame: Frame, lookups: tuple[Lookup, ...], part: slice, found: Integers) -> Integers:
    """The packed sums over the questions of `lookups`, for some of the sheets. found: overwritten."""
    if not lookups:
        return np.zeros_like(found)
    rows, index = np.empty_like(found), np.empty(len(found), np.intp)
    for number, lookup in enumerate(lookups):
        index[:] = _index(frame, lookup, part)
        # Every index is in range; `clip` only spares the buffer that the default mode would need beside `out`.
        lookup.table.take(index, 0, found if number else rows, "clip")
        if number:
            rows += found
    return rows


def _index(frame: Frame, lookup: Lookup, part: slice) -> Codes:
    """Where each sheet's row stands in the table, in the smallest integers that hold it."""
    first = frame.cell(lookup.columns[0])[part]
    if len(lookup.columns) == 1:
        return first
    index = first * lookup.stride
    index += frame.cell(lookup.columns[1])[part]
    return index


def _section_scores(layout: Layout, rows: Integers) -> Scores:
    return _mean(layout.sums, rows) if layout.section is None else layout.section.read(rows)


def _mean(sums: Sums, rows: Integers) -> Scores:
    """100 x sum(w p) / sum(w), in bp."""
    return round_div_all(sums.earned.read(rows), sums.weight.read(rows), 100 * sums.earned.unit)


def _read_routed(layout: Layout, rows: Integers, routed: Routed, part: slice) -> None:
    routed.counting[part] = layout.sums.weight.read(rows)
    routed.blank[part] = layout.blank.read(rows)
    routed.not_applicable[part] = layout.not_applicable.read(rows)
