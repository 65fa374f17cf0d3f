"""The commands put together, and the one place where errors end."""

import os
import sys
import traceback
from collections.abc import Sequence
from typing import Annotated

import typer

from diagnosis import __version__
from diagnosis.cli.batch_command import batch
from diagnosis.cli.check_command import check
from diagnosis.cli.code_command import explain_code
from diagnosis.cli.demo_command import demo
from diagnosis.cli.diff_command import diff
from diagnosis.cli.doctor_command import doctor
from diagnosis.cli.exits import EPILOG, Exit, StopError
from diagnosis.cli.export_command import export
from diagnosis.cli.inout import emit, note
from diagnosis.cli.list_command import list_stored
from diagnosis.cli.log_command import log
from diagnosis.cli.migrate_command import migrate
from diagnosis.cli.new_command import new
from diagnosis.cli.preview_command import preview
from diagnosis.cli.problem_forms import ProblemForm, form_problems
from diagnosis.cli.publish_command import publish
from diagnosis.cli.report_command import report
from diagnosis.cli.score_command import score
from diagnosis.cli.sheet_command import sheet
from diagnosis.cli.show_command import show
from diagnosis.cli.usage_errors import is_usage_error, say_usage_error
from diagnosis.cli.verify_command import verify
from diagnosis.cli.words import say
from diagnosis.model.problems import ProblemsError
from diagnosis.model.text import Language
from diagnosis.pipeline import DefinitionsError
from diagnosis.settings import LANGUAGE_OPTION

_ABOUT = say(
    "情報漏えい賠償責任保険のリスク診断：回答票を確認し、採点し、報告書にします。",
    "Risk diagnosis for leak-liability insurance: checks answer sheets, scores them, makes reports.",
)

app = typer.Typer(
    name="diagnosis",
    help=_ABOUT,
    epilog=EPILOG,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)
_COMMANDS = (
    (
        "check",
        check,
        say(
            "質問票・採点規則・回答票を調べ、すべての誤りを「ファイル:行:桁」で示す。",
            "Check questionnaires, rulesets and sheets; print every fault as file:line:column.",
        ),
    ),
    (
        "explain-code",
        explain_code,
        say("誤りのコードの意味と直し方を示す。", "Tell what a fault's code means and how to mend it."),
    ),
    ("new", new, say("記入用の空の回答票を出力する。", "Print a blank answer sheet.")),
    (
        "sheet",
        sheet,
        say(
            "記入用の回答票を、選んだ形式で作る。答えを別の形式に書き写すこともできる。",
            "Write a sheet to fill in, or copy a sheet's answers, in the format you choose.",
        ),
    ),
    (
        "score",
        score,
        say(
            "回答票を採点し、評価・得点・割引の目安・未回答・改善策を表示する。",
            "Score sheets: grade, scores, suggested discount, what is missing, what to do.",
        ),
    ),
    ("report", report, say("回答票から診断報告書（PDF）を作る。", "Make a PDF report of each sheet.")),
    (
        "batch",
        batch,
        say(
            "フォルダーの回答票をまとめて診断し、報告書とまとめを作る。",
            "Diagnose a whole folder of sheets: reports, explanations of what is wrong, summaries.",
        ),
    ),
    (
        "verify",
        verify,
        say(
            "報告書の添付から採点し直し、報告書と一致するかを確かめる。",
            "Score a report's own sheet again and tell whether the report agrees.",
        ),
    ),
    (
        "migrate",
        migrate,
        say(
            "前の版の回答票を新しい版へ引き継ぎ、答え直す質問を示す。",
            "Carry a sheet over to a later edition, and tell what must be answered again.",
        ),
    ),
    (
        "preview",
        preview,
        say(
            "質問票を、選択肢・点数・尋ねる相手とともに見られるページにする。",
            "Make a page of a questionnaire: choices, points, who is asked.",
        ),
    ),
    (
        "diff",
        diff,
        say(
            "二つの版の違いと、それがなぜ大切かを示す。", "Tell what changed between two versions, and why it matters."
        ),
    ),
    (
        "publish",
        publish,
        say(
            "新しい版を調べ、前の版と比べ、変えられないように公開する。",
            "Check new versions, compare them with those before, and freeze them.",
        ),
    ),
    (
        "list",
        list_stored,
        say("保管庫にある診断・一括処理・診断できなかった回答票の一覧。", "List what the store has."),
    ),
    (
        "show",
        show,
        say(
            "保管庫の診断・会員・一括処理を一つ、記録とともに表示する。",
            "Show one diagnosis, member or batch of the store, with its log.",
        ),
    ),
    (
        "export",
        export,
        say(
            "保管庫の診断を表（CSV・xlsx・Parquet）に書き出す。", "Write the store's diagnoses as CSV, xlsx or Parquet."
        ),
    ),
    (
        "log",
        log,
        say("保管庫の記録を表示し、改変がないかを確かめる。", "Print the store's log, or verify that it is whole."),
    ),
    (
        "doctor",
        doctor,
        say("足りないものと、その入れ方を示す。", "Tell what is missing on this machine and how to install it."),
    ),
    (
        "demo",
        demo,
        say("見本の回答票を診断して報告書を作る。", "Diagnose the bundled sheets and make their reports."),
    ),
)
for _name, _command, _help in _COMMANDS:
    app.command(_name, help=_help, epilog=EPILOG)(_command)


def _print_version(wanted: bool) -> None:  # noqa: FBT001 - typer hands the option's value over by position
    if wanted:
        emit(f"diagnosis {__version__}")
        raise typer.Exit


@app.callback()
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
    command = typer.main.get_command(app)
    if not arguments or {"--help", "-h"}.intersection(arguments):
        from diagnosis.cli.help_words import put_words  # noqa: PLC0415 - loads rich, which most runs do not need

        put_words(command)
    return command.main(arguments, prog_name="diagnosis", standalone_mode=False)


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
