"""What is sound in a sheet with faults: for its own member, who goes on with it and mends the rest."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from diagnosis.model.problems import Problem
from diagnosis.model.ruleset import Definitions
from diagnosis.model.sheet import Answer, AnswerSheet, RawSheet
from diagnosis.sheets.answers import check_answer
from diagnosis.sheets.check import check_head, questions_by_id
from diagnosis.sheets.desk import Desk
from diagnosis.sheets.found import FoundSheet


@dataclass(frozen=True, slots=True)
class Salvaged:
    """sheet: with every sound answer; its member may be nobody. faults: by question, the first of each.

    head: what is wrong with member, day and versions. unknown: answers to questions that are not in these
    questionnaires, or not asked.
    """

    sheet: AnswerSheet
    head: tuple[Problem, ...]
    faults: Mapping[str, Problem]
    unknown: tuple[str, ...]


def salvage_sheet(raw: RawSheet, definitions: Definitions, on: date | None = None) -> Salvaged:
    """The sound answers of a sheet. Of two that differ neither is taken: nobody knows which is meant.

    on: the day of diagnosis, which the sheet must not be later than.
    """
    desk = Desk(has_lists=isinstance(raw, FoundSheet) and raw.has_lists)
    above = Desk()
    head = check_head(raw, definitions, on, above)
    questions = {name: one for name, one in questions_by_id(definitions).items() if one.same_as is None}
    answers: dict[str, Answer] = {}
    faults: dict[str, Problem] = {}
    unknown: list[str] = []
    for found in raw.answers:
        question = questions.get(found.question)
        if question is None:
            unknown.append(found.question)
            continue
        before = len(desk.faults)
        answer = check_answer(question, found, desk)
        if len(desk.faults) > before:
            faults[question.id] = desk.faults[before]
        elif answer and question.id not in answers:
            answers[question.id] = answer
        elif answer and answers[question.id] != answer:
            del answers[question.id]
    sheet = replace(head, answers=answers, normalised=tuple(desk.changes))
    return Salvaged(sheet, tuple(above.faults), faults, tuple(unknown))
