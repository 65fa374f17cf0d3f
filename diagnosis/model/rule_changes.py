"""What sets one version of the rules apart from another, one by one: the old rules with only that made new."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol, TypeVar

from diagnosis.model.ruleset import Definitions, QuestionnaireRule, QuestionRule, Ruleset


class RuleKind(StrEnum):
    """What a changed rule is about."""

    QUESTION = "question"
    SECTION = "section"
    QUESTIONNAIRE = "questionnaire"
    GATE = "gate"
    TIERS = "tiers"
    GRADES = "grades"
    CERTIFICATION = "certification"
    LIMIT = "limit"


@dataclass(frozen=True, slots=True)
class RuleChange:
    """One difference. rule: the id of what differs. definitions: the old ones with this difference alone."""

    kind: RuleKind
    rule: str
    definitions: Definitions


class _Named(Protocol):
    @property
    def id(self) -> str: ...


T = TypeVar("T", bound=_Named)

_LIMITS = ("certification_cap", "combined_cap", "completeness", "not_applicable_ceiling", "evidence_confidence")


def rule_changes(before: Definitions, after: Definitions) -> Iterator[RuleChange]:
    """Every difference that can move a score, a tier, a grade or a discount, in the order of the ruleset."""
    old, new = before.ruleset, after.ruleset
    yield from _questionnaires(before, after)
    yield from _questions(before, after)
    yield from _weights(before, new)
    for gate, gates in _each(old.gates, new.gates):
        yield RuleChange(RuleKind.GATE, gate, _with(before, gates=gates))
    for certification, certifications in _each(old.certifications, new.certifications):
        yield RuleChange(RuleKind.CERTIFICATION, certification, _with(before, certifications=certifications))
    if old.tiers != new.tiers:
        yield RuleChange(RuleKind.TIERS, "tiers", _with(before, tiers=new.tiers))
    if old.grades != new.grades:
        yield RuleChange(RuleKind.GRADES, "grades", _with(before, grades=new.grades))
    for limit in _LIMITS:
        if getattr(old, limit) != getattr(new, limit):
            yield RuleChange(RuleKind.LIMIT, limit.replace("_", "-"), _with(before, **{limit: getattr(new, limit)}))


def _with(definitions: Definitions, **changes: object) -> Definitions:
    return replace(definitions, ruleset=replace(definitions.ruleset, **changes))  # type: ignore[arg-type]  # its fields


def _questionnaires(before: Definitions, after: Definitions) -> Iterator[RuleChange]:
    """Questions that are asked otherwise: the old rules, as far as they go, on the new questionnaires."""
    old, new = ({each.id: each.reference for each in one.questionnaires} for one in (before, after))
    if old != new:
        changed = [reference for name, reference in new.items() if old.get(name) != reference]
        yield RuleChange(RuleKind.QUESTIONNAIRE, " ".join(changed), _on(before, after))


def _on(before: Definitions, after: Definitions) -> Definitions:
    """The old rules on the new questionnaires."""
    asked = _asked(after)
    rules = tuple(rule for rule in before.ruleset.questions if rule.question in asked)
    return Definitions(replace(before.ruleset, questions=rules), after.questionnaires)


def _asked(definitions: Definitions) -> set[str]:
    return {question.id for owner in definitions.questionnaires for question in owner.questions}


def _questions(before: Definitions, after: Definitions) -> Iterator[RuleChange]:
    asked = _asked(before)
    old = {rule.question: rule for rule in before.ruleset.questions}
    new = {rule.question: rule for rule in after.ruleset.questions}
    for name in dict.fromkeys((*old, *new)):
        if name not in old or name not in new or _worth(old[name]) != _worth(new[name]):
            base = before if name in asked else _on(before, after)
            rules = {rule.question: rule for rule in base.ruleset.questions if rule.question != name}
            if name in new:
                rules[name] = new[name]
            yield RuleChange(RuleKind.QUESTION, name, _with(base, questions=tuple(rules.values())))


def _worth(rule: QuestionRule) -> tuple[object, ...]:
    return rule.weight, dict(rule.points), rule.bands


def _weights(before: Definitions, new: Ruleset) -> Iterator[RuleChange]:
    """Weights of sections, and of questionnaires and what takes them out of scope."""
    later = {rule.questionnaire: rule for rule in new.questionnaires}
    for rule in before.ruleset.questionnaires:
        after = later.get(rule.questionnaire)
        if after is None:
            continue
        if (rule.weight, rule.out_of_scope_when) != (after.weight, after.out_of_scope_when):
            changed = replace(rule, weight=after.weight, out_of_scope_when=after.out_of_scope_when)
            yield RuleChange(RuleKind.QUESTIONNAIRE, rule.questionnaire, _put(before, changed))
        for section, weight in rule.section_weights.items():
            if section in after.section_weights and after.section_weights[section] != weight:
                weights: Mapping[str, int] = {**rule.section_weights, section: after.section_weights[section]}
                yield RuleChange(RuleKind.SECTION, section, _put(before, replace(rule, section_weights=weights)))


def _put(definitions: Definitions, rule: QuestionnaireRule) -> Definitions:
    rules = tuple(
        rule if each.questionnaire == rule.questionnaire else each for each in definitions.ruleset.questionnaires
    )
    return _with(definitions, questionnaires=rules)


def _each(old: tuple[T, ...], new: tuple[T, ...]) -> Iterator[tuple[str, tuple[T, ...]]]:
    """Each of these that was added, taken away or changed, with the old ones and that alone made new."""
    before, after = ({one.id: one for one in several} for several in (old, new))
    for name in dict.fromkeys((*before, *after)):
        if before.get(name) == after.get(name):
            continue
        kept = (
            {**before, name: after[name]} if name in after else {key: one for key, one in before.items() if key != name}
        )
        yield name, tuple(kept.values())
