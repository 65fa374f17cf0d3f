"""Dates: periods run forward, and rules wait for their questionnaires."""

from collections.abc import Iterator

from diagnosis.definitions.draft import RulesetDraft, World
from diagnosis.definitions.node import Node
from diagnosis.definitions.report import error
from diagnosis.model.problems import Problem


def check_answerable(world: World) -> Iterator[Problem]:
    """Wrong: `{from: 2026-11-01, until: 2026-10-01}`. Right: `until` on or after `from`."""
    for draft in world.questionnaires:
        yield from _check_period(draft.node.child("answerable"))


def check_ruleset(world: World, draft: RulesetDraft) -> Iterator[Problem]:
    """Wrong: rules from 1 October, a questionnaire answerable from 1 November. Right: rules never before it."""
    applies = draft.node.child("applies")
    yield from _check_period(applies)
    latest = max((each.questionnaire for each in world.questionnaires), key=lambda each: each.answerable_from)
    if draft.ruleset.applies_from < latest.answerable_from:
        yield error(
            applies.child("from").at,
            "dates.too-early",
            ja=f"{latest.reference} に回答できるのは {latest.answerable_from} からです。それ以後の日にしてください。",
            en=f"The questionnaire {latest.reference} can be answered from {latest.answerable_from}. Begin no earlier.",
        )


def _check_period(node: Node) -> Iterator[Problem]:
    until = node.maybe_day("until")
    if until is not None and until < node.day("from"):
        yield error(
            node.child("until").at,
            "dates.order",
            ja="until が from より前です。期間を直してください。",
            en="`until` is before `from`. Mend the period.",
        )
