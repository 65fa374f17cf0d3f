"""One sheet's answers, carried through step after step. Nothing is guessed: what is not certain is asked again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from diagnosis.definitions.cases import BLANK, Case, truth_of
from diagnosis.definitions.kleene import Truth, evaluate
from diagnosis.definitions.migrations.fitting import accepts, is_alike, values_of
from diagnosis.definitions.version_order import year_of
from diagnosis.model.conditions import ScoreTest, State, Test
from diagnosis.model.migration import (
    AskAgain,
    Asked,
    Carried,
    Carry,
    Carryover,
    Dropped,
    Explained,
    Merge,
    Migration,
)
from diagnosis.model.questionnaire import Question
from diagnosis.model.ruleset import Definitions
from diagnosis.model.sheet import Answer, Evidence, Value
from diagnosis.model.text import Language, Text

_OTHER_CHOICES = Text("選択肢が変わりました。", "The choices have changed.")
_NOT_DECIDED = Text(
    "前の回答だけでは、今の質問の答えが決まりません。", "The earlier answer does not settle the question as it is now."
)
_NEW = Text("前の版にはなかった質問です。", "The earlier edition did not ask this.")
_GONE = Text("今の版では尋ねません。", "The later edition does not ask this.")
_LONGEST_NOTE = 500
"""What a sheet takes; a member's own words are never cut for ours."""
_PROOF = (Evidence.NONE, Evidence.STATED, Evidence.DOCUMENT, Evidence.VERIFIED)


@dataclass(frozen=True, slots=True)
class Stage:
    """One step. migration: None within a year, where everything carries over as it is."""

    before: Definitions
    after: Definitions
    migration: Migration | None


@dataclass(slots=True)
class _Load:
    """What is under way, by the questions of the edition reached so far. sheet: the answers as they were given."""

    sheet: Mapping[str, Answer]
    carried: dict[str, Carried] = field(default_factory=dict)
    asked: dict[str, Asked] = field(default_factory=dict)
    dropped: list[Dropped] = field(default_factory=list)
    new: dict[str, Explained] = field(default_factory=dict)


def carry_over(answers: Mapping[str, Answer], stages: tuple[Stage, ...]) -> Carryover:
    """The answers of a checked sheet on the last edition of `stages`, of which there is at least one."""
    load = _Load(answers, carried={name: Carried(name, (name,), answer) for name, answer in answers.items()})
    for stage in stages:
        load = _Crossing(stage, load).cross()
    order = [name for name in _asked_in(stages[-1].after) if name not in load.carried]
    return Carryover(
        steps=(stages[0].before.ruleset.reference, *(stage.after.ruleset.reference for stage in stages)),
        carried=tuple(load.carried.values()),
        asked_again=tuple(load.asked[name] for name in order if name in load.asked),
        dropped=tuple(load.dropped),
        new=tuple(load.new[name] for name in order if name in load.new and name not in load.asked),
    )


def _asked_in(definitions: Definitions) -> dict[str, Question]:
    return {
        question.id: question
        for questionnaire in definitions.questionnaires
        for question in questionnaire.questions
        if question.same_as is None
    }


class _Crossing:
    """One step of one sheet."""

    def __init__(self, stage: Stage, load: _Load) -> None:
        self._migration = stage.migration
        self._before, self._after = _asked_in(stage.before), _asked_in(stage.after)
        self._from, self._to = load, _Load(load.sheet, dropped=list(load.dropped))

    def cross(self) -> _Load:
        """Everything the step does, in one go: all of it reads the earlier answers."""
        for carry in self._carries():
            self._carry(carry)
        for merge in self._migration.merged if self._migration else ():
            self._merge(merge)
        for again in self._migration.asked_again if self._migration else ():
            self._ask(again)
        self._drop()
        self._explain_new()
        return self._to

    def _carries(self) -> Iterator[Carry]:
        """Those that are written, and every question that both editions ask and nothing names."""
        migration = self._migration
        named: set[str] = set()
        if migration:
            yield from migration.carried
            named = {
                *(each.to for each in migration.carried),
                *(each.to for each in migration.merged),
                *(each.question for each in migration.asked_again),
            }
        for name, question in self._before.items():
            if name in self._after and name not in named:
                yield Carry(question=name, to=name, values={}, ask_for=frozenset(), because=None, at=question.at)

    def _carry(self, carry: Carry) -> None:
        if carry.to not in self._after or carry.question not in self._before:
            return
        if earlier := self._from.asked.get(carry.question):
            self._to.asked[carry.to] = replace(earlier, question=carry.to)
        if made := self._from.new.get(carry.question):
            self._to.new[carry.to] = replace(made, question=carry.to)
        found = self._from.carried.get(carry.question)
        if found is None:
            return
        answer = self._answer(carry, found.answer)
        if answer is None:
            self._ask_instead(carry.to, (carry.question,), carry.because or self._why(carry))
        else:
            self._to.carried[carry.to] = Carried(carry.to, found.sources, answer)

    def _answer(self, carry: Carry, answer: Answer) -> Answer | None:
        """The answer on the later question; None where it does not settle it."""
        before, after = self._before[carry.question], self._after[carry.to]
        match answer.state:
            case State.UNKNOWN:
                return answer
            case State.NOT_APPLICABLE:
                return answer if after.allows_not_applicable else None
            case _:
                value = _mapped(answer.value, carry)
        as_written = is_alike(before, after) or bool(carry.because or carry.values or carry.ask_for)
        fits = value is not None and type(before) is type(after) and as_written and accepts(after, value)
        return replace(answer, value=value) if fits else None

    def _why(self, carry: Carry) -> Text:
        alike = values_of(self._before[carry.question]) == values_of(self._after[carry.to])
        return _NOT_DECIDED if alike else _OTHER_CHOICES

    def _merge(self, merge: Merge) -> None:
        found = [self._from.carried[name] for name in merge.questions if name in self._from.carried]
        if not found:
            earlier = [self._from.asked[name] for name in merge.questions if name in self._from.asked]
            self._to.asked |= {merge.to: replace(earlier[0], question=merge.to)} if earlier else {}
            return
        value = next((value for when, value in merge.rules if evaluate(when, self._truth) is True), None)
        if value is None:
            self._ask_instead(merge.to, merge.questions, merge.because or _NOT_DECIDED)
            return
        weakest = min((each.answer.evidence for each in found), key=_PROOF.index)
        notes = " / ".join(dict.fromkeys(each.answer.note for each in found if each.answer.note))
        sources = tuple(dict.fromkeys(source for each in found for source in each.sources))
        state = Answer(State.UNKNOWN) if value == State.UNKNOWN.value else Answer(State.ANSWERED, value)
        self._to.carried[merge.to] = Carried(merge.to, sources, replace(state, evidence=weakest, note=notes))

    def _truth(self, test: Test) -> Truth:
        assert not isinstance(test, ScoreTest)
        found = self._from.carried.get(test.question)
        case = _case(found.answer) if found else BLANK
        return truth_of(test, case, self._before[test.question], {})

    def _ask(self, again: AskAgain) -> None:
        self._ask_instead(again.question, again.instead_of or (again.question,), again.because)

    def _ask_instead(self, question: str, instead_of: tuple[str, ...], because: Text) -> None:
        """Ask `question`, and show what the sheet says; what was blank stays blank, and what is new is new."""
        earlier: dict[str, Answer] = {}
        for name in instead_of:
            if found := self._from.carried.get(name):
                earlier |= {source: self._from.sheet[source] for source in found.sources}
            if asked := self._from.asked.get(name):
                earlier |= asked.earlier
        if earlier:
            self._to.asked[question] = Asked(question, earlier, because)
        elif question not in self._before:
            self._to.new[question] = Explained(question, because, self._after[question].at)

    def _drop(self) -> None:
        """What no later question has read."""
        reasons = {each.question: each.because for each in (self._migration.dropped if self._migration else ())}
        read = {source for each in self._to.carried.values() for source in each.sources}
        read |= {source for each in self._to.asked.values() for source in each.earlier}
        left = {name: found.sources for name, found in self._from.carried.items()}
        left |= {name: tuple(asked.earlier) for name, asked in self._from.asked.items()}
        gone = {each.question for each in self._to.dropped}
        for name, sources in left.items():
            for source in sources:
                if source not in read | gone:
                    gone.add(source)
                    self._to.dropped.append(Dropped(source, self._from.sheet[source], reasons.get(name, _GONE)))

    def _explain_new(self) -> None:
        because = {each.question: each for each in (self._migration.new if self._migration else ())}
        for name, question in self._after.items():
            if name not in self._before and name not in self._to.asked:
                self._to.new.setdefault(name, because.get(name, Explained(name, _NEW, question.at)))
        for name in self._to.carried:
            self._to.new.pop(name, None)


def put_on_record(carryover: Carryover, language: Language) -> dict[str, Answer]:
    """The carried answers as they stand on the new sheet: each says in its note where it comes from.

    Proof does not outlast the year: an answer from an earlier year is the member's word until it is proven again.
    """
    first, last = (reference.partition("@")[2] for reference in (carryover.steps[0], carryover.steps[-1]))
    proven = year_of(first) == year_of(last)
    return {each.question: _recorded(each.answer, carryover.steps[0], language, proven) for each in carryover.carried}


def _recorded(answer: Answer, origin: str, language: Language, proven: bool) -> Answer:  # noqa: FBT001 - read in one place
    evidence = answer.evidence if proven else min(answer.evidence, Evidence.STATED, key=_PROOF.index)
    before = answer.evidence.value
    if evidence is answer.evidence:
        words = Text(f"{origin} の回答から引き継ぎ", f"carried over from {origin}")
    else:
        words = Text(
            f"{origin} の回答から引き継ぎ（当時の証拠：{before}）",
            f"carried over from {origin}, evidence then: {before}",
        )
    note = f"{answer.note} [{words[language]}]".strip()
    return replace(answer, evidence=evidence, note=note if len(note) <= _LONGEST_NOTE else answer.note)


def _case(answer: Answer) -> Case:
    value = answer.value
    return Case(answer.state, value if isinstance(value, str | int | frozenset) else None)


def _mapped(value: Value | None, carry: Carry) -> Value | None:
    """The value with other names; None where one of them is to be asked again."""
    match value:
        case frozenset():
            kept = frozenset(carry.values.get(each, each) for each in value)
            return None if value & carry.ask_for else kept
        case str():
            return None if value in carry.ask_for else carry.values.get(value, value)
        case _:
            return value
