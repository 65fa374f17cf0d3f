"""Refusals of calls as problem details (RFC 9457)."""

import json
from collections.abc import Sequence

from starlette.responses import Response

from diagnosis.model.problems import Problem
from diagnosis.model.text import Language
from diagnosis.web.refusals import PageError

PREFIX = "/api/"
KIND = "application/problem+json"


class SheetError(PageError):
    """The sheet of a call has faults. problems: all of them."""

    def __init__(self, error: PageError, problems: Sequence[Problem]) -> None:
        super().__init__(error.status, error.title, error.message)
        self.problems = tuple(problems)


def problem_response(error: PageError, language: Language) -> Response:
    """The refusal as JSON, in the caller's language."""
    plain: dict[str, object] = {
        "type": f"/api#status-{error.status}",
        "title": error.title[language],
        "status": error.status,
        "detail": error.message[language],
    }
    if isinstance(error, SheetError):
        plain["problems"] = [plain_problem(problem, language) for problem in error.problems]
    headers = {"www-authenticate": "Bearer"} if error.status == 401 else {}  # noqa: PLR2004 - of HTTP
    return Response(json.dumps(plain, ensure_ascii=False), error.status, headers, KIND)


def plain_problem(problem: Problem, language: Language) -> dict[str, object]:
    """One fault of a sheet: where, which, what to do."""
    return {
        "code": problem.code,
        "at": str(problem.at),
        "message": problem.message[language],
        "severity": problem.severity.value,
    }
