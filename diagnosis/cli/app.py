"""The commands put together, and the one place where errors end."""

import os
import sys
import traceback
from collections.abc import Sequence
from typing import Annotated

import typer

from diagnosis import __version__
from diagnosis.cli.commands import COMMANDS
from diagnosis.cli.exits import EPILOG, Exit, StopError
from diagnosis.cli.inout import emit, note
from diagnosis.cli.problem_forms import ProblemForm, form_problems
from diagnosis.cli.usage_errors import is_usage_error, say_usage_error
from diagnosis.cli.words import say
from diagnosis.model.problems import ProblemsError
from diagnosis.model.text import Language
from diagnosis.pipeline import DefinitionsError
from diagnosis.settings import LANGUAGE_OPTION

_ABOUT = say(
    "情報漏えい賠償責任保険のリスク診断：回答票を確認し、採点し、報告書にします。",
    "Risk diagnosis for leak-liability insurance: checks answer sheets, scores them, makes reports.",
)


def _print_version(wanted: bool) -> None:  # noqa: FBT001 - typer hands the option's value over by position
    if wanted:
        emit(f"diagnosis {__version__}")
        raise typer.Exit


def _root(
    lang: Annotated[
        Language | None,
        typer.Option(
            help=say(
                "表示と報告書の言語。どの位置にも書けます。既定は環境の言語、なければ日本語。",
                "Language of messages and reports; may stand anywhere. Default: the locale's, else Japanese.",
            )
        ),
    ] = None,
    version: Annotated[  # noqa: FBT002 - an option
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help=say("版を表示して終わる。", "Print the version.")
        ),
    ] = False,
) -> None:
    """Options that every command has; `words` has read the language already."""


def make_app(only: str | None = None) -> typer.Typer:
    """The command line with all commands, or with one: what the others bring along need not be loaded for it."""
    app = typer.Typer(
        name="diagnosis",
        help=_ABOUT,
        epilog=EPILOG,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["--help", "-h"]},
    )
    app.callback()(_root)
    for command in COMMANDS:
        if only in {None, command.name}:
            app.command(command.name, help=command.about, epilog=EPILOG)(command.load())
    return app


def run(arguments: Sequence[str]) -> int:
    """Run one command; the exit code. Nothing that a user can cause ends in a traceback."""
    try:
        result = _run_typer(_put_language_first(arguments))
    except StopError as stop:
        if stop.message:
            note(stop.message)
        return stop.code
    except ProblemsError as error:
        note(form_problems(error.problems, ProblemForm.PLAIN))
        return Exit.DEFINITIONS if isinstance(error, DefinitionsError) else Exit.FAULTS
    except KeyboardInterrupt:
        return _say_interrupted()
    except Exception as error:  # noqa: BLE001 - the last door: one sentence instead of a traceback
        return _say_error(error)
    code = result if isinstance(result, int) else Exit.OK
    return _say_interrupted() if code == Exit.INTERRUPTED else code


def _run_typer(arguments: list[str]) -> object:
    command = typer.main.get_command(make_app(_named_command(arguments)))
    if not arguments or {"--help", "-h"}.intersection(arguments):
        from diagnosis.cli.help_words import put_words  # noqa: PLC0415 - loads rich, which most runs do not need

        put_words(command)
    return command.main(arguments, prog_name="diagnosis", standalone_mode=False)


def _named_command(arguments: Sequence[str]) -> str | None:
    """The command that is called; None where that takes the parser to tell, as for a mistyped one."""
    words = iter(arguments)
    for word in words:
        if word == LANGUAGE_OPTION:
            next(words, None)
        elif not word.startswith("-"):
            return word if any(word == command.name for command in COMMANDS) else None
    return None


def _put_language_first(arguments: Sequence[str]) -> list[str]:
    """`--lang` may stand anywhere; the parser knows it at the front."""
    split = list(arguments).index("--") if "--" in arguments else len(arguments)
    first: list[str] = []
    rest: list[str] = []
    before = iter(arguments[:split])
    for argument in before:
        if argument == LANGUAGE_OPTION:
            first += [argument, next(before, "")]
        elif argument.startswith(f"{LANGUAGE_OPTION}="):
            first.append(argument)
        else:
            rest.append(argument)
    return [*first, *rest, *arguments[split:]]


def _say_interrupted() -> int:
    note(say("中断しました。", "Interrupted."))
    return Exit.INTERRUPTED


def _say_error(error: Exception) -> int:
    if is_usage_error(error):
        if message := say_usage_error(error):
            note(message)
        return Exit.USAGE
    if os.environ.get("DIAGNOSIS_DEBUG"):
        traceback.print_exc(file=sys.stderr)
    note(
        say(
            f"予期しないエラーが起きました（{type(error).__name__}）。環境変数 DIAGNOSIS_DEBUG=1 "
            "を付けて実行すると詳細が出ます。",
            f"An unexpected error occurred ({type(error).__name__}). Run again with DIAGNOSIS_DEBUG=1 for details.",
        )
    )
    return Exit.UNEXPECTED
