"""Advice: one, and only one, for each weak answer."""

from collections.abc import Iterator
from itertools import pairwise

from diagnosis.definitions.checks.points import BEST, points_reached
from diagnosis.definitions.draft import RulesetDraft, World
from diagnosis.definitions.node import Node
from diagnosis.definitions.report import error, warning
from diagnosis.model.problems import Problem
from diagnosis.model.ruleset import QuestionRule


def check_advice(world: World, draft: RulesetDraft) -> Iterator[Problem]:
    """Wrong: `below: 100` before `below: 50`, or the last at 80. Right: ascending, the last at 100."""
    for rule, node in draft.rules:
        entries = list(node.items("advice"))
        bounds = [entry.below for entry in rule.advice]
        for item, (lower, upper) in zip(entries[1:], pairwise(bounds), strict=True):
            if upper <= lower:
                yield _doubly(item)
        if max(bounds) != BEST:
            yield _missing(entries[-1], max(bounds))
        question = world.questions.get(rule.question)
        if question is not None and bounds == sorted(set(bounds)):
            yield from _never_given(entries, rule, points_reached(rule, question))


def _never_given(entries: list[Node], rule: QuestionRule, reached: frozenset[int]) -> Iterator[Problem]:
    lower = 0
    for item, entry in zip(entries, rule.advice, strict=True):
        if not any(lower <= points < entry.below for points in reached):
            yield warning(
                item.child("below").at,
                "advice.never",
                ja=f"{lower}点以上{entry.below}点未満になる回答がないため、この助言は出ません。取り除いてください。",
                en=f"No answer has from {lower} to below {entry.below} points, so this is never given. Remove it.",
            )
        lower = entry.below


def _doubly(item: Node) -> Problem:
    return error(
        item.child("below").at,
        "advice.order",
        ja="below の小さい順に、重複なく並べてください。一つの点に助言は一つです。",
        en="List advice by ascending `below`, each once, so that one advice holds for any points.",
    )


def _missing(item: Node, highest: int) -> Problem:
    return error(
        item.child("below").at,
        "advice.missing",
        ja=f"{highest}点以上100点未満の回答に助言がありません。最後の below を 100 にしてください。",
        en=f"There is no advice from {highest} to below 100 points. Let the last `below` be 100.",
    )
