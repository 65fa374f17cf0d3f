"""The end of a batch: quarantine, a line for each diagnosis, and the summaries, all read off the store in one pass."""

import itertools
import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from diagnosis import pipeline
from diagnosis.batch.inbox import Inbox, InboxFile, RefusedFileError
from diagnosis.batch.keys import digest_of
from diagnosis.batch.ledger import Ledger, Standing
from diagnosis.batch.outbox import Outbox
from diagnosis.batch.quarantine import Quarantine
from diagnosis.batch.roll import Entry, Roll
from diagnosis.batch.summary import Bad, Summary
from diagnosis.batch.summary_html import write_html
from diagnosis.batch.summary_xlsx import Workbook
from diagnosis.files.quick_json import NotPlainError, read_as, write_line
from diagnosis.model.text import Language
from diagnosis.settings import Settings

DIAGNOSES = "diagnoses.jsonl"
SUMMARY_PAGE = "summary.html"
SUMMARY_BOOK = "summary.xlsx"

_PORTION = 500
_SCORES = {
    "questionnaires": ("questionnaire", "questionnaire"),
    "sections": ("section", "section"),
    "causes": ("tag", "cause"),
    "media": ("tag", "medium"),
}
"""By part of a scorecard: the field that names each score, and what the name begins with in a condition."""


_PARTS = {kind: part for part, (_, kind) in _SCORES.items()}


@dataclass(frozen=True, slots=True)
class _Results:
    """What a line takes from results without an explanation."""

    scores: dict[str, tuple[int | None, int | None, int | None]]
    completeness: int | None


@dataclass(frozen=True, slots=True)
class _Scored:
    """A diagnosis without an explanation."""

    results: _Results


@dataclass(slots=True, kw_only=True)
class Summing:
    """Writes everything that is written once a batch. files: of the inbox, by name."""

    roll: Roll
    files: dict[str, InboxFile]
    ledger: Ledger
    inbox: Inbox
    outbox: Outbox
    quarantine: Quarantine
    language: Language
    settings: Settings
    summary: Summary = field(default_factory=Summary)

    def write(self) -> Summary:
        """The summary, when all of it is in the outbox. Raises OSError where that fails."""
        with tempfile.TemporaryFile() as lines, tempfile.TemporaryFile() as book:
            with Workbook(book, self.summary, self.language) as workbook:
                for name, standings in itertools.groupby(self._standings(), lambda each: each[0].name):
                    self._settle(name, standings, workbook, lines)
            self._put(DIAGNOSES, lines)
            self._put(SUMMARY_BOOK, book)
        self.outbox.write(SUMMARY_PAGE, write_html(self.summary, self.language))
        return self.summary

    def _standings(self) -> Iterator[tuple[Entry, Standing | None]]:
        """Every entry, in order, with what the store has for it."""
        entries = iter(sorted(self.roll.entries, key=lambda entry: (entry.name, entry.place)))
        while portion := list(itertools.islice(entries, _PORTION)):
            found = {each.key: each for each in self.ledger.standings([entry.key for entry in portion if entry.key])}
            yield from ((entry, found.get(entry.key)) for entry in portion)

    def _settle(
        self, name: str, standings: Iterable[tuple[Entry, Standing | None]], workbook: Workbook, lines: BinaryIO
    ) -> None:
        """Count the sheets of one file and put it into quarantine, or take it out."""
        bad: list[Bad] = []
        digest = ""
        for entry, standing in standings:
            digest = entry.digest
            refusal = self.roll.refusal_of(entry)
            if refusal:
                self.summary.add_failed(entry, refusal)
            elif standing is None:
                continue  # an interrupted run has not come to it
            elif standing.problems:
                bad.append(Bad(name, entry.place, standing.problems))
                self.summary.add_bad(bad[-1])
            elif entry.twin_of:
                self.summary.add_twin(entry)
            else:
                self._add(entry, standing, workbook, lines)
        self._sort(name, digest, bad)

    def _add(self, entry: Entry, standing: Standing, workbook: Workbook, lines: BinaryIO) -> None:
        reference = str(standing.figures["ruleset"])
        if reference not in self.summary.rulesets:
            self.summary.rulesets[reference] = pipeline.load(reference, self.settings).ruleset
        workbook.add(self.summary.add_member(entry, standing))
        lines.write(line_of(entry, standing))

    def _sort(self, name: str, digest: str, bad: list[Bad]) -> None:
        if not bad:
            if digest:
                self.quarantine.release(name)
            return
        try:
            data = self.inbox.read(self.files[name])
        except RefusedFileError:
            return  # it was there, and is gone: the next run will see
        if digest_of(data) == digest:
            self.quarantine.put(name, data, bad)

    def _put(self, name: str, source: BinaryIO) -> None:
        source.seek(0)
        self.outbox.put(name, source)


def line_of(entry: Entry, standing: Standing) -> bytes:
    """A diagnosis as a line of JSON: its figures, and the scores one and two levels down, in bp."""
    plain = {
        "file": entry.name,
        "place": entry.place,
        "key": entry.key,
        **standing.figures,
        **_scores_of(standing.diagnosis),
        "report": standing.report or None,
        "report_digest": standing.report_digest or None,
    }
    return write_line(plain) + b"\n"


def _scores_of(stored: bytes) -> dict[str, object]:
    """Confidence, completeness and the scores by part, of a whole diagnosis or of one without explanation."""
    try:
        found = read_as(_Scored, stored).results
    except NotPlainError:
        return _scores_of_whole(json.loads(stored))
    scores: dict[str, dict[str, int | None]] = {part: {} for part in _SCORES}
    for name, points in found.scores.items():
        kind, _, own = name.partition(":")
        if part := _PARTS.get(kind):
            scores[part][own] = points[0]
    return {"confidence": found.scores["confidence"][0], "completeness": found.completeness, "scores": scores}


def _scores_of_whole(stored: Mapping[str, Any]) -> dict[str, object]:
    card = stored["scorecard"]
    scores = {part: {each[name]: each["score"]["point"] for each in card[part]} for part, (name, _) in _SCORES.items()}
    return {"confidence": card["confidence"]["point"], "completeness": card["completeness"], "scores": scores}
