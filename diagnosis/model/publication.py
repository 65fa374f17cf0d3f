"""What publishing would do, found before anything is written."""

from dataclasses import dataclass
from pathlib import Path

from diagnosis.model.change import Comparison
from diagnosis.model.problems import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """One file to publish. comparison: with the published version before it; None for the first of its id."""

    reference: str
    path: Path
    digest: str
    comparison: Comparison | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Everything that would be written, and everything that stands against it.

    copies: published versions, `ID@VERSION`, whose copy would be made again. problems: warnings do not stand against.
    """

    publications: tuple[Publication, ...]
    copies: tuple[str, ...]
    problems: tuple[Problem, ...]
