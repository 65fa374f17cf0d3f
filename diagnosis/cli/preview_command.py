"""`diagnosis preview`: a questionnaire as a page, for its author."""

from pathlib import Path
from typing import Annotated

import typer

from diagnosis.cli.diff_command import OutputFile
from diagnosis.cli.exits import Exit
from diagnosis.cli.inout import emit, note, write_file
from diagnosis.cli.problem_forms import ProblemForm, form_problems
from diagnosis.cli.words import LANGUAGE, say
from diagnosis.editions import preview as look_at
from diagnosis.model.problems import ProblemsError, Severity
from diagnosis.settings import read_settings


def preview(
    questionnaire: Annotated[
        str,
        typer.Argument(
            metavar=say("質問票", "QUESTIONNAIRE"),
            help=say(
                "識別子（最新の版）、識別子@版、またはファイル。", "ID (its latest version), ID@VERSION, or a file."
            ),
        ),
    ],
    output: OutputFile = None,
) -> int:
    """Show a questionnaire as HTML."""
    from diagnosis.pages.preview import preview_page  # noqa: PLC0415 - loads jinja2

    try:
        found = look_at(questionnaire, read_settings())
    except ProblemsError as error:
        note(form_problems(error.problems, ProblemForm.PLAIN))
        return Exit.DEFINITIONS
    page = preview_page(found, LANGUAGE)
    if output is None:
        emit(page)
    else:
        place = _place(output, found.questionnaire.reference)
        write_file(place, page.encode())
        note(say(f"{place} に書きました。ブラウザーで開けます。", f"Written to {place}. Open it in a browser."))
    if found.problems:
        note(form_problems(found.problems, ProblemForm.PLAIN))
    faulty = any(problem.severity is Severity.ERROR for problem in found.problems)
    return Exit.DEFINITIONS if faulty else Exit.OK


def _place(output: Path, reference: str) -> Path:
    """The file itself, or one named after the questionnaire in the folder."""
    return output / f"{reference}.html" if output.is_dir() else output
