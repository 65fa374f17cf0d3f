"""The loss model of a ruleset from a tree of the right shape."""

from diagnosis.definitions.build_conditions import maybe_condition
from diagnosis.definitions.node import Node
from diagnosis.model.loss_model import Factor, LossHead, LossModel, LossScenario, SensitivityLevel, WorkedExample


def build_loss(node: Node) -> LossModel:
    """The loss model written at `node`."""
    return LossModel(
        persons=node.string("persons"),
        heads=tuple(_head(each) for each in node.items("heads")),
        scenarios=tuple(_scenario(each) for each in node.items("scenarios")),
        sensitivity=tuple(
            SensitivityLevel(maybe_condition(each, "when"), each.integer("x"), each.integer("y"))
            for each in node.items("sensitivity")
        ),
        sensitivity_percent={int(level): value for level, value in node.integers("sensitivity_percent").items()},
        jnsa_base=node.integer("jnsa_base"),
        identifiability=_factors(node, "identifiability"),
        full_identifiability=node.integer("full_identifiability"),
        responsibility=_factors(node, "responsibility"),
        response=_factors(node, "response"),
        condolence_cap=node.integer("condolence_cap"),
        assumptions=tuple(each.text() for each in node.items("assumptions")),
        sources=node.strings("sources"),
        worked_example=_example(node.child("worked_example")),
    )


def _head(node: Node) -> LossHead:
    return LossHead(node.string("id"), node.text(), node.string("cover"), node.strings("sources"))


def _scenario(node: Node) -> LossScenario:
    return LossScenario(
        id=node.string("id"),
        title=node.text(),
        per=node.integer("per"),
        serious=node.integer("serious"),
        serious_unit=node.integer("serious_unit"),
        other=node.integer("other"),
        other_unit=node.integer("other_unit"),
        condolence=node.integer("condolence"),
        condolence_unit=node.integer("condolence_unit"),
        fixed=node.integers("fixed"),
    )


def _factors(node: Node, key: str) -> tuple[Factor, ...]:
    return tuple(Factor(maybe_condition(each, "when"), each.integer("value")) for each in node.items(key))


def _example(node: Node) -> WorkedExample:
    return WorkedExample(
        scenario=node.string("scenario"),
        persons=node.integer("persons"),
        heads=node.integers("heads"),
        total=node.integer("total"),
    )
