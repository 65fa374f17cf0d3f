"""Plain data with places: which line and column every value and every key was written at."""

import bisect
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from diagnosis.model.problems import Problem, ProblemsError, Span
from diagnosis.model.text import Text

Path = tuple[str | int, ...]
"""The way from the root to a value: mapping keys and list positions (from 0)."""

_LINE_BREAK = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Tree:
    """A file as plain data: dict (keys are always strings), list, str, int, float, bool and None.

    places: the place of every value. keys: the place of every mapping key, by the path of its value.
    written: what stood there, for every value that is not a string or a collection (`2026.10` is the float 2026.1).
    """

    value: object
    places: Mapping[Path, Span]
    keys: Mapping[Path, Span] = field(default_factory=dict)
    written: Mapping[Path, str] = field(default_factory=dict)

    def at(self, *path: str | int) -> Span:
        """The place of the value at `path`; where there is none, of the nearest value that holds it."""
        while path not in self.places and path:
            path = path[:-1]
        return self.places[path]

    def key_at(self, *path: str | int) -> Span:
        """The place of the key whose value is at `path`; list items and missing keys have the place of the value."""
        return self.keys.get(path) or self.at(*path)


class Lines:
    """Turns offsets in a text into places."""

    def __init__(self, text: str, file: str) -> None:
        self._file = file
        self._starts = [0, *(match.end() for match in _LINE_BREAK.finditer(text))]

    def at(self, offset: int) -> Span:
        """The place of the character at `offset` (from 0)."""
        line = bisect.bisect_right(self._starts, offset)
        return Span(self._file, line, offset - self._starts[line - 1] + 1)


class Faults:
    """Collects what is wrong in one file, so that all of it can be told at once."""

    LIMIT = 50

    def __init__(self) -> None:
        self._problems: list[Problem] = []

    def add(self, at: Span, code: str, *, ja: str, en: str) -> None:
        """Keep one problem and go on, unless there are so many that reading on serves nobody."""
        self._problems.append(Problem(at, code, Text(ja=ja, en=en)))
        if len(self._problems) >= self.LIMIT:
            self.stop()

    def stop(self) -> None:
        """Raise what was found, in file order; do nothing if all is well."""
        if self._problems:
            raise ProblemsError(tuple(sorted(self._problems, key=lambda problem: problem.at)))
