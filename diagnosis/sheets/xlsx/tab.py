"""One questionnaire's tab: a row a question, and below a multi-choice question a row a choice."""

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, assert_never

from diagnosis.model.conditions import State
from diagnosis.model.questionnaire import (
    DateQuestion,
    MultiQuestion,
    NumberQuestion,
    Question,
    Questionnaire,
    Section,
    SingleQuestion,
    TextQuestion,
)
from diagnosis.model.sheet import Answer, Evidence
from diagnosis.model.text import Language, Text
from diagnosis.sheets.xlsx import keys, wording
from diagnosis.sheets.xlsx.keys import column_letters
from diagnosis.sheets.xlsx.lists import Lists
from diagnosis.sheets.xlsx.measuring import line_count
from diagnosis.sheets.xlsx.routes import Place, Routes
from diagnosis.sheets.xlsx.styles import Styles

ID, NUMBER, QUESTION, ANSWER, EVIDENCE, REASON, NOTE, HELP, PROOF, ASKED, FILLED = range(11)
_WIDTHS = {NUMBER: 6, QUESTION: 50, ANSWER: 24, EVIDENCE: 12, REASON: 20, NOTE: 20, HELP: 36, PROOF: 26}
_HEADINGS = {
    NUMBER: wording.NUMBER,
    QUESTION: wording.QUESTION,
    ANSWER: wording.ANSWER,
    EVIDENCE: wording.EVIDENCE,
    REASON: wording.REASON,
    NOTE: wording.NOTE,
    HELP: wording.HELP,
    PROOF: wording.PROOF,
}
_KEYS = {ID: keys.ID, ANSWER: keys.ANSWER, EVIDENCE: keys.EVIDENCE, REASON: keys.REASON, NOTE: keys.NOTE}
_HEAD = 4
_LINE, _SMALL_LINE, _PADDING = 14.0, 11.5, 4.0
_INTRODUCTION = sum(_WIDTHS.values())


@dataclass(frozen=True, slots=True)
class TabCounts:
    """Formulas that count a tab's questions that are filled in and asked.

    answered, questions: how many stand there filled in, and in all, for programs that do not count until asked.
    """

    title: str
    filled: str
    asked: str
    answered: int
    questions: int


class Tab:
    """Writes one tab. places: of all questions so far, added to. answers: to stand in it, by question."""

    def __init__(  # noqa: PLR0913, PLR0917 - all that a tab is made of
        self,
        sheet: Any,  # noqa: ANN401 - xlsxwriter ships no types
        name: str,
        number: int,
        styles: Styles,
        lists: Lists,
        language: Language,
        places: MutableMapping[str, Place],
        answers: Mapping[str, Answer],
    ) -> None:
        self._sheet, self._name, self._number = sheet, name, number
        self._styles, self._lists, self._language = styles, lists, language
        self._places, self._answers = places, answers
        self._row = _HEAD
        self._count = 0

    def write(self, questionnaire: Questionnaire) -> TabCounts:
        """Write the whole tab."""
        self._write_head(questionnaire)
        for section in questionnaire.sections:
            self._write_section(section, scored=questionnaire.scored)
        self._write_count(questionnaire)
        self._finish()
        return TabCounts(
            title=questionnaire.title[self._language],
            filled=self._sum(FILLED),
            asked=self._sum(ASKED),
            answered=sum(question.id in self._answers for question in questionnaire.questions),
            questions=self._count,
        )

    def _write_head(self, questionnaire: Questionnaire) -> None:
        sheet, styles = self._sheet, self._styles
        for column, key in _KEYS.items():
            sheet.write(0, column, key)
        sheet.write(1, NUMBER, questionnaire.title[self._language], styles.title)
        sheet.merge_range(2, NUMBER, 2, PROOF, questionnaire.introduction[self._language], styles.text)
        sheet.set_row(0, None, None, {"hidden": True})
        sheet.set_row(2, line_count(questionnaire.introduction[self._language], _INTRODUCTION, 10) * _LINE + _PADDING)
        for column, words in _HEADINGS.items():
            sheet.write(3, column, words[self._language], styles.heading)
            sheet.set_column(column, column, _WIDTHS[column])
        for column in (ID, ASKED, FILLED):
            sheet.set_column(column, column, None, None, {"hidden": True})

    def _write_count(self, questionnaire: Questionnaire) -> None:
        """How many keys stand here, so that a row which somebody deleted is missed."""
        asked = [question for question in questionnaire.questions if question.same_as is None]
        count = len(asked) + sum(len(one.choices) for one in asked if isinstance(one, MultiQuestion))
        self._sheet.write(1, ID, f"{keys.TAB}{questionnaire.id}")
        self._sheet.write_number(1, ANSWER, count, self._styles.unseen)

    def _write_section(self, section: Section, *, scored: bool) -> None:
        asked = [question for question in section.questions if question.same_as is None]
        if asked:
            for column in range(NUMBER, PROOF + 1):
                words = section.title[self._language] if column == NUMBER else ""
                self._sheet.write(self._row, column, words, self._styles.section)
            self._row += 1
        for question in asked:
            self._count += 1
            self._write_question(question, scored=scored and not question.pilot)

    def _write_question(self, question: Question, *, scored: bool) -> None:
        row, sheet, styles = self._row, self._sheet, self._styles
        place = self._place(question)
        routes = Routes(self._places, self._language)
        sheet.write(row, ID, question.id)
        sheet.write(row, NUMBER, f"{self._number}-{self._count:02}", styles.number)
        sheet.write(row, QUESTION, self._words(question), styles.question)
        sheet.write(row, HELP, self._read(question.help), styles.help)
        sheet.write(row, PROOF, self._read(question.evidence), styles.help)
        sheet.write_formula(row, ASKED, routes.asked(question.applies_when), None, 1)
        self._places[question.id] = place
        sheet.write_formula(row, FILLED, routes.filled(place), None, 0)
        sheet.set_row(row, self._height(question))
        answer = self._answers.get(question.id)
        self._write_answer(question, answer)
        self._write_remarks(question, answer, scored=scored)
        self._row += 1
        if isinstance(question, MultiQuestion):
            self._write_choices(question, answer)

    def _place(self, question: Question) -> Place:
        choices = question.choices if isinstance(question, MultiQuestion) else ()
        return Place(
            question=question,
            answer=self._cell(self._row, ANSWER),
            asked=self._cell(self._row, ASKED),
            choices={one.value: self._cell(self._row + n, ANSWER) for n, one in enumerate(choices, start=1)},
        )

    def _cell(self, row: int, column: int) -> str:
        return f"'{self._name}'!${column_letters(column)}${row + 1}"

    def _words(self, question: Question) -> str:
        each = wording.EACH[self._language] if isinstance(question, MultiQuestion) else ""
        return question.text[self._language] + each

    def _read(self, text: Text | None) -> str | None:
        return None if text is None else text[self._language]

    def _height(self, question: Question) -> float:
        """In points: not every program makes rows as high as their text."""
        small = [(self._read(question.help), HELP), (self._read(question.evidence), PROOF)]
        heights = [line_count(self._words(question), _WIDTHS[QUESTION], 10) * _LINE]
        heights += [line_count(text or "", _WIDTHS[column], 8) * _SMALL_LINE for text, column in small]
        return max(_LINE, *heights) + _PADDING

    def _states(self, question: Question) -> list[str]:
        states = [wording.UNKNOWN, *([wording.NOT_APPLICABLE] if question.allows_not_applicable else [])]
        return [state[self._language] for state in states]

    def _write_answer(self, question: Question, answer: Answer | None) -> None:
        cell = (self._row, ANSWER)
        states = self._states(question)
        match question:
            case SingleQuestion():
                labels = [choice.label[self._language] for choice in question.scale.choices]
                self._offer(cell, [*labels, *states])
            case MultiQuestion():
                self._offer(cell, states)
            case NumberQuestion():
                self._expect_number(cell, question, states)
            case DateQuestion():
                self._tip(cell, wording.DAY[self._language])
            case TextQuestion():
                self._tip(cell, wording.LENGTH[self._language].format(most=question.maximum_length))
            case _:
                assert_never(question)
        self._fill(cell, question, answer)

    def _fill(self, cell: tuple[int, int], question: Question, answer: Answer | None) -> None:
        """What stands in the answer cell."""
        style = self._style(question)
        if answer is None:
            self._sheet.write_blank(*cell, None, style)
            return
        if answer.state is not State.ANSWERED:
            word = wording.UNKNOWN if answer.state is State.UNKNOWN else wording.NOT_APPLICABLE
            self._sheet.write_string(*cell, word[self._language], style)
            return
        match answer.value:
            case date() as day:
                self._sheet.write_datetime(*cell, datetime.combine(day, datetime.min.time()), style)
            case int() as number:
                self._sheet.write_number(*cell, number, style)
            case str() as text:
                self._sheet.write_string(*cell, self._label(question, text), style)
            case _:
                self._sheet.write_blank(*cell, None, style)

    def _label(self, question: Question, value: str) -> str:
        if not isinstance(question, SingleQuestion):
            return value
        return next(choice.label[self._language] for choice in question.scale.choices if choice.value == value)

    def _style(self, question: Question) -> Any:  # noqa: ANN401
        match question:
            case NumberQuestion():
                return self._styles.figure
            case DateQuestion():
                return self._styles.day
            case _:
                return self._styles.answer

    def _write_remarks(self, question: Question, answer: Answer | None, *, scored: bool) -> None:
        row, sheet, style = self._row, self._sheet, self._styles.remark
        level = answer.evidence if answer else Evidence.STATED
        shown = answer is not None and level is not Evidence.STATED
        if scored or shown:
            self._offer((row, EVIDENCE), [words[self._language] for words in wording.LEVELS.values()])
        sheet.write(row, EVIDENCE, wording.LEVELS[level][self._language] if shown else None, style)
        reason, note = (answer.reason, answer.note) if answer else ("", "")
        has_reason = question.allows_not_applicable or reason
        sheet.write(row, REASON, reason or None, style if has_reason else self._styles.locked)
        sheet.write(row, NOTE, note or None, style)

    def _write_choices(self, question: MultiQuestion, answer: Answer | None) -> None:
        chosen = answer.value if answer and isinstance(answer.value, frozenset) else frozenset()
        styles, asked = self._styles, self._places[question.id].asked
        for choice in question.choices:
            row, sheet = self._row, self._sheet
            sheet.write(row, ID, keys.choice_key(question.id, choice.value))
            sheet.write(row, NUMBER, None, styles.number)
            sheet.write(row, QUESTION, choice.label[self._language], styles.choice)
            self._offer((row, ANSWER), [wording.MARK])
            sheet.write(row, ANSWER, wording.MARK if choice.value in chosen else None, styles.answer)
            for column in (EVIDENCE, REASON, NOTE, HELP, PROOF):
                sheet.write_blank(row, column, None, styles.locked)
            sheet.write_formula(row, ASKED + 2, f"={asked}", None, 1)
            self._row += 1

    def _offer(self, cell: tuple[int, int], items: list[str]) -> None:
        words = wording.FROM_LIST[self._language]
        rule = {"validate": "list", "source": self._lists.range_of(items), "error_message": words}
        self._sheet.data_validation(*cell, *cell, rule)

    def _expect_number(self, cell: tuple[int, int], question: NumberQuestion, states: list[str]) -> None:
        at = f"{column_letters(cell[1])}{cell[0] + 1}"
        whole = f"AND(ISNUMBER({at}),{at}>={question.minimum},{at}<={question.maximum},{at}=INT({at}))"
        words = wording.WHOLE[self._language].format(
            low=question.minimum, high=question.maximum, unit=question.unit[self._language]
        )
        others = ",".join(f'{at}="{state}"' for state in states)
        rule = {"validate": "custom", "value": f"=OR({whole},{others})", "error_message": words, "input_message": words}
        # A warning only: full-width figures are read, too.
        self._sheet.data_validation(*cell, *cell, rule | {"error_type": "warning"})

    def _tip(self, cell: tuple[int, int], words: str) -> None:
        self._sheet.data_validation(*cell, *cell, {"validate": "any", "input_message": words})

    def _sum(self, column: int) -> str:
        letters = column_letters(column)
        return f"=SUM('{self._name}'!${letters}${_HEAD + 1}:${letters}${self._row})"

    def _finish(self) -> None:
        sheet = self._sheet
        last = max(self._row - 1, _HEAD)
        asked, of_choice = (f"${column_letters(column)}{_HEAD + 1}" for column in (ASKED, ASKED + 2))
        criteria = f'=OR(AND({asked}<>"",{asked}=0),AND({of_choice}<>"",{of_choice}=0))'
        rule = {"type": "formula", "criteria": criteria, "format": self._styles.out}
        sheet.conditional_format(_HEAD, NUMBER, last, PROOF, rule)
        sheet.set_column(ASKED, ASKED + 2, None, None, {"hidden": True})
        sheet.freeze_panes(_HEAD, QUESTION + 1)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(3)
        sheet.print_area(1, NUMBER, last, PROOF)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer("&C&P / &N")
        sheet.protect("", {"format_columns": True, "format_rows": True})
