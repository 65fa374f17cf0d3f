"""Readiness for the law: every question of the law questionnaire with its articles, answer and points."""

import re
from dataclasses import dataclass

from diagnosis.model.conditions import State
from diagnosis.model.questionnaire import Question, Questionnaire
from diagnosis.reports.figures import day, pinpoint
from diagnosis.reports.view.answers import AnswerRow, group_of, law_sheet
from diagnosis.reports.view.context import Context

_BEST = 100
_ARTICLE = re.compile(r"第\d+条(?:の\d+)*|Art\. \d+(?:-\d+)*")


@dataclass(frozen=True, slots=True)
class LawRow:
    """An answer row with its articles; mark: an id for the style sheet, readiness: the same in words."""

    answer: AnswerRow
    articles: str
    mark: str
    readiness: str


@dataclass(frozen=True, slots=True)
class LawGroup:
    """A section of the questionnaire."""

    title: str
    score: str
    note: str
    rows: tuple[LawRow, ...]
    not_asked: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Law:
    """abbreviations: short and full name of each catalogue that is cited."""

    title: str
    lead: str
    note: str
    groups: tuple[LawGroup, ...]
    abbreviations: tuple[tuple[str, str], ...]
    has_pilots: bool


def view_law(context: Context) -> Law | None:
    """Gather the chapter; None where no questionnaire is about the law."""
    owner = law_sheet(context)
    if owner is None:
        return None
    groups = tuple(_group(context, owner, number) for number in range(len(owner.sections)))
    return Law(
        title=context.read(owner.title),
        lead=_lead(context, owner),
        note=context.say("law.note", date=day(owner.law_read_as_of, context.language)),
        groups=groups,
        abbreviations=_abbreviations(context, owner),
        has_pilots=any(question.pilot for question in owner.questions),
    )


def _lead(context: Context, owner: Questionnaire) -> str:
    results = [context.result[question.id] for question in owner.questions]
    counting = [result for result in results if result.counts]
    if not counting:
        return context.say("law.lead_none")
    return context.say("law.lead", count=len(counting), ready=sum(result.points == _BEST for result in counting))


def _group(context: Context, owner: Questionnaire, number: int) -> LawGroup:
    section = owner.sections[number]
    group = group_of(context, section)
    questions = {question.id: question for question in section.questions}
    rows = tuple(_row(context, owner, questions[row.id], row) for row in group.rows)
    return LawGroup(group.title, group.score, group.note, rows, group.not_asked)


def _row(context: Context, owner: Questionnaire, question: Question, row: AnswerRow) -> LawRow:
    mark = _mark(context, question)
    in_words = context.words["law"] if mark in {"ready", "partly", "missing", "pilot"} else context.words["states"]
    return LawRow(row, articles(context, owner, question), mark, str(in_words[mark]))


def _mark(context: Context, question: Question) -> str:
    result = context.result[question.id]
    if question.pilot:
        return "pilot"
    if result.state is not State.ANSWERED:
        return result.state.value
    points = result.points or 0
    return "ready" if points == _BEST else "partly" if points else "missing"


def articles(context: Context, owner: Questionnaire, question: Question) -> str:
    """The articles that the question rests on, as printed; a guideline only where no statute is cited."""
    catalogue = {citation.id: citation for citation in owner.citations}
    short = context.words["citations"]
    cited = []
    for reference in question.references:
        name, _, place = reference.partition(":")
        if name in short and name in catalogue:
            where = pinpoint(place, context.language, article=catalogue[name].articles)
            cited.append((name, where))
    statutes = [(name, where) for name, where in cited if catalogue[name].articles]
    return _runs(context, statutes or cited) or context.say("law.no_reference")


def _runs(context: Context, cited: list[tuple[str, str]]) -> str:
    """Places of one catalogue in a row name it once: 法第23条、第24条."""
    japanese, runs = context.language == "ja", []
    for name in dict.fromkeys(name for name, _ in cited):
        short = str(context.words["citations"][name])
        places = _merged([place for owner, place in cited if owner == name and place])
        glue = "" if japanese and places and places[0].startswith("第") else " "
        runs.append(f"{short}{glue}{context.joined(places)}".strip())
    return ("、" if japanese else "; ").join(runs)


def _merged(places: list[str]) -> list[str]:
    """Paragraphs of one article behind each other: 第28条第1項・第2項; Art. 28(1), (2)."""
    merged: dict[str, list[str]] = {}
    for place in places:
        found = _ARTICLE.match(place)
        merged.setdefault(found[0] if found else place, []).append(place[found.end() :] if found else "")
    return [
        article + ("・" if article.startswith("第") else ", ").join(part for part in parts if part)
        for article, parts in merged.items()
    ]


def _abbreviations(context: Context, owner: Questionnaire) -> tuple[tuple[str, str], ...]:
    used = {reference.partition(":")[0] for question in owner.questions for reference in question.references}
    short = context.words["citations"]
    return tuple(
        (str(short[citation.id]), context.read(citation.title))
        for citation in owner.citations
        if citation.id in used and citation.id in short
    )
