"""A value of a definition file together with its place, read by type."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from diagnosis.files.places import Path, Tree
from diagnosis.model.problems import Span
from diagnosis.model.text import Text


@dataclass(frozen=True, slots=True)
class Node:
    """The value at `path` of `tree`. The readers by type expect a tree whose shape was checked."""

    tree: Tree
    path: Path = ()

    @property
    def value(self) -> object:
        """The plain value."""
        value = self.tree.value
        for step in self.path:
            if isinstance(value, dict):
                value = value[step]
            else:
                assert isinstance(value, list)
                assert isinstance(step, int)
                value = value[step]
        return value

    @property
    def at(self) -> Span:
        """Where the value stands."""
        return self.tree.at(*self.path)

    @property
    def key(self) -> Span:
        """Where its key stands; for an item of a list, the item."""
        return self.tree.key_at(*self.path)

    def child(self, key: str | int) -> "Node":
        """The value under `key`, which need not exist."""
        return Node(self.tree, (*self.path, key))

    def has(self, key: str) -> bool:
        """Whether there is a value under `key`."""
        value = self.value
        return isinstance(value, dict) and key in value

    def maybe(self, key: str) -> "Node | None":
        """The value under `key`, or None."""
        return self.child(key) if self.has(key) else None

    def items(self, key: str | None = None) -> Iterator["Node"]:
        """The items of the list here or under `key`; none where there is no list."""
        node = self if key is None else self.child(key)
        if key is not None and not self.has(key):
            return
        value = node.value
        if isinstance(value, list):
            for index in range(len(value)):
                yield node.child(index)

    def entries(self, key: str | None = None) -> Iterator[tuple[str, "Node"]]:
        """The entries of the mapping here or under `key`; none where there is no mapping."""
        if key is not None and not self.has(key):
            return
        node = self if key is None else self.child(key)
        value = node.value
        if isinstance(value, dict):
            for name in value:
                yield name, node.child(name)

    def string(self, key: str, default: str = "") -> str:
        """The string under `key`."""
        return str(self.child(key).value) if self.has(key) else default

    def integer(self, key: str, default: int = 0) -> int:
        """The whole number under `key`."""
        if not self.has(key):
            return default
        value = self.child(key).value
        assert isinstance(value, int)
        return value

    def maybe_integer(self, key: str) -> int | None:
        """The whole number under `key`, or None."""
        return self.integer(key) if self.has(key) else None

    def flag(self, key: str) -> bool:
        """The yes or no under `key`; no where nothing is said."""
        return self.has(key) and self.child(key).value is True

    def day(self, key: str) -> date:
        """The date under `key`."""
        return date.fromisoformat(self.string(key))

    def maybe_day(self, key: str) -> date | None:
        """The date under `key`, or None."""
        return self.day(key) if self.has(key) else None

    def strings(self, key: str) -> tuple[str, ...]:
        """The list of strings under `key`."""
        return tuple(str(item.value) for item in self.items(key))

    def integers(self, key: str) -> dict[str, int]:
        """The mapping of names to whole numbers under `key`."""
        return {name: int(str(node.value)) for name, node in self.entries(key)}

    def text(self) -> Text:
        """The text in both languages that stands here."""
        return Text(self.string("ja").strip(), self.string("en").strip())

    def text_at(self, key: str) -> Text:
        """The text under `key`."""
        return self.child(key).text()

    def maybe_text(self, key: str) -> Text | None:
        """The text under `key`, or None."""
        return self.text_at(key) if self.has(key) else None
