"""Ids: each names one thing."""

from collections.abc import Iterable, Iterator

from diagnosis.definitions.draft import RulesetDraft, World
from diagnosis.definitions.node import Node
from diagnosis.definitions.report import error
from diagnosis.model.problems import Problem
from diagnosis.model.questionnaire import choices_of

RESERVED = frozenset({"unknown", "not-applicable", "blank", "not-asked", "answered"})

_LISTS = (
    "causes",
    "media",
    "grades",
    "gates",
    "certifications",
    "risk_groups",
    "findings",
    "referrals",
    "plans",
    "incidents",
)


def check_unique_ids(world: World) -> Iterator[Problem]:
    """Wrong: two questions `pd-owner`, also in two questionnaires. Right: `pd-owner` and `cd-owner`."""
    nodes = [draft.node for draft in world.questionnaires]
    sections = [section for node in nodes for section in node.items("sections")]
    yield from _unique(section.child("id") for section in sections)
    yield from _unique(question.child("id") for section in sections for question in section.items("questions"))


def check_ruleset_ids(_: World, draft: RulesetDraft) -> Iterator[Problem]:
    """Wrong: two gates `no-mfa`, two rules for one question. Right: one each."""
    for name in _LISTS:
        yield from _unique(item.child("id") for item in draft.node.items(name))
    loss = draft.node.child("loss")
    yield from _unique(item.child("id") for item in loss.items("heads"))
    yield from _unique(item.child("id") for item in loss.items("scenarios"))
    yield from _unique(item.child("question") for item in draft.node.items("questions"))
    yield from _unique(item.child("questionnaire") for item in draft.node.items("questionnaires"))


def check_choices(world: World) -> Iterator[Problem]:
    """Wrong: `value: unknown`, or one value twice. Right: distinct values other than the names of states."""
    for draft in world.questionnaires:
        for holder in _holders_of_choices(draft.node):
            values = [choice.child("value") for choice in holder.items("choices")]
            yield from _unique(values)
            yield from (_reserved(value) for value in values if value.value in RESERVED)
    for question in world.questions.values():
        exclusive = [choice for choice in choices_of(question.question) if choice.exclusive]
        if question.question.same_as is None and exclusive and len(exclusive) == len(choices_of(question.question)):
            yield _all_exclusive(question.node.child("choices"))


def _holders_of_choices(node: Node) -> Iterator[Node]:
    for _, scale in node.entries("scales"):
        yield scale
    for section in node.items("sections"):
        yield from section.items("questions")


def _unique(names: Iterable[Node]) -> Iterator[Problem]:
    seen: dict[object, Node] = {}
    for node in names:
        first = seen.setdefault(node.value, node)
        if first is not node:
            yield error(
                node.at,
                "id.duplicate",
                ja=f"「{node.value}」は {first.at} で既に使われています。別の名前にするか、一方を消してください。",
                en=f"'{node.value}' is already used at {first.at}. Choose another name, or remove one.",
            )


def _reserved(node: Node) -> Problem:
    return error(
        node.at,
        "choice.reserved",
        ja=f"「{node.value}」は回答の状態の名前なので、選択肢の値には使えません。別の値にしてください。",
        en=f"'{node.value}' is the name of an answer's state and cannot be a choice value. Choose another.",
    )


def _all_exclusive(node: Node) -> Problem:
    return error(
        node.at,
        "choice.all-exclusive",
        ja="すべての選択肢が exclusive です。複数選べるものを残すか、kind: single にしてください。",
        en="Every choice is exclusive. Leave some that may be combined, or make it kind: single.",
    )
