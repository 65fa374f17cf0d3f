"""The description of the API (OpenAPI 3.1), made of the same tables that the endpoints use."""

from collections.abc import Mapping
from typing import Any

from diagnosis import __version__
from diagnosis.model.casework import CaseState
from diagnosis.model.diagnosis import Edition
from diagnosis.web.api.endpoints import BLANKS, KINDS

_PROBLEM = {"$ref": "#/components/schemas/Problem"}
_NUMBER = {"type": ["integer", "null"]}


def describe() -> dict[str, Any]:
    """The whole description as plain data."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "diagnosis",
            "version": __version__,
            "description": "Risk diagnosis of information-leak liability: check, score, report, submit.",
        },
        "servers": [{"url": "/api/v1"}],
        "security": [{"key": []}],
        "paths": _paths(),
        "components": {
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
            "schemas": _schemas(),
            "responses": {"problem": _content("application/problem+json", _PROBLEM, "Refused, with the reason")},
        },
    }


def _paths() -> Mapping[str, Any]:
    sheets = {"application/json": {"schema": {"type": "object", "properties": {"sheets": _list("Checked")}}}}
    cards = {"application/json": {"schema": {"type": "object", "properties": {"sheets": _list("Scored")}}}}
    return {
        "/rulesets": {
            "get": _operation("listRulesets", "Rulesets, and the one in force", "rulesets", _json("Rulesets"))
        },
        "/check": {"post": _with_sheet("check", "Every fault of a returned file", "check", sheets)},
        "/score": {"post": _with_sheet("score", "Scores of a returned file", "score", cards)},
        "/report": {
            "post": _with_sheet("report", "The report of one sheet (PDF)", "report", {"application/pdf": {}})
            | {"parameters": [_query("lang", ["ja", "en"]), _query("edition", [*Edition]), _IDEMPOTENCY]}
        },
        "/sheets/{form}": {
            "get": _operation("blankSheet", "A sheet to fill in", "sheets", _blanks())
            | {
                "parameters": [
                    {"name": "form", "in": "path", "required": True, "schema": {"enum": [*BLANKS]}},
                    _query("lang", ["ja", "en"]),
                    {"name": "ruleset", "in": "query", "schema": {"type": "string"}},
                    {"name": "member", "in": "query", "schema": {"type": "string"}},
                    {"name": "name", "in": "query", "schema": {"type": "string"}},
                ]
            }
        },
        "/submissions": {
            "post": _with_sheet("submit", "Hand in a returned file", "submit", _json("Submissions"), "201")
            | {"parameters": [{**_IDEMPOTENCY, "required": True}]}
        },
        "/submissions/{number}": {
            "get": _operation("status", "How a submission stands", "status", _json("Status"))
            | {
                "parameters": [
                    {"name": "number", "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
                ]
            }
        },
    }


_IDEMPOTENCY = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "The same key with the same request gets the same answer again, for 24 hours.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
}


def _operation(name: str, summary: str, scope: str, content: Mapping[str, Any], code: str = "200") -> dict[str, Any]:
    """An operation with its answers. scope: what its key must allow."""
    return {
        "operationId": name,
        "summary": summary,
        "description": f"Scope: {scope}",
        "responses": {
            code: {"description": summary, "content": dict(content)},
            "4XX": {"$ref": "#/components/responses/problem"},
            "5XX": {"$ref": "#/components/responses/problem"},
        },
    }


def _with_sheet(name: str, summary: str, scope: str, content: Mapping[str, Any], code: str = "200") -> dict[str, Any]:
    body = {kind: {"schema": _SHEET if kind == "application/json" else {}} for kind in KINDS}
    return _operation(name, summary, scope, content, code) | {
        "parameters": [_IDEMPOTENCY],
        "requestBody": {"required": True, "content": body},
    }


_SHEET = {"type": "object", "description": "As docs/formats.md tells; `GET /sheets/json` is a blank one."}


def _query(name: str, values: list[str]) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": {"enum": values}}


def _list(schema: str) -> dict[str, Any]:
    return {"type": "array", "items": {"$ref": f"#/components/schemas/{schema}"}}


def _json(schema: str) -> Mapping[str, Any]:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}


def _blanks() -> Mapping[str, Any]:
    return {kind.partition(";")[0]: {} for kind in BLANKS.values()}


def _content(kind: str, schema: Mapping[str, Any], words: str) -> dict[str, Any]:
    return {"description": words, "content": {kind: {"schema": schema}}}


def _schemas() -> Mapping[str, Any]:
    fault = _object(
        {"code": "string", "at": "string", "message": "string", "severity": "string", "question": "string"},
        ["code", "at", "message"],
    )
    submission: dict[str, Any] = _object({"number": "string", "member": "string"}, ["number", "state", "problems"])
    submission["properties"] |= {"state": {"enum": [*CaseState]}, "problems": {"type": "array", "items": fault}}
    status = {**submission, "properties": {**submission["properties"], "documents": {"type": "array"}}}
    member = {"type": ["string", "null"]}
    return {
        "Problem": {
            **_object({"type": "string", "title": "string", "detail": "string"}, ["type", "title", "status", "detail"]),
            "description": "RFC 9457",
        }
        | {
            "properties": {
                "type": {"type": "string"},
                "title": {"type": "string"},
                "detail": {"type": "string"},
                "status": {"type": "integer"},
                "problems": {"type": "array", "items": fault},
            }
        },
        "Rulesets": {
            "type": "object",
            "required": ["rulesets", "in_force"],
            "properties": {"rulesets": {"type": "array", "items": {"type": "string"}}, "in_force": {"type": "string"}},
        },
        "Checked": {
            "type": "object",
            "required": ["member", "is_sound", "problems", "normalised"],
            "properties": {
                "member": member,
                "is_sound": {"type": "boolean"},
                "problems": {"type": "array", "items": fault},
                "normalised": {"type": "array", "items": {"type": "string"}},
            },
        },
        "Scored": {
            "type": "object",
            "required": ["member", "scorecard", "problems"],
            "properties": {
                "member": member,
                "scorecard": {"oneOf": [{"type": "null"}, {"$ref": "#/components/schemas/Scorecard"}]},
                "problems": {"type": "array", "items": fault},
            },
        },
        "Score": {
            "type": "object",
            "description": "In basis points: 7150 is 71.5 of 100",
            "required": ["point", "lower", "upper"],
            "properties": {"point": _NUMBER, "lower": _NUMBER, "upper": _NUMBER},
        },
        "Scorecard": {
            "type": "object",
            "required": ["ruleset", "diagnosed_on", "overall", "grade", "tier", "discount"],
            "properties": {
                "ruleset": {"type": "string"},
                "diagnosed_on": {"type": "string", "format": "date"},
                "overall": {"$ref": "#/components/schemas/Score"},
                "confidence": {"$ref": "#/components/schemas/Score"},
                "grade": {"type": ["string", "null"]},
                "tier": {"type": "object"},
                "discount": {"type": "object"},
            },
        },
        "Submissions": {
            "type": "object",
            "required": ["submissions"],
            "properties": {"submissions": {"type": "array", "items": submission}},
        },
        "Status": status,
    }


def _object(properties: Mapping[str, str], required: list[str]) -> dict[str, Any]:
    return {
        "type": "object",
        "required": required,
        "properties": {name: {"type": kind} for name, kind in properties.items()},
    }
