"""Progress on common ground: two scorecards under one ruleset, over the questions that count in both.

Each figure is the contract's (section 4): sections from questions, questionnaires from sections, overall from
questionnaires, every time rounded half up; only the questions are fewer.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from diagnosis.engine.arithmetic import round_div
from diagnosis.model.comparison import Change, Comparison, Pair, Printed
from diagnosis.model.ruleset import FULL, Definitions
from diagnosis.model.scorecard import QuestionResult, Scorecard


@dataclass(frozen=True, slots=True)
class _Shared:
    """One question that counts in both."""

    before: QuestionResult
    after: QuestionResult

    @property
    def weight(self) -> int:
        return self.after.weight or 0


Side = Callable[[_Shared], QuestionResult]


def compare(definitions: Definitions, before: Scorecard, after: Scorecard, printed: Sequence[Printed]) -> Comparison:
    """Compare two scorecards that were both scored under `definitions`; `before` from a sheet carried over to it.

    printed: the diagnoses as they were printed, earliest first, for display. Raises ValueError for two rulesets.
    """
    if not before.ruleset == after.ruleset == definitions.ruleset.reference:
        raise ValueError(f"{before.ruleset} and {after.ruleset} share no ground yet")
    counted = {result.question: result for result in _counting(before)}
    now = _counting(after)
    still = {result.question for result in now}
    shared = [_Shared(counted[result.question], result) for result in now if result.question in counted]
    changes = [_change(one) for one in shared]
    sections = _pairs(_sections, shared)
    weights = {rule.questionnaire: rule.weight for rule in definitions.ruleset.questionnaires}
    rules = {section.section: section for section in after.sections}
    questionnaires = {
        owner: _mean(
            {name: rules[name].rule_weight for name in sections if rules[name].questionnaire == owner}, sections
        )
        for owner in dict.fromkeys(rules[name].questionnaire for name in sections)
    }
    return Comparison(
        printed=tuple(printed),
        common=len(shared),
        share=round_div(FULL * sum(one.weight for one in shared), sum(one.weight or 0 for one in now)) if now else 0,
        overall=_mean({owner: weights[owner] for owner in questionnaires}, questionnaires),
        questionnaires=questionnaires,
        sections=sections,
        causes=_pairs(_causes(definitions), shared),
        improved=tuple(sorted((one for one in changes if one.moved > 0), key=lambda one: -one.moved)),
        slipped=tuple(sorted((one for one in changes if one.moved < 0), key=lambda one: one.moved)),
        asked_anew=tuple(result.question for result in now if result.question not in counted),
        no_longer=tuple(question for question in counted if question not in still),
    )


def _counting(card: Scorecard) -> list[QuestionResult]:
    """The questions that take part in the overall score."""
    in_scope = {one.questionnaire for one in card.questionnaires if one.in_scope}
    return [result for result in card.questions if result.counts and result.questionnaire in in_scope]


def _change(one: _Shared) -> Change:
    before = one.before
    return Change(one.after.question, one.weight, before.points or 0, one.after.points or 0, before.state, before.value)


def _sections(one: _Shared) -> Iterable[str]:
    return (one.after.section,)


def _causes(definitions: Definitions) -> Callable[[_Shared], Iterable[str]]:
    tags = {q.id: q.causes for owner in definitions.questionnaires for q in owner.questions}
    return lambda one: tags[one.after.question]


def _pairs(names: Callable[[_Shared], Iterable[str]], shared: Sequence[_Shared]) -> dict[str, Pair]:
    """By name, the mean points of the questions that carry it, then and now."""
    members: dict[str, list[_Shared]] = {}
    for one in shared:
        for name in names(one):
            members.setdefault(name, []).append(one)
    return {
        name: Pair(_points(ones, lambda one: one.before), _points(ones, lambda one: one.after))
        for name, ones in members.items()
    }


def _points(shared: Sequence[_Shared], side: Side) -> int:
    weight = sum(one.weight for one in shared)
    return round_div(100 * sum(one.weight * (side(one).points or 0) for one in shared), weight)


def _mean(weights: Mapping[str, int], pairs: Mapping[str, Pair]) -> Pair:
    """The mean of the pairs by weight; nothing where there are none."""
    whole = sum(weights.values())
    if not whole:
        return Pair(None, None)
    before = sum(weight * (pairs[name].before or 0) for name, weight in weights.items())
    after = sum(weight * (pairs[name].after or 0) for name, weight in weights.items())
    return Pair(round_div(before, whole), round_div(after, whole))
