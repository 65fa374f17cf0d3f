"""The loss model: it reads questions that exist, names its heads, and reproduces its worked example to the yen."""

from collections.abc import Iterable, Iterator

from diagnosis.definitions.checks.exposure import check_last_holds_always
from diagnosis.definitions.draft import RulesetDraft, World
from diagnosis.definitions.node import Node
from diagnosis.definitions.report import error
from diagnosis.files.suggest import did_you_mean
from diagnosis.model.loss_model import LossModel, LossScenario
from diagnosis.model.problems import Problem, Span
from diagnosis.model.questionnaire import NumberQuestion, choices_of

INDUSTRY = "industry"
GROWING = ("damages", "condolence")
"""The heads that grow with the number of persons."""


def check_model(world: World, draft: RulesetDraft) -> Iterator[Problem]:
    """Wrong: `persons: industry`, fixed costs of an undeclared head. Right: a number question, declared heads."""
    node = draft.node.child("loss")
    numbers = [name for name, each in world.questions.items() if isinstance(each.question, NumberQuestion)]
    if node.string("persons") not in numbers:
        yield _unknown(node.child("persons"), "loss.persons", "数の質問", "number question", numbers)
    heads = [head.id for head in draft.ruleset.loss.heads]
    yield from _check_heads(node, heads)
    for name in ("identifiability", "responsibility", "response"):
        yield from check_last_holds_always(list(node.items(name)), "loss.factors")
    if node.integer("full_identifiability") < max(factor.value for factor in draft.ruleset.loss.identifiability):
        yield error(
            node.child("full_identifiability").at,
            "loss.identifiability",
            ja="identifiability の最大値より小さくなっています。最大値と同じにしてください。",
            en="This is below the greatest identifiability. Make it equal to that.",
        )


def check_worked_example(_: World, draft: RulesetDraft) -> Iterator[Problem]:
    """Wrong: a total that the scenario does not give. Right: the example of the scheme, to the yen."""
    model, node = draft.ruleset.loss, draft.node.child("loss").child("worked_example")
    scenarios = {scenario.id: scenario for scenario in model.scenarios}
    scenario = scenarios.get(model.worked_example.scenario)
    if scenario is None:
        yield _unknown(node.child("scenario"), "loss.unknown-scenario", "想定", "scenario", scenarios)
        return
    expected = heads_of(model, scenario, model.worked_example.persons)
    for name, value in expected.items():
        written = model.worked_example.heads.get(name, 0)
        if written != value:
            at = node.child("heads").child(name).at if node.child("heads").has(name) else node.child("heads").key
            yield _not_reproduced(at, name, written, value)
    for name, child in node.entries("heads"):
        if name not in expected:
            yield _unknown_head(child, expected)
    total = sum(expected.values())
    if model.worked_example.total != total:
        yield _not_reproduced(node.child("total").at, "total", model.worked_example.total, total)


def check_incidents(world: World, draft: RulesetDraft) -> Iterator[Problem]:
    """Wrong: `industries: [retial]`, `causes: [hacker]`. Right: values of the question `industry`, ids of causes."""
    question = world.questions.get(INDUSTRY)
    industries = [choice.value for choice in choices_of(question.question)] if question else []
    causes = [cause.id for cause in draft.ruleset.causes]
    for node in draft.node.items("incidents"):
        for item in node.items("industries"):
            if item.value not in industries:
                yield _unknown(item, "incident.industry", "業種", "industry", industries)
        for item in node.items("causes"):
            if item.value not in causes:
                yield _unknown(item, "tag.unknown-cause", "原因", "cause", causes)


def heads_of(model: LossModel, scenario: LossScenario, persons: int) -> dict[str, int]:
    """Yen by head where sensitivity and identifiability leave damages as they are. Contract: `round_div`."""
    damages = persons * (scenario.serious * scenario.serious_unit + scenario.other * scenario.other_unit)
    condolence = persons * scenario.condolence * scenario.condolence_unit
    growing = {"damages": _round_div(damages, scenario.per), "condolence": _round_div(condolence, scenario.per)}
    return {head.id: growing.get(head.id, scenario.fixed.get(head.id, 0)) for head in model.heads}


def _round_div(numerator: int, denominator: int) -> int:
    """Division, rounded half up."""
    return (2 * numerator + denominator) // (2 * denominator)


def _check_heads(node: Node, heads: list[str]) -> Iterator[Problem]:
    absent = [name for name in GROWING if name not in heads]
    if absent:
        yield error(
            node.child("heads").key,
            "loss.heads",
            ja=f"損害の項目 {', '.join(absent)} がありません。書き足してください。",
            en=f"The heads {', '.join(absent)} are missing. Add them.",
        )
    for scenario in node.items("scenarios"):
        for name, child in scenario.entries("fixed"):
            if name not in heads or name in GROWING:
                yield _unknown_head(child, [head for head in heads if head not in GROWING])


def _unknown_head(node: Node, known: Iterable[str]) -> Problem:
    names = list(known)
    hint_ja, hint_en = did_you_mean(node.path[-1], names)
    return error(
        node.key,
        "loss.unknown-head",
        ja=f"損害の項目「{node.path[-1]}」はここには書けません。{hint_ja}書けるのは {', '.join(names)} です。",
        en=f"The head '{node.path[-1]}' cannot stand here.{hint_en} Allowed: {', '.join(names)}.",
    )


def _unknown(node: Node, code: str, what_ja: str, what_en: str, known: Iterable[str]) -> Problem:
    names = list(known)
    hint_ja, hint_en = did_you_mean(node.value, names)
    listed = ", ".join(names) or "-"
    return error(
        node.at,
        code,
        ja=f"{what_ja}「{node.value}」はありません。{hint_ja}あるのは {listed} です。",
        en=f"There is no {what_en} '{node.value}'.{hint_en} There are: {listed}.",
    )


def _not_reproduced(at: Span, name: str, written: int, value: int) -> Problem:
    return error(
        at,
        "loss.worked-example",
        ja=f"{name} は {written:,} 円と書かれていますが、"
        f"想定から計算すると {value:,} 円です。どちらかを直してください。",
        en=f"{name} is given as {written:,} yen, but the scenario gives {value:,}. Mend one of them.",
    )
