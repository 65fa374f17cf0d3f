"""Gates: their caps are tiers, and "don't know" does not slip through."""

from collections.abc import Iterator

from diagnosis.definitions.build_conditions import build_condition
from diagnosis.definitions.checks.reach import Judge
from diagnosis.definitions.draft import RulesetDraft, World
from diagnosis.definitions.exploring import Outcome
from diagnosis.definitions.node import Node
from diagnosis.definitions.report import error, warning
from diagnosis.model.conditions import State, questions_in
from diagnosis.model.problems import Problem


def check_caps(_: World, draft: RulesetDraft) -> Iterator[Problem]:
    """Wrong: `cap: 15` where tiers are 0, 10, 20; a cap of the top tier. Right: `cap: 10`."""
    percents = [tier.percent for tier in draft.ruleset.tiers]
    for node in draft.node.items("gates"):
        cap = node.integer("cap")
        if cap not in percents:
            yield _no_tier(node.child("cap"), percents)
        elif cap == max(percents):
            yield _no_effect(node.child("cap"))


def check_unknown(world: World, draft: RulesetDraft) -> Iterator[Problem]:
    """Wrong: `{question: pd-mfa, is: "no"}`: "don't know" passes. Right: `{question: pd-mfa, points_below: 50}`."""
    judge = Judge(world)
    for node in draft.node.items("gates"):
        condition = build_condition(node.child("when"))
        outcomes = judge.outcomes(condition)
        for name in dict.fromkeys(questions_in(condition)):
            question = world.questions.get(name)
            if (
                question is not None
                and question.scored
                and _lets_unknown_pass(outcomes, name, _same_answer(world, name))
            ):
                yield _unknown_passes(node.child("when"), name)


def _same_answer(world: World, name: str) -> frozenset[str]:
    """The questions that are answered together with `name`."""
    origin = world.questions[name].question.same_as or name
    return frozenset({origin, *(each.id for each in world.questions.values() if each.question.same_as == origin)})


def _lets_unknown_pass(outcomes: tuple[Outcome, ...], name: str, together: frozenset[str]) -> bool:
    """Whether some answer closes the gate where "don't know", all else equal, does not."""
    closing: dict[object, set[State]] = {}
    for outcome in outcomes:
        if outcome.truths[0] is True:
            others = frozenset(item for item in outcome.answers.items() if item[0] not in together)
            closing.setdefault(others, set()).add(outcome.answers[name].state)
    return any(State.ANSWERED in states and State.UNKNOWN not in states for states in closing.values())


def _no_tier(node: Node, percents: list[int]) -> Problem:
    listed = ", ".join(str(percent) for percent in percents)
    return error(
        node.at,
        "gate.cap",
        ja=f"上限 {node.value} は段階にありません。{listed} のどれかにしてください。",
        en=f"The cap {node.value} is no tier. Choose one of {listed}.",
    )


def _no_effect(node: Node) -> Problem:
    return warning(
        node.at,
        "gate.no-effect",
        ja="上限が最高の段階と同じなので、この関門は何も制限しません。低い段階にしてください。",
        en="The cap is the highest tier, so this gate holds nothing back. Choose a lower tier.",
    )


def _unknown_passes(node: Node, name: str) -> Problem:
    return warning(
        node.key,
        "gate.unknown-passes",
        ja=f"{name} に「分からない」と答えると、この関門を通ってしまいます。points_below を使ってください。",
        en=f'Answering "don\'t know" to {name} passes this gate. Use points_below.',
    )
