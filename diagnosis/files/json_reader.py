"""JSON read with places; duplicate keys, NaN and lone surrogates are problems, not values."""

import json
import re

from diagnosis.files.build import Builder
from diagnosis.files.decode import check_string
from diagnosis.files.numbers import read_float, read_int, refuse_not_a_number
from diagnosis.files.places import Faults, Lines, Path, Tree

_SPACE = re.compile(r"[ \t\r\n]*")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_WORD = re.compile(r"-?[A-Za-z_]+")
_WORDS = {"true": True, "false": False, "null": None}
_NOT_FINITE = frozenset({"NaN", "Infinity", "-Infinity"})
_STRING = json.JSONDecoder(strict=True)


def read_json_text(text: str, file: str) -> Tree:
    """Checked text to a tree; raises ProblemsError."""
    return _Reader(text, file).read()


class _UnreadableError(Exception):
    """The text is no JSON from this offset on."""

    def __init__(self, offset: int, ja: str, en: str) -> None:
        super().__init__(en)
        self.offset, self.ja, self.en = offset, ja, en


class _Reader:
    def __init__(self, text: str, file: str) -> None:
        self._text = text
        self._lines = Lines(text, file)
        self._faults = Faults()
        self._builder = Builder(self._faults)
        self._position = 0

    def read(self) -> Tree:
        value: object = None
        try:
            value = self._document()
        except _UnreadableError as error:
            self._faults.add(self._lines.at(error.offset), "json.syntax", ja=error.ja, en=error.en)
        self._faults.stop()
        builder = self._builder
        return Tree(value, builder.places, builder.keys, builder.written)

    def _document(self) -> object:
        if not self._next():
            self._faults.add(
                self._lines.at(0),
                "file.empty",
                ja="ファイルが空です。docs/formats.md の例から書き始めてください。",
                en="The file is empty. Start from the example in docs/formats.md.",
            )
            return None
        value = self._value(())
        if self._next():
            raise _UnreadableError(
                self._position, "値の後に余分な文字があります。", "There is something after the end of the value."
            )
        return value

    def _next(self) -> str:
        """The next character that is no space, without taking it; empty at the end."""
        match = _SPACE.match(self._text, self._position)
        assert match is not None
        self._position = match.end()
        return self._text[self._position : self._position + 1]

    def _take(self, allowed: str) -> str:
        """Take one of the `allowed` characters."""
        found = self._next()
        if not found or found not in allowed:
            names = " / ".join(allowed)
            raise _UnreadableError(self._position, f"ここには {names} が必要です。", f"Expected {names} here.")
        self._position += 1
        return found

    def _value(self, path: Path) -> object:
        first = self._next()
        self._builder.enter(path, self._lines.at(self._position))
        match first:
            case "{":
                return self._object(path)
            case "[":
                return self._array(path)
            case '"':
                return self._string()
            case _:
                return self._number_or_word(path)

    def _object(self, path: Path) -> dict[str, object]:
        values: dict[str, object] = {}
        seen: dict[str, str] = {}
        self._take("{")
        if self._next() == "}":
            self._position += 1
            return values
        while True:
            key, value = self._member(path, seen)
            values.setdefault(key, value)
            if self._take(",}") == "}":
                return values

    def _member(self, path: Path, seen: dict[str, str]) -> tuple[str, object]:
        if self._next() != '"':
            raise _UnreadableError(
                self._position,
                'ここには " で囲んだキーが必要です。最後の項目の後の「,」は取り除いてください。',
                "Expected a key in double quotes. Remove a comma after the last entry.",
            )
        at = self._lines.at(self._position)
        key = self._string()
        self._builder.enter_key((*path, key), at, seen)
        self._take(":")
        return key, self._value((*path, key))

    def _array(self, path: Path) -> list[object]:
        values: list[object] = []
        self._take("[")
        if self._next() == "]":
            self._position += 1
            return values
        while True:
            values.append(self._value((*path, len(values))))
            if self._take(",]") == "]":
                return values

    def _string(self) -> str:
        start = self._position
        try:
            value, self._position = _STRING.raw_decode(self._text, start)
        except json.JSONDecodeError as error:
            raise _UnreadableError(
                error.pos,
                '文字列が " で閉じられていないか、改行や誤った \\ が含まれています。',
                "The string is not closed, or it holds a line break or a wrong \\ escape.",
            ) from error
        assert isinstance(value, str)
        check_string(value, self._lines.at(start), self._faults)
        return value

    def _number_or_word(self, path: Path) -> object:
        at = self._lines.at(self._position)
        if match := _NUMBER.match(self._text, self._position):
            self._position = match.end()
            written = self._builder.written[path] = match.group()
            if match.group(1) or match.group(2):
                return read_float(written, at, self._faults)
            return read_int(written, at, self._faults)
        return self._word(path)

    def _word(self, path: Path) -> object:
        match = _WORD.match(self._text, self._position)
        word = match.group() if match else ""
        if word not in _WORDS and word not in _NOT_FINITE:
            raise _UnreadableError(
                self._position,
                'ここには値が必要です。文字列は " で囲んでください。',
                "Expected a value here. Put double quotes round text.",
            )
        at = self._lines.at(self._position)
        self._position += len(word)
        self._builder.written[path] = word
        return _WORDS[word] if word in _WORDS else refuse_not_a_number(word, at, self._faults)
