"""Sources, citations, causes and media: named where declared, declared where named."""

import re
from collections.abc import Iterable, Iterator

from diagnosis.definitions.draft import QuestionnaireDraft, RulesetDraft, World
from diagnosis.definitions.node import Node
from diagnosis.definitions.report import error, warning
from diagnosis.files.suggest import did_you_mean
from diagnosis.model.problems import Problem

_ARTICLE = re.compile(r"[0-9]+(?:-[0-9]+)*(?:\([0-9]+\)(?:\([ivxl]+\))?)?")
_ARTICLE_LENGTH = 40


def check_citations(world: World) -> Iterator[Problem]:
    """Wrong: `apii:23`, `appi:Art. 23`, a citation nobody names. Right: `appi:23`, `appi:26(1)(iii)`."""
    for draft in world.questionnaires:
        catalogue = dict(draft.node.entries("citations"))
        named: set[str] = set()
        for node in _references(draft):
            name, _, pinpoint = str(node.value).partition(":")
            named.add(name)
            yield from _check_reference(node, name, pinpoint, catalogue)
        yield from (_unused(node, name, "citation") for name, node in catalogue.items() if name not in named)


def check_sources(_: World, draft: RulesetDraft) -> Iterator[Problem]:
    """Wrong: `sources: [flier]`, a source nobody names. Right: ids of `sources`, each named somewhere."""
    catalogue = dict(draft.node.entries("sources"))
    named: set[str] = set()
    for node in _named_sources(draft.node):
        named.add(str(node.value))
        if node.value not in catalogue:
            yield _unknown(node, str(node.value), catalogue, "source.unknown")
    yield from (_unused(node, name, "source") for name, node in catalogue.items() if name not in named)


def check_tags(world: World, draft: RulesetDraft) -> Iterator[Problem]:
    """Wrong: `causes: [contracter]`, a cause that no scored question carries. Right: ids of the ruleset's causes."""
    for key, code in (("causes", "tag.unknown-cause"), ("media", "tag.unknown-medium")):
        declared = {item.string("id"): item for item in draft.node.items(key)}
        named: set[str] = set()
        for question in world.questions.values():
            for node in question.node.items(key):
                named.update({str(node.value)} if question.scored else ())
                if node.value not in declared:
                    yield _unknown(node, str(node.value), declared, code)
        for name, node in declared.items():
            if name not in named:
                yield _unused(node.child("id"), name, "tag")


def _references(draft: QuestionnaireDraft) -> Iterator[Node]:
    for question in draft.questions:
        yield from question.node.items("references")


def _check_reference(node: Node, name: str, pinpoint: str, catalogue: dict[str, Node]) -> Iterator[Problem]:
    if name not in catalogue:
        yield _unknown(node, name, catalogue, "citation.unknown")
        return
    wrong_article = catalogue[name].flag("articles") and (
        len(pinpoint) > _ARTICLE_LENGTH or not _ARTICLE.fullmatch(pinpoint)
    )
    if not pinpoint or wrong_article:
        yield error(
            node.at,
            "citation.pinpoint",
            ja=f"「{node.value}」の箇所の書き方が違います。条は {name}:26、"
            f"項は {name}:26(1)、号は {name}:26(1)(iii) と書きます。",
            en=f"The pinpoint of '{node.value}' is wrong. Write {name}:26, a paragraph as {name}:26(1), "
            f"an item as {name}:26(1)(iii).",
        )


def _named_sources(node: Node) -> Iterator[Node]:
    for key, child in node.entries():
        if key == "sources":
            yield from child.items()
        yield from _named_sources(child)
    for item in node.items():
        yield from _named_sources(item)


def _unknown(node: Node, name: str, known: Iterable[str], code: str) -> Problem:
    names = sorted(known)
    hint_ja, hint_en = did_you_mean(name, names)
    listed = ", ".join(names) or "-"
    return error(
        node.at,
        code,
        ja=f"「{name}」は宣言されていません。{hint_ja}あるのは {listed} です。",
        en=f"'{name}' is not declared.{hint_en} There are: {listed}.",
    )


def _unused(node: Node, name: str, what: str) -> Problem:
    return warning(
        node.key if what != "tag" else node.at,
        f"{what}.unused",
        ja=f"「{name}」はどこからも使われていません。不要なら消してください。",
        en=f"'{name}' is named nowhere. Remove it if it is not needed.",
    )
