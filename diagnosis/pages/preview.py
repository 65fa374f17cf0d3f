"""A questionnaire as its author wants to see it: every question with its choices, points and route."""

from collections.abc import Iterator, Mapping
from typing import assert_never

from diagnosis.model.conditions import questions_in
from diagnosis.model.preview import Preview
from diagnosis.model.questionnaire import (
    DateQuestion,
    MultiQuestion,
    NumberQuestion,
    Question,
    Section,
    SingleQuestion,
    TextQuestion,
    choices_of,
)
from diagnosis.model.routes import Routes, parts_of
from diagnosis.model.ruleset import QuestionRule
from diagnosis.model.text import Language, Text
from diagnosis.pages.templates import render_page

View = dict[str, object]


def preview_page(preview: Preview, language: Language) -> str:
    """The whole questionnaire in both languages. language: shown first."""
    view = _Viewing(preview)
    questions = list(preview.questionnaire.questions)
    repeated = sum(question.same_as is not None for question in questions)
    values: View = {
        "questionnaire": preview.questionnaire,
        "published": preview.published,
        "ruleset": preview.ruleset.reference if preview.ruleset else "",
        "problems": preview.problems,
        "asked": len(questions) - repeated,
        "repeated": repeated,
        "sections": list(view.sections()),
    }
    return render_page("preview", language, values)


class _Viewing:
    def __init__(self, preview: Preview) -> None:
        self._preview = preview
        rules = preview.ruleset.questions if preview.ruleset else ()
        self._rules: Mapping[str, QuestionRule] = {rule.question: rule for rule in rules}
        self._routes = Routes(_numbers(preview), preview.questions)
        self._citations = {each.id: each.title for each in preview.questionnaire.citations}

    def sections(self) -> Iterator[View]:
        """Each section with its questions."""
        for section in self._preview.questionnaire.sections:
            questions = [self._question(question, section) for question in section.questions]
            yield {
                "id": section.id,
                "title": section.title,
                "weight": self._section_weight(section),
                "questions": questions,
            }

    def _section_weight(self, section: Section) -> int:
        rules = self._preview.ruleset.questionnaires if self._preview.ruleset else ()
        mine = (rule for rule in rules if rule.questionnaire == self._preview.questionnaire.id)
        return next((rule.section_weights.get(section.id, 0) for rule in mine), 0)

    def _question(self, question: Question, section: Section) -> View:
        rule = self._rules.get(question.id)
        reads = dict.fromkeys(questions_in(question.applies_when)) if question.applies_when else {}
        return {
            "id": question.id,
            "number": self._routes.number[question.id],
            "kind": _KINDS[type(question)],
            "text": question.text,
            "help": question.help,
            "evidence": question.evidence,
            "route": self._routes.tell(parts_of(question.applies_when)),
            "reads": [{"id": name, "text": self._words(name)} for name in reads],
            "same_as": question.same_as,
            "pilot": question.pilot,
            "may_not_apply": question.allows_not_applicable,
            "several": isinstance(question, MultiQuestion),
            "choices": list(_choices(question, rule)),
            "entry": _entry(question),
            "bands": list(_bands(question, rule)),
            "references": [self._reference(name) for name in question.references],
            "tags": (*question.causes, *question.media),
            "weight": rule.weight if rule else 0,
            "share": self._share(rule, section) if rule else "",
            "because": rule.because if rule else None,
            "advice": rule.advice if rule else (),
        }

    def _words(self, question: str) -> Text:
        found = self._preview.questions.get(question)
        return found.text if found else Text("（ない質問）", "(no such question)")

    def _share(self, rule: QuestionRule, section: Section) -> str:
        """Of the section, where everything in it counts."""
        weights = [self._rules[each.id].weight for each in section.questions if each.id in self._rules]
        return f"{100 * rule.weight / sum(weights):.0f} %"

    def _reference(self, written: str) -> Text:
        name, _, pinpoint = written.partition(":")
        title = self._citations.get(name, Text(name, name))
        return Text(f"{title.ja} {pinpoint}", f"{title.en} {pinpoint}")


_KINDS: Mapping[type[Question], Text] = {
    SingleQuestion: Text("一つ選ぶ", "choose one"),
    MultiQuestion: Text("いくつでも選ぶ", "choose any"),
    NumberQuestion: Text("数", "number"),
    DateQuestion: Text("日付", "date"),
    TextQuestion: Text("文", "text"),
}


def _numbers(preview: Preview) -> dict[str, str]:
    """Section and place, for the questions of this page; others go by their id."""
    return {
        question.id: f"{chapter}-{place}"
        for chapter, section in enumerate(preview.questionnaire.sections, start=1)
        for place, question in enumerate(section.questions, start=1)
    }


def _choices(question: Question, rule: QuestionRule | None) -> Iterator[View]:
    for choice in choices_of(question):
        points = rule.points.get(choice.value) if rule else None
        yield {
            "value": choice.value,
            "label": choice.label,
            "exclusive": choice.exclusive,
            "points": points,
            "bar": min(100, max(0, points or 0)),
        }


def _bands(question: Question, rule: QuestionRule | None) -> Iterator[View]:
    if rule is None or not isinstance(question, NumberQuestion):
        return
    for band in rule.bands:
        label = Text(f"{band.at_least:,} {question.unit.ja}以上", f"{band.at_least:,} {question.unit.en} or more")
        yield {"label": label, "points": band.points}


def _entry(question: Question) -> Text:
    match question:
        case NumberQuestion():
            span = f"{question.minimum:,} – {question.maximum:,}"
            return Text(f"{span} {question.unit.ja}", f"{span} {question.unit.en}")
        case DateQuestion():
            return Text("年　月　日", "year, month, day")
        case TextQuestion():
            return Text(f"{question.maximum_length}文字まで", f"up to {question.maximum_length} characters")
        case SingleQuestion() | MultiQuestion():
            return Text("選択", "choose")
        case _:
            assert_never(question)
