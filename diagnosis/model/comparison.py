"""Two diagnoses of one member side by side: as printed, and on the questions that both share."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from diagnosis.model.conditions import State
from diagnosis.model.sheet import Value


@dataclass(frozen=True, slots=True)
class Pair:
    """The same figure then and now, in bp; None where there was or is no such score."""

    before: int | None
    after: int | None

    @property
    def change(self) -> int | None:
        """How far it rose, negative where it fell; None unless there are both."""
        return None if self.before is None or self.after is None else self.after - self.before


@dataclass(frozen=True, slots=True)
class Printed:
    """A diagnosis as its own report printed it, by the edition that it was answered on.

    overall: bp. tier, discount: percent. None where there was none.
    """

    on: date
    ruleset: str
    overall: int | None
    grade: str | None
    tier: int | None
    discount: int | None


@dataclass(frozen=True, slots=True)
class Change:
    """One shared question whose points changed. weight: as in the present ruleset.

    state, value: the earlier answer, in the terms of the present edition.
    """

    question: str
    weight: int
    before: int
    after: int
    state: State
    value: Value | None

    @property
    def moved(self) -> int:
        """Weighted points won, negative where they were lost."""
        return self.weight * (self.after - self.before)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A member's earlier diagnosis beside the present one.

    printed: each by its own edition, earliest first, the present one last; not comparable across editions.
    All pairs are like for like: both sheets under the present ruleset, over the questions that count in both.
    common: their number. share: their weight in bp of the weight that counts now; 0 if nothing does.
    improved, slipped: greatest change first. asked_anew: questions that count now and did not count then.
    no_longer: the reverse, as far as the present edition still asks them: not applicable now, say, or left blank.
    """

    printed: tuple[Printed, ...]
    common: int
    share: int
    overall: Pair
    questionnaires: Mapping[str, Pair]
    sections: Mapping[str, Pair]
    causes: Mapping[str, Pair]
    improved: tuple[Change, ...]
    slipped: tuple[Change, ...]
    asked_anew: tuple[str, ...]
    no_longer: tuple[str, ...]
