"""Places in files, and what an author or a respondent can put right there."""

from dataclasses import dataclass
from enum import StrEnum

from diagnosis.model.text import Text


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in a file. Lines and columns start at 1, as editors count; 0 means the file as a whole.

    spot: where people do not count lines, the name they know the place by: a cell (`個人情報!E12`), a form's field.
    """

    file: str
    line: int
    column: int
    spot: str = ""

    def __str__(self) -> str:
        if self.spot:
            return f"{self.file}:{self.spot}"
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


class Severity(StrEnum):
    """How much a problem weighs: an error stops the file from being used, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that somebody can put right.

    at: where it was written. code: stable, looked up by `diagnosis explain-code`; `message` may be reworded.
    message: what is wrong there and the remedy, naming ids.
    """

    at: Span
    code: str
    message: Text
    severity: Severity = Severity.ERROR


class ProblemsError(Exception):
    """What was asked cannot be done because of these problems; nothing else was lost."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(f"{problem.at} [{problem.code}] {problem.message.en}" for problem in problems))
        self.problems = problems
