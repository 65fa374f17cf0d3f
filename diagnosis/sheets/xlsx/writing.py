"""A workbook to fill in: a tab to start with, a tab a questionnaire, and lists that nobody sees."""

import io
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from diagnosis.model.questionnaire import Questionnaire
from diagnosis.model.ruleset import Definitions
from diagnosis.model.sheet import AnswerSheet
from diagnosis.model.text import Language
from diagnosis.sheets.xlsx import keys, wording
from diagnosis.sheets.xlsx.lists import Lists
from diagnosis.sheets.xlsx.measuring import line_count
from diagnosis.sheets.xlsx.styles import Styles, make_styles
from diagnosis.sheets.xlsx.tab import Tab, TabCounts

if TYPE_CHECKING:
    from diagnosis.sheets.xlsx.routes import Place

_MADE = datetime(2000, 1, 1)  # noqa: DTZ001 - a fixed day without a zone: the same sheet, the same bytes
_LONGEST_NAME = 31
_START_WIDTHS = (38, 30, 22)
_START_WIDTH = sum(_START_WIDTHS)
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write_xlsx(definitions: Definitions, language: Language, filled: AnswerSheet | None = None) -> bytes:
    """The workbook's bytes; the same input gives the same. filled: whose member, day and answers stand in it."""
    import xlsxwriter  # noqa: PLC0415 - only workbooks need it

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, _OPTIONS) as book:
        _Writing(book, definitions, language, filled).write()
    return out.getvalue()


class _Writing:
    def __init__(self, book: Any, definitions: Definitions, language: Language, filled: AnswerSheet | None) -> None:  # noqa: ANN401
        self._book, self._definitions, self._language, self._filled = book, definitions, language, filled
        self._styles: Styles = make_styles(book, language)
        self._lists = Lists(book)
        self._places: dict[str, Place] = {}

    def write(self) -> None:
        ruleset = self._definitions.ruleset
        title = ruleset.title[self._language]
        self._book.set_properties({"title": title, "created": _MADE})
        self._book.set_custom_property(keys.PROPERTY, ruleset.reference)
        start = self._book.add_worksheet(wording.START[self._language])
        counts = [self._write_tab(number, one) for number, one in enumerate(self._definitions.questionnaires, start=1)]
        self._write_start(start, counts)
        self._lists.write()
        start.activate()

    def _write_tab(self, number: int, questionnaire: Questionnaire) -> TabCounts:
        name = f"{number} {questionnaire.title[self._language]}".translate(_FORBIDDEN)[:_LONGEST_NAME].strip()
        sheet = self._book.add_worksheet(name)
        answers = self._filled.answers if self._filled else {}
        tab = Tab(sheet, name, number, self._styles, self._lists, self._language, self._places, answers)
        return tab.write(questionnaire)

    def _write_start(self, sheet: Any, counts: list[TabCounts]) -> None:  # noqa: ANN401
        language, styles = self._language, self._styles
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, None, None, {"hidden": True})
        for column, width in enumerate(_START_WIDTHS, start=1):
            sheet.set_column(column, column, width)
        sheet.write_row(0, 0, [keys.ID, "", keys.ANSWER])
        sheet.set_row(0, None, None, {"hidden": True})
        sheet.write(1, 1, self._definitions.ruleset.title[language], styles.title)
        row = 3
        for number, how in enumerate(wording.HOW, start=1):
            sheet.merge_range(row, 1, row, 3, f"{number}. {how[language]}", styles.text)
            sheet.set_row(row, 14 * line_count(how[language], _START_WIDTH, 10) + 4)
            row += 1
        row = self._write_head(sheet, row + 1)
        row = self._write_progress(sheet, row + 1, counts)
        self._write_stamp(sheet, row + 1)
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 1)
        sheet.protect("", {"format_columns": True, "format_rows": True})

    def _write_head(self, sheet: Any, row: int) -> int:  # noqa: ANN401
        styles, filled = self._styles, self._filled
        fields = (
            (keys.MEMBER_ID, wording.MEMBER_ID, filled.member.id if filled else ""),
            (keys.MEMBER_NAME, wording.MEMBER_NAME, filled.member.name if filled else ""),
        )
        for key, words, value in fields:
            sheet.write(row, 0, key)
            sheet.write(row, 1, words[self._language], styles.question)
            sheet.write(row, 2, value or None, styles.answer)
            row += 1
        sheet.write(row, 0, keys.ANSWERED_ON)
        sheet.write(row, 1, wording.ANSWERED_ON[self._language], styles.question)
        day = filled.answered_on if filled else None
        if day:
            sheet.write_datetime(row, 2, datetime.combine(day, datetime.min.time()), styles.day)
        else:
            sheet.write_blank(row, 2, None, styles.day)
        sheet.write(row, 3, wording.DAY_HINT[self._language], styles.small)
        return row + 1

    def _write_progress(self, sheet: Any, row: int, counts: list[TabCounts]) -> int:  # noqa: ANN401
        words = (wording.TAB, wording.DONE, wording.TO_ASK)
        sheet.write(row, 1, wording.PROGRESS[self._language], self._styles.section)
        row += 1
        for column, word in enumerate(words, start=1):
            sheet.write(row, column, word[self._language], self._styles.heading)
        for one in counts:
            row += 1
            sheet.write(row, 1, one.title, self._styles.question)
            sheet.write_formula(row, 2, one.filled, self._styles.locked, one.answered)
            sheet.write_formula(row, 3, one.asked, self._styles.locked, one.questions)
        return row + 1

    def _write_stamp(self, sheet: Any, row: int) -> None:  # noqa: ANN401
        sheet.write(row, 1, wording.STAMP[self._language], self._styles.section)
        for key, value in self._stamp():
            row += 1
            sheet.write(row, 0, key)
            sheet.write(row, 1, key.lstrip("@"), self._styles.small)
            sheet.write(row, 2, value, self._styles.small)

    def _stamp(self) -> Iterator[tuple[str, str]]:
        ruleset = self._definitions.ruleset
        yield keys.RULESET, ruleset.reference
        for one in self._definitions.questionnaires:
            yield f"{keys.QUESTIONNAIRE}{one.id}", one.version
        yield keys.DEFINITIONS, ruleset.digest
