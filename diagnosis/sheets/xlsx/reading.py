"""A returned workbook to a raw sheet, by its keys alone: tabs, rows and columns may stand anywhere."""

import io
import math
import zipfile
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
from diagnosis.sheets.xlsx.keys import column_letters
from diagnosis.sheets.xlsx.package import find_formulas, open_package, refusal, stamped_ruleset

MOST_ROWS, MOST_COLUMNS = 5_000, 400
_KEY_ROWS = 200
"""The row of keys stands among the first so many rows of a tab."""
_LINES = 1_000_000
"""A tab's rows count from a multiple of this, so that faults stand in the workbook's order."""
_PARTS = (keys.ANSWER, keys.EVIDENCE, keys.REASON, keys.NOTE)
_LEVELS = {words[language]: level.value for level, words in wording.LEVELS.items() for language in Language}

_STATES = {
    words[language]: state.value
    for state, words in ((State.UNKNOWN, wording.UNKNOWN), (State.NOT_APPLICABLE, wording.NOT_APPLICABLE))
    for language in Language
}
"""As the drop-down lists offer them."""

Grid = Sequence[Sequence[object]]


@dataclass(frozen=True, slots=True)
class _Row:
    """What stands beside one key. at: the place of the answer."""

    key: str
    answer: object
    evidence: object
    reason: object
    note: object
    at: Span


@dataclass(slots=True)
class _Tab:
    """A tab that carries keys. head: the row of keys; columns: by key."""

    name: str
    grid: Grid
    head: int
    columns: Mapping[str, int]


@dataclass(slots=True)
class _Found:
    """Everything that was found so far."""

    stamps: dict[str, _Row] = field(default_factory=dict)
    rows: list[_Row] = field(default_factory=list)
    faults: list[Problem] = field(default_factory=list)


def read_xlsx(data: bytes, name: str) -> FoundSheet:
    """The sheet in a workbook. Raises ProblemsError where it is none of ours (codes `xlsx.*`). To be run in a child."""
    package = open_package(data, name)
    tabs = list(_tabs(data, name))
    if not tabs:
        raise refusal(
            name,
            "xlsx.not-ours",
            ja="この診断の回答票ではありません（目印の行と列が見つかりません）。"
            "diagnosis sheet --format xlsx で作った回答票に記入してもらってください。",
            en="This is no sheet of ours: its hidden row and column of keys are missing. Ask for one made by "
            "diagnosis sheet --format xlsx.",
        )
    formulas = _formulas(package, tabs)
    found = _Found()
    for number, tab in enumerate(tabs, start=1):
        _read_tab(tab, number, name, formulas, found)
    return _sheet(found, package, name)


def _tabs(data: bytes, name: str) -> Iterator[_Tab]:
    """The tabs that carry keys, in the workbook's order."""
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        for tab in book.sheet_names:
            sheet = book.get_sheet_by_name(tab)
            if sheet.total_height > MOST_ROWS or sheet.total_width > MOST_COLUMNS:
                raise refusal(
                    name,
                    "xlsx.too-many-cells",
                    ja=f"シート「{tab}」に{MOST_ROWS:,}行または{MOST_COLUMNS}列を超える範囲があります。余分な行と列を"
                    "削除してください。",
                    en=f"Tab '{tab}' has more than {MOST_ROWS:,} rows or {MOST_COLUMNS} columns. Delete what is not "
                    "part of the sheet.",
                )
            found = _find_keys(tab, sheet.to_python(skip_empty_area=False))
            if found is not None:
                yield found
    except (calamine.CalamineError, zipfile.BadZipFile) as error:
        raise refusal(
            name,
            "xlsx.damaged",
            ja="Excelのファイルの中身が壊れています。もう一度送ってもらってください。",
            en="What is inside this workbook is damaged. Ask for it again.",
        ) from error


def _find_keys(name: str, grid: Grid) -> _Tab | None:
    for number, row in enumerate(grid[:_KEY_ROWS]):
        if keys.ID in row:
            columns = {str(key): column for column, key in enumerate(row) if isinstance(key, str) and key[:1] == "#"}
            return _Tab(name, grid, number, columns) if keys.ANSWER in columns else None
    return None


def _formulas(package: zipfile.ZipFile, tabs: Sequence[_Tab]) -> frozenset[tuple[str, str]]:
    wanted = {
        tab.name: frozenset(column_letters(tab.columns[part]) for part in _PARTS if part in tab.columns) for tab in tabs
    }
    return find_formulas(package, wanted)


def _read_tab(tab: _Tab, number: int, file: str, formulas: frozenset[tuple[str, str]], found: _Found) -> None:
    """Every row with a key. number: of the tab, so that faults stand in the workbook's order."""
    columns = [tab.columns.get(part, MOST_COLUMNS) for part in _PARTS]
    letters = [column_letters(column) for column in columns]
    place_of_id = tab.columns[keys.ID]
    for position in range(tab.head + 1, len(tab.grid)):
        cells = tab.grid[position]
        key = cells[place_of_id] if place_of_id < len(cells) else ""
        if not isinstance(key, str) or not key.strip():
            continue
        parts = [_plain(cells[column]) if column < len(cells) else None for column in columns]
        line = number * _LINES + position + 1
        if formulas:
            for part, letter in enumerate(letters):
                if (tab.name, f"{letter}{position + 1}") in formulas:
                    at = Span(file, line, columns[part] + 1, f"{tab.name}!{letter}{position + 1}")
                    found.faults.append(_formula_fault(at))
                    parts[part] = None
        value, evidence, reason, note = parts
        row = _Row(
            key.strip(),
            value,
            evidence,
            reason,
            note,
            Span(file, line, columns[0] + 1, f"{tab.name}!{letters[0]}{position + 1}"),
        )
        if row.key.startswith("@"):
            found.stamps.setdefault(row.key, row)
        else:
            found.rows.append(row)


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
        ja=f"セル {at.spot} には計算式が入っています。式ではなく、答えそのものを入れてください。",
        en=f"Cell {at.spot} holds a formula. Put the answer itself there.",
    )
    return Problem(at, "xlsx.formula", message)


def _sheet(found: _Found, package: zipfile.ZipFile, name: str) -> FoundSheet:
    stamps = found.stamps

    def stamp(key: str) -> object:
        return stamps[key].answer if key in stamps else None

    versions = {
        key.removeprefix(keys.QUESTIONNAIRE): str(row.answer)
        for key, row in stamps.items()
        if key.startswith(keys.QUESTIONNAIRE) and not is_blank(row.answer)
    }
    heads = {"ruleset": keys.RULESET, "member.id": keys.MEMBER_ID, "member.name": keys.MEMBER_NAME}
    heads |= {"answered_on": keys.ANSWERED_ON}
    return FoundSheet(
        ruleset=stamp(keys.RULESET) or stamped_ruleset(package, keys.PROPERTY),
        questionnaires=versions,
        member_id=_written(stamp(keys.MEMBER_ID)),
        member_name=_written(stamp(keys.MEMBER_NAME)),
        answered_on=stamp(keys.ANSWERED_ON),
        answers=tuple(_answers(found.rows)),
        at=Span(name, 0, 0),
        places={head: stamps[key].at for head, key in heads.items() if key in stamps},
        faults=tuple(found.faults),
    )


def _written(value: object) -> object:
    """A number or a name that a spreadsheet took for a number."""
    return str(value) if isinstance(value, (int, float)) else value


def _answers(rows: Sequence[_Row]) -> Iterator[RawAnswer]:
    """An answer a question; the rows of its choices belong to it."""
    ticks: dict[str, dict[str, object]] = {}
    for row in rows:
        question, is_choice, value = row.key.partition(keys.CHOICE)
        if is_choice and not is_blank(row.answer):
            ticks.setdefault(question, {})[value] = row.answer
    for row in rows:
        if keys.CHOICE not in row.key:
            yield from _answer(row, ticks.get(row.key, {}))


def _answer(row: _Row, ticks: Mapping[str, object]) -> Iterator[RawAnswer]:
    level = row.evidence
    evidence = _LEVELS.get(level, level) if isinstance(level, str) else level
    if ticks and not is_blank(row.answer):
        # A state and choices at once: told as two answers, none of which is preferred.
        yield RawAnswer(row.key, dict(ticks), at=row.at)
    state = _STATES.get(row.answer) if isinstance(row.answer, str) else None
    if state is not None:
        yield RawAnswer(row.key, None, state, evidence=evidence, reason=row.reason, note=row.note, at=row.at)
        return
    value = dict(ticks) if ticks and is_blank(row.answer) else row.answer
    if not all(is_blank(part) for part in (value, evidence, row.reason, row.note)):
        yield RawAnswer(row.key, value, evidence=evidence, reason=row.reason, note=row.note, at=row.at)
