"""Whom a question concerns, in words: its condition, told by the numbers and labels of the questions that it reads."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import assert_never

from diagnosis.model.conditions import (
    All,
    Any,
    AtLeast,
    AtMost,
    Condition,
    Includes,
    Is,
    Not,
    PointsAtLeast,
    PointsBelow,
    ScoreAtLeast,
    ScoreBelow,
    State,
    StateIs,
    Test,
)
from diagnosis.model.questionnaire import NumberQuestion, Question, choices_of
from diagnosis.model.text import Text

_STATES = {
    State.ANSWERED: Text("答えた", "is answered"),
    State.UNKNOWN: Text("「わからない」と答えた", "is “Don’t know”"),
    State.NOT_APPLICABLE: Text("「対象外」と答えた", "is “Not applicable”"),
    State.BLANK: Text("答えていない", "is not answered"),
    State.NOT_ASKED: Text("答える必要がなかった", "was not asked"),
}
_OTHER_STATES = {
    State.ANSWERED: Text("答えていない", "is not answered"),
    State.UNKNOWN: Text("「わからない」以外を答えた", "is not “Don’t know”"),
    State.NOT_APPLICABLE: Text("「対象外」以外を答えた", "is not “Not applicable”"),
    State.BLANK: Text("答えた", "is answered"),
    State.NOT_ASKED: Text("答える必要があった", "was asked"),
}


def parts_of(condition: Condition | None) -> tuple[Condition, ...]:
    """The conditions that must all hold; none where there is no condition."""
    match condition:
        case None:
            return ()
        case All(of):
            return tuple(dict.fromkeys(part for one in of for part in parts_of(one)))
        case _:
            return (condition,)


@dataclass(frozen=True, slots=True)
class Routes:
    """Puts conditions into words. number: of each question as printed, by id. question: by id."""

    number: Mapping[str, str]
    question: Mapping[str, Question]

    def tell(self, parts: Iterable[Condition]) -> Text | None:
        """Who should answer, where all of `parts` must hold; None where everybody should."""
        told = [self._tell(part, holds=True) for part in parts]
        if not told:
            return None
        return Text(
            ja="のうち、".join(f"{part.ja}方" for part in told),
            en="Only if " + (_bare(told[0].en) if len(told) == 1 else " and ".join(part.en for part in told)),
        )

    def _tell(self, condition: Condition, *, holds: bool) -> Text:
        match condition:
            case Not(of):
                return self._tell(of, holds=not holds)
            case All(of):
                return self._join(of, all_of=holds, holds=holds)
            case Any(of):
                return self._join(of, all_of=not holds, holds=holds)
            case _:
                return self._tell_test(condition, holds=holds)

    def _tell_test(self, test: Test, *, holds: bool) -> Text:  # noqa: PLR0911 - one return a kind of test
        """One test of one question, or of a score."""
        match test:
            case StateIs(question, state):
                return self._about(question, (_STATES if holds else _OTHER_STATES)[state])
            case Is(question, values):
                return self._about(question, self._one_of(question, values, holds=holds))
            case Includes(question, value):
                return self._about(question, self._including(question, value, holds=holds), particle="で")
            case AtLeast(question, value):
                return self._about(question, self._bound(question, value, up=True, strict=not holds))
            case AtMost(question, value):
                return self._about(question, self._bound(question, value, up=False, strict=not holds))
            case PointsBelow(question, points) | PointsAtLeast(question, points):
                return self._points(question, points, below=isinstance(test, PointsBelow) is holds)
            case ScoreBelow(score, bp) | ScoreAtLeast(score, bp):
                return _tell_score(score, bp, below=isinstance(test, ScoreBelow) is holds)
            case _:
                assert_never(test)

    def _join(self, of: Iterable[Condition], *, all_of: bool, holds: bool) -> Text:
        told = [self._tell(part, holds=holds) for part in of]
        if len(told) == 1:
            return told[0]
        between = Text("方のうち", " and ") if all_of else Text("方、または", " or ")
        ja = (f"{between.ja}、" if all_of else between.ja).join(part.ja for part in told)
        return Text(ja=ja, en="(" + between.en.join(part.en for part in told) + ")")

    def _about(self, question: str, words: Text, particle: str = "に") -> Text:
        number = self.number.get(question, question)
        return Text(ja=f"問{number}{particle if words.ja[0] != '「' else 'で'}{words.ja}", en=f"{number} {words.en}")

    def _points(self, question: str, points: int, *, below: bool) -> Text:
        number = self.number.get(question, question)
        ja, en = ("点未満の", "fewer than") if below else ("点以上の", "at least")
        return Text(f"問{number}の得点が{points}{ja}", f"{number} earns {en} {points} points")

    def _including(self, question: str, value: str, *, holds: bool) -> Text:
        chosen = self._label(question, value)
        if holds:
            return Text(f"{chosen.ja}を選んだ", f"includes {chosen.en}")
        return Text(f"{chosen.ja}を選ばなかった", f"does not include {chosen.en}")

    def _one_of(self, question: str, values: tuple[str | int, ...], *, holds: bool) -> Text:
        labels = [self._label(question, value) for value in values]
        ja, en = "か".join(label.ja for label in labels), " or ".join(label.en for label in labels)
        return Text(f"{ja}と答えた", f"is {en}") if holds else Text(f"{ja}以外を答えた", f"is not {en}")

    def _bound(self, question: str, value: str | int, *, up: bool, strict: bool) -> Text:
        """At least or at most `value`; strict: the other side of it, for a condition that must not hold."""
        if isinstance(value, int):
            return self._bound_number(question, value, up=up, strict=strict)
        label = self._label(question, value)
        match up, strict:
            case True, False:
                return Text(f"{label.ja}以上と答えた", f"is {label.en} or higher")
            case False, False:
                return Text(f"{label.ja}以下と答えた", f"is {label.en} or lower")
            case True, True:
                return Text(f"{label.ja}より下を答えた", f"is below {label.en}")
            case _:
                return Text(f"{label.ja}より上を答えた", f"is above {label.en}")

    def _bound_number(self, question: str, value: int, *, up: bool, strict: bool) -> Text:
        """Whole numbers: not at most 1 is at least 2."""
        if strict:
            up, value = not up, value - 1 if up else value + 1
        label = self._label(question, value)
        ja, en = ("以上", "or more") if up else ("以下", "or fewer")
        return Text(f"{label.ja}{ja}と答えた", f"is {label.en} {en}")

    def _label(self, question: str, value: str | int) -> Text:
        """A choice as printed, in quotes; a number with its unit."""
        asked = self.question.get(question)
        choice = next((one for one in choices_of(asked) if one.value == value), None) if asked else None
        if choice:
            return Text(f"「{choice.label.ja}」", f"“{choice.label.en}”")
        if isinstance(value, int):
            unit = asked.unit if isinstance(asked, NumberQuestion) else Text("", "")
            return Text(f"{value:,}{unit.ja}", f"{value:,} {unit.en}".strip())
        return Text(f"「{value}」", f"“{value}”")


_SCORES = {
    "overall": Text("総合得点", "the overall score"),
    "confidence": Text("証拠の確かさ", "the confidence"),
    "questionnaire": Text("質問票", "the score of questionnaire"),
    "section": Text("区分", "the score of section"),
    "cause": Text("原因", "the score of cause"),
    "medium": Text("媒体", "the score of medium"),
}


def _tell_score(score: str, bp: int, *, below: bool) -> Text:
    head, _, name = score.partition(":")
    words = _SCORES[head]
    subject = Text(f"{words.ja}「{name}」の得点", f"{words.en} {name}") if name else words
    ja, en = ("未満の", "below") if below else ("以上の", "at least")
    return Text(f"{subject.ja}が{bp / 100:.1f} %{ja}", f"{subject.en} is {en} {bp / 100:.1f} %")


def _bare(words: str) -> str:
    """Without the brackets round the whole."""
    return words[1:-1] if words.startswith("(") else words
