"""The first response of a ruleset from a tree of the right shape."""

from diagnosis.definitions.node import Node
from diagnosis.model.first_response import FirstResponse, ResponseRow, ResponseStep


def maybe_response(node: Node | None) -> FirstResponse | None:
    """The first response written at `node`; None where the ruleset leaves it to the report's own words."""
    if node is None:
        return None
    return FirstResponse(
        lead=node.text_at("lead"),
        steps=tuple(
            ResponseStep(each.text_at("when"), each.text_at("title"), each.text_at("text"))
            for each in node.items("steps")
        ),
        title=node.text_at("title"),
        rows=tuple(
            ResponseRow(each.text_at("what"), each.text_at("when"), each.text_at("basis"))
            for each in node.items("rows")
        ),
        note=node.text_at("note"),
        contacts=tuple(each.text() for each in node.items("contacts")),
        sources=node.strings("sources"),
    )
