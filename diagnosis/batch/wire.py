"""Problems and figures on their way out of a worker: plain data, strictly read again.

A worker may have been led astray by what it read, so nothing of its answer is taken on trust.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from diagnosis.files.quick_json import NotPlainError, read_as
from diagnosis.model.problems import Problem, Severity, Span
from diagnosis.model.text import Text

_MOST_PROBLEMS = 1000
_LONGEST = 4000


class NonsenseError(Exception):
    """A worker's answer has the wrong shape."""


def plain_problem(problem: Problem) -> dict[str, object]:
    """A problem for JSON."""
    at = problem.at
    return {
        "at": [at.file, at.line, at.column, at.spot],
        "code": problem.code,
        "ja": problem.message.ja,
        "en": problem.message.en,
        "severity": problem.severity.value,
    }


def read_problems(found: object) -> tuple[Problem, ...]:
    """Back from plain data; raises NonsenseError."""
    if not isinstance(found, list) or not 0 < len(found) <= _MOST_PROBLEMS:
        raise NonsenseError("problems")
    return tuple(map(_read_problem, found))


def _read_problem(found: object) -> Problem:
    fields = read_mapping(found)
    place = fields.get("at")
    try:
        file, line, column, spot = cast("list[object]", place)
        severity = Severity(read_text(fields.get("severity")))
    except (TypeError, ValueError) as error:
        raise NonsenseError("place") from error
    at = Span(read_text(file), read_count(line), read_count(column), read_text(spot))
    message = Text(ja=read_text(fields.get("ja")), en=read_text(fields.get("en")))
    return Problem(at, read_text(fields.get("code")), message, severity)


def read_mapping(found: object) -> Mapping[str, object]:
    """Pairs of key and value, or NonsenseError."""
    if not isinstance(found, dict):
        raise NonsenseError("mapping")
    return found


def read_list(found: object) -> list[object]:
    """A list, or NonsenseError."""
    if not isinstance(found, list):
        raise NonsenseError("list")
    return found


def read_text(found: object) -> str:
    """A text of reasonable length, or NonsenseError."""
    if not isinstance(found, str) or len(found) > _LONGEST:
        raise NonsenseError("text")
    return found


def read_count(found: object) -> int:
    """A whole number that is not negative, or NonsenseError."""
    if type(found) is not int or found < 0:
        raise NonsenseError("count")
    return found


_FIGURES: Mapping[str, tuple[type, ...]] = {
    "member_id": (str,),
    "member_name": (str,),
    "sheet_digest": (str,),
    "ruleset": (str,),
    "definitions": (list,),
    "engine": (str,),
    "diagnosed_on": (str,),
    "answered_on": (str, type(None)),
    "overall": (int, type(None)),
    "lower": (int, type(None)),
    "upper": (int, type(None)),
    "grade": (str, type(None)),
    "tier": (int, type(None)),
    "certification": (int,),
    "discount": (int, type(None)),
    "risk_group": (str, type(None)),
    "trade": (str, type(None)),
    "employees": (int, type(None)),
    "persons": (int, type(None)),
    "gates": (list,),
    "findings": (list,),
    "referrals": (list,),
}


def read_figures(found: object) -> Mapping[str, object]:
    """The figures of a diagnosis, each of its kind; raises NonsenseError."""
    figures = read_mapping(found)
    if figures.keys() != _FIGURES.keys():
        raise NonsenseError("figures")
    for name, kinds in _FIGURES.items():
        if type(figures[name]) not in kinds:
            raise NonsenseError(name)
    return figures


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredPortion:
    """What a worker found from many sheets at once.

    good: places in the portion of the sheets that were scored; every list below has one entry for each of these, but
    definitions, which go by ruleset. sheet, diagnosis: lengths of JSON behind this, in the order of the sheets.
    problems: by place, those of the others, as `plain_problem` makes them.
    """

    good: list[int]
    sheet: list[int]
    diagnosis: list[int]
    engine: str
    diagnosed_on: str
    definitions: dict[str, list[list[str]]]
    member_id: list[str]
    member_name: list[str]
    sheet_digest: list[str]
    ruleset: list[str]
    answered_on: list[str | None]
    overall: list[int | None]
    lower: list[int | None]
    upper: list[int | None]
    grade: list[str | None]
    tier: list[int | None]
    certification: list[int]
    discount: list[int | None]
    risk_group: list[str | None]
    trade: list[str | None]
    employees: list[int | None]
    persons: list[int | None]
    gates: list[list[str]]
    findings: list[list[str]]
    referrals: list[list[str]]
    problems: dict[int, list[dict[str, Any]]]
    seconds: dict[str, float]


COLUMNS = (
    *(
        "member_id",
        "member_name",
        "sheet_digest",
        "ruleset",
        "answered_on",
        "overall",
        "lower",
        "upper",
        "grade",
        "tier",
    ),
    *("certification", "discount", "risk_group", "trade", "employees", "persons", "gates", "findings", "referrals"),
)
"""The figures of a portion that each sheet has of its own."""


def read_portion(data: bytes, count: int) -> ScoredPortion:
    """What a worker found from `count` sheets; raises NonsenseError."""
    try:
        found = read_as(ScoredPortion, data)
    except NotPlainError as error:
        raise NonsenseError("portion") from error
    columns = (found.sheet, found.diagnosis, *(getattr(found, name) for name in COLUMNS))
    if any(len(column) != len(found.good) for column in columns):
        raise NonsenseError("columns")
    if sorted((*found.good, *found.problems)) != list(range(count)):
        raise NonsenseError("places")
    if min((*found.sheet, *found.diagnosis), default=0) < 0 or not found.definitions.keys() >= {*found.ruleset}:
        raise NonsenseError("sizes")
    return found


def figures_of_each(found: ScoredPortion) -> Iterator[dict[str, object]]:
    """The figures of each good sheet, as `read_figures` gives them."""
    same = {"engine": found.engine, "diagnosed_on": found.diagnosed_on}
    for row in zip(*(getattr(found, name) for name in COLUMNS), strict=True):
        figures = dict(zip(COLUMNS, row, strict=True))
        yield {**figures, **same, "definitions": found.definitions[figures["ruleset"]]}


def read_seconds(found: object) -> dict[str, float]:
    """Seconds by stage; raises NonsenseError."""
    seconds = read_mapping(found)
    if not all(isinstance(value, float) for value in seconds.values()):
        raise NonsenseError("seconds")
    return {name: value for name, value in seconds.items() if isinstance(value, float)}
