"""Where the remaining risk lies: shares of the causes, desired levels of the risk groups."""

from collections.abc import Iterator

from diagnosis.definitions.draft import RulesetDraft, World
from diagnosis.definitions.node import Node
from diagnosis.definitions.report import error
from diagnosis.files.suggest import did_you_mean
from diagnosis.model.problems import Problem
from diagnosis.model.ruleset import FULL


def check_shares(_: World, draft: RulesetDraft) -> Iterator[Problem]:
    """Wrong: shares 3700 and 6000. Right: shares that sum to 10000."""
    total = sum(cause.share for cause in draft.ruleset.causes)
    if total != FULL:
        yield error(
            draft.node.child("causes").key,
            "cause.shares",
            ja=f"share の合計が {total:,} です。{FULL:,} にしてください。",
            en=f"The shares sum to {total:,}. Make them {FULL:,}.",
        )


def check_risk_groups(_: World, draft: RulesetDraft) -> Iterator[Problem]:
    """Wrong: no desired level for a cause; a group without `when` that is not the last. Right: all causes, one last."""
    causes = [cause.id for cause in draft.ruleset.causes]
    nodes = list(draft.node.items("risk_groups"))
    for node in nodes:
        yield from _check_desired(node.child("desired"), causes)
    yield from check_last_holds_always(nodes, "risk-group.last")


def check_last_holds_always(nodes: list[Node], code: str) -> Iterator[Problem]:
    """Of entries of which the first that holds counts, the last and only the last has no `when`."""
    for node in nodes[:-1]:
        if not node.has("when"):
            yield error(
                node.at,
                code,
                ja="when のない項目より後は使われません。when を書くか、最後に移してください。",
                en="Nothing after an entry without `when` is ever used. Give it a `when`, or put it last.",
            )
    if nodes[-1].has("when"):
        yield error(
            nodes[-1].child("when").key,
            code,
            ja="どれも成り立たない場合がないように、最後の項目は when なしにしてください。",
            en="Let the last entry have no `when`, so that one always holds.",
        )


def _check_desired(node: Node, causes: list[str]) -> Iterator[Problem]:
    for name, child in node.entries():
        if name not in causes:
            hint_ja, hint_en = did_you_mean(name, causes)
            yield error(
                child.key,
                "desired.unknown-cause",
                ja=f"原因「{name}」はありません。{hint_ja}あるのは {', '.join(causes)} です。",
                en=f"There is no cause '{name}'.{hint_en} There are: {', '.join(causes)}.",
            )
    absent = [cause for cause in causes if not node.has(cause)]
    if absent:
        yield error(
            node.key,
            "desired.missing-cause",
            ja=f"原因 {', '.join(absent)} の望ましい水準がありません。書き足してください。",
            en=f"There is no desired level for {', '.join(absent)}. Add it.",
        )
