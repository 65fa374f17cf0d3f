"""What changed between two versions of a questionnaire or a ruleset, told for people."""

from dataclasses import dataclass, field
from enum import StrEnum

from diagnosis.model.problems import Span
from diagnosis.model.text import Text


class ChangeKind(StrEnum):
    """What a change is about, the weightiest first: this is the order in which changes are told."""

    REMOVED = "removed"
    MEANING = "meaning"
    ADDED = "added"
    ROUTE = "route"
    LAW = "law"
    GATE = "gate"
    TIER = "tier"
    WEIGHT = "weight"
    POINTS = "points"
    EXPOSURE = "exposure"
    LOSS = "loss"
    REVIEW = "review"
    PARTS = "parts"
    PERIOD = "period"
    SOURCE = "source"
    WORDING = "wording"


class Step(StrEnum):
    """How far a version must move: its number (2026.1 to 2026.2) or its year (2026.2 to 2027.1)."""

    NUMBER = "number"
    YEAR = "year"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that differs.

    subject: what people know it by, such as `pd-owner`. what: which part of it. name: its words, where it has some.
    before, after: in words; None where it did not exist. step: what the version must do because of it.
    at: in the later file, or in the earlier where it is gone.
    """

    kind: ChangeKind
    step: Step
    subject: str
    what: Text
    name: Text | None
    before: Text | None
    after: Text | None
    at: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Comparison:
    """All changes from one version to another, in order of kind, then of the file. before, after: `ID@VERSION`."""

    before: str
    after: str
    title: Text
    changes: tuple[Change, ...]

    @property
    def step(self) -> Step | None:
        """The step that the changes ask for; None where nothing differs."""
        steps = {change.step for change in self.changes}
        return Step.YEAR if Step.YEAR in steps else Step.NUMBER if steps else None
