"""`diagnosis export`: the diagnoses of a store as a table for spreadsheets and analysis."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from diagnosis.cli.exits import Exit, StopError
from diagnosis.cli.inout import emit, emit_bytes, write_file
from diagnosis.cli.list_command import Batch, Member
from diagnosis.cli.store_option import StoreOption, open_store
from diagnosis.cli.words import LANGUAGE, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from diagnosis.store import StoredDiagnosis
    from diagnosis.store.exporting import Cell

STDOUT = "-"
COLUMNS = (
    *("key", "member_id", "member_name", "trade", "employees", "persons", "risk_group", "ruleset", "answered_on"),
    *("diagnosed_on", "overall_bp", "lower_bp", "upper_bp", "grade", "tier_percent", "certification_percent"),
    *("discount_percent", "gates", "findings", "referrals", "sheet_digest", "report", "report_digest", "engine"),
)


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


def export(
    form: Form = ExportFormat.CSV,
    output: Output = STDOUT,
    member: Member = None,
    batch: Batch = None,
    store: StoreOption = None,
) -> None:
    """Write all diagnoses, or those of one member or batch, as a table."""
    from diagnosis.store import StoreError  # noqa: PLC0415 - loads sqlalchemy
    from diagnosis.store.exporting import TableFormat, write_table  # noqa: PLC0415

    with open_store(store) as opened:
        rows = map(row_of, opened.diagnoses(member=member, batch=batch))
        try:
            data = write_table(TableFormat(form.value), COLUMNS, rows)
        except StoreError as error:
            raise StopError(Exit.ENVIRONMENT, error.message[LANGUAGE]) from error
    if output == STDOUT:
        emit_bytes(data)
        return
    write_file(Path(output), data)
    emit(output)


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
