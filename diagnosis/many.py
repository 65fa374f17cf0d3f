"""Very many sheets on one day, checked and scored without reports: what was learned from one serves the next."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from diagnosis.model.problems import ProblemsError
from diagnosis.model.sheet import AnswerSheet, RawSheet
from diagnosis.pipeline import ManyScores, check_one, list_rulesets, load, open_sheets, read_foreign, score_many
from diagnosis.settings import Settings
from diagnosis.sheets import (
    ForeignReader,
    FoundSheet,
    SheetFormat,
    format_of,
    read_sheet,
    sheet_bytes,
)
from diagnosis.sheets.csv_format import quick_cells, read_csv_quickly
from diagnosis.sheets.json_quickly import quick_answer, read_json_quickly
from diagnosis.sheets.quick import QuickCheck, QuickChecked, QuickFound, QuickSheet


class ManySheets:
    """Checks and scores sheets as of the day `on`. Not for several threads at once.

    foreign: reads workbooks and PDF forms. Its memory does not grow with the number of sheets.
    """

    def __init__(self, settings: Settings, on: date, foreign: ForeignReader = read_foreign) -> None:
        self._settings = settings
        self._on = on
        self._foreign = foreign
        names = list_rulesets(settings)
        self._scores = {name: ManyScores(name, settings, on) for name in names}
        known = {name: (load(name, settings), scores.number) for name, scores in self._scores.items()}
        self._quick = {name: QuickCheck(rules, on, quick_answer, number) for name, (rules, number) in known.items()}
        self._quick_found = {name: QuickFound(rules, on, number) for name, (rules, number) in known.items()}
        self._quick_rows = {name: QuickCheck(rules, on, quick_cells, number) for name, (rules, number) in known.items()}

    def check(self, data: bytes, name: str) -> Iterator[AnswerSheet | ProblemsError]:
        """Every sheet of a file, checked, or what is wrong with it; a faulty one never stops the rest of its file.

        What is without fault is checked the quick way; all else as `pipeline.check_one` does it, with the same result.
        """
        for found in self.check_whole(data, name):
            yield found.sheet if isinstance(found, QuickChecked) else found

    def check_whole(self, data: bytes, name: str) -> Iterator[QuickChecked | ProblemsError]:
        """The same, each sheet with its canonical form and as `score_checked` needs it."""
        try:
            match format_of(data, name):
                case SheetFormat.JSON:
                    yield self._check_json(data, name)
                case SheetFormat.CSV:
                    yield from self._check_rows(data, name)
                case _:
                    for raw in open_sheets(data, name, self._foreign):
                        yield self.check_raw(raw)
        except ProblemsError as error:
            yield error

    def score(self, sheets: Sequence[AnswerSheet]) -> list[dict[str, object]]:
        """The plain results of checked sheets, in their order."""
        return score_many(sheets, self._settings, self._on)

    def score_checked(self, sheets: Sequence[QuickChecked]) -> list[dict[str, object]]:
        """The same of sheets as they were checked here; some thousand at most."""
        references = [checked.sheet.ruleset for checked in sheets]
        by_ruleset = {
            reference: self._scores[reference].score(
                [checked.numbers for checked in sheets if checked.sheet.ruleset == reference],
                [checked.sheet.digest for checked in sheets if checked.sheet.ruleset == reference],
            )
            for reference in dict.fromkeys(references)
        }
        return [next(by_ruleset[reference]) for reference in references]

    def check_found(self, raw: RawSheet) -> AnswerSheet | ProblemsError:
        """A sheet as it was found, checked, or what is wrong with it."""
        found = self.check_raw(raw)
        return found.sheet if isinstance(found, QuickChecked) else found

    def check_raw(self, raw: RawSheet) -> QuickChecked | ProblemsError:
        """The same, with its canonical form and as `score_checked` needs it."""
        quick = self._quick_found.get(str(raw.ruleset))
        if isinstance(raw, FoundSheet) and quick and (checked := quick.check(raw)):
            return checked
        try:
            sheet = check_one(raw, self._settings, self._on)
        except ProblemsError as error:
            return error
        number = self._scores[sheet.ruleset].number
        return QuickChecked(sheet, sheet_bytes(sheet), [number(*answer) for answer in sheet.answers.items()])

    def _check_json(self, data: bytes, name: str) -> QuickChecked | ProblemsError:
        quick = _try_quickly(self._quick, read_json_quickly(data, name))
        return quick or self.check_raw(read_sheet(data, name))

    def _check_rows(self, data: bytes, name: str) -> Iterator[QuickChecked | ProblemsError]:
        for taken, careful in read_csv_quickly(data, name):
            yield self.check_row(taken, careful)

    def check_row(self, taken: QuickSheet | None, careful: Callable[[], RawSheet]) -> QuickChecked | ProblemsError:
        """A member of a table. taken: it taken apart, for `quick_cells`. careful: reads it with its places."""
        return _try_quickly(self._quick_rows, taken) or self.check_raw(careful())


def _try_quickly(checks: Mapping[str, QuickCheck], sheet: QuickSheet | None) -> QuickChecked | None:
    check = checks.get(str(sheet.head.ruleset)) if sheet else None
    return check.check(sheet) if sheet and check else None
