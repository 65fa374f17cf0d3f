"""`diagnosis publish`: check, compare with what was published before, then freeze."""

from pathlib import Path
from typing import Annotated

import typer

from diagnosis.cli.exits import Exit, StopError
from diagnosis.cli.inout import emit, note
from diagnosis.cli.problem_forms import ProblemForm, form_problems
from diagnosis.cli.words import say
from diagnosis.editions import plan_publication, restore
from diagnosis.editions import publish as write
from diagnosis.model.problems import ProblemsError, Severity
from diagnosis.model.publication import Plan
from diagnosis.settings import Settings, read_settings

Files = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar=say("ファイル", "FILE"),
        help=say(
            "公開する質問票・採点規則。省くと、まだ公開していないものすべて。",
            "Questionnaires and rulesets to publish. Without any, all that are not published yet.",
        ),
        show_default=False,
    ),
]


def publish(
    files: Files = None,
    dry_run: Annotated[  # noqa: FBT002 - an option
        bool,
        typer.Option("--dry-run", help=say("何も書き込まず、することだけを示す。", "Only tell what would be done.")),
    ] = False,
    put_back: Annotated[
        str | None,
        typer.Option(
            "--restore",
            metavar="ID@VERSION",
            help=say("公開済みのファイルを、公開したときの内容に戻す。", "Put a published file back as it was."),
            show_default=False,
        ),
    ] = None,
) -> int:
    """Freeze new versions."""
    settings = read_settings()
    if put_back is not None:
        return _restore(put_back, settings)
    plan = plan_publication(tuple(files or ()), settings)
    _tell(plan)
    if any(problem.severity is Severity.ERROR for problem in plan.problems):
        note(say("誤りがあるため、何も公開していません。", "Nothing was published, because of these faults."))
        return Exit.DEFINITIONS
    if dry_run or not (plan.publications or plan.copies):
        note(say("何も書き込んでいません。", "Nothing was written."))
        return Exit.OK
    return _publish(plan, settings)


def _publish(plan: Plan, settings: Settings) -> int:
    try:
        write(plan, settings)
    except ProblemsError as error:
        note(form_problems(error.problems, ProblemForm.PLAIN))
        return Exit.DEFINITIONS
    except OSError as error:
        raise _cannot_write(error) from error
    published = len(plan.publications)
    note(say(f"{published} 件を公開しました。", f"Published: {published}."))
    return Exit.OK


def _restore(reference: str, settings: Settings) -> int:
    try:
        place = restore(reference, settings)
    except ProblemsError as error:
        note(form_problems(error.problems, ProblemForm.PLAIN))
        return Exit.DEFINITIONS
    except OSError as error:
        raise _cannot_write(error) from error
    note(say(f"{place} を公開したときの内容に戻しました。", f"{place} is as it was published again."))
    return Exit.OK


def _tell(plan: Plan) -> None:
    from diagnosis.cli.change_table import form_publication  # noqa: PLC0415 - loads rich

    if plan.problems:
        note(form_problems(plan.problems, ProblemForm.PLAIN))
    for publication in plan.publications:
        emit(form_publication(publication))
    for reference in plan.copies:
        emit(say(f"{reference}：公開時の控えを作り直します。", f"{reference}: the copy kept of it is made again."))
    if not plan.publications and not plan.problems:
        note(say("公開していない版はありません。", "There is no version that is not published."))


def _cannot_write(error: OSError) -> StopError:
    place = error.filename or ""
    return StopError(
        Exit.ENVIRONMENT,
        say(
            f"{place} に書き込めません（{error.strerror}）。場所と空き容量、権限を確かめてください。",
            f"Cannot write {place} ({error.strerror}). Check the place, the space left and your permissions.",
        ),
    )
