"""What both forms of a CSV file share: a member's head, its place in the file, and what cannot stand in a cell."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from diagnosis.files.decode import FORBIDDEN
from diagnosis.files.suggest import did_you_mean
from diagnosis.model.problems import Problem, ProblemsError, Span
from diagnosis.model.sheet import RawAnswer, RawSheet
from diagnosis.model.text import Text
from diagnosis.sheets.csv_format.cells import letters, place, unguard
from diagnosis.sheets.csv_format.rows import (
    ANSWERED_ON,
    HEAD,
    MEMBER_ID,
    MEMBER_NAME,
    QUESTIONNAIRES,
    RULESET,
    Row,
    Table,
    cell_at,
    is_for_people,
)
from diagnosis.sheets.desk import show
from diagnosis.sheets.found import FoundSheet

_PLACES = {RULESET: "ruleset", MEMBER_ID: "member.id", MEMBER_NAME: "member.name", ANSWERED_ON: "answered_on"}
"""By heading, the name under which a check looks for the place."""
_BETWEEN = re.compile(r"[\s;,、；，]+")


@dataclass(slots=True)
class Head:
    """A member's head while its rows are read. at: of its first row."""

    at: Span
    cells: dict[str, str] = field(default_factory=dict)
    places: dict[str, Span] = field(default_factory=dict)
    faults: list[Problem] = field(default_factory=list)

    def sheet(self, answers: Iterable[RawAnswer]) -> FoundSheet:
        """The sheet with this head."""
        versions, places = _versions(self.cells.get(QUESTIONNAIRES, "")), dict(self.places)
        for name in versions:
            places[f"questionnaires.{name}"] = places.get(QUESTIONNAIRES, self.at)
        return FoundSheet(
            ruleset=self.cells.get(RULESET),
            questionnaires=versions,
            member_id=self.cells.get(MEMBER_ID),
            member_name=self.cells.get(MEMBER_NAME),
            answered_on=self.cells.get(ANSWERED_ON),
            answers=tuple(answers),
            at=self.at,
            places=places,
            faults=tuple(self.faults),
        )


def open_head(table: Table, row: Row) -> Head:
    """The head that a row holds."""
    head = Head(place(table.name, row.number, 0))
    for name in HEAD:
        if name in table.names:
            column = table.names.index(name)
            head.cells[name] = unguard(cell_at(row, column))
            head.places[_PLACES.get(name, name)] = place(table.name, row.number, column)
    return head


def head_of(table: Table, row: Row) -> RawSheet:
    """The same as a sheet without answers and without places."""
    cells = {name: unguard(cell_at(row, table.names.index(name))) for name in HEAD if name in table.names}
    return RawSheet(
        ruleset=cells.get(RULESET),
        questionnaires=_versions(cells.get(QUESTIONNAIRES, "")),
        member_id=cells.get(MEMBER_ID),
        member_name=cells.get(MEMBER_NAME),
        answered_on=cells.get(ANSWERED_ON),
        answers=(),
        at=Span(table.name, row.number, 0),
    )


def find_foreign(table: Table, row: Row, is_known: Callable[[str], bool]) -> Sequence[Problem]:
    """Faults of a row as such: something in a column that is not known, characters that deceive the eye."""
    faults = []
    for column, cell in enumerate(row.cells):
        name = table.names[column] if column < len(table.names) else ""
        if not cell.strip() or is_for_people(name):
            continue
        if not is_known(name):
            faults.append(_unknown_column(table, row, column, name))
        elif match := FORBIDDEN.search(cell):
            faults.append(_control_character(place(table.name, row.number, column), match.group()))
    return faults


def member_at(table: Table, row: Row) -> str:
    """Whose row it is."""
    return unguard(cell_at(row, table.names.index(MEMBER_ID))).strip()


def find_repeated(table: Table, *, by_run: bool) -> Mapping[str, Sequence[int]]:
    """The members that come more than once, with their first rows. by_run: rows that stand together are one.

    Walks over the whole file; where that breaks off, what stands above counts.
    """
    first: dict[str, int] = {}
    repeated: dict[str, list[int]] = {}
    before = None
    for row in _readable(table):
        member = member_at(table, row)
        if member and not (by_run and member == before):
            if member in first:
                repeated.setdefault(member, [first[member]]).append(row.number)
            first.setdefault(member, row.number)
        before = member
    return repeated


def _readable(table: Table) -> Iterator[Row]:
    try:
        yield from table.rows()
    except ProblemsError:
        return


def refuse_repeated(table: Table, head: Head, rows: Sequence[int], code: str, message: Text) -> FoundSheet:
    """The one sheet that stands for all the places of a member, with a fault at each of them."""
    column = table.names.index(MEMBER_ID)
    head.faults += [Problem(place(table.name, row, column), code, message) for row in rows]
    return head.sheet(())


def _versions(cell: str) -> dict[str, object]:
    """`profile@2026.1 personal-data@2026.1` by name."""
    parts = (part.partition("@") for part in _BETWEEN.split(cell) if part)
    return {name: version for name, _, version in parts}


def _unknown_column(table: Table, row: Row, column: int, name: str) -> Problem:
    return Problem(place(table.name, row.number, column), "csv.unknown-column", _say_unknown(table, column, name))


def _say_unknown(table: Table, column: int, name: str) -> Text:
    if not name:
        return Text(
            ja=f"{letters(column)}列には見出しがありません。見出しを付けるか、この列を消してください。",
            en=f"Column {letters(column)} has no heading. Give it one, or delete the column.",
        )
    near_ja, near_en = did_you_mean(name, (*HEAD, *(one for one in table.names if one and one != name)))
    return Text(
        ja=f"{letters(column)}列の見出し「{show(name)}」は使えません。見出しを直すか、この列を消してください。{near_ja}",
        en=f"The heading '{show(name)}' of column {letters(column)} is not known. Correct it, or delete the column."
        f"{near_en}",
    )


def _control_character(at: Span, character: str) -> Problem:
    name = f"U+{ord(character):04X}"
    message = Text(
        ja=f"目に見えない制御文字 {name} があります。この文字を削除してください。",
        en=f"There is an invisible control character, {name}. Delete it.",
    )
    return Problem(at, "file.control-character", message)
