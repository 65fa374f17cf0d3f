"""A draft from a file: a returned or saved sheet, of this edition or of an earlier one."""

from collections.abc import Mapping

from diagnosis import editions, pipeline
from diagnosis.model.problems import Problem, ProblemsError
from diagnosis.model.text import Text
from diagnosis.sheets import Salvaged
from diagnosis.web.members.draft import Draft
from diagnosis.web.site import Site


class SheetRefusedError(Exception):
    """No sheet can be made out of the file. problems: why, and what to do."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("sheet")
        self.problems = problems


def read_start(data: bytes, name: str, site: Site) -> Draft:
    """The draft that a file begins: every sound answer, and what is to be answered again, with the reason.

    Raises SheetRefusedError.
    """
    to = site.ruleset()
    try:
        found = pipeline.salvage(data, name, site.settings)
        if found.sheet.ruleset == to:
            return Draft(ruleset=to, answers=found.sheet.answers, member=found.sheet.member, again=_faulty(found))
        carryover = editions.migrate_answers(found.sheet, to, site.settings)
    except ProblemsError as error:
        raise SheetRefusedError(error.problems) from error
    asked = {one.question: one.because for one in carryover.asked_again}
    return Draft(
        ruleset=to,
        answers={one.question: one.answer for one in carryover.carried},
        member=found.sheet.member,
        again=asked | {question: text for question, text in _faulty(found).items() if question not in asked},
    )


def _faulty(found: Salvaged) -> Mapping[str, Text]:
    """The answers that could not be read: their own message speaks of files, so the page says it in its own words."""
    return dict.fromkeys(
        found.faults,
        Text(
            "ファイルの答えを読み取れませんでした。もう一度お答えください。",
            "The answer in your file could not be read. Please give it again.",
        ),
    )
