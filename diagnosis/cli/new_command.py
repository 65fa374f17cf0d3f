"""`diagnosis new`: a blank answer sheet to fill in."""

from typing import Annotated

import typer

from diagnosis.cli.inout import emit_bytes
from diagnosis.cli.options import AsOf, day_of
from diagnosis.cli.words import LANGUAGE, say
from diagnosis.pipeline import choose_applicable, load
from diagnosis.settings import read_settings
from diagnosis.sheets import BlankFormat, blank_sheet


def new(
    ruleset: Annotated[
        str | None,
        typer.Option(
            metavar="ID@VERSION",
            help=say(
                "採点規則。既定は今日適用されるもの。", "The ruleset to answer for. Default: the one in force today."
            ),
            show_default=False,
        ),
    ] = None,
    as_of: AsOf = None,
    form: Annotated[
        BlankFormat,
        typer.Option(
            "--format",
            help=say("形式。YAMLには質問文と選択肢が注釈として入ります。", "YAML carries the questions as comments."),
        ),
    ] = BlankFormat.YAML,
) -> None:
    """Print a blank sheet."""
    settings = read_settings()
    definitions = load(ruleset or choose_applicable(day_of(as_of, "--as-of"), settings), settings)
    emit_bytes(blank_sheet(definitions, LANGUAGE, form).encode())
