"""`diagnosis diff`: what changed between two versions, and why it matters."""

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated, assert_never

import typer

from diagnosis.cli.exits import Exit
from diagnosis.cli.inout import emit, note, write_file
from diagnosis.cli.problem_forms import ProblemForm, form_problems
from diagnosis.cli.words import LANGUAGE, say
from diagnosis.editions import compare
from diagnosis.model.change import Comparison
from diagnosis.model.change_groups import TITLES, WHY, groups_of
from diagnosis.model.plain import to_plain
from diagnosis.model.problems import ProblemsError
from diagnosis.settings import read_settings

_VERSION_HELP = say(
    "識別子@版（personal-data@2026.1 など）、またはファイル。", "ID@VERSION, such as personal-data@2026.1, or a file."
)


class DifferenceForm(StrEnum):
    """How a difference is printed."""

    TABLE = "table"
    HTML = "html"
    JSON = "json"


OutputFile = Annotated[
    Path | None,
    typer.Option(
        "-o",
        "--output",
        metavar=say("ファイル", "FILE"),
        help=say("標準出力ではなく、このファイルに書く。", "Write to this file instead of standard output."),
        show_default=False,
    ),
]


def diff(
    before: Annotated[str, typer.Argument(metavar=say("前の版", "BEFORE"), help=_VERSION_HELP)],
    after: Annotated[str, typer.Argument(metavar=say("後の版", "AFTER"), help=_VERSION_HELP)],
    form: Annotated[
        DifferenceForm,
        typer.Option(
            "--format",
            help=say(
                "table 画面、html そのまま開けて印刷できるページ、json プログラム向け。",
                "table for the screen, html a page to open and print, json for programs.",
            ),
        ),
    ] = DifferenceForm.TABLE,
    output: OutputFile = None,
) -> int:
    """Compare two versions."""
    try:
        comparison = compare(before, after, read_settings())
    except ProblemsError as error:
        note(form_problems(error.problems, ProblemForm.PLAIN))
        return Exit.DEFINITIONS
    text = _form(comparison, form)
    if output is None:
        emit(text)
    else:
        write_file(output, f"{text}\n".encode())
        note(say(f"{output} に書きました。", f"Written to {output}."))
    return Exit.OK


def _form(comparison: Comparison, form: DifferenceForm) -> str:
    match form:
        case DifferenceForm.TABLE:
            from diagnosis.cli.change_table import form_comparison  # noqa: PLC0415 - loads rich

            return form_comparison(comparison)
        case DifferenceForm.HTML:
            from diagnosis.pages.difference import difference_page  # noqa: PLC0415 - loads jinja2

            return difference_page(comparison, LANGUAGE)
        case DifferenceForm.JSON:
            return json.dumps(_plain(comparison), ensure_ascii=False, indent=1)
        case _:
            assert_never(form)


def _plain(comparison: Comparison) -> dict[str, object]:
    return {
        "before": comparison.before,
        "after": comparison.after,
        "step": to_plain(comparison.step),
        "groups": [
            {
                "kind": kind.value,
                "title": to_plain(TITLES[kind]),
                "why": to_plain(WHY[kind]),
                "changes": to_plain(changes),
            }
            for kind, changes in groups_of(comparison)
        ],
    }
