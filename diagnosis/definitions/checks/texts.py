"""Texts: both languages are there, each in its own language, and weak answers can be proven."""

import re
from collections.abc import Iterator

from diagnosis.definitions.draft import World
from diagnosis.definitions.node import Node
from diagnosis.definitions.report import error, warning
from diagnosis.model.problems import Problem

_JAPANESE = re.compile("[\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff々〆]")
_LONG = 30
"""Shorter texts may be names that are the same in both languages, such as PCI DSS."""


def check_languages(world: World) -> Iterator[Problem]:
    """Wrong: the English sentence under both `ja` and `en`. Right: each in its own language."""
    for draft in world.questionnaires:
        yield from _check_texts(draft.node)
    if world.ruleset is not None:
        yield from _check_texts(world.ruleset.node)


def check_evidence(world: World) -> Iterator[Problem]:
    """Wrong: a scored question without `evidence`. Right: it names what would prove the answer."""
    for question in world.questions.values():
        if question.scored and question.question.evidence is None and question.question.same_as is None:
            yield warning(
                question.node.child("id").at,
                "question.no-evidence",
                ja=f"採点する質問 {question.id} に evidence がありません。回答を裏づけるものを書いてください。",
                en=f"The scored question {question.id} has no 'evidence'. Say what would prove the answer.",
            )


def _check_texts(node: Node) -> Iterator[Problem]:
    if node.has("ja") and node.has("en"):
        yield from _check_text(node.child("ja"), node.child("en"))
    for key, child in node.entries():
        if key != "citations":  # a foreign standard has no Japanese title
            yield from _check_texts(child)
    for item in node.items():
        yield from _check_texts(item)


def _check_text(ja: Node, en: Node) -> Iterator[Problem]:
    for node in (ja, en):
        if not str(node.value).strip():
            yield error(
                node.at,
                "text.empty",
                ja="文が空です。日本語と英語の両方を書いてください。",
                en="The text is empty. Write it in both Japanese and English.",
            )
    if len(str(ja.value)) > _LONG and not _JAPANESE.search(str(ja.value)):
        yield _not_translated(
            ja, "ja に日本語がありません。日本語訳を書いてください。", "There is no Japanese under 'ja'."
        )
    if _JAPANESE.search(str(en.value)) and len(_JAPANESE.findall(str(en.value))) * 2 > len(str(en.value)):
        yield _not_translated(en, "en が日本語のままです。英語訳を書いてください。", "The text under 'en' is Japanese.")


def _not_translated(node: Node, ja: str, en: str) -> Problem:
    return warning(node.at, "text.not-translated", ja=ja, en=f"{en} Translate it.")
