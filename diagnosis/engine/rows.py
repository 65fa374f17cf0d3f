"""Many sheets scored at once, each read off as plain results: what a batch without reports keeps of it.

All is worked out in columns; a row is what `score` would say of the sheet, without the part of each question.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from diagnosis.engine.arithmetic import round_div_all
from diagnosis.engine.bounds import Bounds, find_bounds
from diagnosis.engine.codes import BLANK, UNKNOWN
from diagnosis.engine.columnar import encode, score_block
from diagnosis.engine.frame import Columns, Frame
from diagnosis.engine.risk_groups import risk_group_places
from diagnosis.engine.scoring_model import ScoringModel
from diagnosis.engine.standing import REASONS, STANDINGS, Standing
from diagnosis.engine.sums import Routed
from diagnosis.engine.truths import TRUE, UNDECIDED
from diagnosis.model.ruleset import FULL
from diagnosis.model.sheet import AnswerSheet

MOST = 1 << 12
"""Sheets in one go, so that memory does not grow with their number."""

Column = Sequence[object]
"""One entry a sheet."""


def score_rows(model: ScoringModel, sheets: Sequence[AnswerSheet], on: date) -> Iterator[dict[str, object]]:
    """The plain results of each sheet on the day `on`, in order.

    scores: by name, [point, lower, upper] in bp, None for what there is none of. may_be_absent: names of scores that
    some completion lacks. gates: ids by state; a gate in neither passes. All else is as in a scorecard.
    """
    for start in range(0, len(sheets), MOST):
        some = sheets[start : start + MOST]
        yield from score_coded(model, encode(model, some), [sheet.digest for sheet in some], on)


def score_coded(model: ScoringModel, coded: Columns, digests: Sequence[str], on: date) -> Iterator[dict[str, object]]:
    """The same of sheets that are columns already, not too many at once. digests: of the sheets."""
    frame = Frame(model, coded)
    count = coded.count
    totals, standing = score_block(frame, on)
    bounds = find_bounds(frame, standing, on.toordinal())
    scores, absent = _scores(frame, bounds)
    columns: dict[str, Column] = {
        "sheet_digest": digests,
        "scores": scores,
        "may_be_absent": absent,
        "completeness": _completeness(totals.overall),
        "grade": [
            None if place < 0 else model.definitions.ruleset.grades[place].id for place in standing.grade.tolist()
        ],
        "gates": _gates(model, standing, bounds, count),
        "tier": _tiers(standing, bounds),
        "discount": _discounts(model, standing, bounds, count),
        "risk_group": _risk_groups(frame),
        "findings": _true(frame, [one.id for one in model.definitions.ruleset.findings], model.findings),
        "referrals": _true(frame, [one.id for one in model.definitions.ruleset.referrals], model.referrals),
        "blank": _with_code(frame, BLANK),
        "unknown": _with_code(frame, UNKNOWN),
    }
    head = {"ruleset": model.definitions.ruleset.reference, "diagnosed_on": on.isoformat()}
    for row in zip(*columns.values(), strict=True):
        yield {**head, **dict(zip(columns, row, strict=True))}


def _scores(frame: Frame, bounds: Bounds) -> tuple[Column, Column]:
    """By sheet: every score with its bounds, and the names of those that may be absent."""
    names = frame.model.score_names
    columns = []
    for name in names:
        bound = bounds.scores[name]
        points, lower, upper = _or_none(frame.scores[name]), _or_none(bound.lower), _or_none(bound.upper)
        columns.append(list(zip(points, lower, upper, strict=True)))
    scores = [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]
    return scores, _ids_where(names, [bounds.scores[name].absent for name in names], frame.sheets.count)


def _or_none(found: NDArray[np.signedinteger]) -> list[int | None]:
    """Plain numbers; None for -1."""
    plain: list[int | None] = found.tolist()
    return [None if number == -1 else number for number in plain] if found.min(initial=0) < 0 else plain


def _completeness(overall: Routed) -> Column:
    return _or_none(round_div_all(FULL * overall.counting, overall.counting + overall.blank))


def _ids_where(ids: Iterable[str], flags: Iterable[NDArray[np.bool_]], count: int) -> list[list[str]]:
    """By sheet: the ids whose flag is set, in order."""
    found: list[list[str]] = [[] for _ in range(count)]
    for one, flag in zip(ids, flags, strict=True):
        for row in np.flatnonzero(flag).tolist():
            found[row].append(one)
    return found


def _gates(model: ScoringModel, standing: Standing, bounds: Bounds, count: int) -> Column:
    ids = [gate.id for gate in model.definitions.ruleset.gates]
    closed = _ids_where(ids, [truth == TRUE for truth in standing.gates], count)
    open_ = _ids_where(ids, [truth == UNDECIDED for truth in standing.gates], count)
    may_close = _ids_where(ids, bounds.may_close, count)
    return [
        {"closed": one, "open": two, "may_close": three}
        for one, two, three in zip(closed, open_, may_close, strict=True)
    ]


def _tiers(standing: Standing, bounds: Bounds) -> Column:
    withheld = {
        bits: [reason.value for n, reason in enumerate(REASONS) if bits >> n & 1] for bits in range(1 << len(REASONS))
    }
    columns = {
        "reached": standing.reached.tolist(),
        "point": standing.point.tolist(),
        "lower": bounds.tier[0].tolist(),
        "upper": bounds.tier[1].tolist(),
        "suggested": _or_none(standing.suggested),
        "withheld": [withheld[bits] for bits in standing.withheld.tolist()],
    }
    return _dicts(columns)


def _discounts(model: ScoringModel, standing: Standing, bounds: Bounds, count: int) -> Column:
    rules = model.definitions.ruleset
    held = {plan.rule.id: found for plan, found in zip(model.certifications, standing.certificates, strict=True)}
    names = {one: [STANDINGS[place].value for place in found.tolist()] for one, found in held.items()}
    columns = {
        "certifications": _dicts(names) if names else [{} for _ in range(count)],
        "certification": standing.certification.tolist(),
        "suggested": _or_none(standing.discount),
        "lower": np.minimum(bounds.tier[0] + bounds.certification[0], rules.combined_cap).tolist(),
        "upper": np.minimum(bounds.tier[1] + bounds.certification[1], rules.combined_cap).tolist(),
        "group": [rules.group_discount] * count,
    }
    return _dicts(columns)


def _dicts(columns: Mapping[str, Column]) -> Column:
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _risk_groups(frame: Frame) -> Column:
    """The first group that holds; None if there is none, or if one before it might hold yet."""
    ids = [*(group.id for group in frame.model.definitions.ruleset.risk_groups), None]
    return [ids[place] for place in risk_group_places(frame).tolist()]


def _true(frame: Frame, ids: Iterable[str], nodes: Iterable[int]) -> Column:
    return _ids_where(ids, [frame.truth(node) == TRUE for node in nodes], frame.sheets.count)


def _with_code(frame: Frame, code: int) -> Column:
    """By sheet: the asked questions that are in this state."""
    asked = [(number, column.question.id) for number, column in enumerate(frame.model.columns) if column.source is None]
    flags = (frame.cell(number) == code for number, _ in asked)
    return _ids_where([question for _, question in asked], flags, frame.sheets.count)
