"""`diagnosis export`: the diagnoses of a store as a table for spreadsheets and analysis."""

import tempfile
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from diagnosis.cli.exits import Exit, StopError
from diagnosis.cli.inout import emit, emit_bytes
from diagnosis.cli.inout import output as open_output
from diagnosis.cli.store_filters import (
    Batch,
    Grade,
    Member,
    RiskGroup,
    Ruleset,
    Since,
    Tier,
    Trade,
    Until,
    read_day,
)
from diagnosis.cli.store_option import StoreOption, open_store
from diagnosis.cli.words import LANGUAGE, say

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from diagnosis.store import StoredDiagnosis
    from diagnosis.store.exporting import Cell

STDOUT = "-"
_PORTION = 1 << 20
COLUMNS = {
    "key": str,
    "member_id": str,
    "member_name": str,
    "trade": str,
    "employees": int,
    "persons": int,
    "risk_group": str,
    "ruleset": str,
    "answered_on": date,
    "diagnosed_on": date,
    "overall_bp": int,
    "lower_bp": int,
    "upper_bp": int,
    "grade": str,
    "tier_percent": int,
    "certification_percent": int,
    "discount_percent": int,
    "gates": str,
    "findings": str,
    "referrals": str,
    "sheet_digest": str,
    "report": str,
    "report_digest": str,
    "engine": str,
}


class ExportFormat(StrEnum):
    """What a table is exported as."""

    CSV = "csv"
    XLSX = "xlsx"
    PARQUET = "parquet"


Form = Annotated[
    ExportFormat,
    typer.Option(
        "--format",
        help=say(
            "形式。csv と xlsx では、式と誤解される文字列の先頭に ' を付けるか、文字列として書きます。",
            "CSV and xlsx keep text from becoming a formula: an apostrophe before it, or a cell of text.",
        ),
    ),
]
Output = Annotated[
    str,
    typer.Option(
        "--output",
        "-o",
        metavar=say("ファイル", "FILE"),
        help=say("出力先。「-」は標準出力。", "- writes to standard output."),
    ),
]


def export(  # noqa: PLR0913, PLR0917 - options
    form: Form = ExportFormat.CSV,
    output: Output = STDOUT,
    member: Member = None,
    batch: Batch = None,
    grade: Grade = None,
    tier: Tier = None,
    trade: Trade = None,
    risk_group: RiskGroup = None,
    ruleset: Ruleset = None,
    since: Since = None,
    until: Until = None,
    store: StoreOption = None,
) -> None:
    """Write all diagnoses, or those that are chosen, as a table."""
    from diagnosis.store import Wanted  # noqa: PLC0415 - loads sqlalchemy

    wanted = Wanted(
        member=member,
        batch=batch,
        grade=grade,
        tier=tier,
        trade=trade,
        risk_group=risk_group,
        ruleset=ruleset,
        since=read_day("--since", since),
        until=read_day("--until", until),
    )
    with open_store(store) as opened:
        rows = map(row_of, opened.diagnoses(wanted))
        if output == STDOUT:
            _print(form, rows)
        else:
            with open_output(Path(output)) as file:
                _write(form, rows, file)
            emit(output)


def _print(form: ExportFormat, rows: "Iterator[tuple[Cell, ...]]") -> None:
    """By way of a file: a workbook is written to and fro, and what cannot be written prints nothing."""
    with tempfile.TemporaryFile() as file:
        _write(form, rows, file)
        file.seek(0)
        while portion := file.read(_PORTION):
            emit_bytes(portion)


def _write(form: ExportFormat, rows: "Iterator[tuple[Cell, ...]]", file: "BinaryIO") -> None:
    from diagnosis.store import StoreError  # noqa: PLC0415 - loads sqlalchemy
    from diagnosis.store.exporting import TableFormat, TooManyRowsError, write_table  # noqa: PLC0415

    try:
        write_table(TableFormat(form.value), COLUMNS, rows, file)
    except TooManyRowsError as error:
        raise StopError(Exit.USAGE, error.message[LANGUAGE]) from error
    except StoreError as error:
        raise StopError(Exit.ENVIRONMENT, error.message[LANGUAGE]) from error


def row_of(one: "StoredDiagnosis") -> "tuple[Cell, ...]":
    """A diagnosis in the order of `COLUMNS`; lists are joined by spaces, which no id has."""
    return (
        *(one.key, one.member_id, one.member_name, one.trade, one.employees, one.persons, one.risk_group, one.ruleset),
        *(one.answered_on, one.diagnosed_on, one.overall, one.lower, one.upper, one.grade, one.tier),
        *(one.certification, one.discount, " ".join(one.gates), " ".join(one.findings), " ".join(one.referrals)),
        *(one.sheet_digest, *_report(one), one.engine),
    )


def _report(one: "StoredDiagnosis") -> "Iterator[Cell]":
    yield one.report.name if one.report else None
    yield one.report.digest if one.report else None
