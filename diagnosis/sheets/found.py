"""From plain data with places to a raw sheet: its shape is settled here, its meaning later."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from diagnosis.files.suggest import did_you_mean
from diagnosis.files.tree import Path, Tree
from diagnosis.model.problems import Problem, Span
from diagnosis.model.sheet import RawAnswer, RawSheet
from diagnosis.sheets.desk import Desk, listed, show

SHEET_KEYS = ("ruleset", "questionnaires", "member", "answered_on", "answers")
MEMBER_KEYS = ("id", "name")
ANSWER_KEYS = ("value", "state", "evidence", "reason", "note")


@dataclass(frozen=True, slots=True)
class FoundSheet(RawSheet):
    """A raw sheet from a file.

    places: where the head's fields stand, by name. faults: of shape, told together with those of meaning.
    has_lists: its answers are chosen from lists of labels, so that a label is as good as the choice's value.
    """

    places: Mapping[str, Span] = field(default_factory=dict)
    faults: tuple[Problem, ...] = ()
    has_lists: bool = False


def find_sheet(tree: Tree) -> FoundSheet:
    """The raw sheet in a file's plain data; whatever has the wrong shape becomes one of its faults."""
    desk = Desk()
    head = _mapping(tree, (), SHEET_KEYS, desk)
    member = _mapping(tree, ("member",), MEMBER_KEYS, desk)
    questionnaires = _mapping(tree, ("questionnaires",), None, desk)
    return FoundSheet(
        ruleset=_written(tree, "ruleset"),
        questionnaires={key: _written(tree, "questionnaires", key) for key in questionnaires},
        member_id=_written(tree, "member", "id") if member else None,
        member_name=_written(tree, "member", "name") if member else None,
        answered_on=head.get("answered_on"),
        answers=_answers(tree, desk),
        at=tree.at(),
        places=_places(tree, questionnaires),
        faults=tuple(desk.faults),
    )


def _places(tree: Tree, questionnaires: Mapping[str, object]) -> dict[str, Span]:
    heads: tuple[Path, ...] = (("ruleset",), ("member",), ("member", "id"), ("member", "name"), ("answered_on",))
    paths = (*heads, *(("questionnaires", key) for key in questionnaires))
    return {".".join(map(str, path)): tree.at(*path) for path in paths}


def _answers(tree: Tree, desk: Desk) -> tuple[RawAnswer, ...]:
    answers = _mapping(tree, ("answers",), None, desk)
    return tuple(_answer(tree, key, value, desk) for key, value in answers.items())


def _answer(tree: Tree, question: str, value: object, desk: Desk) -> RawAnswer:
    path: Path = ("answers", question)
    if not isinstance(value, dict):
        return RawAnswer(question, value, at=tree.key_at(*path) if value is None else tree.at(*path))
    parts = _mapping(tree, path, ANSWER_KEYS, desk)
    return RawAnswer(
        question,
        parts.get("value"),
        state=_state(tree, path, parts.get("state"), desk),
        evidence=parts.get("evidence"),
        reason=parts.get("reason"),
        note=parts.get("note"),
        at=tree.at(*path),
    )


def _state(tree: Tree, path: Path, found: object, desk: Desk) -> str | None:
    if found is None or isinstance(found, str):
        return found
    desk.refuse(
        tree.at(*path, "state"),
        "sheet.state",
        ja=f"質問「{path[-1]}」の state「{show(found)}」は使えません。unknown か not-applicable と書いてください。",
        en=f"Question '{path[-1]}' has the state '{show(found)}'. Write unknown or not-applicable.",
    )
    return None


def _mapping(tree: Tree, path: Path, keys: tuple[str, ...] | None, desk: Desk) -> dict[str, object]:
    """The mapping at `path`, empty where nothing stands there; unknown keys and other shapes are refused."""
    value = _value(tree, *path)
    if value is None and path:
        return {}
    if not isinstance(value, dict):
        _refuse_shape(tree, path, value, desk)
        return {}
    for key in value if keys else ():
        if key not in (keys or ()):
            _refuse_key(tree.key_at(*path, key), key, keys or (), desk)
    return value


def _value(tree: Tree, *path: str | int) -> object:
    value = tree.value
    for step in path:
        value = value.get(step) if isinstance(value, dict) else None
    return value


def _written(tree: Tree, *path: str | int) -> object:
    """A text that may look like a number (`2026.10`, a member's number): as it was written."""
    value = _value(tree, *path)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return tree.written[path]
    return value


def _refuse_shape(tree: Tree, path: Path, value: object, desk: Desk) -> None:
    name_ja, name_en = (f"「{path[-1]}」", f"'{path[-1]}'") if path else ("回答票", "An answer sheet")
    desk.refuse(
        tree.at(*path),
        "sheet.shape",
        ja=f"{name_ja}には「キー: 値」の組を書きます。見つかったもの：{show(value)}。",
        en=f"{name_en} holds pairs of key and value. Found: {show(value)}.",
    )


def _refuse_key(at: Span, key: str, keys: tuple[str, ...], desk: Desk) -> None:
    allowed_ja, allowed_en = listed(keys)
    near_ja, near_en = did_you_mean(key, keys)
    desk.refuse(
        at,
        "sheet.unknown-key",
        ja=f"キー「{show(key)}」は使えません。使えるキー：{allowed_ja}。{near_ja}",
        en=f"The key '{show(key)}' is unknown. Allowed: {allowed_en}.{near_en}",
    )
