"""What a report of ours carries: the sheet that it was made from, and everything that was found."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from diagnosis.files.tree import read_json
from diagnosis.model.problems import Problem, ProblemsError, Span
from diagnosis.model.text import Text
from diagnosis.pipeline import DIAGNOSIS, EARLIER, FORMAT, SHEET
from diagnosis.reports import read_attachments

_LARGEST = 4 * 1024 * 1024
"""Bytes of an attached diagnosis; real ones have about 100 KB."""
_RESULTS = ("scorecard", "explanation", "loss", "comparison")
"""What a verification compares; the last only where the report looks back."""


@dataclass(frozen=True, slots=True)
class Carried:
    """A report's attachments. results: what the diagnosis says, as plain data.

    sheet: canonical. earlier: days and sheets of the diagnoses that the report looks back to, earliest first.
    """

    sheet: bytes
    earlier: tuple[tuple[date, bytes], ...]
    results: Mapping[str, object]
    ruleset: str
    diagnosed_on: date
    definitions: Mapping[str, str]


def read_carried(pdf: bytes, name: str) -> Carried:
    """The attachments of a report. name: of the file, for places. Raises ProblemsError (`verify.*`) for other files."""
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
    return _read_stored(attachments, f"{name}#{DIAGNOSIS}")


def _read_stored(attachments: Mapping[str, bytes], name: str) -> Carried:
    plain = read_json(attachments[DIAGNOSIS], name, _LARGEST).value
    try:
        return _carry(attachments, plain)
    except (KeyError, TypeError, ValueError):
        raise _refusal(
            Span(name, 0, 0),
            "verify.unreadable",
            ja="報告書に添付された診断の形式が読み取れません。新しい版のプログラムで確認するか、"
            "元のPDFを指定してください。",
            en="The attached diagnosis has a form that cannot be read. Use a newer version, or give the PDF as issued.",
        ) from None


def _carry(attachments: Mapping[str, bytes], plain: object) -> Carried:
    """The typed view of a stored diagnosis; KeyError, TypeError or ValueError where it has another form."""
    stored = _mapping(plain)
    if stored["format"] != FORMAT:
        raise ValueError(stored["format"])
    scorecard = _mapping(stored["scorecard"])
    return Carried(
        sheet=attachments[SHEET],
        earlier=tuple(_earlier(attachments, stored.get("comparison"))),
        results={key: stored[key] for key in _RESULTS if key in stored or key != _RESULTS[-1]},
        ruleset=str(scorecard["ruleset"]),
        diagnosed_on=date.fromisoformat(str(scorecard["diagnosed_on"])),
        definitions={str(ref): str(digest) for ref, digest in _pairs(scorecard["definitions"])},
    )


def _earlier(attachments: Mapping[str, bytes], comparison: object) -> Iterator[tuple[date, bytes]]:
    """The last of the diagnoses that were printed is the report's own."""
    if comparison is None:
        return
    printed = _mapping(comparison)["printed"]
    if not isinstance(printed, list):
        raise TypeError
    for number, one in enumerate(printed[:-1], start=1):
        yield date.fromisoformat(str(_mapping(one)["on"])), attachments[EARLIER.format(number)]


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


def _refusal(at: Span, code: str, *, ja: str, en: str) -> ProblemsError:
    return ProblemsError((Problem(at, code, Text(ja=ja, en=en)),))
