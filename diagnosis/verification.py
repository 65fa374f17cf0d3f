"""A report's own sheet, scored again: to see whether the report says what its sheet scores."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from diagnosis.files.tree import read_json
from diagnosis.model.problems import Problem, ProblemsError, Span
from diagnosis.model.text import Text
from diagnosis.pipeline import DIAGNOSIS, FORMAT, SHEET, diagnose, plain_results
from diagnosis.reports import read_attachments
from diagnosis.settings import Settings

_LARGEST = 4 * 1024 * 1024
"""Bytes of an attached diagnosis; real ones have about 100 KB."""

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


@dataclass(frozen=True, slots=True)
class _Carried:
    """A report's attachments. results: what the diagnosis says, as plain data."""

    sheet: bytes
    results: Mapping[str, object]
    ruleset: str
    diagnosed_on: date
    definitions: Mapping[str, str]


def verify(pdf: bytes, name: str, settings: Settings) -> Verification:
    """Score the sheet that a report carries once more and compare all results. name: of the file, for places.

    Raises ProblemsError where the file carries no diagnosis of ours (`verify.*`) or its sheet cannot be scored now.
    """
    carried = _read_carried(pdf, name)
    diagnosis = diagnose(carried.sheet, f"{name}#{SHEET}", settings, carried.diagnosed_on)
    now = dict(diagnosis.scorecard.definitions)
    return Verification(
        ruleset=carried.ruleset,
        diagnosed_on=carried.diagnosed_on,
        changed=tuple(ref for ref in now if carried.definitions.get(ref) != now[ref]),
        differences=tuple(_compare("", carried.results, plain_results(diagnosis))),
    )


def _read_carried(pdf: bytes, name: str) -> _Carried:
    try:
        attachments = read_attachments(pdf)
    except ProblemsError as error:  # the reader does not know the file's name
        raise ProblemsError(tuple(replace(problem, at=Span(name, 0, 0)) for problem in error.problems)) from error
    if SHEET not in attachments or DIAGNOSIS not in attachments:
        raise _refusal(
            Span(name, 0, 0),
            "verify.not-ours",
            ja="この診断の報告書ではないか、添付ファイルが取り除かれています。発行された元のPDFを指定してください。",
            en="This is no report of ours, or its attachments were removed. Give the PDF as it was issued.",
        )
    return _read_stored(attachments[SHEET], attachments[DIAGNOSIS], f"{name}#{DIAGNOSIS}")


def _read_stored(sheet: bytes, diagnosis: bytes, name: str) -> _Carried:
    plain = read_json(diagnosis, name, _LARGEST).value
    try:
        return _carry(sheet, plain)
    except (KeyError, TypeError, ValueError):
        raise _refusal(
            Span(name, 0, 0),
            "verify.unreadable",
            ja="報告書に添付された診断の形式が読み取れません。新しい版のプログラムで確認するか、"
            "元のPDFを指定してください。",
            en="The attached diagnosis has a form that cannot be read. Use a newer version, or give the PDF as issued.",
        ) from None


def _carry(sheet: bytes, plain: object) -> _Carried:
    """The typed view of a stored diagnosis; KeyError, TypeError or ValueError where it has another form."""
    stored = _mapping(plain)
    if stored["format"] != FORMAT:
        raise ValueError(stored["format"])
    scorecard = _mapping(stored["scorecard"])
    return _Carried(
        sheet=sheet,
        results={key: stored[key] for key in ("scorecard", "explanation", "loss")},
        ruleset=str(scorecard["ruleset"]),
        diagnosed_on=date.fromisoformat(str(scorecard["diagnosed_on"])),
        definitions={str(ref): str(digest) for ref, digest in _pairs(scorecard["definitions"])},
    )


def _mapping(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise TypeError
    return value


def _pairs(value: object) -> Iterator[tuple[object, object]]:
    if not isinstance(value, list):
        raise TypeError
    for pair in value:
        first, second = pair
        yield first, second


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


def _refusal(at: Span, code: str, *, ja: str, en: str) -> ProblemsError:
    return ProblemsError((Problem(at, code, Text(ja=ja, en=en)),))
