"""`diagnosis explain-code`: what a fault means and how to mend it."""

from typing import Annotated

import typer

from diagnosis.cli.exits import Exit, StopError
from diagnosis.cli.inout import emit
from diagnosis.cli.words import LANGUAGE, say
from diagnosis.codes import all_codes
from diagnosis.codes import explain_code as explain
from diagnosis.definitions import CodeExplanation
from diagnosis.files.suggest import did_you_mean
from diagnosis.model.text import Text

Code = Annotated[
    str | None,
    typer.Argument(
        metavar=say("コード", "CODE"),
        help=say("例：sheet.number。省くと一覧。", "For example sheet.number. Without it, a list of all."),
        show_default=False,
    ),
]


def explain_code(code: Code = None) -> None:
    """Explain a fault's code, or list all codes."""
    if code is None:
        emit("\n".join(all_codes()))
        return
    text = _explain(code.strip().strip("[]"))
    if text is None:
        near_ja, near_en = did_you_mean(code, all_codes())
        raise StopError(
            Exit.USAGE, say(f"コード「{code}」はありません。{near_ja}", f"There is no code '{code}'.{near_en}")
        )
    emit(text)


def _explain(code: str) -> str | None:
    match explain(code):
        case CodeExplanation() as found:
            return _form(found)
        case Text() as words:
            return f"{code}\n\n{words[LANGUAGE]}"
        case None:
            return None


def _form(found: CodeExplanation) -> str:
    parts = [
        f"{found.code}  {found.title[LANGUAGE]}",
        found.meaning[LANGUAGE],
        found.remedy[LANGUAGE],
        say("誤りの例：", "Wrong:") + "\n" + _indent(found.wrong) if found.wrong else "",
        say("正しい例：", "Right:") + "\n" + _indent(found.right) if found.right else "",
    ]
    return "\n\n".join(part for part in parts if part)


def _indent(sample: str) -> str:
    return "\n".join(f"    {line}" for line in sample.splitlines())
