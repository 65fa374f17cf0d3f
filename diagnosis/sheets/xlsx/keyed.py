"""A tab of a returned workbook whose cells are found by keys, and what is missing from it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from diagnosis.model.problems import Problem, Span
from diagnosis.model.text import Text
from diagnosis.sheets.xlsx import keys
from diagnosis.sheets.xlsx.keys import column_letters

_LINES = 1_000_000
"""A tab's rows count from a multiple of this, so that faults stand in the workbook's order."""

Grid = Sequence[Sequence[object]]


@dataclass(frozen=True, slots=True)
class KeyedTab:
    """A tab that carries keys. number: among such tabs. head: the row of keys; columns: by key."""

    file: str
    number: int
    name: str
    grid: Grid
    head: int
    columns: Mapping[str, int]

    def place(self, position: int, part: str = keys.ANSWER) -> Span:
        """The cell of a row's part. Lines keep the order of the workbook."""
        column = self.columns[part]
        spot = f"{self.name}!{column_letters(column)}{position + 1}"
        return Span(self.file, self.number * _LINES + position + 1, column + 1, spot)

    def keys_of_questions(self) -> frozenset[str]:
        """The keys of questions and choices that stand here."""
        column = self.columns[keys.ID]
        found = (str(row[column]).strip() for row in self.grid[self.head + 1 :])
        return frozenset(key for key in found if key and not key.startswith("@"))


def find_gaps(tabs: Sequence[KeyedTab], stamps: Mapping[str, object], file: str) -> Iterator[Problem]:
    """Tabs and rows that were sent out and did not come back: what stood there must not pass for blank.

    stamps: the keys of the head and of the tabs, with what stands beside them.
    """
    expected = {key.removeprefix(keys.TAB): count for key, count in stamps.items() if key.startswith(keys.TAB)}
    for key in stamps:
        questionnaire = key.removeprefix(keys.QUESTIONNAIRE)
        if questionnaire != key and questionnaire not in expected:
            yield _tab_missing(questionnaire, Span(file, 0, 0))
    found = [tab.keys_of_questions() for tab in tabs]
    # Counted over all tabs: rows that were moved to another one are there.
    missing = sum(count for count in expected.values() if isinstance(count, int)) - len(frozenset().union(*found))
    if missing > 0:
        yield _rows_missing(missing, Span(file, 0, 0))


def _tab_missing(questionnaire: str, at: Span) -> Problem:
    message = Text(
        ja=f"質問票「{questionnaire}」のシートがないか、見えない目印の列が消されています。シートを削除せずに、もう一度お送り"
        "ください。答えない質問は空欄のままで構いません。",
        en=f"The tab of questionnaire '{questionnaire}' is gone, or its hidden column of keys is. Send the workbook "
        "again with all its tabs; questions may be left blank.",
    )
    return Problem(at, "xlsx.tab-missing", message)


def _rows_missing(count: int, at: Span) -> Problem:
    message = Text(
        ja=f"配布した回答票にあった行のうち、{count}行がありません。行を削除せずに、もう一度お送りください。"
        "答えない質問は空欄のままで構いません。",
        en=f"{count} rows of the sheet that was sent out are gone. Send the workbook again with all its rows; "
        "questions may be left blank.",
    )
    return Problem(at, "xlsx.rows-missing", message)
