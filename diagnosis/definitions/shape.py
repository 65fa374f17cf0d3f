"""Whether a file has the shape that its JSON Schema asks for; every departure at its own place."""

import json
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

from jsonschema import Draft7Validator, FormatChecker
from jsonschema.exceptions import ValidationError
from referencing import Registry

from diagnosis.definitions.node import Node
from diagnosis.definitions.report import error
from diagnosis.definitions.shape_conditions import check_condition
from diagnosis.definitions.shape_words import (
    describe_length,
    describe_pattern,
    describe_range,
    describe_type,
    unknown_key,
    wrong_enum,
)
from diagnosis.files.places import Tree
from diagnosis.model.problems import Problem

_SCHEMAS = Path(__file__).parent / "schemas"
_FORMATS = FormatChecker(formats=())


@_FORMATS.checks("date", raises=ValueError)
def _is_date(value: object) -> bool:
    return not isinstance(value, str) or bool(date.fromisoformat(value))


@cache
def _validator(kind: str) -> Draft7Validator:
    schema = json.loads((_SCHEMAS / f"{kind}.schema.json").read_text(encoding="utf-8"))
    return Draft7Validator(schema, registry=Registry(), format_checker=_FORMATS)  # an empty registry fetches nothing


def check_shape(tree: Tree, kind: str) -> tuple[Problem, ...]:
    """All departures from the schema of `kind` (questionnaire or ruleset), in file order."""
    found: dict[Problem, None] = {}
    for fault in _validator(kind).iter_errors(tree.value):
        for problem in _translate(fault, tree):
            found.setdefault(problem)
    return tuple(sorted(found, key=lambda problem: (problem.at, problem.code)))


def _translate(fault: ValidationError, tree: Tree) -> Iterator[Problem]:
    node = Node(tree, tuple(fault.absolute_path))
    match str(fault.validator):
        case "oneOf":
            yield from check_condition(node)
        case "required":
            yield from _missing(node, fault)
        case "additionalProperties":
            yield from _unknown_keys(node, fault)
        case "enum" | "const":
            yield wrong_enum(node, _listed(fault))
        case "type":
            yield describe_type(node, fault.validator_value)
        case "pattern":
            yield describe_pattern(node, fault)
        case "format":
            yield _no_such_day(node)
        case "minimum" | "maximum":
            yield describe_range(node, fault)
        case "not":
            yield _wrong_for_kind(node)
        case _:
            yield describe_length(node, fault)


def _missing(node: Node, fault: ValidationError) -> Iterator[Problem]:
    for key in map(str, _listed(fault)):
        if node.has(key):
            continue
        if key == "sources" and node.path:  # at the root it is the catalogue
            yield _without_source(node)
        else:
            yield error(
                node.at,
                "shape.required",
                ja=f"「{key}」がありません。「{key}:」を書き足してください。",
                en=f"'{key}' is missing. Add '{key}:'.",
            )


def _listed(fault: ValidationError) -> list[object]:
    """What the schema names: the words allowed, or the keys required."""
    value = fault.validator_value
    return value if isinstance(value, list) else [value]


def _without_source(node: Node) -> Problem:
    return error(
        node.at,
        "source.missing",
        ja="根拠（sources）がありません。sources の識別子を一つ以上書いてください。",
        en="There are no sources. Name at least one id of 'sources'.",
    )


def _unknown_keys(node: Node, fault: ValidationError) -> Iterator[Problem]:
    known = fault.schema.get("properties", {}) if isinstance(fault.schema, dict) else {}
    for key, child in node.entries():
        if key not in known:
            yield unknown_key(child, key, known)


def _no_such_day(node: Node) -> Problem:
    return error(
        node.at,
        "shape.date",
        ja=f"{node.value} という日付はありません。暦にある日付を 2026-11-01 の形で書いてください。",
        en=f"There is no such day as {node.value}. Write a day of the calendar, as 2026-11-01.",
    )


def _wrong_for_kind(node: Node) -> Problem:
    key = node.path[-1]
    kind = Node(node.tree, node.path[:-1]).string("kind")
    return error(
        node.key,
        "shape.key-for-kind",
        ja=f"「{key}」は kind: {kind} の質問には書けません。取り除くか、kind を改めてください。",
        en=f"'{key}' does not belong to a question of kind {kind}. Remove it, or change the kind.",
    )
