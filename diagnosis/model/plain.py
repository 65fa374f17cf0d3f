"""Model values as plain data, for JSON."""

import dataclasses
from collections.abc import Mapping
from datetime import date
from enum import Enum


def to_plain(value: object) -> object:  # noqa: PLR0911 - one return a kind of value
    """Dicts, lists, strings, numbers and None only; dates as ISO 8601, sets sorted, mappings in their own order."""
    match value:
        case Enum():
            return value.value
        case date():
            return value.isoformat()
        case frozenset():
            return sorted(value)
        case Mapping():
            return {str(to_plain(key)): to_plain(item) for key, item in value.items()}
        case tuple() | list():
            return [to_plain(item) for item in value]
        case _ if dataclasses.is_dataclass(value):
            return {field.name: to_plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
        case _:
            return value
