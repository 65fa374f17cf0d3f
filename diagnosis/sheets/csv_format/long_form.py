"""The long form: a row an answer, the rows of a member together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from diagnosis.model.problems import Problem
from diagnosis.model.sheet import RawAnswer
from diagnosis.model.text import Text
from diagnosis.sheets.csv_format.cells import place, unguard
from diagnosis.sheets.csv_format.members import Head, find_foreign, find_repeated, open_head, refuse_repeated
from diagnosis.sheets.csv_format.rows import HEAD, MEMBER_ID, Row, Table, cell_at
from diagnosis.sheets.desk import show
from diagnosis.sheets.found import FoundSheet

QUESTION = "question"
VALUE = "value"
ANSWER = (QUESTION, VALUE, "state", "evidence", "reason", "note")
_MOST_ANSWERS = 5_000


@dataclass(slots=True)
class _Member:
    """A member while its rows are read. key: its number, as written in its first row."""

    key: str
    row: Row
    head: Head
    answers: list[RawAnswer] = field(default_factory=list)
    count: int = 0


def read_long(table: Table) -> Iterator[FoundSheet]:
    """A sheet a member; raises ProblemsError at the place behind which nothing can be read."""
    repeated = find_repeated(table, by_run=True)
    told: set[str] = set()
    for member in _members(table):
        if member.key not in repeated:
            yield member.head.sheet(member.answers)
        elif member.key not in told:
            told.add(member.key)
            yield _refuse_scattered(table, member, repeated[member.key])


def _members(table: Table) -> Iterator[_Member]:
    """Runs of rows with the same member."""
    column = table.names.index(MEMBER_ID)
    member: _Member | None = None
    for row in table.rows():
        key = cell_at(row, column).strip()
        if member is None or key != member.key:
            if member:
                yield member
            member = _Member(key, row, open_head(table, row))
        _add(table, row, member)
    if member:
        yield member


def _add(table: Table, row: Row, member: _Member) -> None:
    """Add a row to its member. Far too many rows are counted, not kept."""
    member.count += 1
    if member.count > _MOST_ANSWERS:
        if member.count == _MOST_ANSWERS + 1:
            member.head.faults.append(_too_many(table, row))
        return
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
    message = Text(
        ja=f"会員「{show(member.key)}」の行が離れた所にもあります（{'・'.join(map(str, rows))}行目から）。"
        "続けて並べてください。",
        en=f"The rows of member '{show(member.key)}' do not stand together (they begin at rows "
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
