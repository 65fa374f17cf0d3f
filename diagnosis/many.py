"""Very many sheets on one day, checked and scored without reports: what was learned from one serves the next."""

from collections.abc import Iterator, Sequence
from datetime import date

from diagnosis.model.problems import ProblemsError
from diagnosis.model.sheet import AnswerSheet, RawSheet
from diagnosis.pipeline import check_one, list_rulesets, load, open_sheets, score_many
from diagnosis.settings import Settings
from diagnosis.sheets import (
    ForeignReader,
    FoundSheet,
    QuickCheck,
    SheetFormat,
    format_of,
    quick_answer,
    read_json_quickly,
    refuse_foreign,
)


class ManySheets:
    """Checks and scores sheets as of the day `on`. Not for several threads at once.

    foreign: reads workbooks and PDF forms. Its memory does not grow with the number of sheets.
    """

    def __init__(self, settings: Settings, on: date, foreign: ForeignReader = refuse_foreign) -> None:
        self._settings = settings
        self._on = on
        self._foreign = foreign
        self._quick = {name: QuickCheck(load(name, settings), on) for name in list_rulesets(settings)}

    def check(self, data: bytes, name: str) -> Iterator[AnswerSheet | ProblemsError]:
        """Every sheet of a file, checked, or what is wrong with it; a faulty one never stops the rest of its file.

        What is without fault is checked the quick way; all else as `pipeline.check_one` does it, with the same result.
        """
        quick = self._check_json(data, name) if format_of(data, name) is SheetFormat.JSON else None
        if quick:
            yield quick
            return
        try:
            for raw in open_sheets(data, name, self._foreign):
                yield self.check_found(raw)
        except ProblemsError as error:
            yield error

    def check_found(self, raw: RawSheet) -> AnswerSheet | ProblemsError:
        """A sheet as it was found, checked, or what is wrong with it."""
        quick = self._quick.get(str(raw.ruleset))
        if isinstance(raw, FoundSheet) and quick and (sheet := quick.check_found(raw)):
            return sheet
        try:
            return check_one(raw, self._settings, self._on)
        except ProblemsError as error:
            return error

    def score(self, sheets: Sequence[AnswerSheet]) -> list[dict[str, object]]:
        """The plain results of checked sheets, in their order."""
        return score_many(sheets, self._settings, self._on)

    def _check_json(self, data: bytes, name: str) -> AnswerSheet | None:
        found = read_json_quickly(data, name)
        if found is None or found[0].ruleset not in self._quick:
            return None
        head, answers = found
        return self._quick[str(head.ruleset)].check(head, answers, quick_answer)
