"""Problems in the forms that people, programs, editors and build services read."""

import json
from collections.abc import Iterable
from enum import StrEnum
from typing import assert_never

from diagnosis.cli.words import LANGUAGE, say
from diagnosis.model.plain import to_plain
from diagnosis.model.problems import Problem, Severity


class ProblemForm(StrEnum):
    """How problems are printed."""

    PLAIN = "plain"
    JSON = "json"
    GCC = "gcc"
    GITHUB = "github"


def form_problems(problems: Iterable[Problem], form: ProblemForm) -> str:
    """All problems as one text, a line each; JSON is one object."""
    match form:
        case ProblemForm.PLAIN:
            return "\n".join(map(_plain, problems))
        case ProblemForm.GCC:
            return "\n".join(map(_gcc, problems))
        case ProblemForm.GITHUB:
            return "\n".join(map(_github, problems))
        case ProblemForm.JSON:
            return json.dumps(
                {"problems": [plain_problem(problem) for problem in problems]}, ensure_ascii=False, indent=1
            )
        case _:
            assert_never(form)


def plain_problem(problem: Problem) -> dict[str, object]:
    """A problem for JSON; line and column are 0 where the file as a whole is meant."""
    return {
        "file": problem.at.file,
        "line": problem.at.line,
        "column": problem.at.column,
        "spot": problem.at.spot,
        "severity": problem.severity.value,
        "code": problem.code,
        "message": to_plain(problem.message),
    }


def _plain(problem: Problem) -> str:
    word = say("エラー", "error") if problem.severity is Severity.ERROR else say("警告", "warning")
    return f"{problem.at}: {word} [{problem.code}] {problem.message[LANGUAGE]}"


def _gcc(problem: Problem) -> str:
    """As compilers print it: editors jump to the place."""
    line, column = max(problem.at.line, 1), max(problem.at.column, 1)
    return f"{problem.at.file}:{line}:{column}: {problem.severity}: {problem.message[LANGUAGE]} [{problem.code}]"


def _github(problem: Problem) -> str:
    """A workflow command that marks the line in a pull request."""
    place = {"file": problem.at.file, "line": max(problem.at.line, 1), "col": max(problem.at.column, 1)}
    fields = {**place, "title": problem.code}
    head = ",".join(
        f"{key}={_escape(str(value)).replace(':', '%3A').replace(',', '%2C')}" for key, value in fields.items()
    )
    return f"::{problem.severity} {head}::{_escape(problem.message[LANGUAGE])}"


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
