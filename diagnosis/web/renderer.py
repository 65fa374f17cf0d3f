"""A process that makes reports and forms: `python -m diagnosis.web.renderer`, a guarded child.

Jobs: `render`, a report; `blank`, a form to fill in; `draw`, charts; `get_ready`.
"""

import os

for _threads in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_threads] = "1"  # before numpy is loaded: the pages have a core, too

# ruff: noqa: E402 - see above
from datetime import date
from typing import cast

from diagnosis import pipeline
from diagnosis.guard import Message, serve
from diagnosis.model.diagnosis import Edition
from diagnosis.model.mark import Issued, Mark, Trial
from diagnosis.model.problems import ProblemsError
from diagnosis.model.sheet import AnswerSheet, Member
from diagnosis.model.text import Language
from diagnosis.settings import read_settings
from diagnosis.sheets import SheetFormat, write_sheet


def render(message: Message) -> Message:
    """{"on", "language", "edition", "mark"} and a canonical sheet to {"name", "pages"} and the PDF.

    Answers {"problems": [[JA, EN], …]} where it cannot be printed.
    """
    given = cast("dict[str, object]", message.head)
    settings, on = read_settings(), date.fromisoformat(str(given["on"]))
    language, edition = Language(str(given["language"])), Edition(str(given["edition"]))
    try:
        diagnosis = pipeline.diagnose(message.blob, "sheet.json", settings, on)
        report = pipeline.report(diagnosis, language, edition, settings, read_mark(given["mark"]))
    except ProblemsError as error:
        return Message({"problems": [[problem.message.ja, problem.message.en] for problem in error.problems]})
    return Message({"name": report.name, "pages": report.pages}, report.pdf)


def blank(message: Message) -> Message:
    """{"ruleset", "language", "member"} to the PDF form; member is [ID, NAME] or null."""
    given = cast("dict[str, object]", message.head)
    reference, settings = str(given["ruleset"]), read_settings()
    filled = None
    match given["member"]:
        case [str(id_), str(name)]:
            who = Member(id_, name)
            filled = AnswerSheet(ruleset=reference, questionnaires={}, member=who, answered_on=None, answers={})
    definitions = pipeline.load(reference, settings)
    return Message({}, write_sheet(definitions, Language(str(given["language"])), SheetFormat.PDF, filled))


def draw(message: Message) -> Message:
    """{"on", "language"} and a canonical sheet to the charts: [[TITLE, NOTE, SVG], …]."""
    given = cast("dict[str, object]", message.head)
    diagnosis = pipeline.diagnose(message.blob, "sheet.json", read_settings(), date.fromisoformat(str(given["on"])))
    charts = pipeline.charts(diagnosis, Language(str(given["language"])), read_settings())
    return Message([list(one) for one in charts])


def get_ready(_: Message) -> Message:
    """Load what charts need, before the first visitor waits for it."""
    from diagnosis.reports import drawing  # noqa: F401, PLC0415 - loading is what is asked

    return Message(None)


def write_mark(mark: Mark | None) -> object:
    """A mark as plain data."""
    match mark:
        case None:
            return None
        case Trial():
            return "trial"
        case Issued(number=number, on=on, replaces=replaces, tier=tier):
            return [number, on.isoformat(), replaces, tier]


def read_mark(plain: object) -> Mark | None:
    """Back from plain data."""
    match plain:
        case None:
            return None
        case [str(number), str(on), str() | None as replaces, int() | None as tier]:
            return Issued(number, date.fromisoformat(on), replaces, tier)
        case _:
            return Trial()


if __name__ == "__main__":
    serve({"render": render, "blank": blank, "draw": draw, "get_ready": get_ready})
