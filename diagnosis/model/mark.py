"""What a report says of its own standing: a trial, or issued under a number. A report without a mark is neither."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Trial:
    """A member's own try: nobody at the insurer has seen it."""


@dataclass(frozen=True, slots=True)
class Issued:
    """Given out by the insurer. number: of this report, for good. replaces: the number that it takes the place of.

    tier: the control-quality tier that was decided, in percent, where it is not the suggested one; else None.
    """

    number: str
    on: date
    replaces: str | None = None
    tier: int | None = None


Mark = Trial | Issued
