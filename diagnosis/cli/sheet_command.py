"""`diagnosis sheet`: a sheet to send out, in the format that is wanted, blank or with answers."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from diagnosis.cli.inout import emit, emit_bytes, name_of, note, read_source, write_file
from diagnosis.cli.options import day_of
from diagnosis.cli.words import LANGUAGE, say
from diagnosis.model.sheet import AnswerSheet, Member
from diagnosis.pipeline import choose_applicable, load, open_sheet
from diagnosis.settings import read_settings
from diagnosis.sheets import ENDINGS, SheetFormat, write_sheet

_STDOUT = "-"

Output = Annotated[
    str,
    typer.Option(
        "--output",
        "-o",
        metavar=say("ファイル", "FILE"),
        help=say("出力先。「-」（既定）は標準出力。", "The file to write; - (the default) is standard output."),
    ),
]
Ruleset = Annotated[
    str | None,
    typer.Option(
        metavar="ID@VERSION",
        help=say("採点規則。既定は今日適用されるもの。", "The ruleset to answer for. Default: the one in force today."),
        show_default=False,
    ),
]
Form = Annotated[
    SheetFormat | None,
    typer.Option(
        "--format",
        help=say(
            "形式。既定は出力先の名前から、なければ yaml。", "The format. Default: by the output's ending, else yaml."
        ),
        show_default=False,
    ),
]
MemberId = Annotated[
    str | None,
    typer.Option("--member", metavar="ID", help=say("会員番号を書き入れる。", "Fill in the member's number.")),
]
MemberName = Annotated[
    str | None, typer.Option("--name", help=say("会員の名称を書き入れる。", "Fill in the member's name."))
]
From = Annotated[
    str | None,
    typer.Option(
        "--from",
        metavar=say("回答票", "SHEET"),
        help=say("この回答票の答えを書き入れる。", "Fill in the answers of this sheet."),
    ),
]


def sheet(  # noqa: PLR0913, PLR0917 - a command has as many parameters as options
    form: Form = None,
    output: Output = _STDOUT,
    ruleset: Ruleset = None,
    member: MemberId = None,
    name: MemberName = None,
    source: From = None,
) -> None:
    """Write a sheet to fill in, or the answers of another sheet in this format."""
    settings = read_settings()
    wanted = form or _by_ending(output)
    filled = _read(source) if source else None
    if filled and ruleset not in (None, filled.ruleset):
        raise typer.BadParameter(
            say(f"{source} の採点規則は {filled.ruleset} です。", f"{source} is for {filled.ruleset}."),
            param_hint="--ruleset",
        )
    reference = ruleset or (filled.ruleset if filled else choose_applicable(day_of(None), settings))
    filled = _put_member(filled, reference, member, name)
    _write(output, write_sheet(load(reference, settings), LANGUAGE, wanted, filled))
    if wanted is SheetFormat.CSV and filled:
        _tell_guarded(filled)


def _by_ending(output: str) -> SheetFormat:
    return ENDINGS.get(Path(output).suffix.lower(), SheetFormat.YAML)


def _read(path: str) -> AnswerSheet:
    return open_sheet(read_source(path), name_of(path), read_settings())


def _put_member(filled: AnswerSheet | None, reference: str, member: str | None, name: str | None) -> AnswerSheet | None:
    """The sheet with the member's number and name that were asked for; None where nothing is to be filled in."""
    if member is None and name is None:
        return filled
    before = filled.member if filled else Member("", "")
    who = Member(before.id if member is None else member, before.name if name is None else name)
    if filled:
        return replace(filled, member=who)
    return AnswerSheet(ruleset=reference, questionnaires={}, member=who, answered_on=None, answers={})


def _write(output: str, data: bytes) -> None:
    if output == _STDOUT:
        emit_bytes(data)
        return
    write_file(Path(output), data)
    emit(output)


def _tell_guarded(filled: AnswerSheet) -> None:
    """Say which cells have an apostrophe before them, so that nobody takes it for the member's."""
    from diagnosis.sheets.csv_format import guarded_texts  # noqa: PLC0415 - only where a table was written

    if count := len(guarded_texts(filled)):
        note(
            say(
                f"{count}個のセルは、表計算ソフトが数式として実行しないよう、先頭に ' を付けました。"
                "読み込むときに取り除かれます。",
                f"{count} cells begin with an apostrophe, so that no spreadsheet runs them as a formula. Reading takes "
                "it away.",
            )
        )
