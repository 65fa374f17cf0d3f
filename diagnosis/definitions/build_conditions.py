"""Conditions from their written form, and every test with its place."""

from collections.abc import Callable, Iterator

from diagnosis.definitions.node import Node
from diagnosis.model.conditions import (
    All,
    Any,
    AtLeast,
    AtMost,
    Condition,
    Includes,
    Is,
    Not,
    PointsAtLeast,
    PointsBelow,
    ScoreAtLeast,
    ScoreBelow,
    State,
    StateIs,
    Test,
)


def build_condition(node: Node) -> Condition:
    """The condition written at `node`."""
    if node.has("all"):
        return All(tuple(build_condition(item) for item in node.items("all")))
    if node.has("any"):
        return Any(tuple(build_condition(item) for item in node.items("any")))
    if node.has("not"):
        return Not(build_condition(node.child("not")))
    return _build_score_test(node) if node.has("score") else _build_question_test(node)


def maybe_condition(node: Node, key: str) -> Condition | None:
    """The condition under `key`, or None."""
    return build_condition(node.child(key)) if node.has(key) else None


def join(*conditions: Condition | None) -> Condition | None:
    """One condition that holds where all of them hold; None where there is none."""
    written = tuple(condition for condition in conditions if condition is not None)
    return written[0] if len(written) == 1 else All(written) if written else None


def located_tests(node: Node) -> Iterator[tuple[Node, Test]]:
    """Every test in the condition at `node`, with the node that holds it."""
    if node.has("not"):
        yield from located_tests(node.child("not"))
        return
    for head in ("all", "any"):
        for item in node.items(head):
            yield from located_tests(item)
    if node.has("question"):
        yield node, _build_question_test(node)
    if node.has("score"):
        yield node, _build_score_test(node)


def _build_score_test(node: Node) -> Test:
    name = node.string("score")
    if node.has("at_least"):
        return ScoreAtLeast(name, node.integer("at_least"))
    return ScoreBelow(name, node.integer("below"))


def _build_question_test(node: Node) -> Test:
    question = node.string("question")
    test = next(key for key, _ in node.entries() if key != "question")
    return _TESTS[test](question, node.child(test))


def _scalar(node: Node) -> str | int:
    value = node.value
    assert isinstance(value, str | int)
    return value


def _number(node: Node) -> int:
    return int(_scalar(node))


_TESTS: dict[str, Callable[[str, Node], Test]] = {
    "is": lambda question, operand: Is(question, (_scalar(operand),)),
    "in": lambda question, operand: Is(question, tuple(_scalar(item) for item in operand.items())),
    "at_least": lambda question, operand: AtLeast(question, _scalar(operand)),
    "at_most": lambda question, operand: AtMost(question, _scalar(operand)),
    "includes": lambda question, operand: Includes(question, str(operand.value)),
    "state": lambda question, operand: StateIs(question, State(str(operand.value))),
    "points_below": lambda question, operand: PointsBelow(question, _number(operand)),
    "points_at_least": lambda question, operand: PointsAtLeast(question, _number(operand)),
}
