"""JSON Schemas of model values, as `to_plain` writes them: made of the types, so that they cannot differ."""

import dataclasses
import types
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, Union, get_args, get_origin, get_type_hints

_PLAIN = {str: "string", int: "integer", bool: "boolean", types.NoneType: "null"}

Schema = dict[str, Any]


def schemas_of(kind: type) -> dict[str, Schema]:
    """The schema of a dataclass and of every one in it, by name."""
    found: dict[str, Schema] = {}
    _schema(kind, found)
    return found


def reference(name: str) -> Schema:
    """The place of a schema in the description."""
    return {"$ref": f"#/components/schemas/{name}"}


def _schema(kind: Any, found: dict[str, Schema]) -> Schema:  # noqa: ANN401, PLR0911 - one return a kind of type
    if kind in _PLAIN:
        return {"type": _PLAIN[kind]}
    if kind is date:
        return {"type": "string", "format": "date"}
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return {"type": "string", "enum": [one.value for one in kind]}
    if dataclasses.is_dataclass(kind):
        return _named(kind, found)
    parts = get_args(kind)
    if get_origin(kind) in {Union, types.UnionType}:
        return {"anyOf": [_schema(part, found) for part in parts]}
    if get_origin(kind) is Mapping:
        return {"type": "object", "additionalProperties": _schema(parts[1], found)}
    if get_origin(kind) is tuple and parts[-1] is not Ellipsis:
        count = len(parts)
        return {
            "type": "array",
            "prefixItems": [_schema(part, found) for part in parts],
            "minItems": count,
            "maxItems": count,
        }
    if get_origin(kind) in {tuple, frozenset}:
        return {"type": "array", "items": _schema(parts[0], found)}
    raise TypeError(kind)


def _named(kind: Any, found: dict[str, Schema]) -> Schema:  # noqa: ANN401 - a dataclass
    if kind.__name__ not in found:
        found[kind.__name__] = {}
        hints = get_type_hints(kind)
        names = [one.name for one in dataclasses.fields(kind)]
        found[kind.__name__] = {
            "type": "object",
            "description": " ".join((kind.__doc__ or "").split()),
            "required": names,
            "properties": {name: _schema(hints[name], found) for name in names},
        }
    return reference(kind.__name__)
