"""The wide form: a row a member, a column a question, and if wanted `ID.evidence`, `ID.reason`, `ID.note`, `ID.state`.

A question with several choices may also have a column a choice, `ID:CHOICE`, to be ticked.
"""

import re
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from operator import itemgetter
from typing import NamedTuple

from diagnosis.files.decode import FORBIDDEN
from diagnosis.files.quick_json import NotPlainError
from diagnosis.model.sheet import RawAnswer
from diagnosis.model.text import Text
from diagnosis.sheets.csv_format.cells import place, unguard
from diagnosis.sheets.csv_format.members import (
    find_foreign,
    find_repeated,
    head_of,
    member_at,
    open_head,
    refuse_repeated,
)
from diagnosis.sheets.csv_format.rows import HEAD, Row, Table, cell_at, is_for_people
from diagnosis.sheets.found import FoundSheet
from diagnosis.sheets.quick import QuickSheet

_VALUE = "value"
_CHOICE = ":"
PARTS = ("state", "evidence", "reason", "note")
_QUESTION = re.compile(rf"(?P<id>[a-z0-9]+(?:-[a-z0-9]+)*)(?:\.(?P<part>{'|'.join(PARTS)})|:(?P<choice>[a-z0-9-]+))?")


@dataclass(slots=True)
class _Columns:
    """Where one question stands. first: its leftmost column. value: None where it is only ticked."""

    question: str
    first: int
    value: int | None = None
    parts: dict[str, int] = field(default_factory=dict)
    choices: dict[str, int] = field(default_factory=dict)


def read_wide(table: Table) -> Iterator[FoundSheet]:
    """A sheet a member; raises ProblemsError at the place behind which nothing can be read."""
    return (careful() for _, careful in read_wide_quickly(table))


def read_wide_quickly(table: Table) -> Iterator[tuple[QuickSheet | None, Callable[[], FoundSheet]]]:
    """For each member its row taken apart, if it is plain (for `quick_cells`), and the careful reading."""
    reader = WideRows(table)
    for part in split_wide(table):
        if isinstance(part, FoundSheet):
            yield None, partial(_itself, part)
        else:
            yield reader.take_apart(part), partial(reader.read, part)


def split_wide(table: Table) -> Iterator[Sequence[Row] | FoundSheet]:
    """For each member its row, or where it has several the one sheet that says so."""
    repeated = find_repeated(table, by_run=False)
    told: set[str] = set()
    for row in table.rows():
        member = member_at(table, row)
        if member not in repeated:
            yield (row,)
        elif member not in told:
            told.add(member)
            yield _refuse(table, row, repeated[member])


def _itself(sheet: FoundSheet) -> FoundSheet:
    return sheet


class WideRows:
    """Reads rows of one table, each a member's."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._plan = _plan(table)
        self._takers = [_taker(columns) for columns in self._plan]
        self._unknown = [n for n, name in enumerate(table.names) if not (is_for_people(name) or _is_known(name))]

    def take_apart(self, rows: Sequence[Row]) -> QuickSheet | None:
        """The one row's cells by question; None where one of them must be looked at with care."""
        return _take_apart(self._table, rows[0], self._takers, self._unknown)

    def read(self, rows: Sequence[Row]) -> FoundSheet:
        """The sheet in the one row."""
        return _read_row(self._table, rows[0], self._plan)


class _Taker(NamedTuple):
    """How one question's cells are taken from a row. names: of its parts, a choice's after a colon."""

    question: str
    names: str
    take: Callable[[Sequence[str]], tuple[str, ...]]


def _taker(columns: _Columns) -> _Taker:
    parts = {} if columns.value is None else {_VALUE: columns.value}
    parts |= columns.parts | {f"{_CHOICE}{choice}": number for choice, number in columns.choices.items()}
    numbers = tuple(parts.values())
    if len(numbers) == 1:
        return _Taker(columns.question, " ".join(parts), lambda cells: (cells[numbers[0]],))
    return _Taker(columns.question, " ".join(parts), itemgetter(*numbers))


def quick_cells(question: str, written: Hashable) -> tuple[RawAnswer, int]:
    """A raw answer from what `read_wide_quickly` took: the names of the parts, then their cells."""
    assert isinstance(written, tuple)
    names, *cells = written
    parts = {name: text for name, cell in zip(names.split(" "), cells, strict=True) if (text := unguard(cell))}
    ticks = {
        name.removeprefix(_CHOICE): tick
        for name, text in parts.items()
        if name.startswith(_CHOICE) and (tick := text.strip())
    }
    if ticks and len(ticks) < len(parts):
        raise NotPlainError(question)
    return RawAnswer(question, ticks) if ticks else _raw(question, parts), 0


def _raw(question: str, parts: Mapping[str, str]) -> RawAnswer:
    return RawAnswer(
        question,
        parts.get(_VALUE),
        state=parts.get("state"),
        evidence=parts.get("evidence"),
        reason=parts.get("reason"),
        note=parts.get("note"),
    )


def _take_apart(table: Table, row: Row, takers: Sequence[_Taker], unknown: Sequence[int]) -> QuickSheet | None:
    """The row's cells by question; None where one of them must be looked at with care."""
    cells, width = row.cells, len(table.names)
    if len(cells) > width or FORBIDDEN.search("".join(cells)):
        return None
    cells = cells + [""] * (width - len(cells))
    if any(cells[number].strip() for number in unknown):
        return None
    answers: dict[str, Hashable] = {}
    for question, names, take in takers:
        found = take(cells)
        if any(found):
            answers[question] = (names, *found)
    return QuickSheet(head_of(table, row), answers, 0)


def _is_known(name: str) -> bool:
    return name in HEAD or _QUESTION.fullmatch(name) is not None


def _plan(table: Table) -> tuple[_Columns, ...]:
    found: dict[str, _Columns] = {}
    for number, name in enumerate(table.names):
        match = _QUESTION.fullmatch(name)
        if name in HEAD or is_for_people(name) or match is None:
            continue
        columns = found.setdefault(match["id"], _Columns(match["id"], number))
        if match["part"]:
            columns.parts[match["part"]] = number
        elif match["choice"]:
            columns.choices[match["choice"]] = number
        else:
            columns.value = number
    return tuple(found.values())


def _read_row(table: Table, row: Row, plan: tuple[_Columns, ...]) -> FoundSheet:
    head = open_head(table, row)
    head.faults += find_foreign(table, row, _is_known)
    return head.sheet(answer for columns in plan for answer in _answers(table, row, columns))


def _answers(table: Table, row: Row, columns: _Columns) -> Iterator[RawAnswer]:
    """What stands under one question: nothing, an answer, or one too many where it is both written and ticked."""
    value = "" if columns.value is None else unguard(cell_at(row, columns.value))
    parts = {part: text for part, number in columns.parts.items() if (text := unguard(cell_at(row, number)))}
    ticks = {
        choice: tick for choice, number in columns.choices.items() if (tick := unguard(cell_at(row, number)).strip())
    }
    at = place(table.name, row.number, columns.first if columns.value is None else columns.value)
    if ticks:
        yield RawAnswer(columns.question, ticks, at=place(table.name, row.number, min(columns.choices.values())))
    if value or parts:
        yield RawAnswer(columns.question, value or None, **parts, at=at)


def _refuse(table: Table, row: Row, rows: Sequence[int]) -> FoundSheet:
    member = member_at(table, row)
    numbers = "・".join(map(str, rows))
    message = Text(
        ja=f"会員「{member}」の行が{len(rows)}つあります（{numbers}行目）。正しい一つだけを残してください。",
        en=f"Member '{member}' has {len(rows)} rows ({', '.join(map(str, rows))}). Keep the one that is right.",
    )
    return refuse_repeated(table, open_head(table, row), rows, "csv.member-twice", message)
