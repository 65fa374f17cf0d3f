"""The naive competitor: a plain Python loop over dicts that computes what the columnar engine computes.

Definitions are turned into dicts and tuples once; then every sheet, a dict from question to (state, value,
evidence), is scored on its own. It is written with care for speed, as far as plain Python goes: conditions are
closures, and nothing is looked up twice.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from diagnosis.model.conditions import (
    All,
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
    StateIs,
)
from diagnosis.model.conditions import Any as AnyOf
from diagnosis.model.questionnaire import SingleQuestion
from diagnosis.model.ruleset import Certification, Definitions, QuestionRule
from diagnosis.model.sheet import AnswerSheet, Value

Truth = bool | None
Answers = dict[str, tuple[str, Any, str]]
Test = Callable[[Answers, dict[str, int], dict[str, int]], Truth]

BLANK = ("blank", None, "stated")
NOT_ASKED = ("not-asked", None, "stated")


def round_div(n: int, d: int) -> int:
    """Division, rounded half up."""
    return (2 * n + d) // (2 * d)


def plain_answers(sheet: AnswerSheet) -> Answers:
    """A sheet as a plain dict."""
    return {id_: (str(one.state), one.value, str(one.evidence)) for id_, one in sheet.answers.items()}


class PlainLoop:
    """One ruleset, made ready. `score` takes one sheet's answers and gives a dict of everything."""

    def __init__(self, definitions: Definitions, today: date) -> None:
        self.rules = definitions.ruleset
        self.today = today
        self.kinds = {q.id: q for part in definitions.questionnaires for q in part.questions}
        scored = {q.id for part in definitions.questionnaires if part.scored for q in part.questions if not q.pilot}
        self.weight = {rule.question: rule.weight for rule in self.rules.questions if rule.question in scored}
        self.rule = {rule.question: rule for rule in self.rules.questions}
        self.route = [
            (q.id, self.test(q.applies_when) if q.applies_when else None, q.same_as) for q in self.kinds.values()
        ]
        own = {rule.questionnaire: rule for rule in self.rules.questionnaires}
        self.parts = [
            (
                part.id,
                own[part.id].weight,
                self.test(own[part.id].out_of_scope_when) if own[part.id].out_of_scope_when else None,
                [
                    (s.id, own[part.id].section_weights[s.id], [q for q in s.questions if q.id in self.weight])
                    for s in part.sections
                    if s.id in own[part.id].section_weights
                ],
            )
            for part in definitions.questionnaires
            if part.scored
        ]
        self.gates = [(gate.id, self.test(gate.when), gate.cap) for gate in self.rules.gates]
        self.certificates = [(c, self.test(c.held), self.test(c.covers)) for c in self.rules.certifications]

    def test(self, condition: Condition) -> Test:  # noqa: PLR0911 - one return a kind of condition
        """A condition as a closure over answers, points and scores."""
        match condition:
            case All(of):
                parts = [self.test(part) for part in of]
                return lambda a, p, s: _all(part(a, p, s) for part in parts)
            case AnyOf(of):
                parts = [self.test(part) for part in of]
                return lambda a, p, s: _any(part(a, p, s) for part in parts)
            case Not(of):
                inner = self.test(of)
                return lambda a, p, s: _not(inner(a, p, s))
            case ScoreAtLeast(name, bp):
                return lambda _a, _p, s: name in s and s[name] >= bp
            case ScoreBelow(name, bp):
                return lambda _a, _p, s: name in s and s[name] < bp
            case StateIs(id_, state):
                return lambda a, _p, _s: a[id_][0] == state
            case PointsBelow(id_, least):
                return lambda a, p, _s: None if a[id_][0] == "blank" else id_ in p and p[id_] < least
            case PointsAtLeast(id_, least):
                return lambda a, p, _s: None if a[id_][0] == "blank" else id_ in p and p[id_] >= least
            case other:
                return self.value_test(other)

    def value_test(self, test: Is | AtLeast | AtMost | Includes) -> Test:
        """A test on an answer's value."""
        id_, question = test.question, self.kinds[test.question]
        scale = (
            {c.value: n for n, c in enumerate(question.scale.choices)} if isinstance(question, SingleQuestion) else {}
        )
        match test:
            case Is(_, values):
                holds = values.__contains__
            case Includes(_, part):
                holds = lambda value: part in value  # noqa: E731 - one of four like lines
            case AtLeast(_, least):
                holds = lambda value: scale.get(value, value) >= scale.get(least, least)  # noqa: E731
            case AtMost(_, most):
                holds = lambda value: scale.get(value, value) <= scale.get(most, most)  # noqa: E731

        def run(a: Answers, _p: dict[str, int], _s: dict[str, int]) -> Truth:
            state, value, _ = a[id_]
            return None if state == "blank" else state == "answered" and holds(value)

        return run

    def score(self, sheet: Answers) -> dict[str, Any]:
        """Everything about one sheet."""
        answers = self.routed(sheet)
        points = {
            id_: 0 if answers[id_][0] == "unknown" else _points(self.rule[id_], answers[id_][1])
            for id_ in self.weight
            if answers[id_][0] in ("answered", "unknown")
        }
        return self.judged(answers, points, *self.summed(answers, points))

    def routed(self, sheet: Answers) -> Answers:
        """The answers after routing."""
        answers: Answers = {}
        for id_, route, same_as in self.route:
            found = answers[same_as] if same_as else sheet.get(id_, BLANK)
            if route is not None and found is not NOT_ASKED:
                truth = route(answers, {}, {})
                if truth is not True:
                    found = BLANK if truth is None else NOT_ASKED
            answers[id_] = found
        return answers

    def summed(  # noqa: C901, PLR0912 - one loop over everything, as the shortest script has it
        self, answers: Answers, points: dict[str, int]
    ) -> tuple[dict[str, int], list[str], dict[str, list[int]]]:
        """Scores, questionnaires in scope, and by questionnaire the weight that counts, is blank, is exempt."""
        scores: dict[str, int] = {}
        inside, weights = [], {}
        tags: dict[str, list[int]] = {}
        sure = total = 0
        for id_, _, scope, sections in self.parts:
            in_scope = scope is None or scope(answers, points, scores) is not True
            counting = blank = exempt = 0
            quality = quality_weight = 0
            for section, section_weight, questions in sections:
                earned = weight = 0
                for question in questions:
                    name = question.id
                    w = self.weight[name]
                    if name not in points:
                        state = answers[name][0]
                        blank += w if state == "blank" else 0
                        exempt += w if state == "not-applicable" else 0
                        continue
                    e = w * points[name]
                    earned += e
                    weight += w
                    if in_scope:
                        for tag in question.causes:
                            sums = tags.setdefault("cause:" + tag, [0, 0])
                            sums[0] += e
                            sums[1] += w
                        for tag in question.media:
                            sums = tags.setdefault("medium:" + tag, [0, 0])
                            sums[0] += e
                            sums[1] += w
                        total += w
                        state, _, evidence = answers[name]
                        sure += w * self.rules.evidence_confidence[evidence] if state == "answered" else 0
                counting += weight
                if weight:
                    scores["section:" + section] = round_div(100 * earned, weight)
                    quality += section_weight * scores["section:" + section]
                    quality_weight += section_weight
            if quality_weight:
                scores["questionnaire:" + id_] = round_div(quality, quality_weight)
            weights[id_] = [counting, blank, exempt]
            if in_scope:
                inside.append(id_)
        for tag, (earned, weight) in tags.items():
            scores[tag] = round_div(100 * earned, weight)
        if total:
            scores["confidence"] = round_div(sure, total)
        present = [
            (w, scores["questionnaire:" + id_])
            for id_, w, _, _ in self.parts
            if id_ in inside and "questionnaire:" + id_ in scores
        ]
        if present:
            scores["overall"] = round_div(sum(w * s for w, s in present), sum(w for w, _ in present))
        return scores, inside, weights

    def judged(
        self,
        answers: Answers,
        points: dict[str, int],
        scores: dict[str, int],
        inside: list[str],
        weights: dict[str, list[int]],
    ) -> dict[str, Any]:
        """Gates, tier, certificates and discount."""
        gates = {id_: test(answers, points, scores) for id_, test, _ in self.gates}
        names = ["questionnaire:" + id_ for id_ in inside]
        reached = max(
            tier.percent
            for tier in self.rules.tiers
            if (not tier.overall or scores.get("overall", -1) >= tier.overall)
            and (not tier.confidence or scores.get("confidence", -1) >= tier.confidence)
            and (not tier.each_questionnaire or all(scores.get(name, -1) >= tier.each_questionnaire for name in names))
        )
        limit = min([reached, *(cap for id_, _, cap in self.gates if gates[id_] is True)])
        point = max(tier.percent for tier in self.rules.tiers if tier.percent <= limit)
        withheld = self.withheld(gates, scores, inside, weights)
        standings = {c.id: self.standing(c, held, covers, answers) for c, held, covers in self.certificates}
        earned = sum(c.percent for c, _, _ in self.certificates if standings[c.id] == "counted")
        certification = min(earned, self.rules.certification_cap)
        grades = [grade for grade in self.rules.grades if scores.get("overall", -1) >= grade.at_least]
        return {
            "scores": scores,
            "gates": gates,
            "grade": max(grades, key=lambda grade: grade.at_least).id if grades else None,
            "reached": reached,
            "point": point,
            "suggested": None if withheld else point,
            "withheld": withheld,
            "certificates": standings,
            "certification": certification,
            "discount": None if withheld else min(point + certification, self.rules.combined_cap),
        }

    def withheld(
        self, gates: dict[str, Truth], scores: dict[str, int], inside: list[str], weights: dict[str, list[int]]
    ) -> set[str]:
        """Why no tier is suggested."""
        reasons = set()
        if None in gates.values():
            reasons.add("gate-open")
        if "overall" not in scores or any("questionnaire:" + id_ not in scores for id_ in inside):
            reasons.add("score-missing")
        if any(weights[id_][2] * 10_000 > sum(weights[id_]) * self.rules.not_applicable_ceiling for id_ in inside):
            reasons.add("not-applicable-ceiling")
        counting, blank = sum(weights[id_][0] for id_ in inside), sum(weights[id_][1] for id_ in inside)
        if counting * 10_000 < (counting + blank) * self.rules.completeness:
            reasons.add("incomplete")
        return reasons

    def standing(self, one: Certification, held: Test, covers: Test, answers: Answers) -> str:
        """How a certificate stands."""
        state, value, _ = answers[one.expires]
        valid = None if state == "blank" else state == "answered" and value >= self.today
        truths = (held(answers, {}, {}), covers(answers, {}, {}), valid)
        for truth, name in zip(truths, ("not-held", "out-of-scope", "expired"), strict=True):
            if truth is False:
                return name
        return "undecided" if None in truths else "counted"


def _points(rule: QuestionRule, value: Value) -> int:
    if isinstance(value, str):
        return rule.points[value]
    if isinstance(value, frozenset):
        return min(100, sum(rule.points[choice] for choice in value))
    return max(((band.at_least, band.points) for band in rule.bands if value >= band.at_least), default=(0, 0))[1]


def _all(truths: Iterable[Truth]) -> Truth:
    seen = True
    for truth in truths:
        if truth is False:
            return False
        if truth is None:
            seen = None
    return seen


def _any(truths: Iterable[Truth]) -> Truth:
    seen = False
    for truth in truths:
        if truth is True:
            return True
        if truth is None:
            seen = None
    return seen


def _not(truth: Truth) -> Truth:
    return None if truth is None else not truth
