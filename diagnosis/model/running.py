"""What a sheet scores while it is being filled in, and what is to be asked next."""

from dataclasses import dataclass

from diagnosis.model.scorecard import Score, TierResult


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningScore:
    """The part of a scorecard that is shown on every page, and the route.

    asked: questions that are surely asked, `same_as` ones left out. blank: those of them without an answer.
    """

    overall: Score
    grade: str | None
    tier: TierResult
    asked: frozenset[str]
    blank: frozenset[str]
