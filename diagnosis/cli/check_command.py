"""`diagnosis check`: every fault in definitions and answer sheets."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from diagnosis.cli.exits import Exit
from diagnosis.cli.inout import STDIN, emit, name_of, note, read_source
from diagnosis.cli.options import AsOf, day_of
from diagnosis.cli.problem_forms import ProblemForm, form_problems
from diagnosis.cli.sources import each_sheet
from diagnosis.cli.words import say
from diagnosis.definitions import check_definitions, check_file
from diagnosis.model.problems import Problem, ProblemsError, Severity
from diagnosis.pipeline import DefinitionsError, choose_applicable
from diagnosis.pipeline import check as check_in_use
from diagnosis.pipeline import check_one as check_sheet
from diagnosis.settings import Settings, read_settings
from diagnosis.sheets import ENDINGS

_DEFINITION_FOLDERS = ("questionnaires", "scoring")
_DEFINITION_ENDINGS = (".yaml", ".yml")
_DEFINITION_KEY = re.compile(rb"^(?:questionnaire|version|migration)\s*:", re.MULTILINE)
"""A top-level key that definitions have and sheets have not; found even where the YAML cannot be read."""

Paths = Annotated[
    list[str] | None,
    typer.Argument(
        metavar=say("パス", "PATH"),
        help=say(
            "質問票・採点規則・回答票のファイル、questionnaires/ と scoring/ を含むフォルダー、"
            "「-」（標準入力の回答票）。"
            "省くと現在の質問票と採点規則をすべて調べます。",
            "Questionnaires, rulesets, answer sheets; a folder with questionnaires/ and scoring/; - for a sheet on "
            "standard input. Without any, all questionnaires and rulesets in use.",
        ),
        show_default=False,
    ),
]
Form = Annotated[
    ProblemForm,
    typer.Option(
        "--format",
        help=say(
            "plain 人向け、json、gcc エディター向け、github GitHubの注釈。",
            "plain for people, json, gcc for editors, github for annotations.",
        ),
    ),
]


def check(
    paths: Paths = None,
    form: Form = ProblemForm.PLAIN,
    as_of: AsOf = None,
    watch: Annotated[  # noqa: FBT002 - an option
        bool,
        typer.Option(
            "--watch",
            help=say(
                "ファイルが変わるたびに調べ直し、見本の回答票の得点がどう動いたかを示す。Ctrl-C で終わる。",
                "Check again at every change, and show how the scores of the demo sheets moved. Ctrl-C ends it.",
            ),
        ),
    ] = False,
) -> int:
    """Check definitions and sheets; print every fault as file:line:column."""
    edition = day_of(as_of, "--as-of") if as_of else None
    if not watch:
        return _check_once(paths or [], form, edition)
    from diagnosis.cli.watching import watch_definitions  # noqa: PLC0415 - loads what watches files

    return watch_definitions(paths or [], lambda: _check_once(paths or [], form, edition))


def _check_once(paths: list[str], form: ProblemForm, as_of: date | None) -> int:
    found = list(_check_all(paths, as_of))
    problems = [problem for _, part in found for problem in part]
    if problems or form is ProblemForm.JSON:
        emit(form_problems(problems, form))
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    note(
        say(
            f"エラー {errors} 件、警告 {len(problems) - errors} 件。",
            f"{_count(errors, 'error')}, {_count(len(problems) - errors, 'warning')}.",
        )
    )
    return max(
        [Exit.OK, *(code for code, part in found if any(problem.severity is Severity.ERROR for problem in part))]
    )


def _check_all(paths: list[str], as_of: date | None) -> Iterator[tuple[Exit, tuple[Problem, ...]]]:
    """The problems of each path, with the exit code that an error among them would have."""
    settings = read_settings()
    if not paths:
        yield Exit.DEFINITIONS, check_in_use(settings)
        if as_of:
            note(_tell_edition(as_of, settings))
    for path in paths:
        yield from _check_path(path, as_of)


def _tell_edition(as_of: date, settings: Settings) -> str:
    """Raises DefinitionsError where none is in force."""
    edition = choose_applicable(as_of, settings)
    return say(f"{as_of} に適用されるのは {edition} です。", f"In force on {as_of}: {edition}.")


def _check_path(path: str, as_of: date | None) -> Iterator[tuple[Exit, tuple[Problem, ...]]]:
    place = Path(path)
    if path == STDIN or not place.is_dir():
        yield from _check_one(path, as_of)
    elif any((place / folder).is_dir() for folder in _DEFINITION_FOLDERS):
        yield Exit.DEFINITIONS, check_definitions(place / "questionnaires", place / "scoring")
    else:
        for file in sorted(file for file in place.rglob("*") if file.suffix.lower() in ENDINGS):
            yield from _check_one(str(file), as_of)


def _check_one(path: str, as_of: date | None) -> Iterator[tuple[Exit, tuple[Problem, ...]]]:
    if path != STDIN and _is_definition(path):
        yield Exit.DEFINITIONS, _check_definition(Path(path))
        return
    for found in each_sheet(path, lambda raw: check_sheet(raw, read_settings(), as_of=as_of)):
        match found:
            case DefinitionsError():
                yield Exit.DEFINITIONS, found.problems
            case ProblemsError():
                yield Exit.FAULTS, found.problems
            case _:
                if as_of:
                    _compare_editions(path, found.ruleset, as_of)
                yield Exit.OK, ()


def _compare_editions(path: str, named: str, as_of: date) -> None:
    """A sheet keeps the edition that it names, but never without a word."""
    in_force = choose_applicable(as_of, read_settings())
    name = name_of(path)
    if named != in_force:
        note(
            say(
                f"{name}：{named} の回答票です（{as_of} に適用されるのは {in_force}）。{named} で扱います。",
                f"{name}: answered on {named} (in force on {as_of}: {in_force}). It is treated by {named}.",
            )
        )


def _is_definition(path: str) -> bool:
    """By its text: only YAML holds definitions. What cannot be read is no definition."""
    if Path(path).suffix.lower() not in _DEFINITION_ENDINGS:
        return False
    try:
        return bool(_DEFINITION_KEY.search(read_source(path)))
    except ProblemsError:
        return False


def _check_definition(path: Path) -> tuple[Problem, ...]:
    """With the definitions that stand around the file; where there are none, with those in use."""
    if any((folder / "questionnaires").is_dir() and (folder / "scoring").is_dir() for folder in path.resolve().parents):
        return check_file(path)
    settings = read_settings()
    return check_file(path, settings.questionnaires, settings.scoring)


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
