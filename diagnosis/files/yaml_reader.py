"""YAML 1.2 read from parser events: what can hang or deceive a loader is refused before a node exists."""

import re
from typing import TYPE_CHECKING

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
    StreamStartEvent,
)

from diagnosis.files.build import Builder
from diagnosis.files.decode import check_string
from diagnosis.files.numbers import read_float, read_int, refuse_not_a_number
from diagnosis.files.places import Faults, Path, Tree
from diagnosis.files.yaml_faults import refuse, refuse_syntax
from diagnosis.model.problems import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_INT = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|(?:0|[1-9][0-9]*)(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_BOOL = {
    word: value for value, name in ((True, "true"), (False, "false")) for word in (name, name.title(), name.upper())
}
_HEAD = re.compile(r"(?:[ \t]*(?:#[^\r\n]*)?(?:\r\n|\r|\n))*%")


def read_yaml_text(text: str, file: str) -> Tree:
    """Checked text to a tree; raises ProblemsError."""
    return _Reader(text, file).read()


class _Reader:
    def __init__(self, text: str, file: str) -> None:
        self._text = text
        self._file = file
        self._faults = Faults()
        self._builder = Builder(self._faults)
        self._events: Iterator[Event] = iter(())

    def read(self) -> Tree:
        self._refuse_directives()
        self._events = YAML(typ="safe", pure=True).parse(self._text)
        value: object = None
        try:
            value = self._document()
        except MarkedYAMLError as error:
            refuse_syntax(error, self._file, self._faults)
        except (YAMLError, ValueError, OverflowError):  # such as an escape beyond the last code point
            refuse("yaml.syntax", Span(self._file, 0, 0), self._faults)
        self._faults.stop()
        builder = self._builder
        return Tree(value, builder.places, builder.keys, builder.written)

    def _refuse_directives(self) -> None:
        """Directives stand before the first document; `%YAML 1.1` alone would turn `no` into false."""
        if match := _HEAD.match(self._text):
            line = len(re.findall(r"\r\n|\r|\n", match.group())) + 1
            refuse("yaml.directive", Span(self._file, line, 1), self._faults)
            self._faults.stop()

    def _document(self) -> object:
        self._skip(StreamStartEvent)
        first = next(self._events)
        if isinstance(first, StreamEndEvent):
            refuse("file.empty", Span(self._file, 1, 1), self._faults)
            return None
        value = self._node(next(self._events), ())
        self._skip(DocumentEndEvent)
        after = next(self._events)
        if isinstance(after, DocumentStartEvent):
            refuse("yaml.documents", self._place(after), self._faults)
        return value

    def _skip(self, kind: type[Event]) -> None:
        event = next(self._events)
        assert isinstance(event, kind)

    def _node(self, event: Event, path: Path) -> object:
        at = self._place(event)
        self._builder.enter(path, at)
        self._refuse_properties(event, at)
        match event:
            case MappingStartEvent():
                return self._mapping(path)
            case SequenceStartEvent():
                return self._sequence(path)
            case ScalarEvent():
                return self._scalar(event, path, at)
            case _:
                return None

    def _mapping(self, path: Path) -> dict[str, object]:
        values: dict[str, object] = {}
        seen: dict[str, str] = {}
        while not isinstance(event := next(self._events), MappingEndEvent):
            key = self._key(event, (*path, f"#{len(values)}"))
            if key is not None:
                self._builder.enter_key((*path, key), self._place(event), seen)
            value = self._node(next(self._events), (*path, key or ""))
            if key is not None:
                values.setdefault(key, value)
        return values

    def _key(self, event: Event, path: Path) -> str | None:
        """The key as written; None and a problem for what is no plain name."""
        at = self._place(event)
        if isinstance(event, ScalarEvent) and event.value != "":
            self._refuse_properties(event, at)
            if event.style is None and event.value == "<<":
                refuse("yaml.merge-key", at, self._faults)
            check_string(event.value, at, self._faults)
            return str(event.value)
        if isinstance(event, AliasEvent):
            self._refuse_properties(event, at)
            return None
        refuse("yaml.key", at, self._faults)
        if not isinstance(event, ScalarEvent):
            self._node(event, path)
        return None

    def _sequence(self, path: Path) -> list[object]:
        values: list[object] = []
        while not isinstance(event := next(self._events), SequenceEndEvent):
            values.append(self._node(event, (*path, len(values))))
        return values

    def _scalar(self, event: ScalarEvent, path: Path, at: Span) -> object:
        written: str = event.value
        if event.style is not None:
            check_string(written, at, self._faults)
            return written
        value = self._plain(written, at)
        if not isinstance(value, str):
            self._builder.written[path] = written
        return value

    def _plain(self, written: str, at: Span) -> object:
        """What an unquoted word means: YAML 1.2, without octal, hexadecimal and dates."""
        if written in _NULL:
            return None
        if written in _BOOL:
            return _BOOL[written]
        if _INT.fullmatch(written):
            return read_int(written, at, self._faults)
        if _FLOAT.fullmatch(written):
            return read_float(written, at, self._faults)
        if _NOT_FINITE.fullmatch(written):
            return refuse_not_a_number(written, at, self._faults)
        return written

    def _refuse_properties(self, event: Event, at: Span) -> None:
        if isinstance(event, AliasEvent):
            refuse("yaml.alias", at, self._faults)
            return
        if getattr(event, "anchor", None) is not None:
            refuse("yaml.anchor", at, self._faults)
        if getattr(event, "ctag", None) is not None:
            refuse("yaml.tag", at, self._faults)

    def _place(self, event: Event) -> Span:
        mark = event.start_mark
        return Span(self._file, mark.line + 1, mark.column + 1)
