"""`diagnosis migrate`: a sheet carried over to a later edition."""

import json
from pathlib import Path
from typing import Annotated

import typer

from diagnosis.cli.exits import Exit
from diagnosis.cli.inout import emit_bytes, name_of, note, read_source, write_file
from diagnosis.cli.options import AsOf, day_of
from diagnosis.cli.words import LANGUAGE, say
from diagnosis.editions import Moved, form_of, move_sheet, open_sheet, plain_move
from diagnosis.pipeline import choose_applicable, load
from diagnosis.settings import read_settings


def migrate(
    sheet: Annotated[
        str,
        typer.Argument(
            metavar=say("回答票", "SHEET"),
            help=say("前の版の回答票。「-」は標準入力。", "A sheet on an earlier edition; - reads standard input."),
        ),
    ],
    to: Annotated[
        str | None,
        typer.Option(
            "--to",
            metavar="ID@VERSION",
            help=say(
                "移す先の採点規則。既定は今日適用されるもの。",
                "The ruleset to carry over to. Default: the one in force today.",
            ),
            show_default=False,
        ),
    ] = None,
    as_of: AsOf = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar=say("ファイル", "FILE"),
            help=say(
                "新しい回答票を書くファイル。形式は終わり（.yaml、.json、.csv、.xlsx、.pdf）で選ぶ。既定は標準出力のYAML。",
                "Where the sheet goes; its ending (.yaml, .json, .csv, .xlsx, .pdf) gives the format. Default: YAML, "
                "on standard output.",
            ),
            show_default=False,
        ),
    ] = None,
    report: Annotated[
        Path | None,
        typer.Option(
            "--report",
            metavar=say("ファイル", "FILE"),
            help=say(
                "何を引き継ぎ、何を答え直すかを JSON で書くファイル。",
                "Where to write, as JSON, what was carried over and what was not.",
            ),
            show_default=False,
        ),
    ] = None,
) -> int:
    """Carry a sheet over to a later edition."""
    settings = read_settings()
    checked = open_sheet(read_source(sheet), name_of(sheet), settings)
    target = to or choose_applicable(day_of(as_of, "--as-of"), settings)
    moved = move_sheet(checked, target, LANGUAGE, settings, form_of(output))
    if output is None:
        emit_bytes(moved.data)
    else:
        write_file(output, moved.data)
    if report is not None:
        write_file(report, (json.dumps(plain_move(moved), ensure_ascii=False, indent=1) + "\n").encode())
    note(_tell(moved))
    return Exit.OK


def _tell(moved: Moved) -> str:
    carryover = moved.carryover
    earlier = load(moved.origin.ruleset, read_settings())
    words = {
        question.id: question.text[LANGUAGE]
        for definitions in (earlier, moved.definitions)
        for owner in definitions.questionnaires
        for question in owner.questions
    }
    lines = [
        say(
            f"{' → '.join(carryover.steps)}：{len(carryover.carried)} 件の答えを引き継ぎました。",
            f"{' → '.join(carryover.steps)}: {len(carryover.carried)} answers carried over.",
        )
    ]
    groups = (
        (say("答え直してください", "To be answered again"), carryover.asked_again),
        (say("新しい質問", "New questions"), carryover.new),
        (say("なくなった答え", "Answers dropped"), carryover.dropped),
    )
    for title, items in groups:
        lines += [f"\n{title} ({len(items)})"] if items else []
        lines += [f"  {each.question}  {words[each.question]}\n      {each.because[LANGUAGE]}" for each in items]
    return "\n".join(lines)
