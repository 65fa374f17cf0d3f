"""The description of the API (OpenAPI 3.1), made of the table of operations, the kinds of refusals and the types."""

from collections.abc import Mapping, Sequence
from typing import Any

from diagnosis import __version__
from diagnosis.model.casework import CaseState
from diagnosis.model.problems import Severity
from diagnosis.model.scorecard import Scorecard
from diagnosis.model.sheet import Evidence
from diagnosis.model.text import Language, Text
from diagnosis.web.api.calls import IDEMPOTENCY_PATTERN
from diagnosis.web.api.endpoints import KINDS
from diagnosis.web.api.operations import BASE, OPERATIONS, Operation, Parameter
from diagnosis.web.api.problems import HELP, KIND
from diagnosis.web.api.refusals import REFUSALS, Kind
from diagnosis.web.api.schemas import Schema, reference, schemas_of

_TITLE = Text("情報漏えいリスク診断", "Risk diagnosis of information-leak liability")
_BODY = Text(
    "返送された回答票のファイルをそのまま送る。形式は Content-Type で示す。",
    "A returned file as it is; its Content-Type says in which format.",
)
_IDEMPOTENCY = Text(
    "同じ値で同じ要求を送ると、24時間は同じ答えが返る。",
    "The same value with the same request gets the same answer again, for 24 hours.",
)


def describe(language: Language, ruleset: str) -> dict[str, Any]:
    """The whole description as plain data. ruleset: in force, for examples."""
    paths: dict[str, dict[str, Any]] = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _operation(operation, language, ruleset)
    return {
        "openapi": "3.1.0",
        "info": {"title": "diagnosis", "version": __version__, "description": _TITLE[language]},
        "servers": [{"url": BASE}],
        "security": [{"key": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
            "schemas": {**schemas_of(Scorecard), **_SCHEMAS},
        },
    }


def example_sheet(ruleset: str) -> Mapping[str, object]:
    """A small sheet, as calls may send it."""
    answers = {"industry": "retail", "employees": 12, "sensitive-data": ["bank-account"], "pd-mfa-mail": "unknown"}
    return {"ruleset": ruleset, "member": {"id": "M-0001", "name": "例示商店"}, "answers": answers}


def _operation(operation: Operation, language: Language, ruleset: str) -> dict[str, Any]:
    parameters = [_parameter(one, language) for one in operation.parameters]
    described: dict[str, Any] = {
        "operationId": operation.name,
        "summary": operation.summary[language],
        "description": f"Scope: {operation.scope}",
        "parameters": parameters,
        "responses": _responses(operation, language),
    }
    if operation.takes_sheet:
        parameters.append(_idempotency_parameter(operation, language))
        described["requestBody"] = _body(language, ruleset)
    return described


def _parameter(parameter: Parameter, language: Language) -> dict[str, Any]:
    schema: Schema = {"type": "string"} | ({"enum": [*parameter.values]} if parameter.values else {})
    return {
        "name": parameter.name,
        "in": "path" if parameter.is_path else "query",
        "required": parameter.is_path,
        "description": parameter.words[language],
        "schema": schema,
    }


def _idempotency_parameter(operation: Operation, language: Language) -> dict[str, Any]:
    return {
        "name": "Idempotency-Key",
        "in": "header",
        "required": operation.needs_idempotency,
        "description": _IDEMPOTENCY[language],
        "schema": {"type": "string", "pattern": f"^{IDEMPOTENCY_PATTERN}$"},
    }


def _body(language: Language, ruleset: str) -> dict[str, Any]:
    sheet = example_sheet(ruleset)
    told = {kind: {"schema": reference("Sheet"), "example": sheet} for kind in ("application/json", "application/yaml")}
    content = {kind: told.get(kind, {}) for kind in KINDS}
    return {"required": True, "description": _BODY[language], "content": content}


def _responses(operation: Operation, language: Language) -> dict[str, Any]:
    kinds: Mapping[str, Any]
    if isinstance(operation.answer, str):
        kinds = {"application/json": {"schema": reference(operation.answer)}}
    else:
        kinds = {kind: {} for kind in operation.answer}
    refused: dict[int, list[Kind]] = {}
    for kind in operation.all_refusals:
        refused.setdefault(REFUSALS[kind].status, []).append(kind)
    return {
        str(operation.status): {"description": operation.summary[language], "content": kinds},
        **{str(status): _refused(refused[status], language) for status in sorted(refused)},
    }


def _refused(kinds: Sequence[Kind], language: Language) -> dict[str, Any]:
    words = " / ".join(f"{kind}: {REFUSALS[kind].title[language]}" for kind in kinds)
    types = {"properties": {"type": {"enum": [f"{HELP}{kind}" for kind in kinds]}}}
    return {"description": words, "content": {KIND: {"schema": {"allOf": [reference("Problem"), types]}}}}


def _object(properties: Mapping[str, Schema], *optional: str, **more: object) -> Schema:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "required": required, "properties": dict(properties), **more}


def _list(schema: Schema) -> Schema:
    return {"type": "array", "items": schema}


_TEXT: Schema = {"type": "string"}
_TEXT_OR_NOTHING: Schema = {"type": ["string", "null"]}
_VALUE: Schema = {"anyOf": [{"type": ["string", "integer", "null"]}, _list(_TEXT)]}
_ANSWER = _object(
    {
        "value": _VALUE,
        "state": {"enum": ["answered", "unknown", "not-applicable"]},
        "evidence": {"enum": [*(one.value for one in Evidence)]},
        "reason": _TEXT,
        "note": _TEXT,
    },
    *("value", "state", "evidence", "reason", "note"),
    additionalProperties=False,
)
_SUBMISSION: Mapping[str, Schema] = {
    "number": _TEXT,
    "state": {"enum": [*(one.value for one in CaseState)]},
    "member": _TEXT,
    "problems": _list(reference("CaseFault")),
}
_SCHEMAS: Mapping[str, Schema] = {
    "Sheet": _object(
        {
            "ruleset": _TEXT,
            "questionnaires": {"type": "object", "additionalProperties": _TEXT},
            "member": _object({"id": _TEXT, "name": _TEXT}, additionalProperties=False),
            "answered_on": _TEXT_OR_NOTHING,
            "answers": {"type": "object", "additionalProperties": {"anyOf": [_VALUE, _ANSWER]}},
        },
        *("questionnaires", "answered_on"),
        additionalProperties=False,
        description="docs/formats.md; GET /sheets/json",
    ),
    "Problem": _object(
        {
            "type": {"type": "string", "format": "uri-reference"},
            "title": _TEXT,
            "status": {"type": "integer"},
            "detail": _TEXT,
            "problems": _list(reference("Fault")),
        },
        "problems",
        description="RFC 9457",
    ),
    "Fault": _object(
        {"code": _TEXT, "at": _TEXT, "message": _TEXT, "severity": {"enum": [*(one.value for one in Severity)]}},
        description="diagnosis explain-code CODE",
    ),
    "CaseFault": _object({"code": _TEXT, "at": _TEXT, "message": _TEXT, "question": _TEXT}),
    "Rulesets": _object({"rulesets": _list(_TEXT), "in_force": _TEXT}),
    "Checks": _object({"sheets": _list(reference("Checked"))}),
    "Checked": _object(
        {
            "member": _TEXT_OR_NOTHING,
            "is_sound": {"type": "boolean"},
            "problems": _list(reference("Fault")),
            "normalised": _list(_TEXT),
        }
    ),
    "Scores": _object({"sheets": _list(reference("Scored"))}),
    "Scored": _object(
        {
            "member": _TEXT_OR_NOTHING,
            "scorecard": {"anyOf": [reference("Scorecard"), {"type": "null"}]},
            "problems": _list(reference("Fault")),
        }
    ),
    "Submissions": _object({"submissions": _list(reference("Submission"))}),
    "Submission": _object(_SUBMISSION),
    "Status": _object({**_SUBMISSION, "documents": _list(reference("IssuedReport"))}),
    "IssuedReport": _object({"number": _TEXT, "digest": _TEXT, "replaced_by": _TEXT_OR_NOTHING}),
}
