"""Where a sheet is checked: faults and changes are noted, and the reading goes on."""

import functools
import json
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import NoReturn

from diagnosis.model.problems import Problem, ProblemsError, Span
from diagnosis.model.text import Text

MOST_FAULTS = 500
_LONGEST_SHOWN = 60
_LONGEST_KEPT = 200


class RefusedError(Exception):
    """A value cannot be taken; `code` and `message` say why, without saying where."""

    def __init__(self, code: str, *, ja: str, en: str) -> None:
        super().__init__(en)
        self.code = code
        self.message = Text(ja=ja, en=en)


@dataclass(slots=True)
class Desk:
    """Collects every fault of one sheet, and everything that was changed on reading it.

    changes: one line each, `ID: what stood there -> what was read`. has_lists: labels were chosen from lists.
    """

    faults: list[Problem] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    has_lists: bool = False

    def refuse(self, at: Span, code: str, *, ja: str, en: str) -> None:
        """Note a fault; a sheet with hundreds of them is given up, for reading on would serve nobody."""
        self.faults.append(Problem(at, code, Text(ja=ja, en=en)))
        if len(self.faults) >= MOST_FAULTS:
            self._give_up(at)

    def change(self, name: str, found: object, read: object) -> None:
        """Note that `found` was read as `read`."""
        self.changes.append(f"{name}: {show(found)} -> {show(read)}")

    def finish(self) -> None:
        """Raise all faults in file order; do nothing if there are none."""
        if self.faults:
            raise ProblemsError(tuple(sorted(self.faults, key=lambda fault: fault.at)))

    def _give_up(self, at: Span) -> NoReturn:
        message = Text(
            ja=f"誤りが{MOST_FAULTS}件を超えたため、ここで確認をやめました。回答票の形式が正しいか確かめてください。",
            en=f"There are more than {MOST_FAULTS} faults, so checking stopped here. See that this is the right form.",
        )
        last = Problem(at, "sheet.too-many-faults", message)
        raise ProblemsError((*sorted(self.faults, key=lambda fault: fault.at), last))


def show(value: object) -> str:
    """A found value in a message: short, on one line."""
    match value:
        case str():
            text = " ".join(value.split())
        case date():
            text = value.isoformat()
        case frozenset():
            text = json.dumps(sorted(value), ensure_ascii=False)
        case _:
            text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


def listed(names: Iterable[str]) -> tuple[str, str]:
    """Names in a row, for a Japanese and for an English sentence."""
    parts = tuple(names)
    return "、".join(parts), ", ".join(parts)


@functools.lru_cache(maxsize=1 << 14)
def fold(written: str) -> str:
    """What is left of a word when width, case and spacing do not matter. Never used on names and free text."""
    return _fold_again(written) if len(written) <= _LONGEST_KEPT else _fold(written)


def _fold(written: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", written).replace("’", "'").casefold().split())


_fold_again = lru_cache(maxsize=1 << 14)(_fold)
"""The same labels and words come again with every sheet."""


def is_blank(value: object) -> bool:
    """Nothing stands there: null, an empty or white string, an empty list."""
    return value is None or value == [] or (isinstance(value, str) and not value.strip())
