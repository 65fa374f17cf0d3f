"""Published means frozen: a file listed with its digest never changes, and never goes away."""

import re
from collections.abc import Iterator
from pathlib import Path

from diagnosis.definitions.loading import LoadedFile, read_definition
from diagnosis.definitions.node import Node
from diagnosis.definitions.report import error
from diagnosis.model.problems import Problem, Span

LIST_NAME = "published.yaml"

_SHA256 = re.compile(r"[0-9a-f]{64}")


def check_published(folder: Path, files: tuple[LoadedFile, ...]) -> tuple[Problem, ...]:
    """Compare every file that `published.yaml` of `folder` lists; no list, no problem."""
    path = folder / LIST_NAME
    return check_list(path, files) if path.exists() else ()


def check_list(path: Path, files: tuple[LoadedFile, ...]) -> tuple[Problem, ...]:
    """Compare every file that the list at `path` names with its digest there."""
    tree, _, problems = read_definition(path)
    if tree is None:
        return problems
    if not isinstance(tree.value, dict):
        return (_wrong_list(Node(tree)),)
    return tuple(_compare(Node(tree), files))


def _compare(published: Node, files: tuple[LoadedFile, ...]) -> Iterator[Problem]:
    known = {file.reference: file for file in files}
    for reference, entry in published.entries():
        digest = entry.value
        if not isinstance(digest, str) or not _SHA256.fullmatch(digest):
            yield _wrong_list(entry)
        elif reference not in known:
            yield error(
                entry.key,
                "frozen.missing",
                ja=f"公開済みの {reference} のファイルがありません。公開したときの内容で元に戻してください。",
                en=f"The file of the published {reference} is gone. Put it back as it was published.",
            )
        elif known[reference].digest and known[reference].digest != digest:
            yield _changed(known[reference])


def _changed(file: LoadedFile) -> Problem:
    at = file.node.child("version").key if file.tree else Span(str(file.path), 0, 0)
    return error(
        at,
        "frozen.changed",
        ja=f"{file.reference} は公開済みのため変更できません。元に戻し、変更は新しい版のファイルに書いてください。",
        en=f"{file.reference} is published and may not change. Restore it, and write the change into a new version.",
    )


def _wrong_list(entry: Node) -> Problem:
    return error(
        entry.at,
        "frozen.list",
        ja="公開一覧には「識別子@版: SHA-256（小文字の16進64桁）」だけを書きます。書き改めてください。",
        en="A list of published files holds 'ID@VERSION: SHA-256' (64 lower-case hexadecimal digits) only. Mend it.",
    )
