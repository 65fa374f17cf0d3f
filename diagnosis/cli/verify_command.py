"""`diagnosis verify`: a report against its own sheet."""

import json
from typing import Annotated

import typer

from diagnosis.cli.exits import Exit
from diagnosis.cli.inout import emit, name_of, note, read_source
from diagnosis.cli.options import AsJson
from diagnosis.cli.problem_forms import ProblemForm, form_problems, plain_problem
from diagnosis.cli.words import say
from diagnosis.model.plain import to_plain
from diagnosis.model.problems import ProblemsError
from diagnosis.pipeline import DefinitionsError
from diagnosis.settings import read_settings
from diagnosis.sheets.desk import show
from diagnosis.verification import Verification
from diagnosis.verification import verify as verify_report

Reports = Annotated[
    list[str],
    typer.Argument(
        metavar="PDF",
        help=say("検証する報告書。「-」は標準入力。", "Reports to verify; - reads standard input."),
        show_default=False,
    ),
]


def verify(reports: Reports, as_json: AsJson = False) -> int:  # noqa: FBT002 - an option
    """Score the sheet in each report again and tell whether the report agrees."""
    return max([Exit.OK, *(_verify_one(path, as_json=as_json) for path in reports)])


def _verify_one(path: str, *, as_json: bool) -> Exit:
    name = name_of(path)
    try:
        found = verify_report(read_source(path), name, read_settings())
    except ProblemsError as error:
        note(form_problems(error.problems, ProblemForm.PLAIN))
        if as_json:
            emit(
                json.dumps(
                    {"file": name, "problems": [plain_problem(problem) for problem in error.problems]},
                    ensure_ascii=False,
                )
            )
        return Exit.DEFINITIONS if isinstance(error, DefinitionsError) else Exit.FAULTS
    plain = {"file": name, "agrees": found.agrees, **_as_dict(found)}
    emit(json.dumps(plain, ensure_ascii=False) if as_json else "\n".join(_lines(name, found)))
    return Exit.OK if found.agrees else Exit.FAULTS


def _as_dict(found: Verification) -> dict[str, object]:
    plain = to_plain(found)
    assert isinstance(plain, dict)
    return plain


def _lines(name: str, found: Verification) -> list[str]:
    made = say(
        f"（{found.ruleset}、診断日 {found.diagnosed_on}）", f" ({found.ruleset}, diagnosed on {found.diagnosed_on})"
    )
    if found.agrees:
        return [say(f"{name}：一致しました{made}。", f"{name}: agrees{made}.")]
    head = say(
        f"{name}：一致しません{made}。相違 {len(found.differences)} 件：",
        f"{name}: does not agree{made}. {len(found.differences)} differences:",
    )
    changed = [
        say(
            f"  {reference} は、報告書の発行後に変更されています。",
            f"  {reference} has changed since the report was made.",
        )
        for reference in found.changed
    ]
    now = say("再採点", "now")
    stored = say("報告書", "report")
    lines = [f"  {item.path}: {stored} {show(item.stored)}, {now} {show(item.now)}" for item in found.differences]
    return [head, *changed, *lines]
