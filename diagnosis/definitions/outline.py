"""A definition file as a flat list of what an author may change, each with a stable name and its place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from diagnosis.definitions.node import Node
from diagnosis.model.problems import Span

Key = tuple[str, ...]
"""The names that lead to a value: `("questions", "pd-owner", "text")`; list items go by their id, never by place."""

LABEL = "label"
"""Stands for the words of something that has more than words."""

SEQUENCE = "sequence"
RANKS = "ranks"
"""The order of choices: how they are shown, or, on an ordered scale, what they mean."""

CONDITIONS = frozenset({"applies_when", "when", "held", "covers", "out_of_scope_when"})
_NAMED_BY = ("id", "question", "questionnaire", "value", "percent", "below", "at_least")
_UNTOLD = frozenset({"questionnaire", "ruleset", "version"})
"""What the comparison itself is about."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A value that is compared as a whole. value: plain data."""

    value: object
    at: Span


def outline(node: Node) -> dict[Key, Leaf]:
    """Everything in a file of the right shape but its id and version, in file order."""
    return {key: leaf for name, child in node.entries() if name not in _UNTOLD for key, leaf in _walk(child, (name,))}


def _walk(node: Node, key: Key) -> Iterator[tuple[Key, Leaf]]:
    match node.value:
        case dict() as value if key[-1] not in CONDITIONS and not value.keys() <= {"ja", "en"}:
            yield from _entries(node, value, key)
        case list() as value if name := _name_of_items(key, value):
            yield from _items(node, key, name)
        case value:
            yield key, Leaf(value, node.at)


def _entries(node: Node, value: Mapping[str, object], key: Key) -> Iterator[tuple[Key, Leaf]]:
    if "ja" in value and "en" in value:
        yield (*key, LABEL), Leaf({"ja": value["ja"], "en": value["en"]}, node.at)
    for name, child in node.entries():
        if name not in {"ja", "en", *([_item_name(value)] if len(key) > 1 else [])}:
            yield from _walk(child, (*key, name))
    if isinstance(choices := value.get("choices"), list):
        order = RANKS if value.get("ordered") is True else SEQUENCE
        yield (*key, order), Leaf([each["value"] for each in choices], node.child("choices").key)


def _items(node: Node, key: Key, name: str) -> Iterator[tuple[Key, Leaf]]:
    """Each item under its own name; a question leaves its section, so that it may move."""
    for item in node.items():
        inner = ("questions", item.string(name)) if _is_section_part(key) else (*key, item.string(name))
        yield from _walk(item, inner)
        if _is_section_part(key):
            yield (*inner, "section"), Leaf(key[1], item.at)
    if key[-1] in {"sections", "questions"}:
        yield (*key, SEQUENCE), Leaf([item.string(name) for item in node.items()], node.key)


def _is_section_part(key: Key) -> bool:
    return len(key) > 1 and key[0] == "sections" and key[-1] == "questions"


def _name_of_items(key: Key, value: list[object]) -> str | None:
    """What tells the items of a list apart; None where they are compared together."""
    if key[0] in {"loss", "first_response"} and key[-1] not in {"heads", "scenarios"}:
        return None
    names = {_item_name(item) for item in value if isinstance(item, dict)}
    alike = len(names) == 1 and all(isinstance(item, dict) for item in value)
    name = names.pop() if alike else None
    return name if name and len({item[name] for item in value if isinstance(item, dict)}) == len(value) else None


def _item_name(item: Mapping[str, object]) -> str | None:
    return next((name for name in _NAMED_BY if name in item), None)
