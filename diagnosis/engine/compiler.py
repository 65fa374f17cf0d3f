"""Definitions, compiled: codings, conditions, packed look-up tables."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import assert_never

import numpy as np

from diagnosis.engine.codes import (
    FIRST_ANSWER,
    LEVELS,
    UNKNOWN,
    Classes,
    Coding,
    OneClass,
    choice_classes,
    number_classes,
    set_classes,
    state_of,
)
from diagnosis.engine.conditions import ConditionCompiler, Truths
from diagnosis.engine.packing import pack_section, plan_layout
from diagnosis.engine.possible import plan_spans
from diagnosis.engine.scoring_model import (
    CertificationPlan,
    Column,
    Layout,
    QuestionnairePlan,
    ScoringModel,
    SectionPlan,
)
from diagnosis.engine.truths import judge
from diagnosis.model.conditions import AtLeast, AtMost, Condition, Includes, Is, QuestionTest, ScoreTest, tests_in
from diagnosis.model.questionnaire import (
    Choice,
    DateQuestion,
    MultiQuestion,
    NumberQuestion,
    Question,
    SingleQuestion,
    TextQuestion,
)
from diagnosis.model.ruleset import Band, Definitions, QuestionRule
from diagnosis.model.sheet import Value


def compile_model(definitions: Definitions) -> ScoringModel:
    """The scoring model of a ruleset and its questionnaires, which must have passed their checks."""
    return compile_models((definitions,))[0]


def compile_models(several: Sequence[Definitions]) -> tuple[ScoringModel, ...]:
    """A model for each; a question that is the same in all has one coding, so that sheets are encoded once for all.

    See `Columns.under`, which hands the columns of one model to another.
    """
    drafts = [_Draft.of(definitions) for definitions in several]
    return tuple(_compile(definitions, draft, drafts) for definitions, draft in zip(several, drafts, strict=True))


def _compile(definitions: Definitions, draft: "_Draft", drafts: Sequence["_Draft"]) -> ScoringModel:
    codings = {root: _coding(draft, root, drafts) for root in dict.fromkeys(draft.root.values())}
    index = {place.question.id: number for number, place in enumerate(draft.places)}
    points = {place.question.id: _points(place, codings[draft.root[place.question.id]]) for place in draft.places}

    def table_of(test: QuestionTest) -> Truths:
        place = draft.places[index[test.question]]
        return _table(test, place, codings[draft.root[test.question]], points[test.question])

    conditions = ConditionCompiler(index.__getitem__, table_of)
    columns = tuple(
        Column(
            question=place.question,
            section=place.section,
            questionnaire=place.questionnaire,
            rule=place.rule,
            coding=codings[draft.root[place.question.id]],
            source=None if place.question.same_as is None else index[place.question.same_as],
            route=None if place.question.applies_when is None else conditions.compile(place.question.applies_when),
            points=points[place.question.id],
        )
        for place in draft.places
    )
    return _assemble(definitions, columns, index, conditions)


def _assemble(
    definitions: Definitions, columns: tuple[Column, ...], index: dict[str, int], conditions: ConditionCompiler
) -> ScoringModel:
    rules = definitions.ruleset
    layout = plan_layout(columns, rules)
    sections = tuple(_section_plans(definitions, columns, layout))
    questionnaires = tuple(_questionnaire_plans(definitions, sections, conditions))
    compiled = conditions.compile
    certifications = tuple(
        CertificationPlan(one, compiled(one.held), compiled(one.covers), index[one.expires])
        for one in rules.certifications
    )
    gates, referrals, findings = (
        tuple(compiled(one.when) for one in judged) for judged in (rules.gates, rules.referrals, rules.findings)
    )
    risk_groups = tuple(None if group.when is None else compiled(group.when) for group in rules.risk_groups)
    return ScoringModel(
        definitions=definitions,
        columns=columns,
        index=index,
        layout=layout,
        sections=sections,
        questionnaires=questionnaires,
        certifications=certifications,
        gates=gates,
        referrals=referrals,
        findings=findings,
        risk_groups=risk_groups,
        nodes=tuple(conditions.nodes),
        spans=plan_spans(columns, conditions.nodes, sections, questionnaires, rules),
    )


def _section_plans(definitions: Definitions, columns: tuple[Column, ...], layout: Layout) -> Iterator[SectionPlan]:
    weights = {rule.questionnaire: rule.section_weights for rule in definitions.ruleset.questionnaires}
    scored: dict[str, list[int]] = defaultdict(list)
    for number, column in enumerate(columns):
        if column.rule:
            scored[column.section].append(number)
    for questionnaire in definitions.questionnaires:
        for section in questionnaire.sections:
            if questionnaire.scored and section.id in weights[questionnaire.id]:
                weight = weights[questionnaire.id][section.id]
                own = tuple(scored[section.id])
                lookups = tuple(pack_section(columns, own, layout, definitions.ruleset))
                yield SectionPlan(section.id, questionnaire.id, weight, own, lookups)


def _questionnaire_plans(
    definitions: Definitions, sections: tuple[SectionPlan, ...], conditions: ConditionCompiler
) -> Iterator[QuestionnairePlan]:
    scored = {questionnaire.id for questionnaire in definitions.questionnaires if questionnaire.scored}
    for rule in definitions.ruleset.questionnaires:
        if rule.questionnaire in scored:
            own = tuple(place for place, section in enumerate(sections) if section.questionnaire == rule.questionnaire)
            when = rule.out_of_scope_when
            yield QuestionnairePlan(rule.questionnaire, rule, own, None if when is None else conditions.compile(when))


@dataclass(frozen=True, slots=True)
class _Place:
    """A question and where it stands. rule: None if it is not scored."""

    question: Question
    section: str
    questionnaire: str
    rule: QuestionRule | None


@dataclass(frozen=True, slots=True)
class _Draft:
    """What codings depend on. root: question to the one whose answer it takes. family, tests: by root."""

    places: tuple[_Place, ...]
    root: dict[str, str]
    family: dict[str, list[_Place]]
    tests: dict[str, list[QuestionTest]]

    @classmethod
    def of(cls, definitions: Definitions) -> "_Draft":
        places = tuple(_places(definitions))
        targets = {place.question.id: place.question.same_as for place in places}
        root = {question: _follow(targets, question) for question in targets}
        family: dict[str, list[_Place]] = defaultdict(list)
        for place in places:
            family[root[place.question.id]].append(place)
        tests: dict[str, list[QuestionTest]] = defaultdict(list)
        for condition in _conditions(definitions):
            for test in tests_in(condition):
                if not isinstance(test, ScoreTest):
                    tests[root[test.question]].append(test)
        return cls(places, root, family, tests)

    def question(self, root: str) -> Question:
        """The question whose answer its family takes."""
        return next(place.question for place in self.family[root] if place.question.id == root)


def _follow(targets: dict[str, str | None], question: str) -> str:
    target = targets[question]
    return question if target is None else _follow(targets, target)


def _places(definitions: Definitions) -> Iterator[_Place]:
    rules = {rule.question: rule for rule in definitions.ruleset.questions}
    for questionnaire in definitions.questionnaires:
        for section in questionnaire.sections:
            for question in section.questions:
                scored = questionnaire.scored and not question.pilot
                yield _Place(question, section.id, questionnaire.id, rules.get(question.id) if scored else None)


def _conditions(definitions: Definitions) -> Iterator[Condition]:
    rules = definitions.ruleset
    routes = (question.applies_when for one in definitions.questionnaires for question in one.questions)
    scopes = (rule.out_of_scope_when for rule in rules.questionnaires)
    groups = (group.when for group in rules.risk_groups)
    yield from (condition for condition in chain(routes, scopes, groups) if condition is not None)
    for judged in (rules.gates, rules.findings, rules.referrals):
        yield from (rule.when for rule in judged)
    yield from chain.from_iterable((one.held, one.covers) for one in rules.certifications)


def _coding(draft: _Draft, root: str, drafts: Sequence[_Draft]) -> Coding:
    """The coding that a question shares with all that take its answer, in every draft that asks it alike."""
    question = draft.question(root)
    alike = [other for other in drafts if root in other.family and _is_coded_alike(question, other.question(root))]
    rules = tuple(place.rule for other in alike for place in other.family[root] if place.rule)
    tests = [test for other in alike for test in other.tests[root]]
    return Coding(_classes(question, rules, tests), len(LEVELS) if rules else 1)


def _is_coded_alike(one: Question, other: Question) -> bool:
    """Whether a value of the one is a value of the other, in the same place."""
    match one, other:
        case SingleQuestion(), SingleQuestion():
            return _values(one.scale.choices) == _values(other.scale.choices)
        case MultiQuestion(), MultiQuestion():
            return _values(one.choices) == _values(other.choices)
        case NumberQuestion(), NumberQuestion():
            return (one.minimum, one.maximum) == (other.minimum, other.maximum)
        case _:
            return type(one) is type(other)


def _values(choices: Sequence[Choice]) -> list[tuple[str, bool]]:
    return [(choice.value, choice.exclusive) for choice in choices]


def _classes(question: Question, rules: tuple[QuestionRule, ...], tests: list[QuestionTest]) -> Classes:
    match question:
        case SingleQuestion():
            return choice_classes(question.scale.choices)
        case MultiQuestion():
            tested = frozenset(test.value for test in tests if isinstance(test, Includes))
            return set_classes(question.choices, tuple(rule.points for rule in rules), tested)
        case NumberQuestion(minimum=minimum, maximum=maximum):
            bands = (band.at_least for rule in rules for band in rule.bands)
            return number_classes(minimum, maximum, chain(bands, _cuts(tests)))
        case DateQuestion() | TextQuestion():
            return OneClass()
        case _:
            assert_never(question)


def _cuts(tests: list[QuestionTest]) -> Iterator[int]:
    """Where the truth of a test on a number may change."""
    for test in tests:
        match test:
            case Is(_, values):
                yield from chain.from_iterable((value, value + 1) for value in values if isinstance(value, int))
            case AtLeast(_, int(value)):
                yield value
            case AtMost(_, int(value)):
                yield value + 1
            case _:
                pass


def _points(place: _Place, coding: Coding) -> tuple[int, ...]:
    """Points by class of values (contract, section 3)."""
    if place.rule is None:
        return ()
    return tuple(_value_points(place.rule, value) for value in coding.classes.values)


def _value_points(rule: QuestionRule, value: Value | None) -> int:
    match value:
        case str():
            return rule.points[value]
        case frozenset():
            return min(100, sum(rule.points[choice] for choice in value))
        case int():
            return next((band.points for band in _descending(rule) if value >= band.at_least), 0)
        case _:
            return 0


def _descending(rule: QuestionRule) -> list[Band]:
    return sorted(rule.bands, key=lambda band: -band.at_least)


def _table(test: QuestionTest, place: _Place, coding: Coding, points: tuple[int, ...]) -> Truths:
    """The truth of a test for every code."""
    own = points or (None,) * len(coding.classes.values)
    nothing = 0 if place.rule else None
    states = [
        judge(test, place.question, state_of(code), None, nothing if code == UNKNOWN else None)
        for code in range(FIRST_ANSWER)
    ]
    answered = state_of(FIRST_ANSWER)
    values = [
        judge(test, place.question, answered, value, earned)
        for value, earned in zip(coding.classes.values, own, strict=True)
    ]
    return np.concatenate([np.array(states, np.uint8), np.repeat(np.array(values, np.uint8), coding.levels)])
