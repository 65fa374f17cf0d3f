"""One raw answer to one checked answer: its state, then its value, evidence, reason and note."""

from dataclasses import dataclass

from diagnosis.files.suggest import did_you_mean
from diagnosis.model.conditions import State
from diagnosis.model.questionnaire import Question, TextQuestion, choices_of
from diagnosis.model.sheet import Answer, Evidence, RawAnswer, Value
from diagnosis.sheets.desk import Desk, RefusedError, fold, is_blank, listed, show
from diagnosis.sheets.values import find_choice, read_text, read_value

LONGEST_REMARK = 500
"""Characters of a reason or a note."""

_STATE_WORDS = {
    "unknown": State.UNKNOWN,
    "わからない": State.UNKNOWN,
    "分からない": State.UNKNOWN,
    "不明": State.UNKNOWN,
    "don't know": State.UNKNOWN,
    "not-applicable": State.NOT_APPLICABLE,
    "not applicable": State.NOT_APPLICABLE,
    "n/a": State.NOT_APPLICABLE,
    "対象外": State.NOT_APPLICABLE,
    "該当なし": State.NOT_APPLICABLE,
    "該当しない": State.NOT_APPLICABLE,
}
_EVIDENCE_WORDS = {
    "証拠なし": Evidence.NONE,
    "回答のみ": Evidence.STATED,
    "書類あり": Evidence.DOCUMENT,
    "第三者が確認": Evidence.VERIFIED,
}
TICK = "○"
"""Beside a choice that is chosen, as it is written."""
SEPARATOR = ";"
"""Between several choices in one text, as it is written."""


def check_answer(question: Question, raw: RawAnswer, desk: Desk) -> Answer | None:
    """The checked answer; None for a blank one, and for one whose faults were noted."""
    return _Checking(question, raw, desk).answer()


@dataclass(frozen=True, slots=True)
class _Checking:
    question: Question
    raw: RawAnswer
    desk: Desk

    def answer(self) -> Answer | None:
        if self.raw.state is None and is_blank(self.raw.value):
            self._note_lost_remarks()
            return None
        faults = len(self.desk.faults)
        state = self._state()
        answer = Answer(
            state or State.ANSWERED,
            value=self._value() if state is State.ANSWERED else None,
            evidence=self._evidence(),
            reason=self._remark("reason", self.raw.reason),
            note=self._remark("note", self.raw.note),
        )
        if state is State.NOT_APPLICABLE:
            self._check_not_applicable(answer.reason)
        return answer if len(self.desk.faults) == faults else None

    def _state(self) -> State | None:
        """The state that is meant; None where a fault was noted."""
        if self.raw.state is None:
            return self._state_of_value()
        state = _STATE_WORDS.get(fold(self.raw.state)) or (State.ANSWERED if self.raw.state == State.ANSWERED else None)
        if state is None:
            self._refuse_state()
            return None
        if (state is State.ANSWERED) == is_blank(self.raw.value):
            self._refuse_contradiction(state)
            return None
        if state != self.raw.state:
            self.desk.change(self.question.id, self.raw.state, state.value)
        return state

    def _state_of_value(self) -> State:
        found = self.raw.value
        if not isinstance(found, str) or find_choice(self.question, found):
            return State.ANSWERED
        if isinstance(self.question, TextQuestion) and found not in (State.UNKNOWN, State.NOT_APPLICABLE):
            return State.ANSWERED
        state = _STATE_WORDS.get(fold(found), State.ANSWERED)
        if state is not State.ANSWERED and state != found:
            self.desk.change(self.question.id, found, state.value)
        return state

    def _value(self) -> Value | None:
        try:
            value = read_value(self.question, self.raw.value)
        except RefusedError as refused:
            self._refuse_because(refused)
            return None
        if not _is_same(self.raw.value, value) and not self._is_as_listed(value):
            self.desk.change(self.question.id, self.raw.value, value)
        return value

    def _is_as_listed(self, value: Value) -> bool:
        """It stands as the sheet's own lists and ticks put it: nobody wrote it, so nothing was changed."""
        if not self.desk.has_lists:
            return False
        if isinstance(value, frozenset):
            return self.raw.value == dict.fromkeys(value, TICK)
        return isinstance(value, str) and self.raw.value in _labels(self.question, value)

    def _evidence(self) -> Evidence:
        found = self.raw.evidence
        if is_blank(found):
            return Evidence.STATED
        word = fold(found) if isinstance(found, str) else ""
        word = _EVIDENCE_WORDS.get(word, word)
        if word not in [*Evidence]:
            allowed_ja, allowed_en = listed(Evidence)
            near_ja, near_en = did_you_mean(found, Evidence)
            self._refuse(
                "sheet.evidence",
                f"evidence「{show(found)}」は使えません。使える値：{allowed_ja}。{near_ja}",
                f"The evidence '{show(found)}' is unknown. Allowed: {allowed_en}.{near_en}",
            )
            return Evidence.STATED
        if word != found:
            self.desk.change(f"{self.question.id}.evidence", found, word)
        return Evidence(word)

    def _remark(self, name: str, found: object) -> str:
        if is_blank(found):
            return ""
        try:
            return read_text(found, LONGEST_REMARK)
        except RefusedError as refused:
            self._refuse(refused.code, f"{name}：{refused.message.ja}", f"{name}: {refused.message.en}")
            return ""

    def _check_not_applicable(self, reason: str) -> None:
        if not self.question.allows_not_applicable:
            self._refuse(
                "sheet.not-applicable",
                "この質問は「対象外」（not-applicable）にできません。値を書くか、分からなければ unknown "
                "と書いてください。",
                "This question cannot be not-applicable. Give a value, or write unknown if you do not know.",
            )
        elif not reason and is_blank(self.raw.reason):
            self._refuse(
                "sheet.reason-missing",
                "「対象外」には理由が必要です。{state: not-applicable, reason: 理由} と書いてください。",
                "not-applicable needs a reason. Write {state: not-applicable, reason: …}.",
            )

    def _note_lost_remarks(self) -> None:
        """A blank answer keeps nothing; what was written beside it is not lost without a word."""
        for name, found in (("reason", self.raw.reason), ("note", self.raw.note), ("evidence", self.raw.evidence)):
            if not is_blank(found):
                self.desk.change(f"{self.question.id}.{name}", found, "")

    def _refuse_state(self) -> None:
        known = (State.UNKNOWN.value, State.NOT_APPLICABLE.value)
        near_ja, near_en = did_you_mean(self.raw.state, known)
        self._refuse(
            "sheet.state",
            f"state「{show(self.raw.state)}」は使えません。unknown か not-applicable と書いてください。{near_ja}",
            f"The state '{show(self.raw.state)}' is unknown. Write unknown or not-applicable.{near_en}",
        )

    def _refuse_contradiction(self, state: State) -> None:
        if state is State.ANSWERED:
            ja, en = "state が answered なのに値がありません", "The state is answered, but there is no value"
        else:
            ja, en = f"state（{state}）と値の両方があります", f"There are both a state ({state}) and a value"
        self._refuse("sheet.state", f"{ja}。どちらかを直してください。", f"{en}. Correct one of them.")

    def _refuse_because(self, refused: RefusedError) -> None:
        self._refuse(refused.code, refused.message.ja, refused.message.en)

    def _refuse(self, code: str, ja: str, en: str) -> None:
        name = self.question.id
        self.desk.refuse(self.raw.at, code, ja=f"質問「{name}」：{ja}", en=f"Question '{name}': {en}")


def _is_same(found: object, value: Value) -> bool:
    """Nothing was changed but the form in which Python, or a text, holds it."""
    match value:
        case frozenset():
            parts = found.split(SEPARATOR) if isinstance(found, str) else found
            return isinstance(parts, list) and len(parts) == len(value) and set(parts) == value
        case str() | int():
            return found == str(value) if isinstance(found, str) else type(found) is type(value) and found == value
        case _:
            return found in (value, value.isoformat())


def _labels(question: Question, value: str) -> tuple[str, ...]:
    """How a choice is shown, in either language."""
    return tuple(
        label
        for choice in choices_of(question)
        if choice.value == value
        for label in (choice.label.ja, choice.label.en)
    )
