"""The shape of a condition, told at the offending key: a schema's `oneOf` could only say that nothing fits."""

from collections.abc import Iterator

from diagnosis.definitions.node import Node
from diagnosis.definitions.report import error
from diagnosis.definitions.shape_words import describe_type, unknown_key, wrong_enum
from diagnosis.model.conditions import State
from diagnosis.model.problems import Problem

QUESTION_TESTS = ("is", "in", "at_least", "at_most", "includes", "state", "points_below", "points_at_least")
SCORE_TESTS = ("at_least", "below")
_HEADS = ("question", "score", "all", "any", "not")
_MOST_POINTS = 100
_MOST_BP = 10_000


def check_condition(node: Node) -> Iterator[Problem]:
    """Every fault of shape in the condition at `node` and in those inside it."""
    if not isinstance(node.value, dict):
        yield describe_type(node, "object")
        return
    heads = [head for head in _HEADS if node.has(head)]
    if len(heads) != 1:
        yield from _no_single_head(node, heads)
        return
    match heads[0]:
        case "question":
            yield from _check_leaf(node, "question", QUESTION_TESTS)
        case "score":
            yield from _check_leaf(node, "score", SCORE_TESTS)
        case head:
            yield from _check_branch(node, head)


def _no_single_head(node: Node, heads: list[str]) -> Iterator[Problem]:
    known = (*_HEADS, *QUESTION_TESTS, *SCORE_TESTS)
    unknown = [(key, child) for key, child in node.entries() if key not in known]
    if unknown and not heads:
        for key, child in unknown:
            yield unknown_key(child, key, _HEADS)
        return
    found = ", ".join(heads) or "-"
    yield error(
        node.at,
        "condition.form",
        ja="条件には question、score、all、any、not のうち一つだけを書きます（"
        f"ここでは {found}）。分けて all か any の中に並べてください。",
        en="A condition has exactly one of question, score, all, "
        f"any, not (here: {found}). List several under all or any.",
    )


def _check_leaf(node: Node, head: str, tests: tuple[str, ...]) -> Iterator[Problem]:
    if not isinstance(node.child(head).value, str):
        yield describe_type(node.child(head), "string")
    found = [test for test in tests if node.has(test)]
    unknown = [(key, child) for key, child in node.entries() if key not in (head, *tests)]
    for key, child in unknown:
        yield unknown_key(child, key, (head, *tests))
    if len(found) == 1:
        yield from _check_operand(node.child(found[0]), head, found[0])
    elif found or not unknown:
        listed = ", ".join(tests)
        yield error(
            node.at,
            "condition.form",
            ja=f"{head} の条件には検査を一つだけ書きます。{listed} から選んでください。",
            en=f"A condition on a {head} has exactly one test. Choose one of {listed}.",
        )


def _check_operand(node: Node, head: str, test: str) -> Iterator[Problem]:
    value = node.value
    match test:
        case "in":
            yield from _check_list(node)
        case "state":
            if value not in list(State):
                yield wrong_enum(node, list(State))
        case "includes":
            if not isinstance(value, str):
                yield describe_type(node, "string")
        case "points_below" | "points_at_least":
            yield from _check_number(node, 1, _MOST_POINTS)
        case _ if head == "score":
            yield from _check_number(node, 0, _MOST_BP)
        case _:
            yield from _check_scalar(node)


def _check_list(node: Node) -> Iterator[Problem]:
    if not isinstance(node.value, list):
        yield describe_type(node, "array")
    elif not node.value:
        yield error(
            node.at,
            "shape.too-short",
            ja="少なすぎます。1つ以上書いてください。",
            en="This is too short. Write at least 1.",
        )
    for item in node.items():
        yield from _check_scalar(item)


def _check_scalar(node: Node) -> Iterator[Problem]:
    if isinstance(node.value, bool) or not isinstance(node.value, str | int):
        yield describe_type(node, ["string", "integer"])


def _check_number(node: Node, least: int, most: int) -> Iterator[Problem]:
    value = node.value
    if isinstance(value, bool) or not isinstance(value, int):
        yield describe_type(node, "integer")
    elif not least <= value <= most:
        yield error(
            node.at,
            "shape.range",
            ja=f"{value} は範囲の外です。{least:,}以上{most:,}以下にしてください。",
            en=f"{value} is out of range. Write {least:,} to {most:,}.",
        )


def _check_branch(node: Node, head: str) -> Iterator[Problem]:
    for key, child in node.entries():
        if key != head:
            yield unknown_key(child, key, (head,))
    inner = node.child(head)
    if head == "not":
        yield from check_condition(inner)
        return
    if not isinstance(inner.value, list):
        yield describe_type(inner, "array")
    elif not inner.value:
        yield error(
            inner.at,
            "shape.too-short",
            ja="少なすぎます。1つ以上書いてください。",
            en="This is too short. Write at least 1.",
        )
    for item in inner.items():
        yield from check_condition(item)
