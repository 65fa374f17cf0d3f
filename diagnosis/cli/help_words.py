"""The words that typer brings along for help pages, in the language of this run."""

from collections.abc import Iterable
from typing import Any

import typer
from rich.console import Group, RenderableType
from rich.table import Table
from typer import rich_utils

from diagnosis.cli.words import say

_OWN_HELP = {
    "help": say("この説明を表示して終わる。", "Show this message and exit."),
    "install_completion": say("シェルの補完を設定する。", "Install completion for the current shell."),
    "show_completion": say("シェルの補完の設定を表示する。", "Show completion for the current shell, to copy it."),
}


class _FoldingTable(Table):
    """Breaks a text without spaces, as Japanese is, instead of cutting it off."""

    def add_row(self, *cells: Any, **options: Any) -> None:  # noqa: ANN401 - rich's own signature
        super().add_row(*cells, **options)
        for column in self.columns:
            column.overflow = "fold"


def _stack(parts: Iterable[RenderableType]) -> Group:
    """The parts of a parameter's help below each other: side by side, each would be cut off."""
    return Group(*parts)


def put_words(command: Any) -> None:  # noqa: ANN401 - typer's command classes are private
    """Give a command and those below it their help texts."""
    vars(rich_utils).update(
        ARGUMENTS_PANEL_TITLE=say("引数", "Arguments"),
        OPTIONS_PANEL_TITLE=say("オプション", "Options"),
        COMMANDS_PANEL_TITLE=say("コマンド", "Commands"),
        REQUIRED_LONG_STRING=say("[必須]", "[required]"),
        DEFAULT_STRING=say("[既定: {}]", "[default: {}]"),
        Table=_FoldingTable,
        Columns=_stack,
    )
    _put_help(command)


def _put_help(command: Any) -> None:  # noqa: ANN401
    context = typer.Context(command, help_option_names=["--help", "-h"])
    for parameter in command.get_params(context):
        parameter.help = _OWN_HELP.get(parameter.name, getattr(parameter, "help", None))
    for below in getattr(command, "commands", {}).values():
        _put_help(below)
