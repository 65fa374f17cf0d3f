"""A copy of a faulty CSV file to send back: each faulty cell marked, each row with its reasons at its end."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence

from diagnosis.model.problems import Problem, ProblemsError
from diagnosis.sheets.csv_format.cells import MARK, guard, unguard
from diagnosis.sheets.csv_format.rows import COMMENT, FAULTS, Row, Table, all_rows, open_table

_BETWEEN = " / "


def mark_faults(data: bytes, name: str, problems: Sequence[Problem]) -> bytes | None:
    """The same table in the same encoding, with a last column of reasons; None where it cannot be read to its end.

    A faulty cell begins with 【要修正】, which reading takes away: put right, the copy can be sent as it is.
    """
    try:
        table = open_table(data, name)
        rows = list(_marked(table, _by_row(problems)))
    except ProblemsError:
        return None
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=table.separator, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode(table.encoding, errors="replace")


def _by_row(problems: Sequence[Problem]) -> Mapping[int, Sequence[Problem]]:
    found: dict[int, list[Problem]] = {}
    for problem in problems:
        found.setdefault(max(problem.at.line, 1), []).append(problem)
    return found


def _marked(table: Table, problems: Mapping[int, Sequence[Problem]]) -> Iterator[Sequence[str]]:
    kept = [column for column, name in enumerate(table.names) if not name.startswith(FAULTS)]
    width, number = len(table.names), 0
    for row in all_rows(table):
        yield from ([] for _ in range(number + 1, row.number))
        number = row.number
        found = problems.get(number, ())
        if number == table.header.number:
            yield [*(row.cells[column] for column in kept), f"{FAULTS} {_reasons(found)}".strip()]
        else:
            yield _marked_row(row, kept, width, found)


def _marked_row(row: Row, kept: Sequence[int], width: int, problems: Sequence[Problem]) -> Sequence[str]:
    cells = [_safe(cell) for cell in row.cells] + [""] * (width - len(row.cells))
    for problem in problems:
        column = problem.at.column - 1
        if 0 <= column < len(cells) and not cells[column].startswith(MARK):
            cells[column] = f"{MARK}{cells[column]}"
    return [*(cells[column] for column in kept), _reasons(problems), *cells[width:]]


def _safe(cell: str) -> str:
    """A foreign cell that no spreadsheet runs as a formula."""
    return cell if cell.startswith((MARK, COMMENT)) else guard(unguard(cell))


def _reasons(problems: Sequence[Problem]) -> str:
    return _BETWEEN.join(f"{problem.at.spot}: {problem.message.ja} {problem.message.en}" for problem in problems)
