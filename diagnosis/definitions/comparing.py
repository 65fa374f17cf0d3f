"""Two versions of a questionnaire or a ruleset, side by side: nothing that an author may write is left out."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from diagnosis.definitions.change_kinds import Aspect, aspect_of, part_words
from diagnosis.definitions.change_words import tell_value
from diagnosis.definitions.node import Node
from diagnosis.definitions.outline import LABEL, RANKS, SEQUENCE, Key, Leaf, outline
from diagnosis.model.change import Change, ChangeKind, Comparison
from diagnosis.model.questionnaire import Question
from diagnosis.model.text import Text

Outline = Mapping[Key, Leaf]

_ORDER = tuple(ChangeKind)
_EFFECTS = ("cap", "percent", "share", "overall", "each_questionnaire", "at_least", "when")
_SUBJECT = 2
"""Names that lead to a thing of its own: its collection and its id."""


def compare(
    before: Node, after: Node, kind: str, questions: Mapping[str, Question] | None = None, *, gone_at_end: bool = True
) -> Comparison:
    """All changes between two files of the right shape and the same kind (`questionnaire` or `ruleset`).

    questions: by id, so that conditions can be told by their labels. gone_at_end: what was removed has its place in
    the earlier file; else at the head of the later one.
    """
    found = _Comparing(kind, outline(before), outline(after), questions or {})
    changes = tuple(found.changes())
    if not gone_at_end:
        head = after.child("version").key
        changes = tuple(change if change.at.file == head.file else replace(change, at=head) for change in changes)
    earlier, later = (f"{node.string(kind)}@{node.string('version')}" for node in (before, after))
    ordered = sorted(changes, key=lambda change: _ORDER.index(change.kind))
    return Comparison(earlier, later, after.text_at("title"), tuple(ordered))


class _Comparing:
    def __init__(self, kind: str, before: Outline, after: Outline, questions: Mapping[str, Question]) -> None:
        self._kind, self._before, self._after, self._questions = kind, before, after, questions
        self._heads = _prefixes(before), _prefixes(after)

    def changes(self) -> Iterator[Change]:
        told: set[Key] = set()
        for key in (*self._after, *(key for key in self._before if key not in self._after)):
            if key[-1] in {SEQUENCE, RANKS}:
                yield from self._reordered(key)
            elif key in self._before and key in self._after:
                yield from self._changed(key)
            else:
                head = self._missing_head(key)
                if head not in told:
                    told.add(head)
                    yield self._came_or_went(head)

    def _changed(self, key: Key) -> Iterator[Change]:
        before, after = self._before[key], self._after[key]
        if _plain(before.value) != _plain(after.value):
            earlier, later = _tell_apart(self._tell(before), self._tell(after))
            yield self._change(key, earlier, later, after)

    def _reordered(self, key: Key) -> Iterator[Change]:
        """Only what both have counts: what came or went is told by itself."""
        before, after = self._before.get(key), self._after.get(key)
        if before is None or after is None or not isinstance(before.value, list) or not isinstance(after.value, list):
            return
        kept = [[name for name in one if name in other] for one, other in _both_ways(before.value, after.value)]
        if kept[0] != kept[1]:
            yield self._change(key, tell_value(kept[0], {}), tell_value(kept[1], {}), after)

    def _missing_head(self, key: Key) -> Key:
        """The whole that came or went with `key`: a question rather than its text."""
        other = self._heads[0] if key in self._after else self._heads[1]
        return next(key[:length] for length in range(1, len(key) + 1) if key[:length] not in other)

    def _came_or_went(self, head: Key) -> Change:
        came = head in self._heads[1]
        side = self._after if came else self._before
        key, leaf = next((key, leaf) for key, leaf in side.items() if key[: len(head)] == head)
        words = self._tell(leaf) if key == head else self._whole(head, side)
        before, after = (None, words) if came else (words, None)
        return self._change(head, before, after, leaf)

    def _whole(self, head: Key, side: Outline) -> Text:
        """What came or went, in a word: its label or weight, its only value, or its name, and what it does."""
        for part in (LABEL, "weight"):
            if leaf := side.get((*head, part)):
                return self._with_effect(self._tell(leaf), head, side)
        parts = [leaf for key, leaf in side.items() if key[: len(head)] == head]
        named = self._name(head, side) if len(head) == _SUBJECT else None
        if named:
            return self._with_effect(named, head, side)
        return self._tell(parts[0]) if len(parts) == 1 else part_words(head[-1])

    def _with_effect(self, words: Text, head: Key, side: Outline) -> Text:
        """A gate with its cap and condition, a tier with what it asks."""
        told = [(part_words(part), self._tell(side[(*head, part)])) for part in _EFFECTS if (*head, part) in side]
        ja = "、".join(f"{part.ja} {value.ja}" for part, value in told)
        en = ", ".join(f"{part.en} {value.en}" for part, value in told)
        return Text(f"{words.ja}（{ja}）", f"{words.en} ({en})") if told else words

    def _change(self, key: Key, before: Text | None, after: Text | None, leaf: Leaf) -> Change:
        aspect: Aspect = aspect_of(self._kind, key, before, after)
        name = self._name(key, self._after) or self._name(key, self._before)
        return Change(
            kind=aspect.kind,
            step=aspect.step,
            subject=aspect.subject,
            what=aspect.what,
            name=name,
            before=before,
            after=after,
            at=leaf.at,
        )

    def _name(self, key: Key, side: Outline) -> Text | None:
        """The words of the question, gate or other thing that `key` is a part of."""
        head = key[:_SUBJECT]
        for last in ("text", "title", LABEL, "message", "name"):
            leaf = side.get((*head, last))
            if leaf is not None:
                return self._tell(leaf)
        asked = self._questions.get(head[-1])
        return asked.text if asked and key[0] == "questions" else None

    def _tell(self, leaf: Leaf) -> Text:
        return tell_value(leaf.value, self._questions)


def _tell_apart(before: Text, after: Text) -> tuple[Text, Text]:
    """Where only one language differs, both readers see that one."""
    if before.en == after.en:
        return Text(before.ja, f"[ja] {before.ja}"), Text(after.ja, f"[ja] {after.ja}")
    if before.ja == after.ja:
        return Text(f"[en] {before.en}", before.en), Text(f"[en] {after.en}", after.en)
    return before, after


def _plain(value: object) -> object:
    """Texts without the space around them, as they are read."""
    match value:
        case str():
            return value.strip()
        case dict():
            return {name: _plain(item) for name, item in value.items()}
        case list():
            return [_plain(item) for item in value]
        case _:
            return value


def _both_ways(one: list[object], other: list[object]) -> tuple[tuple[list[object], list[object]], ...]:
    return ((one, other), (other, one))


def _prefixes(keys: Outline) -> frozenset[Key]:
    return frozenset(key[:length] for key in keys for length in range(1, len(key) + 1))
