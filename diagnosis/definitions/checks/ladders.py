"""Ladders: grades, tiers and degrees of evidence, step by step without gaps."""

from collections.abc import Iterator
from itertools import pairwise

from diagnosis.definitions.draft import RulesetDraft, World
from diagnosis.definitions.node import Node
from diagnosis.definitions.report import error
from diagnosis.model.problems import Problem
from diagnosis.model.ruleset import Tier

MOST_PERCENT = 40
"""The scheme grants up to 40 % for the quality of control."""

_REQUIREMENTS = ("overall", "each_questionnaire", "confidence")
_DEGREES = ("none", "stated", "document", "verified")


def check_grades(_: World, draft: RulesetDraft) -> Iterator[Problem]:
    """Wrong: B before A, or the last at 2000. Right: highest first, the last at 0."""
    nodes = [node.child("at_least") for node in draft.node.items("grades")]
    for node, (upper, lower) in zip(nodes[1:], pairwise(draft.ruleset.grades), strict=True):
        if lower.at_least >= upper.at_least:
            yield error(
                node.at,
                "grade.order",
                ja="評価は at_least の大きい順に、重複なく並べてください。",
                en="List grades by descending at_least, each once.",
            )
    if draft.ruleset.grades[-1].at_least != 0:
        yield error(
            nodes[-1].at,
            "grade.last",
            ja="最も低い評価に届かないスコアがあります。最後の at_least を 0 にしてください。",
            en="Some scores have no grade. Let the last at_least be 0.",
        )


def check_tiers(_: World, draft: RulesetDraft) -> Iterator[Problem]:
    """Wrong: 20 before 30, the last not 0, 20 asking more than 30. Right: less percent asks less."""
    nodes = list(draft.node.items("tiers"))
    for node, (upper, lower) in zip(nodes[1:], pairwise(draft.ruleset.tiers), strict=True):
        if lower.percent >= upper.percent:
            yield _order(node)
        elif all(getattr(upper, name) <= getattr(lower, name) for name in _REQUIREMENTS):
            yield _shadowed(node, upper)
        else:
            yield from _check_requirements(node, upper, lower)
    yield from _check_last(nodes[-1], draft.ruleset.tiers[-1])
    for node, tier in zip(nodes, draft.ruleset.tiers, strict=True):
        yield from _check_tier(node, tier, draft)


def check_confidence(_: World, draft: RulesetDraft) -> Iterator[Problem]:
    """Wrong: `stated` above `document`. Right: better evidence never counts less."""
    node = draft.node.child("evidence_confidence")
    for lower, upper in pairwise(_DEGREES):
        if node.integer(upper) < node.integer(lower):
            yield error(
                node.child(upper).at,
                "confidence.order",
                ja=f"{upper} が {lower} より低くなっています。証拠が確かなほど高くしてください。",
                en=f"{upper} is below {lower}. Better evidence must not count less.",
            )


def _check_requirements(node: Node, upper: Tier, lower: Tier) -> Iterator[Problem]:
    for name in _REQUIREMENTS:
        if getattr(lower, name) > getattr(upper, name):
            yield error(
                node.child(name).at,
                "tier.not-monotone",
                ja=f"{lower.percent} の {name} が、上の段階 {upper.percent} より厳しくなっています。緩めてください。",
                en=f"Tier {lower.percent} asks more {name} than tier {upper.percent} above it. Ask less.",
            )


def _check_last(node: Node, tier: Tier) -> Iterator[Problem]:
    if tier.percent or any(getattr(tier, name) for name in _REQUIREMENTS):
        yield error(
            node.child("percent").at,
            "tier.last",
            ja="最後の段階は percent: 0 で、条件なしにしてください。",
            en="The last tier must be `percent: 0` and ask nothing.",
        )


def _check_tier(node: Node, tier: Tier, draft: RulesetDraft) -> Iterator[Problem]:
    if tier.percent > MOST_PERCENT:
        yield error(
            node.child("percent").at,
            "tier.above-scheme",
            ja=f"制度の上限は {MOST_PERCENT}％です。それ以下にしてください。",
            en=f"The scheme grants at most {MOST_PERCENT} %. Stay within it.",
        )
    most = max(draft.ruleset.evidence_confidence.values())
    if tier.confidence > most:
        yield error(
            node.child("confidence").at,
            "tier.unreachable",
            ja=f"確からしさは最高でも {most:,} です。この段階にはどの回答も届きません。{most:,} 以下にしてください。",
            en=f"Confidence is at most {most:,}, so no sheet reaches this tier. Ask {most:,} or less.",
        )
    if tier.percent and not node.has("sources"):
        yield error(
            node.at,
            "source.missing",
            ja="根拠（sources）がありません。sources の識別子を一つ以上書いてください。",
            en="There are no sources. Name at least one id of 'sources'.",
        )


def _order(node: Node) -> Problem:
    return error(
        node.child("percent").at,
        "tier.order",
        ja="段階は percent の大きい順に、重複なく並べてください。",
        en="List tiers by descending percent, each once.",
    )


def _shadowed(node: Node, upper: Tier) -> Problem:
    return error(
        node.child("percent").at,
        "tier.shadowed",
        ja=f"上の段階 {upper.percent} の条件がこれより厳しくないため、"
        "この段階になることはありません。条件を分けてください。",
        en=f"Tier {upper.percent} above asks no more than this one, so this is never given. Tell them apart.",
    )
