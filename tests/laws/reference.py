"""The contract once more, slow and obvious: plain dicts and integers, nothing shared with the engine.

Takes the model's types in and gives a plain dict out. Bounds are not worked out here: the laws compare them with
every completion of small sheets.
"""

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
from diagnosis.model.questionnaire import MultiQuestion, NumberQuestion, Questionnaire, SingleQuestion
from diagnosis.model.ruleset import Certification, Definitions
from diagnosis.model.scorecard import Scorecard
from diagnosis.model.sheet import AnswerSheet

Plain = dict[Any, Any]

CONFIDENCE_OF_UNKNOWN = 0


def round_div(n: int, d: int) -> int:
    return (2 * n + d) // (2 * d)


def reference(definitions: Definitions, sheet: AnswerSheet, on: date) -> Plain:
    return Reference(definitions, sheet, on).result()


class Reference:
    def __init__(self, definitions: Definitions, sheet: AnswerSheet, on: date) -> None:
        self.rules = definitions.ruleset
        self.questionnaires = definitions.questionnaires
        self.sheet = sheet
        self.on = on
        self.question = {q.id: q for n in self.questionnaires for q in n.questions}
        self.home = {q.id: (n, s) for n in self.questionnaires for s in n.sections for q in s.questions}
        self.rule = {r.question: r for r in self.rules.questions if self.is_scored(r.question)}
        self.states = {}  # question -> (state, value, evidence)
        self.scores = {}  # name -> int; absent where there is no score
        for question in self.question:
            self.settle(question)

    def is_scored(self, question: str) -> bool:
        return self.home[question][0].scored and not self.question[question].pilot

    # --- sections 1 and 2 ---

    def settle(self, id_: str) -> tuple[str, Any, str]:
        if id_ in self.states:
            return self.states[id_]
        question = self.question[id_]
        route = True if question.applies_when is None else self.truth(question.applies_when)
        if question.same_as is not None:
            found = self.settle(question.same_as)
        elif id_ in self.sheet.answers:
            answer = self.sheet.answers[id_]
            found = (str(answer.state), answer.value, str(answer.evidence))
        else:
            found = ("blank", None, "stated")
        if route is False or found[0] == "not-asked":
            found = ("not-asked", None, found[2])
        elif route is None:
            found = ("blank", None, found[2])
        self.states[id_] = found
        return found

    def truth(self, condition: Condition) -> bool | None:
        """True, False, or None for undecided."""
        if isinstance(condition, All):
            truths = [self.truth(part) for part in condition.of]
            return False if False in truths else None if None in truths else True
        if isinstance(condition, AnyOf):
            truths = [self.truth(part) for part in condition.of]
            return True if True in truths else None if None in truths else False
        if isinstance(condition, Not):
            truth = self.truth(condition.of)
            return None if truth is None else not truth
        if isinstance(condition, ScoreAtLeast):
            return condition.score in self.scores and self.scores[condition.score] >= condition.bp
        if isinstance(condition, ScoreBelow):
            return condition.score in self.scores and self.scores[condition.score] < condition.bp
        return self.question_test(condition)

    def question_test(self, test: Any) -> bool | None:  # noqa: PLR0911 - one return a line of the contract
        state, value, _ = self.settle(test.question)
        if isinstance(test, StateIs):
            return state == str(test.state)
        if state == "blank":
            return None
        if isinstance(test, PointsBelow):
            return self.points(test.question) is not None and self.points(test.question) < test.points
        if isinstance(test, PointsAtLeast):
            return self.points(test.question) is not None and self.points(test.question) >= test.points
        if state != "answered":
            return False
        if isinstance(test, Is):
            return value in test.values
        if isinstance(test, Includes):
            return test.value in value
        question = self.question[test.question]
        if isinstance(question, SingleQuestion):
            scale = [choice.value for choice in question.scale.choices]
            value, limit = scale.index(value), scale.index(test.value)
        else:
            limit = test.value
        if isinstance(test, AtLeast):
            return value >= limit
        assert isinstance(test, AtMost)
        return value <= limit

    # --- section 3 ---

    def counts(self, id_: str) -> bool:
        return id_ in self.rule and self.states[id_][0] in ("answered", "unknown")

    def points(self, id_: str) -> int | None:
        if not self.counts(id_):
            return None
        state, value, _ = self.states[id_]
        if state == "unknown":
            return 0
        rule, question = self.rule[id_], self.question[id_]
        if isinstance(question, MultiQuestion):
            return max(0, min(100, sum(rule.points[choice] for choice in value)))
        if isinstance(question, NumberQuestion):
            reached = [band for band in rule.bands if value >= band.at_least]
            return max(reached, key=lambda band: band.at_least).points if reached else 0
        return rule.points[value]

    # --- section 4 ---

    def sums(self, ids: list[str]) -> tuple[int, int]:
        counting = [id_ for id_ in ids if self.counts(id_)]
        weight = sum(self.rule[id_].weight for id_ in counting)
        earned = sum(self.rule[id_].weight * self.points(id_) for id_ in counting)
        return earned, weight

    def mean_points(self, ids: list[str]) -> int | None:
        earned, weight = self.sums(ids)
        return round_div(100 * earned, weight) if weight else None

    def confidence_of(self, id_: str) -> int:
        state, _, evidence = self.states[id_]
        return CONFIDENCE_OF_UNKNOWN if state == "unknown" else self.rules.evidence_confidence[evidence]

    def put(self, name: str, score: int | None) -> None:
        if score is not None:
            self.scores[name] = score

    def weighted(self, named: list[tuple[int, str]]) -> int | None:
        parts = [(weight, self.scores[name]) for weight, name in named if name in self.scores]
        weight = sum(weight for weight, _ in parts)
        return round_div(sum(w * s for w, s in parts), weight) if weight else None

    def compute_scores(self) -> None:
        self.scope = {}
        for rule in self.rules.questionnaires:
            out = rule.out_of_scope_when
            self.scope[rule.questionnaire] = not (out is not None and self.truth(out) is True)
        self.scored = [n for n in self.questionnaires if n.scored]
        for n in self.scored:
            weights = next(r for r in self.rules.questionnaires if r.questionnaire == n.id).section_weights
            for section in n.sections:
                self.put(f"section:{section.id}", self.mean_points([q.id for q in section.questions]))
            parts = [(weights[s.id], f"section:{s.id}") for s in n.sections if s.id in weights]
            self.put(f"questionnaire:{n.id}", self.weighted(parts))
        weight = {r.questionnaire: r.weight for r in self.rules.questionnaires}
        self.inside = [n for n in self.scored if self.scope[n.id]]
        overall = self.weighted([(weight[n.id], f"questionnaire:{n.id}") for n in self.inside])
        self.inside_ids = [q.id for n in self.inside for q in n.questions]
        for tag in self.rules.causes:
            self.put(f"cause:{tag.id}", self.mean_points(self.tagged("causes", tag.id)))
        for tag in self.rules.media:
            self.put(f"medium:{tag.id}", self.mean_points(self.tagged("media", tag.id)))
        counting = [id_ for id_ in self.inside_ids if self.counts(id_)]
        total = sum(self.rule[id_].weight for id_ in counting)
        sure = sum(self.rule[id_].weight * self.confidence_of(id_) for id_ in counting)
        self.put("overall", overall)
        self.put("confidence", round_div(sure, total) if total else None)

    def tagged(self, kind: str, tag: str) -> list[str]:
        return [id_ for id_ in self.inside_ids if tag in getattr(self.question[id_], kind)]

    def weight_in(self, ids: list[str], *states: str) -> int:
        return sum(self.rule[id_].weight for id_ in ids if id_ in self.rule and self.states[id_][0] in states)

    # --- section 5 ---

    def tier(self) -> tuple[int, int]:
        reached = 0
        for tier in self.rules.tiers:
            wanted = [("overall", tier.overall), ("confidence", tier.confidence)]
            wanted += [(f"questionnaire:{n.id}", tier.each_questionnaire) for n in self.inside]
            if all(bp == 0 or (name in self.scores and self.scores[name] >= bp) for name, bp in wanted):
                reached = max(reached, tier.percent)
        caps = [gate.cap for gate, truth in zip(self.rules.gates, self.gates, strict=True) if truth is True]
        point = max(t.percent for t in self.rules.tiers if t.percent <= min([reached, *caps]))
        return reached, point

    def withheld(self) -> set[str]:
        reasons = set()
        if None in self.gates:
            reasons.add("gate-open")
        if any(name not in self.scores for name in ["overall", *(f"questionnaire:{n.id}" for n in self.inside)]):
            reasons.add("score-missing")
        for n in self.inside:
            ids = [q.id for q in n.questions]
            exempt = self.weight_in(ids, "not-applicable")
            if exempt * 10_000 > self.rules.not_applicable_ceiling * (
                exempt + self.weight_in(ids, "answered", "unknown", "blank")
            ):
                reasons.add("not-applicable-ceiling")
        counting = self.weight_in(self.inside_ids, "answered", "unknown")
        could = counting + self.weight_in(self.inside_ids, "blank")
        self.completeness = round_div(10_000 * counting, could) if could else None
        if counting * 10_000 < self.rules.completeness * could:
            reasons.add("incomplete")
        return reasons

    def certificate(self, one: Certification) -> str:
        state, value, _ = self.settle(one.expires)
        held, covers = self.truth(one.held), self.truth(one.covers)
        valid = None if state == "blank" else state == "answered" and value >= self.on
        for truth, standing in ((held, "not-held"), (covers, "out-of-scope"), (valid, "expired")):
            if truth is False:
                return standing
        return "undecided" if None in (held, covers, valid) else "counted"

    def result(self) -> Plain:
        self.compute_scores()
        rules = self.rules
        self.gates = [self.truth(gate.when) for gate in rules.gates]
        reached, point = self.tier()
        withheld = self.withheld()
        suggested = None if withheld else point
        standings = {one.id: self.certificate(one) for one in rules.certifications}
        percents = [one.percent for one in rules.certifications if standings[one.id] == "counted"]
        certification = min(sum(percents), rules.certification_cap)
        overall = self.scores.get("overall")
        reachable = [g for g in rules.grades if overall is not None and overall >= g.at_least]
        return {
            "scores": self.scores,
            "questions": {id_: self.question_result(id_) for id_ in self.question},
            "in_scope": {n.id: self.scope[n.id] for n in self.scored},
            "completeness": self.completeness,
            "grade": max(reachable, key=lambda g: g.at_least).id if reachable else None,
            "gates": {
                gate.id: {True: "closed", None: "open", False: "passed"}[truth]
                for gate, truth in zip(rules.gates, self.gates, strict=True)
            },
            "reached": reached,
            "point": point,
            "suggested": suggested,
            "withheld": withheld,
            "certificates": standings,
            "certification": certification,
            "discount": None if suggested is None else min(suggested + certification, rules.combined_cap),
            "risk_group": self.risk_group(),
            "findings": {f.id for f in rules.findings if self.truth(f.when) is True},
            "referrals": {r.id for r in rules.referrals if self.truth(r.when) is True},
            "cells": self.cells(),
            "exposure": {
                tag.id: round_div(tag.share * (10_000 - self.scores[f"cause:{tag.id}"]), 10_000)
                for tag in rules.causes
                if f"cause:{tag.id}" in self.scores
            },
            "not_applicable": {n.id: self.exempt_share(n) for n in self.scored},
        }

    def risk_group(self) -> str | None:
        for group in self.rules.risk_groups:
            truth = True if group.when is None else self.truth(group.when)
            if truth is not False:
                return group.id if truth else None
        return None

    def exempt_share(self, n: Questionnaire) -> int:
        ids = [q.id for q in n.questions]
        total = self.weight_in(ids, "answered", "unknown", "blank", "not-applicable")
        return round_div(10_000 * self.weight_in(ids, "not-applicable"), total) if total else 0

    def cells(self) -> Plain:
        return {
            (cause.id, medium.id): self.mean_points(
                [id_ for id_ in self.tagged("causes", cause.id) if id_ in self.tagged("media", medium.id)]
            )
            for cause in self.rules.causes
            for medium in self.rules.media
        }

    def question_result(self, id_: str) -> Plain:
        state, value, _ = self.states[id_]
        own = self.sheet.answers.get(id_)
        stands = own is not None and (state in ("not-asked", "blank") or self.question[id_].same_as is not None)
        return {
            "state": state,
            "value": value if state == "answered" else None,
            "found": own if stands else None,
            "points": self.points(id_),
            "weight": self.rule[id_].weight if id_ in self.rule else None,
            "loss": self.loss(id_),
        }

    def loss(self, id_: str) -> int | None:
        if not self.counts(id_):
            return None
        earned, weight = self.sums([q.id for q in self.home[id_][1].questions])
        better = earned + self.rule[id_].weight * (100 - self.points(id_))
        return round_div(100 * better, weight) - round_div(100 * earned, weight)


def flatten(card: Scorecard) -> Plain:
    """An engine's scorecard in the shape of `reference`."""
    named = {"overall": card.overall, "confidence": card.confidence}
    named |= {f"section:{s.section}": s.score for s in card.sections}
    named |= {f"questionnaire:{q.questionnaire}": q.score for q in card.questionnaires}
    named |= {f"cause:{t.tag}": t.score for t in card.causes} | {f"medium:{t.tag}": t.score for t in card.media}
    return {
        "scores": {name: score.point for name, score in named.items() if score.point is not None},
        "questions": {
            q.question: {
                "state": str(q.state),
                "value": q.value,
                "found": q.found,
                "points": q.points,
                "weight": q.weight,
                "loss": q.loss,
            }
            for q in card.questions
        },
        "in_scope": {q.questionnaire: q.in_scope for q in card.questionnaires},
        "completeness": card.completeness,
        "grade": card.grade,
        "gates": {gate.gate: str(gate.state) for gate in card.gates},
        "reached": card.tier.reached,
        "point": card.tier.point,
        "suggested": card.tier.suggested,
        "withheld": {str(one.reason) for one in card.tier.withheld},
        "certificates": {one.certification: str(one.standing) for one in card.discount.certifications},
        "certification": card.discount.certification,
        "discount": card.discount.suggested,
        "risk_group": card.risk_group,
        "findings": set(card.findings),
        "referrals": set(card.referrals),
        "cells": {(cell.cause, cell.medium): cell.point for cell in card.cells},
        "exposure": {one.cause: one.remaining for one in card.exposure if one.remaining is not None},
        "not_applicable": {q.questionnaire: q.not_applicable for q in card.questionnaires},
    }
