"""The long form: a row an answer, the rows of a member together."""

import itertools
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from diagnosis.files.decode import FORBIDDEN
from diagnosis.model.problems import Problem
from diagnosis.model.sheet import RawAnswer
from diagnosis.model.text import Text
from diagnosis.sheets.csv_format.cells import place, unguard
from diagnosis.sheets.csv_format.members import (
    Head,
    find_foreign,
    find_repeated,
    head_of,
    member_at,
    open_head,
    refuse_repeated,
)
from diagnosis.sheets.csv_format.rows import HEAD, MEMBER_ID, Row, Table, cell_at, is_for_people
from diagnosis.sheets.desk import show
from diagnosis.sheets.found import FoundSheet
from diagnosis.sheets.quick import QuickSheet

QUESTION = "question"
VALUE = "value"
ANSWER = (QUESTION, VALUE, "state", "evidence", "reason", "note")
_MOST_ANSWERS = 5_000


@dataclass(slots=True)
class _Member:
    """A member while its rows are read."""

    row: Row
    head: Head
    answers: list[RawAnswer] = field(default_factory=list)


def read_long(table: Table) -> Iterator[FoundSheet]:
    """A sheet a member; raises ProblemsError at the place behind which nothing can be read."""
    return (careful() for _, careful in read_long_quickly(table))


def read_long_quickly(table: Table) -> Iterator[tuple[QuickSheet | None, Callable[[], FoundSheet]]]:
    """For each member its rows taken apart, if they are plain (for `quick_cells`), and the careful reading."""
    reader = LongRows(table)
    for part in split_long(table):
        if isinstance(part, FoundSheet):
            yield None, partial(_itself, part)
        else:
            yield reader.take_apart(part), partial(reader.read, part)


def _itself(sheet: FoundSheet) -> FoundSheet:
    return sheet


def split_long(table: Table) -> Iterator[Sequence[Row] | FoundSheet]:
    """For each member its rows, or where they stand in several places or are far too many a sheet that says so."""
    repeated = find_repeated(table, by_run=True)
    told: set[str] = set()
    for key, run in itertools.groupby(table.rows(), partial(member_at, table)):
        waiting = iter(run)
        rows = list(itertools.islice(waiting, _MOST_ANSWERS))
        beyond = next(waiting, None)
        if beyond is None and key not in repeated:
            yield rows
        elif key not in told:
            told.add(key)
            member = _member(table, rows)
            member.head.faults += [_too_many(table, beyond)] if beyond else []
            scattered = repeated.get(key)
            yield _refuse_scattered(table, member, scattered) if scattered else member.head.sheet(member.answers)


class LongRows:
    """Reads the rows of a member of one table."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._width = len(table.names)
        self._question = table.names.index(QUESTION)
        parts = [name for name in ANSWER if name != QUESTION and name in table.names]
        self._names = " ".join(parts)
        self._parts = [table.names.index(name) for name in parts]
        self._head = [table.names.index(name) for name in HEAD if name in table.names]
        known = {*HEAD, *ANSWER}
        self._unknown = [n for n, name in enumerate(table.names) if not (is_for_people(name) or name in known)]

    def take_apart(self, rows: Sequence[Row]) -> QuickSheet | None:
        """The rows' cells by question; None where one of them must be looked at with care."""
        cells = [self._cells(row) for row in rows]
        if not (self._parts and all(cells)) or FORBIDDEN.search("".join(map("".join, cells))):
            return None
        columns = list(zip(*cells, strict=True))
        if any(text.strip() for number in self._unknown for text in columns[number]):
            return None
        if any(not {*columns[number]} <= {cells[0][number], ""} for number in self._head):
            return None
        questions = map(str.strip, columns[self._question])
        parts = zip(itertools.repeat(self._names), *(columns[number] for number in self._parts))
        answers: dict[str, Hashable] = dict(zip(questions, parts, strict=False))
        return QuickSheet(head_of(self._table, rows[0]), answers, 0) if len(answers) == len(rows) else None

    def read(self, rows: Sequence[Row]) -> FoundSheet:
        """The sheet in the rows."""
        member = _member(self._table, rows)
        return member.head.sheet(member.answers)

    def _cells(self, row: Row) -> Sequence[str]:
        """As many as there are columns; none for a row that is longer."""
        missing = self._width - len(row.cells)
        return [] if missing < 0 else row.cells + [""] * missing


def _member(table: Table, rows: Sequence[Row]) -> _Member:
    member = _Member(rows[0], open_head(table, rows[0]))
    for row in rows:
        _add(table, row, member)
    return member


def _add(table: Table, row: Row, member: _Member) -> None:
    """Add a row to its member."""
    member.head.faults += find_foreign(table, row, (*HEAD, *ANSWER).__contains__)
    _compare_heads(table, row, member.head)
    found = {name: _cell(table, row, name) for name in ANSWER}
    if found[QUESTION].strip():
        member.answers.append(_answer(table, row, found))
    elif any(text.strip() for text in found.values()):
        member.head.faults.append(_question_missing(table, row))


def _answer(table: Table, row: Row, found: dict[str, str]) -> RawAnswer:
    return RawAnswer(
        found[QUESTION].strip(),
        found[VALUE] or None,
        state=found["state"] if found["state"].strip() else None,
        evidence=found["evidence"],
        reason=found["reason"],
        note=found["note"],
        at=place(table.name, row.number, table.names.index(VALUE if VALUE in table.names else QUESTION)),
    )


def _cell(table: Table, row: Row, name: str) -> str:
    return unguard(cell_at(row, table.names.index(name))) if name in table.names else ""


def _compare_heads(table: Table, row: Row, head: Head) -> None:
    """A member's rows may leave its name, ruleset and day out, but not contradict each other."""
    for name in head.cells:
        found, first = _cell(table, row, name), head.cells[name]
        if not first.strip():
            head.cells[name] = found
        elif found.strip() and found != first and name != MEMBER_ID:
            head.faults.append(_disagree(table, row, name, found, first))


def _refuse_scattered(table: Table, member: _Member, rows: Sequence[int]) -> FoundSheet:
    key = member_at(table, member.row)
    message = Text(
        ja=f"会員「{show(key)}」の行が離れた所にもあります（{'・'.join(map(str, rows))}行目から）。"
        "続けて並べてください。",
        en=f"The rows of member '{show(key)}' do not stand together (they begin at rows "
        f"{', '.join(map(str, rows))}). Put them in one place.",
    )
    return refuse_repeated(table, member.head, rows, "csv.member-scattered", message)


def _disagree(table: Table, row: Row, name: str, found: str, first: str) -> Problem:
    message = Text(
        ja=f"{name}「{show(found)}」が、同じ会員のほかの行の「{show(first)}」と違います。どちらかにそろえてください。",
        en=f"{name} '{show(found)}' differs from '{show(first)}' in another row of this member. Make them agree.",
    )
    return Problem(place(table.name, row.number, table.names.index(name)), "csv.rows-disagree", message)


def _question_missing(table: Table, row: Row) -> Problem:
    message = Text(
        ja="question（質問の名前）がありません。書き足すか、この行を消してください。",
        en="The row names no question. Name it, or delete the row.",
    )
    return Problem(place(table.name, row.number, table.names.index(QUESTION)), "csv.question-missing", message)


def _too_many(table: Table, row: Row) -> Problem:
    message = Text(
        ja=f"一人の会員の行が{_MOST_ANSWERS:,}を超えています。余分な行を消してください。",
        en=f"One member has more than {_MOST_ANSWERS:,} rows. Delete those that are too many.",
    )
    return Problem(place(table.name, row.number, 0), "csv.too-many-answers", message)
