"""Problems and figures on their way out of a worker: plain data, strictly read again.

A worker may have been led astray by what it read, so nothing of its answer is taken on trust.
"""

from collections.abc import Mapping
from typing import cast

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


def read_seconds(found: object) -> dict[str, float]:
    """Seconds by stage; raises NonsenseError."""
    seconds = read_mapping(found)
    if not all(isinstance(value, float) for value in seconds.values()):
        raise NonsenseError("seconds")
    return {name: value for name, value in seconds.items() if isinstance(value, float)}
