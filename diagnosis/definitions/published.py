"""Published means frozen: a file listed with its digest never changes, and never goes away."""

import re
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

from diagnosis.definitions.comparing import compare
from diagnosis.definitions.kept_copies import read_copy
from diagnosis.definitions.loading import LoadedFile, read_definition
from diagnosis.definitions.node import Node
from diagnosis.definitions.report import error, warning
from diagnosis.files.tree import read_yaml
from diagnosis.model.change import Change
from diagnosis.model.problems import Problem, Span

LIST_NAME = "published.yaml"

_SHA256 = re.compile(r"[0-9a-f]{64}")
_MOST_TOLD = 20
"""Changes of one published file that are told one by one."""


def read_list(folder: Path) -> dict[str, str]:
    """What `published.yaml` of `folder` lists, `ID@VERSION` to digest; empty where there is no list or a wrong one."""
    path = folder / LIST_NAME
    tree = read_definition(path)[0] if path.exists() else None
    entries = Node(tree).entries() if tree else ()
    return {reference: str(entry.value) for reference, entry in entries}


def check_published(folder: Path, files: tuple[LoadedFile, ...]) -> tuple[Problem, ...]:
    """Compare every file that `published.yaml` of `folder` lists; no list, no problem."""
    path = folder / LIST_NAME
    return check_list(path, files, folder) if path.exists() else ()


def check_list(path: Path, files: tuple[LoadedFile, ...], folder: Path | None = None) -> tuple[Problem, ...]:
    """Compare every file that the list at `path` names with its digest there.

    folder: where copies are kept; without it none are looked for.
    """
    tree, _, problems = read_definition(path)
    if tree is None:
        return problems
    if not isinstance(tree.value, dict):
        return (_wrong_list(Node(tree)),)
    return tuple(_compare_all(Node(tree), files, folder))


def _compare_all(published: Node, files: tuple[LoadedFile, ...], folder: Path | None) -> Iterator[Problem]:
    known = {file.reference: file for file in files}
    for reference, entry in published.entries():
        digest = entry.value
        if not isinstance(digest, str) or not _SHA256.fullmatch(digest):
            yield _wrong_list(entry)
        elif reference not in known:
            yield error(
                entry.key,
                "frozen.missing",
                ja=f"公開済みの {reference} のファイルがありません。"
                f"diagnosis publish --restore {reference} で元に戻せます。",
                en=f"The file of the published {reference} is gone. "
                f"Put it back with diagnosis publish --restore {reference}.",
            )
        else:
            yield from _compare_one(entry, known[reference], digest, folder)


def _compare_one(entry: Node, file: LoadedFile, digest: str, folder: Path | None) -> Iterator[Problem]:
    kept = read_copy(folder, file.reference, digest) if folder else None
    if folder and kept is None:
        yield warning(
            entry.key,
            "frozen.copy",
            ja=f"公開済みの {file.reference} の控えがないか、壊れています。変更の内容を示せません。"
            "ファイルが公開時のままなら、diagnosis publish が控えを作り直します。",
            en=f"The copy kept of the published {file.reference} is missing or damaged, so no change could be named. "
            "If the file is as published, diagnosis publish makes the copy again.",
        )
    if file.digest and file.digest != digest:
        yield from _tell_changes(file, kept)


def _tell_changes(file: LoadedFile, kept: bytes | None) -> Iterator[Problem]:
    """Each change at its own place; where none can be told, the whole file."""
    changes = _changes_since(file, kept) if kept and file.tree else ()
    for change in changes[:_MOST_TOLD]:
        yield _changed_there(file, change)
    if not changes or len(changes) > _MOST_TOLD:
        yield _changed(file, len(changes), told=bool(kept and file.tree))


def _changes_since(file: LoadedFile, kept: bytes) -> tuple[Change, ...]:
    earlier = Node(read_yaml(kept, f"{file.reference} as published"))
    return compare(earlier, file.node, file.kind, gone_at_end=False).changes


def _changed_there(file: LoadedFile, change: Change) -> Problem:
    before_ja, after_ja = _quote(*(text.ja if text else "なし" for text in (change.before, change.after)))
    before_en, after_en = _quote(*(text.en if text else "nothing" for text in (change.before, change.after)))
    return error(
        change.at,
        "frozen.changed",
        ja=f"{file.reference} は公開済みのため変更できません。{change.subject} の{change.what.ja}："
        f"公開時は {before_ja}、今は {after_ja}。元に戻し、変更は新しい版に書いてください。",
        en=f"{file.reference} is published and may not change. {change.subject}, {change.what.en}: was {before_en}, "
        f"is {after_en}. Restore it, and write the change into a new version.",
    )


def _changed(file: LoadedFile, number: int, *, told: bool) -> Problem:
    at = file.node.child("version").key if file.tree else Span(str(file.path), 0, 0)
    if number:
        ja, en = f"（ほかを含め {number} か所）", f" ({number} places in all)"
    elif told:
        ja, en = "（空白・注釈・書き方だけの違い）", " (only in spacing, comments or order of writing)"
    else:
        ja, en = "", ""
    return error(
        at,
        "frozen.changed",
        ja=f"{file.reference} は公開済みのため変更できません{ja}。diagnosis publish --restore {file.reference} で"
        "元に戻し、変更は新しい版のファイルに書いてください。",
        en=f"{file.reference} is published and may not change{en}. Restore it with diagnosis publish --restore "
        f"{file.reference}, and write the change into a new version.",
    )


_LONGEST = 80
_SHARED = 20
"""Characters shown before two texts part."""


def _quote(before: str, after: str) -> tuple[str, str]:
    """Both on one line, from shortly before the place where they part."""
    texts = [" ".join(text.split()) for text in (before, after)]
    alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(*texts, strict=False)))
    start = max(0, alike - _SHARED)
    first, second = (f"«{'…' if start else ''}{_shorten(text[start:])}»" for text in texts)
    return first, second


def _shorten(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _wrong_list(entry: Node) -> Problem:
    return error(
        entry.at,
        "frozen.list",
        ja="公開一覧には「識別子@版: SHA-256（小文字の16進64桁）」だけを書きます。書き改めてください。",
        en="A list of published files holds 'ID@VERSION: SHA-256' (64 lower-case hexadecimal digits) only. Mend it.",
    )
