"""A report's own sheet, scored again: to see whether the report says what its sheet scores."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from diagnosis.carried import read_carried
from diagnosis.pipeline import SHEET, diagnose, plain_results
from diagnosis.progress import look_back, reopen_earlier
from diagnosis.settings import Settings

_NOTHING = "(nothing)"


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that a report carries and that scoring its sheet again does not confirm.

    path: of the field, steps parted by dots. stored, now: plain data.
    """

    path: str
    stored: object
    now: object


@dataclass(frozen=True, slots=True)
class Verification:
    """What came of it, by the same ruleset and as of the same day.

    changed: definitions whose digest is another now. differences: everything that differs, those digests included.
    """

    ruleset: str
    diagnosed_on: date
    changed: tuple[str, ...]
    differences: tuple[Difference, ...]

    @property
    def agrees(self) -> bool:
        """The report carries exactly what its sheet scores."""
        return not self.differences


def verify(pdf: bytes, name: str, settings: Settings) -> Verification:
    """Score the sheet that a report carries once more and compare all results. name: of the file, for places.

    Raises ProblemsError where the file carries no diagnosis of ours (`verify.*`) or its sheet cannot be scored now.
    """
    carried = read_carried(pdf, name)
    present = diagnose(carried.sheet, f"{name}#{SHEET}", settings, carried.diagnosed_on)
    diagnosis = look_back(present, reopen_earlier(carried.earlier, name, settings), settings)
    now = dict(diagnosis.scorecard.definitions)
    return Verification(
        ruleset=carried.ruleset,
        diagnosed_on=carried.diagnosed_on,
        changed=tuple(ref for ref in now if carried.definitions.get(ref) != now[ref]),
        differences=tuple(_compare("", carried.results, plain_results(diagnosis))),
    )


def _compare(path: str, stored: object, now: object) -> Iterator[Difference]:
    """Every leaf in which two plain values differ; 1, 1.0 and true are three values."""
    match stored, now:
        case dict(), dict():
            for key in {**now, **stored}:
                yield from _compare(_step(path, key), stored.get(key, _NOTHING), now.get(key, _NOTHING))
        case list(), list() if len(stored) == len(now):
            for position, pair in enumerate(zip(stored, now, strict=True)):
                yield from _compare(_step(path, _name_of(pair[1], position)), *pair)
        case _:
            if json.dumps(stored, sort_keys=True) != json.dumps(now, sort_keys=True):
                yield Difference(path, stored, now)


def _step(path: str, key: object) -> str:
    return f"{path}.{key}" if path else str(key)


def _name_of(item: object, position: int) -> str:
    """A list item by the id it carries first (`question: pd-owner`), else by its position from 1."""
    if isinstance(item, dict) and item:
        first = next(iter(item.values()))
        return str(first) if isinstance(first, str) else str(position + 1)
    return str(position + 1)
