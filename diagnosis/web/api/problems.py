"""Refusals of calls as problem details (RFC 9457)."""

import json

from starlette.requests import Request
from starlette.responses import Response

from diagnosis.model.problems import Problem
from diagnosis.model.text import Language
from diagnosis.web.api.refusals import REFUSALS, CallError, Kind, detail_of, kind_of
from diagnosis.web.pages import language_of_header
from diagnosis.web.refusals import PageError

PREFIX = "/api/"
KIND = "application/problem+json"
HELP = "/api#"
"""A problem's `type` leads to its place on the page about the API."""
_CHALLENGE = {Kind.KEY_NEEDED: "Bearer", Kind.SCOPE_MISSING: 'Bearer error="insufficient_scope"'}


def language_of_call(request: Request) -> Language:
    """As the query asks for, else as Accept-Language does, else Japanese. A cookie says nothing here."""
    wanted = request.query_params.get("lang")
    if wanted is not None and wanted in [*Language]:
        return Language(wanted)
    return language_of_header(request.headers.get("accept-language", ""))


def problem_response(error: PageError, language: Language) -> Response:
    """The refusal as JSON, in the caller's language."""
    kind = kind_of(error)
    plain: dict[str, object] = {
        "type": f"{HELP}{kind}",
        "title": REFUSALS[kind].title[language],
        "status": error.status,
        "detail": detail_of(error)[language],
    }
    if isinstance(error, CallError) and error.problems:
        plain["problems"] = [plain_problem(problem, language) for problem in error.problems]
    headers = {"www-authenticate": _CHALLENGE[kind]} if kind in _CHALLENGE else {}
    return Response(json.dumps(plain, ensure_ascii=False), error.status, headers, KIND)


def plain_problem(problem: Problem, language: Language) -> dict[str, object]:
    """One fault of a sheet: its code, where it is, what is wrong there and what to do."""
    return {
        "code": problem.code,
        "at": str(problem.at),
        "message": problem.message[language],
        "severity": problem.severity.value,
    }
