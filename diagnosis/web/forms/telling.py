"""Answers in words."""

from datetime import date

from diagnosis.model.conditions import State
from diagnosis.model.questionnaire import NumberQuestion, Question, choices_of
from diagnosis.model.sheet import Answer
from diagnosis.model.text import Language, Text
from diagnosis.reports.figures import day

_STATES = {
    State.UNKNOWN: Text("わからない", "Don’t know"),
    State.NOT_APPLICABLE: Text("当社には当てはまらない", "Does not apply to us"),
}


def tell_answer(question: Question, answer: Answer) -> Text:
    """An answer in words."""
    return Text(*(_tell(question, answer, language) for language in (Language.JA, Language.EN)))


def _tell(question: Question, answer: Answer, language: Language) -> str:
    match answer.value:
        case None:
            reason = f"（{answer.reason}）" if language is Language.JA else f" ({answer.reason})"
            return _STATES[answer.state][language] + (reason if answer.reason else "")
        case date():
            return day(answer.value, language)
        case int() if isinstance(question, NumberQuestion):
            gap = "" if language is Language.JA else " "
            return f"{answer.value:,}{gap}{question.unit[language]}"
        case frozenset():
            chosen = [choice.label[language] for choice in choices_of(question) if choice.value in answer.value]
            return ("、" if language is Language.JA else ", ").join(chosen)
        case value:
            labels = {choice.value: choice.label[language] for choice in choices_of(question)}
            return labels.get(str(value), str(value))
