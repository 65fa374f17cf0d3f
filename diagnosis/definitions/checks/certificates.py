"""Certificates, caps and plans, against what the scheme grants."""

from collections.abc import Iterator
from itertools import pairwise

from diagnosis.definitions.draft import RulesetDraft, World
from diagnosis.definitions.node import Node
from diagnosis.definitions.report import error, warning
from diagnosis.files.suggest import did_you_mean
from diagnosis.model.problems import Problem
from diagnosis.model.questionnaire import DateQuestion

MOST = {"certification": 30, "combined": 60}
"""Percent that the scheme grants for certificates, and for certificates and control quality together."""
MOST_GROUP = 20

_LIMITS = ("liability_limit", "cost_limit", "deductible")


def check_certificates(world: World, draft: RulesetDraft) -> Iterator[Problem]:
    """Wrong: `expires: isms-scope`. Right: `expires: isms-expires`, a date question."""
    dates = [name for name, each in world.questions.items() if isinstance(each.question, DateQuestion)]
    for node in draft.node.items("certifications"):
        name = node.string("expires")
        if name not in dates:
            yield _no_date(node.child("expires"), name, dates)


def check_caps(_: World, draft: RulesetDraft) -> Iterator[Problem]:
    """Wrong: `combined: 70`, a certificate above its cap. Right: 30 and 60, as the scheme has them."""
    caps = draft.node.child("caps")
    for name, most in MOST.items():
        yield from _check_most(caps.child(name), most)
    yield from _check_most(draft.node.child("group_discount").child("percent"), MOST_GROUP)
    if caps.integer("certification") > caps.integer("combined"):
        yield error(
            caps.child("certification").at,
            "caps.order",
            ja="認証割引の上限が合計の上限を超えています。合計の上限以下にしてください。",
            en="The cap of the certificates is above that of the sum. Keep it within.",
        )
    for node in draft.node.items("certifications"):
        yield from _check_most(node.child("percent"), caps.integer("certification"))


def check_plans(_: World, draft: RulesetDraft) -> Iterator[Problem]:
    """Wrong: plan B pays less than plan A; a deductible above the limit. Right: ascending limits."""
    nodes = [node for node in draft.node.items("plans") if all(node.has(key) for key in _LIMITS)]
    for lower, upper in pairwise(nodes):
        for key in ("liability_limit", "cost_limit"):
            if upper.integer(key) < lower.integer(key):
                yield warning(
                    upper.child(key).at,
                    "plan.order",
                    ja=f"前のプラン {lower.string('id')} より低くなっています。額と順序を確かめてください。",
                    en=f"This is below that of plan {lower.string('id')} before it. Check the amounts and the order.",
                )
    for node in nodes:
        if node.integer("deductible") >= min(node.integer("liability_limit"), node.integer("cost_limit")):
            yield error(
                node.child("deductible").at,
                "plan.deductible",
                ja="免責金額が支払限度額以上なので、何も支払われません。額を確かめてください。",
                en="The deductible is not below the limits, so nothing would be paid. Check the amounts.",
            )


def _check_most(node: Node, most: int) -> Iterator[Problem]:
    if int(str(node.value)) > most:
        yield error(
            node.at,
            "caps.above-scheme",
            ja=f"{node.value}％は上限 {most}％を超えています。{most} 以下にしてください。",
            en=f"{node.value} % is above the cap of {most} %. Write {most} or less.",
        )


def _no_date(node: Node, name: str, dates: list[str]) -> Problem:
    hint_ja, hint_en = did_you_mean(name, dates)
    listed = ", ".join(dates) or "-"
    return error(
        node.at,
        "certification.expires",
        ja=f"「{name}」は日付の質問ではありません。{hint_ja}日付の質問は {listed} です。",
        en=f"'{name}' is no date question.{hint_en} Date questions: {listed}.",
    )
