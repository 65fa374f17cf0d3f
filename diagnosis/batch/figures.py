"""What the store keeps of a diagnosis in columns of its own, of one sheet or of many at once."""

import functools
from collections.abc import Mapping, Sequence
from typing import Any, Final

from diagnosis import __version__, pipeline
from diagnosis.model.ruleset import Definitions
from diagnosis.model.scorecard import Scorecard
from diagnosis.model.sheet import AnswerSheet
from diagnosis.settings import read_settings

_TRADE: Final = "industry"
_EMPLOYEES: Final = "employees"
"""Questions of the profile that tell groups of peers apart, beside the ruleset's number of persons."""


def figures_of(definitions: Definitions, sheet: AnswerSheet, card: Scorecard) -> dict[str, object]:
    """What the store keeps of a diagnosis in columns of its own."""
    return {
        **_head_figures(definitions, sheet),
        "diagnosed_on": card.diagnosed_on.isoformat(),
        "overall": card.overall.point,
        "lower": card.overall.lower,
        "upper": card.overall.upper,
        "grade": card.grade,
        "tier": card.tier.suggested,
        "certification": card.discount.certification,
        "discount": card.discount.suggested,
        "risk_group": card.risk_group,
        "gates": [gate.gate for gate in card.gates if gate.state == "closed"],
        "findings": list(card.findings),
        "referrals": list(card.referrals),
    }


def sheet_columns(sheets: Sequence[AnswerSheet]) -> dict[str, Any]:
    """What the store keeps of many sheets in columns of its own."""
    persons = {
        reference: pipeline.load(reference, read_settings()).ruleset.loss.persons
        for reference in {sheet.ruleset for sheet in sheets}
    }
    return {
        "member_id": [sheet.member.id for sheet in sheets],
        "member_name": [sheet.member.name for sheet in sheets],
        "sheet_digest": [sheet.digest for sheet in sheets],
        "ruleset": [sheet.ruleset for sheet in sheets],
        "answered_on": [sheet.answered_on and sheet.answered_on.isoformat() for sheet in sheets],
        "trade": [_value(sheet, _TRADE) for sheet in sheets],
        "employees": [_value(sheet, _EMPLOYEES) for sheet in sheets],
        "persons": [_value(sheet, persons[sheet.ruleset]) for sheet in sheets],
    }


def score_columns(scored: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The same of their results."""
    overall = [found["scores"]["overall"] for found in scored]
    return {
        "overall": [point for point, _, _ in overall],
        "lower": [lower for _, lower, _ in overall],
        "upper": [upper for _, _, upper in overall],
        "grade": [found["grade"] for found in scored],
        "tier": [found["tier"]["suggested"] for found in scored],
        "certification": [found["discount"]["certification"] for found in scored],
        "discount": [found["discount"]["suggested"] for found in scored],
        "risk_group": [found["risk_group"] for found in scored],
        "gates": [found["gates"]["closed"] for found in scored],
        "findings": [found["findings"] for found in scored],
        "referrals": [found["referrals"] for found in scored],
    }


def _head_figures(definitions: Definitions, sheet: AnswerSheet) -> dict[str, object]:
    return {
        "member_id": sheet.member.id,
        "member_name": sheet.member.name,
        "sheet_digest": sheet.digest,
        "answered_on": sheet.answered_on.isoformat() if sheet.answered_on else None,
        "trade": _value(sheet, _TRADE),
        "employees": _value(sheet, _EMPLOYEES),
        "persons": _value(sheet, definitions.ruleset.loss.persons),
        "engine": __version__,
        "ruleset": sheet.ruleset,
        "definitions": digests_of(sheet.ruleset),
    }


@functools.lru_cache(maxsize=8)
def digests_of(reference: str) -> list[list[str]]:
    """A ruleset and its questionnaires, `ID@VERSION`, each with its digest."""
    definitions = pipeline.load(reference, read_settings())
    rules = definitions.ruleset
    return [[rules.reference, rules.digest], *([one.reference, one.digest] for one in definitions.questionnaires)]


def _value(sheet: AnswerSheet, question: str) -> object:
    answer = sheet.answers.get(question)
    return answer.value if answer else None
