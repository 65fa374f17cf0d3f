"""`diagnosis score`: every number of a diagnosis, on the screen or as JSON."""

import json
from collections.abc import Callable, Iterable
from datetime import date
from typing import Annotated

import typer

from diagnosis.cli.exits import Exit
from diagnosis.cli.inout import emit, expand, name_of, note
from diagnosis.cli.options import AsJson, AsOf, Day, Sheets, day_of
from diagnosis.cli.problem_forms import ProblemForm, form_problems, plain_problem
from diagnosis.cli.sources import each_sheet
from diagnosis.cli.words import LANGUAGE, say
from diagnosis.model.plain import to_plain
from diagnosis.model.problems import Problem, ProblemsError
from diagnosis.model.sheet import RawSheet
from diagnosis.pipeline import DefinitionsError, Scored, explain, plain_diagnosis, score_one
from diagnosis.settings import read_settings

Quick = Annotated[
    bool,
    typer.Option(
        "--quick",
        help=say("得点だけを表示し、改善策と道筋を省く。", "Scores only: leave out what to do and the path."),
    ),
]


def score(
    sheets: Sheets,
    day: Day = None,
    as_of: AsOf = None,
    as_json: AsJson = False,  # noqa: FBT002 - an option
    quick: Quick = False,  # noqa: FBT002 - an option
) -> int:
    """Score sheets and print every number, what is missing, and what to do first."""

    def print_one(path: str, scored: Scored) -> None:
        (_print_json if as_json else _print_tables)(path, scored, quick=quick)

    edition = day_of(as_of, "--as-of") if as_of else None
    return for_each_sheet(sheets, day_of(day), print_one, _print_json_faults if as_json else None, as_of=edition)


def for_each_sheet(
    sheets: Iterable[str],
    on: date,
    use: Callable[[str, Scored], None],
    use_faults: Callable[[str, tuple[Problem, ...]], None] | None = None,
    *,
    as_of: date | None = None,
) -> Exit:
    """Score the sheets one by one; a faulty one is told of and never stops the rest. The worst exit code."""

    def work(raw: RawSheet) -> Scored:
        return score_one(raw, read_settings(), on, as_of)

    worst = Exit.OK
    for path in expand(sheets):
        for found in each_sheet(path, work):
            error = found if isinstance(found, ProblemsError) else _try(use, path, found)
            if error:
                _tell(path, error, use_faults)
                worst = max(worst, Exit.DEFINITIONS if isinstance(error, DefinitionsError) else Exit.FAULTS)
    return worst


def _try(use: Callable[[str, Scored], None], path: str, scored: Scored) -> ProblemsError | None:
    try:
        use(path, scored)
    except ProblemsError as error:
        return error
    return None


def _tell(path: str, error: ProblemsError, use_faults: Callable[[str, tuple[Problem, ...]], None] | None) -> None:
    note(form_problems(error.problems, ProblemForm.PLAIN))
    if use_faults:
        use_faults(path, error.problems)


def _print_tables(_path: str, scored: Scored, *, quick: bool) -> None:
    from diagnosis.cli.score_table import form_scores  # noqa: PLC0415 - loads rich, which JSON does not need

    for change in scored.sheet.normalised:
        note(say(f"読み替え：{change}", f"Read as: {change}"))
    emit(form_scores(scored, LANGUAGE))
    if not quick:
        from diagnosis.cli.advice_table import form_advice  # noqa: PLC0415 - loads rich

        emit(form_advice(explain(scored, read_settings()), LANGUAGE))


def _print_json(path: str, scored: Scored, *, quick: bool) -> None:
    plain = {"scorecard": to_plain(scored.scorecard)} if quick else plain_diagnosis(explain(scored, read_settings()))
    member = to_plain(scored.sheet.member)
    emit(json.dumps({"file": name_of(path), "member": member, **plain}, ensure_ascii=False))


def _print_json_faults(path: str, problems: tuple[Problem, ...]) -> None:
    """A faulty sheet has its line too, so that every sheet given is accounted for."""
    faults = [plain_problem(problem) for problem in problems]
    emit(json.dumps({"file": name_of(path), "problems": faults}, ensure_ascii=False))
