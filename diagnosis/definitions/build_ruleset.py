"""A ruleset from a tree of the right shape. What cannot be resolved is left empty here and told by the checks."""

from collections.abc import Mapping

from diagnosis.definitions.build_conditions import build_condition, maybe_condition
from diagnosis.definitions.build_loss import build_loss
from diagnosis.definitions.build_response import maybe_response
from diagnosis.definitions.draft import RulesetDraft
from diagnosis.definitions.node import Node
from diagnosis.model.ruleset import (
    Advice,
    Band,
    Basis,
    Certification,
    Finding,
    FindingSeverity,
    Gate,
    Grade,
    Incident,
    Plan,
    QuestionnaireRule,
    QuestionRule,
    Referral,
    RiskGroup,
    Ruleset,
    Source,
    Tag,
    Tier,
)


def build_ruleset(node: Node, digest: str, scale_of: Mapping[str, str | None]) -> RulesetDraft:
    """The ruleset. scale_of: the named scale of each question, whose points hold where a rule gives none."""
    applies, caps = node.child("applies"), node.child("caps")
    ruleset = Ruleset(
        id=node.string("ruleset"),
        version=node.string("version"),
        title=node.text_at("title"),
        law_read_as_of=node.day("law_read_as_of"),
        applies_from=applies.day("from"),
        applies_until=applies.maybe_day("until"),
        source_catalogue=tuple(
            Source(name, Basis(each.string("basis")), each.text()) for name, each in node.entries("sources")
        ),
        questionnaires=tuple(_questionnaire(each) for each in node.items("questionnaires")),
        questions=tuple(_question(each, node, scale_of) for each in node.items("questions")),
        causes=tuple(_tag(each) for each in node.items("causes")),
        media=tuple(_tag(each) for each in node.items("media")),
        evidence_confidence=node.integers("evidence_confidence"),
        completeness=node.integer("completeness"),
        not_applicable_ceiling=node.integer("not_applicable_ceiling"),
        grades=tuple(Grade(each.string("id"), each.integer("at_least"), each.text()) for each in node.items("grades")),
        gates=tuple(_gate(each) for each in node.items("gates")),
        tiers=tuple(_tier(each) for each in node.items("tiers")),
        certifications=tuple(_certification(each) for each in node.items("certifications")),
        certification_cap=caps.integer("certification"),
        combined_cap=caps.integer("combined"),
        group_discount=node.child("group_discount").integer("percent"),
        risk_groups=tuple(_risk_group(each) for each in node.items("risk_groups")),
        findings=tuple(_finding(each) for each in node.items("findings")),
        referrals=tuple(_referral(each) for each in node.items("referrals")),
        plans=tuple(_plan(each) for each in node.items("plans")),
        loss=build_loss(node.child("loss")),
        first_response=maybe_response(node.maybe("first_response")),
        incidents=tuple(_incident(each) for each in node.items("incidents")),
        digest=digest,
        at=node.at,
    )
    return RulesetDraft(ruleset, node)


def _questionnaire(node: Node) -> QuestionnaireRule:
    return QuestionnaireRule(
        questionnaire=node.string("questionnaire"),
        version=node.string("version"),
        weight=node.integer("weight"),
        section_weights=node.integers("sections"),
        out_of_scope_when=maybe_condition(node, "out_of_scope_when"),
        at=node.at,
    )


def _question(node: Node, ruleset: Node, scale_of: Mapping[str, str | None]) -> QuestionRule:
    return QuestionRule(
        question=node.string("question"),
        weight=node.integer("weight"),
        points=_points(node, ruleset, scale_of),
        bands=tuple(Band(each.integer("at_least"), each.integer("points")) for each in node.items("bands")),
        effort=node.integer("effort"),
        because=node.text_at("because"),
        sources=node.strings("sources"),
        advice=tuple(Advice(each.integer("below"), each.text()) for each in node.items("advice")),
        at=node.at,
    )


def _points(node: Node, ruleset: Node, scale_of: Mapping[str, str | None]) -> Mapping[str, int]:
    if node.has("points"):
        return node.integers("points")
    scale = scale_of.get(node.string("question"))
    known = ruleset.maybe("scale_points")
    if scale is None or known is None or node.has("bands"):
        return {}
    return known.integers(scale)


def _tag(node: Node) -> Tag:
    return Tag(node.string("id"), node.text(), node.integer("share"), node.strings("sources"))


def _gate(node: Node) -> Gate:
    return Gate(
        id=node.string("id"),
        title=node.text_at("title"),
        when=build_condition(node.child("when")),
        cap=node.integer("cap"),
        reason=node.text_at("reason"),
        sources=node.strings("sources"),
        at=node.at,
    )


def _tier(node: Node) -> Tier:
    return Tier(
        percent=node.integer("percent"),
        overall=node.integer("overall"),
        each_questionnaire=node.integer("each_questionnaire"),
        confidence=node.integer("confidence"),
        sources=node.strings("sources"),
    )


def _certification(node: Node) -> Certification:
    return Certification(
        id=node.string("id"),
        name=node.text(),
        percent=node.integer("percent"),
        held=build_condition(node.child("held")),
        covers=build_condition(node.child("covers")),
        expires=node.string("expires"),
        sources=node.strings("sources"),
        at=node.at,
    )


def _risk_group(node: Node) -> RiskGroup:
    return RiskGroup(
        id=node.string("id"),
        title=node.text_at("title"),
        when=maybe_condition(node, "when"),
        desired=node.integers("desired"),
        sources=node.strings("sources"),
    )


def _finding(node: Node) -> Finding:
    return Finding(
        id=node.string("id"),
        when=build_condition(node.child("when")),
        severity=FindingSeverity(node.string("severity")),
        message=node.text(),
        at=node.at,
    )


def _referral(node: Node) -> Referral:
    return Referral(
        id=node.string("id"),
        when=build_condition(node.child("when")),
        message=node.text(),
        sources=node.strings("sources"),
        at=node.at,
    )


def _plan(node: Node) -> Plan:
    return Plan(
        id=node.string("id"),
        name=node.text(),
        liability_limit=node.maybe_integer("liability_limit"),
        cost_limit=node.maybe_integer("cost_limit"),
        deductible=node.maybe_integer("deductible"),
    )


def _incident(node: Node) -> Incident:
    return Incident(
        id=node.string("id"),
        industries=node.strings("industries"),
        trade=node.text_at("trade"),
        records=node.integer("records"),
        text=node.text_at("text"),
        causes=node.strings("causes"),
        sources=node.strings("sources"),
    )
