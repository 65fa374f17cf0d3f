"""What a draft ruleset would change: the same sheets under the published rules and under the draft."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Percent = int | None
"""A tier or a discount; None where none is suggested."""


@dataclass(frozen=True, slots=True)
class Moves:
    """How many sheets went from one value to another. up, down: to a better, to a worse one; None is worse than any."""

    counts: Mapping[tuple[str, str], int]
    up: int
    down: int


@dataclass(frozen=True, slots=True)
class GroupImpact:
    """A trade, a size or a risk group. change: sum of the changes of the overall score in bp over `compared` sheets."""

    label: str
    sheets: int
    tier_up: int
    tier_down: int
    discount_up: int
    discount_down: int
    change: int
    compared: int


@dataclass(frozen=True, slots=True)
class Mover:
    """One of those who move most. overall in bp, tiers in percent."""

    member: str
    overall_before: int
    overall_after: int
    tier_before: Percent
    tier_after: Percent


@dataclass(frozen=True, slots=True)
class RuleImpact:
    """What one change of the rules does by itself, the others left as published.

    kind, rule: what the rule is and its id. The counts are of sheets that have another value.
    """

    kind: str
    rule: str
    tiers: int
    grades: int
    discounts: int
    overall: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Impact:
    """before, after: the rulesets, `ID@VERSION`. changes: whole points of the overall score to the number of sheets.

    movers: those whose overall score moves most, first. rules: those that move most, first; tried on `tried` sheets.
    left_out: sheets that could not be scored by both, by the ruleset that they were answered on.
    """

    before: str
    after: str
    sheets: int
    tiers: Moves
    grades: Moves
    discounts: Moves
    changes: Mapping[int, int]
    groups: Mapping[str, tuple[GroupImpact, ...]]
    movers: tuple[Mover, ...]
    rules: tuple[RuleImpact, ...] = ()
    tried: int = 0
    left_out: Mapping[str, int] = field(default_factory=dict)
