"""A returned workbook to a raw sheet, by its keys alone: tabs, rows and columns may stand anywhere."""

import io
import math
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

import python_calamine as calamine

from diagnosis.model.conditions import State
from diagnosis.model.problems import Problem, Span
from diagnosis.model.sheet import RawAnswer
from diagnosis.model.text import Language, Text
from diagnosis.sheets.desk import is_blank
from diagnosis.sheets.found import FoundSheet
from diagnosis.sheets.xlsx import keys, wording
from diagnosis.sheets.xlsx.keyed import Grid, KeyedTab, find_gaps
from diagnosis.sheets.xlsx.keys import column_letters
from diagnosis.sheets.xlsx.package import (
    MOST_COLUMNS,
    MOST_ROWS,
    open_package,
    refusal,
    refuse_width,
    scan_tabs,
    stamped_ruleset,
)

_KEY_ROWS = 200
"""The row of keys stands among the first so many rows of a tab."""
_PARTS = (keys.ANSWER, keys.EVIDENCE, keys.REASON, keys.NOTE)
_NOTHING: Sequence[object] = [None] * len(_PARTS)
_LEVELS = {words[language]: level.value for level, words in wording.LEVELS.items() for language in Language}
_STATES = {
    words[language]: state.value
    for state, words in ((State.UNKNOWN, wording.UNKNOWN), (State.NOT_APPLICABLE, wording.NOT_APPLICABLE))
    for language in Language
}
"""As the drop-down lists offer them."""


@dataclass(frozen=True, slots=True)
class _Row:
    """What stands beside one key: answer, evidence, reason and note, None where nothing does. position: from 0."""

    key: str
    parts: list[object]
    position: int


@dataclass(slots=True)
class _Found:
    """Everything that was found so far."""

    stamps: dict[str, tuple[object, Span]] = field(default_factory=dict)
    answers: list[RawAnswer] = field(default_factory=list)
    faults: list[Problem] = field(default_factory=list)


def read_xlsx(data: bytes, name: str) -> FoundSheet:
    """The sheet in a workbook. Raises ProblemsError where it is none of ours (codes `xlsx.*`). To be run in a child."""
    package = open_package(data, name)
    try:
        formulas = scan_tabs(package, name)
        tabs = list(_tabs(data, name))
    except (calamine.CalamineError, zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError) as error:
        raise refusal(
            name,
            "xlsx.damaged",
            ja="Excelのファイルの中身が壊れています。もう一度お送りください。",
            en="What is inside this workbook is damaged. Send it again.",
        ) from error
    if not tabs:
        raise refusal(
            name,
            "xlsx.not-ours",
            ja="この診断の回答票ではありません（目印の行と列が見つかりません）。"
            "diagnosis sheet --format xlsx で作った回答票に記入してもらってください。",
            en="This is no sheet of ours: its hidden row and column of keys are missing. Ask for one made by "
            "diagnosis sheet --format xlsx.",
        )
    found = _Found()
    for tab in tabs:
        _read_tab(tab, formulas.get(tab.name, frozenset()), found)
    found.faults += find_gaps(tabs, {key: value for key, (value, _) in found.stamps.items()}, name)
    return _sheet(found, package, name)


def _tabs(data: bytes, name: str) -> Iterator[KeyedTab]:
    """The tabs that carry keys, in the workbook's order. What people cannot unhide holds lists, no answers."""
    book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    for number, tab in enumerate(book.sheets_metadata, start=1):
        if tab.typ is not calamine.SheetTypeEnum.WorkSheet or tab.visible is calamine.SheetVisibleEnum.VeryHidden:
            continue
        sheet = book.get_sheet_by_name(tab.name)
        if sheet.total_height > MOST_ROWS or sheet.total_width > MOST_COLUMNS:
            raise refuse_width(name, tab.name)
        grid = sheet.to_python(skip_empty_area=False)
        if (found := _find_keys(grid)) is not None:
            yield KeyedTab(name, number, tab.name, grid, *found)


def _find_keys(grid: Grid) -> tuple[int, Mapping[str, int]] | None:
    """The row of keys, and the column of each."""
    for number, row in enumerate(grid[:_KEY_ROWS]):
        if keys.ID in row:
            columns = {key: column for column, key in enumerate(row) if isinstance(key, str) and key[:1] == "#"}
            return (number, columns) if keys.ANSWER in columns else None
    return None


def _read_tab(tab: KeyedTab, formulas: frozenset[str], found: _Found) -> None:
    """Everything that stands beside a key."""
    questions: dict[str, _Row] = {}
    repeated: list[_Row] = []
    ticks: dict[str, list[_Row]] = {}
    letters = {column_letters(tab.columns[part]) for part in _PARTS if part in tab.columns}
    beside = frozenset(cell for cell in formulas if cell.rstrip("0123456789") in letters)
    for row in _rows(tab, beside):
        if beside:
            _take_formulas(row, tab, beside, found)
        question, is_choice, _ = row.key.partition(keys.CHOICE)
        if row.key.startswith("@"):
            _take_stamp(row, tab, found)
        elif is_choice:
            ticks.setdefault(question, []).append(row)
        elif questions.setdefault(question, row) is not row:
            repeated.append(row)
    for question in dict.fromkeys((*questions, *ticks)):
        own = questions.get(question)
        chosen = [tick for tick in ticks.get(question, ()) if not is_blank(tick.parts[0])]
        if chosen or (own and own.parts != _NOTHING):
            found.answers += _answers(question, own, chosen, tab)
    for row in repeated:
        found.answers += _answers(row.key, row, (), tab)


def _rows(tab: KeyedTab, formulas: frozenset[str]) -> Iterator[_Row]:
    """Rows that carry a key; empty choices are passed over, unless formulas are about."""
    columns = [tab.columns.get(part) for part in _PARTS]
    place_of_id = tab.columns[keys.ID]
    for position in range(tab.head + 1, len(tab.grid)):
        cells = tab.grid[position]
        key = cells[place_of_id]
        if not isinstance(key, str) or not (key := key.strip()):
            continue
        parts = [None if at is None or (cell := cells[at]) == "" else _plain(cell) for at in columns]
        if parts != _NOTHING or keys.CHOICE not in key or formulas:
            yield _Row(key, parts, position)


def _take_stamp(row: _Row, tab: KeyedTab, found: _Found) -> None:
    """A part of the head; a second one that says something else is a fault, as with answers."""
    at = tab.place(row.position)
    value, first = found.stamps.setdefault(row.key, (row.parts[0], at))
    if value != row.parts[0]:
        message = Text(
            ja=f"「{row.key.lstrip('@')}」が二つあり、内容が違います（先のものは {first}）。一つにしてください。",
            en=f"'{row.key.lstrip('@')}' stands here twice and differs (the first is at {first}). Keep one.",
        )
        found.faults.append(Problem(at, "sheet.two-answers", message))


def _take_formulas(row: _Row, tab: KeyedTab, formulas: frozenset[str], found: _Found) -> None:
    """Formulas beside a key are faults; what they gave is not taken."""
    for number, part in enumerate(_PARTS):
        if part in tab.columns and f"{column_letters(tab.columns[part])}{row.position + 1}" in formulas:
            found.faults.append(_formula_fault(tab.place(row.position, part)))
            row.parts[number] = None


def _plain(value: object) -> object:
    """What a cell holds, as a sheet may: whole numbers without a point, days as ISO 8601."""
    match value:
        case "":
            return None
        case bool() | int() | str():
            return value
        case float():
            return int(value) if math.isfinite(value) and value == int(value) else value
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case date() | time() | timedelta():
            return str(value)
        case _:
            return value


def _formula_fault(at: Span) -> Problem:
    message = Text(
        ja=f"セル {at.spot} には計算式かエラー値が入っています。答えそのものを入れてください。",
        en=f"Cell {at.spot} holds a formula or an error. Put the answer itself there.",
    )
    return Problem(at, "xlsx.formula", message)


def _sheet(found: _Found, package: zipfile.ZipFile, name: str) -> FoundSheet:
    stamps = found.stamps

    def stamp(key: str) -> object:
        return stamps[key][0] if key in stamps else None

    versions = {
        key.removeprefix(keys.QUESTIONNAIRE): str(version)
        for key, (version, _) in stamps.items()
        if key.startswith(keys.QUESTIONNAIRE) and not is_blank(version)
    }
    heads = {"ruleset": keys.RULESET, "member.id": keys.MEMBER_ID, "member.name": keys.MEMBER_NAME}
    heads |= {"answered_on": keys.ANSWERED_ON}
    ruleset = stamp(keys.RULESET) or stamped_ruleset(package, keys.PROPERTY)
    if is_blank(ruleset):
        raise refusal(
            name,
            "xlsx.stamp-missing",
            ja="どの版の回答票かの記録が消されています。diagnosis sheet --format xlsx で新しい回答票を作り、答えを"
            "写してもらってください（作った回答票の「はじめに」に版が書かれています）。",
            en="What says of which version this sheet is has been deleted. Make a new one by diagnosis sheet --format "
            "xlsx and ask for the answers on it; its first tab says of which version it is.",
        )
    return FoundSheet(
        ruleset=ruleset,
        questionnaires=versions,
        member_id=_written(stamp(keys.MEMBER_ID)),
        member_name=_written(stamp(keys.MEMBER_NAME)),
        answered_on=stamp(keys.ANSWERED_ON),
        answers=tuple(found.answers),
        at=Span(name, 0, 0),
        places={head: stamps[key][1] for head, key in heads.items() if key in stamps},
        faults=tuple(found.faults),
        has_lists=True,
    )


def _written(value: object) -> object:
    """A number or a name that a spreadsheet took for a number."""
    return str(value) if isinstance(value, (int, float)) else value


def _answers(question: str, row: _Row | None, chosen: Sequence[_Row], tab: KeyedTab) -> Iterator[RawAnswer]:
    """The question's answer. row: its own, which somebody may have deleted; chosen: the rows of its ticked choices."""
    value, level, reason, note = row.parts if row else _NOTHING
    at = tab.place(row.position if row else chosen[0].position) if row or chosen else None
    ticks = {tick.key.partition(keys.CHOICE)[2]: tick.parts[0] for tick in chosen}
    if ticks and not is_blank(value):
        # A state and choices at once: told as two answers, none of which is preferred.
        yield RawAnswer(question, ticks, at=tab.place(chosen[0].position))
    elif ticks:
        value = ticks
    evidence = _LEVELS.get(level, level) if isinstance(level, str) else level
    state = _STATES.get(value) if isinstance(value, str) else None
    if at and not all(is_blank(part) for part in (value, evidence, reason, note)):
        yield RawAnswer(question, None if state else value, state, evidence, reason, note, at)
