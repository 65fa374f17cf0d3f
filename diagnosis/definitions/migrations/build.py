"""A migration from a tree of the right shape."""

from collections.abc import Iterator

from diagnosis.definitions.build_conditions import build_condition
from diagnosis.definitions.node import Node
from diagnosis.model.migration import AskAgain, Carry, Explained, Merge, Migration
from diagnosis.model.sheet import Value
from diagnosis.model.text import Text


def build_migration(node: Node) -> Migration:
    """The step that the file describes; whether its questions exist is for the checks to tell."""
    return Migration(
        ruleset=node.string("migration"),
        before=node.string("from"),
        after=node.string("to"),
        carried=tuple(carry for carry, _ in carries(node)),
        merged=tuple(build_merge(item) for item in node.items("merged")),
        asked_again=tuple(_asked_again(node)),
        dropped=tuple(_explained(node, "dropped")),
        new=tuple(_explained(node, "new")),
    )


def carries(node: Node) -> Iterator[tuple[Carry, Node]]:
    """Every answer that becomes one other answer, each with the node that names its later question."""
    for item in node.items("renamed"):
        yield _carry(item, item.string("question"), item.string("to"), item.maybe_text("because")), item.child("to")
    for item in node.items("mapped"):
        name = item.string("question")
        yield _carry(item, name, name, item.text_at("because")), item.child("question")
    for item in node.items("split"):
        for part in item.items("to"):
            carry = _carry(part, item.string("question"), part.string("question"), item.maybe_text("because"))
            yield carry, part.child("question")


def build_merge(node: Node) -> Merge:
    """Several questions that became one."""
    rules = ((build_condition(rule.child("when")), _value(rule.child("value"))) for rule in node.items("rules"))
    return Merge(
        questions=node.strings("questions"),
        to=node.string("to"),
        rules=tuple(rules),
        because=node.maybe_text("because"),
        at=node.at,
    )


def _carry(node: Node, question: str, to: str, because: Text | None) -> Carry:
    return Carry(
        question=question,
        to=to,
        values={name: str(each.value) for name, each in node.entries("values")},
        ask_for=frozenset(node.strings("ask_again_for")),
        because=because,
        at=node.at,
    )


def _asked_again(node: Node) -> Iterator[AskAgain]:
    for item in node.items("ask_again"):
        for question in item.items("questions"):
            yield AskAgain(
                question=str(question.value),
                instead_of=item.strings("instead_of"),
                because=item.text_at("because"),
                at=question.at,
            )


def _explained(node: Node, key: str) -> Iterator[Explained]:
    for item in node.items(key):
        for question in item.items("questions"):
            yield Explained(str(question.value), item.text_at("because"), question.at)


def _value(node: Node) -> Value:
    value = node.value
    return frozenset(map(str, value)) if isinstance(value, list) else value if isinstance(value, int) else str(value)
