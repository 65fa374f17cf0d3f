"""How a ruleset estimates what a leak would cost: heads, scenarios, factors, and the flyer's worked example."""

from collections.abc import Mapping
from dataclasses import dataclass

from diagnosis.model.conditions import Condition
from diagnosis.model.text import Text


@dataclass(frozen=True, slots=True)
class LossHead:
    """A head of damage. `cover`: the part of a plan that pays it, `liability` or `cost`."""

    id: str
    title: Text
    cover: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LossScenario:
    """One reading of how a leak of every person on record turns out; low, middle and high make the range.

    serious, other, condolence: how many persons in `per` get serious damages, other damages, a condolence payment.
    Units are yen a person. fixed: head id to yen a case.
    """

    id: str
    title: Text
    per: int
    serious: int
    serious_unit: int
    other: int
    other_unit: int
    condolence: int
    condolence_unit: int
    fixed: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class SensitivityLevel:
    """A level of the JNSA-style per-person figure: mental distress `x`, economic loss `y`, each 1 to 3.

    The highest x and the highest y of all levels whose `when` is true hold.
    """

    when: Condition | None
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Factor:
    """A factor of the per-person figure; the first of a list whose `when` is true holds, None holds always."""

    when: Condition | None
    value: int


@dataclass(frozen=True, slots=True)
class WorkedExample:
    """The flyer's own example, which the model must reproduce to the yen. heads: head id to yen."""

    scenario: str
    persons: int
    heads: Mapping[str, int]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LossModel:
    """How a loss is estimated from the profile.

    persons: id of the number question that counts persons on record. Heads `damages` and `condolence` grow with it.
    Per person, after JNSA: jnsa_base (yen) x (10^(x-1) + 5^(y-1)) x identifiability x responsibility x response.
    sensitivity_percent: max(x, y) to the percentage by which a scenario's damages are multiplied;
    they are further multiplied by identifiability / full_identifiability.
    condolence_cap: yen a person that a plan pays at most.
    """

    persons: str
    heads: tuple[LossHead, ...]
    scenarios: tuple[LossScenario, ...]
    sensitivity: tuple[SensitivityLevel, ...]
    sensitivity_percent: Mapping[int, int]
    jnsa_base: int
    identifiability: tuple[Factor, ...]
    full_identifiability: int
    responsibility: tuple[Factor, ...]
    response: tuple[Factor, ...]
    condolence_cap: int
    assumptions: tuple[Text, ...]
    sources: tuple[str, ...]
    worked_example: WorkedExample
